/* SPDX-License-Identifier: MIT */
/* issue-act - one verb on one issue or several, as one change. */
#include "issue-act.h"

bool
issue_find(struct refs_record *rec, struct cmd *c, struct source *src,
    struct str text)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);

	*src = source_of("ID", text);
	return kind && refs_find(rec, &c->led, kind, text, src,
	    (struct span){ 0, (uint32_t)text.n }, &c->diag);
}

static bool
act_on(struct cmd *c, struct change *ch, struct case_act *act,
    struct str text)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct value *was, *now, *given;
	struct refs_record rec;

	if (!issue_find(&rec, c, src, text) ||
	    !case_load(&was, &c->led, &rec, &c->diag) ||
	    !cmd_group_record(&given, c, rec.kind, &c->groups[0],
	    value_str(was, "village")))
		return false;
	now = value_copy(&c->arena, was);
	act->given = given;
	act->src = src;
	act->at = (struct span){ 0, (uint32_t)text.n };
	if (!case_do(now, &c->led, act, &c->diag) ||
	    !case_save(ch, &rec, was, now, &c->diag))
		return false;
	strs_add(&ch->ids, &c->arena, rec.id);
	return true;
}

/* day=, note= and reason= are of the event, not of the issue. */
static bool
event_words(struct cmd *c, struct case_act *act)
{
	struct cmd_group *g = &c->groups[0];
	struct str day = S(""), more = S("");
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	(void)cmd_take(&day, g, "day", "日期");
	(void)cmd_take(&act->note, g, "note", "说明");
	if (cmd_take(&more, g, "reason", "原因") && act->note.n)
		act->note = arena_printf(&c->arena, "%.*s；%.*s",
		    STR(more), STR(act->note));
	else if (more.n)
		act->note = more;
	act->day = DATE_NONE;
	*src = source_of("day", day);
	return day.n == 0 || date_parse(&act->day, day, c->env.today, src,
	    (struct span){ 0, (uint32_t)day.n }, &c->diag);
}

bool
issue_act(struct cmd *c, const struct case_verb *verb)
{
	struct case_act one = { .verb = verb, .by = c->env.user };
	struct change ch;
	bool ok = true;
	size_t i;

	if (c->words.n < 2)
		return cmd_usage(c, "say which issue: issue-track %s ID "
		    "FIELD=VALUE …", verb->name);
	case_aliases(verb, c->groups[0].v, c->groups[0].n);
	if (!event_words(c, &one))
		return false;
	change_init(&ch, &c->led);
	for (i = 1; i < c->words.n; i++)
		if (!act_on(c, &ch, &one, cmd_word(c, i)))
			ok = false;
	return ok && cmd_write(c, &ch, arena_printf(&c->arena, "%s: %.*s",
	    c->led.chinese ? verb->zh : verb->name, STR(ch.ids.v[0])));
}
