/* SPDX-License-Identifier: MIT */
/*
 * render-md - a table as GitHub Markdown has it
 *
 * Everything that Markdown or HTML would take for markup is escaped: 王**
 * stays a masked name, a bracket does not become a link.
 */
#include "render.h"

static const char *
entity(char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
}

static void
put(struct buf *b, struct str s)
{
	size_t i;

	s = render_line(s, b->arena);
	/* at the start of a line: heading, list, rule */
	if (s.n && memchr("#+-=", s.p[0], 4))
		buf_char(b, '\\');
	for (i = 0; i < s.n; i++) {
		if (memchr("&<>", s.p[i], 3)) {
			buf_puts(b, entity(s.p[i]));
			continue;
		}
		if (memchr("\\`*_[]|~$", s.p[i], 9))
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
}

/* Numbers are typed: there is nothing in them to escape. */
static void
put_cell(struct buf *b, const struct cell *c)
{
	buf_char(b, ' ');
	if (c->type == CELL_TEXT || c->type == CELL_CODE)
		put(b, c->text);
	else
		buf_add(b, cell_text(c, b->arena));
	buf_puts(b, " |");
}

static void
put_lines(struct buf *b, const struct strs *lines)
{
	size_t i;

	for (i = 0; i < lines->n; i++) {
		put(b, lines->v[i]);
		buf_puts(b, "\n\n");
	}
}

static void
put_table(struct buf *b, const struct table *t, const struct render_opts *o)
{
	size_t i, n = t->ncolumns;

	buf_puts(b, "|");
	for (i = 0; i < n; i++) {
		buf_char(b, ' ');
		put(b, render_heading(&t->columns[i], o));
		buf_puts(b, " |");
	}
	buf_puts(b, "\n|");
	for (i = 0; i < n; i++)
		buf_puts(b, render_right(&t->columns[i]) ? " ---: |" :
		    " --- |");
	buf_char(b, '\n');
	for (i = 0; i < t->ncells; i++) {
		buf_puts(b, i % n ? "" : "|");
		put_cell(b, &t->cells[i]);
		buf_puts(b, (i + 1) % n ? "" : "\n");
	}
}

bool
render_md(struct buf *b, const struct table *t, const struct render_opts *o)
{
	size_t i;

	if (!t->cut)
		return false;
	if (!o->no_head) {
		buf_puts(b, "# ");
		put(b, t->title);
		buf_puts(b, "\n\n");
		put_lines(b, &t->head);
	}
	if (t->ncolumns)
		put_table(b, t, o);
	for (i = 0; i < t->foot.n && !o->no_head; i++) {
		buf_char(b, '\n');
		put(b, t->foot.v[i]);
		buf_char(b, '\n');
	}
	return true;
}
