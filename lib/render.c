/* SPDX-License-Identifier: MIT */
/* render - the formats there are, and what their faces share. */
#include "render.h"
#include "utf8.h"

const struct format render_formats[] = {
	{ "text", "text/plain", render_text },
	{ "csv", "text/csv", render_csv },
	{ "tsv", "text/tab-separated-values", render_tsv },
	{ "json", "application/json", render_json },
	{ "jsonl", "application/jsonl", render_jsonl },
	{ "md", "text/markdown", render_md },
	{ "html", "text/html", render_html },
	{ 0 },
};

const struct format *
render_find(struct str name)
{
	const struct format *f;

	for (f = render_formats; f->name; f++)
		if (str_is(name, f->name))
			return f;
	return NULL;
}

struct str
render_heading(const struct column *c, const struct render_opts *o)
{
	return o->keys || c->label.n == 0 ? c->key : c->label;
}

bool
render_right(const struct column *c)
{
	return c->type == CELL_INT || c->type == CELL_POINTS ||
	    c->type == CELL_PERCENT;
}

/* Nothing in it that breaks a line, moves a cursor or hides. */
static bool
is_line(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return false;
	return !str_starts(s, S("\xEF\xBB\xBF")) &&
	    utf8_check(s) == s.n && utf8_unsafe(s) == s.n;
}

struct str
render_line(struct str s, struct arena *a)
{
	size_t i, from = 0;
	struct buf b;

	s = str_trim(s);
	if (is_line(s))
		return s;
	buf_init(&b, a);
	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
			continue;
		utf8_safe(&b, str_sub(s, from, i));
		if (b.n && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
		from = i + 1;
	}
	utf8_safe(&b, str_sub(s, from, s.n));
	return buf_str(&b);
}
