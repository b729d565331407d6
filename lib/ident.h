/* SPDX-License-Identifier: MIT */
/*
 * ident - the ids we make: kind letter, day, hyphen, eight characters
 *
 * V20260316-7QK4M2ZD.  The eight are the start of a SHA-256 over what the
 * user gave, in Crockford's base32: with a ref, over kind, village and ref
 * alone; else over kind, village, every given field in the order of keys,
 * and how many identical ones stand before it in the batch.  Never over
 * links, defaults, the clock or the user (x-hash: false in the schema).
 */
#ifndef IDENT_H
#define IDENT_H

#include "kind.h"
#include "value.h"

#define IDENT_CHARS	8
#define IDENT_MORE	10	/* where two records met in eight */

/*
 * The id for a record as given (before defaults), `chars` long in its last
 * part; `day` is its day as 2026-03-16 and `nth` counts identical records
 * before it in the same batch.
 */
struct str	ident_make(const struct kind *, const struct value *given,
		    struct str village, struct str day, size_t nth,
		    size_t chars, struct arena *);

/* What ident_make hashes, without nth: equal texts are equal acts. */
struct str	ident_text(const struct kind *, const struct value *given,
		    struct str village, struct arena *);

/* Has this the form of an id of the kind's letter? */
bool	ident_is(const struct kind *, struct str);

/* The part after the hyphen; empty where there is none. */
struct str	ident_tail(struct str id);

#endif
