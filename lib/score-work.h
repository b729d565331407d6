/* SPDX-License-Identifier: MIT */
/* score-work - one act on its way through the rules of score.h. */
#ifndef SCORE_WORK_H
#define SCORE_WORK_H

#include "score.h"

struct work {
	const struct act *act;
	const struct rulebook_item *item;	/* NULL: none in force */
	struct score_row *row;		/* NULL: not one of ours */
	struct count     *count;
	uint32_t i;			/* which act */
	uint32_t original;		/* what it corrects, or SCORE_NONE */
	bool     live;			/* counts somewhere, at whatever */
	bool     back;			/* takes back what another counted */
	int32_t  own;			/* month it happened in: as below */
	int32_t  month;			/* whose caps hold: year * 12 + 0..11 */
	int32_t  quarter;		/* it counts in: year * 4 + 0..3 */
	date_day occurred_on, recorded_on;	/* for the order */
	uint64_t subject_item;		/* row and item, as one number */
	uint64_t time;			/* quarter and both days, likewise */
};

/* Of a whole run: one work an act, in the acts' order. */
struct works {
	struct arena *arena;
	struct work  *v;
	size_t        n;
	struct work **order;	/* scratch for pointers to n of them */
};

void	score_same_act(struct works *);
void	score_caps(struct works *);
void	score_recoveries(struct works *);

#endif
