/* SPDX-License-Identifier: MIT */
/* record - the fields of a mapping, by index. */
#include "buf.h"
#include "record.h"

void
record_init(struct record *r, const struct kind *kind, const struct doc *doc,
    uint32_t node)
{
	const struct field *f;
	uint32_t key, value;

	r->kind = kind;
	r->doc = doc;
	r->node = node;
	memset(r->at, 0, kind->nfields * sizeof(r->at[0]));
	if (doc->nodes[node].kind != NODE_MAP)
		return;
	for (key = doc_first(doc, node); key; key = doc_after(doc, node, value)) {
		value = doc->nodes[key].next;
		f = map_get(&kind->by_key, doc->nodes[key].text);
		if (f)
			r->at[f - kind->fields] = value;
	}
}

static const struct node *
scalar(const struct record *r, int field)
{
	const struct node *n;

	if (field < 0 || r->at[field] == 0)
		return NULL;
	n = &r->doc->nodes[r->at[field]];
	return n->kind == NODE_SCALAR ? n : NULL;
}

struct str
record_str(const struct record *r, int field)
{
	const struct node *n = scalar(r, field);

	return n ? n->text : S("");
}

date_day
record_date(const struct record *r, int field)
{
	const struct node *n = scalar(r, field);

	return n ? date_iso(n->text) : DATE_NONE;
}

points
record_points(const struct record *r, int field)
{
	const struct node *n = scalar(r, field);
	points p;

	return n && points_read(&p, n->text) ? p : 0;
}

int64_t
record_int(const struct record *r, int field)
{
	return record_points(r, field) / 100;
}

uint32_t
record_get(const struct record *r, const char *key)
{
	int i = kind_index(r->kind, key);

	return i < 0 ? 0 : r->at[i];
}

struct str
record_text(const struct record *r, const char *key)
{
	return record_str(r, kind_index(r->kind, key));
}

date_day
record_day(const struct record *r, const char *key)
{
	return record_date(r, kind_index(r->kind, key));
}

struct str
record_id(const struct record *r)
{
	return record_str(r, r->kind->id);
}

bool
record_voided(const struct record *r)
{
	return record_get(r, "voided") != 0;
}

size_t
record_count(const struct record *r, int field)
{
	const struct node *n;

	if (field < 0 || r->at[field] == 0)
		return 0;
	n = &r->doc->nodes[r->at[field]];
	return n->kind == NODE_SEQ ? n->n : 1;
}

struct str
record_layout(const void *ctx, struct str field)
{
	const struct record *r = ctx;
	const struct field *f = map_get(&r->kind->by_key, field);

	return f ? record_str(r, (int)(f - r->kind->fields)) : S("");
}

struct str
record_label(const struct record *r, bool chinese, struct arena *a)
{
	const struct field *f;
	struct buf b;
	struct str s;
	size_t i;

	buf_init(&b, a);
	for (i = 0; i < r->kind->label_fields.n; i++) {
		f = map_get(&r->kind->by_key, r->kind->label_fields.v[i]);
		if (!f)
			continue;
		s = record_str(r, (int)(f - r->kind->fields));
		if (f->type == FIELD_ENUM && s.n)
			s = field_choice_label(f, s, chinese);
		if (s.n && b.n)
			buf_char(&b, ' ');
		buf_add(&b, s);
	}
	return buf_str(&b);
}
