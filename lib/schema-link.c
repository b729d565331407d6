/* SPDX-License-Identifier: MIT */
/*
 * schema-link - the last pass of a compile, over all subs
 *
 * A schema that leads back to itself at the same place would never be done:
 * that is a fault.  Then what only refers to another sub is replaced by it.
 */
#include "schema-compile.h"

/* One sub on the way, and which edge of it comes next. */
struct step { uint32_t sub, op, branch; };

enum { NEW, OPEN, DONE };

#define NONE	UINT32_MAX

static uint32_t
next_edge(const struct schema *s, struct step *at)
{
	const struct sub *sub = &s->subs[at->sub];

	while (at->op < sub->nops) {
		/* where a dynamic one leads is known only on the way */
		if (sub->ops[at->op].kind != OP_DYNAMIC &&
		    at->branch < sub->ops[at->op].n)
			return sub->ops[at->op].subs[at->branch++];
		at->op++;
		at->branch = 0;
	}
	return NONE;
}

/* Depth first from one sub; false, with a fault, where a way ends in it. */
static bool
no_loop(struct compile *c, struct step *way, uint8_t *state, uint32_t from)
{
	const struct schema *s = c->s;
	uint32_t n = 1, to;

	way[0] = (struct step){ from, 0, 0 };
	state[from] = OPEN;
	while (n) {
		to = next_edge(s, &way[n - 1]);
		if (to == NONE) {
			state[way[--n].sub] = DONE;
		} else if (state[to] == NEW) {
			state[to] = OPEN;
			way[n++] = (struct step){ to, 0, 0 };
		} else if (state[to] == OPEN) {
			to = way[n - 1].sub;
			compile_fault_at(c, s->subs[to].doc,
			    s->subs[to].node, "schema-loop",
			    "this schema leads back to itself at the same "
			    "place, without end");
			return false;
		}
	}
	return true;
}

static bool
no_loops(struct compile *c)
{
	const struct schema *s = c->s;
	uint8_t *state = arena_array(c->arena, s->nsubs, 1);
	struct step *way = arena_array(c->arena, s->nsubs, sizeof(*way));
	uint32_t i;

	state[SUB_TRUE] = state[SUB_FALSE] = DONE;
	for (i = 0; i < s->nsubs; i++)
		if (state[i] == NEW && !no_loop(c, way, state, i))
			return false;
	return true;
}

/* Says nothing but "as that one". */
static bool
is_alias(const struct schema *s, const struct sub *sub)
{
	/* its resource may be the one a $dynamicRef looks for */
	if (s->dynamic && s->resources[sub->resource].ndynamics)
		return false;
	return sub->nops == 1 && sub->ops[0].kind == OP_ALL &&
	    sub->ops[0].n == 1 && sub->types == IS_ANY && !sub->choices &&
	    !sub->only && !sub->keys && !sub->items && !sub->bounds &&
	    !sub->rest && !sub->pattern && !sub->format && sub->min == 0 &&
	    sub->max == UINT32_MAX;
}

/* Where an alias leads in the end; the way there is not gone twice. */
static uint32_t
end_of(const struct schema *s, uint32_t *ends, uint32_t sub)
{
	uint32_t at = sub, next, end;

	while (!ends[at] && is_alias(s, &s->subs[at]))
		at = s->subs[at].ops[0].subs[0];
	end = ends[at] ? ends[at] - 1 : at;
	for (at = sub; at != end && !ends[at]; at = next) {
		next = s->subs[at].ops[0].subs[0];
		ends[at] = end + 1;
	}
	return end;
}

static void
link_keys(struct keys *k, const uint32_t *ends)
{
	uint32_t i;

	for (i = 0; i < k->nprops; i++)
		k->props[i].sub = ends[k->props[i].sub];
	for (i = 0; i < k->npatterns; i++)
		k->patterns[i].sub = ends[k->patterns[i].sub];
	k->additional = ends[k->additional];
	for (i = 0; i < k->nprops; i++) {
		k->props[i].use = k->props[i].node ? k->props[i].sub :
		    k->additional;
		k->props[i].bit = i < 64 && i < k->nrequired ?
		    (uint64_t)1 << i : 0;
	}
	k->names = ends[k->names];
}

static void
link_items(struct items *t, const uint32_t *ends)
{
	uint32_t i;

	for (i = 0; i < t->nprefix; i++)
		t->prefix[i] = ends[t->prefix[i]];
	t->rest = ends[t->rest];
	t->contains = ends[t->contains];
}

static void
link_sub(struct sub *sub, const uint32_t *ends)
{
	struct rest *rest = (struct rest *)sub->rest;
	uint32_t i, j;

	if (sub->keys)
		link_keys((struct keys *)sub->keys, ends);
	if (sub->items)
		link_items((struct items *)sub->items, ends);
	if (rest) {
		rest->props = ends[rest->props];
		rest->items = ends[rest->items];
	}
	for (i = 0; i < sub->nops; i++)
		for (j = 0; j < sub->ops[i].n; j++)
			sub->ops[i].subs[j] = ends[sub->ops[i].subs[j]];
}

bool
link_all(struct compile *c)
{
	struct schema *s = c->s;
	uint32_t *ends, i, j;

	if (!no_loops(c))
		return false;
	ends = arena_array(c->arena, s->nsubs, sizeof(*ends));
	for (i = 0; i < s->nsubs; i++)
		(void)end_of(s, ends, i);
	for (i = 0; i < s->nsubs; i++)
		ends[i] = ends[i] ? ends[i] - 1 : i;
	for (i = 0; i < s->nsubs; i++)
		link_sub(&s->subs[i], ends);
	for (i = 0; i < s->nresources; i++)
		for (j = 0; j < s->resources[i].ndynamics; j++)
			s->resources[i].dynamics[j].sub =
			    ends[s->resources[i].dynamics[j].sub];
	s->root = ends[s->root];
	return true;
}
