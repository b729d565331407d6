/* SPDX-License-Identifier: MIT */
/*
 * schema-scan - the names in schemas: $id, $anchor, $dynamicAnchor
 *
 * A document is walked once when it is first wanted, through the keywords
 * that hold schemas and no others: an $id within an enum names nothing.
 * What is found are resources (each with its base URI and its dialect) and,
 * for every schema in the document, the resource it belongs to.
 */
#include "schema-compile.h"

/* Schemas that wait for their turn, with the resource they stand in. */
struct todo {
	struct place_in { uint32_t node, resource; } *v;
	size_t n, cap;
};

static void
later(struct compile *c, struct todo *t, uint32_t node, uint32_t resource)
{
	t->v = arena_grow(c->arena, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = (struct place_in){ node, resource };
}

static uint32_t
add_resource(struct compile *c, struct resource r)
{
	struct schema *s = c->s;
	void **slot;

	s->resources = arena_grow(c->arena, s->resources, s->nresources,
	    &c->resources_cap, sizeof(*s->resources));
	s->resources[s->nresources] = r;
	slot = map_put(&c->uris, r.uri);
	if (!*slot)
		*slot = (void *)(uintptr_t)(s->nresources + 1);
	else if (s->resources[(uintptr_t)*slot - 1].doc == r.doc && r.node)
		compile_fault_at(c, r.doc, r.node, "schema-name",
		    "two schemas are called '%.*s'", STR(r.uri));
	return s->nresources++;
}

static struct str
anchor_key(const struct compile *c, uint32_t resource, struct str name)
{
	return arena_printf(c->arena, "%u#%.*s", resource, STR(name));
}

const struct anchor *
scan_anchor(const struct compile *c, uint32_t resource, struct str name)
{
	return map_get(&c->anchors, anchor_key(c, resource, name));
}

static void
add_anchor(struct compile *c, uint32_t resource, uint32_t node,
    struct str name, bool dynamic)
{
	struct resource *r = &c->s->resources[resource];
	struct anchor *a = arena_alloc(c->arena, sizeof(*a));
	void **slot = map_put(&c->anchors, anchor_key(c, resource, name));

	if (*slot && ((struct anchor *)*slot)->node != node) {
		compile_fault_at(c, r->doc, node, "schema-name",
		    "the anchor '%.*s' stands twice", STR(name));
		return;
	}
	*a = (struct anchor){ node, dynamic };
	*slot = a;
	if (!dynamic)
		return;
	r->dynamics = arena_grow(c->arena, r->dynamics, r->ndynamics,
	    &r->cap, sizeof(*r->dynamics));
	r->dynamics[r->ndynamics++] = (struct dynamic){ name, node, 0 };
}

static struct str
text_under(const struct doc *d, uint32_t node, const char *key)
{
	uint32_t at = doc_get(d, node, str_of(key));

	return at && d->nodes[at].kind == NODE_SCALAR &&
	    d->nodes[at].type == TYPE_STR ? d->nodes[at].text : S("");
}

/* The resource a schema belongs to: that around it, or its own. */
static uint32_t
own_resource(struct compile *c, uint32_t doc, uint32_t node,
    uint32_t around)
{
	const struct doc *d = c->s->docs[doc].doc;
	struct resource r = c->s->resources[around];
	struct str id = text_under(d, node, "$id");
	uint32_t schema = doc_get(d, node, S("$schema"));

	id = str_sub(id, 0, str_find(id, S("#")));
	if (id.n == 0 || (r.vocabs & VOCAB_LONE_REF && node &&
	    doc_get(d, node, S("$ref"))))
		return around;
	r = (struct resource){ .doc = doc, .node = node, .vocabs = r.vocabs,
	    .uri = uri_join(r.uri, id, c->arena) };
	if (schema)
		r.vocabs = dialect_of(c, doc, schema);
	return add_resource(c, r);
}

static void
names_of(struct compile *c, uint32_t doc, uint32_t node, uint32_t resource)
{
	const struct doc *d = c->s->docs[doc].doc;
	unsigned vocabs = c->s->resources[resource].vocabs;
	struct str s;

	s = text_under(d, node, "$id");
	if (vocabs & VOCAB_OLD && s.n > 1 && s.p[0] == '#')
		add_anchor(c, resource, node, str_sub(s, 1, s.n), false);
	s = text_under(d, node, "$anchor");
	if (s.n)
		add_anchor(c, resource, node, s, false);
	s = text_under(d, node, "$dynamicAnchor");
	if (s.n && vocabs & VOCAB_DYNAMIC)
		add_anchor(c, resource, node, s, true);
}

/* The schemas in the value of one keyword. */
static void
scan_value(struct compile *c, struct todo *t, const struct doc *d,
    enum shape shape, uint32_t value, uint32_t resource)
{
	const struct node *n = &d->nodes[value];
	uint32_t at;

	if (shape == SHAPE_EITHER)
		shape = n->kind == NODE_SEQ ? SHAPE_LIST : SHAPE_ONE;
	if (shape == SHAPE_ONE)
		later(c, t, value, resource);
	else if (shape == SHAPE_LIST && n->kind == NODE_SEQ)
		for (at = value + 1; at < n->next; at = d->nodes[at].next)
			later(c, t, at, resource);
	else if (shape == SHAPE_MAP && n->kind == NODE_MAP)
		for (at = value + 1; at < n->next; at = d->nodes[at + 1].next)
			later(c, t, at + 1, resource);
}

static void
scan_schema(struct compile *c, struct todo *t, uint32_t doc, uint32_t node,
    uint32_t resource)
{
	struct schema_doc *sd = &c->s->docs[doc];
	const struct doc *d = sd->doc;
	const struct keyword *k;
	uint32_t at;

	if (d->nodes[node].kind != NODE_MAP || sd->resources[node])
		return;
	resource = own_resource(c, doc, node, resource);
	/* what is found on the way may have loaded others */
	c->s->docs[doc].resources[node] = resource + 1;
	names_of(c, doc, node, resource);
	for (at = node + 1; at < d->nodes[node].next;
	    at = d->nodes[at + 1].next) {
		k = map_get(&c->words, d->nodes[at].text);
		if (k && k->shape && k->vocab &
		    c->s->resources[resource].vocabs)
			scan_value(c, t, d, k->shape, at + 1, resource);
	}
}

void
scan_from(struct compile *c, uint32_t doc, uint32_t node, uint32_t resource)
{
	struct todo t = { NULL, 0, 0 };
	size_t i;

	later(c, &t, node, resource);
	for (i = 0; i < t.n; i++)
		scan_schema(c, &t, doc, t.v[i].node, t.v[i].resource);
}

uint32_t
scan_doc(struct compile *c, const struct doc *doc, struct str uri)
{
	struct schema *s = c->s;
	uint32_t at = s->ndocs, resource, schema;
	unsigned vocabs = dialect_default();
	void **slot;

	s->docs = arena_grow(c->arena, s->docs, s->ndocs, &c->docs_cap,
	    sizeof(*s->docs));
	s->docs[s->ndocs++] = (struct schema_doc){ doc,
	    arena_array(c->arena, doc->n, sizeof(uint32_t)),
	    arena_array(c->arena, doc->n, sizeof(uint32_t)), NULL };
	schema = doc->nodes[0].kind == NODE_MAP ?
	    doc_get(doc, 0, S("$schema")) : 0;
	if (schema)
		vocabs = dialect_of(c, at, schema);
	resource = add_resource(c, (struct resource){ .doc = at, .uri = uri,
	    .vocabs = vocabs });
	scan_from(c, at, 0, resource);
	slot = map_put(&c->uris, doc->src->path);
	if (!*slot)
		*slot = (void *)(uintptr_t)(resource + 1);
	return at;
}

/* Where a document has an $id, what it was found by leads to that. */
static uint32_t
found(const struct compile *c, struct str uri)
{
	uint32_t at = (uint32_t)(uintptr_t)map_get(&c->uris, uri), own;
	const struct resource *r;

	if (at == 0)
		return UINT32_MAX;
	r = &c->s->resources[at - 1];
	own = c->s->docs[r->doc].resources[r->node];
	return own ? own - 1 : at - 1;
}

uint32_t
scan_find(struct compile *c, struct str uri)
{
	uint32_t known = found(c, uri);
	struct doc *doc;

	if (known != UINT32_MAX)
		return known;
	doc = arena_alloc(c->arena, sizeof(*doc));
	if (c->s->ndocs == SCHEMA_DOCS || !c->opts->load ||
	    !c->opts->load(c->opts->ctx, uri, doc, c->dg) || doc->n == 0)
		return UINT32_MAX;
	(void)scan_doc(c, doc, uri);
	return found(c, uri);
}
