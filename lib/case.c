/* SPDX-License-Identifier: MIT */
/* case - the states, the table of verbs, and looks into an issue. */
#include "case-work.h"

#define BIT	CASE_BIT
#define STAYS	CASE_STATES

static const char *const keys[CASE_STATES] = {
	"found", "reported", "accepted", "not_accepted", "merged", "assigned",
	"returned", "in_progress", "escalated", "suspended", "resolved",
	"fed_back", "reopened", "closed", "withdrawn", "archived"
};

#define HANDLED	(BIT(CASE_ACCEPTED) | BIT(CASE_ASSIGNED) |		\
	BIT(CASE_RETURNED) | BIT(CASE_IN_PROGRESS) | BIT(CASE_ESCALATED) | \
	BIT(CASE_SUSPENDED) | BIT(CASE_REOPENED))
#define DONE	(BIT(CASE_RESOLVED) | BIT(CASE_FED_BACK))
#define OPEN	(BIT(CASE_FOUND) | BIT(CASE_REPORTED) | HANDLED | DONE)

static const struct case_verb verbs[] = {
	{ "report", "反映", BIT(CASE_FOUND), CASE_REPORTED, "reported_on",
	    { NULL }, case_guard_report },
	{ "accept", "受理", BIT(CASE_REPORTED), CASE_ACCEPTED, "accepted_on",
	    { NULL }, case_guard_accept },
	{ "reject", "不予受理", BIT(CASE_REPORTED), CASE_NOT_ACCEPTED,
	    "told_on", { "not_accepted_basis" }, NULL },
	{ "merge", "并案", BIT(CASE_FOUND) | BIT(CASE_REPORTED), CASE_MERGED,
	    NULL, { "merged_into" }, case_guard_merge },
	{ "assign", "交办", BIT(CASE_ACCEPTED) | BIT(CASE_RETURNED) |
	    BIT(CASE_ESCALATED) | BIT(CASE_REOPENED), CASE_ASSIGNED,
	    "assigned_on", { "lead_unit", "lead_person", "due_on" },
	    case_guard_assign },
	{ "acknowledge", "签收", BIT(CASE_ASSIGNED) | BIT(CASE_IN_PROGRESS),
	    STAYS, "acknowledged_on", { NULL }, NULL },
	{ "return", "退回", BIT(CASE_ASSIGNED), CASE_RETURNED, "returns.day",
	    { "returns.reason" }, case_guard_return },
	{ "start", "办理", BIT(CASE_ASSIGNED) | BIT(CASE_REOPENED),
	    CASE_IN_PROGRESS, "contact_first_on", { NULL }, NULL },
	{ "progress", "进展", HANDLED | DONE, STAYS, "progress.day",
	    { "progress.text" }, NULL },
	{ "escalate", "上报", BIT(CASE_ASSIGNED) | BIT(CASE_IN_PROGRESS),
	    CASE_ESCALATED, "escalations.day", { "escalations.to_level",
	    "escalations.reason" }, NULL },
	{ "suspend", "挂账", BIT(CASE_IN_PROGRESS), CASE_SUSPENDED, NULL,
	    { "unresolved_reason", "adjusted_measure", "review_on" },
	    case_guard_suspend },
	{ "resume", "恢复办理", BIT(CASE_SUSPENDED), CASE_IN_PROGRESS, NULL,
	    { NULL }, NULL },
	{ "resolve", "办结", BIT(CASE_IN_PROGRESS), CASE_RESOLVED,
	    "resolved_on", { "result", "result_kind", "settled_level" },
	    case_guard_resolve },
	{ "feed-back", "反馈", BIT(CASE_RESOLVED), CASE_FED_BACK,
	    "fed_back_on", { "feedback_method" }, NULL },
	{ "follow-up", "回访", DONE | BIT(CASE_CLOSED), STAYS,
	    "followups.day", { NULL }, NULL },
	{ "close", "销号", BIT(CASE_FED_BACK), CASE_CLOSED, "closed_on",
	    { NULL }, case_guard_close },
	{ "reopen", "重办", BIT(CASE_FED_BACK) | BIT(CASE_CLOSED),
	    CASE_REOPENED, "reopened.day", { "reopened.reason" },
	    case_guard_reopen },
	{ "withdraw", "撤回", OPEN, CASE_WITHDRAWN, "withdrawn_on",
	    { NULL }, case_guard_withdraw },
	{ "finish", "补录", OPEN, STAYS, NULL, { NULL }, NULL },
};

/* ---- states and verbs ------------------------------------------------- */

const char *
case_state_key(enum case_state state)
{
	return keys[state];
}

static enum case_state
state_named(struct str key)
{
	size_t i;

	for (i = 0; i < CASE_STATES; i++)
		if (str_is(key, keys[i]))
			return (enum case_state)i;
	return CASE_FOUND;
}

struct str
case_state_label(struct ledger *led, enum case_state state, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "issue", dg);
	const struct field *f = kind ? kind_field(kind, S("events")) : NULL;

	f = f ? field_sub(f, S("to")) : NULL;
	return f ? field_choice_label(f, str_of(keys[state]), led->chinese) :
	    str_of(keys[state]);
}

enum case_state
case_state(const struct record *r)
{
	uint32_t list = record_get(r, "events"), i, last = 0;

	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i))
		last = i;
	return last ? state_named(doc_text(r->doc, last, "to")) : CASE_FOUND;
}

enum case_state
case_state_of(const struct value *issue)
{
	return state_named(case_text(issue, "events.to"));
}

bool
case_is_open(enum case_state state)
{
	return (OPEN & BIT(state)) != 0;
}

const struct case_verb *
case_verb(struct str name)
{
	size_t i;

	for (i = 0; i < NELEM(verbs); i++)
		if (str_is(name, verbs[i].name) || str_is(name, verbs[i].zh))
			return &verbs[i];
	return NULL;
}

static struct str
verbs_of(unsigned states, struct arena *a)
{
	struct buf b;
	size_t i;

	buf_init(&b, a);
	for (i = 0; i < NELEM(verbs); i++)
		if (verbs[i].from & states)
			buf_printf(&b, "%s%s %s", b.n ? ", " : "",
			    verbs[i].name, verbs[i].zh);
	return buf_str(&b);
}

struct str
case_follows(enum case_state state, struct arena *a)
{
	return verbs_of(BIT(state), a);
}

struct str
case_verbs(struct arena *a)
{
	return verbs_of(UINT32_MAX, a);
}

void
case_aliases(const struct case_verb *verb, struct given *g, size_t n)
{
	static const struct {
		const char *verb, *en, *zh, *path;
	} table[] = {
		{ "return", "reason", "原因", "returns.reason" },
		{ "return", "unit", "单位", "returns.unit" },
		{ "return", "accepted", "同意退回", "returns.accepted" },
		{ "escalate", "reason", "原因", "escalations.reason" },
		{ "escalate", "to_level", "上报到", "escalations.to_level" },
		{ "escalate", "level", "上报至", "escalations.to_level" },
		{ "progress", "text", "内容", "progress.text" },
		{ "progress", "progress", "进展", "progress.text" },
		{ "follow-up", "method", "方式", "followups.method" },
		{ "follow-up", "respondent", "受访人",
		    "followups.respondent" },
		{ "follow-up", "reached", "联系上", "followups.reached" },
		{ "follow-up", "finding", "情况", "followups.finding" },
		{ "follow-up", "by", "经办人", "followups.by" },
		{ "reopen", "reason", "原因", "reopened.reason" },
		{ "reject", "reason", "依据", "not_accepted_basis" },
		{ "suspend", "reason", "原因", "unresolved_reason" },
		{ "merge", "into", "并入", "merged_into" },
		{ NULL, "outcome", "结果", "result" },
		{ NULL, "followed_up_on", "回访日期", "followups.day" },
		{ NULL, "followed_up_by", "回访人", "followups.by" },
		{ NULL, "agreement", "协议类别", "mediation.agreement_kind" },
		{ NULL, "verifier", "核实人", "hazard.verifier" },
		{ NULL, "satisfaction", "满意度", "satisfaction.value" },
		{ NULL, "attempts", "联系次数", "satisfaction.attempts" },
		{ NULL, "why", "未评原因", "satisfaction.why" },
	};
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < NELEM(table); k++) {
			if (table[k].verb && (!verb ||
			    strcmp(table[k].verb, verb->name) != 0))
				continue;
			if (str_is(g[i].key, table[k].en) ||
			    str_is(g[i].key, table[k].zh))
				g[i].key = str_of(table[k].path);
		}
}

/* ---- looking into an issue -------------------------------------------- */

struct value *
case_get(const struct value *issue, const char *path)
{
	struct str s = str_of(path);
	size_t dot = str_find(s, S("."));
	struct value *v = value_get(issue, str_sub(s, 0, dot));

	if (dot == s.n || !v)
		return v;
	if (v->kind == VALUE_LIST)
		v = v->last;
	return v && v->kind == VALUE_MAP ? value_get(v, str_sub(s, dot + 1,
	    s.n)) : NULL;
}

struct str
case_text(const struct value *issue, const char *path)
{
	const struct value *v = case_get(issue, path);

	return v && v->kind == VALUE_TEXT ? v->text : S("");
}

date_day
case_day(const struct value *issue, const char *path)
{
	struct str s = case_text(issue, path);

	return s.n ? date_iso(s) : DATE_NONE;
}

void
case_put(struct case_step *s, const char *path, struct str text)
{
	struct arena *a = s->led->arena;
	struct str p = str_of(path);
	size_t dot = str_find(p, S("."));
	struct value *map = s->issue;

	if (dot < p.n) {
		map = value_get(s->issue, str_sub(p, 0, dot));
		if (map && map->kind == VALUE_LIST)
			map = map->last;
		if (!map)
			map = value_set(s->issue, str_sub(p, 0, dot),
			    value_new(a, VALUE_MAP));
		p = str_sub(p, dot + 1, p.n);
	}
	value_set(map, p, value_text(a, text));
}

const struct value *
case_spot(struct case_step *s, const char *path)
{
	const struct value *v = path && s->act->given ?
	    case_get(s->act->given, path) : NULL;
	struct value *here;

	if (v && v->src)
		return v;
	here = value_new(s->led->arena, VALUE_TEXT);
	here->src = s->act->src;
	here->at = s->act->at;
	return here;
}

struct str
case_label(const struct case_step *s, const char *path)
{
	struct str p = str_of(path);
	size_t dot = str_find(p, S("."));
	const struct field *f = kind_field(s->kind, str_sub(p, 0, dot)), *sub;
	struct str label;

	if (!f)
		return p;
	label = field_label(f, s->led->chinese);
	sub = dot < p.n ? field_sub(f, str_sub(p, dot + 1, p.n)) : NULL;
	return sub ? arena_printf(s->led->arena, "%.*s.%.*s", STR(label),
	    STR(field_label(sub, s->led->chinese))) : label;
}

struct str
case_missing(const struct case_step *s, const char *const *paths, size_t n)
{
	struct buf b;
	size_t i;

	buf_init(&b, s->led->arena);
	for (i = 0; i < n && paths[i]; i++)
		if (!case_get(s->issue, paths[i]))
			buf_printf(&b, "%s%.*s", !b.n ? "" :
			    s->led->chinese ? "、" : ", ",
			    STR(case_label(s, paths[i])));
	return buf_str(&b);
}

bool
case_needs(struct case_step *s, const char *const *paths, size_t n)
{
	struct str missing = case_missing(s, paths, n);
	const struct value *at = case_spot(s, NULL);

	return missing.n == 0 || diag_error(s->dg, "issue.needs", at->src,
	    at->at, "'%s' needs %.*s as well", s->led->chinese ? s->verb->zh :
	    s->verb->name, STR(missing));
}

date_day
case_since(const struct value *issue, enum case_state state)
{
	const struct value *list = value_get(issue, S("events")), *e;
	date_day day = DATE_NONE;

	for (e = list ? list->first : NULL; e; e = e->next)
		if (str_is(value_str(e, "to"), keys[state]))
			day = date_iso(value_str(e, "at"));
	return day;
}

struct str
case_who(struct case_step *s, struct str typed)
{
	struct diag_mark mark = diag_mark(s->dg);
	struct str id;

	if (typed.n == 0)
		return typed;
	if (refs_resolve(&id, s->led, S("person"), typed, value_str(s->issue,
	    "village"), NULL, (struct span){ 0, 0 }, s->dg))
		return id;
	diag_back(s->dg, mark);
	return typed;
}
