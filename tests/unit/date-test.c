/* SPDX-License-Identifier: MIT */
/* date - day arithmetic against counting, and every form people type. */
#include "date.h"

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
	assert_string_equal(arena_dup(&arena, got).p, want);
}

static date_day
today(void)
{
	return date_of(2026, 3, 16);
}

/* Three hundred years counted day by day, without the formula. */
static void
days_agree_with_counting(void **state)
{
	int y, m, d, weekday = 1;	/* 1900-01-01 was a Monday */
	date_day day = -25567;		/* before 1970-01-01 */
	struct ymd t;

	(void)state;
	for (y = 1900; y < 2200; y++)
		for (m = 1; m <= 12; m++)
			for (d = 1; d <= date_month_days(y, m); d++) {
				assert_int_equal(date_of(y, m, d), day);
				assert_int_equal(date_weekday(day), weekday);
				t = date_ymd(day);
				assert_true(t.year == y && t.month == m &&
				    t.day == d);
				weekday = weekday % 7 + 1;
				day++;
			}
}

static void
far_days_do_not_break(void **state)
{
	char text[DATE_TEXT];

	(void)state;
	assert_int_equal(date_of(1970, 1, 1), 0);
	assert_int_equal(date_weekday(-1), 3);
	assert_int_equal(date_month_days(1900, 2), 28);
	assert_int_equal(date_month_days(2000, 2), 29);
	assert_int_equal(date_month_days(2100, 2), 28);
	assert_string_equal(date_text(text, date_of(2026, 3, 6)),
	    "2026-03-06");
	assert_string_equal(date_text(text, date_of(1, 1, 1)), "0001-01-01");
	assert_string_equal(date_text(text, DATE_NONE), "");
	assert_string_equal(date_text(text, INT32_MAX), "");
	assert_int_equal(date_ymd(date_of(-400, 2, 29)).year, -400);
}

static const struct {
	const char *name, *in;
	bool        ok;
} strict[] = {
	{ "a date is a date", "2026-03-16", true },
	{ "a leap day is a date", "2024-02-29", true },
	{ "29 February of a common year is none", "2026-02-29", false },
	{ "30 February is none", "2024-02-30", false },
	{ "day 0 is none", "2026-03-00", false },
	{ "month 0 is none", "2026-00-16", false },
	{ "month 13 is none", "2026-13-16", false },
	{ "31 April is none", "2026-04-31", false },
	{ "the first day accepted", "1900-01-01", true },
	{ "the last day accepted", "2199-12-31", true },
	{ "a day before the first", "1899-12-31", false },
	{ "a day after the last", "2200-01-01", false },
	{ "one-digit months are not strict", "2026-3-16", false },
	{ "slashes are not strict", "2026/03/16", false },
	{ "a blank before it is not strict", " 2026-03-16", false },
	{ "a blank within it is not strict", "2026 03-16", false },
	{ "a time after it is not strict", "2026-03-16T00:00", false },
	{ "full-width digits are not strict", "２０２６-03-16", false },
	{ "ten bytes of anything are none", "2026-03-1x", false },
	{ "nothing is none", "", false },
};

static void
iso_is_strict(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(strict); i++)
		if ((date_iso(str_of(strict[i].in)) != DATE_NONE) !=
		    strict[i].ok)
			fail_msg("%s", strict[i].name);
}

static const struct {
	const char *in, *want;	/* a date, or the rule it breaks */
} typed[] = {
	{ "2026-03-16", "2026-03-16" }, { "2026-3-6", "2026-03-06" },
	{ "2026/3/16", "2026-03-16" }, { "2026.3.16", "2026-03-16" },
	{ "2026年3月16日", "2026-03-16" }, { "2026年3月16", "2026-03-16" },
	{ "2026年3月16号", "2026-03-16" }, { "20260316", "2026-03-16" },
	{ "3-16", "2026-03-16" }, { "3/16", "2026-03-16" },
	{ "3月16日", "2026-03-16" }, { "12-31", "2026-12-31" },
	{ "today", "2026-03-16" }, { "Today", "2026-03-16" },
	{ "yesterday", "2026-03-15" }, { "今天", "2026-03-16" },
	{ "昨天", "2026-03-15" }, { "前天", "2026-03-14" },
	{ "明天", "2026-03-17" }, { "  2026-03-16 ", "2026-03-16" },
	{ "２０２６-０３-１６", "2026-03-16" },
	{ "２０２６－３－１６", "2026-03-16" },
	{ "２０２６／３／１６", "2026-03-16" },
	{ "２０２６年３月１６日", "2026-03-16" },
	{ "2026。3。16", "2026-03-16" },
	{ "2026 年 3 月 16 日", "2026-03-16" },
	{ "　2026-03-16　", "2026-03-16" },
	{ "2024-2-29", "2024-02-29" },
	{ "2026-02-30", "date-range" }, { "2-29", "date-range" },
	{ "2026-13-01", "date-range" }, { "2026-00-01", "date-range" },
	{ "2026-01-00", "date-range" }, { "20260230", "date-range" },
	{ "1899-12-31", "date-range" }, { "2200-01-01", "date-range" },
	{ "", "date-form" }, { " ", "date-form" }, { "2026", "date-form" },
	{ "2026-03", "date-form" }, { "202603160", "date-form" },
	{ "12026-03-16", "date-form" }, { "26-03-16", "date-form" },
	{ "2026-03-16-01", "date-form" }, { "2026-03/16", "date-form" },
	{ "2026 0316", "date-form" }, { "1 2-31", "date-form" },
	{ "-3-16", "date-form" }, { "3.16", "date-form" },
	{ "\xFF\xFE", "date-form" }, { "昨", "date-form" },
	{ "2026-03-16 2026-03-16 2026-03-16 2026-03-16 2026-03-16 "
	    "2026-03-16", "date-form" },
};

static void
people_type_dates_so(void **state)
{
	date_day d;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(typed); i++) {
		diag_init(&diag, &arena, NULL);
		if (date_parse(&d, str_of(typed[i].in), today(), NULL,
		    (struct span){ 0 }, &diag)) {
			assert_str(date_str(&arena, d), typed[i].want);
			assert_int_equal(diag.n, 0);
			continue;
		}
		if (diag.n != 1 || strcmp(diag.faults[0].rule,
		    typed[i].want) != 0)
			fail_msg("'%s' is not %s", typed[i].in,
			    typed[i].want);
		assert_int_equal(d, DATE_NONE);
	}
}

static void
an_impossible_day_is_explained(void **state)
{
	struct source src = source_of("f.yaml", S("day=2026-02-30"));
	date_day d;

	(void)state;
	assert_false(date_parse(&d, S("2026-02-30"), today(), &src,
	    (struct span){ 4, 14 }, &diag));
	assert_str(diag.faults[0].text,
	    "no such day '2026-02-30': 2026-02 has only 28 days");
	assert_int_equal(diag.faults[0].place.column, 5);
	assert_int_equal(diag.status, DIAG_DATA);
}

static const struct {
	const char *in, *want;	/* from, to, period_str; or a rule */
} spans[] = {
	{ "2026", "2026-01-01 2027-01-01 2026" },
	{ "2026年", "2026-01-01 2027-01-01 2026" },
	{ "2026H1", "2026-01-01 2026-07-01 2026H1" },
	{ "2026h2", "2026-07-01 2027-01-01 2026H2" },
	{ "2026年下半年", "2026-07-01 2027-01-01 2026H2" },
	{ "2026Q1", "2026-01-01 2026-04-01 2026Q1" },
	{ "2026q4", "2026-10-01 2027-01-01 2026Q4" },
	{ "２０２６Ｑ１", "2026-01-01 2026-04-01 2026Q1" },
	{ "2026年第一季度", "2026-01-01 2026-04-01 2026Q1" },
	{ "2026年第3季度", "2026-07-01 2026-10-01 2026Q3" },
	{ "2026年四季度", "2026-10-01 2027-01-01 2026Q4" },
	{ "一季度", "2026-01-01 2026-04-01 2026Q1" },
	{ "2026-03", "2026-03-01 2026-04-01 2026-03" },
	{ "2026/3", "2026-03-01 2026-04-01 2026-03" },
	{ "2026年3月", "2026-03-01 2026-04-01 2026-03" },
	{ "2026年12月份", "2026-12-01 2027-01-01 2026-12" },
	{ "3月", "2026-03-01 2026-04-01 2026-03" },
	{ "202603", "2026-03-01 2026-04-01 2026-03" },
	{ "2026-W12", "2026-03-16 2026-03-23 2026-W12" },
	{ "2026-w01", "2025-12-29 2026-01-05 2026-W01" },
	{ "2026-W53", "2026-12-28 2027-01-04 2026-W53" },
	{ "2026年第12周", "2026-03-16 2026-03-23 2026-W12" },
	{ "2026-03-16", "2026-03-16 2026-03-17 2026-03-16" },
	{ "今天", "2026-03-16 2026-03-17 2026-03-16" },
	{ "2026-03-01..2026-03-31",
	    "2026-03-01 2026-04-01 2026-03-01..2026-03-31" },
	{ "2026.3.1..2026.3.31",
	    "2026-03-01 2026-04-01 2026-03-01..2026-03-31" },
	{ "3月1日至3月31日",
	    "2026-03-01 2026-04-01 2026-03-01..2026-03-31" },
	{ "2026-01～2026-02",
	    "2026-01-01 2026-03-01 2026-01-01..2026-02-28" },
	{ "3-16..3-16", "2026-03-16 2026-03-17 2026-03-16..2026-03-16" },
	{ "last-quarter", "2025-10-01 2026-01-01 2025Q4" },
	{ "this-quarter", "2026-01-01 2026-04-01 2026Q1" },
	{ "last-month", "2026-02-01 2026-03-01 2026-02" },
	{ "this-month", "2026-03-01 2026-04-01 2026-03" },
	{ "this-week", "2026-03-16 2026-03-23 2026-W12" },
	{ "last-week", "2026-03-09 2026-03-16 2026-W11" },
	{ "this-year", "2026-01-01 2027-01-01 2026" },
	{ "last-year", "2025-01-01 2026-01-01 2025" },
	{ "上季度", "2025-10-01 2026-01-01 2025Q4" },
	{ "本季度", "2026-01-01 2026-04-01 2026Q1" },
	{ "上月", "2026-02-01 2026-03-01 2026-02" },
	{ "本月", "2026-03-01 2026-04-01 2026-03" },
	{ "本周", "2026-03-16 2026-03-23 2026-W12" },
	{ "上周", "2026-03-09 2026-03-16 2026-W11" },
	{ "今年", "2026-01-01 2027-01-01 2026" },
	{ "去年", "2025-01-01 2026-01-01 2025" },
	{ "2026Q5", "date-range" }, { "2026Q0", "date-range" },
	{ "2026H3", "date-range" }, { "2026-13", "date-range" },
	{ "2025-W53", "date-range" }, { "2026-W00", "date-range" },
	{ "1899", "date-range" }, { "2200Q1", "date-range" },
	{ "2026-02-30", "date-range" },
	{ "2026-03-31..2026-03-01", "date-range" },
	{ "2026-03-02..2026-03-01", "date-range" },
	{ "2026-02-01..2026-02-30", "date-range" },
	{ "", "date-form" }, { "..", "date-form" },
	{ "2026-03-01..", "date-form" }, { "..2026-03-01", "date-form" },
	{ "2026Q", "date-form" }, { "2026-Q1-2", "date-form" },
	{ "2026-03-01..2026-03-02..2026-03-03", "date-form" },
	{ "next-quarter", "date-form" }, { "第五季度", "date-form" },
};

static void
people_type_periods_so(void **state)
{
	struct period p;
	struct str got;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(spans); i++) {
		diag_init(&diag, &arena, NULL);
		if (period_parse(&p, str_of(spans[i].in), today(), NULL,
		    (struct span){ 0 }, &diag)) {
			got = arena_printf(&arena, "%s %s %s",
			    date_str(&arena, p.from).p,
			    date_str(&arena, p.to).p,
			    arena_dup(&arena, period_str(&arena, p)).p);
			assert_str(got, spans[i].want);
			assert_int_equal(diag.n, 0);
			continue;
		}
		if (diag.n != 1 || strcmp(diag.faults[0].rule,
		    spans[i].want) != 0)
			fail_msg("'%s' is not %s", spans[i].in,
			    spans[i].want);
	}
}

static const struct {
	const char *in, *before, *year_ago, *zh, *en;
} named[] = {
	{ "2026", "2025", "2025", "2026年", "2026" },
	{ "2026H1", "2025H2", "2025H1", "2026年上半年",
	    "first half of 2026" },
	{ "2026H2", "2026H1", "2025H2", "2026年下半年",
	    "second half of 2026" },
	{ "2026Q1", "2025Q4", "2025Q1", "2026年第一季度",
	    "first quarter of 2026" },
	{ "2026Q4", "2026Q3", "2025Q4", "2026年第四季度",
	    "fourth quarter of 2026" },
	{ "2026-03", "2026-02", "2025-03", "2026年3月", "March 2026" },
	{ "2024-02", "2024-01", "2023-02", "2024年2月",
	    "February 2024" },
	{ "2026-W01", "2025-W52", "2025-W01", "2026年第1周",
	    "week 1 of 2026" },
	{ "2026-W53", "2026-W52", "2025-W52", "2026年第53周",
	    "week 53 of 2026" },
	{ "2024-02-29", "2024-02-28", "2023-02-28", "2024年2月29日",
	    "2024-02-29" },
	{ "2026-03-01..2026-03-10", "2026-02-19..2026-02-28",
	    "2025-03-01..2025-03-10", "2026年3月1日至3月10日",
	    "2026-03-01 to 2026-03-10" },
	{ "2024-02-01..2024-02-28", "2024-01-04..2024-01-31",
	    "2023-02-01..2023-02-28", "2024年2月1日至2月28日",
	    "2024-02-01 to 2024-02-28" },
	{ "2025-12-01..2026-02-28", "2025-09-02..2025-11-30",
	    "2024-12-01..2025-02-28", "2025年12月1日至2026年2月28日",
	    "2025-12-01 to 2026-02-28" },
};

static void
periods_have_neighbours_and_names(void **state)
{
	struct period p;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(named); i++) {
		assert_true(period_parse(&p, str_of(named[i].in), today(),
		    NULL, (struct span){ 0 }, &diag));
		assert_str(period_str(&arena, period_before(p)),
		    named[i].before);
		assert_str(period_str(&arena, period_year_ago(p)),
		    named[i].year_ago);
		assert_str(period_title(&arena, p, true), named[i].zh);
		assert_str(period_title(&arena, p, false), named[i].en);
	}
}

/* Every unit: the periods lie side by side, each day in the one of its own. */
static void
periods_leave_no_day_out(void **state)
{
	date_day d = date_of(2019, 12, 20), end = date_of(2032, 1, 10);
	struct period p;
	int unit;

	(void)state;
	for (; d < end; d++)
		for (unit = PERIOD_DAY; unit <= PERIOD_YEAR; unit++) {
			p = period_of((enum period_unit)unit, d);
			assert_true(period_has(p, d));
			assert_int_equal(p.unit, unit);
			assert_int_equal(period_before(p).to, p.from);
			assert_int_equal(period_of(p.unit, p.to - 1).from,
			    p.from);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_agree_with_counting),
		cmocka_unit_test(far_days_do_not_break),
		cmocka_unit_test(iso_is_strict),
		cmocka_unit_test_setup_teardown(people_type_dates_so, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    an_impossible_day_is_explained, setup, teardown),
		cmocka_unit_test_setup_teardown(people_type_periods_so,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    periods_have_neighbours_and_names, setup, teardown),
		cmocka_unit_test(periods_leave_no_day_out),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
