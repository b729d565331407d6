/* SPDX-License-Identifier: MIT */
/*
 * calendar - public holidays and make-up workdays, a file a year
 *
 * Monday to Friday are worked and weekends are not, except where the table
 * of a year (calendars/2026.yaml) says otherwise.  A table may also move
 * days of the December before it, as the notice for the new year sometimes
 * does; the newer table then holds.  A year without a table is unknown:
 * there the plain weekend rule is used, and what was computed with it is
 * provisional.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "date.h"
#include "doc.h"

#define CALENDAR_FIRST	1900	/* the years a table can be for */
#define CALENDAR_YEARS	300

struct calendar {
	struct arena         *arena;	/* borrowed: owns the tables */
	struct calendar_year *years[CALENDAR_YEARS];	/* NULL: unknown */
};

void	calendar_init(struct calendar *, struct arena *);

/*
 * Adds one year's table, in place of an earlier one of the same year.  The
 * doc may die afterwards.  Faults, all of them, at their places:
 * "calendar.year" for a table without a year or a day outside it,
 * "calendar.both" for a day both off and worked, "calendar.order" for
 * holidays that end before they begin, date-range and date-form.  A table
 * with a fault is not added.
 */
MUST_USE bool	calendar_add(struct calendar *, const struct doc *,
		    struct diag *);

/* Is there a table for the day's year? */
bool	calendar_known(const struct calendar *, date_day);

bool	calendar_is_workday(const struct calendar *, date_day);

/* The holiday a table gives the day off for (元旦), or empty. */
struct str	calendar_holiday(const struct calendar *, date_day);

/*
 * The three below set *provisional (which may be NULL) to true where the
 * answer rests on a year without a table, and else leave it alone.
 * DATE_NONE where the days of the program's calendar (1900-2199) run out.
 */

/* The n-th working day after a day, which is not counted; before it for
 * n < 0; for n 0 the day itself. */
date_day	calendar_add_workdays(const struct calendar *, date_day,
		    int n, bool *provisional);

/* The day itself, or the next that is worked. */
date_day	calendar_roll(const struct calendar *, date_day,
		    bool *provisional);

/* Working days in the half-open range [from, to); 0 if it is empty.
 * Days late: calendar_workdays_between(c, due + 1, done + 1, p). */
int	calendar_workdays_between(const struct calendar *, date_day from,
	    date_day to, bool *provisional);

#endif
