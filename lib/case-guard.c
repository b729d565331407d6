/* SPDX-License-Identifier: MIT */
/* case-guard - what each step asks beyond its fields (domain.md C3.1). */
#include "case-work.h"

static bool
is(const struct case_step *s, const char *path, const char *text)
{
	return str_is(case_text(s->issue, path), text);
}

static bool
is_any(const struct case_step *s, const char *path, const char *const *list,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is(s, path, list[i]))
			return true;
	return false;
}

static struct str
text_of(const struct case_step *s, date_day day)
{
	return date_str(s->led->arena, day);
}

/* Since it was last taken up again; what was before does not count. */
static date_day
round_from(const struct case_step *s)
{
	return case_since(s->issue, CASE_REOPENED);
}

/* ---- report, accept: the limit ---------------------------------------- */

bool
case_guard_report(struct case_step *s)
{
	const struct value *at = case_spot(s, "reported_on");
	date_day found = case_day(s->issue, "found_on");

	if (found != DATE_NONE && s->day > found)
		diag_warn(s->dg, "issue.late", at->src, at->at,
		    "reported on %.*s, found on %.*s: late",
		    STR(text_of(s, s->day)), STR(text_of(s, found)));
	return true;
}

static void
put_due(struct case_step *s, const struct case_due *due)
{
	case_put(s, "due_on", text_of(s, due->day));
	case_put(s, "due_basis", due->basis);
	value_drop(s->issue, S("due_provisional"));
	if (due->provisional)
		value_set(s->issue, S("due_provisional"),
		    value_bare(s->led->arena, S("true")));
}

/* A limit is computed; a later one than the rule allows has a basis. */
static bool
limit(struct case_step *s, date_day from)
{
	const struct value *at = case_spot(s, "due_on");
	date_day given = case_day(s->issue, "due_on");
	struct case_due due;

	if (!case_due(&due, s->led, case_text(s->issue, "kind"),
	    case_text(s->issue, "urgency"), from, s->dg))
		return false;
	if (given == DATE_NONE) {
		put_due(s, &due);
		return true;
	}
	if (s->act->given && case_get(s->act->given, "due_basis"))
		return true;
	if (given <= due.day) {
		if (!case_get(s->issue, "due_basis"))
			case_put(s, "due_basis", due.basis);
		return true;
	}
	if (!s->act->given || !case_get(s->act->given, "due_on"))
		return true;	/* stands from before, with its basis */
	diag_error(s->dg, "issue.due-basis", at->src, at->at,
	    "%.*s is later than the limit of %.*s (%.*s): say on what basis",
	    STR(text_of(s, given)), STR(text_of(s, due.day)),
	    STR(due.basis));
	return diag_cure(s->dg, "due_basis=…");
}

bool
case_guard_accept(struct case_step *s)
{
	const struct value *at = case_spot(s, "accepted_on");
	date_day reported = case_day(s->issue, "reported_on");
	int days = s->led->policy.issue_accept_days;

	if (is(s, "kind", "petition") && reported != DATE_NONE &&
	    s->day - reported > days)
		diag_warn(s->dg, "issue.late", at->src, at->at,
		    "a petition is accepted within %d days; this took %d",
		    days, (int)(s->day - reported));
	return limit(s, s->day);
}

/* ---- assign, return, suspend ------------------------------------------ */

/* Five elements, for what is old, hard, a petition or a dispute. */
static bool
five_elements(struct case_step *s)
{
	static const char *const five[] = { "source", "content", "evolution",
	    "involved", "suggestion" };
	static const char *const kinds[] = { "petition", "dispute" };
	static const char *const natures[] = { "legacy", "hard" };
	const struct value *at = case_spot(s, NULL);
	struct str missing;

	if (!is_any(s, "kind", kinds, NELEM(kinds)) &&
	    !is_any(s, "nature", natures, NELEM(natures)))
		return true;
	missing = case_missing(s, five, NELEM(five));
	return missing.n == 0 || diag_error(s->dg, "issue.five-elements",
	    at->src, at->at, "the five elements must be complete before "
	    "assignment; missing: %.*s", STR(missing));
}

bool
case_guard_assign(struct case_step *s)
{
	const struct value *at = case_spot(s, "lead_unit");
	date_day accepted = case_day(s->issue, "accepted_on");

	if (s->from == CASE_RETURNED && str_eq(case_text(s->issue,
	    "lead_unit"), case_text(s->issue, "returns.unit")) &&
	    s->act->note.n == 0)
		return diag_error(s->dg, "issue.return", at->src, at->at,
		    "the unit returned it: name another lead_unit, or say "
		    "with note= why it must take it");
	if (!five_elements(s) ||
	    (s->act->given && case_get(s->act->given, "due_on") &&
	    !limit(s, accepted == DATE_NONE ? s->day : accepted)))
		return false;
	if (is(s, "kind", "hazard") && !case_get(s->issue,
	    "hazard.rectify_due") && case_get(s->issue, "due_on"))
		case_put(s, "hazard.rectify_due", case_text(s->issue,
		    "due_on"));
	return true;
}

/* Above the level that was thought competent. */
static struct str
next_level(struct str level)
{
	static const char *const levels[] = { "grid", "village", "township",
	    "county", "city", "province", "national" };
	size_t i;

	for (i = 0; i + 1 < NELEM(levels); i++)
		if (str_is(level, levels[i]))
			return str_of(levels[i + 1]);
	return level.n ? level : S("county");
}

/* The second unit that will not have it: it goes up by itself. */
static void
go_up(struct case_step *s)
{
	struct arena *a = s->led->arena;
	struct value *list = value_get(s->issue, S("escalations")), *e;

	case_event(s, CASE_RETURNED, s->act->note);
	if (!list)
		list = value_set(s->issue, S("escalations"), value_new(a,
		    VALUE_LIST));
	e = value_append(list, value_new(a, VALUE_MAP));
	value_put(a, e, "day", text_of(s, s->day));
	value_put(a, e, "to_level", next_level(case_text(s->issue,
	    "competent_level")));
	value_put(a, e, "reason", case_text(s->issue, "returns.reason"));
	case_event(s, CASE_ESCALATED, diag_say(s->dg, "returned twice"));
	s->moved = true;
}

bool
case_guard_return(struct case_step *s)
{
	const struct value *at = case_spot(s, "returns.day");
	date_day assigned = case_day(s->issue, "assigned_on");
	int most = s->led->policy.issue_return_workdays, days;

	if (!case_get(s->issue, "returns.unit"))
		case_put(s, "returns.unit", case_text(s->issue,
		    "lead_unit"));
	if (!ledger_calendar(s->led, s->dg))
		return false;
	days = assigned == DATE_NONE ? 0 : calendar_workdays_between(
	    &s->led->calendar, assigned + 1, s->day + 1, NULL);
	if (days > most)
		return diag_error(s->dg, "issue.return", at->src, at->at,
		    "a unit may return an issue within %d working days; "
		    "this is the %dth", most, days);
	if (value_count(value_get(s->issue, S("returns"))) > 1 &&
	    case_get(s->issue, "returns.reason"))
		go_up(s);
	return true;
}

bool
case_guard_suspend(struct case_step *s)
{
	const struct value *at = case_spot(s, "review_on");
	date_day review = case_day(s->issue, "review_on");
	int most = s->led->policy.issue_suspend_days;

	return review == DATE_NONE ||
	    (review > s->day && review - s->day <= most) ||
	    diag_error(s->dg, "issue.suspend", at->src, at->at,
	    "a suspended issue is looked at again within %d days, by %.*s",
	    most, STR(text_of(s, s->day + most)));
}

/* ---- resolve ---------------------------------------------------------- */

/* Who verifies a hazard neither found it nor was to remove it. */
bool
case_verified(struct case_step *s)
{
	static const char *const needs[] = { "hazard.verifier" };
	static const char *const others[] = { "lead_person", "found_by" };
	const struct value *at = case_spot(s, "hazard.verifier");
	size_t i;

	if (!is(s, "kind", "hazard"))
		return true;
	if (!case_needs(s, needs, NELEM(needs)))
		return false;
	for (i = 0; i < NELEM(others); i++)
		if (str_eq(case_text(s->issue, needs[0]), case_text(s->issue,
		    others[i])))
			return diag_error(s->dg, "issue.verifier", at->src,
			    at->at, "a hazard is verified by someone else "
			    "than its %.*s", STR(case_label(s, others[i])));
	if (!case_get(s->issue, "hazard.rectified_on"))
		case_put(s, "hazard.rectified_on", text_of(s, s->day));
	if (!case_get(s->issue, "hazard.verified_on"))
		case_put(s, "hazard.verified_on", text_of(s, s->day));
	return true;
}

static bool
agreed(struct case_step *s)
{
	const struct value *at = case_spot(s, NULL);

	return !is(s, "kind", "dispute") ||
	    case_get(s->issue, "mediation.agreement_kind") ||
	    diag_error(s->dg, "issue.agreement", at->src, at->at,
	    "a dispute is resolved with mediation.agreement_kind: oral, "
	    "written, court_confirmed or none");
}

static void
overdue(struct case_step *s)
{
	const struct value *at = case_spot(s, "resolved_on");
	date_day due = case_day(s->issue, "due_on");

	if (due != DATE_NONE && s->day > due &&
	    !case_get(s->issue, "unresolved_reason"))
		diag_warn(s->dg, "issue.overdue", at->src, at->at,
		    "resolved on %.*s, past its limit of %.*s: "
		    "unresolved_reason says why", STR(text_of(s, s->day)),
		    STR(text_of(s, due)));
}

bool
case_guard_resolve(struct case_step *s)
{
	static const char *const partly[] = { "unresolved_reason",
	    "adjusted_measure" };
	const struct value *at = case_spot(s, NULL);

	if (round_from(s) != DATE_NONE && (!s->act->given ||
	    !case_get(s->act->given, "result")))
		return diag_error(s->dg, "issue.needs", at->src, at->at,
		    "the issue was reopened: say the new result");
	if (is(s, "result_kind", "partial") &&
	    !case_needs(s, partly, NELEM(partly)))
		return false;
	overdue(s);
	if (!case_get(s->issue, "evidence"))
		diag_warn(s->dg, "issue.evidence", at->src, at->at,
		    "no evidence is given for the result");
	return case_verified(s) && agreed(s);
}

/* ---- close ------------------------------------------------------------ */

static int
attempts(const struct case_step *s)
{
	struct str given = case_text(s->issue, "satisfaction.attempts");
	int visits = (int)value_count(value_get(s->issue, S("followups")));
	points p;

	return given.n && points_read(&p, given) && p / 100 > visits ?
	    (int)(p / 100) : visits;
}

/* An opinion, or why there is none. */
bool
case_satisfied(struct case_step *s)
{
	static const char *const silent[] = { "refused", "unreachable" };
	const struct value *at = case_spot(s, "satisfaction.value");
	date_day since = round_from(s), asked = case_day(s->issue,
	    "satisfaction.day");
	int least = s->led->policy.issue_attempts;

	if (!case_get(s->issue, "satisfaction.value") ||
	    (since != DATE_NONE && asked != DATE_NONE && asked < since))
		return diag_error(s->dg, "issue.satisfaction", at->src,
		    at->at, "closing needs satisfaction.value, or refused or "
		    "unreachable with the attempts made and the reason");
	if (is(s, "satisfaction.value", "not_applicable"))
		return !value_get(s->issue, S("complainants")) ||
		    diag_error(s->dg, "issue.satisfaction", at->src, at->at,
		    "someone complained, so someone must be asked: "
		    "not_applicable does not apply");
	if (!is_any(s, "satisfaction.value", silent, NELEM(silent)))
		return true;
	if (attempts(s) < least)
		return diag_error(s->dg, "issue.satisfaction", at->src,
		    at->at, "no answer counts after %d attempts; there are "
		    "%d", least, attempts(s));
	return case_get(s->issue, "satisfaction.why") ||
	    diag_error(s->dg, "issue.satisfaction", at->src, at->at,
	    "say why there is no answer: satisfaction.why");
}

static bool
followed_up(struct case_step *s)
{
	static const char *const none[] = { "not_applicable" };
	const struct value *at = case_spot(s, NULL);
	const struct value *list = value_get(s->issue, S("followups")), *v;
	date_day since = round_from(s), day;

	if (is_any(s, "satisfaction.value", none, NELEM(none)))
		return true;
	for (v = list ? list->first : NULL; v; v = v->next) {
		day = date_iso(value_str(v, "day"));
		if (day != DATE_NONE && (since == DATE_NONE || day >= since))
			return true;
	}
	diag_error(s->dg, "issue.follow-up", at->src, at->at,
	    "closing needs a follow-up with its day");
	return diag_cure(s->dg, "issue-track follow-up ID, or "
	    "followups.day=…");
}

/* The one who was to handle it does not close it. */
bool
case_own_closing(struct case_step *s)
{
	const struct value *at = case_spot(s, "closed_by");
	struct str by = case_text(s->issue, "closed_by");
	struct str lead = case_text(s->issue, "lead_person"), name;
	bool said = s->act->given && case_get(s->act->given, "closed_by");

	by = case_who(s, said ? by : s->act->by);
	if (by.n == 0)
		return diag_error(s->dg, "issue.needs", at->src, at->at,
		    "closing needs closed_by, or --user");
	name = refs_name(s->led, S("person"), lead, case_text(s->issue,
	    "village"), s->dg);
	if (lead.n && (str_eq(by, lead) || str_eq(by, name)))
		return diag_error(s->dg, "issue.own-closing", at->src,
		    at->at, "%.*s was responsible for this issue and cannot "
		    "close it; someone else must", STR(name));
	case_put(s, "closed_by", by);
	return true;
}

static bool
four_stages(struct case_step *s)
{
	static const char *const four[] = { "found_on", "reported_on",
	    "accepted_on", "resolved_on", "fed_back_on" };
	const struct value *at = case_spot(s, NULL);
	struct str missing = case_missing(s, four, NELEM(four));

	return missing.n == 0 || diag_error(s->dg, "issue.four-stages",
	    at->src, at->at, "found, reported, resolved, fed back: all four "
	    "must be dated before closing; missing: %.*s", STR(missing));
}

bool
case_guard_close(struct case_step *s)
{
	static const char *const unhappy[] = { "dissatisfied",
	    "very_dissatisfied" };
	const struct value *at = case_spot(s, NULL);

	if (!four_stages(s) || !case_own_closing(s) || !case_satisfied(s) ||
	    !followed_up(s))
		return false;
	if (is_any(s, "satisfaction.value", unhappy, NELEM(unhappy)) &&
	    !case_get(s->issue, "satisfaction.why"))
		diag_warn(s->dg, "issue.dissatisfied", at->src, at->at,
		    "closed although dissatisfied, and satisfaction.why is "
		    "missing; reopen it if the handling was at fault");
	return true;
}

/* ---- where it was found ----------------------------------------------- */

static void
same_day(struct case_step *s, const char *path, enum case_state to)
{
	if (!case_get(s->issue, path))
		case_put(s, path, text_of(s, s->day));
	case_event(s, to, to == CASE_CLOSED ? s->act->note : S(""));
}

bool
case_on_site(struct case_step *s)
{
	static const char *const kinds[] = { "micro_deed", "consultation",
	    "appeal", "hazard" };
	static const char *const needs[] = { "result", "settled_level" };
	const struct value *at = case_spot(s, "resolved_on_site");

	if (!is_any(s, "kind", kinds, NELEM(kinds)))
		return diag_error(s->dg, "issue.on-site", at->src, at->at,
		    "only an appeal, hazard, micro_deed or consultation is "
		    "closed where it was found; this one takes its way");
	if (!case_needs(s, needs, NELEM(needs)) || !case_verified(s) ||
	    !case_own_closing(s) || !case_satisfied(s))
		return false;
	if (!case_get(s->issue, "result_kind"))
		case_put(s, "result_kind", S("resolved"));
	if (s->from == CASE_FOUND)
		same_day(s, "reported_on", CASE_REPORTED);
	same_day(s, "accepted_on", CASE_ACCEPTED);
	same_day(s, "resolved_on", CASE_RESOLVED);
	same_day(s, "fed_back_on", CASE_FED_BACK);
	same_day(s, "closed_on", CASE_CLOSED);
	return true;
}

/* ---- reopen, merge, withdraw ------------------------------------------ */

bool
case_guard_reopen(struct case_step *s)
{
	const struct value *at = case_spot(s, "reopened.day");
	date_day closed = case_since(s->issue, CASE_CLOSED);
	int most = s->led->policy.issue_reopen_days;
	const struct value *due = s->act->given ? case_get(s->act->given,
	    "due_on") : NULL;

	if (s->from == CASE_CLOSED && closed != DATE_NONE &&
	    s->day - closed > most)
		return diag_error(s->dg, "issue.reopen", at->src, at->at,
		    "closed on %.*s, more than %d days ago: open a new issue "
		    "and name this one as related", STR(text_of(s, closed)),
		    most);
	if (case_get(s->issue, "reopened.due_on"))
		case_put(s, "due_on", case_text(s->issue,
		    "reopened.due_on"));
	else if (!due)
		value_drop(s->issue, S("due_on"));
	if (!limit(s, s->day))
		return false;
	case_put(s, "reopened.due_on", case_text(s->issue, "due_on"));
	return true;
}

bool
case_guard_merge(struct case_step *s)
{
	const struct value *at = case_spot(s, "merged_into");
	const struct kind *kind = s->kind;
	struct refs_record other;
	struct value *target;

	if (!case_get(s->issue, "merged_into"))
		return true;	/* the needs say so */
	if (str_eq(case_text(s->issue, "merged_into"), case_text(s->issue,
	    "id")))
		return diag_error(s->dg, "issue.merge", at->src, at->at,
		    "an issue cannot be merged into itself");
	if (!refs_find(&other, s->led, kind, case_text(s->issue,
	    "merged_into"), at->src, at->at, s->dg) ||
	    !case_load(&target, s->led, &other, s->dg))
		return false;
	return case_is_open(case_state_of(target)) ||
	    diag_error(s->dg, "issue.merge", at->src, at->at,
	    "%.*s is %.*s; only an open issue takes another in",
	    STR(other.id), STR(case_state_label(s->led,
	    case_state_of(target), s->dg)));
}

bool
case_guard_withdraw(struct case_step *s)
{
	const struct value *at = case_spot(s, NULL);

	return s->act->note.n || diag_error(s->dg, "issue.needs", at->src,
	    at->at, "say who withdrew it and why: reason=…");
}
