/* SPDX-License-Identifier: MIT */
/* date-period - weeks to years: what people type, and how they are named. */
#include "date-form.h"
#include "utf8.h"

static const struct {
	const char      *form;
	enum period_unit unit;
	int              n;	/* where the form has no number */
} period_forms[] = {
	{ "Y", PERIOD_YEAR, 1 }, { "Y年", PERIOD_YEAR, 1 },
	{ "Y年度", PERIOD_YEAR, 1 },
	{ "YhC", PERIOD_HALF, 0 }, { "Y-hC", PERIOD_HALF, 0 },
	{ "Y年上半年", PERIOD_HALF, 1 }, { "Y年下半年", PERIOD_HALF, 2 },
	{ "上半年", PERIOD_HALF, 1 }, { "下半年", PERIOD_HALF, 2 },
	{ "YqC", PERIOD_QUARTER, 0 }, { "Y-qC", PERIOD_QUARTER, 0 },
	{ "Y年第C季度", PERIOD_QUARTER, 0 },
	{ "Y年C季度", PERIOD_QUARTER, 0 },
	{ "第C季度", PERIOD_QUARTER, 0 }, { "C季度", PERIOD_QUARTER, 0 },
	{ "Y-N", PERIOD_MONTH, 0 }, { "Y/N", PERIOD_MONTH, 0 },
	{ "Y.N", PERIOD_MONTH, 0 }, { "Yn", PERIOD_MONTH, 0 },
	{ "Y年N月", PERIOD_MONTH, 0 }, { "Y年N月份", PERIOD_MONTH, 0 },
	{ "N月", PERIOD_MONTH, 0 }, { "N月份", PERIOD_MONTH, 0 },
	{ "Y-wN", PERIOD_WEEK, 0 }, { "YwN", PERIOD_WEEK, 0 },
	{ "Y年第N周", PERIOD_WEEK, 0 }
};

static const struct {
	const char      *word;
	enum period_unit unit;
	bool             before;
} period_words[] = {
	{ "this-week", PERIOD_WEEK, false }, { "本周", PERIOD_WEEK, false },
	{ "last-week", PERIOD_WEEK, true }, { "上周", PERIOD_WEEK, true },
	{ "this-month", PERIOD_MONTH, false },
	{ "本月", PERIOD_MONTH, false }, { "这个月", PERIOD_MONTH, false },
	{ "last-month", PERIOD_MONTH, true },
	{ "上月", PERIOD_MONTH, true }, { "上个月", PERIOD_MONTH, true },
	{ "this-quarter", PERIOD_QUARTER, false },
	{ "本季度", PERIOD_QUARTER, false },
	{ "last-quarter", PERIOD_QUARTER, true },
	{ "上季度", PERIOD_QUARTER, true },
	{ "上个季度", PERIOD_QUARTER, true },
	{ "this-half", PERIOD_HALF, false },
	{ "last-half", PERIOD_HALF, true },
	{ "this-year", PERIOD_YEAR, false },
	{ "今年", PERIOD_YEAR, false }, { "本年", PERIOD_YEAR, false },
	{ "last-year", PERIOD_YEAR, true },
	{ "去年", PERIOD_YEAR, true }, { "上年", PERIOD_YEAR, true }
};

static const struct str range_marks[] = {
	{ "..", 2 }, { "~", 1 }, { "至", 3 }, { "到", 3 }
};

static date_day
week_one(int year)
{
	date_day d = date_of(year, 1, 4);

	return d - date_weekday(d) + 1;
}

/* The ISO week: its year is that of its Thursday. */
static void
week_of(date_day d, int *year, int *week)
{
	date_day thursday = d - date_weekday(d) + 4;

	*year = date_ymd(thursday).year;
	*week = (thursday - week_one(*year)) / 7 + 1;
}

static int
weeks_in(int year)
{
	return (week_one(year + 1) - week_one(year)) / 7;
}

static struct period
months(enum period_unit unit, int year, int first, int n)
{
	int end = first + n;

	return (struct period){ .unit = unit, .from = date_of(year, first, 1),
	    .to = end > 12 ? date_of(year + 1, 1, 1) : date_of(year, end, 1) };
}

static struct period
nth(enum period_unit unit, int year, int n)
{
	date_day monday;

	switch (unit) {
	case PERIOD_MONTH:
		return months(unit, year, n, 1);
	case PERIOD_QUARTER:
		return months(unit, year, n * 3 - 2, 3);
	case PERIOD_HALF:
		return months(unit, year, n * 6 - 5, 6);
	case PERIOD_WEEK:
		monday = week_one(year) + (n - 1) * 7;
		return (struct period){ monday, monday + 7, unit };
	default:
		return months(PERIOD_YEAR, year, 1, 12);
	}
}

/* How many of the unit there are in that year. */
static int
count_in(enum period_unit unit, int year)
{
	return unit == PERIOD_MONTH ? 12 : unit == PERIOD_QUARTER ? 4 :
	    unit == PERIOD_HALF ? 2 : unit == PERIOD_WEEK ? weeks_in(year) :
	    1;
}

struct period
period_of(enum period_unit unit, date_day within)
{
	struct ymd t = date_ymd(within);
	int year, week;

	switch (unit) {
	case PERIOD_WEEK:
		week_of(within, &year, &week);
		return nth(unit, year, week);
	case PERIOD_MONTH:
		return nth(unit, t.year, t.month);
	case PERIOD_QUARTER:
		return nth(unit, t.year, (t.month + 2) / 3);
	case PERIOD_HALF:
		return nth(unit, t.year, (t.month + 5) / 6);
	case PERIOD_YEAR:
		return nth(unit, t.year, 1);
	default:
		return (struct period){ within, within + 1, PERIOD_DAY };
	}
}

struct period
period_before(struct period p)
{
	if (p.unit == PERIOD_RANGE)
		return (struct period){ p.from - (p.to - p.from), p.from,
		    p.unit };
	return period_of(p.unit, p.from - 1);
}

static date_day
year_ago(date_day d)
{
	struct ymd t = date_ymd(d);
	int most = date_month_days(t.year - 1, t.month);

	return date_of(t.year - 1, t.month, t.day < most ? t.day : most);
}

struct period
period_year_ago(struct period p)
{
	int year, week;

	if (p.unit == PERIOD_WEEK) {
		week_of(p.from, &year, &week);
		year--;
		return nth(p.unit, year,
		    week < weeks_in(year) ? week : weeks_in(year));
	}
	if (p.unit == PERIOD_RANGE)
		return (struct period){ year_ago(p.from),
		    year_ago(p.to - 1) + 1, p.unit };
	return period_of(p.unit, year_ago(p.from));
}

static bool
period_of_word(struct period *p, struct str s, date_day today)
{
	size_t i;

	for (i = 0; i < NELEM(period_words); i++)
		if (str_is(s, period_words[i].word)) {
			*p = period_of(period_words[i].unit, today);
			if (period_words[i].before)
				*p = period_before(*p);
			return true;
		}
	return false;
}

/* The unit of the form that fits, or PERIOD_RANGE. */
static enum period_unit
period_of_form(struct date_parts *p, struct str s, date_day today)
{
	size_t i;

	for (i = 0; i < NELEM(period_forms); i++) {
		*p = (struct date_parts){ .year = date_ymd(today).year,
		    .n = period_forms[i].n };
		if (date_match(p, s, period_forms[i].form))
			return period_forms[i].unit;
	}
	return PERIOD_RANGE;
}

/* One side of a range, or all; s is folded, typed is for messages. */
static bool
parse_one(struct period *out, struct str s, struct str typed, date_day today,
    const struct source *src, struct span at, struct diag *dg)
{
	enum period_unit unit;
	struct date_parts p;
	date_day d;

	if (period_of_word(out, s, today))
		return true;
	unit = period_of_form(&p, s, today);
	if (unit != PERIOD_RANGE) {
		if (p.year < DATE_YEAR_MIN || p.year > DATE_YEAR_MAX)
			return date_impossible(&p, typed, src, at, dg);
		if (p.n < 1 || p.n > count_in(unit, p.year))
			return diag_error(dg, "date-range", src, at,
			    "no such period '%.*s': the number goes from "
			    "1 to %d", STR(typed), count_in(unit, p.year));
		*out = nth(unit, p.year, p.n);
		return true;
	}
	if (!date_typed(&d, &p, s, today))
		return diag_error(dg, "date-form", src, at,
		    "not a period: '%.*s'; write it like 2026, 2026Q1, "
		    "2026-03 or 2026-03-01..2026-03-31", STR(typed));
	if (d == DATE_NONE)
		return date_impossible(&p, typed, src, at, dg);
	*out = period_of(PERIOD_DAY, d);
	return true;
}

bool
period_parse(struct period *out, struct str typed, date_day today,
    const struct source *src, struct span at, struct diag *dg)
{
	char text[DATE_TYPED];
	struct str s = date_fold(typed, text), mark = { 0 };
	struct period last;
	size_t i, cut = s.n;

	*out = (struct period){ DATE_NONE, DATE_NONE, PERIOD_RANGE };
	typed = utf8_fit(str_trim(typed), DATE_TYPED);
	for (i = 0; i < NELEM(range_marks) && cut == s.n; i++) {
		mark = range_marks[i];
		cut = str_find(s, mark);
	}
	if (cut == s.n)
		return parse_one(out, s, typed, today, src, at, dg);
	if (!parse_one(out, str_sub(s, 0, cut), typed, today, src, at, dg) ||
	    !parse_one(&last, str_sub(s, cut + mark.n, s.n), typed, today,
	    src, at, dg))
		return false;
	if (last.to <= out->from)
		return diag_error(dg, "date-range", src, at,
		    "the period '%.*s' ends before it begins", STR(typed));
	out->to = last.to;
	out->unit = PERIOD_RANGE;
	return true;
}

struct str
period_str(struct arena *a, struct period p)
{
	char from[DATE_TEXT], last[DATE_TEXT];
	struct ymd t = date_ymd(p.from);
	int year, week;

	date_text(from, p.from);
	switch (p.unit) {
	case PERIOD_YEAR:
		return arena_printf(a, "%d", t.year);
	case PERIOD_HALF:
		return arena_printf(a, "%dH%d", t.year, (t.month + 5) / 6);
	case PERIOD_QUARTER:
		return arena_printf(a, "%dQ%d", t.year, (t.month + 2) / 3);
	case PERIOD_MONTH:
		return arena_printf(a, "%d-%02d", t.year, t.month);
	case PERIOD_WEEK:
		week_of(p.from, &year, &week);
		return arena_printf(a, "%d-W%02d", year, week);
	case PERIOD_DAY:
		return date_str(a, p.from);
	case PERIOD_RANGE:
		break;
	}
	return arena_printf(a, "%s..%s", from, date_text(last, p.to - 1));
}

static struct str
title_zh(struct arena *a, struct period p)
{
	static const char *const quarters[] = { "一", "二", "三", "四" };
	struct ymd t = date_ymd(p.from), z = date_ymd(p.to - 1);
	int year, week;

	switch (p.unit) {
	case PERIOD_YEAR:
		return arena_printf(a, "%d年", t.year);
	case PERIOD_HALF:
		return arena_printf(a, "%d年%s半年", t.year,
		    t.month < 7 ? "上" : "下");
	case PERIOD_QUARTER:
		return arena_printf(a, "%d年第%s季度", t.year,
		    quarters[(t.month - 1) / 3]);
	case PERIOD_MONTH:
		return arena_printf(a, "%d年%d月", t.year, t.month);
	case PERIOD_WEEK:
		week_of(p.from, &year, &week);
		return arena_printf(a, "%d年第%d周", year, week);
	case PERIOD_DAY:
		return arena_printf(a, "%d年%d月%d日", t.year, t.month,
		    t.day);
	case PERIOD_RANGE:
		break;
	}
	if (t.year == z.year)
		return arena_printf(a, "%d年%d月%d日至%d月%d日", t.year,
		    t.month, t.day, z.month, z.day);
	return arena_printf(a, "%d年%d月%d日至%d年%d月%d日", t.year, t.month,
	    t.day, z.year, z.month, z.day);
}

static struct str
title_en(struct arena *a, struct period p)
{
	static const char *const quarters[] = {
		"first", "second", "third", "fourth"
	};
	static const char *const names[] = {
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November",
		"December"
	};
	char from[DATE_TEXT], last[DATE_TEXT];
	struct ymd t = date_ymd(p.from);
	int year, week;

	switch (p.unit) {
	case PERIOD_HALF:
		return arena_printf(a, "%s half of %d",
		    quarters[t.month > 6], t.year);
	case PERIOD_QUARTER:
		return arena_printf(a, "%s quarter of %d",
		    quarters[(t.month - 1) / 3], t.year);
	case PERIOD_MONTH:
		return arena_printf(a, "%s %d", names[t.month - 1], t.year);
	case PERIOD_WEEK:
		week_of(p.from, &year, &week);
		return arena_printf(a, "week %d of %d", week, year);
	case PERIOD_RANGE:
		return arena_printf(a, "%s to %s", date_text(from, p.from),
		    date_text(last, p.to - 1));
	default:
		return period_str(a, p);
	}
}

struct str
period_title(struct arena *a, struct period p, bool chinese)
{
	return chinese ? title_zh(a, p) : title_en(a, p);
}
