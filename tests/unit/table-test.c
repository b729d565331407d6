/* SPDX-License-Identifier: MIT */
/* table - cells, order, choice of rows and columns. */
#include "table.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena arena;
static struct diag diag;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p ? got.p : "", want, got.n);
}

static const struct {
	const char *name;
	struct cell cell;
	const char *want;
} shown[] = {
	{ "nothing is a dash", { .type = CELL_NONE }, "-" },
	{ "text is itself", { .type = CELL_TEXT, .text = S("小房村") },
	    "小房村" },
	{ "a code keeps its zeros", { .type = CELL_CODE, .text = S("037030") },
	    "037030" },
	{ "a whole number has no decimals", { .type = CELL_INT, .n = -7 },
	    "-7" },
	{ "points have two decimals", { .type = CELL_POINTS, .n = -200 },
	    "-2.00" },
	{ "less than a point keeps its sign", { .type = CELL_POINTS, .n = -5 },
	    "-0.05" },
	{ "a rate has its sign", { .type = CELL_PERCENT, .n = 9583 },
	    "95.83%" },
	{ "a day is ISO 8601", { .type = CELL_DATE, .n = 20528 },
	    "2026-03-16" },
	{ "the smallest number has a text",
	    { .type = CELL_INT, .n = INT64_MIN }, "-9223372036854775808" },
};

static void
cells_show_what_people_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(shown); i++) {
		print_message("%s\n", shown[i].name);
		assert_str(cell_text(&shown[i].cell, &arena), shown[i].want);
	}
}

static const struct {
	const char *name;
	struct cell a, b;
	int want;
} compared[] = {
	{ "numbers go by value", { .type = CELL_INT, .n = 9 },
	    { .type = CELL_INT, .n = 10 }, -1 },
	{ "a whole number equals its points", { .type = CELL_INT, .n = -2 },
	    { .type = CELL_POINTS, .n = -200 }, 0 },
	{ "large whole numbers do not overflow",
	    { .type = CELL_INT, .n = INT64_MAX },
	    { .type = CELL_POINTS, .n = INT64_MAX }, 1 },
	{ "text goes by bytes", { .type = CELL_TEXT, .text = S("一组") },
	    { .type = CELL_TEXT, .text = S("三组") }, -1 },
	{ "a code is text", { .type = CELL_CODE, .text = S("10") },
	    { .type = CELL_TEXT, .text = S("9") }, -1 },
	{ "numbers come before text", { .type = CELL_TEXT },
	    { .type = CELL_INT, .n = 1 }, 1 },
	{ "nothing comes last", { .type = CELL_NONE },
	    { .type = CELL_TEXT, .text = S("z") }, 1 },
	{ "nothing equals nothing", { .type = CELL_NONE },
	    { .type = CELL_NONE }, 0 },
	{ "days go by the calendar", { .type = CELL_DATE, .n = -1 },
	    { .type = CELL_DATE, .n = 1 }, -1 },
};

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static void
cells_have_one_order(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(compared); i++) {
		print_message("%s\n", compared[i].name);
		assert_int_equal(sign(cell_cmp(&compared[i].a,
		    &compared[i].b)), compared[i].want);
		assert_int_equal(sign(cell_cmp(&compared[i].b,
		    &compared[i].a)), -compared[i].want);
	}
}

/* Three columns; the number of a row is its place at the start. */
static void
fill(struct table *t)
{
	static const struct { const char *group; points p; } rows[] = {
		{ "b", 100 }, { "a", 300 }, { "b", 300 }, { "a", 100 },
		{ "c", 0 },
	};
	size_t i;

	table_init(t, &arena, S("tally"), S("Tally"));
	table_column(t, S("no"), S("序号"), CELL_INT, AUDIENCE_PUBLIC);
	table_column(t, S("group"), S("组"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("points"), S("积分"), CELL_POINTS,
	    AUDIENCE_PUBLIC);
	for (i = 0; i < NELEM(rows); i++) {
		table_int(t, (int64_t)i + 1);
		table_text(t, str_of(rows[i].group));
		if (rows[i].p)
			table_points(t, rows[i].p);
		else
			table_none(t);
	}
}

static void
assert_order(const struct table *t, const char *want)
{
	size_t r, at = table_find(t, S("no"));

	assert_int_equal(table_rows(t), strlen(want));
	for (r = 0; r < table_rows(t); r++)
		assert_int_equal(table_cell(t, r, at)->n, want[r] - '0');
}

static const struct {
	const char *name;
	struct str  keys[3];
	size_t      n;
	const char *want;
} sorted[] = {
	{ "no key, no change", { { 0 } }, 0, "12345" },
	{ "equal rows keep their order", { S("group") }, 1, "24135" },
	{ "a minus turns it round", { S("-no") }, 1, "54321" },
	{ "a label serves as well", { S("-积分"), S("no") }, 2, "23145" },
	{ "the second key decides among equals",
	    { S("group"), S("-points") }, 2, "24315" },
	{ "nothing stays last when descending", { S("-points") }, 1,
	    "23145" },
	{ "nothing stays last when ascending", { S("points") }, 1, "14235" },
};

static void
rows_sort_stably(void **state)
{
	struct table t;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(sorted); i++) {
		print_message("%s\n", sorted[i].name);
		fill(&t);
		assert_true(table_sort(&t, sorted[i].keys, sorted[i].n,
		    &diag));
		assert_order(&t, sorted[i].want);
	}
}

static void
an_unknown_key_lists_the_known(void **state)
{
	struct str keys[] = { S("group"), S("-colour"), S("村") };
	struct table t;

	(void)state;
	fill(&t);
	assert_false(table_sort(&t, keys, NELEM(keys), &diag));
	assert_int_equal(diag.n, 2);
	assert_string_equal(diag.faults[0].rule, "column");
	assert_str(diag.faults[0].text, "no such column: 'colour'");
	assert_str(diag.faults[0].cure,
	    "one of: no (序号), group (组), points (积分)");
	assert_order(&t, "12345");
}

static void
rows_are_kept_in_order(void **state)
{
	static const bool odd[] = { true, false, true, false, true };
	static const bool none[5];
	struct table t;

	(void)state;
	fill(&t);
	table_keep(&t, odd);
	assert_order(&t, "135");
	assert_str(table_cell(&t, 2, 1)->text, "c");
	table_keep(&t, none);
	assert_int_equal(table_rows(&t), 0);
	/* a table that lost its rows takes new ones */
	table_int(&t, 9);
	table_text(&t, S("d"));
	table_points(&t, 0);
	assert_order(&t, "9");
}

static void
columns_are_chosen_by_key_or_label(void **state)
{
	struct str keys[] = { S("积分"), S("no") };
	struct table t;

	(void)state;
	fill(&t);
	assert_true(table_choose(&t, keys, NELEM(keys), &diag));
	assert_int_equal(t.ncolumns, 2);
	assert_str(t.columns[0].key, "points");
	assert_str(t.columns[1].label, "序号");
	assert_true(t.columns[0].wanted && t.columns[1].wanted);
	assert_int_equal(table_cell(&t, 1, 0)->n, 300);
	assert_order(&t, "12345");
}

static void
a_wrong_choice_changes_nothing(void **state)
{
	struct str twice[] = { S("no"), S("group"), S("序号") };
	struct str unknown[] = { S("no"), S("") };
	struct table t;

	(void)state;
	fill(&t);
	assert_false(table_choose(&t, twice, NELEM(twice), &diag));
	assert_str(diag.faults[0].text, "column '序号' is asked for twice");
	assert_false(table_choose(&t, unknown, NELEM(unknown), &diag));
	assert_int_equal(t.ncolumns, 3);
	assert_false(t.columns[0].wanted);
	assert_order(&t, "12345");
}

static void
a_key_wins_over_a_label(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("x"));
	table_column(&t, S("a"), S("b"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("b"), S("a"), CELL_TEXT, AUDIENCE_PUBLIC);
	assert_int_equal(table_find(&t, S("b")), 1);
	assert_int_equal(table_find(&t, S("c")), 2);
}

static void
a_rate_without_denominator_is_nothing(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("x"));
	table_column(&t, S("rate"), S("率"), CELL_PERCENT, AUDIENCE_PUBLIC);
	table_rate(&t, 23, 24);
	table_rate(&t, 0, 0);
	table_date(&t, DATE_NONE);
	assert_int_equal(table_cell(&t, 0, 0)->n, 9583);
	assert_int_equal(table_cell(&t, 1, 0)->type, CELL_NONE);
	assert_int_equal(table_cell(&t, 2, 0)->type, CELL_NONE);
}

static void
a_table_without_columns_has_no_rows(void **state)
{
	struct str no[] = { S("no") };
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("x"));
	assert_int_equal(table_rows(&t), 0);
	table_keep(&t, NULL);
	assert_false(table_sort(&t, no, 1, &diag));
	assert_true(table_choose(&t, NULL, 0, &diag));
}

#define T(fn)	cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(cells_show_what_people_read),
		T(cells_have_one_order),
		T(rows_sort_stably),
		T(an_unknown_key_lists_the_known),
		T(rows_are_kept_in_order),
		T(columns_are_chosen_by_key_or_label),
		T(a_wrong_choice_changes_nothing),
		T(a_key_wins_over_a_label),
		T(a_rate_without_denominator_is_nothing),
		T(a_table_without_columns_has_no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
