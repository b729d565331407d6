/* SPDX-License-Identifier: MIT */
/* regions - rows to a tree, each fault at its cell. */
#include "charset.h"
#include "csv.h"
#include "emit.h"
#include "regions.h"
#include "utf8.h"

struct region {
	struct value  *rec;
	struct str     code;
	struct region *parent;
	uint32_t       line;	/* of the CSV; 0: added here */
	size_t         seen;	/* by which walk upwards, from 1 */
};

struct reading {
	struct ledger        *led;
	const struct kind    *kind;
	const struct source  *src;
	struct diag          *dg;
	struct str            root;	/* the ledger's own code */
	const struct field  **columns;	/* NULL: not known */
	size_t                ncolumns;
	struct region       **v;
	size_t                n, cap;
	struct map            by_code;
	bool                  ok;
};

/* ---- codes ------------------------------------------------------------ */

struct str
regions_stem(struct str code)
{
	static const size_t lengths[] = { 9, 6, 4, 2 };
	size_t i;

	for (i = 0; i < NELEM(lengths); i++) {
		struct str tail = str_sub(code, lengths[i], code.n);

		if (tail.n == 0 || !str_eq(tail, str_sub(S("0000000000"), 0,
		    tail.n)))
			break;
		code.n = lengths[i];
	}
	return code;
}

const char *
regions_level(struct str code)
{
	switch (regions_stem(code).n) {
	case 2:
		return "province";
	case 4:
		return "city";
	case 6:
		return "county";
	case 9:
		return "township";
	default:
		return "village";
	}
}

/* ---- the header ------------------------------------------------------- */

static const struct field *
column(struct reading *r, const struct csv_cell *cell)
{
	struct str name = str_trim(utf8_halved(cell->text, r->led->arena));
	struct given g = { .key = arena_dup(r->led->arena, name),
	    .src = r->src, .key_at = cell->at };
	const struct field *f = kind_field(r->kind, g.key);
	size_t i;

	if (!f) {
		r->ok = intake_no_field(r->led, r->kind, &g, r->dg);
		return NULL;
	}
	for (i = 0; i < r->ncolumns; i++)
		if (r->columns[i] == f)
			r->ok = diag_error(r->dg, "dup-column", r->src,
			    cell->at, "two columns are called '%.*s'",
			    STR(g.key));
	return f;
}

/* What every region must have, said once. */
static bool
whole_header(struct reading *r)
{
	const struct field *f;
	bool there;
	size_t i, k;

	for (i = 0; i < r->kind->nfields; i++) {
		f = &r->kind->fields[i];
		there = !f->required;
		for (k = 0; k < r->ncolumns && !there; k++)
			there = r->columns[k] == f;
		if (!there)
			r->ok = diag_error(r->dg, "missing-column", r->src,
			    (struct span){ 0, 0 },
			    "the column '%.*s' (%.*s) is missing",
			    STR(f->key), STR(f->label));
	}
	return r->ok;
}

/* ---- rows ------------------------------------------------------------- */

static bool
take_cell(struct reading *r, struct value *rec, const struct field *f,
    const struct csv_cell *cell)
{
	struct str text = str_trim(cell->text);
	struct value *v;

	if (text.n == 0)
		return true;
	if (str_is(f->key, "code"))
		text = utf8_halved(text, r->led->arena);
	if (!intake_scalar(&v, r->led, f, arena_dup(r->led->arena, text),
	    r->src, cell->at, r->dg))
		return false;
	value_set(rec, f->key, v);
	return true;
}

/* 3.71603E+11: what is left of a code in a column of numbers. */
static bool
check_digits(struct reading *r, const struct value *code)
{
	if (!code || str_find(code->text, S("E+")) == code->text.n)
		return true;
	diag_error(r->dg, "region.digits", r->src, code->at,
	    "a spreadsheet has made a number of this code and lost its last "
	    "digits");
	return diag_advise(r->dg, "format the column as text, enter the codes "
	    "again, and export again");
}

/* Below the ledger's region, or one it lies in. */
static bool
check_place(struct reading *r, const struct value *code)
{
	struct str stem = regions_stem(r->root);

	if (str_starts(code->text, stem) ||
	    str_starts(r->root, regions_stem(code->text)))
		return true;
	return diag_error(r->dg, "region.outside", r->src, code->at,
	    "'%.*s' does not lie in %.*s: its code must begin with %.*s",
	    STR(code->text), STR(r->root), STR(stem));
}

static bool
enter(struct reading *r, struct value *rec, uint32_t line)
{
	struct arena *a = r->led->arena;
	struct region *one = arena_alloc(a, sizeof(*one)), *old;
	struct value *code = value_get(rec, S("code"));

	*one = (struct region){ .rec = rec, .code = code->text,
	    .line = line };
	old = map_get(&r->by_code, one->code);
	if (old)
		return diag_error(r->dg, "dup-id", r->src, code->at,
		    "the code '%.*s' stands twice; the first is in line %u",
		    STR(one->code), old->line);
	*map_put(&r->by_code, one->code) = one;
	r->v = arena_grow(a, r->v, r->n, &r->cap, sizeof(struct region *));
	r->v[r->n++] = one;
	return true;
}

static bool
take_row(struct reading *r, const struct csv_row *row)
{
	struct value *rec = value_new(r->led->arena, VALUE_MAP);
	struct span first = { row->at.at, row->at.at + 1 };
	bool ok = true;
	size_t i;

	if (row->n != r->ncolumns)
		return diag_error(r->dg, "csv-columns", r->src,
		    row->n > r->ncolumns ? row->cells[r->ncolumns].at :
		    row->at, "row %zu has %zu cells, the header has %zu",
		    row->number, row->n, r->ncolumns);
	rec->src = r->src;
	rec->at = first;
	for (i = 0; i < row->n; i++)
		if (!take_cell(r, rec, r->columns[i], &row->cells[i]))
			ok = false;
	if (!ok)
		return false;
	intake_order(rec, r->kind->fields, r->kind->nfields);
	return check_digits(r, value_get(rec, S("code"))) &&
	    intake_check(rec, r->led, r->kind, r->src, first, r->dg) &&
	    check_place(r, value_get(rec, S("code"))) &&
	    enter(r, rec, source_place(r->src, row->at.at).line);
}

static bool
on_row(void *ctx, const struct csv_row *row)
{
	struct reading *r = ctx;

	if (r->columns) {
		if (!take_row(r, row))
			r->ok = false;
		return true;
	}
	r->columns = arena_array(r->led->arena, row->n, sizeof(*r->columns));
	for (; r->ncolumns < row->n; r->ncolumns++)
		r->columns[r->ncolumns] = column(r,
		    &row->cells[r->ncolumns]);
	return whole_header(r);
}

/* ---- the tree --------------------------------------------------------- */

static bool
find_parent(struct reading *r, struct region *one)
{
	struct value *parent = value_get(one->rec, S("parent"));

	if (!parent)
		return true;
	one->parent = map_get(&r->by_code, parent->text);
	if (one->parent)
		return true;
	diag_error(r->dg, "unknown-ref", r->src, parent->at,
	    "the region above, '%.*s', is not in the table",
	    STR(parent->text));
	return diag_advise(r->dg, "add a row for it, or leave the cell empty");
}

/* Walks upwards; a walk that meets itself is a cycle, told once. */
static bool
check_ancestors(struct reading *r, struct region *one, size_t walk)
{
	struct region *up;

	for (up = one; up && up->seen == 0; up = up->parent)
		up->seen = walk;
	if (!up || up->seen != walk)
		return true;
	return diag_error(r->dg, "region.cycle", r->src,
	    value_get(up->rec, S("parent"))->at,
	    "'%.*s' lies above itself: following the regions above it leads "
	    "back to it", STR(up->code));
}

static bool
check_tree(struct reading *r)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < r->n; i++)
		ok = find_parent(r, r->v[i]) && ok;
	for (i = 0; i < r->n; i++)
		ok = check_ancestors(r, r->v[i], i + 1) && ok;
	return ok;
}

static struct value *
make_root(struct reading *r, struct str name)
{
	struct value *rec = value_new(r->led->arena, VALUE_MAP);

	value_put(r->led->arena, rec, "code", r->root);
	value_put(r->led->arena, rec, "name", name);
	value_put(r->led->arena, rec, "level",
	    str_of(regions_level(r->root)));
	return rec;
}

/* The ledger's own region, put first where the table lacks it. */
static bool
add_root(struct reading *r, struct buf *b, struct str name)
{
	struct value *rec;

	if (map_get(&r->by_code, r->root))
		return true;
	rec = make_root(r, name);
	emit_record(b, r->kind, rec, "\n");
	return enter(r, rec, 0);
}

bool
regions_read(struct str *yaml, struct ledger *led, const struct kind *kind,
    struct source *csv, struct str code, struct str name, struct diag *dg)
{
	struct reading r = { .led = led, .kind = kind, .src = csv, .dg = dg,
	    .root = code, .ok = true };
	const char *charset;
	struct buf b;
	size_t i, rows;
	bool read;

	map_init(&r.by_code, led->arena);
	buf_init(&b, led->arena);
	if (!charset_utf8(csv, &charset, led->arena, dg))
		return false;
	read = csv_each(csv, ',', led->arena, on_row, &r, dg);
	if (read && !r.columns)
		return diag_error(dg, "csv-empty", csv, (struct span){ 0, 0 },
		    "the file has no header and no rows");
	rows = r.n;
	if (!read || !r.ok || !add_root(&r, &b, name) || !check_tree(&r))
		return false;
	for (i = 0; i < rows; i++)
		emit_record(&b, kind, r.v[i]->rec, "\n");
	*yaml = buf_str(&b);
	return true;
}
