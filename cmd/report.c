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
#include "due.h"
#include "handbook.h"
#include "listing.h"
#include "near.h"
#include "publicity.h"
#include "ranking.h"
#include "report.h"
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

static const struct report reports[] = {
	{ "publicity-list", "公示", "the quarter's points, to be posted",
	    publicity_list, "last-quarter", AUDIENCE_VILLAGE,
	    REPORT_SETTLED | REPORT_WHOLE },
	{ "ranking", "排名", "who stands where in a quarter or a year",
	    ranking_report, "last-quarter", AUDIENCE_INTERNAL, 0 },
	{ "tally", "月度汇总", "a month's entries by village",
	    tally_report, "last-month", AUDIENCE_INTERNAL, 0 },
	{ "handbook", "手册", "one subject's entries and their sum (SUBJECT)",
	    handbook_report, "this-year", AUDIENCE_INTERNAL, REPORT_WORD },
	{ "today", "今日", "what is to be done today",
	    agenda_report, "today", AUDIENCE_INTERNAL, 0 },
	{ "issues", "问题台账", "the issue book",
	    roll_issues, NULL, AUDIENCE_INTERNAL, REPORT_THIN },
	{ "problem-list", "问题清单",
	    "open problems, with their five elements", roll_problems, NULL,
	    AUDIENCE_INTERNAL, 0 },
	{ "responsibility", "责任清单", "who has to solve what by when",
	    roll_responsibility, NULL, AUDIENCE_INTERNAL, 0 },
	{ "overdue", "超期督办", "issues past their limit",
	    roll_overdue, NULL, AUDIENCE_INTERNAL, 0 },
	{ "visits", "走访台账", "the visit book",
	    roll_visits, "this-month", AUDIENCE_INTERNAL, REPORT_THIN },
	{ "visits-due", "走访到期",
	    "households to be visited by the period's end", due_report,
	    "this-week", AUDIENCE_INTERNAL, 0 },
	{ "meetings", "会议台账", "meetings held and planned",
	    roll_meetings, "this-year", AUDIENCE_INTERNAL, REPORT_THIN },
	{ "list", "清单", "records of any kind, for people (KIND)",
	    listing_list, NULL, AUDIENCE_INTERNAL, REPORT_WORD | REPORT_THIN },
	{ "export", "导出", "records of any kind, to be imported again (KIND)",
	    listing_export, NULL, AUDIENCE_INTERNAL,
	    REPORT_WORD | REPORT_EXPORT },
};

/* ---- which report ----------------------------------------------------- */

static void
show_list(struct cmd *c)
{
	size_t i;

	for (i = 0; i < NELEM(reports); i++)
		buf_printf(&c->out, "%s\t%s\t%s\n", reports[i].name,
		    reports[i].zh, words_get(c->diag.words,
		    reports[i].summary));
	buf_printf(&c->out, "calendar\t日历\t%s\n", words_get(c->diag.words,
	    "is a day worked? by exit status (--is-workday [DAY])"));
}

static const struct report *
find(struct cmd *c)
{
	struct str names[2 * NELEM(reports)], name = cmd_word(c, 0), near;
	size_t i;

	for (i = 0; i < NELEM(reports); i++) {
		if (name.n && (str_is(name, reports[i].name) ||
		    str_is(name, reports[i].zh)))
			return &reports[i];
		names[2 * i] = str_of(reports[i].name);
		names[2 * i + 1] = str_of(reports[i].zh);
	}
	near = near_word(name, names, NELEM(names));
	cmd_usage(c, "no report is called '%.*s'; report --list shows them "
	    "all", STR(name));
	if (near.n)
		diag_cure(&c->diag, "%.*s", STR(near));
	return NULL;
}

static bool
usage(struct cmd *c, const struct report *v)
{
	size_t words = v->flags & REPORT_WORD ? 2 : 1;

	if (c->words.n > words)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, words)));
	if (c->words.n < words)
		return cmd_usage(c, v->make == handbook_report ?
		    "say whose: %s SUBJECT" : "say which kind: %s KIND",
		    str_is(cmd_word(c, 0), v->zh) ? v->zh : v->name);
	return c->each.n == 0 || report_each_usage(c);
}

static bool
one(struct cmd *c)
{
	const struct report *r = find(c);

	return r && usage(c, r) && report_run(c, r, book);
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
		    one(&c));
	status = cmd_end(&c);
	return status ? status : !yes;
}
