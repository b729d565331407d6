/* SPDX-License-Identifier: MIT */
/* fix-word - how a scalar at fault must have been meant, rule by rule. */
#include "date.h"
#include "fix-work.h"
#include "refs.h"
#include "utf8.h"

struct word {
	struct fixing      *f;
	const struct doc   *doc;
	const struct node  *n;
	uint32_t            record, node, map;	/* map: that it stands in */
	const struct field *fields;	/* of the map */
	size_t              nfields;
	const struct field *field;	/* of the value; NULL: not known */
	unsigned            idea;	/* from 0 */
};

/* ---- how it is written ------------------------------------------------ */

/* Texts that mean themselves with nothing around them. */
static bool
is_bare(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x80 &&
		    !((s.p[i] >= '0' && s.p[i] <= '9') ||
		    ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z') ||
		    (i && strchr("-_./@", s.p[i])) ||
		    (i == 0 && s.p[i] == '-' && s.n > 1)))
			return false;
	return s.n > 0;
}

static struct str
quoted(const struct word *w, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == '\\' ||
		    (unsigned char)s.p[i] < 0x20)
			return S("");
	return arena_printf(w->f->arena, "\"%.*s\"", STR(s));
}

/* In the quotes that it has. */
static struct str
as_it_is(const struct word *w, struct str s)
{
	switch (w->n->style) {
	case STYLE_PLAIN:
		return is_bare(s) ? s : quoted(w, s);
	case STYLE_SINGLE:
		return memchr(s.p, '\'', s.n) ? S("") :
		    arena_printf(w->f->arena, "'%.*s'", STR(s));
	case STYLE_DOUBLE:
		return quoted(w, s);
	default:
		return S("");
	}
}

/* Once as it is, then in quotes. */
static struct str
either_way(const struct word *w, struct str s, unsigned idea)
{
	if (idea == 0)
		return as_it_is(w, s);
	return idea == 1 && w->n->style == STYLE_PLAIN ? quoted(w, s) :
	    S("");
}

/* ---- what it means ---------------------------------------------------- */

static struct str
halved(const struct word *w)
{
	return utf8_halved(w->n->text, w->f->arena);
}

static struct str
quote(const struct word *w)
{
	return w->idea == 0 && w->n->style == STYLE_PLAIN ?
	    quoted(w, w->n->text) : S("");
}

/* Only with its year: what else is typed for a day needs a clock. */
static struct str
day(const struct word *w, unsigned idea)
{
	struct str s = halved(w);
	struct source src = source_of("", s);
	struct diag quiet;
	date_day d;
	size_t i;

	for (i = 0; i < 4; i++)
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return S("");
	diag_init(&quiet, w->f->arena, NULL);
	if (!date_parse(&d, s, 0, &src, (struct span){ 0, (uint32_t)s.n },
	    &quiet))
		return S("");
	return either_way(w, date_str(w->f->arena, d), idea);
}

static struct str
loose_day(const struct word *w)
{
	return day(w, w->idea);
}

static struct str
half(const struct word *w)
{
	struct str s = halved(w);

	if (w->idea >= 2)
		return day(w, w->idea - 2);
	/* nothing to halve: it must be a day with a Chinese 年 in it */
	return str_eq(s, w->n->text) ? day(w, w->idea) :
	    either_way(w, s, w->idea);
}

static struct str
choice(const struct word *w)
{
	const struct field *f = w->field;
	struct str key = S("");
	size_t i;

	for (i = 0; f && i < f->nchoices; i++) {
		if (!(f->labels && str_eq(f->labels[i], w->n->text)) &&
		    !(f->labels_en && str_eq(f->labels_en[i], w->n->text)))
			continue;
		if (key.n && !str_eq(key, f->choices[i]))
			return S("");	/* two choices have this label */
		key = f->choices[i];
	}
	return key.n ? either_way(w, key, w->idea) : key;
}

/* A choice typed in full-width letters. */
static struct str
half_choice(const struct word *w)
{
	struct str s = halved(w);
	size_t i;

	if (str_eq(s, w->n->text))
		return S("");
	for (i = 0; w->field && i < w->field->nchoices; i++)
		if (str_eq(w->field->choices[i], s))
			return either_way(w, s, w->idea);
	return S("");
}

/* The key of the only field so labelled, if the map lacks it. */
static struct str
key_of(const struct word *w, struct str label)
{
	struct str key = S("");
	const struct field *f;

	for (f = w->fields; f < w->fields + w->nfields; f++) {
		if (!str_eq(f->label, label) && !str_eq(f->en, label) &&
		    !str_eq(f->key, label))
			continue;
		if (key.n)
			return S("");
		key = f->key;
	}
	if (key.n == 0 || w->idea || doc_key(w->doc, w->map, key))
		return S("");
	return as_it_is(w, key);
}

static struct str
label_key(const struct word *w)
{
	return key_of(w, w->n->text);
}

static struct str
half_key(const struct word *w)
{
	struct str s = halved(w);

	return str_eq(s, w->n->text) ? S("") : key_of(w, s);
}

static bool
known(const struct word *w, struct str kind, struct str id)
{
	const struct kind *k;
	struct diag quiet;

	diag_init(&quiet, w->f->arena, NULL);
	k = ledger_need(w->f->led, arena_dup(w->f->arena, kind).p, &quiet);
	return k && !k->letter && refs_get(w->f->led, kind, id, S(""),
	    &quiet);
}

/* An id of a register in full-width letters, which is none as it stands. */
static struct str
half_ref(const struct word *w)
{
	const struct field *f = w->field;
	struct str s = halved(w), kind;
	size_t i, n = f && f->nrefs ? f->nrefs : 1;
	bool found = false;

	if (!f || f->type != FIELD_REF || str_eq(s, w->n->text) || w->idea)
		return S("");
	for (i = 0; i < n; i++) {
		kind = f->nrefs ? f->refs[i] : f->ref;
		if (known(w, kind, w->n->text))
			return S("");
		found = found || known(w, kind, s);
	}
	return found ? as_it_is(w, s) : S("");
}

/* ---- where it stands -------------------------------------------------- */

static const struct field *
field_named(const struct word *w, struct str key)
{
	size_t i;

	for (i = 0; i < w->nfields; i++)
		if (str_eq(w->fields[i].key, key))
			return &w->fields[i];
	return NULL;
}

static bool
holds(const struct word *w, uint32_t child)
{
	return w->node >= child && w->node < w->doc->nodes[child].next;
}

/* The child that the node is in or is. */
static uint32_t
toward(const struct word *w, uint32_t collection)
{
	uint32_t i = doc_first(w->doc, collection);

	while (i && !holds(w, i))
		i = doc_after(w->doc, collection, i);
	return i;
}

/* The value behind the key that leads to the node, or the key itself. */
static uint32_t
toward_pair(struct word *w, uint32_t map)
{
	uint32_t key, value;

	w->map = map;
	w->field = NULL;
	for (key = doc_first(w->doc, map); key;
	    key = doc_after(w->doc, map, value)) {
		value = w->doc->nodes[key].next;
		if (key == w->node)
			return key;
		if (holds(w, value)) {
			w->field = field_named(w,
			    w->doc->nodes[key].text);
			return value;
		}
	}
	return 0;
}

/* Walks down from the record; false where the schema does not lead. */
static bool
find(struct word *w)
{
	uint32_t i = w->record;

	while (i != w->node) {
		if (w->doc->nodes[i].kind == NODE_SEQ) {
			i = toward(w, i);
		} else {
			if (i != w->record) {
				if (!w->field)
					return false;
				w->fields = w->field->fields;
				w->nfields = w->field->nfields;
			}
			i = toward_pair(w, i);
		}
		if (i == 0)
			return false;
	}
	return true;
}

static const struct {
	const char *rule;
	struct str (*idea)(const struct word *);
} ideas[] = {
	{ "leading-zero", quote },
	{ "unquoted-number", quote },
	{ "bool-like", quote },
	{ "disputed-scalar", quote },
	{ "fullwidth-digit", half },
	{ "date-form", loose_day },
	{ "label-value", choice },
	{ "enum", half_choice },
	{ "label-key", label_key },
	{ "unknown-key", half_key },
	{ "unknown-ref", half_ref },
};

struct str
fix_word(struct fixing *f, const struct doc *doc, uint32_t record,
    uint32_t node, const char *rule, unsigned n)
{
	struct word w = { .f = f, .doc = doc, .n = &doc->nodes[node],
	    .record = record, .node = node, .fields = f->kind->fields,
	    .nfields = f->kind->nfields, .idea = n };
	size_t i;

	for (i = 0; i < NELEM(ideas); i++)
		if (strcmp(ideas[i].rule, rule) == 0)
			break;
	if (i == NELEM(ideas) || str_find(str_sub(f->src.bytes, w.n->at.at,
	    w.n->at.end), S("\n")) < w.n->at.end - w.n->at.at)
		return S("");	/* of several lines, it is no code */
	if (!find(&w))
		w.field = NULL, w.nfields = 0;
	return ideas[i].idea(&w);
}
