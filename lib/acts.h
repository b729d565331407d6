/* SPDX-License-Identifier: MIT */
/*
 * acts - the entries of a book as score wants them, a village at a time
 *
 * Joins what stands in scores/, reviews/ and objections/ of one village: an
 * entry's state is derived, never stored.  Handed over are all acts of the
 * book whose year touches the period, and earlier ones that were approved
 * too late for their own quarter (补记), so that caps see what they must.
 */
#ifndef ACTS_H
#define ACTS_H

#include "books.h"
#include "score.h"

/* What the files say of an act beyond what score needs. */
struct act_facts {
	struct str path;		/* of the file it stands in */
	struct str place, reason, evidence;	/* evidence: the first ref */
	struct str recorder, typed_by, source, item_name, category;
	struct str household;		/* a person's act attributed to it */
	struct str reviewer, review, review_reason;	/* review: its id */
	size_t     nevidence;
	bool       hidden;		/* display: false */
};

struct acts {
	struct act       *v;
	struct act_facts *facts;	/* in step with v */
	size_t            n, cap, facts_cap;
	struct score_rate *rates;	/* of the period */
	size_t            nrates, rates_cap;
	size_t            nunreviewed;	/* of the period */
};

/*
 * All acts of a book in one village that bear on a period, copied into the
 * arena; ids are unique.  Entries of other books are passed over.
 */
MUST_USE bool	acts_load(struct acts *, struct ledger *,
		    const struct rulebook *, struct str village,
		    struct period, struct schema_run *, struct arena *,
		    struct diag *);

/* The day on which a month's review closes, rolled: score_job.closes. */
date_day	acts_closes(void *ledger, int year, int month);

/*
 * Who is ranked: every subject of the book in a village that is eligible on
 * the last day of the period (of a township-wide book: call it for each
 * village, or with the township's code for its villages).
 */
struct subject {
	struct str id, name, group;	/* villagers' group */
	struct str class;		/* supervised class of a person */
};

MUST_USE bool	acts_subjects(struct subject **, size_t *n, struct ledger *,
		    const struct rulebook *, struct str village,
		    struct period, struct schema_run *, struct arena *,
		    struct diag *);

#endif
