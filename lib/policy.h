/* SPDX-License-Identifier: MIT */
/*
 * policy - the numbers of ledger.yaml, with their defaults
 *
 * Every number of domain.md part E that belongs to the ledger and not to a
 * rulebook; design.md section 10 gives the form.  Days are calendar days
 * unless the name says workdays.
 */
#ifndef POLICY_H
#define POLICY_H

#include "doc.h"
#include "map.h"

/* 60d: calendar days, rolled on to a working day; 7w: working days. */
struct policy_limit {
	int        n;
	bool       workdays;
	struct str text;	/* as the ledger writes it */
};

struct policy {
	int record_days;	/* later is 迟录 */
	int review_day;		/* a month closes on this day of the next */
	int dedupe_days;	/* a second visit within is warned of */
	struct map intervals;	/* red -> (void *)(intptr_t)7 … */
	int issue_stale_days, issue_reopen_days, issue_suspend_days;
	int issue_accept_days, issue_return_workdays, issue_attempts;
	int issue_urgent_workdays;	/* 0: the same day */
	struct map issue_limits;	/* petition -> struct policy_limit */
	int publicity_days;	/* how long a list hangs */
	struct str publicity_place, publicity_contact, publicity_supervision;
	struct str ranks_for;	/* top-third | all | none */
	int objection_workdays;
	struct str redeem_from;	/* settled | approved */
};

/* From the mapping `policy` of ledger.yaml (0: all defaults). */
void	policy_read(struct policy *, const struct doc *, uint32_t node,
	    struct arena *);

/* The interval in days set for a colour or special tag, or 0. */
int	policy_interval(const struct policy *, struct str);

/* The time an issue of a kind may take. */
const struct policy_limit	*policy_limit(const struct policy *,
				    struct str kind);

#endif
