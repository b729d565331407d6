/* SPDX-License-Identifier: MIT */
/*
 * doc-quick: what it accepts it reads as libyaml does; what is not its form
 * it declines.
 */
#include <stdio.h>

#include "buf.h"
#include "doc.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const char *const accepted[] = {
	"", "\n\n", "# c\n", "  # c", "- a\n", "- a", "a: 1\n", "a: 1",
	"\xef\xbb\xbf- a: 1\r\n  b: 2\r\n", "\xef\xbb\xbf\xe6\x9d\x91: 1\n",
	"- id: V1\n  n: 2\n- id: V2\n  n: -3.50\n",
	"items:\n- a\n- b\nx: 1\n", "items:\n  - a\n  - b\nx: 1\n",
	"a:\nb:\n", "a:\n- \n-\nb:\n", "-\n-\n", "- a:\n- b:\n",
	"a:\n  b:\n    c:\n  d:\ne:\n", "a:\n    b: 1\nc:\n  d: 2\n",
	"- - a\n  - b\n- c\n", "- - - a\n", "-   a: 1\n    b: 2\n",
	"-\n  a: 1\n-\n  - b\n", "a:\n-\n  b: 1\n-\nc: 1\n",
	"- a:\n  - b\n  - c\n  d: 1\n", "- a:\n    - b\n  d: 1\n",
	" a: 1\n b: 2\n", "  - a\n  - b\n",
	"a: x y  z   # c\nb: x#y\nc: x:y\n", "a:   # c\n  b: 1\n",
	"# c\na: 1\n   # c\n# c\nb: 2\n", "a: 1\n\n   \nb: 2\n   ",
	"a : 1\n'b' : 2\n\"c\": 3\n", "a b c: 1\n", "a?b: c?\n",
	"- 'it''s'\n- ''\n- \"\"\n- \"a\\n\\t\\\"\\\\\\x41\\u6751\"\n",
	"a: 'x: y # z'\nb: \"# x\"\n", "a: \"\\u00e9\"\n", "a: -5\nb: -x\n",
	"a: .5\nb: ~\nc: null\nd: (x)\ne: $x\nf: /x/y\ng: +1\n",
	"a: http://x/y?z=1&u\nb: 12:30:45\nc: a,b]}\n",
	"a: [1, 2]\nb: []\nc: {}\nd: [ ]\ne: { }\n",
	"a: [x y , 'z', \"u\"]  # c\nb: {k: v, 'l': w, \"m\":1}\n",
	"a: [[1, 2], [3], {k: v}]\nb: {k: [1, {l: m}]}\n",
	"- [a, b]\n- {a: b}\n- {a: b, c: d}\n", "[]\n", "[a, b] # c\n",
	"{a: b}\n", "- {code: env, name: 人居环境, weight: 20}\n",
	"points: [5.00, 10.00]\nadopted: {day: 2025-12-20, meeting: 村}\n",
	"tiers: [[4, 1.00], [20, 3.00]]\n", "a: [http://x/y, 10:30]\n",
	"a: “x”\n“b”: 1\n", "a: x\\y\n", "1: a\ntrue: b\n",
	"- a: 1 # c\n# d\n  # e\n  b: 2\n", "a: [-1, -x, a-b]\n",
};

static const char *const declined[] = {
	"a: !x\n", "a: &x 1\n", "a: *x\n", "a: |\n  x\n", "a: >\n  x\n",
	"a: x\n  y\n", "- x\n  y\n", "a: 'x\n  y'\n", "a: \"x\\\n  y\"\n",
	"a: [1,\n  2]\n", "a:\n  x\n", "a:\n  [x]\n", "---\na: 1\n",
	"a: 1\n...\n", "%YAML 1.2\n---\na: 1\n", "? a\n: b\n", "a: 1\tx\n",
	"\ta: 1\n", "a: 1\rb: 2\n", "a: 1\r", "a: b: c\n", "a: - b\n",
	"a: -\n", "a:\n  b: 1\n c: 2\n", "a: 1\n  b: 2\n", "- a\nb: 1\n",
	"a: 1\n- b\n", "- a\n - b\n", "a:\n  - b\n - c\n", "  - a\n- b\n",
	"a: 'x' y\n", "a: [x] y\n", "a: [x]: y\n", "[x]: y\n", "[a]\nb: 1\n",
	"[a]\n[b]\n", "a: [x\n", "a: [x}\n", "a: [x, ]\n", "a: [, x]\n",
	"a: [x: y]\n", "a: {x}\n", "a: {x:y}\n", "a: {x: }\n", "a: [- x]\n",
	"a: [x?, y]\n", "a: [? x]\n", "a: [a:]\n", "a: [x #y]\n",
	"a: \"\\q\"\n", "a: \"\\ud800\"\n", "a: \"\\e\"\n", "a: \"x\n",
	"a: @x\n", "a: `x\n", "a: %x\n", "a: ]\n", "a: ,x\n", "a: ? x\n",
	"x\n", "'x'\n", "a: 1\na: 2\n", "a: {x: 1, x: 2}\n", "<<: 1\n",
	": 1\n", "a: 'x'# c\n", "- - a\n - b\n", "a: x\xef\xbf\xbe\n",
	"a: x\xe2\x80\x8b\n", "\xff\n", "a: \"\\ufeffx\"\n", "a: x:\n",
	"-a: 1\n-b\n",
};

static void
fail_at(const char *text, const char *why, uint32_t i)
{
	fail_msg("node %u of '%s': %s", i, text, why);
}

static void
compare(const char *text, const struct doc *x, const struct doc *y)
{
	uint32_t i;

	if (x->n != y->n)
		fail_at(text, "number of nodes", x->n);
	for (i = 0; i < x->n; i++) {
		const struct node *a = &x->nodes[i], *b = &y->nodes[i];

		if (a->kind != b->kind || a->style != b->style)
			fail_at(text, "kind or style", i);
		if (a->at.at != b->at.at || a->at.end != b->at.end)
			fail_at(text, "span", i);
		if (a->n != b->n || a->next != b->next)
			fail_at(text, "count", i);
		if (a->type != b->type || !str_eq(a->text, b->text))
			fail_at(text, "text", i);
	}
}

static void
try_both(const char *text, bool wanted)
{
	struct arena a = { 0 };
	struct source src = source_of("f.yaml", str_of(text));
	struct doc quick, yaml;
	struct diag dg;
	bool took;

	diag_init(&dg, &a, NULL);
	took = doc_read_quick(&quick, &src, &a);
	if (took != wanted)
		fail_msg("'%s' is %s", text, took ? "accepted" : "declined");
	if (took) {
		if (!doc_read_yaml(&yaml, &src, &a, &dg))
			fail_msg("'%s' is not for libyaml", text);
		compare(text, &quick, &yaml);
	}
	arena_free(&a);
}

static void
agrees_where_it_accepts(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(accepted); i++)
		try_both(accepted[i], true);
}

static void
declines_what_is_not_its_form(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(declined); i++)
		try_both(declined[i], false);
}

/* Lines put together at random from pieces: never other than libyaml. */
static void
agrees_on_random_lines(void **state)
{
	static const char *const pieces[] = { " ", "  ", "- ", "-", "a", "b:",
	    "c: ", "\n", "\n", "\n  ", "\n- ", "x y", "'q'", "\"r\"", "# c",
	    " # d", "[", "]", "{", "}", ", ", ",", ": ", ":", "1.5", "村",
	    "\r\n", "?", "\n    ", "'", "\"", "\\", "<<", "---", "!" };
	uint64_t r = 88172645463325252u;
	struct arena a = { 0 };
	struct buf b;
	int round, n, taken = 0;

	(void)state;
	for (round = 0; round < 60000; round++) {
		struct source src;
		struct doc quick, yaml;
		struct diag dg;

		arena_reset(&a);
		buf_init(&b, &a);
		for (n = (int)(r % 24) + 2; n > 0; n--) {
			r ^= r << 13, r ^= r >> 7, r ^= r << 17;
			buf_puts(&b, pieces[(r >> 20) % NELEM(pieces)]);
		}
		buf_char(&b, '\0');
		b.n--;
		src = source_of("f.yaml", buf_str(&b));
		if (!doc_read_quick(&quick, &src, &a))
			continue;
		taken++;
		diag_init(&dg, &a, NULL);
		if (!doc_read_yaml(&yaml, &src, &a, &dg))
			fail_msg("'%s' is not for libyaml", b.p);
		compare(b.p, &quick, &yaml);
	}
	arena_free(&a);
	assert_true(taken > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_where_it_accepts),
		cmocka_unit_test(declines_what_is_not_its_form),
		cmocka_unit_test(agrees_on_random_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
