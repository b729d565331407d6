/* SPDX-License-Identifier: MIT */
/* calendar - the shipped tables against published facts, and odd tables. */
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "calendar.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define FIRST	2007	/* the years shipped */
#define LAST	2026

static struct arena arena;
static struct diag diag;
static struct calendar shipped;

static bool
slurp(struct str *out, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char part[4096];
	size_t n;

	buf_init(&b, &arena);
	if (!f)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, (struct str){ part, n });
	fclose(f);
	*out = buf_str(&b);
	return true;
}

static bool
add(struct calendar *c, struct str yaml)
{
	struct source *src = arena_alloc(&arena, sizeof(*src));
	struct doc doc;

	*src = source_of("c.yaml", yaml);
	assert_true(doc_read(&doc, src, &arena, &diag));
	return calendar_add(c, &doc, &diag);
}

static int
setup(void **state)
{
	struct str yaml;
	int year;

	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	calendar_init(&shipped, &arena);
	for (year = FIRST; year <= LAST; year++)
		if (!slurp(&yaml, arena_printf(&arena,
		    "share/calendars/%d.yaml", year).p) ||
		    !add(&shipped, yaml))
			return -1;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static date_day
day(const char *iso)
{
	date_day d = date_iso(str_of(iso));

	assert_int_not_equal(d, DATE_NONE);
	return d;
}

static void
assert_day(date_day got, const char *want)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(text, got), want);
}

static const struct { const char *from; int n; const char *want; } adds[] = {
	/* domain.md B8 */
	{ "2025-09-26", 5, "2025-10-10" }, { "2025-09-26", 7, "2025-10-13" },
	{ "2025-01-24", 5, "2025-02-07" }, { "2026-02-13", 5, "2026-02-27" },
	{ "2026-04-30", 5, "2026-05-11" },
	{ "2026-09-18", 10, "2026-10-09" },
	/* the first day is not counted, worked or not */
	{ "2026-03-16", 1, "2026-03-17" }, { "2026-03-14", 1, "2026-03-16" },
	{ "2026-02-13", 1, "2026-02-14" },
	{ "2026-03-14", 0, "2026-03-14" },
	/* and backwards the same days come back */
	{ "2025-10-10", -5, "2025-09-26" },
	{ "2026-10-09", -10, "2026-09-18" },
	{ "2026-03-16", -1, "2026-03-13" },
};

static void
working_days_are_added_as_the_law_counts(void **state)
{
	bool provisional = false;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(adds); i++)
		assert_day(calendar_add_workdays(&shipped, day(adds[i].from),
		    adds[i].n, &provisional), adds[i].want);
	assert_false(provisional);
}

static void
an_end_on_a_day_off_rolls_to_the_next_working_day(void **state)
{
	bool provisional = false;

	(void)state;
	assert_day(day("2026-07-01") + 60, "2026-08-30");
	assert_day(calendar_roll(&shipped, day("2026-08-30"), &provisional),
	    "2026-08-31");
	assert_day(day("2025-09-20") + 15, "2025-10-05");
	assert_day(calendar_roll(&shipped, day("2025-10-05"), &provisional),
	    "2025-10-09");
	assert_day(calendar_roll(&shipped, day("2026-03-16"), &provisional),
	    "2026-03-16");
	assert_day(calendar_roll(&shipped, day("2026-02-14"), &provisional),
	    "2026-02-14");
	assert_false(provisional);
}

static void
the_year_2026_is_as_published(void **state)
{
	static const int months[] = {
		21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23
	};
	struct str weekends = S(""), mondays = S("");
	struct period p;
	date_day d;
	int m;

	(void)state;
	for (m = 1; m <= 12; m++) {
		p = period_of(PERIOD_MONTH, date_of(2026, m, 1));
		assert_int_equal(calendar_workdays_between(&shipped, p.from,
		    p.to, NULL), months[m - 1]);
	}
	for (d = date_of(2026, 1, 1); d < date_of(2027, 1, 1); d++) {
		if (date_weekday(d) > 5 && calendar_is_workday(&shipped, d))
			weekends = arena_printf(&arena, "%s %s", weekends.p,
			    date_str(&arena, d).p + 5);
		if (date_weekday(d) == 1 && !calendar_is_workday(&shipped, d))
			mondays = arena_printf(&arena, "%s %s", mondays.p,
			    date_str(&arena, d).p + 5);
	}
	assert_string_equal(weekends.p,
	    " 01-04 02-14 02-28 05-09 09-20 10-10");
	assert_string_equal(mondays.p, " 02-16 02-23 04-06 05-04 10-05");
}

static void
a_day_off_has_a_name(void **state)
{
	(void)state;
	assert_true(str_is(calendar_holiday(&shipped, day("2026-02-16")),
	    "春节"));
	assert_true(str_is(calendar_holiday(&shipped, day("2026-02-15")),
	    "春节"));
	assert_true(str_is(calendar_holiday(&shipped, day("2026-02-23")),
	    "春节"));
	assert_true(str_is(calendar_holiday(&shipped, day("2026-02-24")),
	    ""));
	assert_true(str_is(calendar_holiday(&shipped, day("2026-02-14")),
	    ""));
	assert_true(str_is(calendar_holiday(&shipped, day("2026-03-15")),
	    ""));
	assert_true(str_is(calendar_holiday(&shipped, day("2031-10-01")),
	    ""));
}

static void
a_year_without_a_table_is_provisional(void **state)
{
	bool provisional = false;

	(void)state;
	assert_true(calendar_known(&shipped, day("2026-12-31")));
	assert_false(calendar_known(&shipped, day("2027-01-01")));
	assert_true(calendar_is_workday(&shipped, day("2027-01-01")));
	assert_day(calendar_add_workdays(&shipped, day("2026-12-30"), 1,
	    &provisional), "2026-12-31");
	assert_false(provisional);
	assert_day(calendar_add_workdays(&shipped, day("2026-12-30"), 2,
	    &provisional), "2027-01-01");
	assert_true(provisional);
	provisional = false;
	calendar_roll(&shipped, day("2027-01-02"), &provisional);
	assert_true(provisional);
	provisional = false;
	assert_int_equal(calendar_workdays_between(&shipped,
	    day("2026-12-31"), day("2027-01-01"), &provisional), 1);
	assert_false(provisional);
	assert_int_equal(calendar_workdays_between(&shipped,
	    day("2026-12-31"), day("2027-01-04"), &provisional), 2);
	assert_true(provisional);
}

static void
the_calendar_ends_where_our_years_end(void **state)
{
	(void)state;
	assert_int_equal(calendar_add_workdays(&shipped, day("2199-12-30"),
	    2, NULL), DATE_NONE);
	assert_int_equal(calendar_add_workdays(&shipped, day("2026-01-01"),
	    INT32_MAX, NULL), DATE_NONE);
	assert_int_equal(calendar_add_workdays(&shipped, day("2026-01-01"),
	    INT32_MIN, NULL), DATE_NONE);
	assert_int_equal(calendar_roll(&shipped, DATE_NONE, NULL),
	    DATE_NONE);
	assert_int_equal(calendar_workdays_between(&shipped,
	    day("2026-03-16"), day("2026-03-16"), NULL), 0);
	assert_int_equal(calendar_workdays_between(&shipped,
	    day("2026-03-17"), day("2026-03-16"), NULL), 0);
}

static void
a_newer_table_moves_days_of_december(void **state)
{
	static const char own[] =
	    "id: \"2027\"\n"
	    "holidays:\n"
	    "  - {from: 2026-12-31, to: 2027-01-02, name: 元旦}\n"
	    "workdays: [2026-12-27]\n";
	struct calendar c = shipped;

	(void)state;
	assert_true(calendar_is_workday(&c, day("2026-12-31")));
	assert_true(add(&c, S(own)));
	assert_false(calendar_is_workday(&c, day("2026-12-31")));
	assert_true(str_is(calendar_holiday(&c, day("2026-12-31")), "元旦"));
	assert_true(calendar_is_workday(&c, day("2026-12-27")));
	assert_false(calendar_is_workday(&c, day("2027-01-01")));
	assert_true(calendar_known(&c, day("2027-06-01")));
	assert_false(calendar_is_workday(&c, day("2026-10-01")));
}

static void
a_table_read_later_replaces_that_of_its_year(void **state)
{
	struct calendar c = shipped;

	(void)state;
	assert_true(add(&c, S("id: \"2026\"\nholidays:\n"
	    "  - {from: 2026-07-01, name: 试点}\n")));
	assert_false(calendar_is_workday(&c, day("2026-07-01")));
	assert_true(calendar_is_workday(&c, day("2026-10-01")));
	assert_false(calendar_is_workday(&c, day("2025-10-01")));
}

static const struct {
	const char *name, *rule;
	const char *yaml;
	uint32_t    line;
} faulty[] = {
	{ "no year", "calendar.year", "holidays: []\n", 1 },
	{ "a year that is none", "calendar.year", "id: \"20x6\"\n", 1 },
	{ "a year we cannot date", "calendar.year", "id: \"1776\"\n", 1 },
	{ "no mapping", "calendar.year", "- a\n", 1 },
	{ "a day of another year", "calendar.year",
	    "id: \"2026\"\nholidays:\n  - {from: 2025-11-30, name: x}\n", 3 },
	{ "a day of the next year", "calendar.year",
	    "id: \"2026\"\nholidays: []\nworkdays: [2027-01-02]\n", 3 },
	{ "a day that is none", "date-range",
	    "id: \"2026\"\nholidays:\n  - {from: 2026-02-30, name: x}\n", 3 },
	{ "a day in another form", "date-form",
	    "id: \"2026\"\nholidays: []\nworkdays: [2026/1/4]\n", 3 },
	{ "a day that is a list", "date-form",
	    "id: \"2026\"\nholidays: []\nworkdays: [[2026-01-04]]\n", 3 },
	{ "days off without a first", "date-form",
	    "id: \"2026\"\nholidays:\n  - {to: 2026-01-03, name: x}\n", 3 },
	{ "days off that are no mapping", "date-form",
	    "id: \"2026\"\nholidays:\n  - 2026-01-03\n", 3 },
	{ "an end before the beginning", "calendar.order",
	    "id: \"2026\"\nholidays:\n"
	    "  - {from: 2026-01-03, to: 2026-01-01, name: x}\n", 3 },
	{ "a day both off and worked", "calendar.both",
	    "id: \"2026\"\nholidays:\n"
	    "  - {from: 2026-01-01, to: 2026-01-04, name: x}\n"
	    "workdays: [2026-01-04]\n", 4 },
};

static void
a_faulty_table_is_named_and_not_added(void **state)
{
	struct calendar c;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(faulty); i++) {
		calendar_init(&c, &arena);
		diag_init(&diag, &arena, NULL);
		if (add(&c, str_of(faulty[i].yaml)) || diag.n != 1 ||
		    strcmp(diag.faults[0].rule, faulty[i].rule) != 0 ||
		    diag.faults[0].place.line != faulty[i].line)
			fail_msg("%s", faulty[i].name);
		assert_false(calendar_known(&c, day("2026-06-01")));
	}
}

static void
all_faults_of_a_table_are_told_at_once(void **state)
{
	struct calendar c;

	(void)state;
	calendar_init(&c, &arena);
	diag_init(&diag, &arena, NULL);
	assert_false(add(&c, S("id: \"2026\"\nholidays:\n"
	    "  - {from: 2026-02-30, name: x}\n"
	    "  - {from: 2020-01-01, name: x}\n"
	    "workdays: [2026-04-31, 1-1-1]\n")));
	assert_int_equal(diag.n, 4);
	diag_init(&diag, &arena, NULL);
}

/* ---- against the published data --------------------------------------- */

static bool
shared(struct str *out, const char *name)
{
	const char *dir = getenv("TAIZHANG_SHARED");

	if (slurp(out, arena_printf(&arena, "%s/data/holidays/%s",
	    dir ? dir : "../shared", name).p))
		return true;
	print_message("SKIPPED: %s not there\n", name);
	return false;
}

static size_t
rows_agree(struct str csv)
{
	size_t end, n = 0;
	struct str row;

	for (; csv.n; csv = str_sub(csv, end + 1, csv.n)) {
		end = str_find(csv, S("\n"));
		row = str_trim(str_sub(csv, 0, end));
		if (date_iso(str_sub(row, 0, 10)) == DATE_NONE)
			continue;	/* the heading */
		/* date,name,is_off,weekday */
		if (calendar_is_workday(&shipped, date_iso(str_sub(row, 0,
		    10))) != (row.p[row.n - 3] == '0'))
			fail_msg("%.*s", STR(row));
		n++;
	}
	return n;
}

static void
every_published_row_agrees(void **state)
{
	struct str csv;

	(void)state;
	if (!shared(&csv, "cn_holidays_2007_2014.csv"))
		skip();
	assert_int_equal(rows_agree(csv), 271);
	if (!shared(&csv, "cn_holidays_2015_2026.csv"))
		skip();
	assert_int_equal(rows_agree(csv), 405);
}

static void
every_year_has_the_working_days_published(void **state)
{
	struct source src;
	uint32_t map, key;
	struct doc doc;
	struct str json;
	struct period p;
	int years = 0;

	(void)state;
	if (!shared(&json, "report.json"))
		skip();
	src = source_of("report.json", json);
	assert_true(doc_read(&doc, &src, &arena, &diag));
	map = doc_get(&doc, 0, S("working_days_per_year"));
	for (key = doc_first(&doc, map); key;
	    key = doc_after(&doc, map, doc.nodes[key].next)) {
		assert_true(period_parse(&p, doc.nodes[key].text, 0, NULL,
		    (struct span){ 0 }, &diag));
		assert_true(str_eq(doc.nodes[doc.nodes[key].next].text,
		    arena_printf(&arena, "%d", calendar_workdays_between(
		    &shipped, p.from, p.to, NULL))));
		years++;
	}
	assert_int_equal(years, 12);
}

/* A day no row names follows the weekend rule: the tables say no more. */
static void
no_table_says_more_than_was_published(void **state)
{
	struct str csv[2];
	struct str text;
	date_day d;

	(void)state;
	if (!shared(&csv[0], "cn_holidays_2007_2014.csv") ||
	    !shared(&csv[1], "cn_holidays_2015_2026.csv"))
		skip();
	for (d = date_of(FIRST, 1, 1); d < date_of(LAST + 1, 1, 1); d++) {
		text = date_str(&arena, d);
		if (str_find(csv[0], text) < csv[0].n ||
		    str_find(csv[1], text) < csv[1].n)
			continue;
		assert_int_equal(calendar_is_workday(&shipped, d),
		    date_weekday(d) < 6);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(working_days_are_added_as_the_law_counts),
		cmocka_unit_test(
		    an_end_on_a_day_off_rolls_to_the_next_working_day),
		cmocka_unit_test(the_year_2026_is_as_published),
		cmocka_unit_test(a_day_off_has_a_name),
		cmocka_unit_test(a_year_without_a_table_is_provisional),
		cmocka_unit_test(the_calendar_ends_where_our_years_end),
		cmocka_unit_test(a_newer_table_moves_days_of_december),
		cmocka_unit_test(
		    a_table_read_later_replaces_that_of_its_year),
		cmocka_unit_test(a_faulty_table_is_named_and_not_added),
		cmocka_unit_test(all_faults_of_a_table_are_told_at_once),
		cmocka_unit_test(every_published_row_agrees),
		cmocka_unit_test(every_year_has_the_working_days_published),
		cmocka_unit_test(no_table_says_more_than_was_published),
	};

	return cmocka_run_group_tests_name("calendar", tests, setup,
	    teardown);
}
