/* SPDX-License-Identifier: MIT */
/* gathering - states, counts, quorum, votes and the guards of each stage. */
#include "gathering.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define TODAY	date_of(2026, 4, 11)

static const char table[] =
    "rules:\n"
    "- {name: reps, kind: rep_assembly, hold: {at_least: 2/3}, "
    "pass: {more_than: 1/2, of: present}, notice_days: 5}\n"
    "- {name: women, kind: group_assembly, hold: {at_least: 2/3}, "
    "women: {at_least: 2/3}, pass: {more_than: 1/2, of: present}}\n"
    "- {name: branch, kind: branch_assembly, hold: {at_least: 1/2}, "
    "pass: {more_than: 1/2, of: due}}\n"
    "- {name: coop, kind: coop_members, hold: {at_least: 1/2}, "
    "pass: {at_least: 2/3, of: all}}\n"
    "- {name: usage, kind: any, pass: {more_than: 1/2}}\n";

static struct arena arena;
static struct diag diag;
static struct quorum_rules rules;

static int
setup(void **state)
{
	struct source *src;
	struct doc *doc;

	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	src = arena_alloc(&arena, sizeof(*src));
	doc = arena_alloc(&arena, sizeof(*doc));
	*src = source_of("quorum.yaml", S(table));
	assert_true(doc_read(doc, src, &arena, &diag));
	assert_true(quorum_parse(&rules, doc, &arena, &diag));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct value *
meeting(const char *head, const char *rest)
{
	struct source *src = arena_alloc(&arena, sizeof(*src));
	struct doc *doc = arena_alloc(&arena, sizeof(*doc));

	*src = source_of("meeting.yaml", arena_printf(&arena, "%s%s", head,
	    rest));
	assert_true(doc_read(doc, src, &arena, &diag));
	return value_from_node(&arena, doc, 0);
}

static bool
check(struct value *rec)
{
	struct gathering_world world = { .rules = &rules,
	    .region = S("371603002000"), .today = TODAY, .arena = &arena };

	return gathering_check(&world, rec, &diag);
}

/* ---- states ----------------------------------------------------------- */

static void
states(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
		{ "a bare meeting collects topics", "date: 2026-05-01\n",
		    "collecting topics" },
		{ "topics alone do not fix an agenda",
		    "agenda: [{seq: 1, title: a}]\n", "collecting topics" },
		{ "a fixed agenda is set", "agenda_fixed_on: 2026-03-01\n",
		    "agenda set" },
		{ "notice given", "agenda_fixed_on: 2026-03-01\n"
		    "notice_on: 2026-03-02\n", "notice given" },
		{ "a list without statuses is not yet a meeting held",
		    "attendees: [{name: a}]\n", "collecting topics" },
		{ "one who came makes it held",
		    "attendees: [{name: a, status: present}]\n",
		    "meeting held" },
		{ "counts make it held", "present_count: 3\n",
		    "meeting held" },
		{ "no quorum", "present_count: 3\nquorum: {ok: false}\n",
		    "failed for want of a quorum" },
		{ "a resolution makes it decided", "present_count: 3\n"
		    "resolutions: [{seq: 1, text: a}]\n", "voted on" },
		{ "published", "resolutions: [{seq: 1, text: a}]\n"
		    "result_public_on: 2026-03-09\n",
		    "resolutions published" },
		{ "executing", "resolutions: [{seq: 1, text: a}]\n"
		    "result_public_on: 2026-03-09\n"
		    "execution: [{day: 2026-03-10, text: b}]\n",
		    "being carried out" },
		{ "outcome published", "resolutions: [{seq: 1, text: a}]\n"
		    "execution_public_on: 2026-03-10\n",
		    "outcome published" },
		{ "archived", "present_count: 3\narchived_on: 2026-03-10\n",
		    "meeting archived" },
		{ "put off", "notice_on: 2026-03-01\n"
		    "postponed: {day: 2026-03-02, reason: 雨}\n",
		    "meeting postponed" },
		{ "called together anew", "notice_on: 2026-03-03\n"
		    "postponed: {day: 2026-03-02, reason: 雨}\n",
		    "notice given" },
		{ "held after all", "present_count: 3\n"
		    "postponed: {day: 2026-03-02, reason: 雨}\n",
		    "meeting held" },
		{ "cancelled", "notice_on: 2026-03-01\n"
		    "cancelled: {day: 2026-03-02, reason: 雨}\n",
		    "meeting cancelled" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		print_message("%s\n", cases[i].name);
		assert_string_equal(gathering_word(gathering_state(meeting("",
		    cases[i].text))), cases[i].want);
	}
}

/* ---- guards ----------------------------------------------------------- */

#define HELD	"kind: deliberation\ndate: 2026-03-20\nchair: P-1\n" \
		"recorder: P-2\n"
#define REPS	"kind: rep_assembly\ndate: 2026-03-20\nchair: P-1\n" \
		"recorder: P-2\nnotice_on: 2026-03-15\nnotice_method: 公告\n"
#define ITEM	"agenda: [{title: a, proposer: 甲}]\n"

static const struct {
	const char *name, *head, *rest;
	const char *rule;	/* of the one fault, or NULL */
} guards[] = {
	{ "a deliberation with counts holds", HELD, "present_count: 13\n"
	    "due_count: 15\n", NULL },
	{ "a meeting that was held is not ahead", "kind: deliberation\n"
	    "chair: P-1\nrecorder: P-2\n", "date: 2026-04-12\n"
	    "present_count: 3\n", "meeting.future" },
	{ "a plan may be ahead", "kind: deliberation\n", "date: 2026-04-30\n",
	    NULL },
	{ "a held meeting names its chair", "kind: deliberation\n"
	    "recorder: P-2\ndate: 2026-03-20\n", "present_count: 3\n",
	    "meeting.officers" },
	{ "stages come in order", HELD, "present_count: 3\n"
	    "topics_open_on: 2026-03-21\n", "meeting.order" },
	{ "a fixed agenda has an item", "kind: deliberation\n",
	    "agenda_fixed_on: 2026-03-01\n", "meeting.proposer" },
	{ "each item has a proposer", "kind: deliberation\n",
	    "agenda_fixed_on: 2026-03-01\nagenda: [{title: a}]\n",
	    "meeting.proposer" },
	{ "notice says how", "kind: deliberation\n",
	    "notice_on: 2026-03-01\n", "meeting.notice" },
	{ "five days ahead are enough", REPS, "due_count: 31\n"
	    "present_count: 21\n", NULL },
	{ "four are not", "kind: rep_assembly\ndate: 2026-03-20\n"
	    "chair: P-1\nrecorder: P-2\n", "notice_on: 2026-03-16\n"
	    "notice_method: 公告\ndue_count: 31\npresent_count: 21\n",
	    "meeting.notice" },
	{ "a waiver excuses them", "kind: rep_assembly\ndate: 2026-03-20\n"
	    "chair: P-1\nrecorder: P-2\n", "notice_on: 2026-03-16\n"
	    "notice_method: 公告\nnotice_waiver: 汛情\ndue_count: 31\n"
	    "present_count: 21\n", NULL },
	{ "held without notice is seen", "kind: rep_assembly\n"
	    "date: 2026-03-20\nchair: P-1\nrecorder: P-2\n",
	    "due_count: 31\npresent_count: 21\n", "meeting.notice" },
	{ "everyone on the list came or did not", HELD, "attendees: [{name: "
	    "a, status: present}, {name: b}]\n", "meeting.attendance" },
	{ "a given count agrees with the list", HELD, "attendees: [{name: "
	    "a, status: present}, {name: b, status: late}]\n"
	    "present_count: 1\n", "meeting.counts" },
	{ "more cannot come than should", HELD, "due_count: 5\n"
	    "present_count: 6\n", "meeting.counts" },
	{ "one who was excluded and came is seen", HELD, "attendees: "
	    "[{name: a, status: present, excluded_basis: 病}]\n",
	    "meeting.counts" },
	{ "twenty of 31 are no quorum, and decide nothing", REPS,
	    "due_count: 31\npresent_count: 20\n" ITEM "resolutions: [{text: "
	    "a, for: 20, against: 0, abstain: 0}]\n", "meeting.quorum" },
	{ "twenty of 31 may be recorded as failed", REPS,
	    "due_count: 31\npresent_count: 20\n", NULL },
	{ "a rule with a quorum needs numbers", REPS, "resolutions: [{text: "
	    "a, for: 1}]\n" ITEM, "meeting.counts" },
	{ "a quorum written by hand is checked", REPS, "due_count: 31\n"
	    "present_count: 21\nquorum: {need: 16}\n", "meeting.quorum" },
	{ "enough women", "kind: group_assembly\ndate: 2026-03-20\n"
	    "chair: P-1\nrecorder: P-2\n", "due_count: 30\n"
	    "present_count: 25\nwomen_due: 11\nwomen_present: 8\n" ITEM
	    "resolutions: [{text: a, for: 25}]\n", NULL },
	{ "too few women", "kind: group_assembly\ndate: 2026-03-20\n"
	    "chair: P-1\nrecorder: P-2\n", "due_count: 30\n"
	    "present_count: 25\nwomen_due: 11\nwomen_present: 7\n" ITEM
	    "resolutions: [{text: a, for: 25}]\n", "meeting.quorum" },
	{ "votes sum to those present", HELD, "due_count: 15\n"
	    "present_count: 13\n" ITEM "resolutions: [{text: a, for: 12, "
	    "against: 1, abstain: 0}]\n", NULL },
	{ "a vote too many", HELD, "due_count: 15\npresent_count: 13\n" ITEM
	    "resolutions: [{text: a, for: 13, against: 1}]\n",
	    "meeting.votes" },
	{ "by usage one may agree without counting", HELD,
	    "present_count: 13\n" ITEM "resolutions: [{text: a}]\n", NULL },
	{ "by law one may not", REPS, "due_count: 31\npresent_count: 21\n"
	    ITEM "resolutions: [{text: a}]\n", "meeting.votes" },
	{ "a resolution has an agenda item", HELD, "present_count: 13\n"
	    "resolutions: [{text: a, for: 13}]\n", "meeting.agenda" },
	{ "of two items one is named", HELD, "present_count: 13\n"
	    "agenda: [{title: a}, {title: b}]\n"
	    "resolutions: [{text: a, for: 13}]\n", "meeting.agenda" },
	{ "an item that is not there", HELD, "present_count: 13\n" ITEM
	    "resolutions: [{text: a, for: 13, agenda_no: 2}]\n",
	    "meeting.agenda" },
	{ "what did not pass is not written as passed", HELD,
	    "present_count: 4\n" ITEM "resolutions: [{text: a, for: 2, "
	    "against: 2, passed: true}]\n", "meeting.passed" },
	{ "nothing to publish", HELD, "present_count: 4\n"
	    "result_public_on: 2026-03-21\n", "meeting.board" },
	{ "publishing says how long", HELD, "present_count: 4\n" ITEM
	    "resolutions: [{text: a, for: 4}]\n"
	    "result_public_on: 2026-03-21\n", "meeting.board" },
	{ "five days on the board", HELD, "present_count: 4\n" ITEM
	    "resolutions: [{text: a, for: 4}]\nresult_public_on: 2026-03-21\n"
	    "board_from: 2026-03-21\nboard_to: 2026-03-25\n", NULL },
	{ "four days on the board", HELD, "present_count: 4\n" ITEM
	    "resolutions: [{text: a, for: 4}]\nresult_public_on: 2026-03-21\n"
	    "board_from: 2026-03-21\nboard_to: 2026-03-24\n",
	    "meeting.board" },
	{ "a number beyond counting is no count", HELD,
	    "present_count: 99999999999999999999\n", NULL },
};

static void
guard(void **state)
{
	size_t i, before;

	(void)state;
	for (i = 0; i < NELEM(guards); i++) {
		print_message("%s\n", guards[i].name);
		before = diag.nerrors;
		assert_int_equal(check(meeting(guards[i].head,
		    guards[i].rest)), !guards[i].rule);
		if (!guards[i].rule) {
			assert_int_equal(diag.nerrors, before);
			continue;
		}
		assert_int_equal(diag.nerrors, before + 1);
		while (diag.faults[diag.n - 1].level != DIAG_ERROR)
			diag.n--;
		assert_string_equal(diag.faults[diag.n - 1].rule,
		    guards[i].rule);
	}
}

/* ---- what is filled in ------------------------------------------------ */

static const struct value *
resolution(const struct value *rec)
{
	return value_get(rec, S("resolutions"))->first;
}

static void
votes(void **state)
{
	static const struct {
		const char *name, *text, *passed, *rule;
	} cases[] = {
		{ "half of those present is not enough", HELD
		    "present_count: 4\n" ITEM
		    "resolutions: [{text: a, for: 2, against: 2}]\n",
		    "false", "usage" },
		{ "more than half of those present is", HELD
		    "present_count: 5\n" ITEM
		    "resolutions: [{text: a, for: 3, against: 2}]\n",
		    "true", "usage" },
		{ "thirty of 59 who should attend pass", "kind: "
		    "branch_assembly\ndate: 2026-03-20\nchair: P-1\n"
		    "recorder: P-2\nvoting_due: 59\nvoting_present: 30\n"
		    ITEM "resolutions: [{text: a, for: 30}]\n", "true",
		    "branch" },
		{ "twenty-nine of 30 present are not more than half of 59",
		    "kind: branch_assembly\ndate: 2026-03-20\nchair: P-1\n"
		    "recorder: P-2\nvoting_due: 59\nvoting_present: 30\n"
		    ITEM "resolutions: [{text: a, for: 29, abstain: 1}]\n",
		    "false", "branch" },
		{ "who is excluded is still one of all members", "kind: "
		    "coop_members\ndate: 2026-03-20\nchair: P-1\n"
		    "recorder: P-2\nattendees: [{name: a, status: present}, "
		    "{name: b, status: present}, {name: c, status: absent}, "
		    "{name: d, status: excused, excluded_basis: 外出}]\n"
		    ITEM "resolutions: [{text: a, for: 2}]\n", "false",
		    "coop" },
	};
	struct value *rec;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		print_message("%s\n", cases[i].name);
		rec = meeting(cases[i].text, "");
		assert_true(check(rec));
		assert_true(str_is(value_str(resolution(rec), "passed"),
		    cases[i].passed));
		assert_true(str_is(value_str(resolution(rec), "rule"),
		    cases[i].rule));
		assert_true(str_is(value_str(resolution(rec), "agenda_no"),
		    "1"));
		assert_true(str_is(value_str(resolution(rec), "seq"), "1"));
	}
}

static void
counts_come_from_the_list(void **state)
{
	struct value *rec = meeting(HELD, "attendees:\n"
	    "- {name: a, status: present, side: villager, gender: female}\n"
	    "- {name: b, status: late, side: mass_rep, gender: male}\n"
	    "- {name: c, status: left_early, side: cadre}\n"
	    "- {name: d, status: excused, side: villager, gender: female}\n"
	    "- {name: e, status: absent, side: party_rep}\n"
	    "- {name: f, status: present, side: expert, voting: true}\n"
	    "- {name: g, status: present, side: villager, voting: false}\n"
	    "- {name: h, status: excused, excluded_basis: 服刑}\n");
	static const char *const want[][2] = {
		{ "due_count", "7" }, { "present_count", "5" },
		{ "voting_due", "5" }, { "voting_present", "3" },
		{ "mass_rep_count", "3" }, { "women_due", "2" },
		{ "women_present", "1" },
	};
	size_t i;

	(void)state;
	assert_true(check(rec));
	for (i = 0; i < NELEM(want); i++)
		assert_true(str_is(value_str(rec, want[i][0]), want[i][1]));
}

static void
quorum_is_stored(void **state)
{
	struct value *rec = meeting(REPS, "due_count: 31\n"
	    "present_count: 21\n"), *q;
	struct value *failed = meeting(REPS, "due_count: 31\n"
	    "present_count: 20\n");

	(void)state;
	assert_true(check(rec));
	q = value_get(rec, S("quorum"));
	assert_true(str_is(value_str(q, "rule"), "reps"));
	assert_true(str_is(value_str(q, "need"), "21"));
	assert_true(str_is(value_str(q, "have"), "21"));
	assert_true(str_is(value_str(q, "ok"), "true"));
	assert_true(check(rec));	/* and agrees with itself */
	assert_true(check(failed));
	assert_int_equal(gathering_state(failed), GATHERING_NO_QUORUM);
	gathering_note(failed, &diag);
	assert_int_equal(diag.nwarnings, 1);
}

static void
merging(void **state)
{
	struct value *rec = meeting("title: a\nagenda: [{seq: 1, title: x}]\n"
	    "live: {kind: live, audience: 3}\n", "");
	struct value *more = meeting("title: b\nagenda: [{title: y}]\n"
	    "live: {audience: 4}\nnote: n\n", "");

	(void)state;
	gathering_merge(&arena, rec, more);
	assert_true(str_is(value_str(rec, "title"), "b"));
	assert_true(str_is(value_str(rec, "note"), "n"));
	assert_int_equal(value_count(value_get(rec, S("agenda"))), 2);
	assert_true(str_is(value_str(value_get(rec, S("live")), "kind"),
	    "live"));
	assert_true(str_is(value_str(value_get(rec, S("live")), "audience"),
	    "4"));
	(void)check(rec);
	assert_true(str_is(value_str(value_get(rec, S("agenda"))->last,
	    "seq"), "2"));
}

static void
issues(void **state)
{
	struct value *rec = meeting("kind: lunar_five\ntitle: 说事会\n"
	    "village: \"371603002200\"\ndate: 2026-03-20\nrecorder: P-2\n",
	    "actions: [{text: 修涵管, lead_unit: U-1, due_on: 2026-05-18}, "
	    "{text: 清理村东排水沟}]\n");
	struct value *action = value_get(rec, S("actions"))->first;
	struct value *issue = value_new(&arena, VALUE_MAP);
	struct value *other = meeting("kind: livelihood\n", "");

	(void)state;
	gathering_issue(&arena, issue, rec, action);
	assert_true(str_is(value_str(issue, "content"), "说事会：修涵管"));
	assert_true(str_is(value_str(issue, "source"), "lunar_five"));
	assert_true(str_is(value_str(issue, "kind"), "appeal"));
	assert_true(str_is(value_str(issue, "found_by"), "P-2"));
	assert_true(str_is(value_str(issue, "found_on"), "2026-03-20"));
	assert_true(str_is(value_str(issue, "lead_unit"), "U-1"));
	assert_true(str_is(value_str(issue, "due_on"), "2026-05-18"));
	gathering_issue(&arena, other, rec, action->next);
	assert_true(str_is(value_str(other, "kind"), "livelihood"));
	assert_true(str_is(value_str(other, "content"), "清理村东排水沟"));
	assert_null(value_get(other, S("due_on")));
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(states), CASE(guard), CASE(votes),
		CASE(counts_come_from_the_list), CASE(quorum_is_stored),
		CASE(merging), CASE(issues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
