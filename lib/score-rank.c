/* SPDX-License-Identifier: MIT */
/* score-rank - ranks, the village's year, and the names of reasons. */
#include <stdlib.h>

#include "score.h"

static int
higher(points a, points b)
{
	return (a < b) - (a > b);
}

static bool
takes_rank(const struct score_row *row)
{
	return !row->vetoed && !row->incomplete;
}

/* What decides between two subjects; 0: they share a rank. */
static int
by_merit(const struct score_row *a, const struct score_row *b,
    const struct rulebook *book)
{
	int c = higher(a->total, b->total);
	size_t i;

	for (i = 0; c == 0 && i < book->nties; i++)
		switch (book->ties[i]) {
		case TIE_PENALTIES:
			c = higher(a->minus, b->minus);
			break;
		case TIE_SATISFACTION:
			c = higher(a->satisfaction, b->satisfaction);
			break;
		case TIE_LAST_QUARTER:
			c = higher(a->last_quarter, b->last_quarter);
			break;
		case NTIES:
			break;
		}
	return c;
}

static int
by_rank(const void *x, const void *y, void *book)
{
	const struct score_row *a = x, *b = y;
	int c = str_cmp(a->group, b->group);

	if (c == 0)
		c = takes_rank(b) - takes_rank(a);
	if (c == 0)
		c = by_merit(a, b, book);
	return c ? c : str_cmp(a->id, b->id);
}

void
score_rank(struct score_row *rows, size_t n, const struct rulebook *book)
{
	uint32_t place = 0;
	size_t i;
	bool first;

	if (n)
		qsort_r(rows, n, sizeof(*rows), by_rank,
		    (struct rulebook *)(uintptr_t)book);
	for (i = 0; i < n; i++) {
		rows[i].rank = 0;
		first = i == 0 || !str_eq(rows[i - 1].group, rows[i].group);
		place = first ? 1 : place + 1;
		if (!takes_rank(&rows[i]))
			continue;
		rows[i].rank = place;
		if (!first && by_merit(&rows[i - 1], &rows[i], book) == 0)
			rows[i].rank = rows[i - 1].rank;
	}
}

static const struct {
	const char *key, *text;
} whys[NWHYS] = {
	[WHY_COUNTED] = { "counted", "counted" },
	[WHY_VOIDED] = { "voided", "voided" },
	[WHY_NO_SUBJECT] = { "no-subject", "the subject is not scored" },
	[WHY_NOT_IN_FORCE] = { "not-in-force",
	    "the item was not in force that day" },
	[WHY_UNREVIEWED] = { "unreviewed", "not reviewed yet" },
	[WHY_REJECTED] = { "rejected", "rejected" },
	[WHY_RETURNED] = { "returned", "returned for evidence" },
	[WHY_OBJECTED] = { "objected", "under objection" },
	[WHY_SAME_ACT] = { "same-act", "same act: only the largest counts" },
	[WHY_CAP_EVENT] = { "cap-event", "cap per event" },
	[WHY_CAP_MONTH] = { "cap-month", "cap per month" },
	[WHY_CAP_QUARTER] = { "cap-quarter", "cap per quarter" },
	[WHY_CAP_HALF] = { "cap-half", "cap per half-year" },
	[WHY_CAP_YEAR] = { "cap-year", "cap per year" },
	[WHY_RECOVERED] = { "recovered", "nothing more was lost to recover" },
	[WHY_CORRECTED] = { "corrected", "nothing more counted to take back" },
};

const char *
score_why_key(enum why why)
{
	return whys[why].key;
}

const char *
score_why_text(enum why why)
{
	return whys[why].text;
}

static points
at_most(points p, points cap)
{
	return cap && p > cap ? cap : p;
}

void
score_annual(struct score_year *y, const struct rulebook_annual *rule)
{
	points sum = 0, bonus = 0, penalty = 0;
	size_t i;

	for (i = 0; i < y->nquarters; i++)
		sum += y->quarters[i];
	for (i = 0; i < y->nadjustments; i++)
		*(y->adjustments[i] > 0 ? &bonus : &penalty) +=
		    llabs(y->adjustments[i]);
	y->mean = y->nquarters ? points_ratio(sum, 1,
	    (int64_t)y->nquarters) : 0;
	y->bonus = at_most(bonus, rule->adjust_cap);
	y->penalty = at_most(penalty, rule->adjust_cap);
	y->adjust = y->bonus - y->penalty;
	y->governance = points_clamp(y->mean + y->adjust, 0,
	    rule->clamp_high);
	y->has_annual = y->has_other && y->nquarters && rule->other_weight;
	y->annual = y->has_annual ? points_ratio(rule->weight *
	    y->governance + rule->other_weight * y->other, 1, 100) : 0;
}
