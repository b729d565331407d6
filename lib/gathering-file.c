/* SPDX-License-Identifier: MIT */
/* gathering-file - meetings out of the ledger, back into it, and listed. */
#include "gathering-work.h"

/* ---- one meeting ------------------------------------------------------ */

bool
gathering_load(struct value **out, struct change *ch,
    const struct refs_record *rec, struct diag *dg)
{
	const struct ledger_file *f;
	struct record r;
	uint32_t node;

	if (!change_file(&f, ch, rec->kind, rec->path, dg))
		return false;
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		record_init(&r, rec->kind, &f->doc, node - 1);
		if (!str_eq(record_id(&r), rec->id))
			continue;
		if (record_voided(&r))
			return diag_error(dg, "voided", &f->src,
			    f->doc.nodes[node - 1].at, "%.*s is void",
			    STR(rec->id));
		*out = value_from_node(ch->arena, &f->doc, node - 1);
		return true;
	}
	return diag_error(dg, "unknown-ref", &f->src, DIAG_FILE,
	    "the file does not hold '%.*s'", STR(rec->id));
}

static bool
same(const struct value *a, const struct value *b)
{
	const struct value *x = a->first, *y;

	if (a->kind != b->kind || !str_eq(a->text, b->text) ||
	    value_count(a) != value_count(b))
		return false;
	for (y = b->first; x && y; x = x->next, y = y->next) {
		const struct value *z = a->kind == VALUE_MAP ?
		    value_get(b, x->key) : y;

		if (!z || !same(x, z))
			return false;
	}
	return true;
}

/* The first item beyond those that were there, where none of them changed. */
static const struct value *
grown(const struct value *was, const struct value *now)
{
	const struct value *a, *b;

	if (!was || was->kind != VALUE_LIST || now->kind != VALUE_LIST ||
	    !was->first)
		return NULL;
	for (a = was->first, b = now->first; a && b; a = a->next, b = b->next)
		if (!same(a, b))
			return NULL;
	return a ? NULL : b;
}

bool
gathering_save(struct change *ch, const struct refs_record *rec,
    const struct value *was, const struct value *now, struct diag *dg)
{
	const struct value *v, *old, *item;

	for (v = now->first; v; v = v->next) {
		old = value_get(was, v->key);
		if (old && same(old, v))
			continue;
		item = grown(old, v);
		if (!item && !change_set(ch, rec, v->key, v, dg))
			return false;
		for (; item; item = item->next)
			if (!change_append(ch, rec, v->key, item, dg))
				return false;
	}
	return true;
}

/* ---- a list ----------------------------------------------------------- */

struct listing {
	struct table      *t;
	struct ledger     *led;
	const struct kind *kind;
	enum audience      who;
	struct period      period;	/* from == to: all */
	struct arena       scratch;
};

static void
label_of(struct listing *l, const char *key, struct str value)
{
	const struct field *f = kind_field(l->kind, str_of(key));

	value = arena_dup(l->t->arena, value);
	table_named(l->t, value, f ? field_choice_label(f, value,
	    l->led->chinese) : value);
}

static void
number_or_none(struct table *t, const struct value *rec, const char *key)
{
	int64_t n;

	if (gathering_number(&n, rec, key))
		table_int(t, n);
	else
		table_none(t);
}

static size_t
passed(const struct value *rec)
{
	const struct value *v;
	size_t n = 0;

	for (v = gathering_first(rec, "resolutions"); v; v = v->next)
		n += str_is(value_str(v, "passed"), "true");
	return n;
}

static bool
row(void *ctx, const struct record *r, struct diag *dg)
{
	struct listing *l = ctx;
	struct str village = record_text(r, "village");
	enum gathering_state state;
	const struct value *rec;

	if ((l->who != AUDIENCE_INTERNAL &&
	    str_is(record_text(r, "confidential"), "true")) ||
	    (l->period.from != l->period.to &&
	    !period_has(l->period, record_day(r, "date"))))
		return true;
	arena_reset(&l->scratch);
	rec = value_from_node(&l->scratch, r->doc, r->node);
	table_text(l->t, arena_dup(l->t->arena, record_id(r)));
	table_date(l->t, gathering_day(rec, "date"));
	table_named(l->t, arena_dup(l->t->arena, village), refs_name(l->led,
	    S("region"), arena_dup(l->t->arena, village), S(""), dg));
	label_of(l, "kind", value_str(rec, "kind"));
	table_text(l->t, arena_dup(l->t->arena, value_str(rec, "title")));
	state = gathering_state(rec);
	table_named(l->t, str_of(gathering_key(state)), str_of(diag_word(
	    dg->words, gathering_word(state))));
	number_or_none(l->t, rec, "due_count");
	number_or_none(l->t, rec, "present_count");
	table_int(l->t, (int64_t)value_count(value_get(rec,
	    S("resolutions"))));
	table_int(l->t, (int64_t)passed(rec));
	table_int(l->t, (int64_t)value_count(value_get(rec, S("actions"))));
	return true;
}

static void
columns(struct table *t, const struct kind *kind, bool chinese,
    struct diag *dg)
{
	static const struct {
		const char *key, *english;	/* NULL: a field's own label */
		enum cell_type type;
		enum audience privacy;
	} all[] = {
		{ "id", NULL, CELL_TEXT, AUDIENCE_PUBLIC },
		{ "date", NULL, CELL_DATE, AUDIENCE_PUBLIC },
		{ "village", NULL, CELL_TEXT, AUDIENCE_PUBLIC },
		{ "kind", NULL, CELL_TEXT, AUDIENCE_PUBLIC },
		{ "title", NULL, CELL_TEXT, AUDIENCE_PUBLIC },
		{ "state", "state", CELL_TEXT, AUDIENCE_PUBLIC },
		{ "due_count", NULL, CELL_INT, AUDIENCE_PUBLIC },
		{ "present_count", NULL, CELL_INT, AUDIENCE_PUBLIC },
		{ "resolutions", NULL, CELL_INT, AUDIENCE_VILLAGE },
		{ "passed", "resolutions passed", CELL_INT,
		    AUDIENCE_VILLAGE },
		{ "actions", NULL, CELL_INT, AUDIENCE_DEPARTMENT },
	};
	const struct field *f;
	size_t i;

	for (i = 0; i < NELEM(all); i++) {
		f = all[i].english ? NULL : kind_field(kind,
		    str_of(all[i].key));
		table_column(t, str_of(all[i].key), f ? field_label(f,
		    chinese) : diag_say(dg, "%s", diag_word(dg->words,
		    all[i].english ? all[i].english : all[i].key)),
		    all[i].type, all[i].privacy);
	}
}

bool
gathering_list(struct table *t, struct ledger *led,
    const struct ledger_scope *scope, enum audience who, struct diag *dg)
{
	struct listing l = { .t = t, .led = led, .who = who,
	    .period = scope->period,
	    .kind = ledger_need(led, "meeting", dg) };
	bool ok;

	if (!l.kind)
		return false;
	table_init(t, led->arena, S("meetings"), led->chinese ?
	    l.kind->title : l.kind->en);
	columns(t, l.kind, led->chinese, dg);
	arena_init(&l.scratch);
	ok = ledger_each(led, l.kind, scope, row, &l, dg);
	arena_free(&l.scratch);
	return ok;
}
