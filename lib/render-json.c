/* SPDX-License-Identifier: MIT */
/*
 * render-json - one object, or one object a row (JSON Lines)
 *
 * Members are the keys of the columns, never the labels.  Points and rates
 * are numbers with two decimals, days are strings, nothing is null.  Of a
 * cell that names something the value is its id, and a second member,
 * KEY_name, has the text (unless a column of that key stands in the table).
 * What could move a cursor or hide is escaped as \u00XX; nothing is lost.
 */
#include "audience.h"
#include "render.h"
#include "utf8.h"

static const char *const types[] = {
	[CELL_NONE] = "none",
	[CELL_TEXT] = "text",
	[CELL_CODE] = "code",
	[CELL_INT] = "int",
	[CELL_POINTS] = "points",
	[CELL_PERCENT] = "percent",
	[CELL_DATE] = "date",
};

/* A character that is not plain ASCII, as itself or as \uXXXX. */
static void
put_char(struct buf *b, struct str s, size_t from, size_t at, uint32_t code)
{
	struct str c = str_sub(s, from, at);

	if (code == UTF8_BAD)
		buf_puts(b, "\\ufffd");
	else if (code == 0x7F || code == 0xFEFF ||
	    (code < 0x10000 && utf8_unsafe(c) < c.n))
		buf_printf(b, "\\u%04x", (unsigned)code);
	else
		buf_add(b, c);
}

static void
put_ascii(struct buf *b, char c)
{
	static const char plain[] = "\"\\\n\r\t\b\f";
	static const char names[] = "\"\\nrtbf";
	const char *p = c ? strchr(plain, c) : NULL;

	if (p) {
		buf_char(b, '\\');
		buf_char(b, names[p - plain]);
	} else if ((unsigned char)c < 0x20) {
		buf_printf(b, "\\u%04x", (unsigned)c);
	} else {
		buf_char(b, c);
	}
}

void
render_json_string(struct buf *b, struct str s)
{
	size_t at = 0, from;
	uint32_t code;

	buf_char(b, '"');
	while (at < s.n) {
		if ((unsigned char)s.p[at] < 0x7F) {
			put_ascii(b, s.p[at++]);
			continue;
		}
		from = at;
		code = utf8_next(s, &at);
		put_char(b, s, from, at, code);
	}
	buf_char(b, '"');
}

static void
put_member(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, "\"%s\": ", key);
	render_json_string(b, value);
}

static void
put_value(struct buf *b, const struct cell *c)
{
	char text[POINTS_TEXT];

	switch (c->type) {
	case CELL_NONE:
		buf_puts(b, "null");
		break;
	case CELL_INT:
		buf_add(b, cell_text(c, b->arena));
		break;
	case CELL_POINTS:
	case CELL_PERCENT:
		buf_puts(b, points_text(text, c->n));
		break;
	case CELL_TEXT:
	case CELL_CODE:
		render_json_string(b, c->id.n ? c->id : c->text);
		break;
	case CELL_DATE:
		render_json_string(b, cell_text(c, b->arena));
		break;
	}
}

/* The keys of the second members, where they are free. */
static struct str *
name_keys(const struct table *t, struct arena *a)
{
	struct str *keys = arena_array(a, t->ncolumns, sizeof(*keys));
	size_t i, j;

	for (i = 0; i < t->ncolumns; i++) {
		keys[i] = arena_printf(a, "%.*s_name", STR(t->columns[i].key));
		for (j = 0; j < t->ncolumns; j++)
			if (str_eq(t->columns[j].key, keys[i]))
				keys[i] = S("");
	}
	return keys;
}

static void
put_row(struct buf *b, const struct table *t, size_t row,
    const struct str *names)
{
	const struct cell *c;
	size_t i;

	buf_char(b, '{');
	for (i = 0; i < t->ncolumns; i++) {
		c = table_cell(t, row, i);
		buf_puts(b, i ? ", " : "");
		render_json_string(b, t->columns[i].key);
		buf_puts(b, ": ");
		put_value(b, c);
		if (c->id.n == 0 || names[i].n == 0)
			continue;
		buf_puts(b, ", ");
		render_json_string(b, names[i]);
		buf_puts(b, ": ");
		render_json_string(b, c->text);
	}
	buf_char(b, '}');
}

static void
put_lines(struct buf *b, const char *key, const struct strs *lines)
{
	size_t i;

	buf_printf(b, "  \"%s\": [", key);
	for (i = 0; i < lines->n; i++) {
		buf_puts(b, i ? ",\n    " : "\n    ");
		render_json_string(b, lines->v[i]);
	}
	buf_puts(b, lines->n ? "\n  ]" : "]");
}

static void
put_columns(struct buf *b, const struct table *t)
{
	size_t i;

	buf_puts(b, "  \"columns\": [");
	for (i = 0; i < t->ncolumns; i++) {
		buf_puts(b, i ? ",\n    {" : "\n    {");
		put_member(b, "key", t->columns[i].key);
		buf_puts(b, ", ");
		put_member(b, "label", t->columns[i].label);
		buf_puts(b, ", ");
		put_member(b, "type", str_of(types[t->columns[i].type]));
		buf_char(b, '}');
	}
	buf_puts(b, t->ncolumns ? "\n  ],\n" : "],\n");
}

bool
render_json(struct buf *b, const struct table *t, const struct render_opts *o)
{
	const struct str *names = name_keys(t, b->arena);
	size_t r, nrows = table_rows(t);

	(void)o;
	if (!t->cut)
		return false;
	buf_puts(b, "{\n  ");
	put_member(b, "name", t->name);
	buf_puts(b, ",\n  ");
	put_member(b, "title", t->title);
	buf_puts(b, ",\n  ");
	put_member(b, "audience", str_of(audience_name(t->audience)));
	buf_puts(b, ",\n");
	put_lines(b, "head", &t->head);
	buf_puts(b, ",\n");
	put_columns(b, t);
	buf_puts(b, "  \"rows\": [");
	for (r = 0; r < nrows; r++) {
		buf_puts(b, r ? ",\n    " : "\n    ");
		put_row(b, t, r, names);
	}
	buf_puts(b, nrows ? "\n  ],\n" : "],\n");
	put_lines(b, "foot", &t->foot);
	buf_puts(b, "\n}\n");
	return true;
}

bool
render_jsonl(struct buf *b, const struct table *t,
    const struct render_opts *o)
{
	const struct str *names = name_keys(t, b->arena);
	size_t r;

	(void)o;
	if (!t->cut)
		return false;
	for (r = 0; r < table_rows(t); r++) {
		put_row(b, t, r, names);
		buf_char(b, '\n');
	}
	return true;
}
