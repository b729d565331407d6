/* SPDX-License-Identifier: MIT */
/* query-group - rows counted and summed. */
#include "query-table.h"

static struct cell *
cell(size_t row, size_t column)
{
	return &table.cells[row * table.ncolumns + column];
}

/* "a|b;c|d": the rows of a table as people see them. */
static void
assert_rows(const struct table *t, const char *want)
{
	struct buf b;
	size_t r, c;

	buf_init(&b, &arena);
	for (r = 0; r < table_rows(t); r++)
		for (c = 0; c < t->ncolumns; c++) {
			buf_puts(&b, c ? "|" : r ? ";" : "");
			buf_add(&b, cell_text(table_cell(t, r, c), &arena));
		}
	if (!str_is(buf_str(&b), want))
		fail_msg("'%.*s', not '%s'", STR(buf_str(&b)), want);
}

#define LIST(...)	(const struct str[]){ __VA_ARGS__ }

static bool
group(struct table *out, const struct str *by, size_t nby,
    const struct str *sums, size_t nsums)
{
	const struct grouping how = { by, nby, sums, nsums, S("数量") };

	return table_group(out, &table, &how, &diag);
}

static void
groups_are_counted_and_summed(void **state)
{
	struct table out;

	(void)state;
	assert_true(group(&out, LIST(S("村")), 1, LIST(S("积分"), S("no")),
	    2));
	assert_rows(&out, "大房村|2|-1.00|6;小房村|2|2.50|4");
	assert_true(str_is(table_cell(&out, 0, 0)->id, "v2"));
	assert_true(str_is(out.columns[1].label, "数量"));
	assert_true(group(&out, LIST(S("colour"), S("village")), 2, NULL, 0));
	assert_rows(&out, "红|大房村|1;红|小房村|1;绿|小房村|1;黄|大房村|1");
	assert_true(group(&out, LIST(S("积分")), 1, NULL, 0));
	assert_rows(&out, "-1.00|1;0.00|1;2.50|1;-|1");
	assert_true(group(&out, LIST(S("日期")), 1, NULL, 0));
	assert_rows(&out, "2026-03-01|1;2026-03-31|1;2026-04-01|1;-|1");
	assert_int_equal(table_rows(&table), 4);
}

static void
without_groups_there_are_totals(void **state)
{
	static const bool none[4];
	struct table out;

	(void)state;
	assert_true(group(&out, NULL, 0, LIST(S("积分")), 1));
	assert_rows(&out, "4|1.50");
	table_keep(&table, none);
	assert_true(group(&out, NULL, 0, LIST(S("积分")), 1));
	assert_rows(&out, "0|0.00");
	assert_true(group(&out, LIST(S("村")), 1, LIST(S("积分")), 1));
	assert_rows(&out, "");
	assert_int_equal(out.ncolumns, 3);
}

static void
one_name_of_two_things_is_two_groups(void **state)
{
	struct table out;

	(void)state;
	cell(0, 2)->id = S("P-1");
	cell(3, 2)->id = S("P-2");
	assert_true(group(&out, LIST(S("姓名")), 1, LIST(S("no")), 1));
	assert_rows(&out, "李明|1|2;王明|1|1;王明|1|4;王芳|1|3");
}

static void
sums_are_exact_or_refused(void **state)
{
	struct table out;

	(void)state;
	cell(0, 0)->n = INT64_MAX;
	cell(1, 0)->n = INT64_MIN + 1;
	assert_true(group(&out, NULL, 0, LIST(S("no")), 1));
	assert_rows(&out, "4|7");
	cell(1, 0)->n = 1;
	assert_false(group(&out, NULL, 0, LIST(S("no")), 1));
	assert_true(holds(diag.faults[0].text, "too large"));
	*cell(0, 0) = (struct cell){ .type = CELL_POINTS, .n = 150 };
	assert_true(group(&out, NULL, 0, LIST(S("no")), 1));
	assert_rows(&out, "4|9.50");
}

static void
columns_that_do_not_fit_are_faults(void **state)
{
	struct table out;

	(void)state;
	assert_false(group(&out, LIST(S("x"), S("村"), S("village")), 3,
	    LIST(S("村"), S("y")), 2));
	assert_int_equal(diag.n, 4);
	assert_true(holds(diag.faults[0].cure, "no (序号)"));
	assert_true(holds(diag.faults[1].text, "twice"));
	diag_init(&diag, &arena, NULL);
	assert_false(group(&out, NULL, 0, LIST(S("率"), S("备注"),
	    S("日期")), 3));
	assert_int_equal(diag.n, 3);
	assert_true(holds(diag.faults[0].text, "cannot be summed"));
}

static void
a_sum_is_as_private_as_its_parts(void **state)
{
	struct table out;

	(void)state;
	assert_true(group(&out, LIST(S("村")), 1, LIST(S("积分")), 1));
	assert_int_equal(out.columns[0].privacy, AUDIENCE_PUBLIC);
	assert_int_equal(out.columns[1].privacy, AUDIENCE_PUBLIC);
	assert_int_equal(out.columns[2].privacy, AUDIENCE_VILLAGE);
	assert_true(group(&out, LIST(S("村"), S("编号")), 2,
	    LIST(S("积分"), S("no")), 2));
	assert_int_equal(out.columns[2].privacy, AUDIENCE_INTERNAL);
	assert_int_equal(out.columns[3].privacy, AUDIENCE_INTERNAL);
	assert_int_equal(out.columns[4].privacy, AUDIENCE_INTERNAL);
	assert_true(group(&out, LIST(S("姓名")), 1, NULL, 0));
	assert_true(out.columns[0].is_name && out.columns[0].wanted);
}

static void
a_column_called_count_keeps_its_key(void **state)
{
	struct table out;

	(void)state;
	table.columns[0].key = S("count");
	assert_true(group(&out, LIST(S("村")), 1, LIST(S("count")), 1));
	assert_true(str_is(out.columns[1].key, "rows"));
	assert_true(str_is(out.columns[2].key, "count"));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(groups_are_counted_and_summed),
		TEST(without_groups_there_are_totals),
		TEST(one_name_of_two_things_is_two_groups),
		TEST(sums_are_exact_or_refused),
		TEST(columns_that_do_not_fit_are_faults),
		TEST(a_sum_is_as_private_as_its_parts),
		TEST(a_column_called_count_keeps_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
