/* SPDX-License-Identifier: MIT */
/* refs: who is meant - the id, a part of it, a name, a name in a group. */
#include "change-world.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct world w;

static int
setup(void **state)
{
	(void)state;
	if (world_begin(&w) != 0)
		return -1;
	world_put(&w, "registers/regions.yaml", S(
	    "- {code: \"371603002000\", name: 富源街道, level: township}\n"
	    "- {code: \"" HOME "\", name: 小房村村民委员会, level: village,"
	    " parent: \"371603002000\"}\n"
	    "- {code: \"" AWAY "\", name: 小陈村村民委员会, level: village,"
	    " parent: \"371603002000\"}\n"));
	world_put(&w, "villages/" HOME "/people.yaml", S(
	    "- {id: P-0001, village: \"" HOME "\", name: 李明}\n"
	    "- {id: P-0003, village: \"" HOME "\", name: 王建国, group: 二组}\n"
	    "- {id: P-0004, village: \"" HOME "\", name: 王建国, group: \"3\"}\n"
	    "- {id: P-0005, village: \"" HOME "\", name: 王建国,"
	    " group: 第十二组}\n"
	    "- {id: P-0006, village: \"" HOME "\", name: 已故,"
	    " voided: {reason: 错, day: 2026-01-01}}\n"));
	world_put(&w, "villages/" AWAY "/people.yaml", S(
	    "- {id: P-0100, village: \"" AWAY "\", name: 李明}\n"
	    "- {id: P-0101, village: \"" AWAY "\", name: 陈大海}\n"));
	world_put(&w, "villages/371603002000/people.yaml", S(
	    "- {id: P-9000, village: \"371603002000\", name: 镇长}\n"));
	world_put(&w, MARCH, S(
	    "- {id: T20260316-AAAAAAAA, date: 2026-03-16,"
	    " village: \"" HOME "\"}\n"
	    "- {id: T20260316-AAAABBBB, date: 2026-03-17,"
	    " village: \"" HOME "\"}\n"));
	world_put(&w, "villages/" HOME "/cards/C20260316-CCCCCCCC.yaml", S(
	    "id: C20260316-CCCCCCCC\ndate: 2026-03-16\n"
	    "village: \"" HOME "\"\n"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_end(&w);
	return 0;
}

static const struct {
	const char *name, *kind, *text, *village, *id, *rule;
} cases[] = {
	{ "an id", "person", "P-0101", HOME, "P-0101", NULL },
	{ "a unique part of an id", "person", "9000", "", "P-9000", NULL },
	{ "a part that fits several", "person", "P-00", HOME, NULL,
	    "ambiguous-ref" },
	{ "a name in the own village first", "person", "李明", HOME, "P-0001",
	    NULL },
	{ "the same name in the other village", "person", "李明", AWAY,
	    "P-0100", NULL },
	{ "a name without a village is everyone's", "person", "李明", "",
	    NULL, "ambiguous-ref" },
	{ "then the township's own people", "person", "镇长", HOME, "P-9000",
	    NULL },
	{ "then everywhere", "person", "陈大海", HOME, "P-0101", NULL },
	{ "namesakes", "person", "王建国", HOME, NULL, "ambiguous-ref" },
	{ "told apart by the group", "person", "王建国@二组", HOME, "P-0003",
	    NULL },
	{ "however the group is written", "person", "王建国@三组", HOME,
	    "P-0004", NULL },
	{ "in digits", "person", "王建国@12", HOME, "P-0005", NULL },
	{ "with a full-width at", "person", "王建国＠２组", HOME, "P-0003",
	    NULL },
	{ "a group nobody is in", "person", "王建国@九组", HOME, NULL,
	    "unknown-ref" },
	{ "told apart by the village", "person", "李明@" AWAY, "", "P-0100",
	    NULL },
	{ "full-width digits", "person", "Ｐ－０００１", HOME, "P-0001", NULL },
	{ "who is void is not found by name", "person", "已故", HOME, NULL,
	    "unknown-ref" },
	{ "but by id", "person", "P-0006", HOME, "P-0006", NULL },
	{ "a place by the beginning of its name", "region", "小房村", "", HOME,
	    NULL },
	{ "a beginning that fits several", "region", "小", "", NULL,
	    "ambiguous-ref" },
	{ "a place by its whole name", "region", "小陈村村民委员会", "", AWAY,
	    NULL },
	{ "a person is not found by a beginning", "person", "陈大", HOME, NULL,
	    "unknown-ref" },
	{ "nobody", "person", "赵六", HOME, NULL, "unknown-ref" },
	{ "nothing", "person", "", HOME, NULL, "unknown-ref" },
	{ "an act by its id", "thing", "T20260316-AAAAAAAA", HOME,
	    "T20260316-AAAAAAAA", NULL },
	{ "an act by a part", "thing", "BBBB", HOME, "T20260316-AAAABBBB",
	    NULL },
	{ "two acts by a part", "thing", "AAAA", HOME, NULL, "ambiguous-ref" },
	{ "too little of an act", "thing", "A", HOME, NULL, "unknown-ref" },
	{ "a file of its own", "card", "CCCC", HOME, "C20260316-CCCCCCCC",
	    NULL },
	{ "no such act", "thing", "T20260316-ZZZZZZZZ", HOME, NULL,
	    "unknown-ref" },
};

static void
who_is_meant(void **state)
{
	struct str id;
	size_t i;
	bool ok;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		diag_init(&w.dg, &w.a, NULL);
		ok = refs_resolve(&id, &w.led, str_of(cases[i].kind),
		    str_of(cases[i].text), str_of(cases[i].village), NULL,
		    (struct span){ 0, 0 }, &w.dg);
		if (ok != (cases[i].id != NULL) ||
		    (ok && !str_is(id, cases[i].id)) || (!ok &&
		    strcmp(w.dg.faults[0].rule, cases[i].rule) != 0))
			fail_msg("%s: %s", cases[i].name, ok ?
			    arena_dup(&w.a, id).p : w.dg.faults[0].rule);
		assert_int_equal(w.dg.n, ok ? 0 : 1);
	}
}

static void
namesakes_are_listed_with_their_groups(void **state)
{
	struct str id;

	(void)state;
	diag_init(&w.dg, &w.a, NULL);
	assert_false(refs_resolve(&id, &w.led, S("person"), S("王建国"),
	    S(HOME), NULL, (struct span){ 0, 0 }, &w.dg));
	assert_true(str_find(w.dg.faults[0].text, S("P-0003 王建国@二组")) <
	    w.dg.faults[0].text.n);
	assert_true(str_find(w.dg.faults[0].text, S("P-0005")) <
	    w.dg.faults[0].text.n);
	diag_init(&w.dg, &w.a, NULL);
	assert_false(refs_resolve(&id, &w.led, S("person"), S("陈大河"),
	    S(AWAY), NULL, (struct span){ 0, 0 }, &w.dg));
	assert_true(str_is(w.dg.faults[0].cure, "陈大海"));
}

static void
records_are_found_with_their_files(void **state)
{
	const struct kind *thing = ledger_need(&w.led, "thing", &w.dg);
	struct refs_record r;

	(void)state;
	diag_init(&w.dg, &w.a, NULL);
	assert_true(refs_find(&r, &w.led, thing, S("BBBB"), NULL,
	    (struct span){ 0, 0 }, &w.dg));
	assert_true(str_is(r.path, MARCH));
	/* the day in an id may be another than that of its file */
	world_put(&w, "villages/" HOME "/things/2025-01.yaml", S(
	    "- {id: T20260316-DDDDDDDD, date: 2025-01-02,"
	    " village: \"" HOME "\"}\n"));
	assert_true(refs_find(&r, &w.led, thing, S("T20260316-DDDDDDDD"),
	    NULL, (struct span){ 0, 0 }, &w.dg));
	assert_true(str_is(r.path, "villages/" HOME "/things/2025-01.yaml"));
}

static void
names_are_shown_for_ids(void **state)
{
	const struct ref *const *v;
	size_t n;

	(void)state;
	assert_true(str_is(refs_name(&w.led, S("person"), S("P-0101"),
	    S(HOME), &w.dg), "陈大海"));
	assert_true(str_is(refs_name(&w.led, S("person"), S("P-7777"),
	    S(HOME), &w.dg), "P-7777"));
	assert_null(refs_get(&w.led, S("person"), S("P-01"), S(AWAY),
	    &w.dg));
	assert_true(refs_all(&v, &n, &w.led, S("person"), S(HOME), &w.dg));
	assert_int_equal(n, 5);
	assert_true(str_is(v[0]->id, "P-0001") && v[4]->voided);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_meant),
		cmocka_unit_test(namesakes_are_listed_with_their_groups),
		cmocka_unit_test(records_are_found_with_their_files),
		cmocka_unit_test(names_are_shown_for_ids),
	};

	return cmocka_run_group_tests_name("refs", tests, setup, teardown);
}
