/* SPDX-License-Identifier: MIT */
/* intake-refs - names to ids in a whole record, and its keys in order. */
#include "ident.h"
#include "intake.h"
#include "secret.h"

static const struct field *
field_in(const struct field *fields, size_t n, struct str key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(fields[i].key, key))
			return &fields[i];
	return NULL;
}

/* Someone not in the register may still be named where a name will do. */
static bool
by_name(struct value *map, struct ledger *led, const struct field *fields,
    size_t n, struct value *v, struct diag *dg, struct diag_mark mark)
{
	const struct field *name = field_in(fields, n, S("name"));

	if (map->first != map->last || !name || name->type != FIELD_TEXT ||
	    value_get(map, S("name")) || dg->n == mark.n ||
	    strcmp(dg->faults[dg->n - 1].rule, "unknown-ref") != 0)
		return false;
	diag_back(dg, mark);
	v->key = name->key;
	return secret_none(v->text, field_label(name, led->chinese), v->src,
	    v->at, dg);
}

/* Which of several kinds a subject is of, where subject_type says it. */
static struct str
kind_said(const struct value *map)
{
	static const char *const said[][2] = { { "household", "household" },
	    { "person", "person" }, { "village", "region" },
	    { "grid", "grid" }, { "entity", "entity" },
	    { "merchant", "entity" } };
	struct str type = value_str(map, "subject_type");
	size_t i;

	for (i = 0; i < NELEM(said); i++)
		if (str_is(type, said[i][0]))
			return str_of(said[i][1]);
	return S("");
}

/* The first of a field's kinds, in their order, that knows the text. */
static bool
resolve_any(struct str *id, struct value *map, struct ledger *led,
    const struct field *f, struct value *v, struct str village,
    struct diag *dg)
{
	struct diag_mark mark = diag_mark(dg);
	struct str said = kind_said(map);
	size_t i;

	if (said.n)
		return refs_resolve(id, led, said, v->text, village, v->src,
		    v->at, dg);
	for (i = 0; i < f->nrefs; i++) {
		if (!ledger_has_kind(led, f->refs[i]))
			continue;
		diag_back(dg, mark);
		if (refs_resolve(id, led, f->refs[i], v->text, village,
		    v->src, v->at, dg))
			return true;
		if (dg->n > mark.n && strcmp(dg->faults[dg->n - 1].rule,
		    "ambiguous-ref") == 0)
			return false;	/* known, and more than once */
	}
	diag_back(dg, mark);	/* what is near is told of the likeliest */
	if (f->nrefs && ledger_has_kind(led, f->refs[0]))
		return refs_resolve(id, led, f->refs[0], v->text, village,
		    v->src, v->at, dg);
	return diag_error(dg, "unknown-ref", v->src, v->at,
	    "the ledger has no '%.*s'", STR(v->text));
}

/*
 * A record that brings its id may name acts that are to come: a visit and
 * its issues name each other, and one of them is read in first.
 */
static const struct kind *
act_of(struct ledger *led, const struct field *f, struct str id,
    struct diag *dg)
{
	const struct str *names = f->nrefs ? f->refs : &f->ref;
	size_t n = f->nrefs ? f->nrefs : 1, i;
	const struct kind *kind;

	for (i = 0; i < n; i++) {
		if (!ledger_has_kind(led, names[i]))
			continue;
		kind = ledger_kind(led, names[i], dg);
		if (kind && ident_is(kind, id))
			return kind;
	}
	return NULL;
}

static bool
to_come(struct ledger *led, const struct field *f, const struct value *v,
    struct diag *dg, struct diag_mark mark)
{
	const struct kind *kind = act_of(led, f, v->text, dg);

	if (!kind || dg->n == mark.n ||
	    strcmp(dg->faults[dg->n - 1].rule, "unknown-ref") != 0)
		return false;
	diag_back(dg, mark);
	diag_warn(dg, "unknown-ref", v->src, v->at,
	    "the ledger has no %.*s '%.*s'", STR(led->chinese ?
	    kind->title : kind->en), STR(v->text));
	return true;
}

static bool
resolve(struct value *map, struct ledger *led, const struct field *fields,
    size_t n, const struct field *f, struct value *v, struct str village,
    bool whole, struct diag *dg)
{
	struct diag_mark mark = diag_mark(dg);
	struct str id;

	if (f->nrefs > 1 ? resolve_any(&id, map, led, f, v, village, dg) :
	    refs_resolve(&id, led, f->ref, v->text, village, v->src, v->at,
	    dg)) {
		v->text = id;
		return true;
	}
	return by_name(map, led, fields, n, v, dg, mark) ||
	    (whole && to_come(led, f, v, dg, mark));
}

static bool
refs(struct value *map, struct ledger *led, const struct field *fields,
    size_t n, struct str village, bool whole, struct diag *dg)
{
	const struct field *f;
	struct value *v, *item;
	bool ok = true;

	for (v = map->first; v; v = v->next) {
		f = field_in(fields, n, v->key);
		if (!f || (f->type != FIELD_REF && f->type != FIELD_MAP))
			continue;
		for (item = v->kind == VALUE_LIST ? v->first : v; item;
		    item = v->kind == VALUE_LIST ? item->next : NULL) {
			if (f->type == FIELD_MAP) {
				if (item->kind == VALUE_MAP && !refs(item, led,
				    f->fields, f->nfields, village, whole,
				    dg))
					ok = false;
			} else if (!resolve(map, led, fields, n, f, item,
			    village, whole, dg)) {
				ok = false;
			}
		}
	}
	return ok;
}

bool
intake_refs(struct value *map, struct ledger *led, const struct field *fields,
    size_t n, struct str village, struct diag *dg)
{
	return refs(map, led, fields, n, village, false, dg);
}

void
intake_order(struct value *map, const struct field *fields, size_t n)
{
	struct value *v, *item, *next, sorted = { .kind = VALUE_MAP };
	size_t i;

	for (i = 0; i < n; i++) {
		v = value_get(map, fields[i].key);
		if (!v)
			continue;
		for (item = v->kind == VALUE_LIST ? v->first : v; item;
		    item = v->kind == VALUE_LIST ? item->next : NULL)
			if (item->kind == VALUE_MAP)
				intake_order(item, fields[i].fields,
				    fields[i].nfields);
		value_drop(map, fields[i].key);
		value_append(&sorted, v);
	}
	for (v = map->first; v; v = next) {	/* keys of no field, last */
		next = v->next;
		value_append(&sorted, v);
	}
	map->first = sorted.first;
	map->last = sorted.last;
}

/* The village first: where the names of all others are looked up. */
static bool
village_of(struct str *village, struct value *rec, struct ledger *led,
    const struct kind *kind, struct diag *dg)
{
	struct value *v = kind->village >= 0 ? value_get(rec,
	    kind->fields[kind->village].key) : NULL;

	if (!v)
		return true;
	if (kind->fields[kind->village].type == FIELD_REF &&
	    !refs_resolve(&v->text, led, S("region"), v->text, S(""), v->src,
	    v->at, dg))
		return false;
	*village = v->text;
	return true;
}

bool
intake_finish(struct value *rec, struct ledger *led, const struct kind *kind,
    struct str village, struct diag *dg)
{
	bool ok;

	if (!village_of(&village, rec, led, kind, dg))
		return false;
	ok = refs(rec, led, kind->fields, kind->nfields, village, ident_is(
	    kind, value_str(rec, kind->fields[kind->id].key.p)), dg);
	intake_order(rec, kind->fields, kind->nfields);
	return ok;
}
