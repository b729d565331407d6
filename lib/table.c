/* SPDX-License-Identifier: MIT */
/* table - rows of typed cells in one flat array. */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "buf.h"
#include "table.h"

void
table_init(struct table *t, struct arena *a, struct str name,
    struct str title)
{
	*t = (struct table){ .arena = a, .name = name, .title = title,
	    .title_privacy = AUDIENCE_PUBLIC };
}

struct column *
table_column(struct table *t, struct str key, struct str label,
    enum cell_type type, enum audience privacy)
{
	struct column *c;

	assert(t->ncells == 0 && !t->cut);
	t->columns = arena_grow(t->arena, t->columns, t->ncolumns,
	    &t->columns_cap, sizeof(*t->columns));
	c = &t->columns[t->ncolumns++];
	*c = (struct column){ .key = key, .label = label, .type = type,
	    .privacy = privacy };
	return c;
}

/* A table may only grow before the cut: after it nothing would be checked. */
static void
add(struct table *t, struct cell c)
{
	assert(t->ncolumns && !t->cut);
	t->cells = arena_grow(t->arena, t->cells, t->ncells, &t->cells_cap,
	    sizeof(*t->cells));
	t->cells[t->ncells++] = c;
}

void
table_text(struct table *t, struct str text)
{
	add(t, (struct cell){ .type = CELL_TEXT, .text = text });
}

void
table_named(struct table *t, struct str id, struct str name)
{
	add(t, (struct cell){ .type = CELL_TEXT, .text = name, .id = id });
}

void
table_code(struct table *t, struct str text)
{
	add(t, (struct cell){ .type = CELL_CODE, .text = text });
}

void
table_int(struct table *t, int64_t n)
{
	add(t, (struct cell){ .type = CELL_INT, .n = n });
}

void
table_points(struct table *t, points p)
{
	add(t, (struct cell){ .type = CELL_POINTS, .n = p });
}

void
table_rate(struct table *t, int64_t num, int64_t den)
{
	if (den <= 0)
		table_none(t);
	else
		add(t, (struct cell){ .type = CELL_PERCENT,
		    .n = points_percent(num, den) });
}

void
table_date(struct table *t, date_day d)
{
	if (d == DATE_NONE)
		table_none(t);
	else
		add(t, (struct cell){ .type = CELL_DATE, .n = d });
}

void
table_none(struct table *t)
{
	add(t, (struct cell){ .type = CELL_NONE });
}

size_t
table_rows(const struct table *t)
{
	return t->ncolumns ? t->ncells / t->ncolumns : 0;
}

const struct cell *
table_cell(const struct table *t, size_t row, size_t column)
{
	assert(column < t->ncolumns && row < table_rows(t));
	return &t->cells[row * t->ncolumns + column];
}

size_t
table_find(const struct table *t, struct str key)
{
	size_t i;

	for (i = 0; i < t->ncolumns; i++)
		if (str_eq(t->columns[i].key, key))
			return i;
	for (i = 0; i < t->ncolumns; i++)
		if (str_eq(t->columns[i].label, key))
			break;
	return i;
}

/* An unknown column is named, and so are all that would have been right. */
static bool
unknown(const struct table *t, struct str key, struct diag *dg)
{
	struct buf known;
	size_t i;

	buf_init(&known, dg->arena);
	for (i = 0; i < t->ncolumns; i++) {
		buf_puts(&known, i ? ", " : "");
		buf_add(&known, t->columns[i].key);
		if (t->columns[i].label.n)
			buf_printf(&known, " (%.*s)",
			    STR(t->columns[i].label));
	}
	diag_error(dg, "column", NULL, (struct span){ 0 },
	    "no such column: '%.*s'", STR(key));
	return diag_advise(dg, "one of: %.*s", STR(buf_str(&known)));
}

struct order {
	size_t column;
	bool   down;
};

struct row {
	const struct cell  *cells;
	size_t              at;	/* where it stood: ties stay in order */
	const struct order *by;	/* borrowed: lives as long as the sorting */
	size_t              n;
};

static int
row_cmp(const void *va, const void *vb)
{
	const struct row *a = va, *b = vb;
	const struct cell *x, *y;
	size_t i;
	int c;

	for (i = 0; i < a->n; i++) {
		x = &a->cells[a->by[i].column];
		y = &b->cells[a->by[i].column];
		c = cell_cmp(x, y);
		/* what is not there comes last, whatever the direction */
		if (x->type != CELL_NONE && y->type != CELL_NONE &&
		    a->by[i].down)
			c = -c;
		if (c)
			return c;
	}
	return (a->at > b->at) - (a->at < b->at);
}

static bool
orders(struct order *by, const struct table *t, const struct str *keys,
    size_t n, struct diag *dg)
{
	struct str key;
	bool ok = true;
	size_t i;

	for (i = 0; i < n; i++) {
		key = keys[i];
		by[i].down = str_starts(key, S("-"));
		if (by[i].down)
			key = str_sub(key, 1, key.n);
		by[i].column = table_find(t, key);
		if (by[i].column == t->ncolumns)
			ok = unknown(t, key, dg);
	}
	return ok;
}

bool
table_sort(struct table *t, const struct str *keys, size_t n, struct diag *dg)
{
	struct order *by = arena_array(t->arena, n, sizeof(*by));
	size_t i, nrows = table_rows(t), w = t->ncolumns;
	struct cell *cells;
	struct row *rows;

	if (!orders(by, t, keys, n, dg))
		return false;
	if (nrows < 2)
		return true;
	rows = arena_array(t->arena, nrows, sizeof(*rows));
	for (i = 0; i < nrows; i++)
		rows[i] = (struct row){ t->cells + i * w, i, by, n };
	qsort(rows, nrows, sizeof(*rows), row_cmp);
	cells = arena_array(t->arena, t->ncells, sizeof(*cells));
	for (i = 0; i < nrows; i++)
		memcpy(cells + i * w, rows[i].cells, w * sizeof(*cells));
	t->cells = cells;
	t->cells_cap = t->ncells;
	return true;
}

void
table_keep(struct table *t, const bool *keep)
{
	size_t i, n = 0, nrows = table_rows(t), w = t->ncolumns;

	for (i = 0; i < nrows; i++) {
		if (!keep[i])
			continue;
		if (n != i)
			memcpy(t->cells + n * w, t->cells + i * w,
			    w * sizeof(*t->cells));
		n++;
	}
	t->ncells = n * w;
}

void
table_take(struct table *t, const size_t *columns, size_t n)
{
	struct column *heads = arena_array(t->arena, n, sizeof(*heads));
	size_t i, r, nrows = table_rows(t);
	struct cell *cells = arena_array(t->arena, nrows * n, sizeof(*cells));

	for (i = 0; i < n; i++) {
		assert(columns[i] < t->ncolumns);
		heads[i] = t->columns[columns[i]];
		for (r = 0; r < nrows; r++)
			cells[r * n + i] = *table_cell(t, r, columns[i]);
	}
	t->columns = heads;
	t->ncolumns = t->columns_cap = n;
	t->cells = cells;
	t->ncells = t->cells_cap = nrows * n;
}

bool
table_choose(struct table *t, const struct str *keys, size_t n,
    struct diag *dg)
{
	size_t *at = arena_array(t->arena, n, sizeof(*at)), i, j;
	bool ok = true;

	for (i = 0; i < n; i++) {
		at[i] = table_find(t, keys[i]);
		if (at[i] == t->ncolumns) {
			ok = unknown(t, keys[i], dg);
			continue;
		}
		for (j = 0; j < i && at[j] != at[i]; j++)
			;
		if (j < i)
			ok = diag_error(dg, "column", NULL, (struct span){ 0 },
			    "column '%.*s' is asked for twice", STR(keys[i]));
	}
	if (!ok)
		return false;
	for (i = 0; i < n; i++)
		t->columns[at[i]].wanted = true;
	table_take(t, at, n);
	return true;
}

struct str
cell_text(const struct cell *c, struct arena *a)
{
	char text[POINTS_TEXT];

	switch (c->type) {
	case CELL_NONE:
		return S("-");
	case CELL_TEXT:
	case CELL_CODE:
		return c->text;
	case CELL_INT:
		return arena_printf(a, "%" PRId64, c->n);
	case CELL_POINTS:
		return points_str(a, c->n);
	case CELL_PERCENT:
		return arena_printf(a, "%s%%", points_text(text, c->n));
	case CELL_DATE:
		return date_str(a, (date_day)c->n);
	}
	return S("");
}

/* Days, then numbers, then text, then nothing. */
static int
rank(enum cell_type type)
{
	static const int ranks[] = {
		[CELL_NONE] = 3, [CELL_TEXT] = 2, [CELL_CODE] = 2,
		[CELL_INT] = 1, [CELL_POINTS] = 1, [CELL_PERCENT] = 1,
		[CELL_DATE] = 0,
	};

	return ranks[type];
}

/* In hundredths, so that a whole number compares with points. */
static __int128
value(const struct cell *c)
{
	return (__int128)c->n * (c->type == CELL_INT ? 100 : 1);
}

int
cell_cmp(const struct cell *a, const struct cell *b)
{
	int c = rank(a->type) - rank(b->type);

	if (c || a->type == CELL_NONE)
		return c;
	if (rank(a->type) == rank(CELL_TEXT))
		return str_cmp(a->text, b->text);
	return (value(a) > value(b)) - (value(a) < value(b));
}
