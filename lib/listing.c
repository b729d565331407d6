/* SPDX-License-Identifier: MIT */
/* listing - fields as columns and cells, for people to read. */
#include "audience.h"
#include "listing.h"

#define LISTED	";"	/* between the items of a list */
#define PARTED	":"	/* between the parts of a mapping */

/* Everything that stays the same while one field of a record is shown. */
struct showing {
	const struct asked  *q;
	const struct record *r;
	struct diag         *dg;
	struct str           village;	/* where names are looked up first */
};

static const struct field *
name_field(const struct asked *q, struct str kind, struct diag *dg)
{
	const struct kind *k = ledger_has_kind(q->led, kind) ?
	    ledger_kind(q->led, kind, dg) : NULL;

	return k && !k->letter && k->name_field >= 0 ?
	    &k->fields[k->name_field] : NULL;
}

/* Does the field show people's names? */
static bool
names_people(const struct asked *q, const struct field *f, struct diag *dg)
{
	const struct field *name;
	size_t i;

	if (f->is_name)
		return true;
	for (i = 0; i < (f->nrefs ? f->nrefs : f->ref.n > 0); i++) {
		name = name_field(q, f->nrefs ? f->refs[i] : f->ref, dg);
		if (name && name->is_name)
			return true;
	}
	return false;
}

/* ---- one scalar ------------------------------------------------------- */

/* The name an id stands for; the id itself where nobody has that name. */
static struct str
named(const struct showing *s, const struct field *f, struct str id)
{
	const struct ref *ref;
	struct str kind;
	size_t i;

	for (i = 0; i < (f->nrefs ? f->nrefs : 1); i++) {
		kind = f->nrefs ? f->refs[i] : f->ref;
		if (!name_field(s->q, kind, s->dg))
			continue;
		ref = refs_get(s->q->led, kind, id, s->village, s->dg);
		if (ref && ref->name.n)
			return str_is(kind, "region") ?
			    refs_short(ref->name) : ref->name;
	}
	return id;
}

static struct str
scalar(const struct showing *s, const struct field *f, struct str text)
{
	if (f->type == FIELD_ENUM)
		return field_choice_label(f, text, s->q->led->chinese);
	if (f->type == FIELD_REF)
		return named(s, f, text);
	if (f->type == FIELD_BOOL)
		return str_is(text, "true") ? diag_say(s->dg, "yes") :
		    diag_say(s->dg, "no");
	return text;
}

static void
plain(struct table *t, const struct showing *s, const struct field *f,
    struct str text)
{
	points p;

	switch (f->type) {
	case FIELD_DATE:
		if (date_iso(text) != DATE_NONE)
			table_date(t, date_iso(text));
		else
			table_text(t, text);
		break;
	case FIELD_INT:
		if (points_read(&p, text) && p % 100 == 0)
			table_int(t, p / 100);
		else
			table_code(t, text);
		break;
	case FIELD_NUMBER:
	case FIELD_POINTS:
		if (points_read(&p, text))
			table_points(t, p);
		else
			table_code(t, text);
		break;
	case FIELD_ENUM:
	case FIELD_REF:
	case FIELD_BOOL:
		table_named(t, text, scalar(s, f, text));
		break;
	default:
		if (f == &s->r->kind->fields[s->r->kind->id])
			table_code(t, text);
		else
			table_text(t, text);
	}
}

/* ---- lists and mappings ----------------------------------------------- */

static void	join(struct buf *, struct buf *ids, const struct showing *,
		    const struct field *, uint32_t node);

/* The parts in the schema's order, without those that may not be seen. */
static void
join_map(struct buf *b, const struct showing *s, const struct field *f,
    uint32_t map)
{
	size_t i, from = b->n;
	uint32_t node;

	for (i = 0; i < f->nfields; i++) {
		node = doc_get(s->r->doc, map, f->fields[i].key);
		if (!node || !audience_sees(s->q->audience,
		    f->fields[i].privacy))
			continue;
		if (b->n > from)
			buf_puts(b, PARTED);
		join(b, NULL, s, &f->fields[i], node);
	}
}

static void
join(struct buf *b, struct buf *ids, const struct showing *s,
    const struct field *f, uint32_t node)
{
	const struct doc *doc = s->r->doc;
	const struct node *n = &doc->nodes[node];
	struct str text;
	uint32_t i;

	if (n->kind == NODE_SEQ) {
		for (i = doc_first(doc, node); i;
		    i = doc_after(doc, node, i)) {
			if (b->n && i != doc_first(doc, node))
				buf_puts(b, LISTED);
			if (ids && ids->n)
				buf_puts(ids, LISTED);
			join(b, ids, s, f, i);
		}
	} else if (n->kind == NODE_MAP) {
		join_map(b, s, f, node);
	} else {
		text = scalar(s, f, n->text);
		if (!ids && names_people(s->q, f, s->dg))
			text = audience_mask_name(text, s->q->audience,
			    b->arena);
		buf_add(b, text);
		if (ids && (f->type == FIELD_REF || f->type == FIELD_ENUM))
			buf_add(ids, n->text);
	}
}

void
listing_cell(struct table *t, const struct asked *q, const struct record *r,
    const struct field *f, uint32_t node, struct diag *dg)
{
	struct showing s = { .q = q, .r = r, .dg = dg };
	struct buf text, ids;

	if (!node || r->doc->nodes[node].type == TYPE_NULL) {
		table_none(t);
		return;
	}
	if (r->kind->village >= 0)
		s.village = record_str(r, r->kind->village);
	if (r->doc->nodes[node].kind == NODE_SCALAR && !f->list) {
		plain(t, &s, f, arena_dup(t->arena,
		    r->doc->nodes[node].text));
		return;
	}
	buf_init(&text, t->arena);
	buf_init(&ids, t->arena);
	join(&text, f->type == FIELD_MAP ? NULL : &ids, &s, f, node);
	if (text.n == 0)
		table_none(t);
	else
		table_named(t, buf_str(&ids), buf_str(&text));
}

void
listing_choices(struct column *c, struct arena *a, const struct field *f,
    bool chinese)
{
	const struct str *labels = chinese ? f->labels : f->labels_en;
	size_t i;

	c->choices = (struct strs){ 0 };
	for (i = 0; i < f->nchoices && !f->list; i++)
		strs_add(&c->choices, a, f->choices[i]);
	for (i = 0; i < f->nchoices && !f->list && labels; i++)
		if (!str_eq(labels[i], f->choices[i]))
			strs_add(&c->choices, a, labels[i]);
}

struct column *
listing_column(struct table *t, const struct asked *q, const struct field *f,
    struct diag *dg)
{
	static const enum cell_type types[] = {
		[FIELD_TEXT] = CELL_TEXT, [FIELD_DATE] = CELL_DATE,
		[FIELD_INT] = CELL_INT, [FIELD_NUMBER] = CELL_POINTS,
		[FIELD_POINTS] = CELL_POINTS, [FIELD_BOOL] = CELL_TEXT,
		[FIELD_ENUM] = CELL_TEXT, [FIELD_REF] = CELL_TEXT,
		[FIELD_MAP] = CELL_TEXT,
	};
	struct column *c = table_column(t, f->key,
	    field_label(f, q->led->chinese),
	    f->list ? CELL_TEXT : types[f->type], f->privacy);

	c->is_name = f->type != FIELD_MAP && names_people(q, f, dg);
	listing_choices(c, t->arena, f, q->led->chinese);
	return c;
}

/* ---- list ------------------------------------------------------------- */

struct list {
	struct table       *t;
	const struct asked *q;
};

static bool
in_period(const struct asked *q, const struct record *r)
{
	date_day day = record_date(r, r->kind->day);

	return asked_all_time(q) || day == DATE_NONE ||
	    period_has(q->period, day);
}

static bool
in_village(const struct asked *q, const struct record *r)
{
	return q->village.n == 0 || r->kind->village < 0 ||
	    str_eq(record_str(r, r->kind->village), q->village);
}

static bool
row(void *ctx, const struct record *r, struct diag *dg)
{
	struct list *l = ctx;
	const struct kind *kind = r->kind;
	size_t i;

	if (!in_period(l->q, r) || !in_village(l->q, r))
		return true;
	for (i = 0; i < kind->nfields; i++)
		listing_cell(l->t, l->q, r, &kind->fields[i], r->at[i], dg);
	return true;
}

static struct str
title(const struct asked *q, const struct kind *kind, struct diag *dg)
{
	struct str place = asked_place(q, dg);

	return diag_say(dg, "%.*s: list of %.*s", STR(place),
	    STR(q->led->chinese ? kind->title : kind->en));
}

/* Those of the kind's order that are fields still, and no secret. */
static bool
order(struct table *t, const struct asked *q, const struct kind *kind,
    struct diag *dg)
{
	struct strs keys = { 0 };
	struct str key;
	size_t i, at;

	for (i = 0; i < kind->order.n; i++) {
		key = kind->order.v[i];
		at = table_find(t, str_starts(key, S("-")) ?
		    str_sub(key, 1, key.n) : key);
		if (at < t->ncolumns && audience_sees(q->audience,
		    t->columns[at].privacy))
			strs_add(&keys, t->arena, key);
	}
	return keys.n == 0 || table_sort(t, keys.v, keys.n, dg);
}

bool
listing_list(struct table *t, const struct asked *q, struct diag *dg)
{
	const struct kind *kind = ledger_kind(q->led, q->word, dg);
	struct ledger_scope scope = asked_scope(q);
	struct list l = { t, q };
	size_t i;

	if (!kind)
		return false;
	table_init(t, q->led->arena, q->name, title(q, kind, dg));
	asked_head(t, q, dg);
	for (i = 0; i < kind->nfields; i++)
		listing_column(t, q, &kind->fields[i], dg);
	return ledger_each(q->led, kind, &scope, row, &l, dg) &&
	    order(t, q, kind, dg);
}
