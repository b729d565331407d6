/* SPDX-License-Identifier: MIT */
/* secret - numbers of people are found, and other numbers are let be. */
#include "secret.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *name, *in, *found;	/* NULL: nothing */
	enum secret want;
} texts[] = {
	{ "an identity number within words", "身份证11010519491231002X，好",
	    "11010519491231002X", SECRET_IDENTITY },
	{ "its X may be small", "11010519491231002x", "11010519491231002x",
	    SECRET_IDENTITY },
	{ "full-width digits are digits", "１１０１０５１９４９１２３１００２Ｘ",
	    "１１０１０５１９４９１２３１００２Ｘ", SECRET_IDENTITY },
	{ "spaced by region and birthday", "110105 19491231 002X",
	    "110105 19491231 002X", SECRET_IDENTITY },
	{ "a wrong check digit is no identity number", "110105194912310021",
	    NULL, SECRET_NONE },
	{ "nor is one without a birthday", "110105194913310023", NULL,
	    SECRET_NONE },
	{ "a longer number is another number", "1101051949123100212345",
	    NULL, SECRET_NONE },
	{ "a mobile number within words", "电话13800138000。", "13800138000",
	    SECRET_PHONE },
	{ "a mobile number in groups", "138 0013 8000", "138 0013 8000",
	    SECRET_PHONE },
	{ "and with hyphens", "打138-0013-8000找他", "138-0013-8000",
	    SECRET_PHONE },
	{ "with the country before it", "+8613800138000", "8613800138000",
	    SECRET_PHONE },
	{ "the second of two numbers", "2026年，13912345678", "13912345678",
	    SECRET_PHONE },
	{ "an office's telephone", "0543-3400110", NULL, SECRET_NONE },
	{ "12 begins no mobile number", "12800138000", NULL, SECRET_NONE },
	{ "part of a longer number", "113800138000", NULL, SECRET_NONE },
	{ "part of a code", "H-13800138000", NULL, SECRET_NONE },
	{ "part of a digest", "a13800138000f", NULL, SECRET_NONE },
	{ "a decimal", "0.13800138000", NULL, SECRET_NONE },
	{ "a card with a wrong check digit", "卡6222021234567890127", NULL, SECRET_NONE },
	{ "a bank card with its check digit", "卡4111111111111111",
	    "4111111111111111", SECRET_CARD },
	{ "a bank card by fours", "4111 1111 1111 1111",
	    "4111 1111 1111 1111", SECRET_CARD },
	{ "a village's code", "371603002200", NULL, SECRET_NONE },
	{ "days", "2026-03-16 至 2026-04-01", NULL, SECRET_NONE },
	{ "sixteen zeros", "0000000000000000", NULL, SECRET_NONE },
	{ "nothing", "", NULL, SECRET_NONE },
	{ "a digit cut in two", "13800138000\xef\xbc", "13800138000",
	    SECRET_PHONE },
};

static void
numbers_of_people_are_found(void **state)
{
	struct span at;
	enum secret got;
	struct str in;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(texts); i++) {
		in = str_of(texts[i].in);
		got = secret_find(in, &at);
		if (got != texts[i].want || (texts[i].found && !str_is(
		    str_sub(in, at.at, at.end), texts[i].found)))
			fail_msg("%s: %d", texts[i].name, (int)got);
	}
}

static void
the_field_and_the_place_are_told(void **state)
{
	struct source src = source_of("x", S("note=13800138000"));
	struct arena a;
	struct diag dg;

	(void)state;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	assert_false(secret_none(str_sub(src.bytes, 5, src.bytes.n),
	    S("opinions"), &src, (struct span){ 0, 4 }, &dg));
	assert_string_equal(dg.faults[0].rule, "secret.phone");
	assert_int_equal(dg.faults[0].at, 5);
	assert_int_equal(dg.faults[0].end, 16);
	assert_true(str_find(dg.faults[0].text, S("opinions")) <
	    dg.faults[0].text.n);
	assert_true(str_find(dg.faults[0].cure, S("private/")) <
	    dg.faults[0].cure.n);
	assert_true(secret_none(S("路灯不亮"), S("opinions"), &src,
	    (struct span){ 0, 4 }, &dg));
	arena_free(&a);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_people_are_found),
		cmocka_unit_test(the_field_and_the_place_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
