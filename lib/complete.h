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
 * add_all under the kind's rules: those of each record, then those of all
 * together (redemptions: neither balance nor stock below zero, and never
 * the same twice without add->again).
 */
MUST_USE bool	complete_all(struct add *, const struct kind *,
		    struct value *const *recs, size_t n, struct diag *);

#endif
