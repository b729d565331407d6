/* SPDX-License-Identifier: MIT */
/* case-open - a new issue, its limit, and the way from and to its file. */
#include "case-work.h"

/* ---- the limit -------------------------------------------------------- */

bool
case_limit(struct case_due *due, const struct policy *policy,
    const struct calendar *cal, struct str kind, struct str urgency,
    date_day from, struct arena *a)
{
	const struct policy_limit *limit = policy_limit(policy, kind);
	int urgent = policy->issue_urgent_workdays;

	*due = (struct case_due){ .day = from };
	if (str_is(urgency, "urgent")) {
		due->basis = arena_printf(a, "urgent-%dw", urgent);
		due->day = calendar_add_workdays(cal, from, urgent,
		    &due->provisional);
		return true;
	}
	if (!limit)
		return false;
	due->basis = arena_printf(a, "%.*s-%.*s", STR(kind),
	    STR(limit->text));
	if (limit->workdays)
		due->day = calendar_add_workdays(cal, from, limit->n,
		    &due->provisional);
	else
		due->day = calendar_roll(cal, from + limit->n,
		    &due->provisional);
	return true;
}

bool
case_due(struct case_due *due, struct ledger *led, struct str kind,
    struct str urgency, date_day from, struct diag *dg)
{
	if (!ledger_calendar(led, dg))
		return false;
	if (!case_limit(due, &led->policy, &led->calendar, kind, urgency,
	    from, led->arena))
		return diag_error(dg, "issue.due-basis", NULL,
		    (struct span){ 0, 0 }, "no limit is set for '%.*s'; give "
		    "due_on and due_basis", STR(kind));
	return due->day != DATE_NONE || diag_error(dg, "date-range", NULL,
	    (struct span){ 0, 0 }, "the limit lies beyond the last year");
}

/* ---- opening ---------------------------------------------------------- */

static const char *const days[] = { "accepted_on", "assigned_on",
    "contact_first_on", "resolved_on", "fed_back_on", "closed_on" };

static bool
openable(const struct value *rec, struct diag *dg)
{
	static const char *const never[] = { "events", "acknowledged_on",
	    "withdrawn_on", "told_on", "merged_into", "reopened", "returns",
	    "escalations" };
	const struct value *v;
	size_t i;

	for (i = 0; i < NELEM(never); i++) {
		v = value_get(rec, str_of(never[i]));
		if (v)
			return diag_error(dg, "issue.other-stage", v->src ?
			    v->src : rec->src, v->at, "'%s' is written by a "
			    "later stage, not when an issue is opened",
			    never[i]);
	}
	return true;
}

/* What was dated beyond its report goes the same way as with finish. */
static bool
dated(const struct value *rec)
{
	size_t i;

	for (i = 0; i < NELEM(days); i++)
		if (value_get(rec, str_of(days[i])))
			return true;
	return str_is(value_str(rec, "resolved_on_site"), "true");
}

static bool
later_stages(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct value *given = value_new(led->arena, VALUE_MAP);
	struct case_act act = { .verb = case_verb(S("finish")),
	    .given = given, .day = DATE_NONE, .by = led->env.user,
	    .src = rec->src, .at = rec->at };
	const struct value *v;
	size_t i;

	for (v = rec->first; v; v = v->next)
		if (v->kind != VALUE_LIST && !str_is(v->key, "reported_on"))
			value_set(given, v->key, value_copy(led->arena, v));
	for (i = 0; i < NELEM(days); i++)
		value_drop(rec, str_of(days[i]));
	return case_finish(rec, led, &act, dg);
}

/* The first event, which has no state before it. */
static bool
found(struct value *rec, struct ledger *led, struct case_act *act,
    struct diag *dg)
{
	struct case_step s = { .led = led, .issue = rec, .act = act,
	    .verb = act->verb, .dg = dg };
	const struct value *at = value_get(rec, S("found_on"));
	struct arena *a = led->arena;

	s.day = at ? date_iso(at->text) : DATE_NONE;
	if (s.day > led->env.today)
		return diag_error(dg, "issue.future", at->src ? at->src :
		    rec->src, at->at, "%.*s has not come yet: today is %.*s",
		    STR(date_str(a, s.day)), STR(date_str(a,
		    led->env.today)));
	if (s.day != DATE_NONE)
		case_event(&s, CASE_FOUND, S(""));
	act->day = case_day(rec, value_get(rec, S("reported_on")) ?
	    "reported_on" : "found_on");
	return true;
}

bool
case_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	struct case_act act = { .verb = case_verb(S("report")),
	    .day = DATE_NONE, .by = value_str(rec, "found_by"),
	    .src = rec->src, .at = rec->at };

	if (!value_get(rec, S("nature")))
		value_put(led->arena, rec, "nature", S("common"));
	if (!openable(rec, dg) || !found(rec, led, &act, dg))
		return false;
	if (act.day == DATE_NONE)
		return true;	/* the schema names what is missing */
	return case_do(rec, led, &act, dg) &&
	    (!dated(rec) || later_stages(rec, led, dg));
}

/* ---- from and to the file --------------------------------------------- */

bool
case_load(struct value **issue, struct ledger *led,
    const struct refs_record *rec, struct diag *dg)
{
	struct ledger_file f;
	struct record r;

	if (!ledger_read(&f, led, rec->kind, rec->path, led->run, led->arena,
	    dg))
		return false;
	if (f.doc.n == 0)
		return diag_error(dg, "unknown-ref", NULL,
		    (struct span){ 0, 0 }, "the ledger has no issue '%.*s'",
		    STR(rec->id));
	record_init(&r, rec->kind, &f.doc, 0);
	if (record_voided(&r))
		return diag_error(dg, "issue.order", NULL,
		    (struct span){ 0, 0 }, "the issue %.*s was voided",
		    STR(rec->id));
	*issue = value_from_node(led->arena, &f.doc, 0);
	return true;
}

/* Does `now` begin with all that `was` holds?  Then the rest is new. */
static const struct value *
added(const struct value *was, const struct value *now)
{
	const struct value *x, *y;

	for (x = was->first, y = now->first; x && y; x = x->next, y = y->next)
		if (!value_same(x, y))
			return NULL;
	return x ? NULL : y;
}

static bool
save_map(struct change *ch, const struct refs_record *rec,
    const struct value *was, const struct value *now, struct diag *dg)
{
	const struct value *v;

	for (v = now->first; v; v = v->next)
		if (!value_same(value_get(was, v->key), v) &&
		    !change_set(ch, rec, arena_printf(ch->arena,
		    "%.*s.%.*s", STR(now->key), STR(v->key)), v, dg))
			return false;
	return true;
}

static bool
save_field(struct change *ch, const struct refs_record *rec,
    const struct value *was, const struct value *now, struct diag *dg)
{
	const struct value *v;

	if (value_same(was, now))
		return true;
	if (was && was->kind == VALUE_MAP && now->kind == VALUE_MAP)
		return save_map(ch, rec, was, now, dg);
	v = was && was->kind == VALUE_LIST && was->first ? added(was, now) :
	    NULL;
	if (!v)
		return change_set(ch, rec, now->key, now, dg);
	for (; v; v = v->next)
		if (!change_append(ch, rec, now->key, v, dg))
			return false;
	return true;
}

bool
case_save(struct change *ch, const struct refs_record *rec,
    const struct value *was, const struct value *now, struct diag *dg)
{
	const struct value *v;

	for (v = now->first; v; v = v->next)
		if (!save_field(ch, rec, value_get(was, v->key), v, dg))
			return false;
	for (v = was->first; v; v = v->next)
		if (!value_get(now, v->key) &&
		    !change_set(ch, rec, v->key, NULL, dg))
			return false;
	return true;
}
