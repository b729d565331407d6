/* SPDX-License-Identifier: MIT */
/* ident: the same act has the same id, another act another one. */
#include "change-world.h"
#include "ident.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct world w;
static const struct kind *visit;

static int
setup(void **state)
{
	(void)state;
	if (world_begin(&w) != 0)
		return -1;
	visit = ledger_need(&w.led, "visit", &w.dg);
	return visit ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	world_end(&w);
	return 0;
}

static struct str
id_in(const char *yaml, const char *village, size_t nth, size_t chars)
{
	struct value *v = world_value(&w, yaml);
	struct str day = value_str(v, "date");

	return ident_make(visit, v, str_of(village), day.n ? day :
	    S("2026-03-16"), nth, chars, &w.a);
}

static struct str
id(const char *yaml)
{
	return id_in(yaml, HOME, 0, IDENT_CHARS);
}

static const struct {
	const char *name, *a, *b;
	bool        same;
} pairs[] = {
	{ "the same words", "{kind: home, note: x}", "{kind: home, note: x}",
	    true },
	{ "in another order", "{kind: home, note: x}", "{note: x, kind: home}",
	    true },
	{ "another word", "{kind: home, note: x}", "{kind: home, note: y}",
	    false },
	{ "one word more", "{kind: home}", "{kind: home, note: x}", false },
	{ "text moved from field to field", "{place: ab, note: c}",
	    "{place: a, note: bc}", false },
	{ "one item or two", "{needs: [\"a, b\"]}", "{needs: [a, b]}", false },
	{ "items in another order", "{needs: [a, b]}", "{needs: [b, a]}",
	    false },
	{ "a text or a list of it", "{needs: a}", "{needs: [a]}", false },
	{ "parts moved between items",
	    "{visitors: [{person: a}, {role: b}]}",
	    "{visitors: [{person: a, role: b}]}", false },
	{ "links do not count", "{kind: home, issues: [I1]}", "{kind: home}",
	    true },
	{ "nor who typed it, and when",
	    "{kind: home, typed_by: x, recorded_on: 2026-01-01}",
	    "{kind: home}", true },
	{ "nor the id itself", "{id: V1, kind: home}", "{kind: home}", true },
	{ "with a ref only the ref", "{ref: \"018\", kind: home, note: x}",
	    "{ref: \"018\", kind: survey}", true },
	{ "another ref", "{ref: \"018\"}", "{ref: \"18\"}", false },
	{ "a ref or its words", "{ref: \"018\"}", "{note: \"018\"}", false },
};

static void
ids_tell_acts_apart(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(pairs); i++)
		if (str_eq(id(pairs[i].a), id(pairs[i].b)) != pairs[i].same)
			fail_msg("%s: %.*s %.*s", pairs[i].name,
			    STR(id(pairs[i].a)), STR(id(pairs[i].b)));
}

/* To the byte, computed elsewhere: an id made today is made again in ten
 * years. */
static void
ids_never_change_their_making(void **state)
{
	static const char act[] = "{kind: home, date: 2026-03-16, note: 甲}";
	struct str one = id(act);

	(void)state;
	assert_true(str_starts(one, S("V20260316-")));
	assert_int_equal(one.n, 18);
	assert_true(ident_is(visit, one));
	assert_true(str_eq(ident_tail(one), str_sub(one, 10, 18)));
	assert_true(str_is(one, "V20260316-CVM3DKKE"));
	assert_true(str_is(id("{ref: R-1}"), "V20260316-E969NMBK"));
}

static void
the_village_and_the_count_are_part_of_it(void **state)
{
	static const char act[] = "{kind: home, note: x}";

	(void)state;
	assert_false(str_eq(id(act), id_in(act, AWAY, 0, IDENT_CHARS)));
	assert_false(str_eq(id(act), id_in(act, HOME, 1, IDENT_CHARS)));
	assert_false(str_eq(id_in(act, HOME, 2, IDENT_CHARS),
	    id_in(act, HOME, 1, IDENT_CHARS)));
	/* a ref is one act however often it is given */
	assert_true(str_eq(id("{ref: a}"), id_in("{ref: a}", HOME, 3,
	    IDENT_CHARS)));
	/* the longer form begins with the shorter one */
	assert_true(str_starts(id_in(act, HOME, 0, IDENT_MORE), id(act)));
	assert_int_equal(id_in(act, HOME, 0, IDENT_MORE).n, 20);
}

/* The day is in the id, not in what its last part is made from, with a ref:
 * a corrected day finds the record. */
static void
with_a_ref_the_day_changes_only_the_front(void **state)
{
	(void)state;
	assert_true(str_eq(ident_tail(id("{ref: a, date: 2026-03-16}")),
	    ident_tail(id("{ref: a, date: 2026-04-17}"))));
	assert_false(str_eq(ident_tail(id("{note: a, date: 2026-03-16}")),
	    ident_tail(id("{note: a, date: 2026-04-17}"))));
}

static void
what_is_an_id(void **state)
{
	static const struct { const char *text; bool is; } ids[] = {
		{ "V20260316-7QK4M2ZD", true },
		{ "V20260316-7QK4M2ZDAB", true },
		{ "V20260316-7QK4M2ZDA", false },
		{ "I20260316-7QK4M2ZD", false },
		{ "V20260316-7QK4M2ZU", false },	/* no U in base32 */
		{ "V20260316-7qk4m2zd", false },
		{ "V2026031x-7QK4M2ZD", false },
		{ "V20260316_7QK4M2ZD", false },
		{ "V20260316", false }, { "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(ids); i++)
		if (ident_is(visit, str_of(ids[i].text)) != ids[i].is)
			fail_msg("%s", ids[i].text);
	assert_int_equal(ident_tail(S("H00412")).n, 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_tell_acts_apart),
		cmocka_unit_test(ids_never_change_their_making),
		cmocka_unit_test(the_village_and_the_count_are_part_of_it),
		cmocka_unit_test(with_a_ref_the_day_changes_only_the_front),
		cmocka_unit_test(what_is_an_id),
	};

	return cmocka_run_group_tests_name("ident", tests, setup, teardown);
}
