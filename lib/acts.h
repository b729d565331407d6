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
	date_day   reviewed_on;		/* the day of the review */
	size_t     nevidence;
	bool       hidden;		/* display: false */
};

/* An objection that concerns the book. */
struct act_objection {
	struct str id, period;		/* 2026Q1: what was published */
	struct str entry, subject;	/* the one or the other; or neither */
	struct str remedy;		/* the entry that puts it right */
	bool       open, founded;	/* founded: also in part */
};

struct acts {
	struct act       *v;
	struct act_facts *facts;	/* in step with v */
	size_t            n, cap, facts_cap;
	struct score_rate *rates;	/* of the period */
	uint32_t         *rate_acts;	/* in step: the acts they stand in */
	size_t            nrates, rates_cap, rate_acts_cap;
	struct act_objection *objections;	/* of these years */
	size_t            nobjections, objections_cap;
	size_t            nunreviewed;	/* of the period */
};

/*
 * Kinds, calendar and rulebooks that the functions below need.  They call it
 * themselves; who calls them from several threads must have called it before:
 * after it they only read what threads share.
 */
MUST_USE bool	acts_ready(struct ledger *, struct diag *);

/*
 * All acts of a book in one village that bear on a period, copied into the
 * arena; ids are unique.  Entries of other books are passed over.
 */
MUST_USE bool	acts_load(struct acts *, struct ledger *,
		    const struct rulebook *, struct str village,
		    struct period, struct schema_run *, struct arena *,
		    struct diag *);

/* An entry's figure: 95.83, 23 of 24, or five stars, in hundredths of a per
 * cent; -1: none, or none between 0 and 100 %. */
int32_t		acts_rate(const struct record *);

/* The day on which a month's review closes, rolled: score_job.closes.
 * The calendar must have been loaded. */
date_day	acts_closes(void *ledger, int year, int month);

/*
 * Who is ranked: every subject of the book in a village that is eligible on
 * the last day of the period.  Of a book for villages that is the village
 * itself, or with the township's code all of them.  An empty village: all
 * there are (not from threads).
 */
struct subject {
	struct str id, name, group;	/* villagers' group */
	struct str class;		/* supervised class of a person */
};

MUST_USE bool	acts_subjects(struct subject **, size_t *n, struct ledger *,
		    const struct rulebook *, struct str village,
		    struct period, struct schema_run *, struct arena *,
		    struct diag *);

/* The kind of record a book's subjects are: household, region … */
const char	*acts_subject_kind(const struct rulebook *);

#endif
