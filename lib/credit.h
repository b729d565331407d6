/* SPDX-License-Identifier: MIT */
/*
 * credit - points that can be spent, and what they are spent on
 *
 * Settled quarters of a book that adds up give credit on the day they were
 * frozen; redemptions take it; what is left on the clearing day
 * (policy.credit_expires) expires.  All of it follows from the records:
 * nothing but the redemption itself is written.  Ranks go by what was
 * earned, never by this (domain.md C3.6, C4.7 d).
 */
#ifndef CREDIT_H
#define CREDIT_H

#include "books.h"

struct credit {
	points   earned, spent, expired;	/* up to the day asked for */
	points   balance;	/* earned - spent - expired */
	points   cleared;	/* what the last clearing day took ... */
	date_day cleared_on;	/* ... DATE_NONE: there was none yet */
};

/* The accounts of a book in a village. */
struct credit_book {
	struct arena   *arena;
	struct str      book, village;
	struct map      by_subject;	/* id -> struct credit_account */
	struct strs     subjects;	/* in the order they came up */
	int             month, day;	/* of the clearing */
};

MUST_USE bool	credit_load(struct credit_book *, struct ledger *,
		    const struct rulebook *, struct str village,
		    struct arena *, struct diag *);

/* As it stands at the end of a day. */
struct credit	credit_on(const struct credit_book *, struct str subject,
		    date_day);

#endif
