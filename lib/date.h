/* SPDX-License-Identifier: MIT */
/*
 * date - days as numbers, periods as half-open ranges; no clock
 *
 * A day is the number of days since 1970-01-01 in the proleptic Gregorian
 * calendar; years 1900 to 2199 are accepted.  "Today" is always an argument.
 */
#ifndef DATE_H
#define DATE_H

#include "diag.h"

typedef int32_t date_day;

#define DATE_NONE	INT32_MIN
#define DATE_TEXT	11	/* "2026-03-16" and its NUL */

struct ymd { int year, month, day; };

enum period_unit {
	PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF,
	PERIOD_YEAR, PERIOD_RANGE
};

struct period {
	date_day         from, to;	/* half-open */
	enum period_unit unit;
};

date_day	date_of(int year, int month, int day);	/* no checks */
struct ymd	date_ymd(date_day);
int		date_weekday(date_day);		/* 1 Monday … 7 Sunday */
int		date_month_days(int year, int month);

/* "2026-03-16" into a buffer of the caller; returns the buffer. */
char		*date_text(char out[DATE_TEXT], date_day);
struct str	date_str(struct arena *, date_day);

/* Strictly 2026-03-16 (RFC 3339 full-date); no diag: DATE_NONE if not. */
date_day	date_iso(struct str);

/*
 * What people type: also 2026/3/16, 2026.3.16, 2026年3月16日, 20260316, 3-16,
 * 3月16日 (the year of `today`), today, yesterday, 今天, 昨天, 前天, 明天,
 * full-width digits.  Faults date-range and date-form at `at` of src.
 */
MUST_USE bool	date_parse(date_day *, struct str, date_day today,
		    const struct source *src, struct span at, struct diag *);

/*
 * 2026, 2026H1, 2026Q1, 2026-03, 2026-W12, 2026-03-16,
 * 2026-03-01..2026-03-31 (both ends in), last-quarter, this-quarter,
 * last-month, this-month, this-week, last-week, this-year, last-year,
 * 上季度 本季度 上月 本月 本周 上周 今年 去年, 2026年第一季度, 2026年3月.
 */
MUST_USE bool	period_parse(struct period *, struct str, date_day today,
		    const struct source *src, struct span at, struct diag *);

struct period	period_of(enum period_unit, date_day within);
struct period	period_before(struct period);	/* the one of the same unit */
struct period	period_year_ago(struct period);

/* 2026, 2026H1, 2026Q1, 2026-03, 2026-W12, day, or from..last day. */
struct str	period_str(struct arena *, struct period);

/* As a title has it: 2026年第一季度, 2026年3月; first quarter of 2026. */
struct str	period_title(struct arena *, struct period, bool chinese);

static inline bool
period_has(struct period p, date_day d)
{
	return d >= p.from && d < p.to;
}

#endif
