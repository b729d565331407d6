/* SPDX-License-Identifier: MIT */
/*
 * doc: hostile input costs a bounded amount
 *
 * Each text is read in a process of its own, which may use so much time and
 * memory and no more; the ceilings are some ten times what is needed, so
 * that they catch what grows out of hand, not a busy machine.
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "doc.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define MIB	((size_t)1 << 20)
#define SECONDS	20			/* of the processor, at most */
#ifdef __SANITIZE_ADDRESS__
#define SLACK	8			/* what sanitizers add */
#else
#define SLACK	1
#endif

enum { READ = 42, REFUSED = 43, MISMATCH = 44 };

struct attack {
	const char *claim;
	const char *before, *again, *after;
	size_t      times;	/* `again` stands so often */
	const char *rule;	/* of the first fault; NULL: it is read */
	size_t      faults;	/* at most */
	size_t      mib;	/* of memory, at most */
};

static const struct attack attacks[] = {
	{ "100000 brackets", "", "[", "", 100000, "depth", 1, 50 },
	{ "brackets in lines of their own", "", "[\n", "", 100000, "depth",
	    1, 50 },
	{ "100000 braces", "", "{a: ", "", 100000, "depth", 1, 50 },
	{ "50000 dashes", "", "- ", "x", 50000, "depth", 1, 50 },
	{ "alias bomb",
	    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
	    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
	    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
	    "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", "", "", 0, "yaml-anchor",
	    100, 50 },
	{ "an alias to itself", "a: &a [*a]\n", "", "", 0, "yaml-anchor", 2,
	    50 },
	{ "100000 anchors", "", "- &a 1\n", "", 100000, "yaml-anchor", 100,
	    100 },
	{ "equal keys without end", "", "k: 1\n", "", 200000, "dup-key", 100,
	    200 },
	{ "64 MiB in one scalar", "- ", "x", "\n", 64 * MIB - 3,
	    "scalar-size", 1, 600 },
	{ "64 MiB in quotes", "- \"", "x", "\"\n", 64 * MIB - 5,
	    "scalar-size", 1, 600 },
	{ "64 MiB in quotes left open", "- \"", "x", "\n", 64 * MIB - 4,
	    "open-quote", 2, 1200 },
	{ "64 MiB of lines", "- |\n", "  x\n", "", 16 * MIB - 1,
	    "scalar-size", 1, 600 },
	{ "64 MiB of line ends", "", "\n", "", 64 * MIB, NULL, 0, 200 },
	{ "64 MiB of blanks", "", " ", "", 64 * MIB, NULL, 0, 200 },
	{ "64 MiB of tabs", "", "\t", "", 64 * MIB, "yaml-syntax", 1,
	    800 },
	{ "a MiB of NUL", "- ", "\0", "", MIB, "control-char", 100, 100 },
	{ "a MiB of ESC", "- ", "\033", "", MIB, "control-char", 100, 100 },
	{ "a MiB of 0xFF", "- ", "\xff", "", MIB, "encoding", 1, 100 },
	{ "a MiB of overlong bytes", "- ", "\xc0\x80", "", MIB / 2,
	    "encoding", 1, 100 },
	{ "a MiB of surrogates", "- ", "\xed\xa0\x80", "", MIB / 3,
	    "encoding", 1, 100 },
	{ "64 MiB of bidi controls", "- ", "\xe2\x80\xae", "", 21 * MIB,
	    "bidi-char", 100, 800 },
	{ "lines of bidi controls", "", "- \xe2\x80\xae\n", "", MIB,
	    "bidi-char", 100, 400 },
	{ "wide colons without end", "", "- id\xef\xbc\x9a" "1\n", "", MIB,
	    "fullwidth-colon", 10000, 1500 },
	{ "wide colons in one line", "- ", "\xef\xbc\x9a", "\n  x: 1\n",
	    MIB / 4, "yaml-syntax", 10, 200 },
	{ "lines indented by tabs", "a: 1\n", "\tb: 1\n", "", MIB,
	    "tab-indent", 100000, 1500 },
	{ "tabs that indent ever deeper", "a:\n", "\tb:\n", "", 100000,
	    "tab-indent", 100000, 500 },
	{ "quotes left open", "", "- a: \"x\n", "", 100000, "open-quote",
	    100000, 800 },
	{ "lines that are nothing", "a: 1\n", "???\n", "", MIB,
	    "stray-text", 10000, 800 },
	{ "lines indented by one too many", "", "- a: 1\n   b: 2\n", "",
	    100000, "indent", 10000, 800 },
	{ "lists left open", "", "- a: [1\n", "", 100000, "open-bracket",
	    10000, 800 },
	{ "documents without end", "- a\n", "---\n- a\n", "", MIB,
	    "second-document", 100, 400 },
	{ "a fault below a long list", "", "- a: 1\n", "- a: @\n",
	    2 * MIB, "reserved-char", 1, 2000 },
	{ "lone CR", "", "- a\xef\xbc\x9a 1\r", "", 100000,
	    "fullwidth-colon", 10000, 800 },
};

static struct str
text_of(const struct attack *x, struct arena *a)
{
	size_t n = x->again[0] ? strlen(x->again) : 1, i;
	struct buf b;

	buf_init(&b, a);
	buf_puts(&b, x->before);
	for (i = 0; i < x->times; i++)
		buf_add(&b, (struct str){ x->again, n });
	buf_puts(&b, x->after);
	return buf_str(&b);
}

/* In a process of its own. */
static int
attack(const struct attack *x)
{
	struct rlimit limit = { SECONDS * SLACK, SECONDS * SLACK };
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;
	bool good;

	setrlimit(RLIMIT_CPU, &limit);
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	src = source_of("f.yaml", text_of(x, &a));
	good = doc_read_repaired(&doc, &src, &a, &dg);
	if (good)
		return READ;
	if (x->rule && dg.nerrors <= x->faults &&
	    strcmp(dg.faults[0].rule, x->rule) == 0)
		return REFUSED;
	print_error("%s: %zu faults, the first %s: %.*s\n", x->claim,
	    dg.nerrors, dg.faults[0].rule, STR(dg.faults[0].text));
	return MISMATCH;
}

static void
costs_a_bounded_amount(void **state)
{
	struct rusage used;
	size_t i, bad = 0;
	long ms, mib;
	int status;
	pid_t pid;

	(void)state;
	for (i = 0; i < NELEM(attacks); i++) {
		fflush(NULL);
		pid = fork();
		if (pid == 0)
			_exit(attack(&attacks[i]));
		assert_true(wait4(pid, &status, 0, &used) == pid);
		mib = used.ru_maxrss / 1024;
		ms = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
		    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
		if (getenv("TAIZHANG_SHOW"))
			print_message("%7ld ms %6ld MiB %s\n", ms, mib,
			    attacks[i].claim);
		if (WIFEXITED(status) && WEXITSTATUS(status) ==
		    (attacks[i].rule ? REFUSED : READ) &&
		    mib <= (long)(attacks[i].mib * SLACK))
			continue;
		bad++;
		print_error("%s: status %#x, %ld ms, %ld MiB\n",
		    attacks[i].claim, status, ms, mib);
	}
	if (bad)
		fail_msg("%zu attacks", bad);
}

/* No line that a mend makes longer may make the next one. */
static void
a_mended_text_is_read_in_few_rounds(void **state)
{
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;
	struct buf b;
	int i;

	(void)state;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	buf_init(&b, &a);
	for (i = 0; i < 40; i++)
		buf_printf(&b, "- id: %d\n  points\xef\xbc\x9a%d\n", i, i);
	src = source_of("f.yaml", buf_str(&b));
	assert_false(doc_read_repaired(&doc, &src, &a, &dg));
	assert_int_equal(dg.nerrors, 40);
	assert_int_equal(doc.nodes[0].n, 40);
	assert_int_equal(doc.mended->n, 40);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(costs_a_bounded_amount),
		cmocka_unit_test(a_mended_text_is_read_in_few_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
