/* SPDX-License-Identifier: MIT */
/*
 * query-group - the rows of a table, counted and summed
 *
 * Sums are kept in hundredths and 128 bits until they are cells again.
 */
#include <assert.h>

#include "buf.h"
#include "query.h"

struct sum {
	size_t   column;	/* of the table that is grouped */
	bool     points;	/* else whole numbers */
};

struct group {
	size_t    row;		/* the first one of it */
	int64_t   n;
	__int128 *sums;		/* in hundredths */
	struct group *next;
};

struct work {
	const struct table *in;
	const size_t       *by;	/* the columns */
	size_t              nby;
	struct sum         *sums;
	size_t              nsums;
	struct map          known;
	struct group       *first, **last;
};

/* ---- columns ---------------------------------------------------------- */

/* The columns named, one after the other; each of them once. */
static bool
find_columns(size_t *at, const struct table *t, const struct str *keys,
    size_t n, size_t before, struct diag *dg)
{
	bool ok = true;
	struct buf b;
	size_t i, k;

	for (i = before; i < before + n; i++) {
		at[i] = table_find(t, keys[i - before]);
		for (k = 0; k < i && at[k] != at[i]; k++)
			;
		if (at[i] < t->ncolumns && k == i)
			continue;
		ok = diag_error(dg, "column", NULL, (struct span){ 0 },
		    at[i] < t->ncolumns
		    ? "column '%.*s' is asked for twice"
		    : "no such column: '%.*s'", STR(keys[i - before]));
		if (at[i] < t->ncolumns)
			continue;
		buf_init(&b, dg->arena);
		for (k = 0; k < t->ncolumns; k++)
			buf_printf(&b, "%s%.*s (%.*s)", k ? ", " : "",
			    STR(t->columns[k].key), STR(t->columns[k].label));
		diag_cure(dg, "one of: %.*s", STR(buf_str(&b)));
	}
	return ok;
}

/* Sums are of whole numbers, or of points where any cell is. */
static bool
find_sum(struct sum *s, const struct table *t, size_t column,
    struct diag *dg)
{
	const struct column *c = &t->columns[column];
	size_t r, nrows = table_rows(t);
	enum cell_type type;
	bool ok;

	s->column = column;
	s->points = c->type == CELL_POINTS;
	ok = c->type == CELL_POINTS || c->type == CELL_INT;
	for (r = 0; r < nrows && ok; r++) {
		type = table_cell(t, r, column)->type;
		s->points = s->points || type == CELL_POINTS;
		ok = type == CELL_POINTS || type == CELL_INT ||
		    type == CELL_NONE;
	}
	if (!ok)
		return diag_error(dg, "column", NULL, (struct span){ 0 },
		    "column '%.*s' cannot be summed: it holds more than "
		    "numbers and points", STR(c->label.n ? c->label
		    : c->key));
	return true;
}

/* A column of the table, as one that was asked for. */
static void
add_column(struct table *out, const struct column *c, enum cell_type type,
    enum audience privacy)
{
	struct column *new = table_column(out, c->key, c->label, type,
	    privacy);

	new->is_name = c->is_name;
	new->wanted = true;
}

static void
add_columns(struct table *out, const struct work *w, struct str count_label)
{
	enum audience narrow = AUDIENCE_PUBLIC;
	const struct column *c;
	bool taken = false;
	size_t i;

	for (i = 0; i < w->nby; i++) {
		c = &w->in->columns[w->by[i]];
		narrow = c->privacy < narrow ? c->privacy : narrow;
		taken = taken || str_is(c->key, "count");
		add_column(out, c, c->type, c->privacy);
	}
	for (i = 0; i < w->nsums; i++)
		taken = taken || str_is(w->in->columns[w->sums[i].column].key,
		    "count");
	table_column(out, taken ? S("rows") : S("count"), count_label,
	    CELL_INT, narrow);
	for (i = 0; i < w->nsums; i++) {
		c = &w->in->columns[w->sums[i].column];
		add_column(out, c, w->sums[i].points ? CELL_POINTS : CELL_INT,
		    c->privacy < narrow ? c->privacy : narrow);
	}
}

/* ---- rows ------------------------------------------------------------- */

static __int128
hundredths(const struct cell *c)
{
	return c->type == CELL_NONE ? 0
	    : (__int128)c->n * (c->type == CELL_INT ? 100 : 1);
}

/* What two cells have in common when cell_cmp and their ids say so. */
static void
add_key(struct buf *b, const struct cell *c)
{
	__int128 n = hundredths(c);

	if (c->type == CELL_TEXT || c->type == CELL_CODE) {
		buf_printf(b, "t%zu,%zu:", c->text.n, c->id.n);
		buf_add(b, c->text);
		buf_add(b, c->id);
		return;
	}
	buf_char(b, c->type == CELL_NONE ? '-' :
	    c->type == CELL_DATE ? 'd' : 'n');
	buf_add(b, (struct str){ (const char *)&n, sizeof(n) });
}

static struct group *
new_group(struct work *w, size_t row)
{
	struct group *g = arena_alloc(w->in->arena, sizeof(*g));

	g->row = row;
	g->sums = arena_array(w->in->arena, w->nsums, sizeof(*g->sums));
	*w->last = g;
	w->last = &g->next;
	return g;
}

static void
add_row(struct work *w, struct buf *key, size_t row)
{
	struct group *g;
	size_t i;

	key->n = 0;
	for (i = 0; i < w->nby; i++)
		add_key(key, table_cell(w->in, row, w->by[i]));
	g = map_get(&w->known, buf_str(key));
	if (!g) {
		g = new_group(w, row);
		*map_put(&w->known, arena_dup(w->in->arena, buf_str(key))) = g;
	}
	g->n++;
	for (i = 0; i < w->nsums; i++)
		g->sums[i] += hundredths(table_cell(w->in, row,
		    w->sums[i].column));
}

static void
add_group_cell(struct table *out, const struct cell *c)
{
	table_none(out);
	out->cells[out->ncells - 1] = *c;
}

static bool
add_group(struct table *out, const struct work *w, const struct group *g,
    struct diag *dg)
{
	const struct column *c;
	bool ok = true;
	__int128 n;
	size_t i;

	for (i = 0; i < w->nby; i++)
		add_group_cell(out, table_cell(w->in, g->row, w->by[i]));
	table_int(out, g->n);
	for (i = 0; i < w->nsums; i++) {
		c = &w->in->columns[w->sums[i].column];
		n = w->sums[i].points ? g->sums[i] : g->sums[i] / 100;
		if (n > INT64_MAX || n < INT64_MIN)
			ok = diag_error(dg, "column", NULL,
			    (struct span){ 0 }, "the sum of column '%.*s' is "
			    "too large", STR(c->label.n ? c->label : c->key));
		if (w->sums[i].points)
			table_points(out, (points)n);
		else
			table_int(out, (int64_t)n);
	}
	return ok;
}

/* By the group columns; names that stand for several things stay in order. */
static bool
sort(struct table *out, size_t nby, struct diag *dg)
{
	struct str *keys = arena_array(out->arena, nby, sizeof(*keys));
	size_t i;

	for (i = 0; i < nby; i++)
		keys[i] = out->columns[i].key;
	return table_sort(out, keys, nby, dg);
}

bool
table_group(struct table *out, const struct table *in,
    const struct grouping *how, struct diag *dg)
{
	size_t n = how->nby + how->nsums, nrows = table_rows(in), i;
	size_t *at = arena_array(in->arena, n, sizeof(*at));
	struct work w = { .in = in, .by = at, .nby = how->nby,
	    .nsums = how->nsums, .last = &w.first };
	struct group *g;
	struct buf key;
	bool ok;

	assert(!in->cut);
	table_init(out, in->arena, in->name, in->title);
	out->head = in->head;
	out->foot = in->foot;
	out->chinese = in->chinese;
	ok = find_columns(at, in, how->by, how->nby, 0, dg);
	if (!find_columns(at, in, how->sums, how->nsums, how->nby, dg) || !ok)
		return false;
	w.sums = arena_array(in->arena, how->nsums, sizeof(*w.sums));
	for (i = 0; i < how->nsums; i++)
		if (!find_sum(&w.sums[i], in, at[how->nby + i], dg))
			ok = false;
	if (!ok)
		return false;
	add_columns(out, &w, how->count_label);
	map_init(&w.known, in->arena);
	buf_init(&key, in->arena);
	for (i = 0; i < nrows; i++)
		add_row(&w, &key, i);
	if (how->nby == 0 && nrows == 0)
		new_group(&w, 0);
	for (g = w.first; g; g = g->next)
		ok = add_group(out, &w, g, dg) && ok;
	return ok && sort(out, how->nby, dg);
}
