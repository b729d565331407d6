/* SPDX-License-Identifier: MIT */
/* score-review - one monthly review under way, of some villages. */
#ifndef SCORE_REVIEW_H
#define SCORE_REVIEW_H

#include "review.h"
#include "score-calc.h"

struct review_job {
	struct cmd              *c;
	const struct score_opts *o;
	struct period            month;
	const struct ref        *user;	/* NULL: nobody in the register */
	struct strs              villages;
	struct review_month     *months;	/* in step with villages */
	struct review_person    *who;	/* likewise */
	enum review_word       **words;
	struct str               reason;
	struct map               wanted;	/* the ids a filter left; n 0 */
	bool                     filtered;
};

/* The user as a registered person; to act there must be one. */
MUST_USE bool	review_user(struct review_job *, struct str village,
		    bool must);

/* A warning where the village has a reviewer and this is not he. */
MUST_USE bool	review_check_role(struct review_job *, struct str village);

/* Decides what becomes of each entry; what was left is told. */
MUST_USE bool	review_choose(struct review_job *);

#endif
