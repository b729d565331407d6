/* SPDX-License-Identifier: MIT */
/* add-work - what add.c and complete.c share. */
#ifndef ADD_WORK_H
#define ADD_WORK_H

#include "add.h"

/* A record by its id and by the last part of it; without a path it comes
 * with this batch. */
struct add_tail {
	struct str id, path;
};

struct add_tails {
	struct arena *arena;
	struct map    by_tail;
};

/* All of a kind in a village (empty: everywhere); NULL with a fault. */
struct add_tails	*add_tails(struct add *, const struct kind *,
			    struct str village, struct diag *);

/* The record of an id in a file of the change, or false. */
MUST_USE bool	add_standing(struct record *, struct add *,
		    const struct kind *, struct str path, struct str id,
		    struct diag *);

/* Does the record say all that was given, as `rec` has it? */
bool		add_all_same(const struct value *given,
		    const struct value *rec, const struct record *);

/* The id of an act that it was given with; empty where it was not. */
struct str	add_own_id(const struct kind *, const struct value *);

/* ADD_UPDATE: what was given laid over what stands, under the rules. */
MUST_USE bool	add_corrected(const struct added *, struct add *,
		    const struct kind *, const struct value *given,
		    struct diag *);

#endif
