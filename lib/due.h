/* SPDX-License-Identifier: MIT */
/*
 * due - which households are to be visited, by colour and special tag
 *
 * Each colour and tag has an interval in days (policy.visit_intervals); of
 * several that apply the shortest holds.  For a red household only a visit
 * at home and face to face counts (kind home, channel face or none said);
 * for all others any visit that names it.  Visits are looked for up to
 * DUE_BACK days back; a household without one has no day and is due at once.
 */
#ifndef DUE_H
#define DUE_H

#include "asked.h"

#define DUE_BACK	400

report_fn	due_report;

/* How many are due by a day, by colour or tag, in the schema's order. */
struct due_sum {
	struct str what;	/* red, lonely_elder … */
	struct str label;
	size_t     due, late;	/* late: of these, past their day */
};

MUST_USE bool	due_sums(struct due_sum **, size_t *n, const struct asked *,
		    date_day by, struct diag *);

#endif
