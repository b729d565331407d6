/* SPDX-License-Identifier: MIT */
/*
 * schema-keyword - the keywords of JSON Schema, one row each
 *
 * Here are the row, and those that apply schemas to the same place; a
 * keyword that only annotates has nothing to compile.
 */
#include "schema-compile.h"

/* Is it of that kind?  A fault where not. */
bool
compile_is(struct compile *c, uint32_t key, uint32_t value, enum node_kind kind)
{
	if (compile_node(c, value)->kind == kind)
		return true;
	compile_fault(c, value, "schema-form",
	    kind == NODE_MAP ? "'%.*s' takes a mapping" :
	    kind == NODE_SEQ ? "'%.*s' takes a list" :
	    "'%.*s' takes a single value", STR(compile_node(c, key)->text));
	return false;
}

bool
compile_is_text(struct compile *c, uint32_t key, uint32_t value)
{
	const struct node *n = compile_node(c, value);

	if (n->kind == NODE_SCALAR && n->type == TYPE_STR)
		return true;
	compile_fault(c, value, "schema-form", "'%.*s' takes text",
	    STR(compile_node(c, key)->text));
	return false;
}

struct op *
compile_op(struct compile *c, enum op_kind kind, uint32_t n)
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
	if (compile_is_text(c, key, value))
		compile_op(c, OP_ALL, 1)->subs[0] = compile_ref(c, value);
}

static void
branches(struct compile *c, uint32_t key, uint32_t value, enum op_kind kind)
{
	struct op *op;
	uint32_t at, n = 0, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_SEQ))
		return;
	if (compile_node(c, value)->n == 0)
		compile_fault(c, value, "schema-form",
		    "'%.*s' takes a list of at least one schema",
		    STR(compile_node(c, key)->text));
	op = compile_op(c, kind, compile_node(c, value)->n);
	for (at = value + 1; at < end; at = compile_node(c, at)->next)
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
	compile_op(c, OP_NOT, 1)->subs[0] = compile_at(c, value);
}

static void
kw_if(struct compile *c, uint32_t key, uint32_t value)
{
	static const char *const names[] = { "then", "else" };
	struct op *op = compile_op(c, OP_IF, 3);
	uint32_t at;
	size_t i;

	(void)key;
	op->subs[0] = compile_at(c, value);
	for (i = 0; i < NELEM(names); i++) {
		at = doc_get(compile_doc(c), c->sub.node, str_of(names[i]));
		op->subs[i + 1] = at ? compile_at(c, at) : SUB_TRUE;
	}
}

/* Compiled also where nothing refers to them: their faults count. */
static void
kw_defs(struct compile *c, uint32_t key, uint32_t value)
{
	uint32_t at, end = compile_node(c, value)->next;

	if (!compile_is(c, key, value, NODE_MAP))
		return;
	for (at = value + 1; at < end; at = compile_node(c, at + 1)->next)
		(void)compile_at(c, at + 1);
}

/* One name in several places: decided by who is asked on the way. */
static void
kw_dynamic_ref(struct compile *c, uint32_t key, uint32_t value)
{
	struct str name = { NULL, 0 };
	struct op *op;
	uint32_t sub;

	if (!compile_is_text(c, key, value))
		return;
	sub = compile_dynamic(c, value, &name);
	op = compile_op(c, name.p ? OP_DYNAMIC : OP_ALL, 1);
	op->subs[0] = sub;
	op->key = name;
	c->s->dynamic |= name.p != NULL;
}

static void
kw_name(struct compile *c, uint32_t key, uint32_t value)
{
	(void)compile_is_text(c, key, value);
}

#define CORE		VOCAB_CORE
#define APPLICATOR	VOCAB_APPLICATOR
#define VALIDATION	VOCAB_VALIDATION
#define META		VOCAB_META
#define FORMATS		(VOCAB_FORMAT | VOCAB_FORMAT_ASSERTION)

const struct keyword schema_keywords[] = {
	{ "$schema", CORE, SHAPE_NONE, NULL },
	{ "$vocabulary", CORE, SHAPE_NONE, NULL },
	{ "$id", CORE, SHAPE_NONE, kw_name },
	{ "$anchor", CORE, SHAPE_NONE, kw_name },
	{ "$dynamicAnchor", VOCAB_DYNAMIC, SHAPE_NONE, kw_name },
	{ "$ref", CORE, SHAPE_NONE, kw_ref },
	{ "$dynamicRef", VOCAB_DYNAMIC, SHAPE_NONE, kw_dynamic_ref },
	{ "$defs", CORE, SHAPE_MAP, kw_defs },
	{ "definitions", CORE, SHAPE_MAP, kw_defs },
	{ "$comment", CORE, SHAPE_NONE, NULL },
	{ "title", META, SHAPE_NONE, NULL },
	{ "description", META, SHAPE_NONE, NULL },
	{ "default", META, SHAPE_NONE, NULL },
	{ "examples", META, SHAPE_NONE, NULL },
	{ "deprecated", META, SHAPE_NONE, NULL },
	{ "readOnly", META, SHAPE_NONE, NULL },
	{ "writeOnly", META, SHAPE_NONE, NULL },
	{ "enumDescriptions", META, SHAPE_NONE, NULL },
	{ "contentEncoding", VOCAB_CONTENT, SHAPE_NONE, NULL },
	{ "contentMediaType", VOCAB_CONTENT, SHAPE_NONE, NULL },
	{ "contentSchema", VOCAB_CONTENT, SHAPE_ONE, NULL },
	{ "type", VALIDATION, SHAPE_NONE, kw_type },
	{ "enum", VALIDATION, SHAPE_NONE, kw_enum },
	{ "const", VALIDATION, SHAPE_NONE, kw_const },
	{ "minimum", VALIDATION, SHAPE_NONE, kw_bound },
	{ "maximum", VALIDATION, SHAPE_NONE, kw_bound },
	{ "exclusiveMinimum", VALIDATION, SHAPE_NONE, kw_bound },
	{ "exclusiveMaximum", VALIDATION, SHAPE_NONE, kw_bound },
	{ "multipleOf", VALIDATION, SHAPE_NONE, kw_bound },
	{ "minLength", VALIDATION, SHAPE_NONE, kw_min_length },
	{ "maxLength", VALIDATION, SHAPE_NONE, kw_max_length },
	{ "pattern", VALIDATION, SHAPE_NONE, kw_pattern },
	{ "format", FORMATS, SHAPE_NONE, kw_format },
	{ "required", VALIDATION, SHAPE_NONE, kw_required },
	{ "minProperties", VALIDATION, SHAPE_NONE, kw_min_keys },
	{ "maxProperties", VALIDATION, SHAPE_NONE, kw_max_keys },
	{ "dependentRequired", VALIDATION, SHAPE_NONE, kw_needs },
	{ "minItems", VALIDATION, SHAPE_NONE, kw_min_items },
	{ "maxItems", VALIDATION, SHAPE_NONE, kw_max_items },
	{ "uniqueItems", VALIDATION, SHAPE_NONE, kw_unique },
	{ "minContains", VALIDATION, SHAPE_NONE, kw_min_contains },
	{ "maxContains", VALIDATION, SHAPE_NONE, kw_max_contains },
	{ "properties", APPLICATOR, SHAPE_MAP, kw_properties },
	{ "additionalProperties", APPLICATOR, SHAPE_ONE, kw_additional },
	{ "patternProperties", APPLICATOR, SHAPE_MAP,
	    kw_pattern_properties },
	{ "propertyNames", APPLICATOR, SHAPE_ONE, kw_names },
	{ "dependentSchemas", APPLICATOR, SHAPE_MAP, kw_when },
	{ "dependencies", APPLICATOR, SHAPE_MAP, kw_either },
	{ "prefixItems", VOCAB_PREFIX, SHAPE_LIST, kw_prefix },
	{ "items", APPLICATOR, SHAPE_EITHER, kw_items },
	{ "additionalItems", VOCAB_OLD, SHAPE_ONE, kw_more_items },
	{ "contains", APPLICATOR, SHAPE_ONE, kw_contains },
	{ "allOf", APPLICATOR, SHAPE_LIST, kw_all },
	{ "anyOf", APPLICATOR, SHAPE_LIST, kw_any },
	{ "oneOf", APPLICATOR, SHAPE_LIST, kw_one },
	{ "not", APPLICATOR, SHAPE_ONE, kw_not },
	{ "if", APPLICATOR, SHAPE_ONE, kw_if },
	{ "then", APPLICATOR, SHAPE_ONE, NULL },
	{ "else", APPLICATOR, SHAPE_ONE, NULL },
	{ "unevaluatedProperties", VOCAB_UNEVALUATED, SHAPE_ONE,
	    kw_rest_props },
	{ "unevaluatedItems", VOCAB_UNEVALUATED, SHAPE_ONE, kw_rest_items },
};
const size_t schema_nkeywords = NELEM(schema_keywords);
