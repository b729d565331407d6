/* SPDX-License-Identifier: MIT */
/*
 * check-set - ids as numbers, each with the place where it stands first
 *
 * Sixteen bytes an id, whatever its length: hashes of 64 bits, by a seed that
 * no input knows, stand for the ids.
 */
#ifndef CHECK_SET_H
#define CHECK_SET_H

#include "arena.h"

struct check_seen {
	uint64_t hash;		/* 0: empty */
	uint32_t file, line;	/* index of a path; from 1 */
};

struct check_set {
	struct arena      *arena;	/* borrowed: owns the slots */
	struct check_seen *v;
	size_t             n, cap;
};

/* The place of a hash (not 0), added with line 0 where it is new; valid until
 * the next is put. */
struct check_seen	*check_set_put(struct check_set *, uint64_t hash);

/* NULL where it is not there. */
const struct check_seen	*check_set_get(const struct check_set *,
			    uint64_t hash);

#endif
