/* SPDX-License-Identifier: MIT */
/* check-set - open addressing with linear probing, at most half full. */
#include "check-set.h"

#define FIRST	64	/* slots of a new set */

static struct check_seen *
look(const struct check_set *s, uint64_t hash)
{
	size_t i = hash & (s->cap - 1);

	while (s->v[i].hash && s->v[i].hash != hash)
		i = (i + 1) & (s->cap - 1);
	return &s->v[i];
}

static void
widen(struct check_set *s)
{
	struct check_seen *old = s->v;
	size_t i, n = s->cap;

	s->cap = n ? n * 2 : FIRST;
	s->v = arena_array(s->arena, s->cap, sizeof(*s->v));
	for (i = 0; i < n; i++)
		if (old[i].hash)
			*look(s, old[i].hash) = old[i];
}

struct check_seen *
check_set_put(struct check_set *s, uint64_t hash)
{
	struct check_seen *at;

	if (s->n * 2 >= s->cap)
		widen(s);
	at = look(s, hash);
	if (at->hash == 0) {
		at->hash = hash;
		s->n++;
	}
	return at;
}

const struct check_seen *
check_set_get(const struct check_set *s, uint64_t hash)
{
	const struct check_seen *at;

	if (s->n == 0)
		return NULL;
	at = look(s, hash);
	return at->hash ? at : NULL;
}
