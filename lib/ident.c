/* SPDX-License-Identifier: MIT */
/* ident - ids from what was given, by SHA-256. */
#include "buf.h"
#include "digest.h"
#include "ident.h"

/* A value as one unambiguous text: every part with its length before it. */
static void
spell(struct buf *b, const struct value *v)
{
	const struct value *c;

	switch (v->kind) {
	case VALUE_TEXT:
		buf_printf(b, "t%zu:", v->text.n);
		buf_add(b, v->text);
		return;
	case VALUE_LIST:
		buf_printf(b, "l%zu:", value_count(v));
		for (c = v->first; c; c = c->next)
			spell(b, c);
		return;
	case VALUE_MAP:
		buf_printf(b, "m%zu:", value_count(v));
		for (c = v->first; c; c = c->next) {
			buf_printf(b, "k%zu:%.*s", c->key.n, STR(c->key));
			spell(b, c);
		}
		return;
	}
}

static bool
counts(const struct kind *kind, const struct value *v)
{
	const struct field *f = map_get(&kind->by_key, v->key);

	return (!f || f->hashed) && !str_is(v->key, "village") &&
	    !str_is(v->key, "id");
}

static void
spell_fields(struct buf *b, const struct kind *kind, const struct value *given,
    struct arena *a)
{
	struct strs keys = { 0 };
	const struct value *v;
	size_t i;

	for (v = given->first; v; v = v->next)
		if (counts(kind, v))
			strs_add(&keys, a, v->key);
	strs_sort(&keys);
	for (i = 0; i < keys.n; i++) {
		buf_printf(b, "k%zu:%.*s", keys.v[i].n, STR(keys.v[i]));
		spell(b, value_get(given, keys.v[i]));
	}
}

struct str
ident_text(const struct kind *kind, const struct value *given,
    struct str village, struct arena *a)
{
	struct str ref = value_str(given, "ref");
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%.*s\n%.*s\n", STR(kind->name), STR(village));
	if (ref.n)
		buf_printf(&b, "ref\n%.*s", STR(ref));
	else
		spell_fields(&b, kind, given, a);
	return buf_str(&b);
}

struct str
ident_make(const struct kind *kind, const struct value *given,
    struct str village, struct str day, size_t nth, size_t chars,
    struct arena *a)
{
	struct str text = ident_text(kind, given, village, a), tail;
	struct buf b;

	if (nth > 0 && value_str(given, "ref").n == 0)
		text = arena_printf(a, "%.*s\n%zu", STR(text), nth);
	tail = digest_crockford(text, chars, a);
	buf_init(&b, a);
	buf_char(&b, kind->letter);
	buf_add(&b, str_sub(day, 0, 4));
	buf_add(&b, str_sub(day, 5, 7));
	buf_add(&b, str_sub(day, 8, 10));
	buf_char(&b, '-');
	buf_add(&b, tail);
	return buf_str(&b);
}

bool
ident_is(const struct kind *kind, struct str id)
{
	size_t i;

	if (!kind->letter || (id.n != 10 + IDENT_CHARS &&
	    id.n != 10 + IDENT_MORE) || id.p[0] != kind->letter ||
	    id.p[9] != '-')
		return false;
	for (i = 1; i < 9; i++)
		if (id.p[i] < '0' || id.p[i] > '9')
			return false;
	for (i = 10; i < id.n; i++)
		if (!strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", id.p[i]))
			return false;
	return true;
}

struct str
ident_tail(struct str id)
{
	return str_sub(id, str_find(id, S("-")) + 1, id.n);
}
