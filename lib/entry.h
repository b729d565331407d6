/* SPDX-License-Identifier: MIT */
/*
 * entry - what the domain asks of a score entry (domain.md C2.4, C3.2)
 */
#ifndef ENTRY_H
#define ENTRY_H

#include "books.h"
#include "intake.h"

/*
 * Prices the act by the rulebook's version in force on its day: rulebook
 * becomes household@2026-01-01, an item typed by name its code; item_name,
 * category and unit_points are copied in; village and subject_type follow
 * from the subject where they are not given, and the user is the recorder of
 * what its subject did not declare.  Faults: rulebook.unknown,
 * entry.item, entry.not-in-force, entry.points, entry.subject-kind,
 * entry.subject-village, entry.future, entry.recorded-before.  Missing
 * evidence is a warning (entry.evidence): it blocks approval, not recording.
 * The context is the ledger.
 */
MUST_USE bool	entry_complete(void *led, struct value *rec, struct diag *);

#endif
