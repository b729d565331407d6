/* SPDX-License-Identifier: MIT */
/* map - open addressing with linear probing, at most half full. */
#include "map.h"

struct slot {
	struct str key;
	uint64_t   hash;	/* 0 marks an empty slot */
	void      *value;
};

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}

uint64_t
hash_str(struct str s, uint64_t seed)
{
	uint64_t h = seed ^ (s.n * 0x9e3779b97f4a7c15u), w;

	for (; s.n >= 8; s.p += 8, s.n -= 8) {
		memcpy(&w, s.p, 8);
		h = (h ^ mix(w)) * 0x9fb21c651e98df25u;
		h ^= h >> 29;
	}
	w = 0;
	if (s.n)
		memcpy(&w, s.p, s.n);
	return mix(h ^ mix(w));
}

void
map_init(struct map *m, struct arena *a)
{
	/* where memory happens to lie differs from run to run */
	*m = (struct map){ .arena = a,
	    .seed = mix((uintptr_t)m ^ mix((uintptr_t)a->first ^
	    (uintptr_t)&map_init)) };
}

static struct slot *
look(const struct map *m, struct str key, uint64_t h)
{
	size_t i;

	for (i = h & (m->cap - 1);; i = (i + 1) & (m->cap - 1))
		if (m->slots[i].hash == 0 || (m->slots[i].hash == h &&
		    str_eq(m->slots[i].key, key)))
			return &m->slots[i];
}

static uint64_t
hash(const struct map *m, struct str key)
{
	uint64_t h = hash_str(key, m->seed);

	return h ? h : 1;
}

void *
map_get(const struct map *m, struct str key)
{
	return m->n ? look(m, key, hash(m, key))->value : NULL;
}

static void
widen(struct map *m)
{
	struct slot *old = m->slots;
	size_t i, n = m->cap;

	m->cap = n ? n * 2 : 16;
	m->slots = arena_array(m->arena, m->cap, sizeof(*m->slots));
	for (i = 0; i < n; i++)
		if (old[i].hash)
			*look(m, old[i].key, old[i].hash) = old[i];
}

void **
map_put(struct map *m, struct str key)
{
	uint64_t h = hash(m, key);
	struct slot *s;

	if (m->n * 2 >= m->cap)
		widen(m);
	s = look(m, key, h);
	if (s->hash == 0) {
		*s = (struct slot){ .key = key, .hash = h };
		m->n++;
	}
	return &s->value;
}
