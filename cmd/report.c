/* SPDX-License-Identifier: MIT */
/*
 * report - every list, table and tally, for whoever may see it
 *
 * A report is one row of the table below: its two names, whom it is for,
 * the period it is about when none is said, and the function that makes its
 * table.  All is read before anything is printed, from one state of the
 * ledger; a report that cannot vouch for its sums prints nothing.
 */
#include "agenda.h"
#include "audience.h"
#include "due.h"
#include "handbook.h"
#include "listing.h"
#include "near.h"
#include "publicity.h"
#include "ranking.h"
#include "report-each.h"
#include "reread.h"
#include "roll.h"
#include "tally.h"

static bool list_reports, is_workday;
static struct str book;

static const struct opt options[] = {
	{ 0, "list", NULL, &list_reports, NULL, NULL, "the reports there are" },
	{ 0, "book", "BOOK", NULL, &book, NULL, "by this rulebook" },
	{ 0, "is-workday", NULL, &is_workday, NULL, NULL,
	    "calendar: exit 0 if the day is worked, else 1" },
	{ 0 },
};

static const struct command command = {
	.name = "report",
	.synopsis = "NAME [WORD] [FIELD=VALUE …] | --list",
	.summary = "lists, tables and tallies in any format, for any audience",
	.groups = CMD_READS,
	.options = options,
};

enum { WORD = 1, THIN = 2, EXPORT = 4, SETTLED = 8 };

static const struct verb {
	const char   *name, *zh, *summary;
	report_fn    *make;
	const char   *period;	/* NULL: all time */
	enum audience audience;
	unsigned      flags;
} verbs[] = {
	{ "publicity-list", "公示", "the quarter's points, to be posted",
	    publicity_list, "last-quarter", AUDIENCE_VILLAGE, SETTLED },
	{ "ranking", "排名", "who stands where in a quarter or a year",
	    ranking_report, "last-quarter", AUDIENCE_INTERNAL, 0 },
	{ "tally", "月度汇总", "a month's entries by village",
	    tally_report, "last-month", AUDIENCE_INTERNAL, 0 },
	{ "handbook", "手册", "one subject's entries and their sum (SUBJECT)",
	    handbook_report, "this-year", AUDIENCE_INTERNAL, WORD },
	{ "today", "今日", "what is to be done today",
	    agenda_report, "today", AUDIENCE_INTERNAL, 0 },
	{ "issues", "问题台账", "the issue book",
	    roll_issues, NULL, AUDIENCE_INTERNAL, THIN },
	{ "problem-list", "问题清单", "open problems, with their five elements",
	    roll_problems, NULL, AUDIENCE_INTERNAL, 0 },
	{ "responsibility", "责任清单", "who has to solve what by when",
	    roll_responsibility, NULL, AUDIENCE_INTERNAL, 0 },
	{ "overdue", "超期督办", "issues past their limit",
	    roll_overdue, NULL, AUDIENCE_INTERNAL, 0 },
	{ "visits", "走访台账", "the visit book",
	    roll_visits, "this-month", AUDIENCE_INTERNAL, THIN },
	{ "visits-due", "走访到期", "households to be visited by the period's end",
	    due_report, "this-week", AUDIENCE_INTERNAL, 0 },
	{ "meetings", "会议台账", "meetings held and planned",
	    roll_meetings, "this-year", AUDIENCE_INTERNAL, THIN },
	{ "list", "清单", "records of any kind, for people (KIND)",
	    listing_list, NULL, AUDIENCE_INTERNAL, WORD | THIN },
	{ "export", "导出", "records of any kind, to be imported again (KIND)",
	    listing_export, NULL, AUDIENCE_INTERNAL, WORD | EXPORT },
};

struct job {
	const struct verb *verb;
	struct report_out *v;
	size_t             n, cap;
	struct buf         whole;	/* export as JSON lines */
};

/* ---- which report ----------------------------------------------------- */

static void
show_list(struct cmd *c)
{
	size_t i;

	for (i = 0; i < NELEM(verbs); i++)
		buf_printf(&c->out, "%s\t%s\t%s\n", verbs[i].name,
		    verbs[i].zh, words_get(c->diag.words, verbs[i].summary));
	buf_printf(&c->out, "calendar\t日历\t%s\n", words_get(c->diag.words,
	    "is a day worked? by exit status (--is-workday [DAY])"));
}

static const struct verb *
find(struct cmd *c)
{
	struct str names[2 * NELEM(verbs)], name = cmd_word(c, 0), near;
	size_t i;

	for (i = 0; i < NELEM(verbs); i++) {
		if (name.n && (str_is(name, verbs[i].name) ||
		    str_is(name, verbs[i].zh)))
			return &verbs[i];
		names[2 * i] = str_of(verbs[i].name);
		names[2 * i + 1] = str_of(verbs[i].zh);
	}
	near = near_word(name, names, NELEM(names));
	cmd_usage(c, "no report is called '%.*s'; report --list shows them "
	    "all", STR(name));
	if (near.n)
		diag_cure(&c->diag, "%.*s", STR(near));
	return NULL;
}

static bool
usage(struct cmd *c, const struct verb *v)
{
	size_t words = v->flags & WORD ? 2 : 1;

	if (c->words.n > words)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, words)));
	if (c->words.n < words)
		return cmd_usage(c, "%s: %s", v->name, words_get(
		    c->diag.words, v->summary));
	return c->each.n == 0 || report_each_usage(c);
}

/* ---- what is asked ---------------------------------------------------- */

static struct str
format_name(const struct cmd *c)
{
	size_t i;

	for (i = c->output.n; i > 0 && c->output.p[i - 1] != '.'; i--)
		;
	return c->format.n ? c->format : str_sub(c->output, i, c->output.n);
}

static bool
chosen(const struct cmd *c)
{
	return c->where.n || c->groups[0].n || c->sort.n || c->group_by.n ||
	    c->sum.n || c->count;
}

static bool
ask(struct asked *q, struct cmd *c, const struct verb *v)
{
	struct source *src = arena_alloc(&c->arena, 2 * sizeof(*src));
	struct str format = format_name(c);

	*q = (struct asked){ .led = &c->led, .name = str_of(v->name),
	    .word = cmd_word(c, 1), .src = src, .book = book,
	    .book_src = src + 1, .audience = v->audience };
	q->at = (struct span){ 0, (uint32_t)q->word.n };
	src[0] = source_of(v->name, q->word);
	src[1] = source_of("--book", book);
	q->totals = !chosen(c) && !str_is(format, "json") &&
	    !str_is(format, "jsonl");
	if (c->audience.n && !audience_parse(&q->audience, c->audience))
		return cmd_usage(c, "no audience '%.*s'; it is internal, "
		    "department, village, township or public",
		    STR(c->audience));
	return cmd_village(&q->village, c) && ((!v->period &&
	    c->period.n == 0) || cmd_period(&q->period, c,
	    str_of(v->period)));
}

/* Columns in which nothing stands only widen what people read. */
static void
thin(struct cmd *c, struct table *t)
{
	size_t *kept = arena_array(&c->arena, t->ncolumns, sizeof(*kept));
	size_t i, r, n = 0, rows = table_rows(t);

	if (chosen(c) || c->choose.n || rows == 0)
		return;
	for (i = 0; i < t->ncolumns; i++) {
		for (r = 0; r < rows; r++)
			if (table_cell(t, r, i)->type != CELL_NONE)
				break;
		if (r < rows)
			kept[n++] = i;
	}
	table_take(t, kept, n);
}

/* ---- making and writing ----------------------------------------------- */

static bool
make_one(struct cmd *c, struct job *j, const struct asked *q, struct str path)
{
	struct str format = format_name(c);
	struct report_out *r;

	j->v = arena_grow(&c->arena, j->v, j->n, &j->cap, sizeof(*j->v));
	r = &j->v[j->n++];
	r->path = path;
	if (!j->verb->make(&r->table, q, &c->diag))
		return false;
	if (path.n && table_rows(&r->table) == 0)
		j->n--;
	if ((j->verb->flags & THIN) && !str_is(format, "csv") &&
	    !str_is(format, "tsv") && !str_is(format, "json") &&
	    !str_is(format, "jsonl"))
		thin(c, &r->table);
	return true;
}

static bool
make_each(struct cmd *c, struct job *j, struct asked *q)
{
	struct settlement all;
	struct strs codes;
	size_t i;

	if (!tally_villages(&codes, q, &c->diag))
		return false;
	if (j->verb->flags & SETTLED) {
		if (!publicity_settle(&all, q, &c->diag))
			return false;
		q->kept = &all;
	}
	for (i = 0; i < codes.n; i++) {
		q->village = codes.v[i];
		if (!make_one(c, j, q, report_path(c, q->village,
		    asked_village(q, q->village, &c->diag), q->period)))
			return false;
	}
	return true;
}

static bool
make(struct cmd *c, void *ctx)
{
	struct job *j = ctx;
	struct asked q;

	j->n = 0;
	buf_init(&j->whole, &c->arena);
	if (!ask(&q, c, j->verb))
		return false;
	if ((j->verb->flags & EXPORT) && str_is(format_name(c), "jsonl"))
		return chosen(c) || c->choose.n || c->each.n ? cmd_usage(c,
		    "JSON lines are exported whole: no conditions, no "
		    "columns, no --each") : listing_json(&j->whole, &q,
		    &c->diag);
	return c->each.n ? make_each(c, j, &q) : make_one(c, j, &q, S(""));
}

static bool
report(struct cmd *c)
{
	struct job j = { .verb = find(c) };

	if (!j.verb || !usage(c, j.verb))
		return false;
	if ((j.verb->flags & EXPORT) && c->header.n == 0)
		c->header = S("keys");
	if ((j.verb->flags & EXPORT) && format_name(c).n == 0)
		c->format = S("csv");
	if (!cmd_reread(c, make, &j))
		return false;
	if (c->each.n)
		return report_write(c, j.v, j.n, j.verb->audience);
	if (j.n)
		return cmd_table(c, &j.v[0].table, j.verb->audience);
	if (c->output.n && !str_is(c->output, "-"))
		return store_export(c->output, buf_str(&j.whole), &c->diag);
	buf_add(&c->out, buf_str(&j.whole));
	return true;
}

/* report calendar --is-workday [DAY]: the answer is the exit status. */
static bool
workday(struct cmd *c, bool *yes)
{
	struct str typed = cmd_word(c, 1);
	struct source src = source_of("calendar", typed);
	date_day day = c->env.today;

	*yes = true;
	if (!is_workday || c->words.n > 2)
		return cmd_usage(c, "say what is asked: calendar "
		    "--is-workday [DAY]");
	if (typed.n && !date_parse(&day, typed, c->env.today, &src,
	    (struct span){ 0, (uint32_t)typed.n }, &c->diag))
		return false;
	if (!ledger_calendar(&c->led, &c->diag))
		return false;
	if (!calendar_known(&c->led.calendar, day))
		diag_warn(&c->diag, "calendar.unknown", NULL,
		    (struct span){ 0, 0 }, "there is no holiday table for "
		    "%d; only weekends are known", date_ymd(day).year);
	*yes = calendar_is_workday(&c->led.calendar, day);
	return true;
}

int
main(int argc, char **argv)
{
	bool yes = true;
	struct cmd c;
	int status;

	cmd_begin(&c, argc, argv, &command);
	if (list_reports)
		show_list(&c);
	else if (cmd_open(&c, false))
		(void)(str_is(cmd_word(&c, 0), "calendar") ||
		    str_is(cmd_word(&c, 0), "日历") ? workday(&c, &yes) :
		    report(&c));
	status = cmd_end(&c);
	return status ? status : !yes;
}
