/* SPDX-License-Identifier: MIT */
/* check-issue - the closed loop of an issue, as its record tells it. */
#include "case-work.h"
#include "check-work.h"

static enum case_state
state_named(struct str key)
{
	int i;

	for (i = 0; i < CASE_STATES; i++)
		if (str_is(key, case_state_key((enum case_state)i)))
			return (enum case_state)i;
	return CASE_STATES;
}

/* Does a verb lead from one state to the other, or one that does two steps? */
static bool
leads(enum case_state from, enum case_state to, bool on_site)
{
	static const char *const moves[] = { "report", "accept", "reject",
	    "merge", "assign", "return", "start", "escalate", "suspend",
	    "resume", "resolve", "feed-back", "close", "reopen", "withdraw" };
	const struct case_verb *verb;
	size_t i;

	if (from == to || to == CASE_ARCHIVED ||
	    (from == CASE_RETURNED && to == CASE_ESCALATED) ||
	    (from == CASE_ASSIGNED && to == CASE_RESOLVED) ||
	    (on_site && from == CASE_ACCEPTED && to == CASE_RESOLVED))
		return true;
	for (i = 0; i < NELEM(moves); i++) {
		verb = case_verb(str_of(moves[i]));
		if (verb && verb->to == to && (verb->from & (1u << from)))
			return true;
	}
	return false;
}

/* A day, or a day and a time: 2026-03-16 lies not before 2026-03-16 19:30. */
static bool
before(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;

	return str_cmp(str_sub(a, 0, n), str_sub(b, 0, n)) < 0;
}

struct look {
	const struct value    *issue;
	const struct kind     *kind;
	const struct calendar *calendar;
	const struct policy   *policy;
	struct arena          *arena;
	struct diag           *dg;
	bool                   chinese;	/* labels, as the words are */
	bool                   faulty;	/* something was left out */
	enum case_state        state;
	bool                   begun, on_site;
	struct str             at;	/* of the event before */
	struct str             lead;	/* the name of lead_person, if known */
};

static const struct value *
spot(const struct look *k, const char *key)
{
	const struct value *v = value_get(k->issue, str_of(key));

	if (!v || !v->src)
		v = value_get(k->issue, S("id"));
	return v && v->src ? v : k->issue;
}

static struct str
label(const struct look *k, const char *key)
{
	const struct field *f = kind_field(k->kind, str_of(key));

	return f ? field_label(f, k->chinese) : str_of(key);
}

static struct str
state_label(const struct look *k, enum case_state state)
{
	const struct field *f = kind_field(k->kind, S("events"));

	f = f ? field_sub(f, S("to")) : NULL;
	return f ? field_choice_label(f, str_of(case_state_key(state)),
	    k->chinese) : str_of(case_state_key(state));
}

/* ---- events ----------------------------------------------------------- */

static void
event(struct look *k, const struct value *e)
{
	const struct value *at = value_get(e, S("at"));
	const struct value *to = value_get(e, S("to"));
	enum case_state next;

	if (!at || !to)
		return;
	next = state_named(to->text);
	if (k->at.n && before(at->text, k->at))
		diag_error(k->dg, "issue.backwards", at->src, at->at,
		    "%.*s lies before the event above it, "
		    "%.*s; times never go backwards",
		    STR(at->text), STR(k->at));
	if (k->begun && k->state != CASE_STATES && next != CASE_STATES &&
	    !leads(k->state, next, k->on_site))
		diag_error(k->dg, "issue.order", to->src, to->at,
		    "'%.*s' cannot follow '%.*s'", STR(state_label(k, next)),
		    STR(state_label(k, k->state)));
	k->at = at->text;
	k->state = next;
	k->begun = true;
}

/* ---- stages ----------------------------------------------------------- */

/* Found, reported, resolved, fed back: each dated, none before another. */
static void
stages(const struct look *k)
{
	static const char *const five[] = { "found_on", "reported_on",
	    "resolved_on", "fed_back_on", "closed_on" };
	size_t i, must = k->state == CASE_CLOSED ? 5 : 4;
	const struct value *v, *at = spot(k, "closed_on");
	struct str last = S("");
	struct buf missing;

	buf_init(&missing, k->arena);
	for (i = 0; i < NELEM(five); i++) {
		v = value_get(k->issue, str_of(five[i]));
		if (!v && i < must)
			buf_printf(&missing, "%s%.*s", missing.n ? ", " : "",
			    STR(label(k, five[i])));
		if (v && last.n && before(v->text, last))
			diag_error(k->dg, "issue.backwards", v->src, v->at,
			    "%.*s lies before the stage that comes first, "
			    "%.*s", STR(v->text), STR(last));
		last = v ? v->text : last;
	}
	if (missing.n && !k->faulty)
		diag_error(k->dg, "issue.four-stages", at->src, at->at,
		    "found, reported, resolved, fed back: all four must be "
		    "dated before closing; missing: %.*s",
		    STR(buf_str(&missing)));
}

/* A stage's day is the one of its event. */
static void
dated(const struct look *k)
{
	static const struct {
		enum case_state state;
		const char *day;
	} table[] = {
		{ CASE_REPORTED, "reported_on" },
		{ CASE_ACCEPTED, "accepted_on" },
		{ CASE_RESOLVED, "resolved_on" },
		{ CASE_FED_BACK, "fed_back_on" },
		{ CASE_CLOSED, "closed_on" },
	};
	const struct value *v;
	date_day day, event;
	size_t i;

	for (i = 0; i < NELEM(table); i++) {
		v = value_get(k->issue, str_of(table[i].day));
		day = v ? date_iso(v->text) : DATE_NONE;
		event = case_since(k->issue, table[i].state);
		if (day == DATE_NONE || event == DATE_NONE || day == event)
			continue;
		diag_error(k->dg, "issue.event", v->src, v->at,
		    "%.*s is %.*s, but the event that led there is of %.*s",
		    STR(label(k, table[i].day)), STR(v->text),
		    STR(date_str(k->arena, event)));
	}
}

/* ---- who and how long ------------------------------------------------- */

static void
closer(const struct look *k)
{
	struct str by = value_str(k->issue, "closed_by");
	const struct value *at = spot(k, "closed_by");

	if (by.n && (str_eq(by, value_str(k->issue, "lead_person")) ||
	    str_eq(by, k->lead)))
		diag_error(k->dg, "issue.own-closing", at->src, at->at,
		    "%.*s was responsible for this issue and cannot close "
		    "it; someone else must", STR(by));
}

/* Only a limit that says that it was computed is held against the rule. */
static void
limit(const struct look *k)
{
	const struct value *at = spot(k, "due_on");
	date_day given = case_day(k->issue, "due_on");
	date_day from = case_day(k->issue, "accepted_on");
	struct case_due due;

	if (given == DATE_NONE || from == DATE_NONE ||
	    value_get(k->issue, S("extensions")) ||
	    value_get(k->issue, S("reopened")) ||
	    value_get(k->issue, S("due_provisional")) ||
	    !case_limit(&due, k->policy, k->calendar, value_str(k->issue,
	    "kind"), value_str(k->issue, "urgency"), from, k->arena) ||
	    due.provisional || given <= due.day ||
	    !str_eq(value_str(k->issue, "due_basis"), due.basis))
		return;
	diag_error(k->dg, "issue.due-basis", at->src, at->at,
	    "%.*s is later than the limit of %.*s (%.*s): say on what basis",
	    STR(date_str(k->arena, given)), STR(date_str(k->arena, due.day)),
	    STR(due.basis));
	diag_cure(k->dg, "due_basis=…");
}

/* ---- an issue --------------------------------------------------------- */

static bool
standing(struct look *k)
{
	const struct value *list = value_get(k->issue, S("events")), *e;
	size_t errors = k->dg->nerrors;

	k->state = CASE_FOUND;
	k->on_site = str_is(value_str(k->issue, "resolved_on_site"), "true");
	for (e = list ? list->first : NULL; e; e = e->next)
		event(k, e);
	if (k->state == CASE_CLOSED || (!list &&
	    value_get(k->issue, S("closed_on"))))
		stages(k);
	if (k->dg->nerrors == errors && !k->on_site &&
	    !value_get(k->issue, S("reopened")))
		dated(k);
	closer(k);
	limit(k);
	return k->dg->nerrors == errors;
}

bool
case_standing(const struct value *issue, const struct calendar *calendar,
    const struct policy *policy, const struct kind *kind, struct str lead,
    struct arena *a, struct diag *dg)
{
	struct look k = { .issue = issue, .kind = kind, .arena = a,
	    .lead = lead,
	    .calendar = calendar, .policy = policy, .dg = dg,
	    .chinese = dg->words != NULL };

	return standing(&k);
}

static struct str
name_of(const struct check_names *l, struct str id)
{
	size_t i;

	for (i = 0; id.n && i < l->n; i++)
		if (str_eq(l->v[i].id, id))
			return l->v[i].name;
	return S("");
}

/* What the schema found fault with is left out. */
void
check_issue(struct check_file *f, const struct record *r)
{
	struct value *issue = value_from_node(&f->v->scratch, r->doc,
	    r->node);
	struct look k = { .issue = issue, .kind = r->kind, .dg = f->dg,
	    .calendar = &f->check->led->calendar,
	    .policy = &f->check->led->policy, .arena = &f->v->scratch,
	    .chinese = f->check->led->chinese, .faulty = f->faulty,
	    .lead = name_of(&f->v->names, value_str(issue,
	    "lead_person")) };
	size_t i;

	for (i = 0; f->faulty && i < r->kind->nfields; i++)
		if (!r->at[i])
			value_drop(issue, r->kind->fields[i].key);
	(void)standing(&k);
}
