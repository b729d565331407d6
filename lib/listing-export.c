/* SPDX-License-Identifier: MIT */
/*
 * listing-export - records as CSV and JSON lines that can be read back
 *
 * A first pass over the records finds which parts of mappings occur, the
 * second one fills the rows.  A list is joined with ';' where reading it
 * back finds the same items (an evidence is kind:ref); any other list or
 * mapping stands in its cell as JSON, so that nothing is ever left out.
 */
#include "audience.h"
#include "intake.h"
#include "listing.h"

#define EXPORT_COLUMNS	512

struct export_column {
	size_t              field;
	const struct field *part;
	bool                used;
};

struct export {
	struct table       *t;
	const struct asked *q;
	const struct kind  *kind;
	struct export_column columns[EXPORT_COLUMNS];
	size_t              n;
	struct buf         *json;
};

/* ---- which columns ---------------------------------------------------- */

static bool
wanted(const struct export *e, const struct record *r)
{
	const struct asked *q = e->q;
	date_day day = record_date(r, e->kind->day);

	return (asked_all_time(q) || day == DATE_NONE ||
	    period_has(q->period, day)) && (q->village.n == 0 ||
	    e->kind->village < 0 ||
	    str_eq(record_str(r, e->kind->village), q->village));
}

static bool
look(void *ctx, const struct record *r, struct diag *dg)
{
	struct export *e = ctx;
	const struct field *f;
	uint32_t map;
	size_t i;

	(void)dg;
	if (!wanted(e, r))
		return true;
	for (i = 0; i < e->n; i++) {
		f = e->columns[i].part;
		map = r->at[e->columns[i].field];
		if (f && map && doc_get(r->doc, map, f->key))
			e->columns[i].used = true;
	}
	return true;
}

static void
add_column(struct export *e, size_t field, const struct field *part)
{
	if (e->n < EXPORT_COLUMNS)
		e->columns[e->n++] = (struct export_column){ field, part,
		    part == NULL };
}

/* A mapping has a column for each part that occurs, FIELD.PART. */
static void
all_columns(struct export *e)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; i < e->kind->nfields; i++) {
		f = &e->kind->fields[i];
		if (f->type != FIELD_MAP || f->list)
			add_column(e, i, NULL);
		else
			for (k = 0; k < f->nfields; k++)
				add_column(e, i, &f->fields[k]);
	}
}

static void
choose(struct export *e)
{
	const struct field *f, *part;
	struct column *head;
	struct str key;
	size_t i, n = 0;

	for (i = 0; i < e->n; i++)
		if (e->columns[i].used)
			e->columns[n++] = e->columns[i];
	e->n = n;
	for (i = 0; i < n; i++) {
		f = &e->kind->fields[e->columns[i].field];
		part = e->columns[i].part;
		key = part ? arena_printf(e->t->arena, "%.*s.%.*s",
		    STR(f->key), STR(part->key)) : f->key;
		head = table_column(e->t, key, part ? key :
		    field_label(f, e->q->led->chinese), CELL_TEXT,
		    part && part->privacy < f->privacy ? part->privacy :
		    f->privacy);
		head->is_name = part ? part->is_name : f->is_name;
	}
}

/* ---- what a cell holds ------------------------------------------------ */

/* The parts that one word gives: kind and ref, or the one it means. */
static bool
one_word(const struct field *f, const struct doc *doc, uint32_t map)
{
	const struct field *first = NULL, *sub;
	uint32_t key;
	size_t i;

	if (f->nfields > 1 && str_is(f->fields[0].key, "kind") &&
	    str_is(f->fields[1].key, "ref"))
		return doc->nodes[map].n == 2 &&
		    doc_get(doc, map, S("kind")) &&
		    doc_get(doc, map, S("ref"));
	for (i = 0; i < f->nfields; i++) {
		sub = &f->fields[i];
		if (sub->type == FIELD_ENUM || sub->type == FIELD_MAP)
			continue;
		if (!first || (sub->required && !first->required))
			first = sub;
	}
	key = doc_first(doc, map);
	return first && doc->nodes[map].n == 1 &&
	    str_eq(doc->nodes[key].text, first->key);
}

/* Would reading the list back find this item in it, and only this one? */
static bool
safe_item(struct str s, struct arena *a)
{
	struct strs items = { 0 };

	intake_items(&items, a, s);
	return items.n == 1 && str_eq(items.v[0], s);
}

/* kind and ref may stand in any order in a file. */
static bool
put_item(struct buf *b, const struct field *f, const struct doc *doc,
    uint32_t node)
{
	struct str kind, ref;

	if (doc->nodes[node].kind == NODE_SCALAR) {
		buf_add(b, doc->nodes[node].text);
		return true;
	}
	if (doc->nodes[node].kind != NODE_MAP || !one_word(f, doc, node))
		return false;
	if (doc->nodes[node].n == 1) {
		buf_add(b, doc->nodes[doc_first(doc, node) + 1].text);
		return true;
	}
	kind = doc_text(doc, node, "kind");
	ref = doc_text(doc, node, "ref");
	buf_printf(b, "%.*s:%.*s", STR(kind), STR(ref));
	return str_find(kind, S(":")) == kind.n &&
	    str_find(kind, S("：")) == kind.n;
}

static bool
put_list(struct buf *b, const struct field *f, const struct doc *doc,
    uint32_t list)
{
	struct buf item;
	uint32_t i;

	for (i = doc_first(doc, list); i; i = doc_after(doc, list, i)) {
		buf_init(&item, b->arena);
		if (!put_item(&item, f, doc, i) ||
		    !safe_item(buf_str(&item), b->arena))
			return false;
		if (i != doc_first(doc, list))
			buf_char(b, ';');
		buf_add(b, buf_str(&item));
	}
	return true;
}

static void	put_json(struct export *, const struct record *,
		    const struct field *, uint32_t node);

static void
cell(struct export *e, const struct record *r, const struct export_column *c)
{
	const struct field *f = c->part ? c->part :
	    &e->kind->fields[c->field];
	const struct doc *doc = r->doc;
	uint32_t node = r->at[c->field];
	struct buf b;

	if (node && c->part)
		node = doc_get(doc, node, c->part->key);
	if (!node || doc->nodes[node].type == TYPE_NULL) {
		table_none(e->t);
		return;
	}
	buf_init(&b, e->t->arena);
	if (doc->nodes[node].kind == NODE_SCALAR) {
		buf_add(&b, doc->nodes[node].text);
	} else if (doc->nodes[node].kind == NODE_MAP ||
	    !put_list(&b, f, doc, node)) {
		buf_init(&b, e->t->arena);
		e->json = &b;
		put_json(e, r, f, node);
	}
	/* numbers and days are none that a spreadsheet must be kept from */
	if (f->type == FIELD_TEXT || f->type == FIELD_REF ||
	    f->type == FIELD_ENUM)
		table_code(e->t, buf_str(&b));
	else
		table_text(e->t, buf_str(&b));
}

static bool
row(void *ctx, const struct record *r, struct diag *dg)
{
	struct export *e = ctx;
	size_t i;

	(void)dg;
	if (!wanted(e, r))
		return true;
	for (i = 0; i < e->n; i++)
		cell(e, r, &e->columns[i]);
	return true;
}

bool
listing_export(struct table *t, const struct asked *q, struct diag *dg)
{
	struct arena *a = q->led->arena;
	struct export *e = arena_alloc(a, sizeof(*e));
	struct ledger_scope scope = asked_scope(q);

	*e = (struct export){ .t = t, .q = q };
	e->kind = ledger_kind(q->led, q->word, dg);
	if (!e->kind)
		return false;
	table_init(t, a, q->name, e->kind->title);
	all_columns(e);
	if (!ledger_every(q->led, e->kind, &scope, look, e, dg))
		return false;
	choose(e);
	return ledger_every(q->led, e->kind, &scope, row, e, dg);
}

/* ---- JSON lines ------------------------------------------------------- */

static void
put_scalar(struct buf *b, const struct node *n)
{
	points p;

	if (n->type == TYPE_NULL)
		buf_puts(b, "null");
	else if (n->type == TYPE_BOOL || (n->type == TYPE_INT &&
	    points_read(&p, n->text) && n->text.p[0] != '+') ||
	    (n->type == TYPE_FLOAT && points_read(&p, n->text) &&
	    n->text.p[0] != '+' && n->text.p[0] != '.'))
		buf_add(b, n->text);
	else
		buf_json(b, n->text);
}

static void
put_object(struct export *e, const struct record *r,
    const struct field *fields, size_t n, uint32_t map)
{
	struct buf *b = e->json;
	bool first = true;
	uint32_t node;
	size_t i;

	buf_char(b, '{');
	for (i = 0; i < n; i++) {
		node = doc_get(r->doc, map, fields[i].key);
		if (!node || !audience_sees(e->q->audience,
		    fields[i].privacy))
			continue;
		buf_puts(b, first ? "" : ", ");
		buf_json(b, fields[i].key);
		buf_puts(b, ": ");
		put_json(e, r, &fields[i], node);
		first = false;
	}
	buf_char(b, '}');
}

/* A mapping whose parts the schema tells only by case: all, or none. */
static void
put_unnamed(struct export *e, const struct record *r, uint32_t map)
{
	static const struct field plain = { .privacy = AUDIENCE_INTERNAL };
	bool all = audience_sees(e->q->audience, plain.privacy);
	const struct doc *doc = r->doc;
	uint32_t key, value;

	buf_char(e->json, '{');
	for (key = all ? doc_first(doc, map) : 0; key;
	    key = doc_after(doc, map, value)) {
		value = doc->nodes[key].next;
		buf_puts(e->json, key == doc_first(doc, map) ? "" : ", ");
		buf_json(e->json, doc->nodes[key].text);
		buf_puts(e->json, ": ");
		put_json(e, r, &plain, value);
	}
	buf_char(e->json, '}');
}

static void
put_json(struct export *e, const struct record *r, const struct field *f,
    uint32_t node)
{
	const struct doc *doc = r->doc;
	struct buf *b = e->json;
	struct str text = doc->nodes[node].text;
	uint32_t i;

	if (doc->nodes[node].kind == NODE_MAP && f->nfields == 0) {
		put_unnamed(e, r, node);
	} else if (doc->nodes[node].kind == NODE_MAP) {
		put_object(e, r, f->fields, f->nfields, node);
	} else if (doc->nodes[node].kind == NODE_SEQ) {
		buf_char(b, '[');
		for (i = doc_first(doc, node); i;
		    i = doc_after(doc, node, i)) {
			buf_puts(b, i == doc_first(doc, node) ? "" : ", ");
			put_json(e, r, f, i);
		}
		buf_char(b, ']');
	} else if (f->is_name) {
		buf_json(b, audience_mask_name(text, e->q->audience,
		    b->arena));
	} else {
		put_scalar(b, &doc->nodes[node]);
	}
}

static bool
line(void *ctx, const struct record *r, struct diag *dg)
{
	struct export *e = ctx;

	(void)dg;
	if (!wanted(e, r))
		return true;
	put_object(e, r, e->kind->fields, e->kind->nfields, r->node);
	buf_char(e->json, '\n');
	return true;
}

bool
listing_json(struct buf *out, const struct asked *q, struct diag *dg)
{
	struct ledger_scope scope = asked_scope(q);
	struct export e = { .q = q, .json = out };

	e.kind = ledger_kind(q->led, q->word, dg);
	return e.kind && ledger_every(q->led, e.kind, &scope, line, &e, dg);
}
