/* SPDX-License-Identifier: MIT */
/* check-refs - ids that records name, and whether there are such. */
#include <stdatomic.h>

#include "check-work.h"
#include "ident.h"
#include "near.h"

/* ---- what was meant --------------------------------------------------- */

void
check_names_add(struct check_names *l, struct arena *a, uint32_t kind,
    const struct record *r)
{
	struct str id = record_id(r);
	struct str name = record_str(r, r->kind->name_field);

	if (id.n == 0)
		return;
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct check_name){ kind, arena_dup(a, id),
	    arena_dup(a, name) };
}

static void
collect(struct strs *words, struct strs *ids, const struct check_names *l,
    uint32_t kind, struct arena *a)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (l->v[i].kind != kind)
			continue;
		strs_add(words, a, l->v[i].name);
		strs_add(ids, a, l->v[i].id);
		strs_add(words, a, l->v[i].id);
		strs_add(ids, a, l->v[i].id);
	}
}

/* The id of the name that was written, or one that is near. */
static struct str
guess(struct check_file *f, uint32_t kind, struct str text)
{
	struct check *c = f->check;
	struct strs words = { 0 }, ids = { 0 };
	struct arena *a = &f->v->scratch;
	struct str near;
	size_t i;

	if (f->v->hints++ >= CHECK_HINTS)
		return S("");
	collect(&words, &ids, &f->v->names, kind, a);
	for (i = 0; i < c->nitems; i++)
		if (&c->items[i] != f->v->item)
			collect(&words, &ids, &c->items[i].names, kind, a);
	near = near_word(text, words.v, words.n);
	for (i = 0; near.n && i < words.n; i++)
		if (words.v[i].p == near.p)
			return ids.v[i];
	return S("");
}

static struct str
label(const struct check *c, uint32_t kind)
{
	const struct kind *k = c->kinds[kind].kind;

	return c->led->chinese ? k->title : k->en;
}

void
check_unknown(struct check_file *f, uint32_t kind, uint32_t node)
{
	const struct node *n = &f->f.doc.nodes[node];
	struct str near;

	if (f->check->broken[kind] || f->v->item->broken[kind])
		return;
	diag_error(f->dg, "unknown-ref", &f->f.src, n->at,
	    "the ledger has no %.*s '%.*s'", STR(label(f->check, kind)),
	    STR(n->text));
	near = guess(f, kind, n->text);
	if (near.n)
		diag_cure(f->dg, "%.*s", STR(near));
}

/* ---- one reference ---------------------------------------------------- */

static bool
known(const struct check *c, uint32_t kind, struct str id)
{
	return check_set_get(&c->ids, check_hash(c, kind, id)) != NULL;
}

static void
later(struct check_file *f, uint32_t kind, const struct node *n)
{
	struct check_village *v = f->v;

	if (!f->wanted)
		return;
	v->waits = arena_grow(v->keep, v->waits, v->nwaits, &v->waits_cap,
	    sizeof(*v->waits));
	v->waits[v->nwaits++] = (struct check_wait){
	    check_hash(f->check, kind, n->text),
	    (uint32_t)v->paths.n - 1, kind, n->at.at, n->at.end };
}

static void
to_kind(struct check_file *f, uint32_t kind, uint32_t node)
{
	const struct node *n = &f->f.doc.nodes[node];
	struct check *c = f->check;
	struct str id = n->text;

	if (kind == CHECK_NONE)	/* there is no such register: who knows */
		return;
	if (!c->kinds[kind].wide) {
		later(f, kind, n);
		return;
	}
	if (kind == c->rulebook)
		id = str_sub(id, 0, str_find(id, S("@")));
	if (known(c, kind, id))
		return;
	/* a village that is missing is told of once, not by each record */
	if (kind == c->region && str_eq(id, f->v->item->village)) {
		if (f->v->village_told)
			return;
		f->v->village_told = f->wanted;
	}
	check_unknown(f, kind, node);
}

static struct str
kind_of_subject(struct str type)
{
	if (str_is(type, "village"))
		return S("region");
	return str_is(type, "merchant") ? S("entity") : type;
}

/* One of several kinds: subject_type says which, or the id does. */
static void
to_any(struct check_file *f, const struct field *fd, struct str type,
    uint32_t node)
{
	struct str text = f->f.doc.nodes[node].text;
	uint32_t kind, first = CHECK_NONE;
	size_t i;

	type = kind_of_subject(type);
	for (i = 0; i < fd->nrefs; i++)
		if (str_eq(fd->refs[i], type)) {
			to_kind(f, check_kind_named(f->check, type), node);
			return;
		}
	for (i = 0; i < fd->nrefs; i++) {
		kind = check_kind_named(f->check, fd->refs[i]);
		if (kind == CHECK_NONE)
			return;
		if (f->check->kinds[kind].wide ? known(f->check, kind, text) :
		    ident_is(f->check->kinds[kind].kind, text)) {
			to_kind(f, kind, node);
			return;
		}
		if (first == CHECK_NONE)
			first = kind;
	}
	if (first != CHECK_NONE)
		check_unknown(f, first, node);
}

/* ---- all of a record -------------------------------------------------- */

static void	of_field(struct check_file *, const struct field *,
		    struct str type, uint32_t node);

static void
of_map(struct check_file *f, const struct field *fd, struct str type,
    uint32_t map)
{
	const struct doc *doc = &f->f.doc;
	uint32_t key, value;
	size_t i;

	for (key = doc_first(doc, map); key;
	    key = doc_after(doc, map, value)) {
		value = doc->nodes[key].next;
		for (i = 0; i < fd->nfields; i++)
			if (str_eq(fd->fields[i].key, doc->nodes[key].text))
				of_field(f, &fd->fields[i], type, value);
	}
}

static void
of_field(struct check_file *f, const struct field *fd, struct str type,
    uint32_t node)
{
	const struct doc *doc = &f->f.doc;
	const struct node *n = &doc->nodes[node];
	uint32_t i;

	if (n->kind == NODE_SEQ) {
		for (i = doc_first(doc, node); i;
		    i = doc_after(doc, node, i))
			if (doc->nodes[i].kind != NODE_SEQ)
				of_field(f, fd, type, i);
	} else if (n->kind == NODE_MAP) {
		of_map(f, fd, type, node);
	} else if (fd->type == FIELD_REF && n->text.n) {
		if (fd->nrefs)
			to_any(f, fd, type, node);
		else
			to_kind(f, check_kind_named(f->check, fd->ref),
			    node);
	}
}

void
check_refs(struct check_file *f, const struct record *r)
{
	int at = kind_index(r->kind, "subject_type");
	struct str type = record_str(r, at);
	size_t i;

	for (i = 0; i < r->kind->nfields; i++)
		if (f->kind->refs[i] && r->at[i])
			of_field(f, &r->kind->fields[i], type, r->at[i]);
}

/* ---- acts: within the village, then anywhere -------------------------- */

void
check_waits(struct check_village *v)
{
	struct check_item *it = v->item;
	const struct check_wait *w;

	for (w = v->waits; w < v->waits + v->nwaits; w++) {
		if (v->broken[w->kind] || check_set_get(&v->acts, w->hash))
			continue;
		it->missing = arena_grow(v->par->keep, it->missing,
		    it->nmissing, &it->missing_cap, sizeof(*it->missing));
		it->missing[it->nmissing++] = (struct check_missing){
		    w->hash, w->kind, arena_dup(v->par->keep,
		    v->paths.v[w->file]), { w->at, w->end } };
	}
}

struct hunt {
	struct check    *check;
	struct check_set wanted;	/* line: index in found, plus one */
	atomic_bool     *found;
	bool             kinds[CHECK_KINDS];
};

static void
hunt_file(struct hunt *h, uint32_t kind, struct str path, struct arena *a)
{
	const struct kind *k = h->check->kinds[kind].kind;
	const struct check_seen *seen;
	struct ledger_file f;
	struct record r;
	struct diag quiet;
	uint32_t node;

	diag_init(&quiet, a, NULL);
	if (!check_parse(&f, h->check->led, k, path, a, &quiet))
		return;
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node)) {
		if (f.doc.nodes[node - 1].kind != NODE_MAP)
			continue;
		record_init(&r, k, &f.doc, node - 1);
		seen = check_set_get(&h->wanted, check_hash(h->check, kind,
		    record_id(&r)));
		if (seen)
			atomic_store(&h->found[seen->line - 1], true);
	}
}

static bool
hunt_item(void *ctx, size_t i, struct par *par)
{
	struct hunt *h = ctx;
	struct check *c = h->check;
	struct layout_found found;
	struct strs paths;
	struct arena a;
	uint32_t kind;
	size_t k;

	arena_reset(par->arena);
	if (!check_walk(&paths, c, &c->items[i], par->arena, par->diag))
		return false;
	arena_init(&a);
	for (k = 0; k < paths.n; k++) {
		kind = check_kind_of(c, paths.v[k], &found);
		if (kind == CHECK_NONE || !h->kinds[kind])
			continue;
		arena_reset(&a);
		hunt_file(h, kind, paths.v[k], &a);
	}
	arena_free(&a);
	return true;
}

/* A village decides on its own entries. */
static bool
is_review(const struct check *c, const struct check_missing *m)
{
	struct layout_found found;
	uint32_t kind = check_kind_of(c, m->path, &found);

	return m->kind == c->entry && kind != CHECK_NONE &&
	    str_is(c->kinds[kind].kind->name, "review");
}

/* The file is read again: only the few that miss something are. */
static void
report(struct check *c, const struct check_item *it, const struct hunt *h,
    struct diag *dg)
{
	const struct check_missing *m;
	struct source src = { 0 };
	struct arena a;
	struct str text;
	bool found;

	arena_init(&a);
	for (m = it->missing; m < it->missing + it->nmissing; m++) {
		found = h->found[check_set_get(&h->wanted, m->hash)->line - 1];
		if (found && !is_review(c, m))
			continue;
		if (!str_eq(src.path, m->path)) {
			arena_reset(&a);
			if (!store_read(&src, &c->led->store, &a, m->path,
			    dg))
				continue;
		}
		text = str_sub(src.bytes, m->at.at, m->at.end);
		if (text.n > 1 && (text.p[0] == '"' || text.p[0] == '\''))
			text = str_sub(text, 1, text.n - 1);
		if (found)
			diag_error(dg, "review.village", &src, m->at,
			    "%.*s is an entry of another village",
			    STR(text));
		else
			diag_error(dg, "unknown-ref", &src, m->at,
			    "the ledger has no %.*s '%.*s'",
			    STR(label(c, m->kind)), STR(text));
	}
	arena_free(&a);
}

bool
check_elsewhere(struct check *c, struct diag *dg)
{
	struct arena *a = c->led->arena;
	struct hunt h = { .check = c, .wanted = { .arena = a } };
	struct check_item *it;
	struct check_seen *seen;
	size_t i, errors = dg->nerrors;

	for (it = c->items; it < c->items + c->nitems; it++)
		for (i = 0; i < it->nmissing; i++) {
			seen = check_set_put(&h.wanted, it->missing[i].hash);
			seen->line = seen->line ? seen->line :
			    (uint32_t)h.wanted.n;
			h.kinds[it->missing[i].kind] = true;
		}
	if (h.wanted.n == 0)
		return true;
	h.found = arena_array(a, h.wanted.n, sizeof(*h.found));
	if (!par_each(c->nitems, c->led->env.threads, hunt_item, &h, a, dg))
		return false;
	for (it = c->items; it < c->items + c->nitems; it++)
		report(c, it, &h, dg);
	return dg->nerrors == errors;
}
