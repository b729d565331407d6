/* SPDX-License-Identifier: MIT */
/* points - exact from text to text, and rounded in one way only. */
#include "points.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define BAD	INT64_MIN

static const struct {
	const char *name, *in;
	points      want;	/* BAD: not points */
} readings[] = {
	{ "a whole number", "3", 300 },
	{ "one decimal", "3.5", 350 },
	{ "two decimals", "3.05", 305 },
	{ "a plus sign", "+3.50", 350 },
	{ "a minus sign", "-12", -1200 },
	{ "a minus sign before a fraction", "-0.01", -1 },
	{ "zero", "0.00", 0 },
	{ "minus zero is zero", "-0", 0 },
	{ "zeros before it do not count", "007.50", 750 },
	{ "the largest", "1000000000.00", POINTS_MAX },
	{ "the smallest", "-1000000000", -POINTS_MAX },
	{ "a hundredth too large", "1000000000.01", BAD },
	{ "far too large", "99999999999999999999999999999999", BAD },
	{ "three decimals", "1.005", BAD },
	{ "three decimals, the last a zero", "1.500", BAD },
	{ "no digit before the point", ".5", BAD },
	{ "no digit after the point", "5.", BAD },
	{ "two signs", "--5", BAD },
	{ "a sign alone", "-", BAD },
	{ "an exponent", "1e3", BAD },
	{ "a thousands mark", "1,000", BAD },
	{ "a blank before it", " 1", BAD },
	{ "a unit after it", "2分", BAD },
	{ "nothing", "", BAD },
	{ "hexadecimal", "0x10", BAD },
};

static void
text_is_read_exactly(void **state)
{
	points p;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(readings); i++) {
		if (!points_read(&p, str_of(readings[i].in)))
			p = BAD;
		if (p != readings[i].want)
			fail_msg("%s: %lld", readings[i].name, (long long)p);
	}
}

static void
faults_tell_form_from_range(void **state)
{
	struct arena arena;
	struct diag diag;
	points p;

	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	assert_true(points_parse(&p, S("2.50"), NULL, (struct span){ 0 },
	    &diag));
	assert_int_equal(p, 250);
	assert_false(points_parse(&p, S("两分"), NULL, (struct span){ 0 },
	    &diag));
	assert_false(points_parse(&p, S("-1000000000.01"), NULL,
	    (struct span){ 0 }, &diag));
	assert_string_equal(diag.faults[0].rule, "points-form");
	assert_string_equal(diag.faults[1].rule, "points-range");
	assert_int_equal(diag.n, 2);
	arena_free(&arena);
}

static void
two_decimals_are_written_always(void **state)
{
	static const struct { points p; const char *want; } cases[] = {
		{ 0, "0.00" }, { -200, "-2.00" }, { 5, "0.05" },
		{ -5, "-0.05" }, { 12345, "123.45" },
		{ POINTS_MAX, "1000000000.00" },
		{ INT64_MIN, "-92233720368547758.08" },
	};
	char text[POINTS_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++)
		assert_string_equal(points_text(text, cases[i].p),
		    cases[i].want);
}

static void
what_is_written_is_read_back(void **state)
{
	char text[POINTS_TEXT];
	points p, back;

	(void)state;
	for (p = -25000; p <= 25000; p++) {
		points_text(text, p);
		assert_true(points_read(&back, str_of(text)));
		assert_int_equal(back, p);
	}
}

static const struct {
	const char *name;
	points      p;
	int64_t     num, den;
	points      want;
} ratios[] = {
	{ "the mean that binary floats get wrong: 94.855 is 94.86",
	    9492 + 9340 + 9510 + 9600, 1, 4, 9486 },
	{ "and below zero likewise", -37942, 1, 4, -9486 },
	{ "half goes away from zero", 1, 1, 2, 1 },
	{ "half below zero goes away from zero", -1, 1, 2, -1 },
	{ "less than half goes to zero", 1, 49, 100, 0 },
	{ "less than half of an odd divisor", 1, 1, 3, 0 },
	{ "more than half of an odd divisor", 2, 1, 3, 1 },
	{ "what divides is exact", 9500, 60, 100, 5700 },
	{ "a negative factor", 100, -1, 8, -13 },
	{ "two negatives", -100, -1, 8, 13 },
	{ "nothing of something", 0, 5, 7, 0 },
	{ "a divisor of one", 123, 1, 1, 123 },
	{ "products over 64 bits are exact inside", POINTS_MAX,
	    INT64_MAX, INT64_MAX, POINTS_MAX },
	{ "a large product over a large divisor", POINTS_MAX, 1000000007,
	    1000000007, POINTS_MAX },
	{ "beyond 64 bits it stays at the end", POINTS_MAX, INT64_MAX, 1,
	    INT64_MAX },
	{ "at either end", -POINTS_MAX, INT64_MAX, 1, -INT64_MAX },
};

static void
a_ratio_rounds_half_away_from_zero(void **state)
{
	points got;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(ratios); i++) {
		got = points_ratio(ratios[i].p, ratios[i].num,
		    ratios[i].den);
		if (got != ratios[i].want)
			fail_msg("%s: %lld", ratios[i].name,
			    (long long)got);
	}
}

/* Against the definition: |q * den - n| is at most half of den. */
static void
no_ratio_is_off_by_more_than_half(void **state)
{
	int64_t n, den, off;

	(void)state;
	for (den = 1; den <= 40; den++)
		for (n = -200; n <= 200; n++) {
			off = points_ratio(n, 1, den) * den - n;
			assert_true(2 * off <= den && -2 * off <= den);
			if (2 * off == den)
				assert_true(n > 0);
			if (-2 * off == den)
				assert_true(n < 0);
		}
}

static void
percentages_are_hundredths_of_a_per_cent(void **state)
{
	(void)state;
	assert_int_equal(points_percent(23, 24), 9583);
	assert_int_equal(points_percent(1, 3), 3333);
	assert_int_equal(points_percent(2, 3), 6667);
	assert_int_equal(points_percent(0, 3), 0);
	assert_int_equal(points_percent(3, 3), 10000);
	assert_int_equal(points_percent(-39, 100), -3900);
}

static void
clamping_keeps_within_both_ends(void **state)
{
	(void)state;
	assert_int_equal(points_clamp(-1, 0, 100), 0);
	assert_int_equal(points_clamp(50, 0, 100), 50);
	assert_int_equal(points_clamp(101, 0, 100), 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_read_exactly),
		cmocka_unit_test(faults_tell_form_from_range),
		cmocka_unit_test(two_decimals_are_written_always),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(a_ratio_rounds_half_away_from_zero),
		cmocka_unit_test(no_ratio_is_off_by_more_than_half),
		cmocka_unit_test(percentages_are_hundredths_of_a_per_cent),
		cmocka_unit_test(clamping_keeps_within_both_ends),
	};

	return cmocka_run_group_tests_name("points", tests, NULL, NULL);
}
