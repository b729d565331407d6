/* SPDX-License-Identifier: MIT */
/*
 * tally - a month's entries by village: declared, approved, rejected, open
 *
 * An entry belongs to the month in which its act happened; what was given
 * back (退回) is still open.  Points are those that count in the month under
 * all caps, so that the months of a quarter add up to it: what was approved
 * too late stands in the first month of the quarter it counts in.
 */
#ifndef TALLY_H
#define TALLY_H

#include "asked.h"

report_fn	tally_report;

/* The villages of the ledger by code, or the one asked for. */
MUST_USE bool	tally_villages(struct strs *, const struct asked *,
		    struct diag *);

/* One village's acts of a book and what became of them. */
struct tally_work {
	struct acts       acts;
	struct count     *counts;	/* in step with acts.v */
	struct score_row *rows;
	size_t            nrows;
};

MUST_USE bool	tally_load(struct tally_work *, const struct asked *,
		    const struct rulebook *, struct str village,
		    struct period, struct arena *, struct diag *);

#endif
