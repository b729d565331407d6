/* SPDX-License-Identifier: MIT */
/*
 * schema-keyword - the keywords of JSON Schema that we know, one row each
 *
 * A keyword that is not here is refused: a rule that is silently not
 * checked is worse than none.
 */
#include "schema-compile.h"

static const struct node *
node(const struct compile *c, uint32_t i)
{
	return &compile_doc(c)->nodes[i];
}

/* Is it of that kind?  A fault where not. */
static bool
is_kind(struct compile *c, uint32_t key, uint32_t value, enum node_kind kind)
{
	if (node(c, value)->kind == kind)
		return true;
	compile_fault(c, value, "schema-form",
	    kind == NODE_MAP ? "'%.*s' takes a mapping" :
	    kind == NODE_SEQ ? "'%.*s' takes a list" :
	    "'%.*s' takes a single value", STR(node(c, key)->text));
	return false;
}

static bool
is_text(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = node(c, value);

	if (n->kind == NODE_SCALAR && n->type == TYPE_STR)
		return true;
	compile_fault(c, value, "schema-form", "'%.*s' takes text",
	    STR(node(c, key)->text));
	return false;
}

static bool
is_true(struct compile *c, uint32_t value)
{
	const struct node *n = node(c, value);

	return n->type == TYPE_BOOL && (n->text.p[0] | 32) == 't';
}

/* A length or a count; what is beyond 32 bits is cut to them. */
static uint32_t
a_count(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = node(c, value);
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
		    STR(node(c, key)->text));
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

static void
kw_type(struct compile *c, uint32_t key, uint32_t value)
{
	static const struct { const char *name; uint8_t types; } names[] = {
		{ "null", IS_NULL }, { "boolean", IS_BOOL },
		{ "integer", IS_INT }, { "number", IS_NUMBER },
		{ "string", IS_TEXT }, { "array", IS_LIST },
		{ "object", IS_MAP },
	};
	const struct node *n = node(c, value);
	uint32_t at = n->kind == NODE_SEQ ? value + 1 : value, end = n->next;
	size_t i;

	c->sub.types = 0;
	if (n->kind == NODE_MAP)
		end = at;
	for (; at < end; at = node(c, at)->next) {
		for (i = 0; i < NELEM(names); i++)
			if (str_is(node(c, at)->text, names[i].name))
				break;
		if (i == NELEM(names))
			break;
		c->sub.types |= names[i].types;
	}
	if (at < end || c->sub.types == 0)
		compile_fault(c, at < end ? at : value, "schema-form",
		    "'%.*s' takes null, boolean, integer, number, string, "
		    "array or object", STR(node(c, key)->text));
}

static void
add_choice(struct compile *c, struct choices *o, struct word *words,
    uint32_t *others, uint32_t at)
{
	const struct node *n = node(c, at);

	if (n->kind == NODE_SCALAR && n->type == TYPE_STR)
		words[o->nwords++] = word_of(n->text);
	else
		others[o->nothers++] = at;
}

static struct choices *
choices(struct compile *c, uint32_t first, uint32_t end, uint32_t n)
{
	struct choices *o = arena_alloc(c->arena, sizeof(*o));
	struct word *words = arena_array(c->arena, n, sizeof(*words));
	uint32_t *others = arena_array(c->arena, n, sizeof(*others)), at;

	for (at = first; at < end; at = node(c, at)->next)
		add_choice(c, o, words, others, at);
	o->words = words;
	o->others = others;
	return o;
}

static void
kw_enum(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = node(c, value);
	struct choices *o;

	if (!is_kind(c, key, value, NODE_SEQ))
		return;
	o = choices(c, value + 1, n->next, n->n);
	o->list = value;
	c->sub.choices = o;
}

static void
kw_const(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	c->sub.only = choices(c, value, node(c, value)->next, 1);
}

static void
kw_bound(struct compile *c, uint32_t key, uint32_t value)
{
	static const char *const names[] = { "minimum", "maximum",
	    "exclusiveMinimum", "exclusiveMaximum", "multipleOf" };
	const struct node *n = node(c, value);
	struct decimal d;
	size_t i = 0;

	while (!str_is(node(c, key)->text, names[i]))
		i++;
	if (n->kind != NODE_SCALAR ||
	    (n->type != TYPE_INT && n->type != TYPE_FLOAT) ||
	    !decimal_parse(&d, n->text) || (i == MULTIPLE &&
	    (d.n == 0 || d.negative || d.digits > SCHEMA_DIGITS))) {
		compile_fault(c, value, "schema-form",
		    i == MULTIPLE ? "'%.*s' takes a number above 0, of at "
		    "most 18 digits" : "'%.*s' takes a number",
		    STR(node(c, key)->text));
		return;
	}
	if (!c->bounds)
		c->bounds = arena_alloc(c->arena, sizeof(*c->bounds));
	c->bounds->v[i] = d;
	c->bounds->has |= (uint8_t)(1u << i);
}

static void
kw_min_length(struct compile *c, uint32_t key, uint32_t value)
{
	c->sub.min = a_count(c, key, value);
}

static void
kw_max_length(struct compile *c, uint32_t key, uint32_t value)
{
	c->sub.max = a_count(c, key, value);
}

/* The same pattern stands in many places of one schema. */
static const struct pattern *
pattern(struct compile *c, uint32_t at)
{
	const struct node *n = node(c, at);
	void **slot = map_put(&c->patterns, n->text);
	struct pattern *p = NULL;

	if (*slot)
		return *slot;
	if (!pattern_compile(&p, n->text, c->arena, compile_doc(c)->src,
	    n->at, c->dg))
		c->failed = true;
	return *slot = p;
}

static void
kw_pattern(struct compile *c, uint32_t key, uint32_t value)
{
	if (is_text(c, key, value))
		c->sub.pattern = pattern(c, value);
}

static void
kw_format(struct compile *c, uint32_t key, uint32_t value)
{
	if (is_text(c, key, value))
		c->sub.format = format_find(node(c, value)->text);
}

static void
kw_properties(struct compile *c, uint32_t key, uint32_t value)
{
	struct prop *p;
	uint32_t at, end = node(c, value)->next, sub;

	if (!is_kind(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = node(c, at + 1)->next) {
		sub = compile_at(c, at + 1);
		p = prop(c, node(c, at)->text);
		p->sub = sub;
		p->node = at + 1;
	}
}

static void
kw_required(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_SEQ))
		return;
	for (at = value + 1; at < end; at = node(c, at)->next)
		if (is_text(c, key, at))
			prop(c, node(c, at)->text)->required = true;
}

static void
kw_additional(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	keys(c)->additional = compile_at(c, value);
}

static void
kw_names(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	keys(c)->names = compile_at(c, value);
}

static void
kw_pattern_properties(struct compile *c, uint32_t key, uint32_t value)
{
	struct keys *k = keys(c);
	uint32_t at, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_MAP))
		return;
	k->patterns = arena_array(c->arena, node(c, value)->n,
	    sizeof(*k->patterns));
	for (at = value + 1; at < end; at = node(c, at + 1)->next)
		k->patterns[k->npatterns++] = (struct keyed_sub){
		    pattern(c, at), compile_at(c, at + 1) };
}

static void
kw_min_keys(struct compile *c, uint32_t key, uint32_t value)
{
	keys(c)->min = a_count(c, key, value);
}

static void
kw_max_keys(struct compile *c, uint32_t key, uint32_t value)
{
	keys(c)->max = a_count(c, key, value);
}

static void
kw_needs(struct compile *c, uint32_t key, uint32_t value)
{
	struct keys *k = keys(c);
	struct str *others;
	uint32_t at, i, n, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_MAP))
		return;
	k->needs = arena_array(c->arena, node(c, value)->n,
	    sizeof(*k->needs));
	for (at = value + 1; at < end; at = node(c, at + 1)->next) {
		if (!is_kind(c, at, at + 1, NODE_SEQ))
			continue;
		n = 0;
		others = arena_array(c->arena, node(c, at + 1)->n,
		    sizeof(*others));
		for (i = at + 2; i < node(c, at + 1)->next;
		    i = node(c, i)->next)
			others[n++] = node(c, i)->text;
		k->needs[k->nneeds++] = (struct needs){ node(c, at)->text,
		    others, n };
	}
}

static void
kw_items(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	items(c)->rest = compile_at(c, value);
}

static void
kw_prefix(struct compile *c, uint32_t key, uint32_t value)
{
	struct items *t = items(c);
	uint32_t at, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_SEQ))
		return;
	t->prefix = arena_array(c->arena, node(c, value)->n,
	    sizeof(*t->prefix));
	for (at = value + 1; at < end; at = node(c, at)->next)
		t->prefix[t->nprefix++] = compile_at(c, at);
}

static void
kw_min_items(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->min = a_count(c, key, value);
}

static void
kw_max_items(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->max = a_count(c, key, value);
}

static void
kw_unique(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	items(c)->unique = is_true(c, value);
}

static void
kw_contains(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	items(c)->contains = compile_at(c, value);
	items(c)->has_contains = true;
}

static void
kw_min_contains(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->min_contains = a_count(c, key, value);
}

static void
kw_max_contains(struct compile *c, uint32_t key, uint32_t value)
{
	items(c)->max_contains = a_count(c, key, value);
}

static struct op *
add_op(struct compile *c, enum op_kind kind, uint32_t n)
{
	struct op *ops = (struct op *)c->sub.ops;

	ops = arena_grow(c->arena, ops, c->sub.nops, &c->ops_cap,
	    sizeof(*ops));
	c->sub.ops = ops;
	ops += c->sub.nops++;
	*ops = (struct op){ .kind = kind, .n = n,
	    .subs = arena_array(c->arena, n, sizeof(uint32_t)) };
	return ops;
}

static void
kw_ref(struct compile *c, uint32_t key, uint32_t value)
{
	if (is_text(c, key, value))
		add_op(c, OP_ALL, 1)->subs[0] = compile_ref(c, value);
}

static void
branches(struct compile *c, uint32_t key, uint32_t value, enum op_kind kind)
{
	struct op *op;
	uint32_t at, n = 0, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_SEQ))
		return;
	if (node(c, value)->n == 0)
		compile_fault(c, value, "schema-form",
		    "'%.*s' takes a list of at least one schema",
		    STR(node(c, key)->text));
	op = add_op(c, kind, node(c, value)->n);
	for (at = value + 1; at < end; at = node(c, at)->next)
		op->subs[n++] = compile_at(c, at);
}

static void
kw_all(struct compile *c, uint32_t key, uint32_t value)
{
	branches(c, key, value, OP_ALL);
}

static void
kw_any(struct compile *c, uint32_t key, uint32_t value)
{
	branches(c, key, value, OP_ANY);
}

static void
kw_one(struct compile *c, uint32_t key, uint32_t value)
{
	branches(c, key, value, OP_ONE);
}

static void
kw_not(struct compile *c, uint32_t key, uint32_t value)
{
	(void)key;
	add_op(c, OP_NOT, 1)->subs[0] = compile_at(c, value);
}

static void
kw_if(struct compile *c, uint32_t key, uint32_t value)
{
	static const char *const names[] = { "then", "else" };
	struct op *op = add_op(c, OP_IF, 3);
	uint32_t at;
	size_t i;

	(void)key;
	op->subs[0] = compile_at(c, value);
	for (i = 0; i < NELEM(names); i++) {
		at = doc_get(compile_doc(c), c->sub.node, str_of(names[i]));
		op->subs[i + 1] = at ? compile_at(c, at) : SUB_TRUE;
	}
}

static void
kw_when(struct compile *c, uint32_t key, uint32_t value)
{
	struct op *op;
	uint32_t at, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = node(c, at + 1)->next) {
		op = add_op(c, OP_WHEN, 1);
		op->key = node(c, at)->text;
		op->subs[0] = compile_at(c, at + 1);
	}
}

/* Compiled also where nothing refers to them: their faults count. */
static void
kw_defs(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = node(c, value)->next;

	if (!is_kind(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = node(c, at + 1)->next)
		(void)compile_at(c, at + 1);
}

static void
kw_id(struct compile *c, uint32_t key, uint32_t value)
{
	if (is_text(c, key, value) && c->sub.node != 0)
		compile_fault(c, key, "schema-keyword",
		    "'%.*s' is read only at the top of a file",
		    STR(node(c, key)->text));
}

const struct keyword schema_keywords[] = {
	{ "$schema", NULL }, { "$id", kw_id }, { "$ref", kw_ref },
	{ "$defs", kw_defs }, { "$comment", NULL },
	{ "title", NULL }, { "description", NULL }, { "default", NULL },
	{ "examples", NULL }, { "deprecated", NULL }, { "readOnly", NULL },
	{ "writeOnly", NULL }, { "enumDescriptions", NULL },
	{ "type", kw_type }, { "enum", kw_enum }, { "const", kw_const },
	{ "minimum", kw_bound }, { "maximum", kw_bound },
	{ "exclusiveMinimum", kw_bound }, { "exclusiveMaximum", kw_bound },
	{ "multipleOf", kw_bound },
	{ "minLength", kw_min_length }, { "maxLength", kw_max_length },
	{ "pattern", kw_pattern }, { "format", kw_format },
	{ "properties", kw_properties }, { "required", kw_required },
	{ "additionalProperties", kw_additional },
	{ "patternProperties", kw_pattern_properties },
	{ "propertyNames", kw_names },
	{ "minProperties", kw_min_keys }, { "maxProperties", kw_max_keys },
	{ "dependentRequired", kw_needs }, { "dependentSchemas", kw_when },
	{ "items", kw_items }, { "prefixItems", kw_prefix },
	{ "minItems", kw_min_items }, { "maxItems", kw_max_items },
	{ "uniqueItems", kw_unique }, { "contains", kw_contains },
	{ "minContains", kw_min_contains },
	{ "maxContains", kw_max_contains },
	{ "allOf", kw_all }, { "anyOf", kw_any }, { "oneOf", kw_one },
	{ "not", kw_not }, { "if", kw_if }, { "then", NULL },
	{ "else", NULL },
};
const size_t schema_nkeywords = NELEM(schema_keywords);
