/* SPDX-License-Identifier: MIT */
/*
 * meeting-record - plan, notify, hold, decide, publish; or all in one act
 *
 * Without a verb, a meeting that was held is recorded whole: attendance,
 * agenda, resolutions with their votes, and actions, each of which becomes
 * an issue in the same act.  Counts, quorum and whether a resolution passed
 * are computed, and what was given must agree.  On any fault every file is
 * left as it was, to the byte.
 */
#include "meeting.h"

static const struct command command = {
	.name = "meeting-record",
	.synopsis = "[record | plan] FIELD=VALUE … [present=NAMES] "
	    "[+agenda …] [+resolution …] [+action …] | "
	    "VERB ID [FIELD=VALUE …] | list | show ID",
	.summary = "plan and record meetings: attendance, quorum, votes, and "
	    "actions that become issues",
	.groups = CMD_WRITES | CMD_READS,
};

/* Where nobody says otherwise a plan begins with collecting topics. */
static void
begin_plan(struct cmd *c, struct value *rec)
{
	if (!value_get(rec, S("topics_open_on")))
		value_put(&c->arena, rec, "topics_open_on",
		    date_str(&c->arena, c->env.today));
}

/* The meeting first, as the issues need its id; printed first, too. */
static bool
add_meeting(struct cmd *c, struct add *a, const struct meeting_words *w,
    struct value *rec, bool plan)
{
	struct value *given = value_copy(&c->arena, rec);
	struct change *ch = a->ch;
	size_t before = ch->ids.n, i;
	struct strs issues;
	struct added one;

	if (plan)
		begin_plan(c, rec);
	if (!intake_defaults(rec, &c->led, w->kind, &c->diag) ||
	    !add_identify(&one, a, w->kind, given, rec, &c->diag))
		return false;
	if (one.outcome == ADD_NEW && (!gathering_complete(&c->led, rec,
	    &c->diag) || !meeting_issues(rec, w, c, a)))
		return false;
	intake_order(rec, w->kind->fields, w->kind->nfields);
	issues = (struct strs){ 0 };
	for (i = before; i < ch->ids.n; i++)
		strs_add(&issues, &c->arena, ch->ids.v[i]);
	ch->ids.n = before;
	if (!add_record(&one, a, w->kind, given, rec, &c->diag))
		return false;
	for (i = 0; i < issues.n; i++)
		strs_add(&ch->ids, &c->arena, issues.v[i]);
	if (one.outcome == ADD_NEW && !a->batch)
		gathering_note(rec, &c->diag);
	return true;
}

/* A meeting that took place says who came; a plan need not. */
static bool
says_who_came(struct cmd *c, const struct value *rec)
{
	struct gathering_count n;

	gathering_count(&n, rec);
	return n.settled || value_get(rec, S("present_count")) ||
	    diag_error(&c->diag, "meeting.attendance", rec->src, rec->at,
	    "who came? give present= and absent=, or due_count and "
	    "present_count; a meeting yet to come is recorded with plan");
}

static bool
from_words(struct cmd *c, struct meeting_words *w, struct value *rec)
{
	struct str village = value_str(rec, "village");

	return meeting_groups(rec, w, c, village) &&
	    meeting_attendance(rec, w, c);
}

static bool
record(struct cmd *c, bool plan)
{
	struct meeting_words w = { .kind = ledger_need(&c->led, "meeting",
	    &c->diag) };
	struct intake_list list;
	struct change ch;
	struct add a;
	bool ok = true;
	size_t i;

	if (!w.kind)
		return false;
	meeting_take(&w, c, !plan, NULL);
	if (!cmd_records(&list, c, w.kind, NULL))
		return false;
	if (c->from_path.n && (w.nlists || c->ngroups > 1))
		return cmd_usage(c, "with --from all comes from the file");
	change_init(&ch, &c->led);
	add_init(&a, &ch);
	a.again = c->again;
	a.update = c->update;
	a.batch = c->from_path.n > 0;
	for (i = 0; i < list.n; i++)
		if ((!c->from_path.n && !from_words(c, &w, list.v[i])) ||
		    (!plan && !says_who_came(c, list.v[i])) ||
		    !add_meeting(c, &a, &w, list.v[i], plan))
			ok = false;
	return ok && cmd_write(c, &ch, arena_printf(&c->arena, "%.*s: %.*s",
	    STR(w.kind->title), STR(ch.ids.n ? ch.ids.v[0] : S("-"))));
}

/* ---- verbs ------------------------------------------------------------ */

enum whole { RECORD, PLAN, LIST, SHOW, OTHER };

static enum whole
whole_verb(struct str verb)
{
	static const struct {
		const char *name, *zh;
		enum whole  what;
	} verbs[] = {
		{ "record", "记录", RECORD }, { "plan", "议题征集", PLAN },
		{ "list", "列表", LIST }, { "show", "查看", SHOW },
	};
	size_t i;

	if (!verb.p)
		return RECORD;
	for (i = 0; i < NELEM(verbs); i++)
		if (str_is(verb, verbs[i].name) || str_is(verb, verbs[i].zh))
			return verbs[i].what;
	return OTHER;
}

static bool
run(struct cmd *c, enum whole what)
{
	const struct meeting_step *step = meeting_step(cmd_word(c, 0));

	switch (what) {
	case LIST:
		return meeting_list(c);
	case SHOW:
		return meeting_show(c);
	case OTHER:
		return step ? meeting_do(c, step) : cmd_usage(c,
		    "no verb '%.*s'; there are record plan agenda notify hold "
		    "decide publish execute cancel postpone archive list "
		    "show", STR(cmd_word(c, 0)));
	case RECORD:
	case PLAN:
		break;
	}
	if (c->words.n > 1)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, 1)));
	return record(c, what == PLAN);
}

int
main(int argc, char **argv)
{
	enum whole what;
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	what = whole_verb(cmd_word(&c, 0));
	(void)(cmd_open(&c, what != LIST && what != SHOW) && run(&c, what));
	return cmd_end(&c);
}
