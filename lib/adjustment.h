/* SPDX-License-Identifier: MIT */
/*
 * adjustment - a village's bonus or penalty of the year (domain.md C4.7 c)
 */
#ifndef ADJUSTMENT_H
#define ADJUSTMENT_H

#include "intake.h"

/*
 * Village and subject_type follow from the subject, the year from the day of
 * the decision, the direction from the sort of reason.  Faults:
 * adjustment.direction, adjustment.future, adjustment.village.
 */
MUST_USE bool	adjustment_complete(void *led, struct value *rec,
		    struct diag *);

#endif
