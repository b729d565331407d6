/* SPDX-License-Identifier: MIT */
/*
 * secret - numbers of people that have no place in a ledger under git
 *
 * A citizen's number is known by its check digit and its birthday (GB 11643),
 * a mobile number by its form, a bank card by its check digit (Luhn).  Only
 * free texts and names are looked at, never ids, references and digests.
 */
#ifndef SECRET_H
#define SECRET_H

#include "record.h"

enum secret {
	SECRET_NONE, SECRET_IDENTITY, SECRET_PHONE, SECRET_CARD
};

/* The first such number of a text, and where in it. */
enum secret	secret_find(struct str text, struct span *where);

/* May the field hold such a number?  Texts may not, but for those that are
 * the ledger's own numbers: refs, digests, an office's telephone. */
bool		secret_allowed(const struct field *);

/* Fault "secret.identity", "secret.phone" or "secret.card", naming the field
 * (its label) and the place in the source that it was said at. */
MUST_USE bool	secret_none(struct str text, struct str label,
		    const struct source *, struct span, struct diag *);

/* A warning for each field of a record that stands in a ledger. */
void		secret_scan(const struct record *, bool chinese,
		    struct diag *);

#endif
