/* SPDX-License-Identifier: MIT */
/* patch: every byte outside the edits survives; what changed is shown. */
#include <stdio.h>

#include "patch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct change { uint32_t at, end; const char *text; };

static const struct {
	const char *claim, *old;
	struct change edits[4];
	const char *want;	/* NULL: they overlap */
	uint32_t    column;	/* ... and the fault is here */
} cases[] = {
	{ "no edit changes nothing", "abc\r\n", { { 0 } }, "abc\r\n", 0 },
	{ "an insertion at the start", "abc", { { 0, 0, "x" } }, "xabc", 0 },
	{ "an insertion at the end", "abc", { { 3, 3, "x" } }, "abcx", 0 },
	{ "an insertion into nothing", "", { { 0, 0, "x" } }, "x", 0 },
	{ "insertions keep their order", "ab",
	    { { 1, 1, "1" }, { 1, 1, "2" }, { 0, 0, "0" }, { 1, 1, "3" } },
	    "0a123b", 0 },
	{ "edits in any order", "abcdef",
	    { { 4, 5, "E" }, { 0, 1, "A" }, { 2, 3, "" } }, "AbdEf", 0 },
	{ "edits that touch do not overlap", "abcd",
	    { { 2, 4, "Y" }, { 0, 2, "X" } }, "XY", 0 },
	{ "an insertion before what is replaced", "abc",
	    { { 1, 2, "B" }, { 1, 1, "x" } }, "axBc", 0 },
	{ "an insertion after what is replaced", "abc",
	    { { 2, 2, "x" }, { 1, 2, "B" } }, "aBxc", 0 },
	{ "a deletion", "abc", { { 1, 2, "" } }, "ac", 0 },
	{ "two replacements that overlap", "abcd",
	    { { 1, 3, "x" }, { 2, 4, "y" } }, NULL, 3 },
	{ "the same replacement twice", "abcd",
	    { { 1, 2, "x" }, { 1, 2, "x" } }, NULL, 2 },
	{ "an insertion within a replacement", "abcd",
	    { { 1, 3, "x" }, { 2, 2, "y" } }, NULL, 3 },
};

static void
splices(void **state)
{
	struct arena a = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		struct source src = source_of("f", str_of(cases[i].old));
		struct str got = { 0 };
		struct patch p;
		struct diag dg;
		bool ok;

		diag_init(&dg, &a, NULL);
		patch_init(&p, &src, &a);
		for (k = 0; k < 4 && cases[i].edits[k].text; k++)
			patch_replace(&p, (struct span){
			    cases[i].edits[k].at, cases[i].edits[k].end },
			    str_of(cases[i].edits[k].text));
		ok = patch_apply(&got, &p, &dg);
		if (ok != (cases[i].want != NULL) ||
		    (ok && !str_is(got, cases[i].want)))
			fail_msg("%s: '%.*s'", cases[i].claim, STR(got));
		if (!ok) {
			assert_string_equal(dg.faults[0].rule,
			    "edit-overlap");
			assert_int_equal(dg.faults[0].place.column,
			    cases[i].column);
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

static const struct {
	const char *claim, *a, *b, *want;
} diffs[] = {
	{ "equal texts differ in nothing", "a\nb\n", "a\nb\n", "" },
	{ "one line in the middle", "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
	    "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
	    "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
	{ "a line at the end", "a\n", "a\nb\n", "@@ -1 +1,2 @@\n a\n+b\n" },
	{ "a line at the start", "b\n", "a\nb\n",
	    "@@ -1 +1,2 @@\n+a\n b\n" },
	{ "a new file", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n" },
	{ "an emptied file", "a\n", "", "@@ -1 +0,0 @@\n-a\n" },
	{ "a last newline is missing before", "a\nb", "a\nc\n",
	    "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n" },
	{ "and after, in a line that stays", "x\nb", "y\nb",
	    "@@ -1,2 +1,2 @@\n-x\n+y\n b\n"
	    "\\ No newline at end of file\n" },
	{ "only the newline", "a", "a\n",
	    "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n" },
	{ "two changes near each other are one hunk",
	    "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
	    "@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n" },
	{ "two changes far apart are two",
	    "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
	    "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n"
	    "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n" },
	{ "what stays between is found", "a\nb\nc\nd\n", "b\nx\nd\na\n",
	    "@@ -1,4 +1,4 @@\n-a\n b\n-c\n+x\n d\n+a\n" },
};

static void
shows_what_changed(void **state)
{
	struct arena a = { 0 };
	struct buf b;
	struct str got;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(diffs); i++) {
		buf_init(&b, &a);
		patch_diff(&b, S("a/f"), str_of(diffs[i].a), S("b/f"),
		    str_of(diffs[i].b));
		got = buf_str(&b);
		if (diffs[i].want[0]) {
			assert_true(str_starts(got,
			    S("--- a/f\n+++ b/f\n")));
			got = str_sub(got, 16, got.n);
		}
		if (!str_is(got, diffs[i].want))
			fail_msg("%s:\n%.*s", diffs[i].claim, STR(got));
	}
	arena_free(&a);
}

/* Lines of the diff that begin with the sign, but for its head. */
static int
count(struct str s, char sign)
{
	int n = 0;
	size_t i;

	for (i = 0; i < s.n; i++)
		n += s.p[i] == sign && (i == 0 || s.p[i - 1] == '\n');
	return n - 1;
}

static void
large_texts_stay_cheap(void **state)
{
	struct arena a = { 0 };
	struct buf old, few, all, d;
	int i;

	(void)state;
	buf_init(&old, &a);
	buf_init(&few, &a);
	buf_init(&all, &a);
	for (i = 0; i < 50000; i++) {
		buf_printf(&old, "line %d of many\n", i);
		buf_printf(&few, i % 10000 == 5 ? "changed %d\n" :
		    "line %d of many\n", i);
		buf_printf(&all, "other %d\n", i);
	}
	buf_init(&d, &a);
	patch_diff(&d, S("a"), buf_str(&old), S("b"), buf_str(&few));
	assert_int_equal(count(buf_str(&d), '-'), 5);
	assert_int_equal(count(buf_str(&d), '+'), 5);
	assert_int_equal(count(buf_str(&d), '@'), 4);
	/* too much to search: one for the other, as a whole */
	buf_init(&d, &a);
	patch_diff(&d, S("a"), buf_str(&old), S("b"), buf_str(&all));
	assert_int_equal(count(buf_str(&d), '-'), 50000);
	assert_int_equal(count(buf_str(&d), '+'), 50000);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splices),
		cmocka_unit_test(shows_what_changed),
		cmocka_unit_test(large_texts_stay_cheap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
