/* SPDX-License-Identifier: MIT */
/*
 * refs - people, households, villages, units: from id to name and back
 *
 * A register is indexed, a village at a time, when it is first asked about.
 * A name is looked up in the record's own village, then in the township's
 * registers, then everywhere; two that fit are a fault that lists both.
 */
#ifndef REFS_H
#define REFS_H

#include "ledger.h"

struct ref {
	struct str id;
	struct str name;	/* by which people know it */
	struct str village;
	struct str group;	/* villagers' group, where it has one */
	struct str roles;	/* joined by spaces, for persons */
	struct str household;	/* of a person */
	bool       voided;
};

/*
 * The id that a text means: an id, a unique part of one, a name, or
 * name@group.  Faults: "unknown-ref" (with what is near), "ambiguous-ref".
 */
MUST_USE bool	refs_resolve(struct str *id, struct ledger *,
		    struct str kind, struct str text, struct str village,
		    const struct source *, struct span, struct diag *);

/* By exact id; the village narrows the search and may be empty. */
const struct ref	*refs_get(struct ledger *, struct str kind,
			    struct str id, struct str village,
			    struct diag *);

/* 小房村: a place's name without 村民委员会, 居民委员会 … */
struct str	refs_short(struct str name);

/* The name to show for an id, a place's short one; the id itself where it is
 * not known. */
struct str	refs_name(struct ledger *, struct str kind, struct str id,
		    struct str village, struct diag *);

/* All of a kind in a village (empty: all), in the order of the files. */
MUST_USE bool	refs_all(const struct ref *const **, size_t *n,
		    struct ledger *, struct str kind, struct str village,
		    struct diag *);

/* A record of any kind found by its id or a unique part of it. */
struct refs_record {
	const struct kind *kind;
	struct str         id;
	struct str         path;	/* of the file that holds it */
};

MUST_USE bool	refs_find(struct refs_record *, struct ledger *,
		    const struct kind *, struct str text,
		    const struct source *, struct span, struct diag *);

#endif
