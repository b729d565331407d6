/* SPDX-License-Identifier: MIT */
/* add - ids for new records, and what already stands for them. */
#include "add-work.h"
#include "emit.h"
#include "ident.h"
#include "intake.h"

void
add_init(struct add *add, struct change *ch)
{
	*add = (struct add){ .ch = ch };
	map_init(&add->counts, ch->arena);
	map_init(&add->tails, ch->arena);
	map_init(&add->files, ch->arena);
}

/* ---- what already stands ---------------------------------------------- */

static bool
note_tail(void *ctx, const struct record *r, struct diag *dg)
{
	struct add_tails *t = ctx;
	struct add_tail *one = arena_alloc(t->arena, sizeof(*one));

	(void)dg;
	one->id = arena_dup(t->arena, record_id(r));
	one->path = arena_dup(t->arena, r->doc->src->path);
	*map_put(&t->by_tail, ident_tail(one->id)) = one;
	*map_put(&t->by_tail, one->id) = one;
	return true;
}

/* All ids of a kind in a village by their last part: the day a record was
 * made may have been corrected, that part never changes. */
struct add_tails *
add_tails(struct add *add, const struct kind *kind, struct str village,
    struct diag *dg)
{
	struct arena *a = add->ch->arena;
	struct ledger_scope scope = { .village = village };
	struct str key = arena_printf(a, "%.*s/%.*s", STR(kind->name),
	    STR(village));
	struct add_tails *t = map_get(&add->tails, key);

	if (t)
		return t;
	t = arena_alloc(a, sizeof(*t));
	t->arena = a;
	map_init(&t->by_tail, a);
	if (!ledger_every(add->ch->led, kind, &scope, note_tail, t, dg))
		return NULL;
	*map_put(&add->tails, key) = t;
	return t;
}

static struct str
layout_text(const void *ctx, struct str field)
{
	const struct value *v = value_get(ctx, field);

	return v && v->kind == VALUE_TEXT ? v->text : S("");
}

/* The records of one file by their ids: node + 1. */
static const struct map *
stands(struct add *add, const struct ledger_file *f)
{
	struct arena *a = add->ch->arena;
	struct map *ids = map_get(&add->files, f->path);
	struct record r;
	uint32_t node;

	if (ids)
		return ids;
	ids = arena_alloc(a, sizeof(*ids));
	map_init(ids, a);
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		record_init(&r, f->kind, &f->doc, node - 1);
		*map_put(ids, record_id(&r)) = (void *)(uintptr_t)node;
	}
	*map_put(&add->files, f->path) = ids;
	return ids;
}

/* The record of an id in a file of the change, or false. */
bool
add_standing(struct record *r, struct add *add, const struct kind *kind,
    struct str path, struct str id, struct diag *dg)
{
	const struct ledger_file *f;
	uint32_t node;

	if (!change_file(&f, add->ch, kind, path, dg))
		return false;
	node = (uint32_t)(uintptr_t)map_get(stands(add, f), id);
	if (node)
		record_init(r, kind, &f->doc, node - 1);
	return node != 0;
}

static bool
same_node(const struct value *v, const struct doc *doc, uint32_t node)
{
	const struct node *n = &doc->nodes[node];
	const struct value *c;
	points a, b;
	uint32_t i;

	if (v->kind == VALUE_TEXT) {
		if (n->kind != NODE_SCALAR)
			return false;
		return str_eq(v->text, n->text) || (v->bare &&
		    points_read(&a, v->text) && points_read(&b, n->text) &&
		    a == b);
	}
	if (v->kind == VALUE_MAP) {
		for (c = v->first; c; c = c->next) {
			i = n->kind == NODE_MAP ? doc_get(doc, node, c->key) : 0;
			if (!i || !same_node(c, doc, i))
				return false;
		}
		return n->kind == NODE_MAP;
	}
	if (n->kind != NODE_SEQ || n->n != value_count(v))
		return false;
	for (c = v->first, i = doc_first(doc, node); c && i;
	    c = c->next, i = doc_after(doc, node, i))
		if (!same_node(c, doc, i))
			return false;
	return true;
}

static bool
same_field(const struct value *v, const struct record *r)
{
	const struct field *f = map_get(&r->kind->by_key, v->key);
	uint32_t node = f ? r->at[f - r->kind->fields] : 0;

	return node && same_node(v, r->doc, node);
}

/* What was given, as it is to stand: a rulebook with its version, a code for
 * a name. */
static const struct value *
meant(const struct value *given, const struct value *rec)
{
	const struct value *v = value_get(rec, given->key);

	return v ? v : given;
}

bool
add_all_same(const struct value *given, const struct value *rec,
    const struct record *r)
{
	const struct value *v;

	for (v = given->first; v; v = v->next)
		if (!same_field(meant(v, rec), r))
			return false;
	return true;
}

/* ---- identity --------------------------------------------------------- */

static struct str
day_of(const struct kind *kind, const struct value *rec)
{
	const struct field *f = kind->day >= 0 ? &kind->fields[kind->day]
	    : NULL;

	return f ? layout_text(rec, f->key) : S("");
}

static void
set_id(struct value *rec, const struct kind *kind, struct str id,
    struct arena *a)
{
	value_put(a, rec, kind->fields[kind->id].key.p, id);
	intake_order(rec, kind->fields, kind->nfields);
}

/* With a ref the record may stand in another month, under another day. */
static bool
by_ref(struct added *out, struct add *add, const struct kind *kind,
    const struct value *given, struct value *rec, struct diag *dg)
{
	struct str village = value_str(rec, "village");
	struct add_tails *t = add_tails(add, kind, village, dg);
	struct arena *a = add->ch->arena;
	struct record r;
	struct add_tail *old;

	if (!t)
		return false;
	out->id = ident_make(kind, given, village, day_of(kind, rec), 0,
	    IDENT_CHARS, a);
	old = map_get(&t->by_tail, ident_tail(out->id));
	if (!old) {
		old = arena_alloc(a, sizeof(*old));
		*old = (struct add_tail){ .id = out->id };
		*map_put(&t->by_tail, ident_tail(out->id)) = old;
		set_id(rec, kind, out->id, a);
		return true;
	}
	if (old->path.n == 0)
		return diag_error(dg, "dup-ref", rec->src, rec->at,
		    "the ref '%.*s' is given twice in this batch",
		    STR(value_str(given, "ref")));
	out->id = old->id;
	out->old = (struct refs_record){ kind, old->id, old->path };
	out->outcome = ADD_SAME;
	if (add_standing(&r, add, kind, old->path, old->id, dg) &&
	    !add_all_same(given, rec, &r))
		out->outcome = ADD_UPDATE;
	set_id(rec, kind, out->id, a);
	return true;
}

/* Was the record that has this id made from what it says now?  If so, one
 * that says otherwise is another act that only met it in eight letters. */
static bool
untouched(const struct record *r, struct arena *a)
{
	struct value *v = value_from_node(a, r->doc, r->node);
	struct str village = record_text(r, "village");
	struct str id = record_id(r), day;

	value_drop(v, r->kind->fields[r->kind->id].key);
	day = arena_printf(a, "%.*s-%.*s-%.*s", 4, id.p + 1, 2, id.p + 5, 2,
	    id.p + 7);
	return str_eq(ident_make(r->kind, v, village, day, 0,
	    id.n - 10, a), id);
}

static bool
by_words(struct added *out, struct add *add, const struct kind *kind,
    const struct value *given, struct value *rec, struct diag *dg)
{
	struct str village = value_str(rec, "village"), path, text;
	struct arena *a = add->ch->arena;
	size_t chars = IDENT_CHARS, nth;
	struct record r;
	void **slot;

	text = ident_text(kind, given, village, a);
	slot = map_put(&add->counts, text);
	nth = (size_t)(uintptr_t)*slot;
	*slot = (void *)(uintptr_t)(nth + 1);
	if (nth && !add->batch && !add->again)
		return diag_error(dg, "twice", rec->src, rec->at,
		    "the same act is given twice in one command; --again "
		    "records it once more");
	for (;;) {
		out->id = ident_make(kind, given, village, day_of(kind, rec),
		    nth, chars, a);
		set_id(rec, kind, out->id, a);
		path = layout_path(kind->path, a, layout_text, rec);
		if (path.n == 0 ||
		    !add_standing(&r, add, kind, path, out->id, dg))
			return true;
		/* what was voided may be said anew, but a file read in again
		 * does not bring it back */
		if (add->again || (!add->batch && record_voided(&r)))
			nth++;
		else if (chars < IDENT_MORE && !add_all_same(given, rec, &r) &&
		    untouched(&r, a))
			chars = IDENT_MORE;
		else
			break;
	}
	out->outcome = ADD_SAME;
	out->old = (struct refs_record){ kind, out->id, path };
	return true;
}

/* The path of a record of this id that stands in another village. */
static struct str
path_in(const struct value *rec, const struct kind *kind, struct str village,
    struct arena *a)
{
	struct value *copy = value_copy(a, rec);

	if (kind->village >= 0 && village.n)
		value_put(a, copy, kind->fields[kind->village].key.p,
		    village);
	return layout_path(kind->path, a, layout_text, copy);
}

/* A register's record is the one of its id, wherever it lives by now. */
static bool
by_id(struct added *out, struct add *add, const struct kind *kind,
    const struct value *given, const struct value *rec, struct diag *dg)
{
	const struct ref *old;
	struct record r;
	struct str path;

	out->id = value_str(rec, kind->fields[kind->id].key.p);
	old = kind->list && out->id.n ? refs_get(add->ch->led, kind->name,
	    out->id, value_str(rec, "village"), dg) : NULL;
	if (kind->list && !old)
		return dg->status != DIAG_SYSTEM;
	path = path_in(rec, kind, old ? old->village : S(""),
	    add->ch->arena);
	if (path.n == 0)
		return true;
	if (!add_standing(&r, add, kind, path, out->id, dg))
		return true;	/* adding it will say what is wrong */
	out->old = (struct refs_record){ kind, out->id, path };
	out->outcome = add_all_same(given, rec, &r) ? ADD_SAME : ADD_UPDATE;
	return true;
}

bool
add_identify(struct added *out, struct add *add, const struct kind *kind,
    const struct value *given, struct value *rec, struct diag *dg)
{
	*out = (struct added){ .outcome = ADD_NEW };
	if (!kind->letter)
		return by_id(out, add, kind, given, rec, dg);
	if (day_of(kind, rec).n != 10)
		return diag_error(dg, "required", rec->src, rec->at,
		    "the record says no %.*s, so it has no place in the "
		    "ledger", STR(kind->fields[kind->day].key));
	return value_str(given, "ref").n ?
	    by_ref(out, add, kind, given, rec, dg) :
	    by_words(out, add, kind, given, rec, dg);
}

/* ---- doing it --------------------------------------------------------- */

struct str
add_own_id(const struct kind *kind, const struct value *rec)
{
	struct str id = value_str(rec, kind->fields[kind->id].key.p);

	return kind->letter && ident_is(kind, id) ? id : S("");
}

static void
spell(struct buf *b, const struct kind *kind, struct str key, char sign,
    const struct value *v)
{
	const struct field *f = kind_field(kind, key);
	struct buf line;

	buf_init(&line, b->arena);
	emit_flow(&line, f, v);
	buf_printf(b, "  %c%.*s: %.*s\n", sign, STR(key),
	    STR(buf_str(&line)));
}

/* The fields that differ, as a diff: what stands and what was given. */
static struct str
differences(struct add *add, const struct value *given,
    const struct value *rec, const struct record *r)
{
	const struct value *v, *new;
	const struct field *f;
	struct buf b;

	buf_init(&b, add->ch->arena);
	buf_printf(&b, "  %.*s\n", STR(record_id(r)));
	for (v = given->first; v; v = v->next) {
		new = meant(v, rec);
		if (same_field(new, r))
			continue;
		f = map_get(&r->kind->by_key, v->key);
		if (f && r->at[f - r->kind->fields])
			spell(&b, r->kind, v->key, '-', value_from_node(
			    b.arena, r->doc, r->at[f - r->kind->fields]));
		spell(&b, r->kind, v->key, '+', new);
	}
	return buf_str(&b);
}

static bool
differs(const struct added *one, struct add *add, const struct value *given,
    const struct value *rec, const struct record *r, struct diag *dg)
{
	if (r->kind->letter && !add_own_id(r->kind, given).n)
		diag_error(dg, "ref-differs", given->src, given->at,
		    "the ref '%.*s' is already recorded with other words",
		    STR(value_str(given, "ref")));
	else
		diag_error(dg, "dup-id", given->src, given->at,
		    "'%.*s' is already recorded with other words",
		    STR(one->id));
	diag_more(dg, differences(add, given, rec, r));
	return diag_cure(dg, "--update corrects the record");
}

/* Does a field follow from what was corrected?  What was not given and is no
 * such field (a default, a link) stays as it is. */
static bool
follows(const struct kind *kind, const struct value *given,
    const struct value *v)
{
	const struct field *f = map_get(&kind->by_key, v->key);

	return value_get(given, v->key) || (f && f->derived);
}

static bool
update(const struct added *one, struct add *add, const struct kind *kind,
    const struct value *given, const struct value *rec, struct diag *dg)
{
	const struct value *v;
	struct record r;

	if (!add_standing(&r, add, kind, one->old.path, one->old.id, dg))
		return false;
	if (!add->update)
		return differs(one, add, given, rec, &r, dg);
	for (v = rec->first; v; v = v->next)
		if (follows(kind, given, v) && !same_field(v, &r) &&
		    !change_set(add->ch, &one->old, v->key, v, dg))
			return false;
	add->nupdated++;
	strs_add(&add->ch->ids, add->ch->arena, one->id);
	return true;
}

/* The same act once more: nothing is added, and whoever typed it is told. */
static bool
same(const struct added *one, struct add *add, const struct kind *kind,
    const struct value *given, struct diag *dg)
{
	bool twice = kind->letter && value_str(given, "ref").n == 0 &&
	    add_own_id(kind, given).n == 0;

	if (add->strict && twice)
		return diag_error(dg, "same-act", given->src, given->at,
		    "this is already recorded as %.*s; --again records it "
		    "once more", STR(one->id));
	add->nsame++;
	strs_add(&add->ch->ids, add->ch->arena, one->id);
	if (add->batch)
		return true;
	if (twice)
		diag_warn(dg, "same-act", NULL, (struct span){ 0, 0 },
		    "this is already recorded as %.*s; nothing was "
		    "added (--again records it once more)", STR(one->id));
	else
		diag_warn(dg, "same-act", NULL, (struct span){ 0, 0 },
		    "'%.*s' is already recorded with the same words; "
		    "nothing was added", STR(one->id));
	return true;
}

bool
add_record(const struct added *one, struct add *add, const struct kind *kind,
    const struct value *given, const struct value *rec, struct diag *dg)
{
	switch (one->outcome) {
	case ADD_SAME:
		return same(one, add, kind, given, dg);
	case ADD_UPDATE:
		return update(one, add, kind, given, rec, dg);
	case ADD_NEW:
		break;
	}
	add->nnew++;
	add->news = arena_grow(add->ch->arena, add->news, add->nnews,
	    &add->news_cap, sizeof(*add->news));
	add->news[add->nnews++] = rec;
	return intake_check(rec, add->ch->led, kind, rec->src, rec->at, dg) &&
	    change_add(add->ch, kind, rec, dg);
}

bool
add_corrected(const struct added *one, struct add *add,
    const struct kind *kind, const struct value *given, struct diag *dg)
{
	struct value *was, *now, *said = value_new(add->ch->arena,
	    VALUE_MAP);
	const struct value *v;
	struct record r;

	if (!add_standing(&r, add, kind, one->old.path, one->id, dg))
		return false;
	was = value_from_node(add->ch->arena, r.doc, r.node);
	now = value_copy(add->ch->arena, was);
	now->src = given->src;
	now->at = given->at;
	for (v = given->first; v; v = v->next) {
		if (same_field(v, &r))
			continue;
		value_set(now, v->key, value_copy(add->ch->arena, v));
		value_set(said, v->key, value_copy(add->ch->arena, v));
	}
	if (add->whole && !add->whole(add->ch->led, kind, was, now, said,
	    dg))
		return false;
	return add_record(one, add, kind, given, now, dg);
}

/* Without its day a record has no id and no place, and what follows from it
 * is not known: all that has to be said is told at once. */
static bool
undated(struct add *add, const struct kind *kind, const struct value *rec,
    struct diag *dg)
{
	bool chinese = add->ch->led->chinese;
	const struct field *f;
	size_t i;

	if (!kind->letter || day_of(kind, rec).n == 10)
		return false;
	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		if (!f->required || f->derived || (int)i == kind->id ||
		    value_get(rec, f->key))
			continue;
		diag_error(dg, "required", rec->src, rec->at,
		    "%.*s is missing: %.*s=…", STR(field_label(f, chinese)),
		    STR(chinese ? f->label : f->key));
	}
	return kind->fields[kind->day].required;
}

/*
 * The id is made from what was given, what stands is compared with what was
 * meant: so the record is completed first, and where it turns out to be an
 * old one, what that warned of is forgotten.
 */
static bool
add_one(struct add *add, const struct kind *kind, struct value *rec,
    bool (*complete)(void *, struct value *, struct diag *), void *ctx,
    struct diag *dg)
{
	struct value *given = value_copy(add->ch->arena, rec);
	struct diag_mark mark = diag_mark(dg);
	struct added one;

	if (!intake_defaults(rec, add->ch->led, kind, dg) ||
	    (complete && !complete(ctx, rec, dg)) ||
	    undated(add, kind, rec, dg) ||
	    !add_identify(&one, add, kind, given, rec, dg))
		return false;
	if (one.outcome == ADD_SAME)
		diag_back(dg, mark);
	if (one.outcome == ADD_UPDATE && add->update && !kind->letter)
		return add_corrected(&one, add, kind, given, dg);
	return add_record(&one, add, kind, given, rec, dg);
}

bool
add_all(struct add *add, const struct kind *kind, struct value *const *recs,
    size_t n, bool (*complete)(void *, struct value *, struct diag *),
    void *ctx, struct diag *dg)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < n; i++)
		if (!add_one(add, kind, recs[i], complete, ctx, dg))
			ok = false;
	return ok;
}
