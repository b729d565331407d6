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

void
compile_fault(struct compile *c, uint32_t node, const char *rule,
    const char *fmt, ...)
{
	const struct doc *doc = compile_doc(c);
	struct str text;
	struct buf b;
	va_list ap;

	buf_init(&b, c->arena);
	va_start(ap, fmt);
	buf_vprintf(&b, words_get(c->dg->words, fmt), ap);
	va_end(ap);
	text = buf_str(&b);
	c->failed = true;
	diag_error(c->dg, rule, doc->src, doc->nodes[node].at, "%.*s",
	    STR(text));
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
	s->subs[s->nsubs] = (struct sub){ .doc = doc, .node = node };
	return d->subs[node] = s->nsubs++;
}

uint32_t
compile_at(struct compile *c, uint32_t node)
{
	return sub_at(c, c->sub.doc, node);
}

/* A document's URI: its own $id, else the one it was found by. */
static void
add_doc(struct compile *c, const struct doc *doc, struct str uri)
{
	struct schema *s = c->s;
	struct str id;

	id = doc->n && doc->nodes[0].kind == NODE_MAP ?
	    doc_text(doc, 0, "$id") : S("");
	id = str_sub(id, 0, str_find(id, S("#")));
	s->docs = arena_grow(c->arena, s->docs, s->ndocs, &c->docs_cap,
	    sizeof(*s->docs));
	s->docs[s->ndocs++] = (struct schema_doc){ doc,
	    id.n ? uri_join(uri, id, c->arena) : uri,
	    arena_array(c->arena, (size_t)doc->n + 1, sizeof(uint32_t)) };
}

/* Index of the document a URI names, which is loaded where it is new. */
static uint32_t
find_doc(struct compile *c, struct str uri, uint32_t value)
{
	const struct schema_doc *d;
	struct doc *doc;
	uint32_t i;

	for (i = 0; i < c->s->ndocs; i++) {
		d = &c->s->docs[i];
		if (str_eq(d->uri, uri) || str_eq(d->doc->src->path, uri))
			return i;
	}
	doc = arena_alloc(c->arena, sizeof(*doc));
	if (i == SCHEMA_DOCS || !c->opts->load) {
		compile_fault(c, value, "schema-ref",
		    "no schema is known by '%.*s'", STR(uri));
		return UINT32_MAX;
	}
	if (!c->opts->load(c->opts->ctx, uri, doc, c->dg) || doc->n == 0) {
		compile_fault(c, value, "schema-ref",
		    "no schema is known by '%.*s'", STR(uri));
		return UINT32_MAX;
	}
	add_doc(c, doc, uri);
	/* its own name may be that of one already here */
	return i;
}

uint32_t
compile_ref(struct compile *c, uint32_t value)
{
	struct str ref = compile_doc(c)->nodes[value].text, file, fragment;
	uint32_t doc = c->sub.doc, node;
	size_t hash = str_find(ref, S("#"));

	file = str_sub(ref, 0, hash);
	fragment = str_sub(ref, hash + 1, ref.n);
	if (file.n)
		doc = find_doc(c, uri_join(c->s->docs[doc].uri, file,
		    c->arena), value);
	if (doc == UINT32_MAX)
		return SUB_TRUE;
	node = pointer_find(c->s->docs[doc].doc, fragment, c->arena);
	if (node == UINT32_MAX) {
		compile_fault(c, value, "schema-ref",
		    "'%.*s' leads nowhere", STR(ref));
		return SUB_TRUE;
	}
	return sub_at(c, doc, node);
}

/* The required ones first, so that their bits are the low ones. */
static void
sort_props(struct keys *k, struct arena *a)
{
	struct prop *props = arena_array(a, k->nprops + 1, sizeof(*props));
	uint32_t i, n = 0;

	for (i = 0; i < k->nprops; i++)
		if (k->props[i].required)
			props[n++] = k->props[i];
	k->nrequired = n;
	k->need = n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
	for (i = 0; i < k->nprops; i++)
		if (!k->props[i].required)
			props[n++] = k->props[i];
	k->props = props;
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
		if (c->keys->nprops)
			keys_hash(c->keys, c->arena);
	}
	if (implied_by_date(c))
		sub->pattern = NULL;
	sub->keys = c->keys;
	sub->items = c->items;
	sub->bounds = c->bounds;
	if (c->s->asserts)
		sub->flags |= SUB_ASSERTS;
	if (wants_text(sub))
		sub->flags |= SUB_WANTS_TEXT;
}

static void
one_keyword(struct compile *c, uint32_t key)
{
	const struct doc *doc = compile_doc(c);
	const struct keyword *k = map_get(&c->words, doc->nodes[key].text);
	struct str text = doc->nodes[key].text, near;
	struct str known[128];
	size_t i;

	if (k) {
		if (k->compile)
			k->compile(c, key, key + 1);
		return;
	}
	if (str_starts(text, S("x-")))
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
	c->props_cap = c->ops_cap = 0;
	doc = compile_doc(c);
	end = doc->nodes[c->sub.node].next;
	for (key = c->sub.node + 1; key < end; key = doc->nodes[key + 1].next)
		one_keyword(c, key);
	finish(c);
	c->s->subs[i] = c->sub;
}

/* Says nothing but "as that one". */
static bool
is_alias(const struct sub *s)
{
	return s->nops == 1 && s->ops[0].kind == OP_ALL && s->ops[0].n == 1 &&
	    s->types == IS_ANY && !s->choices && !s->only && !s->keys &&
	    !s->items && !s->bounds && !s->pattern && !s->format &&
	    s->min == 0 && s->max == UINT32_MAX;
}

static void
follow(const struct schema *s, uint32_t *sub)
{
	int hops;

	for (hops = 0; hops < 100 && is_alias(&s->subs[*sub]); hops++)
		*sub = s->subs[*sub].ops[0].subs[0];
}

static void
follow_keys(const struct schema *s, struct keys *k)
{
	uint32_t i;

	for (i = 0; i < k->nprops; i++)
		follow(s, &k->props[i].sub);
	for (i = 0; i < k->npatterns; i++)
		follow(s, &k->patterns[i].sub);
	follow(s, &k->additional);
	follow(s, &k->names);
}

static void
follow_items(const struct schema *s, struct items *t)
{
	uint32_t i;

	for (i = 0; i < t->nprefix; i++)
		follow(s, &t->prefix[i]);
	follow(s, &t->rest);
	follow(s, &t->contains);
}

static void
link_all(struct schema *s)
{
	const struct sub *sub;
	uint32_t i, j;

	for (sub = s->subs; sub < s->subs + s->nsubs; sub++) {
		if (sub->keys)
			follow_keys(s, (struct keys *)sub->keys);
		if (sub->items)
			follow_items(s, (struct items *)sub->items);
		if (is_alias(sub))
			continue;
		for (i = 0; i < sub->nops; i++)
			for (j = 0; j < sub->ops[i].n; j++)
				follow(s, &sub->ops[i].subs[j]);
	}
	follow(s, &s->root);
}

bool
schema_compile(struct schema **out, const struct doc *doc,
    const struct schema_opts *opts, struct arena *a, struct diag *dg)
{
	struct compile c = { .arena = a, .dg = dg, .opts = opts };
	struct schema *s = arena_alloc(a, sizeof(*s));
	size_t i;
	uint32_t n;

	*out = s;
	if (doc->n == 0)
		return diag_error(dg, "schema-form", doc->src,
		    (struct span){ 0, 0 },
		    "a schema is a mapping, true or false");
	c.s = s;
	s->asserts = opts->assert_format;
	map_init(&c.words, a);
	map_init(&c.patterns, a);
	for (i = 0; i < schema_nkeywords; i++)
		*map_put(&c.words, str_of(schema_keywords[i].name)) =
		    (void *)&schema_keywords[i];
	add_doc(&c, doc, doc->src->path);
	s->subs = arena_grow(a, NULL, 0, &c.subs_cap, sizeof(*s->subs));
	s->subs[SUB_TRUE] = (struct sub){ .types = IS_ANY,
	    .max = UINT32_MAX };
	s->subs[SUB_FALSE] = (struct sub){ .max = UINT32_MAX };
	s->nsubs = 2;
	s->root = sub_at(&c, 0, 0);
	for (n = 2; n < s->nsubs; n++)
		one_sub(&c, n);
	if (c.failed)
		return false;
	link_all(s);
	return true;
}
