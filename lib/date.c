/* SPDX-License-Identifier: MIT */
/* date - integer arithmetic on days, and what people type as a day. */
#include "date-form.h"
#include "utf8.h"

#define ERA_DAYS	146097	/* in 400 years */
#define EPOCH_SHIFT	719468	/* from 0000-03-01 to 1970-01-01 */

static const char *const day_forms[] = {
	"Y-N-D", "Y/N/D", "Y.N.D", "Y年N月D日", "Y年N月D号", "Y年N月D",
	"Ynd", "N-D", "N/D", "N月D日", "N月D号"
};

static const struct { const char *word; int days; } day_words[] = {
	{ "today", 0 }, { "yesterday", -1 }, { "tomorrow", 1 },
	{ "今天", 0 }, { "今日", 0 }, { "昨天", -1 }, { "昨日", -1 },
	{ "前天", -2 }, { "明天", 1 }, { "明日", 1 }, { "后天", 2 }
};

/* Years begin in March here, so that the leap day comes last. */
date_day
date_of(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 +
	    day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - EPOCH_SHIFT;
}

struct ymd
date_ymd(date_day d)
{
	int64_t z = (int64_t)d + EPOCH_SHIFT;
	int64_t era = (z >= 0 ? z : z - ERA_DAYS + 1) / ERA_DAYS;
	int of_era = (int)(z - era * ERA_DAYS);
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
	    365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	return (struct ymd){ .year = (int)(y + era * 400 + (m >= 10)),
	    .month = m < 10 ? m + 3 : m - 9,
	    .day = of_year - (153 * m + 2) / 5 + 1 };
}

int
date_weekday(date_day d)
{
	/* 1970-01-01 was a Thursday */
	return (int)((((int64_t)d + 3) % 7 + 7) % 7) + 1;
}

int
date_month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	if (month == 2 && year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static void
put_number(char *out, int n, int digits)
{
	for (; digits > 0; n /= 10)
		out[--digits] = (char)('0' + n % 10);
}

/* Empty for what is no day of four-digit years, DATE_NONE among it. */
char *
date_text(char out[DATE_TEXT], date_day d)
{
	struct ymd t = date_ymd(d);

	out[0] = '\0';
	if (t.year < 0 || t.year > 9999)
		return out;
	put_number(out, t.year, 4);
	out[4] = '-';
	put_number(out + 5, t.month, 2);
	out[7] = '-';
	put_number(out + 8, t.day, 2);
	out[10] = '\0';
	return out;
}

struct str
date_str(struct arena *a, date_day d)
{
	char text[DATE_TEXT];

	return arena_dup(a, str_of(date_text(text, d)));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Between `least` and `most` digits at *at, which moves past them. */
static bool
take_digits(int *n, struct str s, size_t *at, size_t least, size_t most)
{
	size_t begin = *at;

	*n = 0;
	while (*at < s.n && *at - begin < most && is_digit(s.p[*at]))
		*n = *n * 10 + (s.p[(*at)++] - '0');
	return *at - begin >= least;
}

static bool
take_numeral(int *n, struct str s, size_t *at)
{
	static const char *const numerals[] = { "一", "二", "三", "四" };
	size_t i;

	if (take_digits(n, s, at, 1, 1))
		return true;
	for (i = 0; i < NELEM(numerals); i++)
		if (str_starts(str_sub(s, *at, s.n), str_of(numerals[i]))) {
			*n = (int)i + 1;
			*at += strlen(numerals[i]);
			return true;
		}
	return false;
}

static bool
take_one(struct date_parts *p, struct str s, size_t *at, char form)
{
	switch (form) {
	case 'Y':
		return take_digits(&p->year, s, at, 4, 4);
	case 'N':
		return take_digits(&p->n, s, at, 1, 2);
	case 'n':
		return take_digits(&p->n, s, at, 2, 2);
	case 'D':
		return take_digits(&p->day, s, at, 1, 2);
	case 'd':
		return take_digits(&p->day, s, at, 2, 2);
	case 'C':
		return take_numeral(&p->n, s, at);
	}
	return *at < s.n && s.p[(*at)++] == form;
}

bool
date_match(struct date_parts *out, struct str s, const char *form)
{
	struct date_parts p = *out;
	size_t at = 0;

	for (; *form; form++)
		if (!take_one(&p, s, &at, *form))
			return false;
	if (at != s.n)
		return false;
	*out = p;
	return true;
}

static bool
good(const struct date_parts *p)
{
	return p->year >= DATE_YEAR_MIN && p->year <= DATE_YEAR_MAX &&
	    p->n >= 1 && p->n <= 12 && p->day >= 1 &&
	    p->day <= date_month_days(p->year, p->n);
}

date_day
date_iso(struct str s)
{
	struct date_parts p = { 0 };

	if (s.n != DATE_TEXT - 1 || !date_match(&p, s, "Y-n-d") || !good(&p))
		return DATE_NONE;
	return date_of(p.year, p.n, p.day);
}

struct str
date_fold(struct str s, char out[DATE_TYPED])
{
	size_t at = 0, from, n = 0;
	bool gap = false;
	uint32_t c;

	for (from = 0; at < s.n; from = at) {
		c = utf8_half(utf8_next(s, &at));
		if (c == ' ' || c == '\t' || c == 0xA0) {
			gap = true;
			continue;
		}
		if (n + 1 + (at - from) > DATE_TYPED)
			return (struct str){ 0 };
		if (gap && n && is_digit(out[n - 1]) && c >= '0' && c <= '9')
			out[n++] = ' ';
		gap = false;
		if (c == 0x3002)	/* the full stop of an input method */
			c = '.';
		if (c >= 0x80) {
			memcpy(out + n, s.p + from, at - from);
			n += at - from;
		} else {
			out[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 32
			    : c);
		}
	}
	return (struct str){ out, n };
}

bool
date_typed(date_day *d, struct date_parts *p, struct str s, date_day today)
{
	size_t i;

	*d = DATE_NONE;
	for (i = 0; i < NELEM(day_words); i++)
		if (str_is(s, day_words[i].word)) {
			*d = today + day_words[i].days;
			return true;
		}
	for (i = 0; i < NELEM(day_forms); i++) {
		*p = (struct date_parts){ .year = date_ymd(today).year };
		if (!date_match(p, s, day_forms[i]))
			continue;
		if (good(p))
			*d = date_of(p->year, p->n, p->day);
		return true;
	}
	return false;
}

bool
date_impossible(const struct date_parts *p, struct str typed,
    const struct source *src, struct span at, struct diag *dg)
{
	if (p->year < DATE_YEAR_MIN || p->year > DATE_YEAR_MAX)
		return diag_error(dg, "date-range", src, at,
		    "year out of range in '%.*s': %d to %d are accepted",
		    STR(typed), DATE_YEAR_MIN, DATE_YEAR_MAX);
	if (p->n < 1 || p->n > 12)
		return diag_error(dg, "date-range", src, at,
		    "no such day '%.*s': months go from 1 to 12",
		    STR(typed));
	if (p->day < 1)
		return diag_error(dg, "date-range", src, at,
		    "no such day '%.*s': the first day of a month is 1",
		    STR(typed));
	return diag_error(dg, "date-range", src, at,
	    "no such day '%.*s': %d-%02d has only %d days", STR(typed),
	    p->year, p->n, date_month_days(p->year, p->n));
}

bool
date_parse(date_day *out, struct str typed, date_day today,
    const struct source *src, struct span at, struct diag *dg)
{
	char text[DATE_TYPED];
	struct str s = date_fold(typed, text);
	struct date_parts p;

	typed = utf8_fit(str_trim(typed), DATE_TYPED);
	if (!date_typed(out, &p, s, today))
		return diag_error(dg, "date-form", src, at,
		    "not a date: '%.*s'; write it like 2026-03-16",
		    STR(typed));
	return *out != DATE_NONE ||
	    date_impossible(&p, typed, src, at, dg);
}
