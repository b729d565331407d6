/* SPDX-License-Identifier: MIT */
/* visit - completion and the rules of a visit. */
#include "visit.h"
#include "words.h"

static bool
fault(const struct value *v, const struct value *rec, struct diag *dg,
    const char *rule, const char *text)
{
	const struct value *at = v && v->src ? v : rec;

	return diag_error(dg, rule, at->src, at->at, "%s",
	    words_get(dg->words, text));
}

static bool
is_kind(const struct value *rec, const char *const *names, size_t n)
{
	struct str kind = value_str(rec, "kind");
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(kind, names[i]))
			return true;
	return false;
}

/* Receptions count in two ways, which are never added together (B). */
static bool
counters(const struct value *rec, struct diag *dg)
{
	static const char *const counted[] = { "reception", "monday_night",
	    "down_petition" };
	struct value *batches = value_get(rec, S("batches"));
	struct value *persons = value_get(rec, S("persons"));
	points b = 0, p = 0;

	if (is_kind(rec, counted, NELEM(counted)) && (!batches || !persons))
		return fault(batches, rec, dg, "visit.batches",
		    "a reception, night visit or down-visit needs both "
		    "batches and persons");
	if (batches && persons && points_read(&b, batches->text) &&
	    points_read(&p, persons->text) && p < b)
		return fault(persons, rec, dg, "visit.persons",
		    "persons cannot be fewer than batches");
	return true;
}

/* At a home something is said: of the family, of needs, or an opinion. */
static bool
content(const struct value *rec, struct diag *dg)
{
	static const char *const home[] = { "home" };
	static const char *const any[] = { "family_note", "needs", "opinions",
	    "issues", "note", "policy_answer", "result" };
	size_t i;

	if (!is_kind(rec, home, NELEM(home)))
		return true;
	for (i = 0; i < NELEM(any); i++)
		if (value_get(rec, str_of(any[i])))
			return true;
	diag_warn(dg, "visit.content", rec->src, rec->at,
	    "a home visit says what it found: family_note, needs or "
	    "opinions");
	return true;
}

static bool
subjects(struct ledger *led, const struct value *rec, struct diag *dg)
{
	struct value *list = value_get(rec, S("subject")), *v;
	struct str village = value_str(rec, "village");
	struct str type = value_str(rec, "subject_type");
	const struct ref *ref;
	bool ok = true;

	if (!str_is(type, "household") && !str_is(type, "person"))
		return true;
	for (v = list ? list->first : NULL; v; v = v->next) {
		ref = refs_get(led, type, v->text, village, dg);
		if (ref && !str_eq(ref->village, village))
			ok = diag_error(dg, "visit.subject-village", v->src,
			    v->at, "%.*s %.*s belongs to %.*s, not to %.*s",
			    STR(ref->id), STR(ref->name), STR(ref->village),
			    STR(village));
	}
	return ok;
}

/* Who was visited is named once. */
static bool
named_once(const struct value *rec, struct diag *dg)
{
	struct value *list = value_get(rec, S("subject")), *v, *w;

	for (v = list ? list->first : NULL; v; v = v->next)
		for (w = list->first; w != v; w = w->next)
			if (str_eq(v->text, w->text))
				return diag_error(dg, "twice", v->src, v->at,
				    "'%.*s' is named twice", STR(v->text));
	return true;
}

/* ---- was someone there already? --------------------------------------- */

struct seen {
	struct ledger      *led;
	const struct value *rec;
	date_day            day;
	int                 days;	/* dedupe_days */
};

static bool
holds(const struct record *r, uint32_t list, struct str text, const char *sub)
{
	uint32_t i, at;

	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i)) {
		at = sub ? doc_get(r->doc, i, str_of(sub)) : i;
		if (at && str_eq(r->doc->nodes[at].text, text))
			return true;
	}
	return false;
}

static bool
same_visitor(const struct seen *s, const struct record *r)
{
	struct value *list = value_get(s->rec, S("visitors")), *v;

	for (v = list ? list->first : NULL; v; v = v->next)
		if (holds(r, record_get(r, "visitors"), value_str(v,
		    "person"), "person"))
			return true;
	return false;
}

static bool
look(void *ctx, const struct record *r, struct diag *dg)
{
	const struct seen *s = ctx;
	struct value *list = value_get(s->rec, S("subject")), *v;
	date_day day = record_day(r, "date");
	bool same;

	if (day == DATE_NONE || day > s->day || s->day - day > s->days)
		return true;
	for (v = list ? list->first : NULL; v; v = v->next) {
		if (!holds(r, record_get(r, "subject"), v->text, NULL))
			continue;
		same = same_visitor(s, r);
		if (same && day != s->day)
			continue;
		diag_warn(dg, "visit.again", v->src, v->at,
		    same ? "%.*s was visited by the same visitor on the same "
		    "day: %.*s" : "%.*s was visited by someone else a short "
		    "while ago: %.*s", STR(v->text), STR(record_id(r)));
	}
	return true;
}

static bool
again(struct ledger *led, const struct value *rec, date_day day,
    struct diag *dg)
{
	struct seen s = { led, rec, day, led->policy.dedupe_days };
	struct ledger_scope scope = { .village = value_str(rec, "village"),
	    .period = { day - s.days, day + 1, PERIOD_RANGE } };

	return !value_get(rec, S("subject")) || ledger_each(led,
	    ledger_need(led, "visit", dg), &scope, look, &s, dg);
}

bool
visit_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	struct value *date = value_get(rec, S("date"));
	date_day day = date ? date_iso(date->text) : DATE_NONE;
	bool ok = counters(rec, dg);

	ok = content(rec, dg) && ok;
	ok = named_once(rec, dg) && ok;
	ok = subjects(led, rec, dg) && ok;
	if (day != DATE_NONE && day > led->env.today)
		ok = fault(date, rec, dg, "visit.future",
		    "a visit cannot lie in the future");
	return ok && (day == DATE_NONE || again(led, rec, day, dg));
}
