/* SPDX-License-Identifier: MIT */
/* schema-keyword-value - the keywords about a value by itself. */
#include "schema-compile.h"

#define FEW	4	/* choices looked at one by one */

/* A length or a count; what is beyond 32 bits is cut to them. */
uint32_t
kw_count(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = compile_node(c, value);
	const char *p;
	struct decimal d;
	uint64_t v = 0;
	int64_t i;
	size_t at = 0;

	if (n->kind != NODE_SCALAR ||
	    (n->type != TYPE_INT && n->type != TYPE_FLOAT) ||
	    !decimal_parse(&d, n->text) || d.negative || !decimal_whole(&d)) {
		compile_fault(c, value, "schema-form",
		    "'%.*s' takes a whole number from 0",
		    STR(compile_node(c, key)->text));
		return 0;
	}
	p = d.p ? d.p : d.own;
	for (i = 0; d.n && i < d.exp && v < UINT32_MAX; i++) {
		at += at < d.n && p[at] == '.';
		v = v * 10 + (at < d.n ? (uint64_t)(p[at] - '0') : 0);
		at++;
	}
	return v < UINT32_MAX ? (uint32_t)v : UINT32_MAX;
}

void
kw_type(struct compile *c, uint32_t key, uint32_t value)
{
	static const struct { const char *name; uint8_t types; } names[] = {
		{ "null", IS_NULL }, { "boolean", IS_BOOL },
		{ "integer", IS_INT }, { "number", IS_NUMBER },
		{ "string", IS_TEXT }, { "array", IS_LIST },
		{ "object", IS_MAP },
	};
	const struct node *n = compile_node(c, value);
	uint32_t at = n->kind == NODE_SEQ ? value + 1 : value, end = n->next;
	size_t i;

	c->sub.types = 0;
	if (n->kind == NODE_MAP)
		end = at;
	for (; at < end; at = compile_node(c, at)->next) {
		for (i = 0; i < NELEM(names); i++)
			if (str_is(compile_node(c, at)->text, names[i].name))
				break;
		if (i == NELEM(names))
			break;
		c->sub.types |= names[i].types;
	}
	if (at < end || c->sub.types == 0)
		compile_fault(c, at < end ? at : value, "schema-form",
		    "'%.*s' takes null, boolean, integer, number, string, "
		    "array or object", STR(compile_node(c, key)->text));
}

static void
add_choice(struct compile *c, struct choices *o, struct word *words,
    uint32_t *others, uint32_t at)
{
	const struct node *n = compile_node(c, at);

	if (n->kind == NODE_SCALAR && n->type == TYPE_STR)
		words[o->nwords++] = word_of(n->text);
	else
		others[o->nothers++] = at;
}

/* Where they are many, they are found by hash. */
static void
index_choices(struct compile *c, struct choices *o)
{
	struct hashed *sorted;
	uint32_t i;

	if (o->nwords > FEW)
		words_hash(&o->find, o->words, o->nwords, c->arena);
	if (o->nothers <= FEW)
		return;
	sorted = arena_array(c->arena, o->nothers, sizeof(*sorted));
	for (i = 0; i < o->nothers; i++)
		sorted[i] = (struct hashed){ node_hash(compile_doc(c),
		    o->others[i], 0), o->others[i] };
	hashed_sort(sorted, o->nothers);
	o->sorted = sorted;
}

static struct choices *
choices(struct compile *c, uint32_t first, uint32_t end, uint32_t n)
{
	struct choices *o = arena_alloc(c->arena, sizeof(*o));
	struct word *words = arena_array(c->arena, n, sizeof(*words));
	uint32_t *others = arena_array(c->arena, n, sizeof(*others)), at;

	for (at = first; at < end; at = compile_node(c, at)->next)
		add_choice(c, o, words, others, at);
	o->words = words;
	o->others = others;
	index_choices(c, o);
	return o;
}

void
kw_enum(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = compile_node(c, value);
	struct choices *o;

	if (!compile_is(c, key, value, NODE_SEQ))
		return;
	o = choices(c, value + 1, n->next, n->n);
	o->list = value;
	c->sub.choices = o;
}

void
kw_const(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	c->sub.only = choices(c, value, compile_node(c, value)->next, 1);
}

void
kw_bound(struct compile *c, uint32_t key, uint32_t value)
{
	static const char *const names[] = { "minimum", "maximum",
	    "exclusiveMinimum", "exclusiveMaximum", "multipleOf" };
	const struct node *n = compile_node(c, value);
	struct decimal d;
	size_t i = 0;

	while (!str_is(compile_node(c, key)->text, names[i]))
		i++;
	if (n->kind != NODE_SCALAR ||
	    (n->type != TYPE_INT && n->type != TYPE_FLOAT) ||
	    !decimal_parse(&d, n->text)) {
		compile_fault(c, value, "schema-form",
		    "'%.*s' takes a number",
		    STR(compile_node(c, key)->text));
		return;
	}
	if (i == MULTIPLE && (d.n == 0 || d.negative ||
	    d.digits > SCHEMA_DIGITS)) {
		compile_fault(c, value, "schema-form", "'%.*s' takes a number "
		    "above 0, of at most %d digits",
		    STR(compile_node(c, key)->text), SCHEMA_DIGITS);
		return;
	}
	if (!c->bounds)
		c->bounds = arena_alloc(c->arena, sizeof(*c->bounds));
	c->bounds->v[i] = d;
	c->bounds->has |= (uint8_t)(1u << i);
}

void
kw_min_length(struct compile *c, uint32_t key, uint32_t value)
{
	c->sub.min = kw_count(c, key, value);
}

void
kw_max_length(struct compile *c, uint32_t key, uint32_t value)
{
	c->sub.max = kw_count(c, key, value);
}

/* The same pattern stands in many places of one schema. */
const struct pattern *
kw_regex(struct compile *c, uint32_t at)
{
	const struct node *n = compile_node(c, at);
	void **slot = map_put(&c->patterns, n->text);
	struct pattern *p = NULL;

	if (*slot)
		return *slot;
	if (!pattern_compile(&p, n->text, c->arena, compile_doc(c)->src,
	    n->at, c->dg))
		c->failed = true;
	return *slot = p;
}

void
kw_pattern(struct compile *c, uint32_t key, uint32_t value)
{
	if (compile_is_text(c, key, value))
		c->sub.pattern = kw_regex(c, value);
}

void
kw_format(struct compile *c, uint32_t key, uint32_t value)
{
	if (compile_is_text(c, key, value))
		c->sub.format = format_find(compile_node(c, value)->text);
}
