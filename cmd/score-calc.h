/* SPDX-License-Identifier: MIT */
/*
 * score-calc - what the verbs of score-calc share
 *
 * Each verb has a file of its own, opens the ledger itself (only it knows
 * whether it writes) and takes the command's words from the second on.
 */
#ifndef SCORE_CALC_H
#define SCORE_CALC_H

#include "cmd.h"

/* The options of all verbs; a verb is refused those it does not know. */
struct score_opts {
	bool        approve_all;	/* review */
	struct strs except, approve, reject, give_back;
	struct str  book;		/* quarter, year, verify */
	bool        draft, publish, freeze;
};

MUST_USE bool	verb_record(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_review(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_object(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_decide(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_adjust(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_redeem(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_expire(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_quarter(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_year(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_verify(struct cmd *, const struct score_opts *);
MUST_USE bool	verb_explain(struct cmd *, const struct score_opts *);

/* No word behind the verb (and its `n` arguments); a fault if there is. */
MUST_USE bool	verb_words(struct cmd *, size_t n);

/* The common path of verbs that add records of a kind. */
MUST_USE bool	verb_add(struct cmd *, struct add *, struct change *,
		    const char *kind, const char *spread);

#endif
