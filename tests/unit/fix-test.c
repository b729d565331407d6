/* SPDX-License-Identifier: MIT */
/*
 * fix - laws of repair: what only the keyboard spoilt comes back, whatever
 * was spoilt together; what was broken otherwise loses no value; a second
 * repair finds nothing.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fix.h"

#define PATH	"villages/371603002200/households.yaml"
#define ROUNDS	150

static char home[] = "/tmp/fix-test.XXXXXX";

static const char base[] =
    "# 户\n"
    "- id: H-00001\n"
    "  village: \"371603002200\"\n"
    "  head: 秦志华\n"
    "  group: \"03\"\n"
    "  color: red   # 红：重点\n"
    "- id: H-00002\n"
    "  village: \"371603002200\"\n"
    "  head: 金方辉\n"
    "  note: |-\n"
    "    说明：一\n"
    "      二\n"
    "- id: H-00003\n"
    "  village: \"371603002200\"\n"
    "  head: 王建国\n"
    "  joined_on: 2026-03-16\n";

/* How a keyboard spoils a line; the text between marks of the other. */
static const struct {
	const char *good, *bad;
} spoils[] = {
	{ ": ", "：" }, { ": ", "：　" }, { "\"371603002200\"",
	    "371603002200" }, { "371603002200", "３７１６０３００２２００" },
	{ "\"03\"", "03" }, { "2026-03-16", "2026/3/16" },
	{ "2026-03-16", "2026年3月16日" }, { "head", "户主" },
	{ "village", "村" }, { "village", "ｖｉｌｌａｇｅ" },
	{ "  ", "\t" }, { "\n", "  \n" }, { "red", "ｒｅｄ" },
};

static uint64_t seed;

static unsigned
dice(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void
put(const char *name, struct str text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", home, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static int
make_ledger(void **state)
{
	char path[256];

	(void)state;
	if (!mkdtemp(home))
		return -1;
	snprintf(path, sizeof(path), "%s/villages", home);
	mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/villages/371603002200", home);
	mkdir(path, 0777);
	put("ledger.yaml", S("format: 1\nregion: \"371603002000\"\n"
	    "name: 富源街道\n"));
	return 0;
}

static int
remove_ledger(void **state)
{
	static const char *const names[] = { PATH, "villages/371603002200",
	    "villages", "ledger.yaml", "" };
	char path[256];
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", home, names[i]);
		(void)remove(path);
	}
	return 0;
}

/* The text as repaired, the same where nothing is; how many repairs. */
static struct str
repaired(struct arena *a, struct str text, size_t *n)
{
	struct ledger_env env = { .dir = str_of(home), .share = S("share"),
	    .lang = S("en"), .threads = 1 };
	struct strs only = { 0 };
	struct ledger led;
	struct diag dg;
	struct fix fx;
	size_t i;

	put(PATH, text);
	diag_init(&dg, a, NULL);
	assert_true(ledger_open(&led, a, &env, &dg));
	fix_init(&fx, &led, false);
	assert_true(fix_ledger(&fx, &only, &dg));
	ledger_close(&led);
	*n = 0;
	if (fx.n == 0)
		return text;
	assert_int_equal(fx.n, 1);
	for (i = 0; i < fx.files[0].ncounts; i++)
		*n += fx.files[0].counts[i].n;
	assert_true(*n > 0);
	assert_false(str_eq(text, fx.files[0].bytes));
	return fx.files[0].bytes;
}

static struct str
spoilt(struct arena *a, unsigned chance)
{
	struct str s = S(base), line, good;
	struct buf b;
	size_t k, at, comment;
	unsigned i;

	buf_init(&b, a);
	while (s.n) {
		line = str_sub(s, 0, str_find(s, S("\n")) + 1);
		s = str_sub(s, line.n, s.n);
		i = dice(NELEM(spoils));
		good = str_of(spoils[i].good);
		at = str_find(line, good);
		comment = str_find(line, S("#"));
		k = str_find(line, S("说明"));
		if (dice(100) >= chance || at >= comment || k < line.n ||
		    at == line.n || str_starts(line, S("     "))) {
			buf_add(&b, line);
			continue;
		}
		/* a tab takes the place of the indent, not of a dash */
		buf_add(&b, str_sub(line, 0, at));
		buf_puts(&b, spoils[i].bad);
		buf_add(&b, str_sub(line, at + good.n, line.n));
	}
	return buf_str(&b);
}

static void
what_the_keyboard_spoilt_comes_back(void **state)
{
	struct arena a;
	struct source good = source_of(PATH, S(base)), src;
	struct doc want, doc;
	struct diag dg;
	struct str text, out;
	size_t n, again, changed = 0;
	unsigned i;

	(void)state;
	arena_init(&a);
	for (i = 0; i < ROUNDS; i++) {
		arena_reset(&a);
		diag_init(&dg, &a, NULL);
		assert_true(doc_read(&want, &good, &a, &dg));
		text = spoilt(&a, 10 + i % 60);
		out = repaired(&a, text, &n);
		src = source_of(PATH, out);
		if (!doc_read(&doc, &src, &a, &dg) ||
		    !doc_same(&doc, 0, &want, 0))
			fail_msg("not repaired:\n%.*s\nbut:\n%.*s", STR(text),
			    STR(out));
		changed += n > 0;
		assert_true(str_eq(repaired(&a, out, &again), out));
		assert_int_equal(again, 0);
	}
	assert_true(changed > ROUNDS / 2);
	arena_free(&a);
}

/* Values that differ, of two docs of one shape; SIZE_MAX: not one shape. */
static size_t
differ(const struct doc *a, const struct doc *b)
{
	size_t n = 0;
	uint32_t i;

	if (a->n != b->n)
		return SIZE_MAX;
	for (i = 0; i < a->n; i++) {
		if (a->nodes[i].kind != b->nodes[i].kind ||
		    a->nodes[i].next != b->nodes[i].next)
			return SIZE_MAX;
		n += !str_eq(a->nodes[i].text, b->nodes[i].text) ||
		    a->nodes[i].type != b->nodes[i].type;
	}
	return n;
}

static void
noise_loses_no_value(void **state)
{
	static const char *const noise[] = { "\t", "：", " ", "\n", "\"", ":",
	    "- ", "#", "５", "　", "\r", "|", "'", "[", "-" };
	struct arena a;
	struct source src, now;
	struct doc was, doc;
	struct diag dg;
	struct str text, out;
	struct buf b;
	size_t n, at, again;
	unsigned i, k;

	(void)state;
	arena_init(&a);
	for (i = 0; i < ROUNDS; i++) {
		arena_reset(&a);
		diag_init(&dg, &a, NULL);
		text = spoilt(&a, 20);
		for (k = dice(3) + 1; k; k--) {
			at = dice((unsigned)text.n);
			while (at && (text.p[at] & 0xc0) == 0x80)
				at--;
			buf_init(&b, &a);
			buf_add(&b, str_sub(text, 0, at));
			buf_puts(&b, noise[dice(NELEM(noise))]);
			buf_add(&b, str_sub(text, at, text.n));
			text = buf_str(&b);
		}
		out = repaired(&a, text, &n);
		if (n == 0)
			continue;
		src = source_of(PATH, text);
		now = source_of(PATH, out);
		assert_true(doc_read(&doc, &now, &a, &dg));
		if (doc_read(&was, &src, &a, &dg) &&
		    differ(&was, &doc) > n)
			fail_msg("lost:\n%.*s\nnow:\n%.*s", STR(text),
			    STR(out));
		assert_true(str_eq(repaired(&a, out, &again), out));
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_keyboard_spoilt_comes_back),
		cmocka_unit_test(noise_loses_no_value),
	};

	return cmocka_run_group_tests(tests, make_ledger, remove_ledger);
}
