/* SPDX-License-Identifier: MIT */
/*
 * complete - what the domain adds to and asks of a new record, by kind
 *
 * One table for all ways in (visit-add, score-calc record, ledger-import,
 * register-add): a kind without a row has no rules beyond its schema.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include "add.h"
#include "intake.h"

/* A completer for add_all; its context is the ledger.  NULL: none. */
typedef bool	complete_fn(void *led, struct value *rec, struct diag *);

complete_fn	*complete_of(struct str kind);

/*
 * The kind's rules on a record as it stands, or is to stand: for ledger-set,
 * for rows with --update, and for records that bring their id.  `was` is the
 * record that `now` corrects (NULL: there is none), `given` what was said.
 * Fields that follow from what was corrected (its item's name from the item)
 * are computed anew in `now`.  What was wrong before is no fault of the
 * correction.  Faults: those of the completers and of ledger-check, and
 * settlement.frozen, settlement.computed, entry.frozen.
 */
MUST_USE bool	recheck(struct ledger *, const struct kind *,
		    const struct value *was, struct value *now,
		    const struct value *given, struct diag *);

/*
 * add_all under the kind's rules: those of each record, then those of all
 * together (redemptions: neither balance nor stock below zero, and never
 * the same twice without add->again).  A record that brings its id, as
 * exports do, is not completed but taken as it is, once the rules hold.
 */
MUST_USE bool	complete_all(struct add *, const struct kind *,
		    struct value *const *recs, size_t n, struct diag *);

#endif
