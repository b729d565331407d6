/* SPDX-License-Identifier: MIT */
/* gathering - states, guards, and how lists are laid over each other. */
#include "gathering-work.h"

#include "utf8.h"

#define ISSUE_CONTENT	5	/* characters an issue has at least */

/* ---- states ----------------------------------------------------------- */

static bool
has(const struct value *rec, const char *key)
{
	const struct value *v = value_get(rec, str_of(key));

	return v && (v->kind == VALUE_TEXT || v->first);
}

static bool
was_held(const struct value *rec)
{
	const struct value *who;

	if (has(rec, "present_count") || has(rec, "voting_present") ||
	    has(rec, "resolutions") || has(rec, "quorum"))
		return true;
	for (who = gathering_first(rec, "attendees"); who; who = who->next)
		if (value_str(who, "status").n)
			return true;
	return false;
}

static enum gathering_state
after(const struct value *rec)
{
	const struct value *quorum = value_get(rec, S("quorum"));

	if (has(rec, "archived_on"))
		return GATHERING_ARCHIVED;
	if (has(rec, "execution_public_on"))
		return GATHERING_RESULT_PUBLISHED;
	if (has(rec, "execution"))
		return GATHERING_EXECUTING;
	if (has(rec, "result_public_on"))
		return GATHERING_PUBLISHED;
	if (has(rec, "resolutions"))
		return GATHERING_DECIDED;
	return str_is(value_str(quorum, "ok"), "false") ?
	    GATHERING_NO_QUORUM : GATHERING_HELD;
}

/* Put off, and not called together anew since. */
static bool
waits(const struct value *rec)
{
	const struct value *postponed = value_get(rec, S("postponed"));

	return postponed && !(has(rec, "notice_on") && str_cmp(value_str(rec,
	    "notice_on"), value_str(postponed, "day")) >= 0);
}

enum gathering_state
gathering_state(const struct value *rec)
{
	if (has(rec, "cancelled"))
		return GATHERING_CANCELLED;
	if (was_held(rec))
		return after(rec);
	if (waits(rec))
		return GATHERING_POSTPONED;
	if (has(rec, "notice_on"))
		return GATHERING_NOTIFIED;
	return has(rec, "agenda_fixed_on") ? GATHERING_AGENDA_SET :
	    GATHERING_PLANNED;
}

const char *
gathering_key(enum gathering_state state)
{
	static const char *const keys[] = {
		[GATHERING_PLANNED] = "planned",
		[GATHERING_AGENDA_SET] = "agenda_set",
		[GATHERING_NOTIFIED] = "notified",
		[GATHERING_HELD] = "held",
		[GATHERING_NO_QUORUM] = "no_quorum",
		[GATHERING_DECIDED] = "decided",
		[GATHERING_PUBLISHED] = "published",
		[GATHERING_EXECUTING] = "executing",
		[GATHERING_RESULT_PUBLISHED] = "result_published",
		[GATHERING_ARCHIVED] = "archived",
		[GATHERING_POSTPONED] = "postponed",
		[GATHERING_CANCELLED] = "cancelled",
	};

	return keys[state];
}

const char *
gathering_word(enum gathering_state state)
{
	static const char *const words[] = {
		[GATHERING_PLANNED] = "collecting topics",
		[GATHERING_AGENDA_SET] = "agenda set",
		[GATHERING_NOTIFIED] = "notice given",
		[GATHERING_HELD] = "meeting held",
		[GATHERING_NO_QUORUM] = "failed for want of a quorum",
		[GATHERING_DECIDED] = "voted on",
		[GATHERING_PUBLISHED] = "resolutions published",
		[GATHERING_EXECUTING] = "being carried out",
		[GATHERING_RESULT_PUBLISHED] = "outcome published",
		[GATHERING_ARCHIVED] = "meeting archived",
		[GATHERING_POSTPONED] = "meeting postponed",
		[GATHERING_CANCELLED] = "meeting cancelled",
	};

	return words[state];
}

/* ---- guards ----------------------------------------------------------- */

/* Each stage not before the one it follows; what happened is not ahead. */
static bool
order(struct gathering_look *k)
{
	static const char *const stages[] = { "topics_open_on",
	    "agenda_fixed_on", "notice_on", "date", "result_public_on",
	    "execution_public_on", "archived_on" };
	const struct value *at;
	date_day last = DATE_NONE, day;
	const char *before = NULL;
	bool ok = true;
	size_t i;

	for (i = 0; i < NELEM(stages); i++) {
		day = gathering_day(k->rec, stages[i]);
		if (day == DATE_NONE)
			continue;
		at = gathering_at(value_get(k->rec, str_of(stages[i])),
		    k->rec);
		if (before && day < last)
			ok = diag_error(k->dg, "meeting.order", at->src,
			    at->at, "%.*s lies before %.*s",
			    STR(gathering_label(k, stages[i])),
			    STR(gathering_label(k, before)));
		if (day > k->world->today && (k->held ||
		    strcmp(stages[i], "date") != 0))
			ok = diag_error(k->dg, "meeting.future", at->src,
			    at->at, "what happened cannot lie in the future: "
			    "%.*s", STR(gathering_label(k, stages[i])));
		last = day;
		before = stages[i];
	}
	return ok;
}

static bool
proposers(struct gathering_look *k)
{
	const struct value *item = gathering_first(k->rec, "agenda");
	const struct value *at = gathering_at(value_get(k->rec,
	    S("agenda_fixed_on")), k->rec);
	bool ok = true;

	if (!has(k->rec, "agenda_fixed_on"))
		return true;
	if (!item)
		return diag_error(k->dg, "meeting.proposer", at->src, at->at,
		    "an agenda that is fixed has at least one item");
	for (; item; item = item->next) {
		if (has(item, "proposer"))
			continue;
		at = gathering_at(item, k->rec);
		ok = diag_error(k->dg, "meeting.proposer", at->src, at->at,
		    "nobody is named as the proposer of '%.*s'",
		    STR(value_str(item, "title")));
	}
	return ok;
}

/* Enough days ahead, or a reason why not. */
static bool
notice(struct gathering_look *k)
{
	const struct value *at = gathering_at(value_get(k->rec,
	    S("notice_on")), k->rec);
	date_day day = gathering_day(k->rec, "notice_on");
	int days = k->rule ? k->rule->notice_days : 0;

	if (day != DATE_NONE && !has(k->rec, "notice_method"))
		return diag_error(k->dg, "meeting.notice", at->src, at->at,
		    "say how notice was given: notice_method");
	if (days == 0 || has(k->rec, "notice_waiver") ||
	    (day == DATE_NONE && !k->held))
		return true;
	if (day == DATE_NONE)
		diag_error(k->dg, "meeting.notice", at->src, at->at,
		    "%.*s wants notice %d days ahead, and no notice is "
		    "recorded", STR(k->rule->name), days);
	else if (k->day != DATE_NONE && k->day - day < days)
		diag_error(k->dg, "meeting.notice", at->src, at->at,
		    "%.*s wants notice %d days ahead, and this was %d",
		    STR(k->rule->name), days, (int)(k->day - day));
	else
		return true;
	return diag_cure(k->dg, "give notice_on, or say in notice_waiver why "
	    "it was shorter");
}

static bool
officers(struct gathering_look *k)
{
	static const char *const who[] = { "chair", "recorder" };
	bool ok = true;
	size_t i;

	for (i = 0; k->held && i < NELEM(who); i++)
		if (!has(k->rec, who[i]))
			ok = diag_error(k->dg, "meeting.officers",
			    k->rec->src, k->rec->at,
			    "a meeting that was held names its %.*s",
			    STR(gathering_label(k, who[i])));
	return ok;
}

static bool
board(struct gathering_look *k)
{
	date_day from = gathering_day(k->rec, "board_from");
	date_day to = gathering_day(k->rec, "board_to");
	const struct value *at = gathering_at(value_get(k->rec,
	    S("result_public_on")), k->rec);

	if (!has(k->rec, "result_public_on"))
		return true;
	if (!has(k->rec, "resolutions"))
		return diag_error(k->dg, "meeting.board", at->src, at->at,
		    "there is no resolution to publish");
	if (from == DATE_NONE || to == DATE_NONE)
		return diag_error(k->dg, "meeting.board", at->src, at->at,
		    "say how long it hangs: board_from and board_to");
	if (to - from + 1 < GATHERING_BOARD_DAYS) {
		at = gathering_at(value_get(k->rec, S("board_to")), k->rec);
		return diag_error(k->dg, "meeting.board", at->src, at->at,
		    "a resolution hangs for at least %d days, and this is %d",
		    GATHERING_BOARD_DAYS, (int)(to - from + 1));
	}
	return true;
}

bool
gathering_check(const struct gathering_world *world, struct value *rec,
    struct diag *dg)
{
	struct gathering_look k = { .world = world, .rec = rec, .dg = dg,
	    .held = was_held(rec), .day = gathering_day(rec, "date") };
	bool ok;

	k.rule = quorum_find(world->rules, value_str(rec, "kind"),
	    world->region, str_is(value_str(rec, "by_household"), "true"),
	    k.day == DATE_NONE ? world->today : k.day);
	ok = order(&k);
	ok = proposers(&k) && ok;
	ok = notice(&k) && ok;
	ok = officers(&k) && ok;
	ok = board(&k) && ok;
	k.counted = k.held && gathering_counts(&k);
	if (k.held)
		ok = k.counted && gathering_quorum(&k) && ok;
	return gathering_resolutions(&k) && ok;
}

/* ---- the rules and the register --------------------------------------- */

/* The side someone sits on who gave none: by role, else by the meeting. */
static struct str
side_of(const struct value *rec, const struct ref *person)
{
	static const struct {
		const char *role, *side;
	} table[] = {
		{ "representative", "mass_rep" }, { "村民代表", "mass_rep" },
		{ "secretary", "village_cadre" }, { "书记", "village_cadre" },
		{ "committee", "village_cadre" },
		{ "village_cadre", "village_cadre" },
	};
	struct str roles = person ? person->roles : S("");
	size_t i;

	for (i = 0; i < NELEM(table); i++)
		if (str_find(roles, str_of(table[i].role)) < roles.n)
			return str_of(table[i].side);
	return str_is(value_str(rec, "kind"), "rep_assembly") ?
	    S("mass_rep") : S("villager");
}

static void
fill_sides(struct ledger *led, struct value *rec, struct diag *dg)
{
	struct value *who = gathering_first(rec, "attendees");
	struct str id;

	for (; who; who = who->next) {
		if (has(who, "side"))
			continue;
		id = value_str(who, "person");
		value_put(led->arena, who, "side", side_of(rec, id.n ?
		    refs_get(led, S("person"), id, value_str(rec, "village"),
		    dg) : NULL));
	}
}

static bool
load_rules(struct quorum_rules *rules, struct ledger *led, struct arena *a,
    struct diag *dg)
{
	struct source *src = arena_alloc(a, sizeof(*src));
	struct doc *doc = arena_alloc(a, sizeof(*doc));

	return store_slurp(src, a, arena_printf(a, "%.*s/quorum.yaml",
	    STR(led->env.share)), dg) && doc_read(doc, src, a, dg) &&
	    quorum_parse(rules, doc, a, dg);
}

/* Names of rules go into the record, which outlives the table. */
static void
keep_names(struct quorum_rules *rules, struct arena *a)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		rules->v[i].name = arena_dup(a, rules->v[i].name);
}

bool
gathering_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	struct gathering_world world = { .region = led->region,
	    .today = led->env.today, .arena = led->arena,
	    .chinese = led->chinese };
	const struct kind *kind = ledger_need(led, "meeting", dg);
	struct quorum_rules rules;
	struct arena table;
	bool ok;

	if (!kind)
		return false;
	arena_init(&table);
	ok = load_rules(&rules, led, &table, dg);
	if (ok) {
		keep_names(&rules, led->arena);
		world.rules = &rules;
		world.kind = kind;
		fill_sides(led, rec, dg);
		ok = gathering_check(&world, rec, dg);
	}
	intake_order(rec, kind->fields, kind->nfields);
	arena_free(&table);
	return ok;
}

void
gathering_note(const struct value *rec, struct diag *dg)
{
	const struct value *q = value_get(rec, S("quorum"));

	if (!q)
		return;
	diag_note(dg, "meeting.quorum", NULL, (struct span){ 0, 0 },
	    "quorum by the rule %.*s: %.*s needed, %.*s came",
	    STR(value_str(q, "rule")), STR(value_str(q, "need")),
	    STR(value_str(q, "have")));
	if (gathering_state(rec) == GATHERING_NO_QUORUM)
		diag_warn(dg, "meeting.quorum", NULL, (struct span){ 0, 0 },
		    "no quorum: recorded as a meeting that failed, it can "
		    "decide nothing");
}

/* ---- building --------------------------------------------------------- */

static struct value *
list_of(struct arena *a, struct value *rec, const char *key)
{
	struct value *list = value_get(rec, str_of(key));

	return list ? list : value_set(rec, str_of(key),
	    value_new(a, VALUE_LIST));
}

/* Who a word means: an id of the register, else a name. */
static bool
who_is(struct value *who, struct ledger *led, struct str village,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	struct diag_mark mark = diag_mark(dg);
	struct str id;

	who->src = src;
	who->at = at;
	if (refs_resolve(&id, led, S("person"), text, village, src, at, dg)) {
		value_put(led->arena, who, "person", id);
		return true;
	}
	if (dg->n == mark.n ||
	    strcmp(dg->faults[dg->n - 1].rule, "unknown-ref") != 0)
		return false;
	diag_back(dg, mark);
	value_put(led->arena, who, "name", text);
	return true;
}

static struct value *
on_list(struct value *rec, const struct value *who)
{
	struct value *v = gathering_first(rec, "attendees");

	for (; v; v = v->next)
		if (str_eq(value_str(v, "person"), value_str(who, "person"))
		    && (value_str(who, "person").n ||
		    str_eq(value_str(v, "name"), value_str(who, "name"))))
			return v;
	return NULL;
}

bool
gathering_attend(struct value *rec, struct ledger *led, struct str village,
    struct str status, struct str text, const struct source *src,
    struct span at, struct diag *dg)
{
	struct value *who = value_new(led->arena, VALUE_MAP), *old;

	if (!who_is(who, led, village, text, src, at, dg))
		return false;
	old = on_list(rec, who);
	if (old && has(old, "status"))
		return diag_error(dg, "meeting.attendance", src, at,
		    "'%.*s' is named twice", STR(text));
	if (!old)
		old = value_append(list_of(led->arena, rec, "attendees"),
		    who);
	value_put(led->arena, old, "status", status);
	return true;
}

void
gathering_merge(struct arena *a, struct value *rec, const struct value *more)
{
	const struct value *v, *item;
	struct value *old;

	for (v = more->first; v; v = v->next) {
		old = value_get(rec, v->key);
		if (!old || v->kind == VALUE_TEXT || old->kind != v->kind) {
			value_set(rec, v->key, value_copy(a, v));
			continue;
		}
		for (item = v->first; item; item = item->next) {
			if (v->kind == VALUE_LIST)
				value_append(old, value_copy(a, item));
			else
				value_set(old, item->key,
				    value_copy(a, item));
		}
	}
}

/* ---- actions become issues -------------------------------------------- */

static void
put_new(struct arena *a, struct value *map, const char *key, struct str text)
{
	if (text.n && !value_get(map, str_of(key)))
		value_put(a, map, key, text);
}

void
gathering_issue(struct arena *a, struct value *issue,
    const struct value *meeting, const struct value *action)
{
	static const char *const own[] = { "villager_talk", "lunar_five" };
	struct str kind = value_str(meeting, "kind"), source = S("meeting");
	struct str text = value_str(action, "text");
	size_t i;

	for (i = 0; i < NELEM(own); i++)
		if (str_is(kind, own[i]))
			source = kind;
	if (utf8_count(text) < ISSUE_CONTENT)
		text = arena_printf(a, "%.*s：%.*s",
		    STR(value_str(meeting, "title")), STR(text));
	put_new(a, issue, "village", value_str(meeting, "village"));
	put_new(a, issue, "kind", S("appeal"));
	put_new(a, issue, "category", S("other"));
	put_new(a, issue, "content", text);
	put_new(a, issue, "source", source);
	put_new(a, issue, "found_on", value_str(meeting, "date"));
	put_new(a, issue, "found_by", value_str(meeting, "recorder"));
	put_new(a, issue, "lead_unit", value_str(action, "lead_unit"));
	put_new(a, issue, "lead_person", value_str(action, "person"));
	put_new(a, issue, "due_on", value_str(action, "due_on"));
}
