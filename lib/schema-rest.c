/* SPDX-License-Identifier: MIT */
/*
 * schema-rest - unevaluatedProperties and unevaluatedItems
 *
 * Frames at one place put down, on one stack, which children they have
 * evaluated: those of a frame that holds become part of what the frame
 * below it knows, those of one that fails are dropped.  A child is known by
 * the index of its node (of its key's, in a mapping).
 */
#include <stdlib.h>

#include "schema-run.h"

void
rest_note(struct schema_run *r, uint32_t from, uint32_t to)
{
	if (from >= to)
		return;
	if (r->nevals == SCHEMA_EVALS) {
		r->broken = "the schema takes too many steps here";
		return;
	}
	r->evals = arena_grow(r->arena, r->evals, r->nevals, &r->evals_cap,
	    sizeof(*r->evals));
	r->evals[r->nevals++] = (struct eval){ from, to };
}

static bool
named(struct schema_run *r, const struct keys *k, struct str name)
{
	const struct prop *p = keys_find(k, name);
	uint32_t i;

	if (p && p->node)
		return true;
	for (i = 0; i < k->npatterns; i++)
		if (pattern_match(k->patterns[i].pattern, r->patterns,
		    name) == PATTERN_YES)
			return true;
	return false;
}

void
rest_note_keys(struct schema_run *r, const struct frame *f)
{
	const struct keys *k = f->sub->keys;
	const struct node *nodes = r->doc->nodes;
	uint32_t at, end = nodes[f->node].next;

	if (k->has_additional) {
		rest_note(r, f->node + 1, end);
		return;
	}
	if (k->nprops == 0 && k->npatterns == 0)
		return;
	for (at = f->node + 1; at < end; at = nodes[at + 1].next)
		if (named(r, k, nodes[at].text))
			rest_note(r, at, at + 1);
}

void
rest_note_items(struct schema_run *r, const struct frame *f)
{
	const struct items *t = f->sub->items;
	const struct node *nodes = r->doc->nodes;
	uint32_t at = f->node + 1, end = nodes[f->node].next, i;

	if (t->has_rest) {
		rest_note(r, at, end);
		return;
	}
	for (i = 0; i < t->nprefix && at < end; i++)
		at = nodes[at].next;
	rest_note(r, f->node + 1, at);
}

void
rest_settle(struct schema_run *r, const struct frame *f)
{
	struct frame *below = r->top ? &r->frames[r->top - 1] : NULL;

	/* with `all`, after a fault, the rest is not to be blamed too */
	if (!below || below->node != f->node || below->as_key != f->as_key ||
	    !below->track || (!f->ok && !f->all))
		r->nevals = f->evals;
	else if (!f->ok)
		below->vague |= f->vague;
}

static int
by_start(const void *a, const void *b)
{
	const struct eval *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* f->count: the next note, in order; f->branch: how far those before reach. */
static bool
evaluated(const struct schema_run *r, struct frame *f, uint32_t child)
{
	while (f->evals + f->count < r->nevals &&
	    r->evals[f->evals + f->count].from <= child) {
		if (r->evals[f->evals + f->count].to > f->branch)
			f->branch = r->evals[f->evals + f->count].to;
		f->count++;
	}
	return child < f->branch;
}

static enum move
rest_child(struct schema_run *r, struct frame *f, bool map)
{
	const struct rest *t = f->sub->rest;
	uint32_t child = f->child;

	f->child = r->doc->nodes[map ? child + 1 : child].next;
	if (evaluated(r, f, child))
		return NEXT;
	if (!map)
		return frame_must(r, f, t->items, child, f->key, false);
	if (t->props == SUB_FALSE)
		return frame_fail(r, f, (struct found){ .node = child,
		    .code = FOUND_UNKNOWN, .a = f->node });
	return frame_must(r, f, t->props, child + 1, child, false);
}

enum move
rest_walk(struct schema_run *r, struct frame *f)
{
	const struct rest *t = f->sub->rest;
	const struct node *n = &r->doc->nodes[f->node];
	bool map = n->kind == NODE_MAP;
	enum move m;

	if (!t || f->as_key || f->vague ||
	    !(map ? t->has_props : n->kind == NODE_SEQ && t->has_items))
		return NEXT;
	if (f->i == 0 && r->nevals > f->evals)
		qsort(r->evals + f->evals, r->nevals - f->evals,
		    sizeof(*r->evals), by_start);
	f->i = 1;
	if (f->waiting && !frame_took(r, f))
		return STOP;
	while (f->child < n->next) {
		m = rest_child(r, f, map);
		if (m != NEXT)
			return m;
	}
	rest_note(r, f->node + 1, n->next);
	return NEXT;
}
