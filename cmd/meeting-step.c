/* SPDX-License-Identifier: MIT */
/* meeting-step - one verb on a meeting that is in the ledger. */
#include "meeting.h"

#define BIT(state)	(1u << (state))
#define BEFORE	(BIT(GATHERING_PLANNED) | BIT(GATHERING_AGENDA_SET) | \
		    BIT(GATHERING_NOTIFIED) | BIT(GATHERING_POSTPONED))
#define AFTER	(BIT(GATHERING_HELD) | BIT(GATHERING_NO_QUORUM) | \
		    BIT(GATHERING_DECIDED) | BIT(GATHERING_PUBLISHED) | \
		    BIT(GATHERING_EXECUTING) | BIT(GATHERING_RESULT_PUBLISHED))

struct meeting_step {
	const char                 *name, *zh;
	unsigned                    from;	/* a bit for each state */
	const char                 *day;	/* today where not given */
	const struct meeting_alias *alias;
};

static const struct meeting_alias notify_alias[] = {
	{ "method", "notice_method" }, { "方式", "notice_method" },
	{ "理由", "notice_waiver" }, { NULL, NULL } };
static const struct meeting_alias cancel_alias[] = {
	{ "reason", "cancelled.reason" }, { "原因", "cancelled.reason" },
	{ "理由", "cancelled.reason" }, { "day", "cancelled.day" },
	{ NULL, NULL } };
static const struct meeting_alias postpone_alias[] = {
	{ "reason", "postponed.reason" }, { "原因", "postponed.reason" },
	{ "理由", "postponed.reason" }, { "to", "postponed.to" },
	{ "至", "postponed.to" }, { "延期至", "postponed.to" },
	{ "day", "postponed.day" }, { NULL, NULL } };
static const struct meeting_alias execute_alias[] = {
	{ "text", "execution.text" }, { "内容", "execution.text" },
	{ "day", "execution.day" }, { "agenda_no", "execution.agenda_no" },
	{ NULL, NULL } };
static const struct meeting_alias publish_alias[] = {
	{ "from", "board_from" }, { "to", "board_to" }, { NULL, NULL } };

static const struct meeting_step steps[] = {
	{ "agenda", "议题", BEFORE, "agenda_fixed_on", NULL },
	{ "notify", "通知", BIT(GATHERING_AGENDA_SET) |
	    BIT(GATHERING_NOTIFIED) | BIT(GATHERING_POSTPONED), "notice_on",
	    notify_alias },
	{ "hold", "召开", BEFORE, NULL, NULL },
	{ "decide", "表决", BIT(GATHERING_HELD) | BIT(GATHERING_NO_QUORUM) |
	    BIT(GATHERING_DECIDED), NULL, NULL },
	{ "publish", "公开", BIT(GATHERING_DECIDED), "result_public_on",
	    publish_alias },
	{ "execute", "实施", BIT(GATHERING_PUBLISHED) |
	    BIT(GATHERING_EXECUTING), "execution.day", execute_alias },
	{ "cancel", "取消", BEFORE, "cancelled.day", cancel_alias },
	{ "postpone", "延期", BEFORE, "postponed.day", postpone_alias },
	{ "archive", "归档", AFTER, "archived_on", NULL },
};

const struct meeting_step *
meeting_step(struct str verb)
{
	size_t i;

	for (i = 0; i < NELEM(steps); i++)
		if (str_is(verb, steps[i].name) || str_is(verb, steps[i].zh))
			return &steps[i];
	return NULL;
}

/* ---- what was given --------------------------------------------------- */

static bool
is_given(struct cmd *c, struct str key, bool part)
{
	const struct cmd_group *g = &c->groups[0];
	const struct kind *kind = ledger_need(&c->led, "meeting", &c->diag);
	struct str head;
	size_t i;

	for (i = 0; kind && i < g->n; i++) {
		head = g->v[i].key;
		if (part)
			head = str_sub(head, 0, str_find(head, S(".")));
		if (str_eq(head, key) || (!part && kind_field(kind, head) &&
		    str_eq(kind_field(kind, head)->key, key)))
			return true;
	}
	return false;
}

/* The day of the step is today where nobody says another. */
static void
date_it(struct cmd *c, const struct meeting_step *step)
{
	struct cmd_group *g = &c->groups[0];
	struct source *src;
	struct str key = str_of(step->day), today;

	if (!step->day || is_given(c, key, false))
		return;
	if (str_is(str_of(step->name), "execute") &&
	    !is_given(c, S("execution"), true))
		return;		/* a group has its own, or none is told */
	today = date_str(&c->arena, c->env.today);
	src = arena_alloc(&c->arena, sizeof(*src));
	*src = source_of(step->day, today);
	g->v = arena_grow(&c->arena, g->v, g->n, &g->cap, sizeof(*g->v));
	g->v[g->n++] = (struct given){ .key = key, .value = today,
	    .src = src, .value_at = { 0, (uint32_t)today.n } };
}

/* ---- the step --------------------------------------------------------- */

static bool
in_order(struct cmd *c, const struct meeting_step *step,
    const struct value *meeting)
{
	enum gathering_state state = gathering_state(meeting);

	if (step->from & BIT(state))
		return true;
	return diag_error(&c->diag, "meeting.state", meeting->src,
	    meeting->at, "'%s' is out of order: %s",
	    c->led.chinese ? step->zh : step->name,
	    words_get(c->diag.words, gathering_word(state)));
}

static bool
revise(struct cmd *c, const struct meeting_step *step,
    struct meeting_words *w, struct value *meeting)
{
	struct str village = value_str(meeting, "village"), to;
	struct value *more;

	date_it(c, step);
	if (!cmd_group_record(&more, c, w->kind, &c->groups[0], village) ||
	    !meeting_groups(more, w, c, village))
		return false;
	gathering_merge(&c->arena, meeting, more);
	to = value_str(value_get(meeting, S("postponed")), "to");
	if (str_is(str_of(step->name), "postpone") && to.n)
		value_put(&c->arena, meeting, "date", to);
	return meeting_attendance(meeting, w, c) &&
	    gathering_complete(&c->led, meeting, &c->diag);
}

static bool
apply(struct cmd *c, const struct meeting_step *step, struct change *ch,
    const struct refs_record *rec)
{
	struct meeting_words w = { .kind = rec->kind };
	struct value *was, *now;
	struct strs issues;
	struct add a;
	size_t i;

	add_init(&a, ch);
	meeting_take(&w, c, true, step->alias);
	if (!gathering_load(&was, ch, rec, &c->diag) ||
	    !in_order(c, step, was))
		return false;
	now = value_copy(&c->arena, was);
	if (!revise(c, step, &w, now) || !meeting_issues(now, &w, c, &a) ||
	    !gathering_save(ch, rec, was, now, &c->diag))
		return false;
	issues = ch->ids;
	ch->ids = (struct strs){ 0 };
	strs_add(&ch->ids, &c->arena, rec->id);
	for (i = 0; i < issues.n; i++)
		strs_add(&ch->ids, &c->arena, issues.v[i]);
	if (strcmp(step->name, "hold") == 0)
		gathering_note(now, &c->diag);
	return true;
}

bool
meeting_do(struct cmd *c, const struct meeting_step *step)
{
	const struct kind *kind = ledger_need(&c->led, "meeting", &c->diag);
	struct refs_record rec;
	struct change ch;
	struct source src;

	if (!kind)
		return false;
	if (c->words.n != 2)
		return cmd_usage(c, "say which meeting: %s %s ID FIELD=VALUE "
		    "…", c->info->name, step->name);
	src = source_of("ID", cmd_word(c, 1));
	if (!refs_find(&rec, &c->led, kind, cmd_word(c, 1), &src,
	    (struct span){ 0, (uint32_t)src.bytes.n }, &c->diag))
		return false;
	change_init(&ch, &c->led);
	return apply(c, step, &ch, &rec) && cmd_write(c, &ch, arena_printf(
	    &c->arena, "%.*s %s", STR(rec.id), step->name));
}
