/* SPDX-License-Identifier: MIT */
/* intake-file - many records from one file: CSV, JSON lines, JSON, YAML. */
#include "charset.h"
#include "csv.h"
#include "intake.h"
#include "utf8.h"

/* ---- records that stand in YAML or JSON ------------------------------- */

/* ---- CSV -------------------------------------------------------------- */

struct column_map {
	struct str header;	/* as in the file */
	struct str field;	/* empty: leave the column out */
};

struct csv_job {
	struct ledger       *led;
	const struct kind   *kind;
	const struct source *src;
	struct diag         *dg;
	struct intake_list  *list;
	struct strs          header;	/* field paths, by column */
	struct given        *constants;
	size_t               nconstants;
	struct map           renamed;	/* header -> struct column_map */
	struct given        *row;	/* scratch: one a column */
	bool                 ok;
};

void
intake_add(struct intake_list *l, struct value *v, struct arena *a)
{
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(struct value *));
	l->v[l->n++] = v;
}

void
intake_add_bad(struct intake_list *l, struct value *v, struct arena *a)
{
	l->bad = arena_grow(a, l->bad, l->nbad, &l->bad_cap,
	    sizeof(struct value *));
	l->bad[l->nbad++] = v;
}

static bool
known_field(const struct kind *kind, struct str path)
{
	size_t dot = str_find(path, S("."));
	const struct field *f = kind_field(kind, str_sub(path, 0, dot));

	return f && (dot == path.n || field_sub(f, str_sub(path, dot + 1,
	    path.n)));
}

static bool
csv_header(struct csv_job *job, const struct csv_row *row)
{
	const struct column_map *m;
	struct str name;
	bool ok = true;
	size_t i, k;

	for (i = 0; i < row->n; i++) {
		struct given g = { .src = job->src,
		    .key_at = row->cells[i].at };

		name = str_trim(utf8_halved(row->cells[i].text,
		    job->led->arena));
		m = map_get(&job->renamed, name);
		name = arena_dup(job->led->arena, m ? m->field : name);
		g.key = name;
		if (name.n && !known_field(job->kind, name))
			ok = intake_no_field(job->led, job->kind, &g,
			    job->dg);
		for (k = 0; name.n && k < i; k++)
			if (str_eq(job->header.v[k], name))
				ok = diag_error(job->dg, "dup-column",
				    job->src, g.key_at,
				    "two columns are called '%.*s'",
				    STR(name));
		strs_add(&job->header, job->led->arena, name);
	}
	job->row = arena_array(job->led->arena, row->n + job->nconstants,
	    sizeof(*job->row));
	return ok;
}

static bool
uneven(struct csv_job *job, const struct csv_row *row)
{
	struct span at = row->at;

	if (row->n > job->header.n)
		at = row->cells[job->header.n].at;
	return diag_error(job->dg, "csv-columns", job->src, at,
	    "row %zu has %zu cells, the header has %zu", row->number, row->n,
	    job->header.n);
}

/* The tail that a spreadsheet leaves: ,,, */
static bool
is_blank(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->n; i++)
		if (str_trim(row->cells[i].text).n)
			return false;
	return true;
}

static bool
csv_row(void *ctx, const struct csv_row *row)
{
	struct csv_job *job = ctx;
	struct arena *a = job->led->arena;
	struct value *rec;
	struct given *g;
	size_t i, n = 0;
	bool good;

	if (job->header.n == 0)
		return job->ok = csv_header(job, row);
	if (is_blank(row))
		return true;
	if (row->n != job->header.n) {
		job->ok = uneven(job, row);
		return true;
	}
	for (i = 0; i < row->n; i++) {
		if (job->header.v[i].n == 0 || row->cells[i].text.n == 0)
			continue;
		g = &job->row[n++];
		*g = (struct given){ .key = job->header.v[i], .src = job->src,
		    .value = arena_dup(a, csv_unguarded(row->cells[i].text)),
		    .key_at = row->cells[i].at, .value_at = row->cells[i].at };
	}
	for (i = 0; i < job->nconstants; i++)
		job->row[n++] = job->constants[i];
	good = intake_given(&rec, job->led, job->kind, job->row, n, S(""),
	    job->dg);
	rec->src = job->src;
	rec->at = (struct span){ row->at.at, row->at.at };
	if (good) {
		intake_add(job->list, rec, a);
	} else {
		job->ok = intake_lacking(job->led, job->kind, job->row, n,
		    job->src, rec->at, job->dg);
		intake_add_bad(job->list, rec, a);
	}
	return true;
}

/* Must it be given?  Nobody else fills it in. */
static bool
must_be_given(const struct kind *kind, const struct field *f)
{
	return f->required && !f->fallback.n && !f->derived &&
	    (f != &kind->fields[kind->id] || !kind->letter);
}

static bool
is_given(const struct kind *kind, const struct field *f,
    const struct given *g, size_t n)
{
	struct str key;
	size_t i;

	for (i = 0; i < n; i++) {
		key = str_sub(g[i].key, 0, str_find(g[i].key, S(".")));
		if (kind_field(kind, key) == f && str_trim(g[i].value).n)
			return true;
	}
	return false;
}

bool
intake_lacking(struct ledger *led, const struct kind *kind,
    const struct given *g, size_t n, const struct source *src,
    struct span at, struct diag *dg)
{
	const struct field *f, *subject = kind_field(kind, S("subject"));
	size_t i;

	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		if ((int)i == kind->village && subject && subject->required)
			continue;	/* the village is the subject's */
		if (must_be_given(kind, f) && !is_given(kind, f, g, n))
			(void)intake_missing(led, f, src, at, dg);
	}
	return false;
}

/* What no cell can make up for: said once, at the header. */
static bool
missing_columns(const struct csv_job *job)
{
	const struct field *f;
	struct str path;
	bool ok = true, there;
	size_t i, k;

	for (i = 0; i < job->kind->nfields; i++) {
		f = &job->kind->fields[i];
		there = !must_be_given(job->kind, f);
		for (k = 0; k < job->header.n && !there; k++) {
			path = job->header.v[k];
			there = kind_field(job->kind, str_sub(path, 0,
			    str_find(path, S(".")))) == f;
		}
		for (k = 0; k < job->nconstants && !there; k++)
			there = kind_field(job->kind,
			    job->constants[k].key) == f;
		if (!there)
			ok = diag_error(job->dg, "missing-column", job->src,
			    (struct span){ 0, 0 },
			    "the column '%.*s' (%.*s) is missing",
			    STR(f->key), STR(f->label));
	}
	return ok;
}

/* A columns file: {columns: {HEADER: field, …}, const: {field: text, …}}. */
static bool
read_columns(struct csv_job *job, const struct source *src)
{
	struct arena *a = job->led->arena;
	struct column_map *m;
	struct doc *doc = arena_alloc(a, sizeof(*doc));
	const struct node *key, *value;
	uint32_t map, i;

	if (!doc_read(doc, src, a, job->dg))
		return false;
	if (doc->n && doc->nodes[0].kind != NODE_MAP)
		return diag_error(job->dg, "type", src, doc->nodes[0].at,
		    "a columns file holds columns: and const:");
	for (i = doc->n ? doc_first(doc, 0) : 0; i;
	    i = doc_after(doc, 0, doc->nodes[i].next)) {
		key = &doc->nodes[i];
		if (!str_is(key->text, "columns") &&
		    !str_is(key->text, "const"))
			return diag_error(job->dg, "unknown-key", src, key->at,
			    "a columns file holds columns: and const:");
	}
	map = doc->n ? doc_get(doc, 0, S("columns")) : 0;
	for (i = map ? doc_first(doc, map) : 0; i;
	    i = doc_after(doc, map, doc->nodes[i].next)) {
		m = arena_alloc(a, sizeof(*m));
		*m = (struct column_map){ doc->nodes[i].text,
		    doc->nodes[doc->nodes[i].next].text };
		*map_put(&job->renamed, m->header) = m;
	}
	map = doc->n ? doc_get(doc, 0, S("const")) : 0;
	if (!map)
		return true;
	job->constants = arena_array(a, doc->nodes[map].n,
	    sizeof(*job->constants));
	for (i = doc_first(doc, map); i;
	    i = doc_after(doc, map, doc->nodes[i].next)) {
		key = &doc->nodes[i];
		value = &doc->nodes[key->next];
		job->constants[job->nconstants++] = (struct given){
		    .key = key->text, .value = value->text, .src = src,
		    .key_at = key->at, .value_at = value->at };
	}
	return true;
}

/* What separates the columns, by the header: a comma, a semicolon or a tab;
 * 0 where it is the full-width comma, which no other program writes. */
static char
separator(const struct source *src)
{
	struct str head = str_sub(src->bytes, 0, str_find(src->bytes,
	    S("\n")));

	if (str_ends(src->path, S(".tsv")))
		return '\t';
	if (str_find(head, S(",")) < head.n)
		return ',';
	if (str_find(head, S("\t")) < head.n)
		return '\t';
	if (str_find(head, S(";")) < head.n)
		return ';';
	return str_find(head, S("，")) < head.n ? 0 : ',';
}

static bool
from_csv(struct intake_list *list, struct ledger *led, const struct kind *kind,
    struct source *src, const struct source *columns, struct diag *dg)
{
	struct csv_job job = { .led = led, .kind = kind, .src = src, .dg = dg,
	    .list = list, .ok = true };
	char mark = separator(src);
	bool read;

	map_init(&job.renamed, led->arena);
	if (columns && !read_columns(&job, columns))
		return false;
	if (!mark)
		return diag_error(dg, "csv-columns", src, (struct span){ 0,
		    0 }, "the columns are separated by '，'; write ','");
	read = csv_each(src, mark, led->arena, csv_row, &job, dg);
	if (read && job.header.n == 0)
		return diag_error(dg, "csv-empty", src, (struct span){ 0, 0 },
		    "the file has no header and no rows");
	if (job.row && missing_columns(&job))
		return read && job.ok;
	list->n = list->nbad = 0;	/* every row lacks it: said once */
	return false;
}

/* ---- JSON lines, JSON and YAML ---------------------------------------- */

static bool
from_doc(struct intake_list *list, struct ledger *led, const struct kind *kind,
    const struct doc *doc, struct diag *dg)
{
	struct value *v;
	uint32_t i;
	bool ok = true;

	if (doc->n == 0)
		return true;
	if (doc->nodes[0].kind != NODE_SEQ) {
		if (!intake_node(&v, led, kind, doc, 0, dg))
			return false;
		intake_add(list, v, led->arena);
		return true;
	}
	for (i = doc_first(doc, 0); i; i = doc_after(doc, 0, i)) {
		if (intake_node(&v, led, kind, doc, i, dg))
			intake_add(list, v, led->arena);
		else
			ok = false;
	}
	return ok;
}

static bool
from_lines(struct intake_list *list, struct ledger *led,
    const struct kind *kind, struct source *src, struct diag *dg)
{
	struct str rest = src->bytes, line;
	struct source *one;
	struct doc *doc;
	size_t n, number = 0;
	bool ok = true;

	for (; rest.n; rest = str_sub(rest, n + 1, rest.n)) {
		n = str_find(rest, S("\n"));
		line = str_trim(str_sub(rest, 0, n));
		number++;
		if (line.n == 0)
			continue;
		one = arena_alloc(led->arena, sizeof(*one));
		doc = arena_alloc(led->arena, sizeof(*doc));
		*one = source_of(arena_printf(led->arena, "%.*s#%zu",
		    STR(src->path), number).p, line);
		if (!doc_read_json(doc, one, led->arena, dg) ||
		    !from_doc(list, led, kind, doc, dg))
			ok = false;
	}
	return ok;
}

bool
intake_file(struct intake_list *list, struct ledger *led,
    const struct kind *kind, struct source *src, const struct source *columns,
    struct diag *dg)
{
	struct doc *doc = arena_alloc(led->arena, sizeof(*doc));
	const char *charset;
	struct str first;

	*list = (struct intake_list){ 0 };
	if (!charset_utf8(src, &charset, led->arena, dg))
		return false;
	first = str_trim(src->bytes);
	if (str_ends(src->path, S(".jsonl")) ||
	    str_ends(src->path, S(".ndjson")) || str_starts(first, S("{\"")))
		return from_lines(list, led, kind, src, dg);
	if (str_ends(src->path, S(".json")) || str_starts(first, S("[{")))
		return doc_read_json(doc, src, led->arena, dg) &&
		    from_doc(list, led, kind, doc, dg);
	if (str_ends(src->path, S(".yaml")) || str_ends(src->path, S(".yml"))
	    || str_starts(first, S("- ")))
		return doc_read(doc, src, led->arena, dg) &&
		    from_doc(list, led, kind, doc, dg);
	return from_csv(list, led, kind, src, columns, dg);
}
