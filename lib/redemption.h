/* SPDX-License-Identifier: MIT */
/*
 * redemption - credit spent on goods (domain.md C3.6)
 */
#ifndef REDEMPTION_H
#define REDEMPTION_H

#include "intake.h"

/*
 * Village, subject_type, rulebook, kind and points_cost follow from the
 * subject and the goods.  Faults: redemption.goods, redemption.cost,
 * redemption.village, redemption.book, redemption.future.
 */
MUST_USE bool	redemption_complete(void *led, struct value *rec,
		    struct diag *);

/*
 * Can these, completed and not yet in the ledger, all be paid and handed
 * out?  Faults: redemption.balance, redemption.stock; and without `again`
 * same-act, where the same was handed out on the same day, however typed.
 */
MUST_USE bool	redemption_covered(struct ledger *,
		    const struct value *const *recs, size_t n, bool again,
		    struct diag *);

#endif
