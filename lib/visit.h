/* SPDX-License-Identifier: MIT */
/*
 * visit - what the domain asks of a visit (domain.md C2.1)
 */
#ifndef VISIT_H
#define VISIT_H

#include "intake.h"

/*
 * Fills in what follows from what was given and checks the rest:
 * visit.future, visit.batches, visit.persons, visit.content,
 * visit.subject-village; warns of a second visit to one subject on one day
 * by one visitor, or by another within policy.dedupe_days (visit.again).
 * `led` is the context that add_all hands back.
 */
MUST_USE bool	visit_complete(void *led, struct value *rec, struct diag *);

#endif
