/* SPDX-License-Identifier: MIT */
/*
 * csv - libcsv reads, told where it is; we write
 *
 * libcsv knows no positions.  It is fed up to and including the next byte
 * that could end a cell, so that whenever it reports one, the cell ends just
 * before the last byte fed.
 */
#include <errno.h>

#include "csv.h"
/* libcsv's header has the name of ours, which stands first on the path */
#include <../include/csv.h>

#define BLOCK	4096	/* by which libcsv's cell grows */
#define CURE	200	/* longest cell that a cure repeats */

struct reading {
	const struct source *src;
	struct arena    *arena;
	bool           (*fn)(void *, const struct csv_row *);
	void            *ctx;
	struct diag     *dg;
	struct csv_cell *cells;
	size_t           cap;
	struct csv_row   row;	/* under construction */
	size_t           fed;	/* bytes libcsv has seen */
	size_t           cell;	/* where the present cell begins */
	bool             at_end;	/* no byte after the last cell */
	bool             stop;
	bool             failed;
};

/* No blank is cut off: not before a cell, not after it. */
static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* The cell as it stands in the source, unless quotes in it are doubled. */
static struct str
text_of(struct reading *r, struct span at, struct str text)
{
	struct str raw = str_sub(r->src->bytes, at.at, at.end);

	if (raw.n == text.n)
		return raw;
	if (raw.n == text.n + 2)
		return str_sub(raw, 1, raw.n - 1);
	return arena_dup(r->arena, text);
}

static void
on_cell(void *p, size_t n, void *ctx)
{
	struct reading *r = ctx;
	struct span at = { (uint32_t)r->cell,
	    (uint32_t)(r->at_end ? r->fed : r->fed - 1) };

	r->cell = r->fed;
	if (r->stop)
		return;
	if (r->row.n == CSV_CELLS) {
		r->stop = r->failed = true;
		diag_error(r->dg, "csv-cells", r->src, at,
		    "more than %d cells in one row", CSV_CELLS);
		return;
	}
	r->cells = arena_grow(r->arena, r->cells, r->row.n, &r->cap,
	    sizeof(*r->cells));
	r->cells[r->row.n++] = (struct csv_cell){ .at = at,
	    .text = text_of(r, at, (struct str){ p, n }) };
}

/* A row ends; also an empty one, so that rows are counted as seen. */
static void
on_row(int end, void *ctx)
{
	struct reading *r = ctx;
	struct str s = r->src->bytes;

	if (r->stop)
		return;
	if (end == '\n' && r->row.n == 0 && r->fed > 1 &&
	    s.p[r->fed - 2] == '\r') {
		r->cell = r->fed;	/* the second half of CR LF */
		return;
	}
	r->row.number++;
	if (r->row.n) {
		r->row.cells = r->cells;
		r->row.at = (struct span){ r->cells[0].at.at,
		    r->cells[r->row.n - 1].at.end };
		r->stop = !r->fn(r->ctx, &r->row);
	}
	r->row.n = 0;
	r->cell = r->fed;
}

/* To the next separator or line end: what the cell was probably meant as. */
static struct str
rest_of_cell(const struct reading *r, char separator)
{
	struct str s = r->src->bytes;
	size_t end = r->cell;

	while (end < s.n && s.p[end] != separator && s.p[end] != '\n' &&
	    s.p[end] != '\r')
		end++;
	return str_sub(s, r->cell, end);
}

static bool
broken_quote(const struct reading *r, size_t at, char separator)
{
	struct str s = r->src->bytes, cell = rest_of_cell(r, separator);
	struct span span = { (uint32_t)at, (uint32_t)at + 1 };
	struct buf cure;

	if (at >= s.n) {
		span = (struct span){ (uint32_t)r->cell,
		    (uint32_t)r->cell + 1 };
		diag_error(r->dg, "csv-quote", r->src, span,
		    "this quote is never closed");
		return diag_advise(r->dg,
		    "close it, or write each quote within a cell twice");
	}
	if (s.p[r->cell] == '"')
		return diag_error(r->dg, "csv-quote", r->src, span,
		    "the cell goes on after its closing quote");
	diag_error(r->dg, "csv-quote", r->src, span,
	    "a quote in a cell that does not begin with one");
	if (cell.n > CURE)
		return false;
	buf_init(&cure, r->arena);
	csv_put(&cure, cell, separator);
	return diag_cure(r->dg, "%.*s", STR(buf_str(&cure)));
}

/* Up to and including the next byte that could end a cell. */
static size_t
piece(struct str s, size_t at, char separator)
{
	size_t i = at;

	while (i < s.n && s.p[i] != separator && s.p[i] != '\n' &&
	    s.p[i] != '\r' && s.p[i] != '"')
		i++;
	return i < s.n ? i + 1 - at : i - at;
}

static bool
feed(struct reading *r, struct csv_parser *p, char separator)
{
	struct str s = r->src->bytes;
	size_t n, done;

	while (r->fed < s.n && !r->stop) {
		n = piece(s, r->fed, separator);
		r->fed += n;
		done = csv_parse(p, s.p + r->fed - n, n, on_cell, on_row, r);
		if (done < n && csv_error(p) == CSV_EPARSE)
			return broken_quote(r, r->fed - n + done, separator);
		if (done < n)
			return diag_system(r->dg, r->src->path, ENOMEM,
			    "cannot read a cell");
	}
	r->at_end = true;
	if (!r->stop && csv_fini(p, on_cell, on_row, r) != 0)
		return broken_quote(r, s.n, separator);
	return !r->failed;
}

bool
csv_each(const struct source *src, char separator, struct arena *a,
    bool (*fn)(void *, const struct csv_row *), void *ctx, struct diag *dg)
{
	struct reading r = { .src = src, .arena = a, .fn = fn, .ctx = ctx,
	    .dg = dg };
	struct csv_parser p;
	bool ok;

	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		return diag_system(dg, src->path, ENOMEM, "cannot read");
	csv_set_delim(&p, (unsigned char)separator);
	csv_set_space_func(&p, no_space);
	csv_set_blk_size(&p, BLOCK);
	if (str_starts(src->bytes, S("\xEF\xBB\xBF")))
		r.fed = r.cell = 3;
	ok = feed(&r, &p, separator);
	csv_free(&p);
	return ok;
}

void
csv_put(struct buf *b, struct str s, char separator)
{
	const char special[] = { separator, '"', '\n', '\r', '\0' };
	size_t i;

	for (i = 0; i < s.n; i++)
		if (memchr(special, s.p[i], sizeof(special) - 1))
			break;
	if (i == s.n && !(s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))) {
		buf_add(b, s);
		return;
	}
	buf_char(b, '"');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}
