/* SPDX-License-Identifier: MIT */
/*
 * case-test - the state machine of an issue
 *
 * Each case is what was done before (verbs with their fields, on a small
 * ledger in a temporary directory), the verb tried last, and the rule that
 * refuses it, or the state it ends in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case-work.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define VILLAGE	"371603002001"

static struct arena arena;
static struct diag dg;
static struct ledger led;
static const struct kind *kind;
static char dir[] = "/tmp/case-test-XXXXXX";

/* ---- a ledger --------------------------------------------------------- */

static void
write_file(const char *name, const char *text)
{
	struct str path = arena_printf(&arena, "%s/%s", dir, name);
	FILE *f = fopen(path.p, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
make_dir(const char *name)
{
	assert_int_equal(mkdir(arena_printf(&arena, "%s/%s", dir, name).p,
	    0700), 0);
}

static int
set_up(void **state)
{
	char here[4096];
	struct ledger_env env = { .lang = S("en"), .user = S("P-0009"),
	    .threads = 1, .wait = 1 };

	(void)state;
	arena_init(&arena);
	diag_init(&dg, &arena, NULL);
	assert_non_null(mkdtemp(dir));
	assert_non_null(getcwd(here, sizeof(here)));
	make_dir("registers");
	make_dir("villages");
	make_dir("villages/" VILLAGE);
	write_file("ledger.yaml", "format: 1\nregion: \"371603002000\"\n"
	    "name: 富源街道\npolicy:\n  issue:\n    limits: {hotline: 2w}\n");
	write_file("registers/regions.yaml",
	    "- {code: \"371603002000\", name: 富源街道, level: township}\n"
	    "- {code: \"" VILLAGE "\", name: 小房村, level: village}\n");
	write_file("registers/units.yaml", "- {id: U-1, name: 镇水利站}\n"
	    "- {id: U-2, name: 镇财政所}\n");
	write_file("villages/" VILLAGE "/people.yaml",
	    "- {id: P-0001, village: \"" VILLAGE "\", name: 王建国}\n"
	    "- {id: P-0002, village: \"" VILLAGE "\", name: 李明}\n"
	    "- {id: P-0009, village: \"" VILLAGE "\", name: 赵玲}\n");
	env.dir = str_of(dir);
	env.share = arena_printf(&arena, "%s/share", here);
	env.today = date_of(2026, 4, 11);
	if (!ledger_open(&led, &arena, &env, &dg))
		fail_msg("%.*s", STR(dg.faults[dg.n - 1].text));
	kind = ledger_need(&led, "issue", &dg);
	assert_non_null(kind);
	return 0;
}

static int
tear_down(void **state)
{
	struct str command = arena_printf(&arena, "rm -rf '%s'", dir);

	(void)state;
	ledger_close(&led);
	assert_int_equal(system(command.p), 0);
	arena_free(&arena);
	return 0;
}

/* ---- sentences: "verb field=value field=value" ------------------------ */

struct sentence {
	struct str    verb, note;
	date_day      day;
	struct value *given;
};

static void
say(struct sentence *s, const char *text)
{
	struct str rest = str_of(text), word;
	struct given g[32];
	size_t n = 0, blank;
	struct source *src;

	*s = (struct sentence){ .day = DATE_NONE };
	blank = str_find(rest, S(" "));
	s->verb = str_sub(rest, 0, blank);
	for (rest = str_sub(rest, blank + 1, rest.n); rest.n;
	    rest = str_sub(rest, blank + 1, rest.n)) {
		blank = str_find(rest, S(" "));
		word = str_sub(rest, 0, blank);
		src = arena_alloc(&arena, sizeof(*src));
		*src = source_of("word", word);
		assert_true(n < NELEM(g) && intake_split(&g[n], src));
		if (str_is(g[n].key, "day"))
			s->day = date_iso(g[n].value);
		else if (str_is(g[n].key, "note"))
			s->note = g[n].value;
		else
			n++;
	}
	case_aliases(case_verb(s->verb), g, n);
	if (!intake_given(&s->given, &led, kind, g, n, S(VILLAGE), &dg))
		fail_msg("%s: %.*s", text, STR(dg.faults[dg.n - 1].text));
}

static bool
try(struct value **issue, const char *text)
{
	struct case_act act = { .by = led.env.user };
	struct sentence s;

	say(&s, text);
	if (str_is(s.verb, "open")) {
		*issue = s.given;
		value_put(&arena, *issue, "village", S(VILLAGE));
		return case_complete(&led, *issue, &dg);
	}
	act.verb = case_verb(s.verb);
	assert_non_null(act.verb);
	act.given = s.given;
	act.day = s.day;
	act.note = s.note;
	return case_do(*issue, &led, &act, &dg);
}

#define FOUND(kind, more)	"open kind=" kind " category=other "	\
	"source=grid found_on=2026-03-02 found_by=P-0001 "		\
	"content=路灯坏了没人修" more
#define FIVE		" evolution=无 involved=P-0002 suggestion=换灯"
#define ACCEPT		"accept accepted_on=2026-03-03"
#define ASSIGN		"assign assigned_on=2026-03-04 lead_unit=U-1 "	\
	"lead_person=P-0002"
#define START		"start contact_first_on=2026-03-05"
#define RESOLVE		"resolve resolved_on=2026-03-06 result=已换 "	\
	"result_kind=resolved settled_level=village "			\
	"evidence.kind=photo evidence.ref=1.jpg"
#define FEED_BACK	"feed-back fed_back_on=2026-03-09 "		\
	"feedback_method=电话"
#define FOLLOW_UP	"follow-up day=2026-03-10 satisfaction=very"
#define CLOSE		"close closed_on=2026-03-11"
#define ON_SITE		" resolved_on_site=true result=已办 "		\
	"settled_level=village"
#define STAGES		"finish accepted_on=2026-03-03 "		\
	"assigned_on=2026-03-04 lead_unit=U-1 lead_person=P-0002 "	\
	"contact_first_on=2026-03-05 resolved_on=2026-03-06 "		\
	"result=已换 result_kind=resolved settled_level=village "	\
	"fed_back_on=2026-03-09 feedback_method=电话 "			\
	"followups.day=2026-03-10 satisfaction=very closed_on=2026-03-11"

static const struct {
	const char *claim;
	const char *before[10];
	const char *last;
	const char *rule;	/* NULL: done, and then in this state: */
	enum case_state state;
} cases[] = {
	{ "an opened issue is found and reported", { NULL },
	    FOUND("appeal", ""), NULL, CASE_REPORTED },
	{ "nothing is found tomorrow", { NULL }, "open kind=appeal "
	    "category=other source=grid found_on=2026-04-12 found_by=P-0001 "
	    "content=路灯坏了没人修", "issue.future", 0 },
	{ "nothing is reported before it is found", { NULL },
	    FOUND("appeal", " reported_on=2026-03-01"), "issue.backwards",
	    0 },
	{ "events cannot be given", { NULL }, FOUND("appeal",
	    " events.at=2026-03-02 events.to=closed"), "issue.other-stage",
	    0 },
	{ "days given when opening make their stages", { NULL },
	    FOUND("appeal", " accepted_on=2026-03-03"), NULL,
	    CASE_ACCEPTED },
	{ "all step by step to closed", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START, RESOLVE, FEED_BACK, FOLLOW_UP }, CLOSE, NULL,
	    CASE_CLOSED },
	{ "an assignment before acceptance is out of order",
	    { FOUND("appeal", "") }, ASSIGN, "issue.order", 0 },
	{ "a closing before feedback is out of order", { FOUND("appeal", ""),
	    ACCEPT, ASSIGN, START, RESOLVE }, CLOSE, "issue.order", 0 },
	{ "what is closed is not closed again", { FOUND("appeal", ""),
	    STAGES }, CLOSE, "issue.order", 0 },
	{ "times do not go backwards", { FOUND("appeal", ""), ACCEPT },
	    "assign assigned_on=2026-03-02 lead_unit=U-1 "
	    "lead_person=P-0002", "issue.backwards", 0 },
	{ "nothing happens in the future", { FOUND("appeal", "") },
	    "accept accepted_on=2026-04-12", "issue.future", 0 },
	{ "a verb dates its own stage only", { FOUND("appeal", "") },
	    ACCEPT " resolved_on=2026-03-04", "issue.other-stage", 0 },
	{ "a verb does not change what was found", { FOUND("appeal", "") },
	    ACCEPT " content=另一件不相干的事", "issue.origin", 0 },
	{ "an assignment names unit and person", { FOUND("appeal", ""),
	    ACCEPT }, "assign assigned_on=2026-03-04 lead_unit=U-1",
	    "issue.needs", 0 },
	{ "a dispute lacks elements", { FOUND("dispute", ""), ACCEPT },
	    ASSIGN, "issue.five-elements", 0 },
	{ "a petition lacks elements", { FOUND("petition", ""), ACCEPT },
	    ASSIGN, "issue.five-elements", 0 },
	{ "an old matter lacks elements", { FOUND("appeal",
	    " nature=legacy"), ACCEPT }, ASSIGN, "issue.five-elements", 0 },
	{ "with five elements a dispute is assigned", { FOUND("dispute",
	    FIVE), ACCEPT }, ASSIGN, NULL, CASE_ASSIGNED },
	{ "a later limit has a basis", { FOUND("appeal", "") },
	    ACCEPT " due_on=2026-05-30", "issue.due-basis", 0 },
	{ "with a basis it may be later", { FOUND("appeal", "") },
	    ACCEPT " due_on=2026-05-30 due_basis=雨季后施工", NULL,
	    CASE_ACCEPTED },
	{ "an earlier limit needs none", { FOUND("appeal", "") },
	    ACCEPT " due_on=2026-03-05", NULL, CASE_ACCEPTED },
	{ "a unit may return it with a reason", { FOUND("appeal", ""),
	    ACCEPT, ASSIGN }, "return day=2026-03-05 reason=not_duty", NULL,
	    CASE_RETURNED },
	{ "but not without", { FOUND("appeal", ""), ACCEPT, ASSIGN },
	    "return day=2026-03-05", "issue.needs", 0 },
	{ "nor on the sixth working day", { FOUND("appeal", ""), ACCEPT,
	    ASSIGN }, "return day=2026-03-12 reason=not_duty",
	    "issue.return", 0 },
	{ "the fifth is in time", { FOUND("appeal", ""), ACCEPT, ASSIGN },
	    "return day=2026-03-11 reason=not_duty", NULL, CASE_RETURNED },
	{ "it does not go to the same unit again", { FOUND("appeal", ""),
	    ACCEPT, ASSIGN, "return day=2026-03-05 reason=not_duty" },
	    "assign day=2026-03-06", "issue.return", 0 },
	{ "unless it is said why", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    "return day=2026-03-05 reason=not_duty" },
	    "assign day=2026-03-06 note=职责清单第3项", NULL,
	    CASE_ASSIGNED },
	{ "returned twice it goes up", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    "return day=2026-03-05 reason=not_duty",
	    "assign day=2026-03-06 lead_unit=U-2" },
	    "return day=2026-03-09 reason=no_authority", NULL,
	    CASE_ESCALATED },
	{ "a suspension says why, what then and until when",
	    { FOUND("appeal", ""), ACCEPT, ASSIGN, START },
	    "suspend day=2026-03-06 reason=funds", "issue.needs", 0 },
	{ "no longer than 90 days", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START }, "suspend day=2026-03-06 reason=funds "
	    "adjusted_measure=申请资金 review_on=2026-06-05",
	    "issue.suspend", 0 },
	{ "90 days are allowed", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START }, "suspend day=2026-03-06 reason=funds "
	    "adjusted_measure=申请资金 review_on=2026-06-04", NULL,
	    CASE_SUSPENDED },
	{ "a result has kind and level", { FOUND("appeal", ""), ACCEPT,
	    ASSIGN, START }, "resolve resolved_on=2026-03-06 result=已换",
	    "issue.needs", 0 },
	{ "a partial result says what is left", { FOUND("appeal", ""),
	    ACCEPT, ASSIGN, START }, "resolve resolved_on=2026-03-06 "
	    "result=先修一盏 result_kind=partial settled_level=village",
	    "issue.needs", 0 },
	{ "a dispute is resolved with an agreement", { FOUND("dispute", FIVE),
	    ACCEPT, ASSIGN, START }, RESOLVE, "issue.agreement", 0 },
	{ "which may be none", { FOUND("dispute", FIVE), ACCEPT, ASSIGN,
	    START }, RESOLVE " agreement=none", NULL, CASE_RESOLVED },
	{ "a hazard needs a verifier", { FOUND("hazard", ""), ACCEPT, ASSIGN,
	    START }, RESOLVE, "issue.needs", 0 },
	{ "who is not the lead", { FOUND("hazard", ""), ACCEPT, ASSIGN,
	    START }, RESOLVE " verifier=P-0002", "issue.verifier", 0 },
	{ "nor the finder", { FOUND("hazard", ""), ACCEPT, ASSIGN, START },
	    RESOLVE " verifier=P-0001", "issue.verifier", 0 },
	{ "but someone else", { FOUND("hazard", ""), ACCEPT, ASSIGN, START },
	    RESOLVE " verifier=P-0009", NULL, CASE_RESOLVED },
	{ "closing needs an opinion", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START, RESOLVE, FEED_BACK }, CLOSE, "issue.satisfaction", 0 },
	{ "and a follow-up", { FOUND("appeal", ""), ACCEPT, ASSIGN, START,
	    RESOLVE, FEED_BACK }, CLOSE " satisfaction=very",
	    "issue.follow-up", 0 },
	{ "one attempt is not enough", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START, RESOLVE, FEED_BACK, "follow-up day=2026-03-10 "
	    "satisfaction=unreachable why=外出务工" }, CLOSE,
	    "issue.satisfaction", 0 },
	{ "two are, with a reason", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START, RESOLVE, FEED_BACK, "follow-up day=2026-03-09 "
	    "reached=false", "follow-up day=2026-03-10 "
	    "satisfaction=unreachable why=外出务工" }, CLOSE, NULL,
	    CASE_CLOSED },
	{ "two without a reason are not", { FOUND("appeal", ""), ACCEPT,
	    ASSIGN, START, RESOLVE, FEED_BACK, "follow-up day=2026-03-10 "
	    "satisfaction=refused attempts=2" }, CLOSE,
	    "issue.satisfaction", 0 },
	{ "nobody to ask where nobody complained", { FOUND("appeal", ""),
	    ACCEPT, ASSIGN, START, RESOLVE, FEED_BACK }, CLOSE
	    " satisfaction=not_applicable", NULL, CASE_CLOSED },
	{ "a complainant is asked", { FOUND("appeal",
	    " complainants.name=张三"), ACCEPT, ASSIGN, START, RESOLVE,
	    FEED_BACK }, CLOSE " satisfaction=not_applicable",
	    "issue.satisfaction", 0 },
	{ "the lead does not close", { FOUND("appeal", ""), ACCEPT, ASSIGN,
	    START, RESOLVE, FEED_BACK, FOLLOW_UP }, CLOSE
	    " closed_by=P-0002", "issue.own-closing", 0 },
	{ "nor under his name", { FOUND("appeal", ""), ACCEPT, ASSIGN, START,
	    RESOLVE, FEED_BACK, FOLLOW_UP }, CLOSE " closed_by=李明",
	    "issue.own-closing", 0 },
	{ "once by finish", { FOUND("appeal", "") }, STAGES, NULL,
	    CASE_CLOSED },
	{ "finish goes as far as it is dated", { FOUND("appeal", "") },
	    "finish accepted_on=2026-03-03 assigned_on=2026-03-04 "
	    "lead_unit=U-1 lead_person=P-0002", NULL, CASE_ASSIGNED },
	{ "finish leaves no stage undated", { FOUND("appeal", "") },
	    "finish accepted_on=2026-03-03 closed_on=2026-03-11",
	    "issue.four-stages", 0 },
	{ "finish does not date the past anew", { FOUND("appeal", ""),
	    ACCEPT }, "finish accepted_on=2026-03-04", "issue.other-stage",
	    0 },
	{ "finish keeps the order of days", { FOUND("appeal", "") },
	    "finish accepted_on=2026-03-05 assigned_on=2026-03-04 "
	    "lead_unit=U-1 lead_person=P-0002", "issue.backwards", 0 },
	{ "on the spot an enquiry is closed at once", { NULL },
	    FOUND("consultation", ON_SITE " satisfaction=very"), NULL,
	    CASE_CLOSED },
	{ "or later by close", { FOUND("appeal", "") },
	    "close closed_on=2026-03-02" ON_SITE " satisfaction=very", NULL,
	    CASE_CLOSED },
	{ "a dispute is not", { NULL }, FOUND("dispute", ON_SITE
	    " satisfaction=very"), "issue.on-site", 0 },
	{ "a hazard is verified on the spot, too", { NULL }, FOUND("hazard",
	    ON_SITE " satisfaction=not_applicable verifier=P-0001"),
	    "issue.verifier", 0 },
	{ "reopening needs a reason", { FOUND("appeal", ""), STAGES },
	    "reopen day=2026-03-20", "issue.needs", 0 },
	{ "what came up again is taken up again", { FOUND("appeal", ""),
	    STAGES }, "reopen day=2026-03-20 reason=又坏了", NULL,
	    CASE_REOPENED },
	{ "an opinion of the first round does not close the second",
	    { FOUND("appeal", ""), STAGES,
	    "reopen day=2026-03-20 reason=又坏了", "start day=2026-03-20",
	    "resolve resolved_on=2026-03-21 result=再换", "feed-back "
	    "fed_back_on=2026-03-22" }, "close closed_on=2026-03-23",
	    "issue.satisfaction", 0 },
	{ "a result of the first round does not resolve it",
	    { FOUND("appeal", ""), STAGES,
	    "reopen day=2026-03-20 reason=又坏了", "start day=2026-03-20" },
	    "resolve resolved_on=2026-03-21", "issue.needs", 0 },
	{ "a withdrawal says who and why", { FOUND("appeal", "") },
	    "withdraw withdrawn_on=2026-03-05", "issue.needs", 0 },
	{ "with that it is withdrawn", { FOUND("appeal", ""), ACCEPT },
	    "withdraw withdrawn_on=2026-03-05 note=本人书面撤回", NULL,
	    CASE_WITHDRAWN },
	{ "a refusal has a basis", { FOUND("petition", "") },
	    "reject told_on=2026-03-05", "issue.needs", 0 },
};

static void
rules_of(struct buf *b)
{
	size_t i;

	buf_init(b, &arena);
	for (i = 0; i < dg.n; i++)
		buf_printf(b, " [%s] %.*s", dg.faults[i].rule,
		    STR(dg.faults[i].text));
}

static bool
refused_by(const char *rule)
{
	size_t i;

	for (i = 0; i < dg.n; i++)
		if (dg.faults[i].level == DIAG_ERROR)
			return strcmp(dg.faults[i].rule, rule) == 0;
	return false;
}

static void
every_guard_holds(void **state)
{
	struct value *issue;
	struct buf b;
	size_t i, k;
	bool ok;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		diag_init(&dg, &arena, NULL);
		for (k = 0, ok = true; ok && cases[i].before[k]; k++)
			ok = try(&issue, cases[i].before[k]);
		rules_of(&b);
		if (!ok)
			fail_msg("%s: step %zu:%.*s", cases[i].claim, k,
			    STR(buf_str(&b)));
		ok = try(&issue, cases[i].last);
		rules_of(&b);
		if (ok != !cases[i].rule)
			fail_msg("%s:%.*s", cases[i].claim,
			    STR(buf_str(&b)));
		if (ok && case_state_of(issue) != cases[i].state)
			fail_msg("%s: is %s", cases[i].claim,
			    case_state_key(case_state_of(issue)));
		if (!ok && !refused_by(cases[i].rule))
			fail_msg("%s: not %s but%.*s", cases[i].claim,
			    cases[i].rule, STR(buf_str(&b)));
	}
}

/* ---- what is written -------------------------------------------------- */

static struct value *
walked(const char *const *steps)
{
	struct value *issue = NULL;

	diag_init(&dg, &arena, NULL);
	for (; *steps; steps++)
		if (!try(&issue, *steps))
			fail_msg("%s: %.*s", *steps,
			    STR(dg.faults[dg.n - 1].text));
	return issue;
}

static struct str
history(const struct value *issue)
{
	const struct value *e = value_get(issue, S("events"));
	struct buf b;

	buf_init(&b, &arena);
	for (e = e->first; e; e = e->next)
		buf_printf(&b, "%.*s %.*s>%.*s\n", STR(value_str(e, "at")),
		    STR(value_str(e, "from")), STR(value_str(e, "to")));
	return buf_str(&b);
}

static void
finish_leaves_what_the_steps_leave(void **state)
{
	static const char *const once[] = { FOUND("appeal", ""), STAGES,
	    NULL };
	static const char *const steps[] = { FOUND("appeal", ""), ACCEPT,
	    ASSIGN, START, RESOLVE, FEED_BACK, FOLLOW_UP, CLOSE, NULL };
	struct str a = history(walked(once)), b = history(walked(steps));

	(void)state;
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	assert_true(str_eq(a, S("2026-03-02 >found\n"
	    "2026-03-02 found>reported\n"
	    "2026-03-03 reported>accepted\n"
	    "2026-03-04 accepted>assigned\n"
	    "2026-03-05 assigned>in_progress\n"
	    "2026-03-06 in_progress>resolved\n"
	    "2026-03-09 resolved>fed_back\n"
	    "2026-03-11 fed_back>closed\n")));
}

static void
on_the_spot_all_stages_have_one_day(void **state)
{
	static const char *const steps[] = { FOUND("appeal", ON_SITE
	    " satisfaction=very"), NULL };
	static const char *const days[] = { "reported_on", "accepted_on",
	    "resolved_on", "fed_back_on", "closed_on" };
	struct value *issue = walked(steps);
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(days); i++)
		assert_true(str_is(case_text(issue, days[i]), "2026-03-02"));
	assert_int_equal(value_count(value_get(issue, S("events"))), 6);
}

static void
an_undated_first_contact_stays_open_and_is_warned_of(void **state)
{
	static const char *const steps[] = { FOUND("appeal", ""),
	    "finish accepted_on=2026-03-03 assigned_on=2026-03-04 "
	    "lead_unit=U-1 lead_person=P-0002 resolved_on=2026-03-06 "
	    "result=已换 result_kind=resolved settled_level=village "
	    "evidence=photo:1.jpg", NULL };
	struct value *issue = walked(steps);

	(void)state;
	assert_null(case_get(issue, "contact_first_on"));
	assert_int_equal(dg.nwarnings, 1);
	assert_string_equal(dg.faults[0].rule, "issue.contact");
}

static const struct {
	const char *claim, *kind, *urgency, *from, *due, *basis;
	bool provisional;
} limits[] = {
	{ "sixty days end on a Saturday and roll to Monday", "petition", "",
	    "2026-03-17", "2026-05-18", "petition-60d", false },
	{ "seven working days, the first not counted", "appeal", "",
	    "2026-03-03", "2026-03-12", "appeal-7w", false },
	{ "working days skip a festival", "consultation", "", "2026-04-03",
	    "2026-04-09", "consultation-3w", false },
	{ "what is urgent is due the same day", "appeal", "urgent",
	    "2026-03-03", "2026-03-03", "urgent-0w", false },
	{ "the ledger's own limit goes before the default", "hotline", "",
	    "2026-03-03", "2026-03-05", "hotline-2w", false },
	{ "beyond the known holidays it is provisional", "petition", "",
	    "2026-12-01", "2027-02-01", "petition-60d", true },
};

static void
limits_are_counted_as_the_law_counts(void **state)
{
	struct case_due due;
	size_t i;

	(void)state;
	diag_init(&dg, &arena, NULL);
	for (i = 0; i < NELEM(limits); i++) {
		assert_true(case_due(&due, &led, str_of(limits[i].kind),
		    str_of(limits[i].urgency), date_iso(str_of(
		    limits[i].from)), &dg));
		if (due.day != date_iso(str_of(limits[i].due)) ||
		    !str_is(due.basis, limits[i].basis) ||
		    due.provisional != limits[i].provisional)
			fail_msg("%s: %.*s %.*s", limits[i].claim,
			    STR(date_str(&arena, due.day)), STR(due.basis));
	}
}

/* Each name of a state is a value of events.to, in the schema's order. */
static void
states_are_those_of_the_schema(void **state)
{
	const struct field *f = field_sub(kind_field(kind, S("events")),
	    S("to"));
	size_t i;

	(void)state;
	assert_int_equal(f->nchoices, CASE_STATES);
	for (i = 0; i < CASE_STATES; i++)
		assert_true(str_is(f->choices[i], case_state_key(
		    (enum case_state)i)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_are_those_of_the_schema),
		cmocka_unit_test(every_guard_holds),
		cmocka_unit_test(finish_leaves_what_the_steps_leave),
		cmocka_unit_test(on_the_spot_all_stages_have_one_day),
		cmocka_unit_test(
		    an_undated_first_contact_stays_open_and_is_warned_of),
		cmocka_unit_test(limits_are_counted_as_the_law_counts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
