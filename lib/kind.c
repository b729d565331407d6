/* SPDX-License-Identifier: MIT */
/* kind - a schema document read for what it says of fields and places. */
#include "audience.h"
#include "buf.h"
#include "kind.h"

#define FIELD_DEPTH	4	/* mappings within mappings */

struct reading {
	const struct doc *doc;
	struct arena     *arena;
	struct diag      *dg;
	bool              ok;
};

static void
fault(struct reading *r, uint32_t node, const char *text)
{
	r->ok = diag_error(r->dg, "schema-kind", r->doc->src,
	    r->doc->nodes[node].at, "%s", diag_word(r->dg->words, text));
}

static struct str
text(const struct reading *r, uint32_t map, const char *key)
{
	return map || r->doc->n ? doc_text(r->doc, map, key) : S("");
}

static uint32_t
get(const struct reading *r, uint32_t map, const char *key)
{
	return doc_get(r->doc, map, str_of(key));
}

static const struct str *
texts(const struct reading *r, uint32_t list, size_t *n)
{
	struct strs l = { 0 };
	uint32_t i;

	if (list && r->doc->nodes[list].kind == NODE_SEQ)
		for (i = doc_first(r->doc, list); i;
		    i = doc_after(r->doc, list, i))
			strs_add(&l, r->arena, r->doc->nodes[i].text);
	*n = l.n;
	return l.v;
}

/* ---- one field -------------------------------------------------------- */

static void	read_fields(struct reading *, uint32_t, struct field **,
		    size_t *, int);

static void
choices(struct reading *r, uint32_t at, struct field *f)
{
	uint32_t labels = get(r, at, "enumDescriptions");
	uint32_t en = get(r, at, "x-enum-en");
	size_t n;

	f->choices = texts(r, get(r, at, "enum"), &f->nchoices);
	f->labels = texts(r, labels, &n);
	if (labels && n != f->nchoices)
		fault(r, labels, "enumDescriptions and enum differ in length");
	f->labels_en = texts(r, en, &n);
	if (en && n != f->nchoices)
		fault(r, en, "x-enum-en and enum differ in length");
	if (!labels)
		f->labels = NULL;
	if (!en)
		f->labels_en = NULL;
}

/* What type the value, or each item of a list, has. */
static void
type_of(struct reading *r, uint32_t at, struct field *f, int depth)
{
	struct str type = text(r, at, "type");

	f->ref = text(r, at, "x-ref");
	f->refs = texts(r, get(r, at, "x-refs"), &f->nrefs);
	if (f->ref.n == 0 && f->nrefs)
		f->ref = f->refs[0];
	f->type = FIELD_TEXT;
	if (f->ref.n) {
		f->type = FIELD_REF;
	} else if (get(r, at, "enum")) {
		f->type = FIELD_ENUM;
		choices(r, at, f);
	} else if (str_is(text(r, at, "format"), "date")) {
		f->type = FIELD_DATE;
	} else if (str_is(text(r, at, "x-type"), "points")) {
		f->type = FIELD_POINTS;
	} else if (str_is(type, "integer")) {
		f->type = FIELD_INT;
	} else if (str_is(type, "number")) {
		f->type = FIELD_NUMBER;
	} else if (str_is(type, "boolean")) {
		f->type = FIELD_BOOL;
	} else if (str_is(type, "object")) {
		f->type = FIELD_MAP;
		if (depth < FIELD_DEPTH)
			read_fields(r, at, &f->fields, &f->nfields, depth + 1);
	}
}

static struct str
either(struct str a, struct str b)
{
	return a.n ? a : b;
}

static void
read_field(struct reading *r, uint32_t key, struct field *f, int depth)
{
	uint32_t at = r->doc->nodes[key].next, item = at;
	struct str privacy = text(r, at, "x-privacy");

	f->key = arena_dup(r->arena, r->doc->nodes[key].text);
	if (r->doc->nodes[at].kind != NODE_MAP) {
		fault(r, at, "a property is described by a mapping");
		return;
	}
	f->label = either(text(r, at, "title"), f->key);
	f->en = either(text(r, at, "x-en"), f->key);
	f->description = text(r, at, "description");
	f->list = str_is(text(r, at, "type"), "array");
	if (f->list && get(r, at, "items"))
		item = get(r, at, "items");
	type_of(r, item, f, depth);
	f->is_name = str_is(text(r, item, "x-name"), "true");
	f->hashed = !str_is(text(r, at, "x-hash"), "false");
	f->derived = str_is(text(r, at, "x-derived"), "true");
	f->fallback = either(text(r, at, "x-default"), text(r, at, "default"));
	if (privacy.n && !audience_parse(&f->privacy, privacy))
		fault(r, get(r, at, "x-privacy"), "unknown x-privacy; it is "
		    "internal, department, village, township or public");
}

static void
same_labels(struct reading *r, const struct field *f, size_t n, uint32_t at)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < i; k++)
			if (str_eq(f[i].label, f[k].label)) {
				fault(r, at, "two fields have the same title");
				return;
			}
}

static void
read_fields(struct reading *r, uint32_t object, struct field **out, size_t *n,
    int depth)
{
	uint32_t props = get(r, object, "properties"), key;
	uint32_t list = get(r, object, "required");
	const struct str *required;
	size_t i, k, nrequired;
	struct field *f;

	*n = 0;
	if (!props || r->doc->nodes[props].kind != NODE_MAP)
		return;
	f = *out = arena_array(r->arena, r->doc->nodes[props].n, sizeof(*f));
	for (key = doc_first(r->doc, props); key;
	    key = doc_after(r->doc, props, r->doc->nodes[key].next))
		read_field(r, key, &f[(*n)++], depth);
	required = texts(r, list, &nrequired);
	for (i = 0; i < nrequired; i++)
		for (k = 0; k < *n; k++)
			if (str_eq(f[k].key, required[i]))
				f[k].required = true;
	same_labels(r, f, *n, props);
}

/* ---- the kind --------------------------------------------------------- */

static int
named(const struct kind *kind, struct str key)
{
	const struct field *f = key.n ? map_get(&kind->by_key, key) : NULL;

	return f ? (int)(f - kind->fields) : -1;
}

static void
index_fields(struct reading *r, struct kind *kind)
{
	struct field *f;
	size_t i;

	map_init(&kind->by_key, r->arena);
	map_init(&kind->by_label, r->arena);
	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		*map_put(&kind->by_key, f->key) = f;
		*map_put(&kind->by_label, f->label) = f;
		if (!map_get(&kind->by_label, f->en))
			*map_put(&kind->by_label, f->en) = f;
	}
}

static void
list_of(struct reading *r, uint32_t map, const char *key, struct strs *out)
{
	const struct str *v;
	size_t i, n;

	v = texts(r, get(r, map, key), &n);
	for (i = 0; i < n; i++)
		strs_add(out, r->arena, v[i]);
}

/* Every placeholder of the path ({date:month}) is a field. */
static void
check_path(struct reading *r, const struct kind *kind, uint32_t at)
{
	struct str rest = kind->path, field;

	for (;;) {
		rest = str_sub(rest, str_find(rest, S("{")) + 1, rest.n);
		if (rest.n == 0)
			return;
		field = str_sub(rest, 0, str_find(rest, S("}")));
		field = str_sub(field, 0, str_find(field, S(":")));
		if (named(kind, field) < 0)
			fault(r, at, "the path names a field there is not");
	}
}

static void
read_ledger(struct reading *r, struct kind *kind)
{
	uint32_t at = get(r, 0, "x-ledger");
	struct str letter, id;

	if (!at) {
		kind->id = named(kind, S("id"));
		kind->day = kind->village = kind->name_field = -1;
		return;
	}
	kind->path = text(r, at, "path");
	kind->list = str_is(text(r, at, "list"), "true");
	letter = text(r, at, "letter");
	kind->letter = letter.n ? letter.p[0] : 0;
	id = either(text(r, at, "id"), S("id"));
	kind->id = named(kind, id);
	kind->day = named(kind, text(r, at, "day"));
	kind->name_field = named(kind, text(r, at, "name"));
	kind->village = named(kind, S("village"));
	list_of(r, at, "order", &kind->order);
	list_of(r, at, "label", &kind->label_fields);
	if (kind->id < 0)
		fault(r, at, "the kind has no id field");
	if (kind->letter && kind->day < 0)
		fault(r, at, "a kind whose ids we make needs day: FIELD");
	check_path(r, kind, at);
}

bool
kind_parse(struct kind **out, struct str name, const struct doc *doc,
    const struct schema_opts *opts, struct arena *a, struct diag *dg)
{
	struct reading r = { .doc = doc, .arena = a, .dg = dg, .ok = true };
	struct kind *kind = arena_alloc(a, sizeof(*kind));
	struct schema *schema;

	if (doc->n == 0 || doc->nodes[0].kind != NODE_MAP)
		return diag_error(dg, "schema-kind", doc->src,
		    (struct span){ 0, 0 }, "a schema is a mapping");
	kind->name = name;
	kind->title = either(text(&r, 0, "title"), name);
	kind->en = either(text(&r, 0, "x-en"), name);
	kind->schema_path = doc->src->path;
	read_fields(&r, 0, &kind->fields, &kind->nfields, 0);
	if (kind->nfields > KIND_FIELDS) {
		fault(&r, 0, "a kind has too many fields");
		return false;
	}
	index_fields(&r, kind);
	read_ledger(&r, kind);
	if (!schema_compile(&schema, doc, opts, a, dg))
		return false;
	kind->schema = schema;
	*out = kind;
	return r.ok;
}

/* ---- asking ----------------------------------------------------------- */

const struct field *
kind_field(const struct kind *kind, struct str word)
{
	const struct field *f = map_get(&kind->by_key, word);

	return f ? f : map_get(&kind->by_label, word);
}

const struct field *
field_sub(const struct field *f, struct str word)
{
	size_t i;

	for (i = 0; i < f->nfields; i++)
		if (str_eq(f->fields[i].key, word) ||
		    str_eq(f->fields[i].label, word) ||
		    str_eq(f->fields[i].en, word))
			return &f->fields[i];
	return NULL;
}

int
kind_index(const struct kind *kind, const char *key)
{
	return named(kind, str_of(key));
}

struct str
field_choice(const struct field *f, struct str word)
{
	size_t i;

	for (i = 0; i < f->nchoices; i++)
		if (str_eq(f->choices[i], word) ||
		    (f->labels && str_eq(f->labels[i], word)) ||
		    (f->labels_en && str_eq(f->labels_en[i], word)))
			return f->choices[i];
	return (struct str){ NULL, 0 };
}

struct str
field_choice_label(const struct field *f, struct str key, bool chinese)
{
	const struct str *labels = chinese ? f->labels : f->labels_en;
	size_t i;

	for (i = 0; labels && i < f->nchoices; i++)
		if (str_eq(f->choices[i], key))
			return labels[i];
	return key;
}

struct str
field_label(const struct field *f, bool chinese)
{
	return chinese ? f->label : f->en;
}
