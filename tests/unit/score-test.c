/* SPDX-License-Identifier: MIT */
/* score - the household example, and a case for each rule. */
#include "score-trial.h"

static void
the_household_example_holds(void **state)
{
	static const points want[] = { 500, 500, -300, 500, 0, 500, 0, 0,
	    1000 };
	struct trial t;
	struct act *a;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-06", "WORK", 500);
	add(&t, "2026-01-20", "WORK", 500);
	add(&t, "2026-02-02", "YARD", -300);
	add(&t, "2026-02-25", "WORK", 500);
	add(&t, "2026-03-09", "WORK", 500);
	add(&t, "2026-03-15", "FIRE-B", 500)->event_ref = S("E1");
	add(&t, "2026-03-15", "FIRE-A", 300)->event_ref = S("E1");
	add(&t, "2026-03-20", "GOOD", 2000)->verdict = VERDICT_REJECTED;
	a = add(&t, "2026-03-31", "PEACE", 1000);
	a->approved_on = day("2026-04-12");
	run(&t);
	counts_are(&t, "C4.10", want);
	assert_int_equal(t.counts[4].why, WHY_CAP_QUARTER);
	assert_int_equal(t.counts[6].why, WHY_SAME_ACT);
	assert_int_equal(t.counts[6].other, 5);
	assert_int_equal(t.counts[7].why, WHY_REJECTED);
	assert_int_equal(t.counts[7].raw, 2000);
	assert_int_equal(t.counts[8].quarter, day("2026-04-01"));
	assert_true(t.counts[8].late);
	assert_false(t.counts[8].in_period);
	assert_int_equal(t.rows[0].earned, 1700);
	assert_int_equal(t.rows[0].plus, 2000);
	assert_int_equal(t.rows[0].minus, -300);
	assert_int_equal(t.rows[0].total, 11700);
	assert_int_equal(t.rows[1].total, 10000);
	t.period = quarter(2026, 2);
	run(&t);
	assert_true(t.counts[8].in_period);
	assert_int_equal(t.rows[0].earned, 1000);
	arena_free(&t.arena);
}

/* Acts of one item, in the order given, and what each must count. */
static const struct {
	const char *name, *item;
	points unit;
	struct { const char *day; int quantity; points want; } acts[6];
	enum why why;	/* of one of them at least */
} caps[] = {
	{ "a month is capped by itself", "MEET", 200,
	    { { "2026-01-05", 1, 200 }, { "2026-01-06", 1, 100 },
	    { "2026-01-07", 1, 0 }, { "2026-02-01", 1, 200 },
	    { "2026-02-02", 1, 100 } }, WHY_CAP_MONTH },
	{ "the earlier day takes first, whatever the order", "MEET", 200,
	    { { "2026-01-07", 1, 0 }, { "2026-01-05", 1, 200 },
	    { "2026-01-06", 1, 100 } }, WHY_CAP_MONTH },
	{ "a half-year is capped over quarters", "HALF", 200,
	    { { "2026-03-31", 1, 200 }, { "2026-07-01", 1, 200 },
	    { "2026-04-01", 1, 100 } }, WHY_CAP_HALF },
	{ "a year is capped over halves", "GIFT", 100,
	    { { "2026-01-31", 7, 700 }, { "2027-01-01", 4, 400 },
	    { "2026-12-31", 4, 300 } }, WHY_CAP_YEAR },
	{ "one event is capped by itself", "ONCE", 100,
	    { { "2026-01-31", 3, 300 }, { "2026-01-31", 5, 400 },
	    { "2026-01-31", 9, 400 } }, WHY_CAP_EVENT },
	{ "two caps hold at once", "TWO", 200,
	    { { "2026-01-01", 1, 200 }, { "2026-01-02", 1, 100 },
	    { "2026-02-01", 1, 100 } }, WHY_CAP_QUARTER },
	{ "penalties are capped from below", "LITTER", -200,
	    { { "2026-01-01", 1, -200 }, { "2026-02-01", 1, -200 },
	    { "2026-03-01", 1, -100 } }, WHY_CAP_QUARTER },
	{ "tiers go by the quantity", "HOURS", 0,
	    { { "2026-01-01", 3, 0 }, { "2026-01-02", 19, 100 },
	    { "2026-01-03", 20, 300 } }, WHY_COUNTED },
};

static void
caps_hold(void **state)
{
	struct trial t;
	points want[6];
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(caps); i++) {
		begin(&t, household);
		for (k = 0; k < 6 && caps[i].acts[k].day; k++) {
			add(&t, caps[i].acts[k].day, caps[i].item,
			    caps[i].unit)->quantity =
			    caps[i].acts[k].quantity * QUANTITY_ONE;
			want[k] = caps[i].acts[k].want;
		}
		run(&t);
		counts_are(&t, caps[i].name, want);
		while (k > 0 && t.counts[k - 1].why != caps[i].why)
			k--;
		assert_true(k > 0);
		arena_free(&t.arena);
	}
}

static void
the_day_it_happened_goes_before_the_day_it_was_recorded(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-06", "MEET", 200);
	add(&t, "2026-01-05", "MEET", 200)->recorded_on = day("2026-01-09");
	add(&t, "2026-01-05", "MEET", 200)->recorded_on = day("2026-01-08");
	run(&t);
	counts_are(&t, "then the recording, then the id",
	    (points[]){ 0, 100, 200 });
	t.acts[1].recorded_on = t.acts[2].recorded_on;
	run(&t);
	counts_are(&t, "the id", (points[]){ 0, 200, 100 });
	arena_free(&t.arena);
}

static void
one_act_counts_once(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-01", "FIRE-C", 500)->event_ref = S("E1");
	add(&t, "2026-01-02", "FIRE-B", 500)->event_ref = S("E1");
	add(&t, "2026-01-01", "YARD", -300)->event_ref = S("E1");
	add(&t, "2026-01-01", "LITTER", -200)->event_ref = S("E1");
	add(&t, "2026-01-01", "FIRE-A", 300)->event_ref = S("E2");
	add(&t, "2026-01-01", "FIRE-A", 300)->subject = S("H-2");
	t.acts[5].event_ref = S("E1");
	run(&t);
	counts_are(&t, "the largest, or the lowest code, of each sign and "
	    "subject", (points[]){ 0, 500, -300, 0, 300, 300 });
	assert_int_equal(t.counts[0].other, 1);
	assert_int_equal(t.counts[3].why, WHY_SAME_ACT);
	/* what is not approved is no rival */
	t.acts[1].verdict = VERDICT_RETURNED;
	run(&t);
	counts_are(&t, "the next takes its place",
	    (points[]){ 500, 0, -300, 0, 300, 300 });
	/* the cap per event comes before the comparison */
	t.nacts = 0;
	add(&t, "2026-01-01", "ONCE", 100)->quantity = 9 * QUANTITY_ONE;
	add(&t, "2026-01-02", "FIRE-B", 500);
	t.acts[0].event_ref = t.acts[1].event_ref = S("E3");
	run(&t);
	counts_are(&t, "capped, then compared", (points[]){ 0, 500 });
	/* Q1 counted 3; what came late is 2 more, not 5 */
	t.nacts = 0;
	add(&t, "2026-01-01", "FIRE-A", 300)->event_ref = S("E4");
	add(&t, "2026-01-01", "FIRE-B", 500)->event_ref = S("E4");
	t.acts[1].approved_on = day("2026-05-01");
	run(&t);
	counts_are(&t, "a frozen quarter stays", (points[]){ 300, 200 });
	assert_int_equal(t.counts[1].quarter, day("2026-04-01"));
	arena_free(&t.arena);
}

static const struct {
	const char *occurred, *approved, *quarter;
	bool late;
} lates[] = {
	{ "2026-01-20", "2026-02-05", "2026-01-01", false },
	{ "2026-01-20", "2026-02-10", "2026-01-01", false },
	{ "2026-01-20", "2026-02-11", "2026-01-01", true },
	{ "2026-01-20", "2026-04-10", "2026-01-01", true },
	{ "2026-01-20", "2026-04-11", "2026-04-01", true },
	{ "2026-03-31", "2026-04-10", "2026-01-01", false },
	{ "2026-03-31", "2026-04-12", "2026-04-01", true },
	{ "2026-03-31", "2026-07-10", "2026-04-01", true },
	{ "2026-03-31", "2026-07-11", "2026-07-01", true },
	{ "2026-03-31", "2027-01-05", "2026-10-01", true },
	{ "2026-12-31", "2027-01-10", "2026-10-01", false },
	{ "2026-12-31", "2027-01-11", "2027-01-01", true },
	{ "2026-01-20", "2030-05-01", "2030-04-01", true },
};

static void
the_late_count_in_the_first_open_quarter(void **state)
{
	struct trial t;
	size_t i;

	(void)state;
	begin(&t, household);
	for (i = 0; i < NELEM(lates); i++)
		add(&t, lates[i].occurred, "PEACE", 1000)->approved_on =
		    day(lates[i].approved);
	run(&t);
	for (i = 0; i < NELEM(lates); i++) {
		if (t.counts[i].quarter != day(lates[i].quarter))
			print_error("case %zu\n", i);
		assert_int_equal(t.counts[i].quarter, day(lates[i].quarter));
		assert_int_equal(t.counts[i].late, lates[i].late);
	}
	assert_int_equal(t.rows[0].earned, 5 * 1000);
	arena_free(&t.arena);
}

static void
the_late_take_what_is_left(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-05", "MEET", 200)->approved_on = day("2026-05-01");
	add(&t, "2026-01-20", "MEET", 200);
	add(&t, "2026-04-20", "MEET", 200);
	t.period = quarter(2026, 2);
	run(&t);
	counts_are(&t, "under January's cap, after what January counted",
	    (points[]){ 100, 200, 200 });
	assert_int_equal(t.counts[0].why, WHY_CAP_MONTH);
	assert_int_equal(t.rows[0].earned, 300);
	/* a year and a month show the same acts */
	t.period = (struct period){ day("2026-01-01"), day("2027-01-01"),
	    PERIOD_YEAR };
	run(&t);
	assert_int_equal(t.rows[0].earned, 500);
	t.period = (struct period){ day("2026-01-01"), day("2026-02-01"),
	    PERIOD_MONTH };
	run(&t);
	assert_int_equal(t.rows[0].earned, 200);
	arena_free(&t.arena);
}

static void
each_act_says_why(void **state)
{
	static const enum why want[] = { WHY_COUNTED, WHY_VOIDED,
	    WHY_NO_SUBJECT, WHY_NOT_IN_FORCE, WHY_NOT_IN_FORCE,
	    WHY_NOT_IN_FORCE, WHY_NOT_IN_FORCE, WHY_UNREVIEWED,
	    WHY_REJECTED, WHY_RETURNED, WHY_OBJECTED, WHY_COUNTED,
	    WHY_COUNTED };
	struct trial t;
	size_t i;

	(void)state;
	begin(&t, household);
	add(&t, "2026-02-28", "OLD", 100);
	add(&t, "2026-01-01", "PEACE", 1000)->voided = true;
	add(&t, "2026-01-01", "PEACE", 1000)->subject = S("H-9");
	add(&t, "2026-03-01", "OLD", 100);
	add(&t, "2025-12-31", "PEACE", 1000);
	add(&t, "2026-01-01", "WAR", 1000);
	add(&t, "2026-01-01", "PEACE", 1000)->version =
	    S("household@2025-01-01");
	add(&t, "2026-01-01", "PEACE", 1000)->approved_on = DATE_NONE;
	add(&t, "2026-01-01", "PEACE", 1000)->verdict = VERDICT_REJECTED;
	add(&t, "2026-01-01", "PEACE", 1000)->verdict = VERDICT_RETURNED;
	add(&t, "2026-01-01", "PEACE", 1000)->objected = true;
	add(&t, "2026-01-01", "PEACE", 1000)->version =
	    S("household@2026-01-01");
	add(&t, "2026-04-01", "PEACE", 1000)->version = S("household");
	run(&t);
	for (i = 0; i < NELEM(want); i++)
		assert_int_equal(t.counts[i].why, want[i]);
	assert_int_equal(t.rows[0].earned, 1100);
	assert_int_equal(t.rows[0].nacts, 2);
	for (i = 0; i < NWHYS; i++) {
		assert_non_null(score_why_key((enum why)i));
		assert_non_null(score_why_text((enum why)i));
	}
	arena_free(&t.arena);
}

static void
a_correction_takes_back_what_counted(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-10", "GIFT", 100)->quantity = 10 * QUANTITY_ONE;
	add(&t, "2026-01-11", "GIFT", 100);
	add(&t, "2026-04-20", "GIFT", -1000)->correction_of = S("S-001");
	add(&t, "2026-07-01", "GIFT", 100)->quantity = 3 * QUANTITY_ONE;
	add(&t, "2026-04-21", "GIFT", -1000)->correction_of = S("S-001");
	add(&t, "2026-04-21", "GIFT", -100)->correction_of = S("S-002");
	run(&t);
	counts_are(&t, "and makes room again",
	    (points[]){ 1000, 0, -1000, 300, 0, 0 });
	assert_int_equal(t.counts[0].taken, -1000);
	assert_int_equal(t.counts[2].other, 0);
	assert_int_equal(t.counts[4].why, WHY_CORRECTED);
	assert_int_equal(t.rows[0].earned, 1000);
	/* with whatever day it is given */
	t.nacts = 0;
	add(&t, "2026-02-10", "MEET", 200);
	add(&t, "2026-02-11", "MEET", 200);
	add(&t, "2026-01-10", "MEET", -200)->correction_of = S("S-002");
	run(&t);
	counts_are(&t, "an earlier day", (points[]){ 200, 100, -100 });
	/* of a penalty, of an item retired since, of another's act */
	t.nacts = 0;
	add(&t, "2026-01-10", "YARD", -300);
	add(&t, "2026-04-10", "YARD", 300)->correction_of = S("S-001");
	add(&t, "2026-02-10", "OLD", 100);
	add(&t, "2026-04-11", "OLD", -100)->correction_of = S("S-003");
	add(&t, "2026-04-12", "YARD", 300)->correction_of = S("S-004");
	add(&t, "2026-04-12", "PEACE", -1000)->correction_of = S("S-006");
	add(&t, "2026-02-12", "PEACE", 1000)->verdict = VERDICT_REJECTED;
	add(&t, "2026-04-12", "PEACE", -1000)->correction_of = S("S-007");
	t.acts[5].verdict = VERDICT_REJECTED;
	t.period = quarter(2026, 2);
	run(&t);
	counts_are(&t, "whatever it was",
	    (points[]){ -300, 300, 100, -100, 100, 0, 0, 0 });
	assert_int_equal(t.counts[7].why, WHY_CORRECTED);
	assert_int_equal(t.rows[0].earned, 300);
	arena_free(&t.arena);
}

static void
chains_and_rings_of_corrections_end(void **state)
{
	struct trial t;
	size_t i;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-10", "PEACE", 1000)->correction_of = S("S-002");
	add(&t, "2026-01-10", "PEACE", -1000)->correction_of = S("S-001");
	add(&t, "2026-01-10", "PEACE", 1000)->correction_of = S("S-003");
	for (i = 0; i < 50; i++)
		add(&t, "2026-01-11", "PEACE", i % 2 ? 1000 : -1000)
		    ->correction_of = t.acts[t.nacts - 2].id;
	run(&t);
	for (i = 0; i < t.nacts; i++)
		assert_in_range(t.counts[i].counted + 1000, 0, 2000);
	arena_free(&t.arena);
}

static void
recoveries_stay_within_their_quarter(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-10", "HEAL", 900);	/* nothing to do with order */
	add(&t, "2026-01-12", "YARD", -300);
	add(&t, "2026-02-12", "LITTER", -200);
	add(&t, "2026-02-20", "HEAL", 100);
	add(&t, "2026-04-20", "HEAL", 100);
	add(&t, "2026-05-20", "HEAL", -900)->correction_of = S("S-001");
	run(&t);
	counts_are(&t, "up to what was lost, and are taken back by that",
	    (points[]){ 500, -300, -200, 0, 0, -500 });
	assert_int_equal(t.rows[0].earned, 0);
	arena_free(&t.arena);
}

static void
vetoes_come_from_acts(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	add(&t, "2026-01-10", "PEACE", 1000);
	add(&t, "2026-01-12", "SHAME", 0);
	run(&t);
	score_rank(t.rows, t.nrows, &t.book);
	assert_true(str_is(t.rows[0].id, "H-2"));
	assert_int_equal(t.rows[0].rank, 1);
	assert_true(t.rows[1].vetoed);
	assert_int_equal(t.rows[1].rank, 0);
	assert_int_equal(t.rows[1].total, 11000);
	arena_free(&t.arena);
}

static const char versions[] = BOOK_HEAD
    "- from: 2026-01-01\n"
    "  base: 0\n"
    "  categories: [{code: a, name: 甲}, {code: b, name: 乙}]\n"
    "  items:\n"
    "  - {code: A, category: a, name: 甲, points: 1.00,"
    " cap: {per: quarter, points: 3.00}}\n"
    "  - {code: B, category: b, name: 乙, points: 1.00}\n"
    "- from: 2026-02-15\n"
    "  base: 50\n"
    "  categories: [{code: c, name: 丙}, {code: a, name: 甲}]\n"
    "  items:\n"
    "  - {code: A, category: c, name: 甲, points: 2.00,"
    " cap: {per: quarter, points: 6.00}}\n";

static void
an_act_is_priced_by_its_day(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, versions);
	add(&t, "2026-02-14", "A", 100)->quantity = 5 * QUANTITY_ONE;
	add(&t, "2026-02-15", "A", 200)->quantity = 5 * QUANTITY_ONE;
	add(&t, "2026-02-14", "B", 100);
	add(&t, "2026-02-15", "B", 100);
	run(&t);
	counts_are(&t, "under its version's cap, over what was used",
	    (points[]){ 300, 300, 100, 0 });
	assert_int_equal(t.counts[3].why, WHY_NOT_IN_FORCE);
	assert_int_equal(t.rows[0].base, 5000);
	assert_int_equal(t.rows[0].nlines, 3);
	assert_int_equal(t.rows[0].lines[0].score, 300);
	assert_true(str_is(t.rows[0].lines[2].category->code, "b"));
	assert_int_equal(t.rows[0].lines[2].score, 100);
	arena_free(&t.arena);
}

static void
nothing_gives_nothing(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, household);
	run(&t);
	assert_int_equal(t.rows[0].earned, 0);
	assert_int_equal(t.rows[1].total, 10000);
	score_rank(t.rows, t.nrows, &t.book);
	assert_int_equal(t.rows[1].rank, 1);
	t.period = quarter(2020, 1);	/* before the book */
	add(&t, "2026-01-01", "PEACE", 1000);
	run(&t);
	assert_int_equal(t.rows[0].nlines, 0);
	assert_int_equal(t.rows[0].total, 0);
	t.nrows = 0;
	run(&t);
	assert_int_equal(t.counts[0].why, WHY_NO_SUBJECT);
	arena_free(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_household_example_holds),
		cmocka_unit_test(caps_hold),
		cmocka_unit_test(
		    the_day_it_happened_goes_before_the_day_it_was_recorded),
		cmocka_unit_test(one_act_counts_once),
		cmocka_unit_test(the_late_count_in_the_first_open_quarter),
		cmocka_unit_test(the_late_take_what_is_left),
		cmocka_unit_test(each_act_says_why),
		cmocka_unit_test(a_correction_takes_back_what_counted),
		cmocka_unit_test(chains_and_rings_of_corrections_end),
		cmocka_unit_test(recoveries_stay_within_their_quarter),
		cmocka_unit_test(vetoes_come_from_acts),
		cmocka_unit_test(an_act_is_priced_by_its_day),
		cmocka_unit_test(nothing_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
