/* SPDX-License-Identifier: MIT */
/* score - what holds for any acts, tried with many. */
#include "score-trial.h"

/* Numbers that look drawn, the same each time. */
static uint32_t
draw(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

static void
add_drawn(struct trial *t, uint64_t *seed, bool events)
{
	static const struct { const char *code; points unit; } items[] = {
		{ "WORK", 500 }, { "MEET", 200 }, { "HALF", 200 },
		{ "GIFT", 100 }, { "TWO", 200 }, { "ONCE", 100 },
		{ "YARD", -300 }, { "LITTER", -200 }, { "HEAL", 250 },
	};
	uint32_t i = draw(seed, NELEM(items));
	struct act *a;

	a = add(t, "2026-01-01", items[i].code, items[i].unit);
	a->occurred_on += (date_day)draw(seed, 360);
	a->recorded_on = a->occurred_on + (date_day)draw(seed, 3);
	a->approved_on = a->occurred_on + (date_day)draw(seed, 150);
	a->quantity = QUANTITY_ONE * (1 + draw(seed, 4));
	if (draw(seed, 3) == 0)
		a->subject = S("H-2");
	if (events && draw(seed, 4) == 0)
		a->event_ref = arena_printf(&t->arena, "E%u", draw(seed, 9));
	if (draw(seed, 8) == 0)
		a->verdict = VERDICT_UNREVIEWED;
}

static void
shuffle(struct act *acts, size_t n, uint64_t *seed)
{
	struct act keep;
	size_t i, k;

	for (i = n; i > 1; i--) {
		k = draw(seed, (uint32_t)i);
		keep = acts[i - 1];
		acts[i - 1] = acts[k];
		acts[k] = keep;
	}
}

static void
parts_make_the_whole(struct trial *t)
{
	points sum[2] = { 0, 0 }, lines;
	size_t i, k;

	for (i = 0; i < t->nacts; i++)
		if (t->counts[i].in_period)
			sum[str_is(t->acts[i].subject, "H-2")] +=
			    t->counts[i].counted;
	for (i = 0; i < 2; i++) {
		lines = 0;
		for (k = 0; k < t->rows[i].nlines; k++)
			lines += t->rows[i].lines[k].score;
		assert_int_equal(t->rows[i].earned, sum[i]);
		assert_int_equal(t->rows[i].earned, lines);
		assert_int_equal(t->rows[i].earned,
		    t->rows[i].plus + t->rows[i].minus);
		assert_true(t->rows[i].minus <= 0 && t->rows[i].plus >= 0);
	}
}

static void
the_order_of_the_input_is_nothing(void **state)
{
	struct trial t;
	struct score_row first[2];
	uint64_t seed = 7;
	int round, i, q;

	(void)state;
	for (round = 0; round < 40; round++) {
		begin(&t, household);
		for (i = 0; i < 200; i++)
			add_drawn(&t, &seed, true);
		for (q = 1; q <= 4; q++) {
			t.period = quarter(2026, q);
			run(&t);
			parts_make_the_whole(&t);
			memcpy(first, t.rows, sizeof(first));
			shuffle(t.acts, t.nacts, &seed);
			run(&t);
			assert_int_equal(first[0].plus, t.rows[0].plus);
			assert_int_equal(first[0].minus, t.rows[0].minus);
			assert_int_equal(first[1].earned, t.rows[1].earned);
		}
		arena_free(&t.arena);
	}
}

/* What item i counts in all; positive items only. */
static points
sum_of(const struct trial *t, const char *item)
{
	points sum = 0;
	size_t i;

	for (i = 0; i < t->nacts; i++)
		if (str_is(t->acts[i].item, item))
			sum += t->counts[i].counted;
	return sum;
}

static void
approving_more_never_takes_away(void **state)
{
	static const char *const items[] = { "WORK", "MEET", "HALF", "GIFT",
	    "TWO", "ONCE" };
	points before[NELEM(items)] = { 0 }, plus = 0;
	struct trial t;
	uint64_t seed = 11;
	size_t i, k;

	(void)state;
	begin(&t, household);
	for (i = 0; i < 300; i++) {
		add_drawn(&t, &seed, false);
		if (str_is(t.acts[i].item, "HEAL"))
			t.acts[i].item = S("WORK");
	}
	for (i = 0; i < t.nacts; i++)
		t.acts[i].verdict = VERDICT_UNREVIEWED;
	for (i = 0; i < t.nacts; i++) {
		t.acts[i].verdict = VERDICT_APPROVED;
		run(&t);
		assert_true(t.rows[0].plus + t.rows[1].plus >= plus);
		plus = t.rows[0].plus + t.rows[1].plus;
		for (k = 0; k < NELEM(items); k++) {
			assert_true(sum_of(&t, items[k]) >= before[k]);
			before[k] = sum_of(&t, items[k]);
		}
	}
	assert_true(plus > 0);
	arena_free(&t.arena);
}

static void
what_comes_later_leaves_a_quarter_alone(void **state)
{
	struct trial t;
	uint64_t seed = 13;
	points plus, minus;
	size_t i, early = 0;

	(void)state;
	begin(&t, household);
	while (early < 150) {
		add_drawn(&t, &seed, true);
		if (t.acts[t.nacts - 1].approved_on <= day("2026-04-10"))
			early++;
		else
			t.nacts--;
	}
	run(&t);
	plus = t.rows[0].plus;
	minus = t.rows[0].minus;
	for (i = 0; i < 200; i++) {
		add_drawn(&t, &seed, true);
		if (t.acts[t.nacts - 1].approved_on <= day("2026-04-10"))
			t.acts[t.nacts - 1].approved_on = day("2026-04-11");
	}
	run(&t);
	assert_int_equal(t.rows[0].plus, plus);
	assert_int_equal(t.rows[0].minus, minus);
	arena_free(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_the_input_is_nothing),
		cmocka_unit_test(approving_more_never_takes_away),
		cmocka_unit_test(what_comes_later_leaves_a_quarter_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
