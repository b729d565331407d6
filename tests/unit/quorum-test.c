/* SPDX-License-Identifier: MIT */
/* quorum - fractions in whole numbers, and the shipped table. */
#include <stdlib.h>

#include "quorum.h"
#include "store.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena arena;
static struct diag diag;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
needs(void **state)
{
	static const struct {
		const char     *name;
		struct fraction f;
		int64_t         base, need;
	} cases[] = {
		{ "two thirds of 31 representatives are 21", { 2, 3, false },
		    31, 21 },
		{ "two thirds of 11 women are 8", { 2, 3, false }, 11, 8 },
		{ "half of 59 members are 30", { 1, 2, false }, 59, 30 },
		{ "more than half of 59 are 30, too", { 1, 2, true }, 59, 30 },
		{ "half of 60 are 30", { 1, 2, false }, 60, 30 },
		{ "more than half of 60 are 31", { 1, 2, true }, 60, 31 },
		{ "more than half of 1203 adults are 602", { 1, 2, true },
		    1203, 602 },
		{ "two thirds of 388 households are 259", { 2, 3, false },
		    388, 259 },
		{ "two thirds of 30 are exactly 20", { 2, 3, false }, 30, 20 },
		{ "more than half of 21 present are 11", { 1, 2, true }, 21,
		    11 },
		{ "at least a share of nobody is nobody", { 2, 3, false }, 0,
		    0 },
		{ "more than half of nobody is somebody", { 1, 2, true }, 0,
		    1 },
		{ "no rule needs nobody", { 0, 0, false }, 50, 0 },
		{ "all of 7 are 7", { 1, 1, false }, 7, 7 },
		{ "a million is no overflow", { 999, 1000, true },
		    QUORUM_BASE, 999001 },
	};
	struct quorum q;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		print_message("%s\n", cases[i].name);
		assert_int_equal(fraction_need(cases[i].f, cases[i].base),
		    cases[i].need);
		q = quorum_test(cases[i].f, cases[i].need, cases[i].base);
		assert_true(q.ok);
		assert_int_equal(q.need, cases[i].need);
		if (cases[i].need > 0)
			assert_false(fraction_met(cases[i].f,
			    cases[i].need - 1, cases[i].base));
	}
}

/* need and met are two ways to say one thing. */
static void
need_agrees_with_met(void **state)
{
	int64_t num, den, base, n;

	(void)state;
	for (den = 1; den <= 5; den++)
		for (num = 1; num <= den; num++)
			for (base = 0; base <= 40; base++)
				for (n = 0; n <= 41; n++) {
					struct fraction a = { num, den, false };
					struct fraction b = { num, den, true };

					assert_int_equal(fraction_met(a, n,
					    base), n >= fraction_need(a,
					    base));
					assert_int_equal(fraction_met(b, n,
					    base), n >= fraction_need(b,
					    base));
				}
}

static bool
parse(struct quorum_rules *rules, const char *text)
{
	struct source *src = arena_alloc(&arena, sizeof(*src));
	struct doc *doc = arena_alloc(&arena, sizeof(*doc));

	*src = source_of("quorum.yaml", str_of(text));
	assert_true(doc_read(doc, src, &arena, &diag));
	return quorum_parse(rules, doc, &arena, &diag);
}

static void
faults(void **state)
{
	static const struct {
		const char *name, *text;
		size_t      n;
	} cases[] = {
		{ "a table is a list of rules", "[]", 1 },
		{ "a rule has a name", "rules: [{kind: x}]", 1 },
		{ "a rule has a kind", "rules: [{name: x}]", 1 },
		{ "a rule is a mapping", "rules: [x]", 1 },
		{ "a fraction has two numbers",
		    "rules: [{name: a, kind: b, hold: {at_least: 2}}]", 1 },
		{ "a fraction is not over one",
		    "rules: [{name: a, kind: b, hold: {at_least: 3/2}}]", 1 },
		{ "nobody can be more than all",
		    "rules: [{name: a, kind: b, hold: {more_than: 1/1}}]", 1 },
		{ "nothing is divided by nothing",
		    "rules: [{name: a, kind: b, hold: {at_least: 0/0}}]", 1 },
		{ "numbers are bounded", "rules: [{name: a, kind: b, hold: "
		    "{at_least: 1/99999999999999999999}}]", 1 },
		{ "a share is at_least or more_than",
		    "rules: [{name: a, kind: b, pass: {of: due}}]", 1 },
		{ "of is one of three words", "rules: [{name: a, kind: b, "
		    "pass: {at_least: 1/2, of: most}}]", 1 },
		{ "count is one of four words",
		    "rules: [{name: a, kind: b, count: cats}]", 1 },
		{ "days are days", "rules: [{name: a, kind: b, from: soon}]",
		    1 },
		{ "notice is a number",
		    "rules: [{name: a, kind: b, notice_days: -1}]", 1 },
		{ "time goes forward", "rules: [{name: a, kind: b, from: "
		    "2026-01-01, to: 2025-01-01}]", 1 },
		{ "a misspelt key is seen",
		    "rules: [{name: a, kind: b, quorum: 1}]", 1 },
		{ "all faults come at once", "rules: [{kind: x}, {name: y, "
		    "kind: z, count: cats, notice_days: x}]", 3 },
	};
	struct quorum_rules rules;
	size_t i, before;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		print_message("%s\n", cases[i].name);
		before = diag.nerrors;
		assert_false(parse(&rules, cases[i].text));
		assert_int_equal(diag.nerrors - before, cases[i].n);
		assert_string_equal(diag.faults[diag.n - 1].rule,
		    "quorum.table");
	}
}

static const struct quorum_rule *
find(const struct quorum_rules *rules, const char *kind, const char *region,
    bool household, date_day day)
{
	return quorum_find(rules, str_of(kind), str_of(region), household,
	    day);
}

static void
choosing(void **state)
{
	static const char text[] = "rules:\n"
	    "- {name: any, kind: any, pass: {more_than: 1/2}}\n"
	    "- {name: old, kind: m, to: 2025-12-31}\n"
	    "- {name: new, kind: m, from: 2026-01-01}\n"
	    "- {name: there, kind: m, region: \"37\", from: 2026-01-01}\n"
	    "- {name: homes, kind: m, count: households}\n";
	struct quorum_rules rules;
	date_day last = date_of(2025, 12, 31);

	(void)state;
	assert_true(parse(&rules, text));
	assert_true(str_is(find(&rules, "m", "11", false, last)->name, "old"));
	assert_true(str_is(find(&rules, "m", "11", false, last + 1)->name,
	    "new"));
	assert_true(str_is(find(&rules, "m", "3716", false, last + 1)->name,
	    "there"));
	assert_true(str_is(find(&rules, "m", "3716", false, last)->name,
	    "old"));
	assert_true(str_is(find(&rules, "m", "3716", true, last)->name,
	    "homes"));
	assert_true(str_is(find(&rules, "other", "37", true, last)->name,
	    "any"));
	rules.n = 0;
	assert_null(find(&rules, "m", "11", false, last));
}

static void
provinces(const struct quorum_rules *rules)
{
	const struct quorum_rule *r;

	/* what only Shandong asks is not asked elsewhere */
	r = find(rules, "rep_assembly", "110101000000", false,
	    date_of(2026, 6, 1));
	assert_int_equal(r->women.den, 0);
	assert_int_equal(r->notice_days, 0);
	r = find(rules, "rep_assembly", "371603002000", false,
	    date_of(2026, 6, 1));
	assert_int_equal(r->women.num, 2);
	assert_int_equal(r->women.den, 3);
}

static void
shipped_table(void **state)
{
	static const struct {
		const char     *kind;
		bool            household;
		struct fraction hold, pass;
		enum quorum_of  of;
		int             notice;
	} want[] = {
		{ "villagers_assembly", false, { 1, 2, true }, { 1, 2, true },
		    QUORUM_PRESENT, 10 },
		{ "villagers_assembly", true, { 2, 3, false }, { 1, 2, true },
		    QUORUM_PRESENT, 10 },
		{ "rep_assembly", false, { 2, 3, false }, { 1, 2, true },
		    QUORUM_PRESENT, 5 },
		{ "group_assembly", false, { 2, 3, false }, { 1, 2, true },
		    QUORUM_PRESENT, 0 },
		{ "residents_assembly", false, { 1, 2, true }, { 1, 2, true },
		    QUORUM_PRESENT, 0 },
		{ "branch_assembly", false, { 1, 2, false }, { 1, 2, true },
		    QUORUM_DUE, 0 },
		{ "branch_committee", false, { 1, 2, false }, { 0, 0, false },
		    QUORUM_PRESENT, 0 },
		{ "coop_members", false, { 2, 3, false }, { 2, 3, false },
		    QUORUM_ALL, 10 },
		{ "deliberation", false, { 0, 0, false }, { 1, 2, true },
		    QUORUM_PRESENT, 0 },
	};
	struct source *src = arena_alloc(&arena, sizeof(*src));
	struct doc *doc = arena_alloc(&arena, sizeof(*doc));
	const struct quorum_rule *r;
	struct quorum_rules rules;
	size_t i;
	int year;

	(void)state;
	assert_true(store_slurp(src, &arena, S("share/quorum.yaml"), &diag));
	assert_true(doc_read(doc, src, &arena, &diag));
	assert_true(quorum_parse(&rules, doc, &arena, &diag));
	for (i = 0; i < NELEM(want); i++)
		for (year = 2025; year <= 2026; year++) {
			r = find(&rules, want[i].kind, "371603002000",
			    want[i].household, date_of(year, 6, 1));
			assert_non_null(r);
			assert_int_equal(r->hold.num, want[i].hold.num);
			assert_int_equal(r->hold.den, want[i].hold.den);
			assert_int_equal(r->hold.strict, want[i].hold.strict);
			assert_int_equal(r->pass.num, want[i].pass.num);
			assert_int_equal(r->pass.den, want[i].pass.den);
			assert_int_equal(r->pass.strict, want[i].pass.strict);
			assert_int_equal(r->of, want[i].of);
			assert_int_equal(r->notice_days, want[i].notice);
		}
	provinces(&rules);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(needs, setup, teardown),
		cmocka_unit_test(need_agrees_with_met),
		cmocka_unit_test_setup_teardown(faults, setup, teardown),
		cmocka_unit_test_setup_teardown(choosing, setup, teardown),
		cmocka_unit_test_setup_teardown(shipped_table, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
