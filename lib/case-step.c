/* SPDX-License-Identifier: MIT */
/* case-step - what a verb does: one step, or several stages at once. */
#include "case-work.h"

/* The days of stages: each is set by its own verb and by no other. */
static const char *const stage_days[] = {
	"reported_on", "accepted_on", "assigned_on", "acknowledged_on",
	"contact_first_on", "resolved_on", "fed_back_on", "closed_on",
	"withdrawn_on"
};

/* What an issue was opened with, and what only events may say. */
static const char *const origin[] = {
	"id", "ref", "village", "content", "source", "found_on", "found_by",
	"events", "voided", "typed_by"
};

static bool
one_of(struct str key, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(key, list[i]))
			return true;
	return false;
}

/* ---- taking over what was given --------------------------------------- */

static bool
listed(const struct value *list, const struct value *item)
{
	const struct value *v;

	for (v = list->first; v; v = v->next)
		if (value_same(v, item))
			return true;
	return false;
}

static void
put_field(struct arena *a, struct value *issue, const struct value *given)
{
	struct value *old = value_get(issue, given->key);
	const struct value *v;

	if (!old || old->kind != given->kind || given->kind == VALUE_TEXT) {
		value_set(issue, given->key, value_copy(a, given));
		return;
	}
	for (v = given->first; v; v = v->next)
		if (old->kind == VALUE_MAP)
			value_set(old, v->key, value_copy(a, v));
		else if (v->kind == VALUE_MAP || !listed(old, v))
			value_append(old, value_copy(a, v));
}

static bool
no_origin(struct case_step *s, const struct value *v)
{
	const struct value *old = value_get(s->issue, v->key);

	if (!one_of(v->key, origin, NELEM(origin)) || (old && value_same(old, v)))
		return true;
	diag_error(s->dg, "issue.origin", v->src, v->at,
	    "%.*s is what the issue was opened with; '%s' does not change it",
	    STR(case_label(s, v->key.p)), s->led->chinese ? s->verb->zh :
	    s->verb->name);
	return diag_cure(s->dg, "ledger-set issue ID FIELD=VALUE corrects it");
}

static bool
no_other_day(struct case_step *s, const struct value *v)
{
	if (!one_of(v->key, stage_days, NELEM(stage_days)) ||
	    (s->verb->day && str_is(v->key, s->verb->day)))
		return true;
	return diag_error(s->dg, "issue.other-stage", v->src, v->at,
	    "%.*s belongs to another stage than '%s'; finish enters several",
	    STR(case_label(s, v->key.p)), s->led->chinese ? s->verb->zh :
	    s->verb->name);
}

/* All fields but the day of a stage, which is set by its step. */
static bool
take_over(struct case_step *s, bool many)
{
	const struct value *v;
	bool ok = true;

	for (v = s->act->given ? s->act->given->first : NULL; v; v = v->next)
		if (!no_origin(s, v) || (!many && !no_other_day(s, v)))
			ok = false;
		else if (!one_of(v->key, stage_days, NELEM(stage_days)))
			put_field(s->led->arena, s->issue, v);
	return ok;
}

/* An opinion has a day: the one of the act, or of the visit that asked. */
static void
date_opinion(struct case_step *s, date_day day)
{
	if (s->act->given && case_get(s->act->given, "satisfaction.value") &&
	    !case_get(s->act->given, "satisfaction.day"))
		case_put(s, "satisfaction.day", date_str(s->led->arena, day));
}

/* ---- one step --------------------------------------------------------- */

static bool
in_order(struct case_step *s, unsigned also)
{
	const struct value *at = case_spot(s, NULL);
	struct str state = case_state_label(s->led, s->from, s->dg);
	struct str follows = case_follows(s->from, s->led->arena);
	const char *verb = s->led->chinese ? s->verb->zh : s->verb->name;

	if ((s->verb->from | also) & CASE_BIT(s->from))
		return true;
	if (follows.n == 0)
		return diag_error(s->dg, "issue.order", at->src, at->at,
		    "the issue is %.*s and stays so: '%s' is out of order",
		    STR(state), verb);
	if (s->verb->to == s->from)
		return diag_error(s->dg, "issue.order", at->src, at->at,
		    "the issue is %.*s already; what may follow: %.*s",
		    STR(state), STR(follows));
	return diag_error(s->dg, "issue.order", at->src, at->at,
	    "the issue is %.*s: '%s' is out of order; what may follow: %.*s",
	    STR(state), verb, STR(follows));
}

static bool
in_time(struct case_step *s)
{
	struct arena *a = s->led->arena;
	const struct value *at = case_spot(s, s->verb->day);
	date_day last = case_day(s->issue, "events.at");

	if (last == DATE_NONE)
		last = case_day(s->issue, "found_on");
	if (s->day > s->led->env.today)
		return diag_error(s->dg, "issue.future", at->src, at->at,
		    "%.*s has not come yet: today is %.*s", STR(date_str(a,
		    s->day)), STR(date_str(a, s->led->env.today)));
	if (last == DATE_NONE || s->day >= last)
		return true;
	return diag_error(s->dg, "issue.backwards", at->src, at->at,
	    "%.*s lies before %.*s, when the issue became %.*s; times never "
	    "go backwards", STR(date_str(a, s->day)), STR(date_str(a, last)),
	    STR(case_state_label(s->led, s->from, s->dg)));
}

void
case_event(struct case_step *s, enum case_state to, struct str note)
{
	struct arena *a = s->led->arena;
	struct value *list = value_get(s->issue, S("events")), *e;
	struct str by = case_who(s, s->act->by);

	if (!list)
		list = value_set(s->issue, S("events"), value_new(a,
		    VALUE_LIST));
	e = value_append(list, value_new(a, VALUE_MAP));
	value_put(a, e, "at", date_str(a, s->day));
	if (by.n)
		value_put(a, e, "by", by);
	if (e != list->first)
		value_put(a, e, "from", str_of(case_state_key(s->from)));
	value_put(a, e, "to", str_of(case_state_key(to)));
	if (note.n)
		value_put(a, e, "note", note);
	s->from = to;
}

/* The newest element of a list gets its day and who it was. */
static void
date_element(struct case_step *s, struct str list, struct str key)
{
	struct arena *a = s->led->arena;
	const struct field *f = kind_field(s->kind, list);
	struct value *v = value_get(s->issue, list);
	struct str by = case_who(s, s->act->by);

	if (!v)
		v = value_set(s->issue, list, value_new(a, VALUE_LIST));
	if (!s->act->given || !value_get(s->act->given, list))
		value_append(v, value_new(a, VALUE_MAP));
	if (!value_get(v->last, key))
		value_put(a, v->last, key.p, date_str(a, s->day));
	if (by.n && f && field_sub(f, S("by")) &&
	    !value_get(v->last, S("by")))
		value_put(a, v->last, "by", by);
}

static void
date_stage(struct case_step *s)
{
	struct str path = str_of(s->verb->day);
	size_t dot = str_find(path, S("."));

	if (dot < path.n)
		date_element(s, str_sub(path, 0, dot), str_sub(path, dot + 1,
		    path.n));
	else if (!str_is(path, "contact_first_on") ||
	    !value_get(s->issue, path))
		case_put(s, s->verb->day, date_str(s->led->arena, s->day));
}

static bool
step(struct case_step *s, unsigned also)
{
	s->from = case_state_of(s->issue);
	s->moved = false;
	if (!in_order(s, also) || !in_time(s))
		return false;
	if (s->verb->day)
		date_stage(s);
	if (s->verb->guard && !s->verb->guard(s))
		return false;
	if (!case_needs(s, s->verb->needs, NELEM(s->verb->needs)))
		return false;
	if (s->verb->to != CASE_STATES && !s->moved)
		case_event(s, s->verb->to, s->act->note);
	return true;
}

static date_day
day_of(const struct case_step *s)
{
	date_day day = s->verb->day && s->act->given ?
	    case_day(s->act->given, s->verb->day) : DATE_NONE;

	if (day == DATE_NONE)
		day = s->act->day;
	return day == DATE_NONE ? s->led->env.today : day;
}

static bool
begin(struct case_step *s, struct value *issue, struct ledger *led,
    const struct case_act *act, struct diag *dg)
{
	*s = (struct case_step){ .led = led, .issue = issue, .act = act,
	    .verb = act->verb, .from = case_state_of(issue), .dg = dg };
	s->kind = ledger_need(led, "issue", dg);
	return s->kind != NULL;
}

static bool
is_yes(const struct value *issue, const char *path)
{
	return str_is(case_text(issue, path), "true");
}

bool
case_do(struct value *issue, struct ledger *led, const struct case_act *act,
    struct diag *dg)
{
	struct case_step s;
	bool ok;

	if (strcmp(act->verb->name, "finish") == 0)
		return case_finish(issue, led, act, dg);
	if (!begin(&s, issue, led, act, dg))
		return false;
	s.day = day_of(&s);
	if (!take_over(&s, false))
		return false;
	date_opinion(&s, s.day);
	if (s.verb->to == CASE_CLOSED && is_yes(issue, "resolved_on_site") &&
	    (s.from == CASE_FOUND || s.from == CASE_REPORTED))
		ok = in_time(&s) && case_on_site(&s);
	else
		ok = step(&s, 0);
	intake_order(issue, s.kind->fields, s.kind->nfields);
	return ok;
}

/* ---- several stages at once ------------------------------------------- */

static const char *const main_line[] = {
	"report", "accept", "assign", "start", "resolve", "feed-back", "close"
};

/* How much of the main line lies behind an issue in this state. */
static size_t
behind(enum case_state state)
{
	static const uint8_t table[CASE_STATES] = {
		[CASE_REPORTED] = 1, [CASE_ACCEPTED] = 2, [CASE_RETURNED] = 2,
		[CASE_ESCALATED] = 2, [CASE_ASSIGNED] = 3,
		[CASE_REOPENED] = 3, [CASE_IN_PROGRESS] = 4,
		[CASE_SUSPENDED] = 4, [CASE_RESOLVED] = 5,
		[CASE_FED_BACK] = 6, [CASE_CLOSED] = 7,
	};

	return table[state];
}

static bool
already(struct case_step *s, const struct value *v)
{
	diag_error(s->dg, "issue.other-stage", v->src, v->at,
	    "that stage has passed: the issue is already %.*s",
	    STR(case_state_label(s->led, s->from, s->dg)));
	return diag_cure(s->dg, "ledger-set issue ID FIELD=VALUE corrects it");
}

/* A day for each stage up to the last one dated; all that lack one named. */
static bool
stages(struct case_step *s, size_t first, size_t *last)
{
	const struct value *given = s->act->given, *at = case_spot(s, NULL);
	const struct case_verb *verb;
	struct buf b;
	size_t i;

	for (i = *last = 0; given && i < NELEM(main_line); i++) {
		verb = case_verb(str_of(main_line[i]));
		if (!case_get(given, verb->day))
			continue;
		if (i < first)
			return already(s, case_get(given, verb->day));
		*last = i + 1;
	}
	buf_init(&b, s->led->arena);
	for (i = first; i < *last; i++) {
		verb = case_verb(str_of(main_line[i]));
		if (!case_get(given, verb->day) && verb->to !=
		    CASE_REPORTED && verb->to != CASE_IN_PROGRESS)
			buf_printf(&b, "%s%.*s", !b.n ? "" :
			    s->led->chinese ? "、" : ", ",
			    STR(case_label(s, verb->day)));
	}
	if (b.n == 0 && *last)
		return true;
	if (*last == 0)
		return diag_error(s->dg, "issue.four-stages", at->src, at->at,
		    "no stage is dated: give accepted_on, assigned_on, …, "
		    "closed_on");
	return diag_error(s->dg, "issue.four-stages", at->src, at->at,
	    "a stage in between has no day; missing: %.*s",
	    STR(buf_str(&b)));
}

/* One stage of several; what was not dated but may lack a day is left out. */
static bool
stage(struct case_step *s, size_t i)
{
	const struct value *at;

	s->verb = case_verb(str_of(main_line[i]));
	s->day = case_day(s->act->given, s->verb->day);
	if (s->day == DATE_NONE && s->verb->to == CASE_IN_PROGRESS) {
		at = case_spot(s, NULL);
		diag_warn(s->dg, "issue.contact", at->src, at->at,
		    "the first contact has no day: it counts as not answered "
		    "in time");
		return true;
	}
	if (s->day == DATE_NONE)
		s->day = case_day(s->issue, "found_on");
	return step(s, s->verb->to == CASE_RESOLVED ? CASE_BIT(CASE_ASSIGNED) : 0);
}

static date_day
asked_on(const struct value *issue, const struct value *given)
{
	static const char *const days[] = { "followups.day", "closed_on",
	    "fed_back_on", "resolved_on" };
	date_day day = case_day(issue, days[0]);
	size_t i;

	for (i = 1; day == DATE_NONE && i < NELEM(days); i++)
		day = case_day(given, days[i]);
	return day;
}

static bool
on_the_spot(struct case_step *s)
{
	const struct value *given = s->act->given;
	date_day day = case_day(given, "closed_on");

	s->verb = case_verb(S("close"));
	if (day == DATE_NONE)
		day = case_day(given, "resolved_on");
	s->day = day == DATE_NONE ? case_day(s->issue, "found_on") : day;
	date_opinion(s, s->day);
	return in_time(s) && case_on_site(s);
}

static bool
all_stages(struct case_step *s)
{
	size_t first = behind(s->from), last;
	date_day asked;

	if ((s->from == CASE_FOUND || s->from == CASE_REPORTED) &&
	    is_yes(s->issue, "resolved_on_site"))
		return on_the_spot(s);
	if (!stages(s, first, &last))
		return false;
	asked = asked_on(s->issue, s->act->given);
	if (asked != DATE_NONE)
		date_opinion(s, asked);
	for (; first < last; first++)
		if (!stage(s, first))
			return false;
	return true;
}

bool
case_finish(struct value *issue, struct ledger *led,
    const struct case_act *act, struct diag *dg)
{
	struct case_step s;
	bool ok;

	if (!begin(&s, issue, led, act, dg))
		return false;
	s.day = led->env.today;
	ok = in_order(&s, 0) && take_over(&s, true) && all_stages(&s);
	intake_order(issue, s.kind->fields, s.kind->nfields);
	return ok;
}
