/* SPDX-License-Identifier: MIT */
/*
 * schema-compile - from a schema's document to the flat array of subs
 *
 * Subschemas are found while others are compiled and wait at the end of the
 * array, so neither deep nor circular schemas need recursion here.
 */
#include "buf.h"
#include "near.h"
#include "schema-compile.h"
#include "words.h"

const struct doc *
compile_doc(const struct compile *c)
{
	return c->s->docs[c->sub.doc].doc;
}

const struct node *
compile_node(const struct compile *c, uint32_t i)
{
	return &compile_doc(c)->nodes[i];
}

unsigned
compile_vocabs(const struct compile *c)
{
	return c->s->resources[c->sub.resource].vocabs;
}

static void
fault(struct compile *c, uint32_t at, uint32_t node, const char *rule,
    const char *fmt, va_list ap)
{
	const struct doc *doc = c->s->docs[at].doc;
	struct str text;
	struct buf b;

	buf_init(&b, c->arena);
	buf_vprintf(&b, words_get(c->dg->words, fmt), ap);
	text = buf_str(&b);
	c->failed = true;
	diag_error(c->dg, rule, doc->src, doc->nodes[node].at, "%.*s",
	    STR(text));
}

void
compile_fault(struct compile *c, uint32_t node, const char *rule,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(c, c->sub.doc, node, rule, fmt, ap);
	va_end(ap);
}

void
compile_fault_at(struct compile *c, uint32_t doc, uint32_t node,
    const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(c, doc, node, rule, fmt, ap);
	va_end(ap);
}

static uint32_t
sub_at(struct compile *c, uint32_t doc, uint32_t node)
{
	struct schema *s = c->s;
	struct schema_doc *d = &s->docs[doc];
	const struct node *n = &d->doc->nodes[node];

	if (n->kind == NODE_SCALAR && n->type == TYPE_BOOL)
		return (n->text.p[0] | 32) == 't' ? SUB_TRUE : SUB_FALSE;
	if (d->subs[node])
		return d->subs[node];
	if (n->kind != NODE_MAP || s->nsubs == SCHEMA_SUBS) {
		c->failed = true;
		if (n->kind == NODE_MAP)
			diag_error(c->dg, "schema-form", d->doc->src, n->at,
			    "more than %d schemas in one", SCHEMA_SUBS);
		else
			diag_error(c->dg, "schema-form", d->doc->src, n->at,
			    "a schema is a mapping, true or false");
		return SUB_TRUE;
	}
	s->subs = arena_grow(c->arena, s->subs, s->nsubs, &c->subs_cap,
	    sizeof(*s->subs));
	s->subs[s->nsubs] = (struct sub){ .doc = doc, .node = node,
	    .resource = d->resources[node] - 1 };
	return d->subs[node] = s->nsubs++;
}

uint32_t
compile_at(struct compile *c, uint32_t node)
{
	return sub_at(c, c->sub.doc, node);
}

/* The resource a reference names, before its '#'. */
static uint32_t
resource_of(struct compile *c, uint32_t value, struct str file)
{
	struct str uri;
	uint32_t at;

	if (file.n == 0)
		return c->sub.resource;
	uri = uri_join(c->s->resources[c->sub.resource].uri, file, c->arena);
	at = scan_find(c, uri);
	if (at == UINT32_MAX)
		compile_fault(c, value, "schema-ref",
		    "no schema is known by '%.*s'", STR(uri));
	return at;
}

/* The sub a fragment names; what stands under no keyword is read now. */
static uint32_t
fragment_at(struct compile *c, uint32_t value, uint32_t resource,
    struct str fragment)
{
	const struct resource *r = &c->s->resources[resource];
	uint32_t doc = r->doc, node = r->node, within = r->node;
	const struct anchor *anchor;

	fragment = percent_decode(fragment, c->arena);
	if (fragment.n && fragment.p[0] != '/') {
		anchor = scan_anchor(c, resource, fragment);
		node = anchor ? anchor->node : UINT32_MAX;
	} else {
		node = pointer_find(&c->s->docs[doc], node, fragment,
		    c->arena, &within);
	}
	if (node == UINT32_MAX) {
		compile_fault(c, value, "schema-ref", "'%.*s' leads nowhere",
		    STR(compile_node(c, value)->text));
		return SUB_TRUE;
	}
	if (c->s->docs[doc].resources[within])
		resource = c->s->docs[doc].resources[within] - 1;
	scan_from(c, doc, node, resource);
	return sub_at(c, doc, node);
}

static uint32_t
follow_ref(struct compile *c, uint32_t value, uint32_t *resource)
{
	struct str ref = compile_node(c, value)->text;
	size_t hash = str_find(ref, S("#"));

	*resource = resource_of(c, value, str_sub(ref, 0, hash));
	if (*resource == UINT32_MAX)
		return SUB_TRUE;
	return fragment_at(c, value, *resource, str_sub(ref, hash + 1,
	    ref.n));
}

uint32_t
compile_ref(struct compile *c, uint32_t value)
{
	uint32_t resource;

	return follow_ref(c, value, &resource);
}

uint32_t
compile_dynamic(struct compile *c, uint32_t value, struct str *name)
{
	struct str ref = compile_node(c, value)->text;
	size_t hash = str_find(ref, S("#"));
	struct str anchor = str_sub(ref, hash + 1, ref.n);
	const struct anchor *a;
	uint32_t resource, sub = follow_ref(c, value, &resource);

	if (resource == UINT32_MAX || anchor.n == 0 || anchor.p[0] == '/')
		return sub;
	anchor = percent_decode(anchor, c->arena);
	a = scan_anchor(c, resource, anchor);
	if (a && a->dynamic)
		*name = anchor;
	return sub;
}

/* The required ones first, so that their bits are the low ones. */
static void
sort_props(struct keys *k, struct arena *a)
{
	struct prop *props = arena_array(a, k->nprops + 1, sizeof(*props));
	uint32_t i, n = 0;

	k->words = arena_array(a, k->nprops, sizeof(*k->words));

	for (i = 0; i < k->nprops; i++)
		if (k->props[i].required)
			props[n++] = k->props[i];
	k->nrequired = n;
	k->need = n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
	for (i = 0; i < k->nprops; i++)
		if (!k->props[i].required)
			props[n++] = k->props[i];
	k->props = props;
	for (i = 0; i < n; i++)
		k->words[i] = props[i].name;
}

/* Which key a record has after each, if it leaves none out. */
static void
chain_props(struct keys *k, struct arena *a)
{
	uint32_t *order = arena_array(a, k->nprops, sizeof(*order)), i, j;

	for (i = 0; i < k->nprops; i++) {
		for (j = i; j > 0 && k->props[order[j - 1]].node >
		    k->props[i].node; j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	for (i = 0; i < k->nprops; i++)
		k->props[order[i]].then = order[(i + 1) % k->nprops];
}

/* Must what stands here be text, by type or by choices? */
static bool
wants_text(const struct sub *sub)
{
	const struct choices *choices = sub->choices ? sub->choices : sub->only;

	if (sub->types != IS_ANY)
		return sub->types & IS_TEXT;
	return choices && choices->nothers == 0 && choices->nwords;
}

/* The pattern our schemas put beside format: date for older editors. */
static bool
implied_by_date(const struct compile *c)
{
	return c->s->asserts && format_is_date(c->sub.format) &&
	    str_is(doc_text(compile_doc(c), c->sub.node, "pattern"),
	    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
}

static void
finish(struct compile *c)
{
	struct sub *sub = &c->sub;

	if (c->keys) {
		sort_props(c->keys, c->arena);
		chain_props(c->keys, c->arena);
		words_hash(&c->keys->find, c->keys->words, c->keys->nprops,
		    c->arena);
	}
	if (implied_by_date(c))
		sub->pattern = NULL;
	sub->keys = c->keys;
	sub->items = c->items;
	sub->bounds = c->bounds;
	sub->rest = c->rest;
	if (c->s->asserts)
		sub->flags |= SUB_ASSERTS;
	if (c->s->asserts || compile_vocabs(c) & VOCAB_FORMAT_ASSERTION)
		sub->flags |= SUB_FORMATS;
	if (wants_text(sub))
		sub->flags |= SUB_WANTS_TEXT;
	if (c->s->asserts && sub->flags & SUB_WANTS_TEXT &&
	    !format_is_date(sub->format))
		sub->flags |= SUB_DISPUTES;
	if (sub->types == IS_TEXT && !sub->choices && !sub->only &&
	    !sub->format && sub->nops == 0)
		sub->flags |= SUB_PLAIN_TEXT;
	/* a character takes four bytes at most */
	sub->enough = sub->min <= 1 ? sub->min : sub->min < UINT32_MAX / 4 ?
	    sub->min * 4 : UINT32_MAX;
}

/* A rule that is misspelt, and so silently not checked, is worse than none. */
static void
unknown(struct compile *c, uint32_t key)
{
	struct str text = compile_node(c, key)->text, near;
	struct str known[128];
	size_t i;

	if (!c->opts->strict || str_starts(text, S("x-")))
		return;
	compile_fault(c, key, "schema-keyword", "unknown keyword '%.*s'",
	    STR(text));
	for (i = 0; i < schema_nkeywords && i < NELEM(known); i++)
		known[i] = str_of(schema_keywords[i].name);
	near = near_word(text, known, i);
	if (near.n)
		diag_cure(c->dg, "%.*s", STR(near));
}

static void
one_keyword(struct compile *c, uint32_t key)
{
	struct str text = compile_node(c, key)->text;
	const struct keyword *k = map_get(&c->words, text);
	unsigned vocabs = compile_vocabs(c);

	if (!k)
		unknown(c, key);
	else if (k->compile && k->vocab & vocabs && (!(vocabs &
	    VOCAB_LONE_REF) || str_is(text, "$ref") ||
	    !doc_get(compile_doc(c), c->sub.node, S("$ref"))))
		k->compile(c, key, key + 1);
}

static void
one_sub(struct compile *c, uint32_t i)
{
	const struct doc *doc;
	uint32_t key, end;

	c->sub = c->s->subs[i];
	c->sub.types = IS_ANY;
	c->sub.max = UINT32_MAX;
	c->keys = NULL;
	c->items = NULL;
	c->bounds = NULL;
	c->rest = NULL;
	c->props_cap = c->ops_cap = c->needs_cap = 0;
	doc = compile_doc(c);
	end = doc->nodes[c->sub.node].next;
	for (key = c->sub.node + 1; key < end; key = doc->nodes[key + 1].next)
		one_keyword(c, key);
	finish(c);
	c->s->subs[i] = c->sub;
}

/* Whatever a $dynamicRef may lead to, in documents that are here. */
static void
dynamic_subs(struct compile *c)
{
	struct resource *r;
	uint32_t i, j;

	for (i = 0; i < c->s->nresources; i++) {
		r = &c->s->resources[i];
		for (j = 0; j < r->ndynamics; j++)
			r->dynamics[j].sub = sub_at(c, r->doc,
			    r->dynamics[j].node);
	}
}

static void
compile_subs(struct compile *c)
{
	uint32_t n = 2;

	for (;;) {
		for (; n < c->s->nsubs; n++)
			one_sub(c, n);
		if (c->s->dynamic)
			dynamic_subs(c);
		if (n == c->s->nsubs)
			break;
	}
}

static void
begin(struct compile *c)
{
	struct schema *s = c->s;
	size_t i;

	map_init(&c->words, c->arena);
	map_init(&c->patterns, c->arena);
	map_init(&c->uris, c->arena);
	map_init(&c->anchors, c->arena);
	map_init(&c->dialects, c->arena);
	for (i = 0; i < schema_nkeywords; i++)
		*map_put(&c->words, str_of(schema_keywords[i].name)) =
		    (void *)&schema_keywords[i];
	s->subs = arena_grow(c->arena, NULL, 0, &c->subs_cap,
	    sizeof(*s->subs));
	s->subs[SUB_TRUE] = (struct sub){ .types = IS_ANY,
	    .max = UINT32_MAX };
	s->subs[SUB_FALSE] = (struct sub){ .max = UINT32_MAX };
	s->nsubs = 2;
	s->asserts = c->opts->assert_format;
}

bool
schema_compile(struct schema **out, const struct doc *doc,
    const struct schema_opts *opts, struct arena *a, struct diag *dg)
{
	struct compile c = { .arena = a, .dg = dg, .opts = opts };
	struct schema *s = arena_alloc(a, sizeof(*s));

	*out = c.s = s;
	if (doc->n == 0)
		return diag_error(dg, "schema-form", doc->src,
		    (struct span){ 0, 0 },
		    "a schema is a mapping, true or false");
	begin(&c);
	(void)scan_doc(&c, doc, doc->src->path);
	s->root = sub_at(&c, 0, 0);
	compile_subs(&c);
	return !c.failed && link_all(&c);
}
