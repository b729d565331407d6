/* SPDX-License-Identifier: MIT */
/*
 * schema - runs compiled schemas over documents
 *
 * A frame is one subschema at one node.  It goes through phases (the value
 * itself, keys, items, contains, ops); where a phase needs a child's verdict
 * it pushes a frame, returns, and is called again with the verdict.  Scalars
 * under subschemas without ops, nearly all of a ledger, are decided in
 * place.  The same machine serves both passes: with `all` a frame goes on
 * after a fault and notes it, without it stops at the first.
 */
#include "schema-run.h"

enum phase {
	PHASE_VALUE, PHASE_KEYS, PHASE_ITEMS, PHASE_CONTAINS, PHASE_OPS,
	PHASE_REST, PHASE_END
};

struct schema_run *
schema_run_new(struct arena *a)
{
	struct schema_run *r = arena_alloc(a, sizeof(*r));

	r->arena = r->room.arena = a;
	r->patterns = pattern_run_new(a);
	return r;
}

static uint32_t
sub_index(const struct schema_run *r, const struct sub *sub)
{
	return (uint32_t)(sub - r->schema->subs);
}

static struct found *
note(struct schema_run *r, struct found f)
{
	struct founds *l = &r->found;

	l->v = arena_grow(r->arena, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n] = f;
	if (l->n < SCHEMA_FOUND)
		l->n++;
	return &l->v[l->n - 1];
}

/* A fault of the frame itself. */
static enum move
fail(struct schema_run *r, struct frame *f, struct found found)
{
	f->ok = false;
	if (!f->all)
		return STOP;
	found.sub = sub_index(r, f->sub);
	if (!found.key)
		found.key = f->key;
	note(r, found);
	return NEXT;
}

static const struct node *
node_of(const struct schema_run *r, uint32_t i, bool as_key,
    struct node *room)
{
	const struct node *n = &r->doc->nodes[i];

	if (!as_key)
		return n;
	*room = *n;
	room->type = TYPE_STR;
	room->style = STYLE_DOUBLE;
	return room;
}

static void
push(struct schema_run *r, struct frame f)
{
	if (r->top == SCHEMA_FRAMES) {
		r->broken = "the schema refers to itself without end";
		return;
	}
	if (r->steps-- == 0) {
		r->broken = "the schema takes too many steps here";
		return;
	}
	r->frames = arena_grow(r->arena, r->frames, r->top, &r->cap,
	    sizeof(*r->frames));
	f.ok = true;
	f.from = r->found.n;
	f.evals = (uint32_t)r->nevals;
	f.track |= f.sub->rest != NULL;
	r->frames[r->top++] = f;
}

void
frame_push(struct schema_run *r, struct frame f)
{
	push(r, f);
}

/* Decides a child in place, or pushes it.  f may have moved after WAIT. */
static inline enum move
check(struct schema_run *r, struct frame *f, uint32_t sub, uint32_t child,
    uint32_t key, bool as_key, bool all)
{
	const struct sub *s = &r->schema->subs[sub];
	struct node room;
	const struct node *n = node_of(r, child, as_key, &room);
	struct found found;

	if (sub == SUB_TRUE) {
		r->ok = true;
		return NEXT;
	}
	if (n->kind == NODE_SCALAR && s->nops == 0) {
		r->ok = value_ok(s, r->schema, r->patterns, r->doc, n);
		if (!r->ok && all) {
			found = (struct found){ .sub = sub, .node = child,
			    .key = key };
			value_why(&found, s, r->schema, r->patterns, r->doc,
			    n);
			note(r, found);
		}
		return NEXT;
	}
	f->waiting = true;
	push(r, (struct frame){ .sub = s, .node = child, .key = key,
	    .all = all, .as_key = as_key, .track = f->track &&
	    child == f->node && as_key == f->as_key });
	return WAIT;
}

/* Takes a child's verdict where all of them must pass. */
static inline bool
took(struct schema_run *r, struct frame *f)
{
	f->waiting = false;
	if (r->ok)
		return true;
	f->ok = false;
	return f->all;
}

/* The same, for a child that check has just decided or pushed. */
static inline enum move
must(struct schema_run *r, struct frame *f, uint32_t sub, uint32_t child,
    uint32_t key, bool as_key)
{
	enum move m = check(r, f, sub, child, key, as_key, f->all);

	if (m == WAIT)
		return WAIT;
	return took(r, f) ? NEXT : STOP;
}

static enum move
own_value(struct schema_run *r, struct frame *f)
{
	struct node room;
	const struct node *n = node_of(r, f->node, f->as_key, &room);
	struct found found = { .node = f->node };

	f->child = f->node + 1;
	if (value_ok(f->sub, r->schema, r->patterns, r->doc, n))
		return NEXT;
	if (f->all)
		value_why(&found, f->sub, r->schema, r->patterns, r->doc, n);
	(void)fail(r, f, found);
	f->vague = true;
	return STOP;
}

/* dependentRequired */
static enum move
needs_met(struct schema_run *r, struct frame *f, const struct keys *k)
{
	const struct needs *w;
	uint32_t i, j;

	for (i = 0; i < k->nneeds; i++) {
		w = &k->needs[i];
		if (!doc_key(r->doc, f->node, w->key))
			continue;
		for (j = 0; j < w->n; j++)
			if (!doc_key(r->doc, f->node, w->others[j]) &&
			    fail(r, f, (struct found){ .code = FOUND_NEEDS,
			    .node = f->node, .a = i, .b = j }) == STOP)
				return STOP;
	}
	return NEXT;
}

/* After all keys: what is missing, and how many there are. */
static enum move
keys_end(struct schema_run *r, struct frame *f, const struct keys *k)
{
	uint64_t missing = k->need & ~f->seen;
	uint32_t n = r->doc->nodes[f->node].n, i;

	if (!f->all && missing)
		return f->ok = false, STOP;
	if (missing)
		missing = found_claim(&r->found, f->from, r->schema, k,
		    r->doc, f->node, missing);
	for (i = missing ? 0 : 64; i < k->nrequired; i++)
		if ((i < 64 ? missing >> i & 1 : !doc_key(r->doc, f->node,
		    k->props[i].name.s)) && fail(r, f, (struct found){
		    .code = FOUND_MISSING, .node = f->node, .a = i }) == STOP)
			return STOP;
	if (k->nneeds && needs_met(r, f, k) == STOP)
		return STOP;
	if (n < k->min && fail(r, f, (struct found){ .code = FOUND_FEW_KEYS,
	    .node = f->node, .a = k->min }) == STOP)
		return STOP;
	return n <= k->max ? NEXT : fail(r, f, (struct found){
	    .code = FOUND_MANY_KEYS, .node = f->node, .a = k->max });
}

/* Under no name and no pattern. */
static enum move
other_key(struct schema_run *r, struct frame *f, const struct keys *k)
{
	if (k->additional == SUB_FALSE)
		return fail(r, f, (struct found){ .code = FOUND_UNKNOWN,
		    .node = f->child, .a = f->node });
	return must(r, f, k->additional, f->child + 1, f->child, false);
}

static inline enum move
named_key(struct schema_run *r, struct frame *f, const struct keys *k,
    struct str name)
{
	const struct prop *p = keys_find(k, name);
	uint32_t at;

	f->count = p && p->node;
	if (!p)
		return NEXT;
	at = (uint32_t)(p - k->props);
	if (at < 64)
		f->seen |= (uint64_t)1 << at;
	return p->sub == SUB_TRUE ? NEXT :
	    must(r, f, p->sub, f->child + 1, f->child, false);
}

/*
 * One key in steps, as any of them may have to wait: 0 the name, 1 … n the
 * patterns, n + 1 the rest, n + 2 the schema for names.
 */
static enum move
one_key(struct schema_run *r, struct frame *f, const struct keys *k)
{
	struct str name = r->doc->nodes[f->child].text;
	enum move m = NEXT;
	enum pattern_found found;
	uint32_t step;

	while (m == NEXT && f->i < k->npatterns + 3) {
		step = f->i++;
		if (step == 0) {
			m = named_key(r, f, k, name);
		} else if (step <= k->npatterns) {
			found = pattern_match(k->patterns[step - 1].pattern,
			    r->patterns, name);
			if (found == PATTERN_GAVE_UP)
				r->broken = "a pattern for keys takes too "
				    "many steps";
			if (found != PATTERN_YES)
				continue;
			f->count = 1;
			m = must(r, f, k->patterns[step - 1].sub,
			    f->child + 1, f->child, false);
		} else if (step == k->npatterns + 1) {
			if (!f->count)
				m = other_key(r, f, k);
		} else if (k->names != SUB_TRUE) {
			m = must(r, f, k->names, f->child, f->child, true);
		}
	}
	return m;
}

/* The same where names are all there is. */
static inline enum move
plain_key(struct schema_run *r, struct frame *f, const struct keys *k)
{
	enum move m;

	if (f->i++ > 0)
		return NEXT;
	m = named_key(r, f, k, r->doc->nodes[f->child].text);
	return m != NEXT || f->count || k->additional == SUB_TRUE ? m :
	    other_key(r, f, k);
}

static enum move
walk_keys(struct schema_run *r, struct frame *f)
{
	const struct keys *k = f->sub->keys;
	const struct node *nodes = r->doc->nodes;
	uint32_t end = nodes[f->node].next;
	bool plain = k && k->npatterns == 0 && k->names == SUB_TRUE;
	enum move m;

	if (!k || nodes[f->node].kind != NODE_MAP || f->as_key)
		return NEXT;
	if (f->waiting && !took(r, f))
		return STOP;
	if (plain && !f->all && k->nprops) {
		m = quick_keys(r, f);
		if (m != NEXT)
			return m;
	}
	while (f->child < end) {
		m = plain ? plain_key(r, f, k) : one_key(r, f, k);
		if (m != NEXT)
			return m;
		f->child = nodes[f->child + 1].next;
		f->i = 0;
	}
	if (f->track)
		rest_note_keys(r, f);
	return keys_end(r, f, k);
}

static enum move
items_end(struct schema_run *r, struct frame *f, const struct items *t)
{
	uint32_t n = r->doc->nodes[f->node].n, first = 0, twice;

	if (n < t->min && fail(r, f, (struct found){ .code = FOUND_FEW_ITEMS,
	    .node = f->node, .a = t->min }) == STOP)
		return STOP;
	if (n > t->max && fail(r, f, (struct found){ .node = f->node,
	    .code = FOUND_MANY_ITEMS, .a = t->max }) == STOP)
		return STOP;
	twice = t->unique ? items_twice(r->doc, f->node, &first, &r->room) : 0;
	return twice == 0 ? NEXT : fail(r, f, (struct found){
	    .code = FOUND_TWICE, .node = twice, .a = first });
}

static enum move
walk_items(struct schema_run *r, struct frame *f)
{
	const struct items *t = f->sub->items;
	const struct node *nodes = r->doc->nodes;
	uint32_t end = nodes[f->node].next, child;
	enum move m;

	if (!t || nodes[f->node].kind != NODE_SEQ)
		return NEXT;
	if (f->waiting && !took(r, f))
		return STOP;
	while (f->child < end) {
		child = f->child;
		f->child = nodes[child].next;
		m = must(r, f, f->count < t->nprefix ? t->prefix[f->count++] :
		    t->rest, child, f->key, false);
		if (m != NEXT)
			return m;
	}
	if (f->track)
		rest_note_items(r, f);
	return items_end(r, f, t);
}

/* The item before `child`, which was the last one looked at. */
static void
contained(struct schema_run *r, struct frame *f)
{
	if (!r->ok)
		return;
	f->count++;
	if (f->track)
		rest_note(r, f->i, f->i + 1);
}

static enum move
walk_contains(struct schema_run *r, struct frame *f)
{
	const struct items *t = f->sub->items;
	const struct node *nodes = r->doc->nodes;
	uint32_t end = nodes[f->node].next;

	if (!t || !t->has_contains || nodes[f->node].kind != NODE_SEQ)
		return NEXT;
	if (f->waiting)
		contained(r, f);
	f->waiting = false;
	while (f->child < end && (f->track || f->count < t->min_contains ||
	    t->max_contains < UINT32_MAX)) {
		f->i = f->child;
		f->child = nodes[f->i].next;
		if (check(r, f, t->contains, f->i, f->key, false, false) ==
		    WAIT)
			return WAIT;
		contained(r, f);
	}
	if (f->count >= t->min_contains && f->count <= t->max_contains)
		return NEXT;
	return fail(r, f, (struct found){ .code = FOUND_CONTAINS,
	    .node = f->node, .a = f->count, .b = t->min_contains });
}

/* For schema-branch; here, in the loops over keys, they are inlined. */
enum move
frame_fail(struct schema_run *r, struct frame *f, struct found found)
{
	return fail(r, f, found);
}

enum move
frame_check(struct schema_run *r, struct frame *f, uint32_t sub,
    uint32_t child, uint32_t key, bool as_key, bool all)
{
	return check(r, f, sub, child, key, as_key, all);
}

bool
frame_took(struct schema_run *r, struct frame *f)
{
	return took(r, f);
}

enum move
frame_must(struct schema_run *r, struct frame *f, uint32_t sub,
    uint32_t child, uint32_t key, bool as_key)
{
	return must(r, f, sub, child, key, as_key);
}

static enum move
phase(struct schema_run *r, struct frame *f)
{
	switch (f->phase) {
	case PHASE_VALUE:
		return own_value(r, f);
	case PHASE_KEYS:
		return walk_keys(r, f);
	case PHASE_ITEMS:
		return walk_items(r, f);
	case PHASE_CONTAINS:
		return walk_contains(r, f);
	case PHASE_OPS:
		return branch_ops(r, f);
	case PHASE_REST:
		return rest_walk(r, f);
	default:
		return STOP;
	}
}

static void
run(struct schema_run *r, uint32_t node, bool all)
{
	struct frame *f;
	enum move m;

	push(r, (struct frame){ .sub = &r->schema->subs[r->schema->root],
	    .node = node, .all = all });
	while (r->top && !r->broken) {
		f = &r->frames[r->top - 1];
		m = phase(r, f);
		if (m == NEXT) {
			f->phase++;
			f->child = f->node + 1;
			f->i = f->branch = f->count = 0;
		} else if (m == STOP) {
			r->ok = f->ok;
			r->top--;
			if (r->schema->tracks)
				rest_settle(r, f);
		}
	}
}

static void
begin(struct schema_run *r, const struct schema *s, const struct doc *doc,
    uint32_t node)
{
	r->schema = s;
	r->doc = doc;
	r->top = 0;
	r->found.n = r->nevals = 0;
	r->broken = NULL;
	r->steps = SCHEMA_STEPS + SCHEMA_STEPS_NODE *
	    (uint64_t)(doc->nodes[node].next - node);
}

/* What was not decided must not count as decided, under "not" least of all. */
static bool
undecided(struct schema_run *r)
{
	if (pattern_gave_up(r->patterns) && r->ok && !r->broken)
		r->broken = "a pattern takes too many steps here";
	return r->broken;
}

bool
schema_valid(const struct schema *s, struct schema_run *r,
    const struct doc *doc, uint32_t node)
{
	if (doc->n == 0)
		return false;
	begin(r, s, doc, node);
	run(r, node, false);
	return !undecided(r) && r->ok;
}

bool
schema_check(const struct schema *s, struct schema_run *r,
    const struct doc *doc, uint32_t node, struct str who, struct diag *dg)
{
	if (doc->n == 0) {
		broken_say("the file is empty", doc, node, dg);
		return false;
	}
	begin(r, s, doc, node);
	run(r, node, true);
	if (undecided(r))
		broken_say(r->broken, doc, node, dg);
	else if (!r->ok)
		found_say(s, doc, node, &r->found, who, dg);
	return r->ok && !r->broken;
}
