/* SPDX-License-Identifier: MIT */
/* complete - the table of completers; records that come whole. */
#include "add-work.h"
#include "adjustment.h"
#include "case.h"
#include "complete.h"
#include "entry.h"
#include "gathering.h"
#include "objection.h"
#include "redemption.h"
#include "visit.h"

complete_fn *
complete_of(struct str kind)
{
	static const struct {
		const char  *kind;
		complete_fn *fn;
	} table[] = {
		{ "adjustment", adjustment_complete },
		{ "entry", entry_complete },
		{ "issue", case_complete },
		{ "meeting", gathering_complete },
		{ "objection", objection_complete },
		{ "redemption", redemption_complete },
		{ "visit", visit_complete },
	};
	size_t i;

	for (i = 0; i < NELEM(table); i++)
		if (str_is(kind, table[i].kind))
			return table[i].fn;
	return NULL;
}

/* ---- what stands, or is to stand ---------------------------------------- */

/* What is computed anew when what it follows from was corrected. */
static const struct {
	const char *kind, *from, *field;
} follow[] = {
	{ "adjustment", "decided_on", "year" },
	{ "adjustment", "reason_kind", "direction" },
	{ "adjustment", "subject", "subject_type" },
	{ "entry", "item", "category" },
	{ "entry", "item", "item_name" },
	{ "entry", "item", "unit_points" },
	{ "entry", "rulebook", "subject_type" },
	{ "meeting", "attendees", "due_count" },
	{ "meeting", "attendees", "mass_rep_count" },
	{ "meeting", "attendees", "present_count" },
	{ "meeting", "attendees", "quorum" },
	{ "meeting", "attendees", "voting_due" },
	{ "meeting", "attendees", "voting_present" },
	{ "meeting", "attendees", "women_due" },
	{ "meeting", "attendees", "women_present" },
	{ "meeting", "date", "quorum" },
	{ "meeting", "due_count", "quorum" },
	{ "meeting", "kind", "quorum" },
	{ "meeting", "present_count", "quorum" },
	{ "meeting", "voting_due", "quorum" },
	{ "meeting", "voting_present", "quorum" },
	{ "objection", "entry", "period" },
	{ "objection", "entry", "rulebook" },
	{ "redemption", "goods", "kind" },
	{ "redemption", "goods", "points_cost" },
	{ "redemption", "quantity", "points_cost" },
	{ "redemption", "subject", "subject_type" },
};

/* Fields that do not touch what an entry is worth, or to whom. */
static const char *const aside[] = {
	"place", "reason", "evidence", "source", "confirmed", "recorder",
	"typed_by", "issue_ref", "meeting_ref", "honor_ref", "display",
	"note", "ref", "declared_by"
};

static bool
follows(const struct kind *kind, const struct value *given, size_t i)
{
	return str_is(kind->name, follow[i].kind) &&
	    value_get(given, str_of(follow[i].from)) &&
	    !value_get(given, str_of(follow[i].field));
}

/* Reviews of a village that approve an entry, and lists that are frozen. */
struct settled {
	struct arena *arena;
	struct str    entry, book;
	date_day      day, approved;	/* it happened; it was approved */
	struct str    by;		/* of the frozen list: its id */
};

static bool
note_review(void *ctx, const struct record *r, struct diag *dg)
{
	struct settled *s = ctx;
	uint32_t list = record_get(r, "approved"), i, id;
	const struct doc *doc = r->doc;
	date_day day = record_date(r, r->kind->day);

	(void)dg;
	for (i = list ? doc_first(doc, list) : 0; i;
	    i = doc_after(doc, list, i)) {
		id = doc->nodes[i].kind == NODE_MAP ?
		    doc_get(doc, i, S("id")) : i;
		if (id && str_eq(doc->nodes[id].text, s->entry) &&
		    day != DATE_NONE && (s->approved == DATE_NONE ||
		    day < s->approved))
			s->approved = day;
	}
	return true;
}

static bool
note_frozen(void *ctx, const struct record *r, struct diag *dg)
{
	struct settled *s = ctx;
	struct str text = record_text(r, "period");
	date_day cutoff = record_day(r, "cutoff");
	struct source src = source_of("", text);
	struct period p;

	if (!record_get(r, "frozen_on") || cutoff == DATE_NONE ||
	    !str_eq(record_text(r, "rulebook"), s->book) ||
	    !period_parse(&p, text, cutoff, &src, (struct span){ 0, 0 }, dg))
		return true;
	if (s->day < p.to && s->approved <= cutoff && s->by.n == 0)
		s->by = arena_dup(s->arena, record_id(r));
	return true;
}

/* Has it counted in a list that is frozen?  `by` says in which. */
static bool
counted(struct settled *s, struct ledger *led, const struct value *entry,
    struct diag *dg)
{
	const struct kind *review = ledger_need(led, "review", dg);
	const struct kind *list = ledger_need(led, "settlement", dg);
	struct ledger_scope home = { .village = value_str(entry,
	    "village") }, town = { .village = led->region };
	struct str book = value_str(entry, "rulebook");

	*s = (struct settled){ .arena = led->arena,
	    .entry = value_str(entry, "id"), .approved = DATE_NONE,
	    .book = str_sub(book, 0, str_find(book, S("@"))),
	    .day = date_iso(value_str(entry, "occurred_on")) };
	if (!review || !list || !ledger_each(led, review, &home, note_review,
	    s, dg))
		return false;
	if (s->approved == DATE_NONE)
		return true;
	return ledger_each(led, list, &home, note_frozen, s, dg) &&
	    ledger_each(led, list, &town, note_frozen, s, dg);
}

static bool
in_list(struct str key, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(key, list[i]))
			return true;
	return false;
}

/* What counted in a frozen quarter stays; a contra entry takes it back. */
static bool
entry_stays(struct ledger *led, const struct value *was,
    const struct value *given, struct diag *dg)
{
	const struct value *v;
	struct settled s;

	for (v = given->first; v; v = v->next)
		if (!in_list(v->key, aside, NELEM(aside)))
			break;
	if (!v)
		return true;
	if (!counted(&s, led, was, dg))
		return false;
	if (s.by.n == 0)
		return true;
	diag_error(dg, "entry.frozen", v->src, v->at,
	    "%.*s has counted in %.*s, which is frozen; it does not change",
	    STR(s.entry), STR(s.by));
	return diag_advise(dg, "record a contra entry: score-calc record … "
	    "correction_of=%.*s", STR(s.entry));
}

/* What was published is what score-calc computed. */
static bool
settlement_stays(const struct value *was, const struct value *given,
    struct diag *dg)
{
	static const char *const own[] = { "note" };
	const struct value *v;

	for (v = given->first; v; v = v->next)
		if (!in_list(v->key, own, NELEM(own)))
			break;
	if (!v)
		return true;
	if (value_get(was, S("frozen_on")))
		return diag_error(dg, "settlement.frozen", v->src, v->at,
		    "%.*s of %.*s is frozen; what is frozen does not change",
		    STR(value_str(was, "id")), STR(value_str(was,
		    "village")));
	diag_error(dg, "settlement.computed", v->src, v->at,
	    "%.*s of a published list is not set by hand", STR(v->key));
	return diag_advise(dg, "correct the entries or their reviews, then "
	    "score-calc quarter %.*s --publish",
	    STR(value_str(was, "period")));
}

/* The rules of a kind; `now` may gain fields. */
static bool
rules(struct ledger *led, const struct kind *kind, struct value *now,
    struct diag *dg)
{
	complete_fn *fn = complete_of(kind->name);

	if (str_is(kind->name, "issue"))
		return case_standing(now, &led->calendar, &led->policy, kind,
		    refs_name(led, S("person"), value_str(now,
		    "lead_person"), value_str(now, "village"), dg),
		    led->arena, dg);
	return !fn || fn(led, now, dg);
}

/* Faults that were not there before the correction. */
static bool
new_faults(const struct diag *trial, const struct diag *old, struct diag *dg)
{
	struct diag out = *trial;
	const struct fault *f;
	size_t i, k;

	out.faults = arena_array(trial->arena, trial->n + 1,
	    sizeof(*out.faults));
	out.n = out.nerrors = out.nwarnings = 0;
	out.status = 0;
	for (i = 0; i < trial->n; i++) {
		f = &trial->faults[i];
		for (k = 0; k < old->n; k++)
			if (strcmp(old->faults[k].rule, f->rule) == 0 &&
			    str_eq(old->faults[k].text, f->text))
				break;
		if (f->level != DIAG_ERROR || k < old->n)
			continue;
		out.faults[out.n++] = *f;
		out.nerrors++;
		out.status = f->class > out.status ? f->class : out.status;
	}
	diag_merge(dg, &out);
	return out.n == 0;
}

/* Of what a whole record lacks only what it must have is filled in. */
static void
fill(struct value *now, const struct value *full, const struct kind *kind,
    struct arena *a)
{
	const struct value *v;
	const struct field *f;

	for (v = full->first; v; v = v->next) {
		f = map_get(&kind->by_key, v->key);
		if (f && f->derived && f->required && !value_get(now, v->key))
			value_set(now, v->key, value_copy(a, v));
	}
}

/* Takes over from `full` what follows from what was given. */
static void
take_derived(struct value *now, const struct value *full,
    const struct kind *kind, const struct value *given, struct arena *a)
{
	const struct field *f;
	const struct value *v;
	size_t i;

	for (v = full->first; v; v = v->next) {
		f = map_get(&kind->by_key, v->key);
		for (i = 0; i < NELEM(follow); i++)
			if (follows(kind, given, i) &&
			    str_is(v->key, follow[i].field))
				break;
		if (i < NELEM(follow) || (f && f->derived) ||
		    value_get(given, v->key))
			value_set(now, v->key, value_copy(a, v));
	}
}

bool
recheck(struct ledger *led, const struct kind *kind, const struct value *was,
    struct value *now, const struct value *given, struct diag *dg)
{
	struct value *full = value_copy(led->arena, now);
	struct diag trial, old;
	size_t i;

	if (was && ((str_is(kind->name, "settlement") &&
	    !settlement_stays(was, given, dg)) ||
	    (str_is(kind->name, "entry") &&
	    !entry_stays(led, was, given, dg))))
		return false;
	if (str_is(kind->name, "issue") && !ledger_calendar(led, dg))
		return false;
	diag_init(&trial, led->arena, dg->words);
	diag_init(&old, led->arena, dg->words);
	for (i = 0; was && i < NELEM(follow); i++)
		if (follows(kind, given, i))
			value_drop(full, str_of(follow[i].field));
	if (was)
		(void)rules(led, kind, value_copy(led->arena, was), &old);
	if (!rules(led, kind, full, &trial) &&
	    !new_faults(&trial, &old, dg))
		return false;
	if (was)
		take_derived(now, full, kind, given, led->arena);
	else
		fill(now, full, kind, led->arena);
	return true;
}

/* ---- records that bring their id --------------------------------------- */

/* What stands under this id, in the village or, where none was said,
 * anywhere. */
static bool
known(struct added *one, struct add *add, const struct kind *kind,
    const struct value *rec, struct diag *dg)
{
	struct add_tails *t = add_tails(add, kind, value_str(rec, "village"),
	    dg);
	struct add_tail *old;
	struct record r;

	if (!t)
		return false;
	old = map_get(&t->by_tail, one->id);
	if (!old) {
		old = arena_alloc(add->ch->arena, sizeof(*old));
		*old = (struct add_tail){ .id = one->id };
		*map_put(&t->by_tail, one->id) = old;
		return true;
	}
	if (old->path.n == 0)
		return diag_error(dg, "dup-id", rec->src, rec->at,
		    "'%.*s' is given twice", STR(one->id));
	one->old = (struct refs_record){ kind, old->id, old->path };
	if (!add_standing(&r, add, kind, old->path, old->id, dg))
		return false;
	one->outcome = add_all_same(rec, rec, &r) ? ADD_SAME : ADD_UPDATE;
	return true;
}

static bool
kept(struct add *add, const struct kind *kind, struct value *rec,
    struct diag *dg)
{
	struct added one = { .outcome = ADD_NEW,
	    .id = add_own_id(kind, rec) };
	struct value *given = value_copy(add->ch->arena, rec);

	if (!known(&one, add, kind, rec, dg))
		return false;
	if (one.outcome == ADD_UPDATE && add->update)
		return add_corrected(&one, add, kind, given, dg);
	if (one.outcome == ADD_NEW) {
		add->nkept++;
		if (add->whole && !add->whole(add->ch->led, kind, NULL, rec,
		    given, dg))
			return false;
		intake_order(rec, kind->fields, kind->nfields);
	}
	return add_record(&one, add, kind, given, rec, dg);
}

bool
complete_all(struct add *add, const struct kind *kind,
    struct value *const *recs, size_t n, struct diag *dg)
{
	struct ledger *led = add->ch->led;
	bool ok = true;
	size_t i;

	/* spending is never merged away: a second time is a second act */
	add->whole = recheck;
	add->strict = str_is(kind->name, "redemption");
	for (i = 0; i < n; i++)
		if (!(add_own_id(kind, recs[i]).n ?
		    kept(add, kind, recs[i], dg) : add_all(add, kind,
		    &recs[i], 1, complete_of(kind->name), led, dg)))
			ok = false;
	return ok && (!add->strict || redemption_covered(led, add->news, add->nnews,
	    add->again || add->nkept, dg));
}
