/* SPDX-License-Identifier: MIT */
/*
 * map - from text to a pointer, by hash
 *
 * Open addressing, seeded afresh for every map, so that no input can choose
 * its collisions.  Keys are not copied.  There is no order: who needs one
 * sorts, or keeps a list beside it.
 */
#ifndef MAP_H
#define MAP_H

#include "arena.h"

struct map {
	struct arena *arena;	/* borrowed: owns the slots */
	struct slot  *slots;
	size_t        n, cap;
	uint64_t      seed;
};

void	map_init(struct map *, struct arena *);

/* The value put for the key, or NULL. */
void	*map_get(const struct map *, struct str key);

/*
 * Where the value for the key is kept, made (holding NULL) where the key is
 * new; valid until the next map_put.  `*map_put(m, k) = v` adds or replaces.
 */
void	**map_put(struct map *, struct str key);

/* The hash the map uses, for those who keep sets of numbers instead. */
uint64_t	hash_str(struct str, uint64_t seed);

#endif
