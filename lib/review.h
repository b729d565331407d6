/* SPDX-License-Identifier: MIT */
/*
 * review - the monthly review of a village's entries
 *
 * A review is a record of its own that names the entries it approved,
 * rejected or gave back; entries are never rewritten.  Of several reviews
 * the last word holds.  Here is what stands of a month, and who may not say
 * a word on what: neither who collected or typed an entry, nor its subject,
 * nor the subject's household (domain.md C3.2).
 */
#ifndef REVIEW_H
#define REVIEW_H

#include "refs.h"
#include "score.h"
#include "table.h"
#include "value.h"

/* An entry that is neither void nor revoked, and the last word on it. */
struct review_item {
	struct record record;
	enum verdict  verdict;
	struct str    review;	/* the id of the review; empty: none */
	struct str    reviewer, reason;
	date_day      day;
};

struct review_month {
	struct str          village;
	struct period       month;
	struct ledger_file  file;	/* the month's entries */
	struct review_item *v;		/* in the order of the file */
	size_t              n;
};

/* A month of a village; stays where it is, as its records point into it. */
MUST_USE bool	review_load(struct review_month *, struct ledger *,
		    struct str village, struct period month, struct arena *,
		    struct diag *);

/* Who reviews; in a village with the households that are his own. */
struct review_person {
	const struct ref *ref;
	struct map        homes;	/* household id -> itself */
};

MUST_USE bool	review_person(struct review_person *, struct ledger *,
		    const struct ref *, struct str village, struct arena *,
		    struct diag *);

/* Why something is not to be: a rule's name and the words (a message id). */
struct review_bar {
	const char *rule, *text;	/* NULL: nothing stands in the way */
};

/*
 * What keeps this person (NULL: anybody) from a word on the entry:
 * entry.own-approval, entry.own-household; and from approving it:
 * entry.declared, entry.evidence.
 */
struct review_bar	review_own(const struct review_item *,
			    const struct review_person *, struct ledger *,
			    struct diag *);
struct review_bar	review_bar(const struct review_item *,
			    const struct review_person *, struct ledger *,
			    struct diag *);

/*
 * The items of some months that wait for a word, as a table: what the entry
 * says, its state, and what keeps who[i] (who NULL: anybody) from
 * approving it.  The column id finds them again.
 */
MUST_USE bool	review_table(struct table *, struct ledger *,
		    const struct review_month *, size_t n,
		    const struct review_person *, struct diag *);

/* Lists of a review record in the making. */
enum review_word {
	REVIEW_NONE, REVIEW_APPROVE, REVIEW_REJECT, REVIEW_RETURN,
	REVIEW_LEAVE	/* nothing, on purpose */
};

/*
 * The record of one act: words[i] says what becomes of the month's item i.
 * NULL where there is nothing to say.
 */
struct value	*review_record(const struct review_month *,
		    const enum review_word *words, struct str reviewer,
		    date_day day, struct str reason, struct arena *);

#endif
