/* SPDX-License-Identifier: MIT */
/*
 * score - from acts to points, and from points to ranks
 *
 * One call takes the acts of some subjects under one book and tells of each
 * act what it counts, in which quarter and why, and of each subject what it
 * has in a period.  Nothing is read or kept; the order of the input does not
 * matter; every sum is exact.
 *
 * An approved act counts in its own quarter if it was approved by the
 * quarter's cut-off, the closing of its last month; else in the first quarter
 * whose cut-off had not passed.  What counts in an earlier quarter is never
 * displaced by what counts in a later one, so a frozen quarter stays.  The
 * rules, in their order:
 *
 *  1. the cap per event, on each act;
 *  2. the same act (event_ref), per subject and sign: the largest, between
 *     equals the lowest item code; what is approved for a later quarter
 *     counts only what it exceeds the earlier;
 *  3. the item's caps per month, quarter, half, year, those of the day it
 *     happened, by counted quarter, occurred_on, recorded_on, id;
 *  4. recoveries, up to what the category lost in that quarter;
 *  5. in a 100-point book, the category's bounds.
 *
 * A correction (correction_of, opposite sign) takes back at most what is left
 * of the act it corrects, and makes room again under its caps.
 *
 * So that caps see what they must, hand over all acts of the subjects whose
 * year (by occurred_on) touches the period, and the late ones before them.
 */
#ifndef SCORE_H
#define SCORE_H

#include "rulebook.h"

#define SCORE_NONE	UINT32_MAX	/* no act */

enum verdict {
	VERDICT_UNREVIEWED, VERDICT_APPROVED, VERDICT_REJECTED,
	VERDICT_RETURNED
};

struct act {
	struct str   id, subject, item;
	struct str   version;	/* "household@2026-01-01"; another one than
				   the day's is not in force; empty, or the
				   book's id: by the day */
	struct str   event_ref;	/* empty: none */
	struct str   correction_of;
	date_day     occurred_on, recorded_on;
	date_day     approved_on;	/* DATE_NONE: not reviewed */
	points       unit_points;
	int64_t      quantity;	/* in hundredths: QUANTITY_ONE */
	enum verdict verdict;
	bool         voided, objected;	/* objected: still open */
};

/* Why an act counts what it does; the first that holds, of caps the last. */
enum why {
	WHY_COUNTED, WHY_VOIDED, WHY_NO_SUBJECT, WHY_NOT_IN_FORCE,
	WHY_UNREVIEWED, WHY_REJECTED, WHY_RETURNED, WHY_OBJECTED,
	WHY_SAME_ACT, WHY_CAP_EVENT, WHY_CAP_MONTH, WHY_CAP_QUARTER,
	WHY_CAP_HALF, WHY_CAP_YEAR, WHY_RECOVERED, WHY_CORRECTED, NWHYS
};

struct count {
	points   raw;		/* unit × quantity */
	points   counted;	/* what is left of it */
	points   taken;		/* what corrections took back again */
	enum why why;
	date_day quarter;	/* the first day of the one it counts in;
				   DATE_NONE: it counts nowhere */
	bool     late;		/* approved after its month closed: 补记 */
	bool     in_period;
	uint32_t other;		/* the act it is the same as, or corrects */
};

/* A category of one subject. */
struct score_line {
	const struct rulebook_category *category;
	points start;		/* what there is to lose before any act */
	points rates;		/* what its rates or its level give */
	points plus, minus;	/* counted; minus is never above 0 */
	points cut;		/* what the category's bounds did to the sum */
	points score;		/* start + rates + plus + minus + cut */
	bool   missing;		/* a rate is not known */
	bool   disputed;	/* as there are two figures for one */
};

/* A subject: the first part is the caller's. */
struct score_row {
	struct str id;
	struct str group;	/* ranked against its like */
	points     satisfaction, last_quarter;	/* for these ties only */
	bool       vetoed;	/* set also by an act on a veto item */

	points     plus, minus;
	points     earned;	/* of a 100-point book the sum of its lines */
	points     base, total;	/* total = base + earned */
	struct score_line *lines;	/* by the book's categories */
	size_t     nlines;
	size_t     nacts;	/* counted in the period, at whatever */
	bool       incomplete;	/* a line is missing a rate */
	uint32_t   rank;	/* 0: none */
};

/* A figure for a rate item, or for a category by level. */
struct score_rate {
	struct str subject;
	struct str code;	/* the item's, or the category's */
	int32_t    percent;	/* hundredths of a per cent: 9583 */
};

struct score_job {
	const struct rulebook *book;
	struct period          period;	/* a quarter for a 100-point book */
	/* the day on which a month's review closes, rolled to a working day */
	date_day             (*closes)(void *ctx, int year, int month);
	void                  *ctx;
	const struct act      *acts;
	size_t                 nacts;
	const struct score_rate *rates;	/* of the period */
	size_t                 nrates;
	struct score_row      *rows;	/* every eligible subject, once */
	size_t                 nrows;
};

/* Fills the rows; returns what became of each act, in the acts' order. */
struct count	*score_run(const struct score_job *, struct arena *);

/*
 * Ranks the rows, and sorts them: by group, rank, id; those that take no rank
 * (vetoed, incomplete) at the end of their group, by what they have.
 */
void	score_rank(struct score_row *, size_t n, const struct rulebook *);

/* "cap-month": for programs, and the words for people (a message id). */
const char	*score_why_key(enum why);
const char	*score_why_text(enum why);

/* The village's year (domain.md C4.7 c). */
struct score_year {
	const points *quarters;	/* the scores of those evaluated */
	size_t        nquarters;
	const points *adjustments;	/* bonuses above 0, penalties below */
	size_t        nadjustments;
	points        other;	/* the other assessment */
	bool          has_other;

	points        mean, bonus, penalty, adjust, governance;
	points        annual;	/* only where has_other and a weight is */
	bool          has_annual;
};

void	score_annual(struct score_year *, const struct rulebook_annual *);

#endif
