/* SPDX-License-Identifier: MIT */
/* check-file - one file: its form, its records, their ids and places. */
#include "check-work.h"
#include "ident.h"
#include "secret.h"

/* ---- reading ---------------------------------------------------------- */

bool
check_parse(struct ledger_file *f, const struct ledger *led,
    const struct kind *kind, struct str path, struct arena *a,
    struct diag *dg)
{
	bool good;

	*f = (struct ledger_file){ .kind = kind, .path = path };
	if (!store_read(&f->src, &led->store, a, path, dg) ||
	    !f->src.exists)
		return false;
	good = doc_read_repaired(&f->doc, &f->src, a, dg);
	if (f->doc.n == 0)
		return good && (kind->list || diag_error(dg, "empty-file",
		    &f->src, (struct span){ 0, 0 }, "the file is empty"));
	if (!kind->list || f->doc.nodes[0].kind == NODE_SEQ)
		return good;
	f->doc.n = 0;
	return good && diag_error(dg, "not-list", &f->src,
	    f->doc.nodes[0].at,
	    "a list is expected here: every record begins with '- '");
}

uint32_t
check_line(struct check_file *f, uint32_t node)
{
	const char *p = f->f.src.bytes.p;
	uint32_t end = f->f.doc.nodes[node].at.at;

	if (f->line == 0)
		f->line = 1;
	for (; f->counted < end; f->counted++)
		f->line += p[f->counted] == '\n';
	return f->line;
}

/* ---- what the schema has said ----------------------------------------- */

static bool
within(struct span at, uint32_t byte)
{
	return byte >= at.at && byte <= at.end;
}

/* From a field's key to the end of its value. */
static struct span
field_span(const struct record *r, uint32_t value)
{
	return (struct span){ r->doc->nodes[value - 1].at.at,
	    r->doc->nodes[value].at.end };
}

/*
 * A field that a fault lies in is taken as not there by all that follows.
 * What is missing is told of at the record's first key, which is sound.
 */
static void
blot(struct check_file *f, struct record *r, size_t from)
{
	uint32_t start = r->doc->nodes[r->node].at.at;
	const struct fault *fault;
	size_t i, k;

	for (k = from; k < f->dg->n; k++) {
		fault = &f->dg->faults[k];
		if (strcmp(fault->rule, "required") == 0 && fault->at <= start)
			continue;
		for (i = 0; i < r->kind->nfields; i++)
			if (r->at[i] && within(field_span(r, r->at[i]),
			    fault->at))
				r->at[i] = 0;
	}
}

/* The pattern of an id says little; what is wrong with it says more. */
static void
say_id_form(struct check_file *f, uint32_t node, size_t from)
{
	const struct kind *kind = f->kind->kind;
	struct fault *fault;
	size_t k;

	for (k = from; k < f->dg->n; k++) {
		fault = &f->dg->faults[k];
		if (fault->at != f->f.doc.nodes[node].at.at)
			continue;
		if (strcmp(fault->rule, "pattern") != 0)
			return;
		fault->rule = "id-form";
		fault->text = diag_say(f->dg, "this is no id of the kind "
		    "%.*s: %c, the day, a hyphen, eight characters",
		    STR(f->check->led->chinese ? kind->title : kind->en),
		    kind->letter);
		return;
	}
	diag_error(f->dg, "id-form", &f->f.src, f->f.doc.nodes[node].at,
	    "this is no id of the kind %.*s: %c, the day, a hyphen, eight "
	    "characters", STR(f->check->led->chinese ? kind->title :
	    kind->en), kind->letter);
}

static void
schema(struct check_file *f, struct record *r)
{
	const struct kind *kind = f->kind->kind;
	const struct node *n = &r->doc->nodes[r->node];
	uint32_t id = n->kind == NODE_MAP ? r->at[kind->id] : 0;
	struct str text = n->kind == NODE_MAP ? record_id(r) : S("");
	size_t from = f->dg->n;

	f->faulty = !schema_valid(kind->schema, f->v->par->run, r->doc,
	    r->node) && !schema_check(kind->schema, f->v->par->run, r->doc,
	    r->node, text, f->dg);
	if (kind->letter && text.n && !ident_is(kind, text)) {
		say_id_form(f, id, from);
		f->faulty = true;
	}
	if (f->faulty) {
		f->sound = false;
		blot(f, r, from);
		doc_drop_doubtful(&f->f.doc, f->dg, from);
	}
}

/* ---- ids -------------------------------------------------------------- */

/* Once in the ledger for a register, once in the village for an act. */
static void
unique(struct check_file *f, const struct record *r, struct str id,
    uint32_t node)
{
	struct check_village *v = f->v;
	uint64_t hash = check_hash(f->check, f->index, id);
	uint32_t line = check_line(f, r->node);
	const struct strs *paths = f->kind->wide ? &f->check->paths :
	    &v->paths;
	const struct check_seen *seen;
	struct check_seen *put;

	if (f->kind->wide) {
		seen = check_set_get(&f->check->ids, hash);
	} else {
		seen = put = check_set_put(&v->acts, hash);
		if (put->line == 0) {
			put->file = (uint32_t)v->paths.n - 1;
			put->line = line;
			return;
		}
	}
	if (!seen || (seen->line == line &&
	    str_eq(paths->v[seen->file], f->f.path)))
		return;
	diag_error(f->dg, "dup-id", &f->f.src, r->doc->nodes[node].at,
	    "the id '%.*s' stands already in %.*s, line %u", STR(id),
	    STR(paths->v[seen->file]), seen->line);
}

/* ---- places ----------------------------------------------------------- */

/* The field by which the path is another: the village, else the last. */
static uint32_t
misfit(const struct check_file *f, const struct record *r)
{
	const struct kind *kind = r->kind;
	struct str rest = kind->path, key, text;
	const struct field *field;
	uint32_t node = 0;

	for (;;) {
		rest = str_sub(rest, str_find(rest, S("{")) + 1, rest.n);
		if (rest.n == 0)
			return node ? node : r->at[kind->id];
		key = str_sub(rest, 0, str_find(rest, S("}")));
		key = str_sub(key, 0, str_find(key, S(":")));
		field = map_get(&kind->by_key, key);
		if (!field || !r->at[field - kind->fields])
			continue;
		node = r->at[field - kind->fields];
		text = r->doc->nodes[node].text;
		if (str_is(key, "village") && !str_eq(text,
		    f->f.found.village))
			return node;
	}
}

static void
place(struct check_file *f, const struct record *r)
{
	struct str path = layout_path(r->kind->path, &f->v->scratch,
	    record_layout, r);
	uint32_t node;

	if (path.n == 0 || str_eq(path, f->f.path))
		return;
	node = misfit(f, r);
	if (node == 0)
		return;
	diag_error(f->dg, "misplaced", &f->f.src, r->doc->nodes[node].at,
	    "by this the record belongs in another file: %.*s", STR(path));
	diag_advise(f->dg, "move the record there, or correct it with "
	    "ledger-set");
}

/* ---- records ---------------------------------------------------------- */

static void
record(struct check_file *f, uint32_t node)
{
	struct record r;
	struct str id;

	if (f->f.doc.nodes[node].kind == NODE_MAP)
		record_init(&r, f->kind->kind, &f->f.doc, node);
	else
		r = (struct record){ f->kind->kind, &f->f.doc, node, { 0 } };
	id = f->f.doc.nodes[node].kind == NODE_MAP ? record_id(&r) : S("");
	f->v->item->sum.records += f->wanted;
	if (id.n)
		unique(f, &r, id, r.at[r.kind->id]);
	if (doc_lost(&f->f.doc, node)) {
		f->sound = false;
		return;
	}
	schema(f, &r);
	if (f->f.doc.nodes[node].kind != NODE_MAP)
		return;
	place(f, &r);
	check_refs(f, &r);
	secret_scan(&r, f->check->led->chinese, f->dg);
	if (f->kind->wide)
		check_names_add(&f->v->names, f->v->keep, f->index, &r);
	if (f->kind->record && !record_voided(&r))
		f->kind->record(f, &r);
}

void
check_one(struct check_village *v, struct str path, uint32_t kind,
    const struct layout_found *found)
{
	struct check_file f = { .v = v, .check = v->check, .index = kind,
	    .kind = &v->check->kinds[kind], .sound = true };
	struct diag quiet;
	uint32_t node;

	arena_reset(&v->scratch);
	f.wanted = check_wanted(v->check, path);
	diag_init(&quiet, &v->scratch, NULL);
	f.dg = f.wanted ? v->par->diag : &quiet;
	strs_add(&v->paths, v->keep, path);
	v->item->sum.files += f.wanted;
	if (!check_parse(&f.f, v->check->led, f.kind->kind, path,
	    &v->scratch, f.dg)) {
		/* what could be read all the same is checked, too */
		v->broken[kind] = true;
		f.sound = false;
		if (f.f.doc.n == 0)
			return;
	}
	f.f.found = *found;
	for (node = ledger_next(&f.f, 0); node;
	    node = ledger_next(&f.f, node))
		record(&f, node - 1);
	if (f.kind->file && f.sound)
		f.kind->file(&f);
}
