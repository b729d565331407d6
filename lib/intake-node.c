/* SPDX-License-Identifier: MIT */
/* intake-node - records that stand in YAML or JSON, and cells that do. */
#include "intake.h"

static bool	from_map(struct value **, struct ledger *,
		    const struct kind *, const struct field *, size_t,
		    const struct doc *, uint32_t, struct diag *);

static bool
from_node(struct value **v, struct ledger *led, const struct kind *kind,
    const struct field *f, const struct doc *doc, uint32_t node,
    struct diag *dg)
{
	const struct node *n = &doc->nodes[node];
	struct value *item;
	bool ok = true;
	uint32_t i;

	if (n->kind == NODE_MAP)
		return from_map(v, led, kind, f->fields, f->nfields, doc,
		    node, dg);
	if (n->kind == NODE_SCALAR)
		return intake_one(v, led, f, n->text, doc->src, n->at, dg);
	*v = value_new(led->arena, VALUE_LIST);
	(*v)->src = doc->src;
	(*v)->at = n->at;
	for (i = doc_first(doc, node); i; i = doc_after(doc, node, i)) {
		if (from_node(&item, led, kind, f, doc, i, dg))
			value_append(*v, item);
		else
			ok = false;
	}
	return ok;
}

static bool
from_map(struct value **out, struct ledger *led, const struct kind *kind,
    const struct field *fields, size_t n, const struct doc *doc, uint32_t map,
    struct diag *dg)
{
	struct field whole = { .fields = (struct field *)fields,
	    .nfields = n };
	const struct field *f;
	struct value *v, *rec = value_new(led->arena, VALUE_MAP);
	uint32_t key, value;
	bool ok = true;

	rec->src = doc->src;
	rec->at = doc->nodes[map].at;
	for (key = doc_first(doc, map); key; key = doc_after(doc, map, value)) {
		struct given g = { .key = doc->nodes[key].text,
		    .src = doc->src, .key_at = doc->nodes[key].at };

		value = doc->nodes[key].next;
		f = field_sub(&whole, g.key);
		if (!f) {
			ok = intake_no_field(led, kind, &g, dg);
			continue;
		}
		if (doc->nodes[value].type == TYPE_NULL)
			continue;
		if (from_node(&v, led, kind, f, doc, value, dg))
			value_set(rec, f->key, v);
		else
			ok = false;
	}
	*out = rec;
	return ok;
}

bool
intake_node(struct value **v, struct ledger *led, const struct kind *kind,
    const struct doc *doc, uint32_t node, struct diag *dg)
{
	if (doc->nodes[node].kind != NODE_MAP)
		return diag_error(dg, "type", doc->src, doc->nodes[node].at,
		    "a record is expected here: FIELD: VALUE lines");
	return from_map(v, led, kind, kind->fields, kind->nfields, doc, node,
	    dg) && intake_finish(*v, led, kind, S(""), dg);
}

/* ---- a list or mapping as JSON in one cell ----------------------------- */

bool
intake_is_json(const struct field *f, struct str text)
{
	text = str_trim(text);
	if (str_eq(text, S("[]")) || (f->list && str_starts(text, S("[\""))))
		return f->list;
	return f->type == FIELD_MAP && (str_starts(text, S("{\"")) ||
	    (f->list && str_starts(text, S("[{\""))));
}

/* All of it was said in that one cell. */
static void
said_at(struct value *v, const struct source *src, struct span at)
{
	struct value *child;

	v->src = src;
	v->at = at;
	for (child = v->first; child; child = child->next)
		said_at(child, src, at);
}

bool
intake_json(struct value **v, struct ledger *led, const struct kind *kind,
    const struct field *f, const struct given *g, struct diag *dg)
{
	struct source *src = arena_alloc(led->arena, sizeof(*src));
	struct doc *doc = arena_alloc(led->arena, sizeof(*doc));
	struct diag trial;
	bool ok;

	*src = source_of(g->src->path.p, str_trim(g->value));
	diag_init(&trial, led->arena, dg->words);
	ok = doc_read_json(doc, src, led->arena, &trial) && doc->n &&
	    from_node(v, led, kind, f, doc, 0, &trial);
	if (ok)
		said_at(*v, g->src, g->value_at);
	return ok || diag_error(dg, "json-cell", g->src, g->value_at,
	    "%.*s looks like JSON, but cannot be read: %.*s",
	    STR(field_label(f, led->chinese)),
	    STR(trial.n ? trial.faults[0].text : S("")));
}
