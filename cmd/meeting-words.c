/* SPDX-License-Identifier: MIT */
/* meeting-words - attendance lists and groups, as fields of a meeting. */
#include "complete.h"
#include "meeting.h"

/* ---- group 0 ---------------------------------------------------------- */

static const char *
status_of(struct str key, bool came)
{
	static const char *const names[][3] = {
		{ "present", "到会", "present" }, { "late", "迟到", "late" },
		{ "left_early", "早退", "left_early" },
		{ "excused", "请假", "excused" },
		{ "absent", "缺席", "absent" },
		{ "absent", "无故缺席", "absent" },
	};
	size_t i;

	for (i = 0; i < NELEM(names); i++)
		if (str_is(key, names[i][0]) || str_is(key, names[i][1]))
			return names[i][2];
	return came && (str_is(key, "attendees") || str_is(key, "参会人")) ?
	    "present" : NULL;
}

static bool
write_out(struct given *g, const struct meeting_alias *alias)
{
	for (; alias && alias->typed; alias++)
		if (str_is(g->key, alias->typed)) {
			g->key = str_of(alias->key);
			return true;
		}
	return false;
}

/* What people call the fields of a meeting whatever the verb. */
static const struct meeting_alias common[] = { { "标题", "title" },
    { "方式", "mode" }, { "主持", "chair" }, { "记录", "recorder" },
    { "召集", "convener" }, { "agenda", "agenda.title" },
    { "议题", "agenda.title" }, { "提出人", "agenda.proposer" },
    { NULL, NULL } };

void
meeting_take(struct meeting_words *w, struct cmd *c, bool came,
    const struct meeting_alias *alias)
{
	struct cmd_group *g = &c->groups[0];
	const char *status;
	size_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		status = status_of(g->v[i].key, came);
		if (!status) {
			(void)(write_out(&g->v[i], alias) ||
			    write_out(&g->v[i], common));
			g->v[n++] = g->v[i];
			continue;
		}
		w->lists = arena_grow(&c->arena, w->lists, w->nlists,
		    &w->lists_cap, sizeof(*w->lists));
		w->lists[w->nlists++] = (struct meeting_list){ g->v[i],
		    status };
	}
	g->n = n;
}

/* ---- attendance ------------------------------------------------------- */

static void
names_of(struct strs *items, struct arena *a, const struct given *g)
{
	struct str s = g->value, line;
	size_t n;

	if (!g->list) {
		intake_items(items, a, s);
		return;
	}
	for (; s.n; s = str_sub(s, n + 1, s.n)) {
		n = str_find(s, S("\n"));
		line = str_trim(str_sub(s, 0, n));
		if (line.n)
			strs_add(items, a, line);
	}
}

bool
meeting_attendance(struct value *meeting, const struct meeting_words *w,
    struct cmd *c)
{
	const struct given *g;
	struct strs names;
	struct span at;
	bool ok = true;
	size_t i, k;

	for (i = 0; i < w->nlists; i++) {
		g = &w->lists[i].g;
		names = (struct strs){ 0 };
		names_of(&names, &c->arena, g);
		for (k = 0; k < names.n; k++) {
			at.at = (uint32_t)(names.v[k].p - g->src->bytes.p);
			at.end = at.at + (uint32_t)names.v[k].n;
			if (!gathering_attend(meeting, &c->led, value_str(
			    meeting, "village"), str_of(w->lists[i].status),
			    names.v[k], g->src, at, &c->diag))
				ok = false;
		}
	}
	return ok;
}

/* ---- groups ----------------------------------------------------------- */

static const struct meeting_alias no_alias[] = { { NULL, NULL } };
static const struct meeting_alias agenda_alias[] = { { "标题", "title" },
    { "议题", "title" }, { "名称", "title" }, { "text", "title" },
    { "问题", "issue_ref" }, { NULL, NULL } };
static const struct meeting_alias resolution_alias[] = { { "内容", "text" },
    { "议题", "agenda_no" }, { "agenda", "agenda_no" }, { NULL, NULL } };
static const struct meeting_alias action_alias[] = { { "内容", "text" },
    { "责任人", "person" }, { "lead_person", "person" },
    { "时限", "due_on" }, { "期限", "due_on" }, { NULL, NULL } };
static const struct meeting_alias question_alias[] = { { "内容", "text" },
    { "答复", "answer" }, { "期限", "due_on" }, { "时限", "due_on" },
    { NULL, NULL } };
static const struct meeting_alias execution_alias[] = { { "内容", "text" },
    { "日期", "day" }, { "议题", "agenda_no" }, { NULL, NULL } };

static const struct group_name {
	const char                 *name, *zh, *field;
	const struct meeting_alias *alias;
} group_names[] = {
	{ "agenda", "议题", "agenda", agenda_alias },
	{ "resolution", "决议", "resolutions", resolution_alias },
	{ "action", "任务", "actions", action_alias },
	{ "question", "质询", "questions", question_alias },
	{ "execution", "实施", "execution", execution_alias },
	{ "speech", "发言", "speeches", no_alias },
	{ "ballot", "测评", "ballots", no_alias },
};

static const struct group_name *
group_name(struct cmd *c, struct str name)
{
	struct buf b;
	size_t i;

	buf_init(&b, &c->arena);
	for (i = 0; i < NELEM(group_names); i++) {
		if (str_is(name, group_names[i].name) ||
		    str_is(name, group_names[i].zh))
			return &group_names[i];
		buf_printf(&b, "%s+%s +%s", i ? ", " : "",
		    group_names[i].name, group_names[i].zh);
	}
	cmd_usage(c, "'+%.*s' is not known here; there are: %.*s", STR(name),
	    STR(buf_str(&b)));
	return NULL;
}

/* What is no part of an action but a field of an issue is the issue's. */
static bool
to_issue(struct cmd *c, const struct field *list, const struct given *g)
{
	const struct kind *issue;

	if (!str_is(list->key, "actions") || field_sub(list, g->key))
		return false;
	issue = ledger_need(&c->led, "issue", &c->diag);
	return issue && kind_field(issue, str_sub(g->key, 0, str_find(g->key,
	    S("."))));
}

static bool
no_part(struct cmd *c, const struct cmd_group *g, const struct given *one)
{
	diag_error(&c->diag, "field", one->src, one->key_at,
	    "'+%.*s' has no field '%.*s'", STR(g->name), STR(one->key));
	return diag_cure(&c->diag, "fields of the meeting stand before the "
	    "first '+'");
}

/* Splits a group into parts of the element and fields of its issue. */
static bool
split(struct cmd *c, const struct cmd_group *g, const struct group_name *name,
    const struct field *list, struct cmd_group *parts,
    struct cmd_group *issue)
{
	struct given one;
	bool ok = true;
	size_t i;

	parts->v = arena_array(&c->arena, g->n, sizeof(*parts->v));
	issue->v = arena_array(&c->arena, g->n, sizeof(*issue->v));
	for (i = 0; i < g->n; i++) {
		one = g->v[i];
		(void)write_out(&one, name->alias);
		if (to_issue(c, list, &one)) {
			issue->v[issue->n++] = one;
			continue;
		}
		if (!field_sub(list, one.key))
			ok = no_part(c, g, &g->v[i]);
		one.key = arena_printf(&c->arena, "%s.%.*s", name->field,
		    STR(one.key));
		parts->v[parts->n++] = one;
	}
	return ok;
}

static bool
keep_issue(struct cmd *c, struct meeting_words *w,
    const struct cmd_group *said, struct str village)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);

	w->issues = arena_grow(&c->arena, w->issues, w->nissues,
	    &w->issues_cap, sizeof(*w->issues));
	return kind && cmd_group_record(&w->issues[w->nissues++], c, kind,
	    said, village);
}

static bool
one_group(struct value *fields, struct meeting_words *w, struct cmd *c,
    const struct cmd_group *g, struct str village)
{
	const struct group_name *name = group_name(c, g->name);
	struct cmd_group parts = { 0 }, issue = { 0 };
	const struct field *list;
	struct value *made;

	if (!name)
		return false;
	list = kind_field(w->kind, str_of(name->field));
	if (!list || !split(c, g, name, list, &parts, &issue) ||
	    !cmd_group_record(&made, c, w->kind, &parts, village))
		return false;
	if (value_count(value_get(made, list->key)) == 0)
		return cmd_usage(c, "'+%.*s' has no FIELD=VALUE behind it",
		    STR(g->name));
	if (value_count(value_get(made, list->key)) > 1)
		return cmd_usage(c, "a field is given twice behind '+%.*s'",
		    STR(g->name));
	gathering_merge(&c->arena, fields, made);
	return !str_is(list->key, "actions") ||
	    keep_issue(c, w, &issue, village);
}

bool
meeting_groups(struct value *fields, struct meeting_words *w, struct cmd *c,
    struct str village)
{
	bool ok = true;
	size_t i;

	for (i = 1; i < c->ngroups; i++)
		if (!one_group(fields, w, c, &c->groups[i], village))
			ok = false;
	return ok;
}

/* ---- actions become issues -------------------------------------------- */

static bool
open_issue(struct cmd *c, struct add *a, const struct value *meeting,
    struct value *action, struct value *issue)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);
	complete_fn *complete = complete_of(S("issue"));
	struct value *given;
	struct added one;

	if (!kind)
		return false;
	issue->src = action->src;
	issue->at = action->at;
	gathering_issue(&c->arena, issue, meeting, action);
	given = value_copy(&c->arena, issue);
	value_put(&c->arena, issue, "source_ref", value_str(meeting, "id"));
	if (!intake_defaults(issue, &c->led, kind, &c->diag) ||
	    !add_identify(&one, a, kind, given, issue, &c->diag))
		return false;
	if (one.outcome == ADD_NEW && complete &&
	    !complete(&c->led, issue, &c->diag))
		return false;
	value_put(&c->arena, action, "issue_ref", one.id);
	return add_record(&one, a, kind, given, issue, &c->diag);
}

bool
meeting_issues(struct value *meeting, const struct meeting_words *w,
    struct cmd *c, struct add *a)
{
	struct value *list = value_get(meeting, S("actions"));
	size_t n = value_count(list), i = 0;
	struct value *v, *issue;
	bool ok = true;

	for (v = list ? list->first : NULL; v; v = v->next, i++) {
		if (value_str(v, "issue_ref").n || value_str(v, "done_on").n)
			continue;
		/* those said of come last, in order */
		issue = i + w->nissues >= n ? w->issues[i + w->nissues - n] :
		    value_new(&c->arena, VALUE_MAP);
		if (!open_issue(c, a, meeting, v, issue))
			ok = false;
	}
	return ok;
}
