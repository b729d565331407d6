/* SPDX-License-Identifier: MIT */
/*
 * issue-track - an issue from found to closed, each stage dated
 *
 * `open` adds an issue; the other verbs take it from one state to the next,
 * `finish` through several.  What a verb asks is checked on the whole issue,
 * its event is appended, and only then is its file changed; on any fault it
 * is left as it was, to the byte.  `list` and `show` only read.
 */
#include "audience.h"
#include "case.h"
#include "cmd.h"

static bool only_open, only_overdue;

static const struct opt filters[] = {
	{ 0, "open", NULL, &only_open, NULL, NULL,
	    "only what is not closed yet" },
	{ 0, "overdue", NULL, &only_overdue, NULL, NULL,
	    "only what is open and past its limit" },
	{ 0 },
};

static const struct command writer = {
	.name = "issue-track",
	.synopsis = "open FIELD=VALUE … | VERB ID … FIELD=VALUE … | "
	    "list FIELD=VALUE … | show ID",
	.summary = "take an issue from found to closed, every stage dated",
	.groups = CMD_WRITES,
};

static const struct command reader = {
	.name = "issue-track",
	.synopsis = "list FIELD=VALUE … | show ID",
	.summary = "the issues there are, or the whole history of one",
	.groups = CMD_READS,
	.options = filters,
};

/* ---- reading ---------------------------------------------------------- */

static bool
find(struct refs_record *rec, struct cmd *c, struct source *src,
    struct str text)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);

	*src = source_of("ID", text);
	return kind && refs_find(rec, &c->led, kind, text, src,
	    (struct span){ 0, (uint32_t)text.n }, &c->diag);
}

static bool
show(struct cmd *c)
{
	enum audience who = AUDIENCE_INTERNAL;
	struct refs_record rec;
	struct source src;
	struct table t;

	if (c->words.n != 2)
		return cmd_usage(c, "say which issue: issue-track show ID");
	if (c->audience.n && !audience_parse(&who, c->audience))
		return cmd_usage(c, "no audience '%.*s'; it is internal, "
		    "department, village, township or public",
		    STR(c->audience));
	return find(&rec, c, &src, cmd_word(c, 1)) &&
	    case_show(&t, &c->led, &rec, who, &c->diag) &&
	    cmd_table(c, &t, AUDIENCE_INTERNAL);
}

static bool
list(struct cmd *c)
{
	struct case_filter filter = { .open = only_open,
	    .overdue = only_overdue };
	struct table t;

	if (c->words.n != 1)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, 1)));
	return cmd_village(&filter.scope.village, c) &&
	    (c->period.n == 0 || cmd_period(&filter.scope.period, c,
	    S(""))) &&
	    case_list(&t, &c->led, &filter, &c->diag) &&
	    cmd_table(c, &t, AUDIENCE_INTERNAL);
}

/* ---- writing ---------------------------------------------------------- */

static bool
open_issue(struct cmd *c)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);
	struct intake_list recs;
	struct change ch;
	struct add a;

	case_aliases(NULL, c->groups[0].v, c->groups[0].n);
	if (!kind || !cmd_records(&recs, c, kind, NULL))
		return false;
	if (c->words.n > 1)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, 1)));
	change_init(&ch, &c->led);
	add_init(&a, &ch);
	a.again = c->again;
	a.update = c->update;
	a.batch = c->from_path.n > 0;
	return add_all(&a, kind, recs.v, recs.n, case_complete, &c->led,
	    &c->diag) && cmd_write(c, &ch, arena_printf(&c->arena,
	    "%.*s: %.*s", STR(kind->title), STR(ch.ids.n ? ch.ids.v[0] :
	    S("-"))));
}

static bool
act_on(struct cmd *c, struct change *ch, struct case_act *act,
    struct str text)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct value *was, *now, *given;
	struct refs_record rec;

	if (!find(&rec, c, src, text) ||
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

static bool
act(struct cmd *c, const struct case_verb *verb)
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

/* ---- main ------------------------------------------------------------- */

static bool
means(struct str word, const char *en, const char *zh)
{
	return str_is(word, en) || str_is(word, zh);
}

static bool
track(struct cmd *c)
{
	struct str word = cmd_word(c, 0);
	const struct case_verb *verb = case_verb(word);

	if (word.n == 0 && c->fields)
		word = S("open");
	if (means(word, "open", "登记"))
		return open_issue(c);
	if (means(word, "list", "清单"))
		return list(c);
	if (means(word, "show", "查看"))
		return show(c);
	return verb ? act(c, verb) : cmd_usage(c, "say what to do: open 登记, "
	    "list 清单, show 查看, %.*s", STR(case_verbs(&c->arena)));
}

int
main(int argc, char **argv)
{
	bool reads = false;
	struct cmd c;
	int i;

	for (i = 1; i < argc && !reads; i++)
		reads = means(str_of(argv[i]), "list", "清单") ||
		    means(str_of(argv[i]), "show", "查看");
	cmd_begin(&c, argc, argv, reads ? &reader : &writer);
	(void)(cmd_open(&c, !reads) && track(&c));
	return cmd_end(&c);
}
