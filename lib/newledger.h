/* SPDX-License-Identifier: MIT */
/*
 * newledger - what a new ledger holds, as bytes, before any is written
 *
 * Files are gathered one after the other; each that is of a kind is parsed
 * and held against its schema before it counts.  What is shipped (schemas,
 * rulebooks, calendars, the texts in new/) is read through led->store, which
 * must be open on the share directory: of the new ledger nothing is there.
 */
#ifndef NEWLEDGER_H
#define NEWLEDGER_H

#include "ledger.h"

struct newledger {
	struct ledger      *led;	/* borrowed */
	struct str          region, name;
	struct store_write *files;	/* what store_commit takes */
	size_t              n, cap;
};

void	newledger_init(struct newledger *, struct ledger *, struct str region,
	    struct str name);

/* ledger.yaml: every setting of its schema with its default and what it
 * means. */
MUST_USE bool	newledger_settings(struct newledger *, struct diag *);

/* registers/regions.yaml; see regions.h. */
MUST_USE bool	newledger_regions(struct newledger *, struct source *csv,
		    struct diag *);

/* calendars/YEAR.yaml as shipped; a warning where that year is not. */
MUST_USE bool	newledger_calendar(struct newledger *, int year,
		    struct diag *);

/* rules/ID.yaml, byte for byte, by the id the book says. */
MUST_USE bool	newledger_rulebook(struct newledger *,
		    const struct source *, struct diag *);

/* The same of a shipped one; an unknown id is wrong usage. */
MUST_USE bool	newledger_shipped(struct newledger *, struct str id,
		    struct diag *);

/* Files for git and for editors, and private/README.md. */
MUST_USE bool	newledger_surroundings(struct newledger *, struct diag *);

#endif
