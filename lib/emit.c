/* SPDX-License-Identifier: MIT */
/* emit - one value, one way to write it; quoted wherever readers differ. */
#include <assert.h>

#include "emit.h"
#include "points.h"
#include "utf8.h"

#define COLUMNS	100		/* of a line in flow style */
#define INDENT	(4 * DOC_DEPTH)	/* of the deepest line */

/* A child of a mapping and the field it belongs to, NULL for none. */
struct pair {
	const struct field *field;
	const struct value *value;
};

static bool
is_in(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000;
}

/* Must the character at `at` be escaped?  Moves past it. */
static bool
must_escape(struct str s, size_t *at, uint32_t *code)
{
	size_t from = *at;

	*code = utf8_next(s, at);
	if (*code < 0x20 || *code == 0x7F || *code == UTF8_BAD)
		return true;
	if (*code < 0x80)
		return false;
	return *code == 0xFEFF || *code == 0xFFFE || *code == 0xFFFF ||
	    utf8_unsafe(str_sub(s, from, *at)) < *at - from;
}

/* Words some reader takes for something else, in any case of letters. */
static bool
is_word(struct str s)
{
	static const char *const words[] = {
		"null", "~", "true", "false", "yes", "no", "on", "off", "y",
		"n", "=", "<<", ".inf", "+.inf", ".nan"
	};
	size_t i;

	for (i = 0; i < NELEM(words); i++)
		if (s.n == strlen(words[i]) &&
		    strncasecmp(s.p, words[i], s.n) == 0)
			return true;
	return false;
}

/*
 * Could it be a number or a time to anyone?  Digits in any base, grouped
 * by any mark, times, timestamps, versions: told by their letters alone.
 */
static bool
is_numeral(struct str s)
{
	size_t i;

	if (!is_in(s.p[0], "0123456789+."))
		return false;
	for (i = 0; i < s.n; i++)
		if (!is_in(s.p[i], "0123456789abcdefABCDEFxXoOtTzZ+-_.,: "))
			return false;
	return true;
}

/* Does each character stand where a plain scalar may have it? */
static bool
plain_characters(struct str s, bool flow)
{
	uint32_t c = 0;
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;

		if (must_escape(s, &at, &c) || (from == 0 && is_blank(c)))
			return false;
		if (flow && c < 0x80 && is_in((char)c, ",[]{}:?"))
			return false;
		if (c == ':' && (at == s.n || s.p[at] == ' '))
			return false;
		if (c == '#' && from > 0 && s.p[from - 1] == ' ')
			return false;
	}
	return !is_blank(c);
}

static bool
plain(struct str s, bool flow)
{
	if (s.n == 0 || is_in(s.p[0], "-?:,[]{}#&*!|>'\"%@`"))
		return false;
	if (date_iso(s) != DATE_NONE)
		return true;
	return plain_characters(s, flow) && !is_word(s) && !is_numeral(s) &&
	    scalar_type(s) == TYPE_STR && !scalar_disputed(s) &&
	    !scalar_wide(s, false);
}

static void
escape(struct buf *b, uint32_t c)
{
	if (c == '\n')
		buf_puts(b, "\\n");
	else if (c == '\t')
		buf_puts(b, "\\t");
	else if (c == '\r')
		buf_puts(b, "\\r");
	else if (c == UTF8_BAD)
		buf_puts(b, "\\uFFFD");
	else if (c < 0x100)
		buf_printf(b, "\\x%02X", (unsigned)c);
	else if (c < 0x10000)
		buf_printf(b, "\\u%04X", (unsigned)c);
	else
		buf_printf(b, "\\U%08X", (unsigned)c);
}

static void
quoted(struct buf *b, struct str s)
{
	size_t at = 0, from;
	uint32_t c;

	buf_char(b, '"');
	for (from = 0; at < s.n; from = at) {
		if (must_escape(s, &at, &c)) {
			escape(b, c);
			continue;
		}
		if (c == '"' || c == '\\')
			buf_char(b, '\\');
		buf_add(b, str_sub(s, from, at));
	}
	buf_char(b, '"');
}

static void
put_text(struct buf *b, struct str s, bool flow)
{
	if (plain(s, flow))
		buf_add(b, s);
	else
		quoted(b, s);
}

void
emit_scalar(struct buf *b, const struct field *f, const struct value *v,
    bool flow)
{
	char text[POINTS_TEXT];
	points p;

	if (v->kind != VALUE_TEXT)
		emit_flow(b, f, v);
	else if (f && f->type == FIELD_POINTS && points_read(&p, v->text))
		buf_puts(b, points_text(text, p));
	else if (v->bare && v->text.n == 0)
		buf_puts(b, "null");
	else if (v->bare && scalar_type(v->text) != TYPE_STR)
		buf_add(b, v->text);
	else
		put_text(b, v->text, flow);
}

/* The field of that key; its label would be another record's key. */
static const struct field *
known(const struct field *fields, size_t n, struct str key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(fields[i].key, key))
			return &fields[i];
	return NULL;
}

/* The children in the fields' order, `first` before all, unknown ones last. */
static size_t
in_order(struct pair **out, struct arena *a, const struct field *fields,
    size_t nfields, int first, const struct value *map)
{
	size_t n = 0, i, at;
	struct value *v;

	*out = arena_array(a, value_count(map), sizeof(**out));
	for (i = 0; i < nfields; i++) {
		at = first < 0 || i > (size_t)first ? i :
		    i == 0 ? (size_t)first : i - 1;
		v = value_get(map, fields[at].key);
		if (v)
			(*out)[n++] = (struct pair){ &fields[at], v };
	}
	for (v = map->first; v; v = v->next)
		if (!known(fields, nfields, v->key))
			(*out)[n++] = (struct pair){ NULL, v };
	return n;
}

static size_t
children(struct pair **out, struct arena *a, const struct field *f,
    const struct value *map)
{
	bool has = f && f->type == FIELD_MAP;

	return in_order(out, a, has ? f->fields : NULL,
	    has ? f->nfields : 0, -1, map);
}

/* The only item of a list, and people may take it for several. */
static bool
is_alone(const struct value *list, const struct value *item)
{
	return list->first == item && !item->next &&
	    item->kind == VALUE_TEXT && scalar_wide(item->text, true);
}

void
emit_flow(struct buf *b, const struct field *f, const struct value *v)
{
	const struct value *item;
	struct pair *pairs;
	size_t n, i;

	if (v->kind == VALUE_TEXT) {
		emit_scalar(b, f, v, true);
	} else if (v->kind == VALUE_LIST) {
		buf_char(b, '[');
		for (item = v->first; item; item = item->next) {
			if (is_alone(v, item))
				quoted(b, item->text);
			else
				emit_flow(b, f, item);
			buf_puts(b, item->next ? ", " : "");
		}
		buf_char(b, ']');
	} else {
		n = children(&pairs, b->arena, f, v);
		buf_char(b, '{');
		for (i = 0; i < n; i++) {
			put_text(b, pairs[i].value->key, true);
			buf_puts(b, ": ");
			emit_flow(b, pairs[i].field, pairs[i].value);
			buf_puts(b, i + 1 < n ? ", " : "");
		}
		buf_char(b, '}');
	}
}

/* Mappings of scalars, and lists of them or of such lists. */
static bool
is_flat(const struct value *v)
{
	const struct value *c;

	for (c = v->first; c; c = c->next)
		if (c->kind != VALUE_TEXT && (v->kind == VALUE_MAP ||
		    c->kind == VALUE_MAP || !is_flat(c)))
			return false;
	return true;
}

/*
 * The value and its line end, if it goes on the line that has `used`
 * columns; else nothing, and false.
 */
static bool
on_line(struct buf *b, const struct field *f, const struct value *v,
    size_t used, const char *eol)
{
	size_t n = b->n;

	if (v->kind == VALUE_TEXT) {
		emit_scalar(b, f, v, false);
	} else {
		if (!is_flat(v))
			return false;
		emit_flow(b, f, v);
		if (v->first && used + utf8_columns(str_sub(buf_str(b), n,
		    b->n)) > COLUMNS) {
			b->n = n;
			return false;
		}
	}
	buf_puts(b, eol);
	return true;
}

static void
put_entry(struct buf *b, const struct field *f, struct str key,
    const struct value *v, int indent, const char *eol)
{
	const struct value *item;
	struct pair *pairs;
	size_t n = b->n, i;

	assert(indent <= INDENT);
	put_text(b, key, false);
	buf_puts(b, ": ");
	if (on_line(b, f, v, (size_t)indent + utf8_columns(str_sub(
	    buf_str(b), n, b->n)), eol))
		return;
	b->n--;			/* the blank */
	buf_puts(b, eol);
	if (v->kind == VALUE_MAP) {
		n = children(&pairs, b->arena, f, v);
		for (i = 0; i < n; i++)
			emit_field(b, pairs[i].field, pairs[i].value->key,
			    pairs[i].value, indent + 2, eol);
		return;
	}
	for (item = v->first; item; item = item->next) {
		buf_fill(b, ' ', (size_t)indent + 2);
		buf_puts(b, "- ");
		emit_item(b, f, item, indent + 2, eol);
	}
}

/* Lines of pairs, the first of them behind a "- ". */
static void
put_pairs(struct buf *b, const struct pair *pairs, size_t n, int indent,
    const char *eol)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_fill(b, ' ', (size_t)indent);
		put_entry(b, pairs[i].field, pairs[i].value->key,
		    pairs[i].value, indent, eol);
	}
}

void
emit_field(struct buf *b, const struct field *f, struct str key,
    const struct value *v, int indent, const char *eol)
{
	buf_fill(b, ' ', (size_t)indent);
	put_entry(b, f, key, v, indent, eol);
}

void
emit_item(struct buf *b, const struct field *f, const struct value *v,
    int indent, const char *eol)
{
	const struct value *item;
	struct pair *pairs;
	size_t n;

	assert(indent <= INDENT);
	if (on_line(b, f, v, (size_t)indent + 2, eol))
		return;
	if (v->kind == VALUE_MAP) {
		n = children(&pairs, b->arena, f, v);
		put_pairs(b, pairs, n, indent + 2, eol);
		return;
	}
	for (item = v->first; item; item = item->next) {
		if (item != v->first)
			buf_fill(b, ' ', (size_t)indent + 2);
		buf_puts(b, "- ");
		emit_item(b, f, item, indent + 2, eol);
	}
}

void
emit_record(struct buf *b, const struct kind *k, const struct value *v,
    const char *eol)
{
	struct pair *pairs;
	size_t n;

	n = in_order(&pairs, b->arena, k->fields, k->nfields, k->id, v);
	if (k->list)
		buf_puts(b, "- ");
	if (n == 0) {
		buf_puts(b, "{}");
		buf_puts(b, eol);
	}
	put_pairs(b, pairs, n, k->list ? 2 : 0, eol);
}
