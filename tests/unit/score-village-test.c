/* SPDX-License-Identifier: MIT */
/* score - 100-point books, ranks and the year, by the worked examples. */
#include "score-trial.h"

static const char village[] =
    "id: simple\ntitle: 村级\nsubject_type: village\nsettle: hundred\n"
    "versions:\n"
    "- from: 2026-01-01\n"
    "  categories:\n"
    "  - {code: env, name: 人居环境, weight: 20, mode: deduct}\n"
    "  - {code: dis, name: 矛盾调处, weight: 20, mode: ratio}\n"
    "  - {code: pub, name: 三务三资, weight: 15, mode: deduct}\n"
    "  - {code: pty, name: 党支部, weight: 15, mode: deduct}\n"
    "  - {code: sec, name: 社会治安, weight: 10, mode: deduct}\n"
    "  - {code: int, name: 廉政, weight: 10, mode: deduct}\n"
    "  - {code: eva, name: 综合评价, weight: 10, mode: ratio}\n"
    "  items:\n"
    "  - {code: ENV-1, category: env, name: 乱堆, points: -2.00}\n"
    "  - {code: ENV-3, category: env, name: 污水, points: -1.00}\n"
    "  - {code: ENV-6, category: env, name: 整改, points: [0.50, 9.00],"
    " recovery: true}\n"
    "  - {code: DIS-1, category: dis, name: 化解率, full: 20}\n"
    "  - {code: PUB-3, category: pub, name: 逾期, points: -0.50}\n"
    "  - {code: PTY-1, category: pty, name: 缺会, points: -1.00}\n"
    "  - {code: SEC-5, category: sec, name: 上报隐患, points: 0.50,"
    " cap: {per: quarter, points: 1.00}}\n"
    "  - {code: EVA-1, category: eva, name: 满意率, full: 10}\n"
    "  - {code: EVA-4, category: eva, name: 弄虚作假, points: -5.00}\n";

static void
begin_village(struct trial *t)
{
	begin(t, village);
	t->rates[t->nrates++] = (struct score_rate){ S("H-1"), S("DIS-1"),
	    (int32_t)points_percent(23, 24) };
	t->rates[t->nrates++] = (struct score_rate){ S("H-1"), S("EVA-1"),
	    9250 };
}

static void
the_village_example_holds(void **state)
{
	static const points want[] = { 1800, 1917, 1450, 1400, 1000, 1000,
	    925 };
	static const points counted[] = { -200, -100, 100, -50, -100, 50, 50,
	    0, 0, 0, -100 };
	struct trial t;
	points sum = 0;
	size_t i;

	(void)state;
	begin_village(&t);
	add(&t, "2026-01-12", "ENV-1", -200);
	add(&t, "2026-02-09", "ENV-3", -100);
	add(&t, "2026-02-20", "ENV-6", 100);
	add(&t, "2026-03-03", "PUB-3", -50);
	add(&t, "2026-03-04", "PTY-1", -100);
	for (i = 0; i < 4; i++)
		add(&t, "2026-02-01", "SEC-5", 50);
	add(&t, "2026-02-01", "ENV-6", 300)->verdict = VERDICT_REJECTED;
	add(&t, "2026-03-31", "PTY-1", -100)->approved_on = day("2026-04-12");
	run(&t);
	counts_are(&t, "C4.8", counted);
	assert_false(t.counts[10].in_period);
	for (i = 0; i < NELEM(want); i++) {
		assert_int_equal(t.rows[0].lines[i].score, want[i]);
		sum += t.rows[0].lines[i].score;
	}
	assert_int_equal(t.rows[0].lines[4].cut, -100);
	assert_int_equal(t.rows[0].earned, 9492);
	assert_int_equal(sum, 9492);
	assert_false(t.rows[0].incomplete);
	assert_true(t.rows[1].incomplete);
	arena_free(&t.arena);
}

static void
a_category_keeps_its_bounds(void **state)
{
	struct trial t;
	size_t i;

	(void)state;
	begin_village(&t);
	for (i = 0; i < 12; i++)
		add(&t, "2026-01-12", "ENV-1", -200);
	add(&t, "2026-01-13", "EVA-4", -500);
	add(&t, "2026-01-13", "EVA-4", -500);
	add(&t, "2026-01-20", "PUB-3", -50);
	run(&t);
	assert_int_equal(t.rows[0].lines[0].score, 0);
	assert_int_equal(t.rows[0].lines[0].cut, 400);
	assert_int_equal(t.rows[0].lines[6].score, 0);
	t.nacts = 0;
	add(&t, "2026-01-12", "ENV-1", -200);
	add(&t, "2026-01-13", "ENV-6", 150);
	add(&t, "2026-01-14", "ENV-6", 150);
	run(&t);
	counts_are(&t, "no more is recovered than was lost",
	    (points[]){ -200, 150, 50 });
	assert_int_equal(t.counts[2].why, WHY_RECOVERED);
	assert_int_equal(t.rows[0].lines[0].score, 2000);
	arena_free(&t.arena);
}

static const char modes[] =
    "id: modes\ntitle: 村级\nsubject_type: village\nsettle: hundred\n"
    "versions:\n"
    "- from: 2026-01-01\n"
    "  categories:\n"
    "  - {code: mix, name: 甲, weight: 20, mode: mixed, ratio: 14}\n"
    "  - {code: lev, name: 乙, weight: 50, mode: level}\n"
    "  - {code: hon, name: 丙, weight: 30, mode: accrue}\n"
    "  items:\n"
    "  - {code: MIX-1, category: mix, name: 率, full: 10}\n"
    "  - {code: MIX-2, category: mix, name: 率, full: 4, rate: I16}\n"
    "  - {code: MIX-3, category: mix, name: 扣, points: -4.00}\n"
    "  - {code: HON-1, category: hon, name: 加, points: 20.00}\n"
    "  - {code: HON-2, category: hon, name: 扣, points: -5.00}\n";

static void
every_mode_has_its_score(void **state)
{
	struct trial t;

	(void)state;
	begin(&t, modes);
	t.nrates = 3;
	t.rates[0] = (struct score_rate){ S("H-1"), S("MIX-1"), 9583 };
	t.rates[1] = (struct score_rate){ S("H-1"), S("MIX-2"), 3333 };
	t.rates[2] = (struct score_rate){ S("H-1"), S("lev"), 7500 };
	add(&t, "2026-01-01", "HON-1", 2000);
	run(&t);
	/* 9.58 + 1.33 + 6; 37.50; 20 */
	assert_int_equal(t.rows[0].lines[0].score, 1691);
	assert_int_equal(t.rows[0].lines[1].score, 3750);
	assert_int_equal(t.rows[0].lines[2].score, 2000);
	add(&t, "2026-01-02", "MIX-3", -400);
	add(&t, "2026-01-03", "MIX-3", -400);
	add(&t, "2026-01-03", "HON-1", 2000);
	add(&t, "2026-01-03", "HON-2", -500);
	run(&t);
	/* deductions end where the rates begin; 35 is cut to 30 */
	assert_int_equal(t.rows[0].lines[0].score, 1091);
	assert_int_equal(t.rows[0].lines[0].cut, 200);
	assert_int_equal(t.rows[0].lines[2].score, 3000);
	t.nacts = 0;
	add(&t, "2026-01-03", "HON-2", -500);
	run(&t);
	assert_int_equal(t.rows[0].lines[2].score, 0);
	arena_free(&t.arena);
}

/* Whatever figures come in: no category gives more than its weight. */
static void
no_category_exceeds_its_weight(void **state)
{
	struct trial t;
	size_t i;

	(void)state;
	begin(&t, modes);
	t.nrates = 3;
	t.rates[0] = (struct score_rate){ S("H-1"), S("MIX-1"), 50000 };
	t.rates[1] = (struct score_rate){ S("H-1"), S("MIX-2"), 50000 };
	t.rates[2] = (struct score_rate){ S("H-1"), S("lev"), 50000 };
	run(&t);
	for (i = 0; i < 2; i++)
		assert_int_equal(t.rows[0].lines[i].score,
		    t.rows[0].lines[i].category->weight);
	arena_free(&t.arena);
}

static void
a_rate_is_known_once(void **state)
{
	struct trial t;

	(void)state;
	begin_village(&t);
	t.rates[t.nrates++] = t.rates[0];
	run(&t);
	assert_false(t.rows[0].incomplete);
	assert_false(t.rows[0].lines[1].disputed);
	t.rates[t.nrates++] = (struct score_rate){ S("H-1"), S("DIS-1"), 1 };
	run(&t);
	assert_true(t.rows[0].incomplete);
	assert_true(t.rows[0].lines[1].missing);
	assert_true(t.rows[0].lines[1].disputed);
	assert_int_equal(t.rows[0].lines[1].rates, 0);
	t.nrates = 1;
	run(&t);
	assert_true(t.rows[0].lines[6].missing);
	arena_free(&t.arena);
}

static const struct {
	const char *name, *group, *id;
	points total, minus;
	bool vetoed, incomplete;
	uint32_t rank, strict;	/* plain, and with fewer_penalties */
} ranks[] = {
	{ "alone at the top", "A", "01", 9500, -5, false, false, 1, 1 },
	{ "shares the second place", "A", "02", 9492, -3, false, false, 2, 3 },
	{ "shares it, with fewer penalties", "A", "03", 9492, 0, false, false,
	    2, 2 },
	{ "leaves no third", "A", "04", 9130, 0, false, false, 4, 4 },
	{ "equal in all", "A", "05", 9130, 0, false, false, 4, 4 },
	{ "below zero", "A", "06", -100, -100, false, false, 6, 6 },
	{ "vetoed", "A", "07", 9900, 0, true, false, 0, 0 },
	{ "unknown", "A", "08", 9300, 0, false, true, 0, 0 },
	{ "another group", "B", "00", 100, 0, false, false, 1, 1 },
	{ "a group of vetoed", "C", "09", 100, 0, true, false, 0, 0 },
};

static void
ranks_are_shared_and_closed_up(void **state)
{
	struct score_row rows[NELEM(ranks)];
	struct rulebook book = { 0 };
	size_t i, k, n = NELEM(ranks);
	int strict;

	(void)state;
	for (strict = 0; strict < 2; strict++) {
		book.nties = (size_t)strict;
		book.ties[0] = TIE_PENALTIES;
		for (i = 0; i < n; i++)
			rows[(i * 7 + 3) % n] = (struct score_row){
			    .id = str_of(ranks[i].id),
			    .group = str_of(ranks[i].group),
			    .total = ranks[i].total, .minus = ranks[i].minus,
			    .vetoed = ranks[i].vetoed,
			    .incomplete = ranks[i].incomplete };
		score_rank(rows, n, &book);
		for (i = 0; i < n; i++) {
			for (k = 0; !str_is(rows[i].id, ranks[k].id); k++)
				;
			if (rows[i].rank != (strict ? ranks[k].strict
			    : ranks[k].rank))
				print_error("%s: %u\n", ranks[k].name,
				    rows[i].rank);
			assert_int_equal(rows[i].rank, strict ?
			    ranks[k].strict : ranks[k].rank);
		}
		assert_true(str_is(rows[1].id, strict ? "03" : "02"));
		assert_true(str_is(rows[6].id, "07"));
	}
	score_rank(NULL, 0, &book);
}

static const struct {
	const char *name;
	points quarters[4], adjustments[3], other;
	int cap, high;
	points mean, adjust, governance, annual;
} years[] = {
	{ "甲", { 9492, 9340, 9510, 9600 }, { 500, 800, -300 }, 8850, 1000,
	    11000, 9486, 700, 10186, 9652 },
	{ "乙", { 9492, 9520, 9410, 9520 }, { 700 }, 8850, 1000, 11000,
	    9486, 700, 10186, 9652 },
	{ "丙", { 9130, 9000, 9240, 9310 }, { 200, -600, -700 }, 9500, 1000,
	    11000, 9170, -800, 8370, 8822 },
	{ "丁", { 9500, 9500, 9500, 9500 }, { 0 }, 9200, 1000, 11000,
	    9500, 0, 9500, 9380 },
	{ "甲, to 100", { 9492, 9340, 9510, 9600 }, { 500, 800, -300 }, 8850,
	    1000, 10000, 9486, 700, 10000, 9540 },
	{ "甲, no cap", { 9492, 9340, 9510, 9600 }, { 500, 800, -300 }, 8850,
	    0, 11000, 9486, 1000, 10486, 9832 },
	{ "丙, no cap", { 9130, 9000, 9240, 9310 }, { 200, -600, -700 }, 9500,
	    0, 11000, 9170, -1100, 8070, 8642 },
};

static void
the_year_example_holds(void **state)
{
	struct rulebook_annual rule = { true, 60, 40, 0, 0 };
	struct score_year y;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(years); i++) {
		rule.clamp_high = years[i].high;
		rule.adjust_cap = years[i].cap;
		y = (struct score_year){ .quarters = years[i].quarters,
		    .nquarters = 4, .adjustments = years[i].adjustments,
		    .nadjustments = 3, .other = years[i].other,
		    .has_other = true };
		score_annual(&y, &rule);
		assert_int_equal(y.mean, years[i].mean);
		assert_int_equal(y.adjust, years[i].adjust);
		assert_int_equal(y.governance, years[i].governance);
		assert_true(y.has_annual);
		assert_int_equal(y.annual, years[i].annual);
	}
	y.has_other = false;
	score_annual(&y, &rule);
	assert_false(y.has_annual);
	assert_int_equal(y.governance, 8070);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_village_example_holds),
		cmocka_unit_test(a_category_keeps_its_bounds),
		cmocka_unit_test(every_mode_has_its_score),
		cmocka_unit_test(no_category_exceeds_its_weight),
		cmocka_unit_test(a_rate_is_known_once),
		cmocka_unit_test(ranks_are_shared_and_closed_up),
		cmocka_unit_test(the_year_example_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
