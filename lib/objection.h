/* SPDX-License-Identifier: MIT */
/*
 * objection - a word against a published list, and the decision on it
 *
 * It is about an entry, or about what was left out: a subject and a claim
 * (domain.md C3.5, amendment 7).
 */
#ifndef OBJECTION_H
#define OBJECTION_H

#include "intake.h"

/*
 * Village, rulebook and period follow from the entry; of what was left out
 * the village follows from the subject, the rulebook where there is one
 * only, and the period is the quarter before its day.  Faults:
 * objection.about, objection.village, objection.future, objection.window
 * (outside the days the list hangs, where it is published).
 */
MUST_USE bool	objection_complete(void *led, struct value *rec,
		    struct diag *);

/*
 * May this decision (a mapping: kind, day, by …) stand in the objection?
 * Faults: objection.decided, objection.own-decision (who decides reviewed
 * the entry, or objects himself), objection.before, objection.future; warns
 * of one later than policy.objection_workdays (objection.late).
 */
MUST_USE bool	objection_decidable(struct ledger *,
		    const struct refs_record *, const struct value *decision,
		    struct diag *);

#endif
