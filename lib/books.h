/* SPDX-License-Identifier: MIT */
/*
 * books - the rulebooks of a ledger, read when first asked for
 */
#ifndef BOOKS_H
#define BOOKS_H

#include "ledger.h"
#include "rulebook.h"

struct books {
	const struct rulebook **v;	/* by id */
	size_t                  n, cap;
};

/* All of rules/; the same ones again at the next call. */
MUST_USE bool	books_all(const struct books **, struct ledger *,
		    struct diag *);

/* "household" or "household@2026-01-01", or a title; NULL if there is none. */
const struct rulebook	*books_find(const struct books *, struct str);

/* The same with a fault ("rulebook.unknown") that names those there are. */
MUST_USE bool	books_get(const struct rulebook **, struct ledger *,
		    struct str, const struct source *, struct span,
		    struct diag *);

#endif
