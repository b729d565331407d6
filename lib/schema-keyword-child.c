/* SPDX-License-Identifier: MIT */
/* schema-keyword-child - the keywords about keys and items. */
#include "schema-compile.h"

static struct keys *
keys(struct compile *c)
{
	if (!c->keys) {
		c->keys = arena_alloc(c->arena, sizeof(*c->keys));
		c->keys->max = UINT32_MAX;
		c->keys->additional = c->keys->names = SUB_TRUE;
	}
	return c->keys;
}

static struct items *
items(struct compile *c)
{
	if (!c->items) {
		c->items = arena_alloc(c->arena, sizeof(*c->items));
		c->items->max = c->items->max_contains = UINT32_MAX;
		c->items->rest = c->items->contains = SUB_TRUE;
		c->items->min_contains = 1;
	}
	return c->items;
}

static struct prop *
prop(struct compile *c, struct str name)
{
	struct keys *k = keys(c);
	uint32_t i;

	if (k->nprops == SCHEMA_PROPS && c->failed)
		return &k->props[0];
	for (i = 0; i < k->nprops; i++)
		if (str_eq(k->props[i].name.s, name))
			return &k->props[i];
	if (k->nprops == SCHEMA_PROPS) {
		compile_fault(c, c->sub.node, "schema-form",
		    "more than %d keys named in one schema", SCHEMA_PROPS);
		return &k->props[0];
	}
	k->props = arena_grow(c->arena, k->props, k->nprops, &c->props_cap,
	    sizeof(*k->props));
	k->props[k->nprops] = (struct prop){ .name = word_of(name),
	    .sub = SUB_TRUE };
	return &k->props[k->nprops++];
}

static bool
is_true(struct compile *c, uint32_t value)
{
	const struct node *n = compile_node(c, value);

	return n->type == TYPE_BOOL && (n->text.p[0] | 32) == 't';
}

void
kw_properties(struct compile *c, uint32_t key, uint32_t value)
{
	struct prop *p;
	uint32_t at, end = compile_node(c, value)->next, sub;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next) {
		sub = compile_at(c, at + 1);
		p = prop(c, compile_node(c, at)->text);
		p->sub = sub;
		p->node = at + 1;
	}
}

void
kw_required(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_SEQ))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at)->next)
		if (compile_is_text(c, key, at))
			prop(c, compile_node(c, at)->text)->required = true;
}

void
kw_additional(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	keys(c)->additional = compile_at(c, value);
	keys(c)->has_additional = true;
}

void
kw_names(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	keys(c)->names = compile_at(c, value);
}

void
kw_pattern_properties(struct compile *c, uint32_t key, uint32_t value)
{
	struct keys *k = keys(c);
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	k->patterns = arena_array(c->arena, compile_node(c, value)->n,
	    sizeof(*k->patterns));
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next)
		k->patterns[k->npatterns++] = (struct keyed_sub){
		    kw_regex(c, at), compile_at(c, at + 1) };
}

void
kw_min_keys(struct compile *c, uint32_t key, uint32_t value)
{
	keys(c)->min = kw_count(c, key, value);
}

void
kw_max_keys(struct compile *c, uint32_t key, uint32_t value)
{
	keys(c)->max = kw_count(c, key, value);
}

static void
add_needs(struct compile *c, uint32_t key, uint32_t list)
{
	struct keys *k = keys(c);
	struct str *others;
	uint32_t i, n = 0;

	if (!compile_is(c, key, list, NODE_SEQ))
		return;
	others = arena_array(c->arena, compile_node(c, list)->n,
	    sizeof(*others));
	for (i = list + 1; i < compile_node(c, list)->next;
	    i = compile_node(c, i)->next)
		if (compile_is_text(c, key, i))
			others[n++] = compile_node(c, i)->text;
	k->needs = arena_grow(c->arena, k->needs, k->nneeds, &c->needs_cap,
	    sizeof(*k->needs));
	k->needs[k->nneeds++] = (struct needs){ compile_node(c, key)->text,
	    others, n };
}

static void
add_when(struct compile *c, uint32_t key, uint32_t value)
{
	struct op *op = compile_op(c, OP_WHEN, 1);

	op->key = compile_node(c, key)->text;
	op->subs[0] = compile_at(c, value);
}

void
kw_needs(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next)
		add_needs(c, at, at + 1);
}

void
kw_when(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next)
		add_when(c, at, at + 1);
}

/* "dependencies" of older drafts: lists of keys and schemas. */
void
kw_either(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next)
		if (compile_node(c, at + 1)->kind == NODE_SEQ)
			add_needs(c, at, at + 1);
		else
			add_when(c, at, at + 1);
}

void
kw_items(struct compile *c, uint32_t key, uint32_t value)
{
	if (compile_vocabs(c) & VOCAB_OLD &&
	    compile_node(c, value)->kind == NODE_SEQ) {
		kw_prefix(c, key, value);
		return;
	}
	items(c)->rest = compile_at(c, value);
	items(c)->has_rest = true;
}

/* It counts only beside a list of schemas under "items". */
void
kw_more_items(struct compile *c, uint32_t key, uint32_t value)
{
	const struct doc *d = compile_doc(c);
	uint32_t list = doc_get(d, c->sub.node, S("items"));

	(void)key;
	if (!list || d->nodes[list].kind != NODE_SEQ)
		return;
	items(c)->rest = compile_at(c, value);
	items(c)->has_rest = true;
}

void
kw_prefix(struct compile *c, uint32_t key, uint32_t value)
{
	struct items *t = items(c);
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_SEQ))
		return;
	t->prefix = arena_array(c->arena, compile_node(c, value)->n,
	    sizeof(*t->prefix));
	for (at = value + 1; at < end; at = compile_node(c, at)->next)
		t->prefix[t->nprefix++] = compile_at(c, at);
}

void
kw_min_items(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->min = kw_count(c, key, value);
}

void
kw_max_items(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->max = kw_count(c, key, value);
}

void
kw_unique(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	items(c)->unique = is_true(c, value);
}

void
kw_contains(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	items(c)->contains = compile_at(c, value);
	items(c)->has_contains = true;
}

void
kw_min_contains(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->min_contains = kw_count(c, key, value);
}

void
kw_max_contains(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->max_contains = kw_count(c, key, value);
}

static struct rest *
rest(struct compile *c)
{
	if (!c->rest)
		c->rest = arena_alloc(c->arena, sizeof(*c->rest));
	c->s->tracks = true;
	return c->rest;
}

void
kw_rest_props(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	rest(c)->props = compile_at(c, value);
	rest(c)->has_props = true;
}

void
kw_rest_items(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	rest(c)->items = compile_at(c, value);
	rest(c)->has_items = true;
}
