/* SPDX-License-Identifier: MIT */
/*
 * render-text - columns aligned by display width
 *
 * A cell wider than WIDEST is shown whole and pushes its row to the right,
 * so that one long text neither gets lost nor pads every other row.  Blanks
 * at the end of a line are never written.
 */
#include "render.h"
#include "utf8.h"

#define WIDEST	60	/* columns to which the others are aligned */
#define GAP	2

struct grid {
	const struct table *t;
	struct str         *cells;	/* the headings, then row by row */
	size_t             *widths;
};

static void
measure(struct grid *g, const struct render_opts *o, struct arena *a)
{
	size_t i, w, n = g->t->ncolumns, all = n + g->t->ncells;
	const struct cell *c;

	g->cells = arena_array(a, all, sizeof(*g->cells));
	g->widths = arena_array(a, n, sizeof(*g->widths));
	for (i = 0; i < all; i++) {
		c = i < n ? NULL : &g->t->cells[i - n];
		g->cells[i] = render_line(c ? cell_text(c, a) :
		    render_heading(&g->t->columns[i], o), a);
		w = utf8_columns(g->cells[i]);
		if (w <= WIDEST && w > g->widths[i % n])
			g->widths[i % n] = w;
	}
}

/* `owed` are blanks due before the next thing that can be seen. */
static void
put(struct buf *b, struct str s, size_t width, bool right, size_t *owed)
{
	size_t w = utf8_columns(s), pad = w < width ? width - w : 0;

	if (right)
		*owed += pad;
	if (s.n) {
		buf_fill(b, ' ', *owed);
		buf_add(b, s);
		*owed = 0;
	} else {
		*owed += w;
	}
	*owed += GAP + (right ? 0 : pad);
}

static void
put_row(struct buf *b, const struct grid *g, size_t row)
{
	size_t i, n = g->t->ncolumns, owed = 0;

	for (i = 0; i < n; i++)
		put(b, g->cells[row * n + i], g->widths[i],
		    render_right(&g->t->columns[i]), &owed);
	buf_char(b, '\n');
}

static void
put_rule(struct buf *b, const struct grid *g)
{
	size_t i;

	for (i = 0; i < g->t->ncolumns; i++) {
		buf_fill(b, ' ', i ? GAP : 0);
		buf_fill(b, '-', g->widths[i] ? g->widths[i] : 1);
	}
	buf_char(b, '\n');
}

static void
put_lines(struct buf *b, const struct strs *lines)
{
	size_t i;

	for (i = 0; i < lines->n; i++) {
		buf_add(b, render_line(lines->v[i], b->arena));
		buf_char(b, '\n');
	}
}

bool
render_text(struct buf *b, const struct table *t, const struct render_opts *o)
{
	struct grid g = { .t = t };
	size_t r;

	if (!t->cut)
		return false;
	if (!o->no_head) {
		if (t->title.n)
			buf_printf(b, "%.*s\n\n",
			    STR(render_line(t->title, b->arena)));
		put_lines(b, &t->head);
		buf_puts(b, t->head.n ? "\n" : "");
	}
	if (t->ncolumns) {
		measure(&g, o, b->arena);
		put_row(b, &g, 0);
		put_rule(b, &g);
		for (r = 1; r <= table_rows(t); r++)
			put_row(b, &g, r);
	}
	if (!o->no_head && t->foot.n) {
		buf_char(b, '\n');
		put_lines(b, &t->foot);
	}
	return true;
}
