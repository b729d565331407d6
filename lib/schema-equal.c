/* SPDX-License-Identifier: MIT */
/*
 * schema-equal - equality and hashes of subtrees, as JSON sees them
 *
 * 1 and 1.0 are equal, mappings are equal in any order.  Depth is DOC_DEPTH
 * at most, so a stack of that many levels is enough.
 */
#include <stdlib.h>

#include "schema-ops.h"

#define LEVELS	(DOC_DEPTH + 2)
#define FEW	8	/* items compared each with each */

static bool
is_number(const struct node *n)
{
	return n->type == TYPE_INT || n->type == TYPE_FLOAT;
}

static bool
scalars_equal(const struct node *a, const struct node *b)
{
	struct decimal x, y;

	if (is_number(a) && is_number(b) && decimal_parse(&x, a->text) &&
	    decimal_parse(&y, b->text))
		return decimal_cmp(&x, &y) == 0;
	return a->type == b->type &&
	    (a->type == TYPE_NULL || str_eq(a->text, b->text));
}

struct level {
	uint32_t at, end;	/* what is left of a's children */
	uint32_t map;		/* b's mapping, or 0 within sequences … */
	uint32_t other;		/* … whose next child stands here */
};

/* One node of either side; opens a level where there are children. */
static bool
step(struct level **top, const struct level *last, const struct doc *x,
    uint32_t a, const struct doc *y, uint32_t b)
{
	const struct node *m = &x->nodes[a], *n = &y->nodes[b];

	if (m->kind != n->kind)
		return false;
	if (m->kind == NODE_SCALAR)
		return scalars_equal(m, n);
	if (m->n != n->n || *top == last)
		return false;
	*++*top = (struct level){ a + 1, m->next,
	    m->kind == NODE_MAP ? b : UINT32_MAX, b + 1 };
	return true;
}

bool
nodes_equal(const struct doc *x, uint32_t a, const struct doc *y, uint32_t b)
{
	struct level levels[LEVELS], *l = levels;

	*l = (struct level){ 0, 0, UINT32_MAX, 0 };
	if (!step(&l, levels + LEVELS - 1, x, a, y, b))
		return false;
	while (l > levels) {
		if (l->at >= l->end) {
			l--;
			continue;
		}
		if (l->map != UINT32_MAX) {
			b = doc_get(y, l->map, x->nodes[l->at].text);
			if (b == 0)
				return false;
			a = l->at + 1;
		} else {
			a = l->at;
			b = l->other;
			l->other = y->nodes[b].next;
		}
		l->at = x->nodes[a].next;
		if (!step(&l, levels + LEVELS - 1, x, a, y, b))
			return false;
	}
	return true;
}

static uint64_t
scramble(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}

static uint64_t
scalar_hash(const struct node *n, uint64_t seed)
{
	struct decimal d;

	if (is_number(n) && decimal_parse(&d, n->text))
		return scramble(decimal_hash(&d) ^ seed);
	return n->type == TYPE_NULL ? scramble(seed + 1) :
	    hash_str(n->text, seed + n->type);
}

struct sum { uint32_t end; uint64_t h; bool map; };

/*
 * Sequences chain what their items give, mappings add up what their pairs
 * give: so their order does not count.
 */
uint64_t
node_hash(const struct doc *doc, uint32_t node, uint64_t seed)
{
	struct sum sums[LEVELS] = { { 0 } };
	uint32_t at = node, depth = 0;
	const struct node *n;
	uint64_t keys[LEVELS] = { 0 }, h, key = 0;

	for (;;) {
		n = &doc->nodes[at];
		if (n->kind != NODE_SCALAR && depth < LEVELS - 1) {
			keys[depth] = key;
			sums[++depth] = (struct sum){ n->next,
			    seed + n->kind, n->kind == NODE_MAP };
			at++;
		} else {
			h = scalar_hash(n, seed);
			at = n->next;
			if (depth == 0)
				return h;
			sums[depth].h = sums[depth].map ?
			    sums[depth].h + scramble(h ^ key) :
			    scramble(sums[depth].h ^ h) + 1;
		}
		while (at >= sums[depth].end) {
			h = scramble(sums[depth--].h);
			if (depth == 0)
				return h;
			key = keys[depth];
			sums[depth].h = sums[depth].map ?
			    sums[depth].h + scramble(h ^ key) :
			    scramble(sums[depth].h ^ h) + 1;
		}
		key = 0;
		if (sums[depth].map) {
			key = hash_str(doc->nodes[at].text, seed);
			at++;
		}
	}
}

static int
by_hash(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	if (x->h != y->h)
		return x->h < y->h ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

void
hashed_sort(struct hashed *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_hash);
}

bool
hashed_find(const struct hashed *v, size_t n, const struct doc *theirs,
    const struct doc *doc, uint32_t node)
{
	uint64_t h = node_hash(doc, node, 0);
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (v[mid].h < h)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n && v[low].h == h; low++)
		if (nodes_equal(theirs, v[low].node, doc, node))
			return true;
	return false;
}

static uint32_t
few_twice(const struct doc *doc, uint32_t list, uint32_t *first)
{
	uint32_t end = doc->nodes[list].next, i, j;

	for (i = list + 1; i < end; i = doc->nodes[i].next)
		for (j = list + 1; j < i; j = doc->nodes[j].next)
			if (nodes_equal(doc, i, doc, j)) {
				*first = j;
				return i;
			}
	return 0;
}

/* Kept from one check to the next, so that many checks cost no memory. */
static void *
scratch_room(struct scratch *room, size_t n, size_t size)
{
	if (n * size > room->size) {
		room->size = n * size * 2;
		room->p = arena_alloc(room->arena, room->size);
	}
	return room->p;
}

uint32_t
items_twice(const struct doc *doc, uint32_t list, uint32_t *first,
    struct scratch *room)
{
	uint32_t end = doc->nodes[list].next, i, n = 0, found = 0;
	uint64_t seed = hash_str(S("items"), (uintptr_t)doc ^ (uintptr_t)room);
	struct hashed *seen;

	if (doc->nodes[list].n <= FEW)
		return few_twice(doc, list, first);
	seen = scratch_room(room, doc->nodes[list].n, sizeof(*seen));
	for (i = list + 1; i < end; i = doc->nodes[i].next)
		seen[n++] = (struct hashed){ node_hash(doc, i, seed), i };
	hashed_sort(seen, n);
	for (i = 1; i < n; i++)
		if (seen[i].h == seen[i - 1].h &&
		    (found == 0 || seen[i].node < found) &&
		    nodes_equal(doc, seen[i - 1].node, doc, seen[i].node)) {
			found = seen[i].node;
			*first = seen[i - 1].node;
		}
	return found;
}
