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
#include "issue-act.h"

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
	return issue_find(&rec, c, &src, cmd_word(c, 1)) &&
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
	return verb ? issue_act(c, verb) : cmd_usage(c, "say what to do: "
	    "open 登记, list 清单, show 查看, %.*s",
	    STR(case_verbs(&c->arena)));
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
