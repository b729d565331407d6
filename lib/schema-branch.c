/* SPDX-License-Identifier: MIT */
/*
 * schema-branch - what a subschema makes of others at the same node
 *
 * Of anyOf and oneOf, when every branch fails, the faults of the branch that
 * came nearest are kept and no others, so that one mistake is one message.
 */
#include "schema-run.h"

/* Every subschema of the op, as if it stood here. */
static enum move
op_all(struct schema_run *r, struct frame *f, const struct op *op)
{
	enum move m;

	if (f->waiting && !frame_took(r, f))
		return STOP;
	while (f->branch < op->n) {
		m = frame_must(r, f, op->subs[f->branch++], f->node, f->key,
		    f->as_key);
		if (m != NEXT)
			return m;
	}
	return NEXT;
}

static enum move
op_when(struct schema_run *r, struct frame *f, const struct op *op)
{
	if (r->doc->nodes[f->node].kind != NODE_MAP ||
	    !doc_key(r->doc, f->node, op->key))
		return NEXT;
	return op_all(r, f, op);
}

/* A branch that fails by its type is further away than any other. */
static size_t
distance(const struct schema_run *r, const struct frame *f, size_t at)
{
	size_t n = r->found.n - at;

	if (n && r->found.v[at].code == FOUND_TYPE &&
	    r->found.v[at].node == f->node)
		n += SCHEMA_FOUND;
	return n;
}

/*
 * A branch of anyOf or oneOf has failed: of what it and the best before it
 * noted, the shorter list stays, right after the mark.
 */
static void
keep_best(struct schema_run *r, struct frame *f)
{
	struct found *v = r->found.v;
	bool first = f->branch == 1;
	size_t at = f->mark + (first ? 0 : f->nbest), n = r->found.n - at;

	if (n == 1 && v[at].code == FOUND_TYPE && v[at].node == f->node)
		f->types |= v[at].a;
	else
		f->types |= IS_ANY + 1;
	if (!first && distance(r, f, at) >= (f->nbest && v[f->mark].code ==
	    FOUND_TYPE && v[f->mark].node == f->node ?
	    SCHEMA_FOUND + f->nbest : f->nbest)) {
		r->found.n = at;
		return;
	}
	if (n)
		memmove(&v[f->mark], &v[at], n * sizeof(*v));
	f->nbest = n;
	r->found.n = f->mark + n;
}

static void
took_branch(struct schema_run *r, struct frame *f)
{
	f->waiting = false;
	if (r->ok)
		f->count++;
	else if (f->all && f->count == 0)
		keep_best(r, f);
	if (!r->ok)
		r->nevals = f->tried;
	if (f->count)
		r->found.n = f->mark;
}

/*
 * anyOf is done at the first that passes, oneOf at the second; but all are
 * asked where it counts what they evaluate.
 */
static enum move
op_choice(struct schema_run *r, struct frame *f, const struct op *op)
{
	uint32_t enough = op->kind == OP_ANY ? f->track ? op->n + 1 : 1 : 2;

	if (f->waiting)
		took_branch(r, f);
	while (f->branch < op->n && f->count < enough) {
		f->tried = (uint32_t)r->nevals;
		if (frame_check(r, f, op->subs[f->branch++], f->node, f->key,
		    f->as_key, f->all && f->count == 0) == WAIT)
			return WAIT;
		took_branch(r, f);
	}
	if (f->count == 1 || (f->count && op->kind == OP_ANY))
		return NEXT;
	f->vague = true;
	if (f->count > 1)
		return frame_fail(r, f, (struct found){ .code = FOUND_ONE,
		    .node = f->node });
	f->ok = false;
	if (!f->all)
		return STOP;
	if (r->found.n > f->mark && f->types <= IS_ANY)
		r->found.v[f->mark].a = f->types;
	return NEXT;
}

static enum move
op_not(struct schema_run *r, struct frame *f, const struct op *op)
{
	if (!f->waiting && frame_check(r, f, op->subs[0], f->node, f->key,
	    f->as_key, false) == WAIT)
		return WAIT;
	f->waiting = false;
	return !r->ok ? NEXT : frame_fail(r, f, (struct found){
	    .code = FOUND_NOT, .node = f->node });
}

static enum move
op_if(struct schema_run *r, struct frame *f, const struct op *op)
{
	enum move m;

	if (f->branch == 0) {
		if (!f->waiting && frame_check(r, f, op->subs[0], f->node,
		    f->key, f->as_key, false) == WAIT)
			return WAIT;
		f->waiting = false;
		f->branch = 1;
		m = frame_must(r, f, op->subs[r->ok ? 1 : 2], f->node, f->key,
		    f->as_key);
		return m;
	}
	return frame_took(r, f) ? NEXT : STOP;
}

/* The outermost resource on the way here that has the name. */
static uint32_t
dynamic_target(struct schema_run *r, const struct op *op)
{
	const struct schema *s = r->schema;
	const struct resource *in;
	const struct frame *f;
	uint32_t i;

	for (f = r->frames; f < r->frames + r->top && r->steps; f++) {
		r->steps--;
		in = &s->resources[f->sub->resource];
		for (i = 0; i < in->ndynamics; i++)
			if (str_eq(in->dynamics[i].name, op->key))
				return in->dynamics[i].sub;
	}
	return op->subs[0];
}

static enum move
op_dynamic(struct schema_run *r, struct frame *f, const struct op *op)
{
	if (f->waiting)
		return frame_took(r, f) ? NEXT : STOP;
	return frame_must(r, f, dynamic_target(r, op), f->node, f->key,
	    f->as_key);
}

enum move
branch_ops(struct schema_run *r, struct frame *f)
{
	static enum move (*const kinds[])(struct schema_run *,
	    struct frame *, const struct op *) = {
		[OP_ALL] = op_all, [OP_ANY] = op_choice,
		[OP_ONE] = op_choice, [OP_NOT] = op_not, [OP_IF] = op_if,
		[OP_WHEN] = op_when, [OP_DYNAMIC] = op_dynamic,
	};
	const struct sub *sub = f->sub;
	enum move m;

	while (f->i < sub->nops) {
		if (f->branch == 0 && !f->waiting)
			f->mark = r->found.n;
		m = kinds[sub->ops[f->i].kind](r, f, &sub->ops[f->i]);
		if (m != NEXT)
			return m;
		f->i++;
		f->branch = f->count = f->types = 0;
		f->nbest = 0;
	}
	return NEXT;
}
