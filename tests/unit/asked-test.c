/* SPDX-License-Identifier: MIT */
/* asked - names cut short, days and periods in words, usual rulebooks. */
#include "asked.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *name, *whole, *cut;
} names[] = {
	{ "a village loses its committee", "小房村村民委员会", "小房村" },
	{ "a community keeps its kind", "富源社区居民委员会", "富源社区" },
	{ "the short forms go, too", "小房村村委会", "小房村" },
	{ "and those of communities", "富源社区居委会", "富源社区" },
	{ "a name without an office stays", "小房村", "小房村" },
	{ "an office without a name stays", "村民委员会", "村民委员会" },
	{ "only the end counts", "村委会小区", "村委会小区" },
	{ "nothing stays nothing", "", "" },
};

static void
test_names(void **state)
{
	struct str s;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(names); i++) {
		s = refs_short(str_of(names[i].whole));
		if (!str_is(s, names[i].cut))
			fail_msg("%s: %.*s", names[i].name, STR(s));
	}
}

struct world {
	struct arena    arena;
	struct diag     dg;
	struct ledger   led;
	struct rulebook books[3];
	const struct rulebook *v[3];
	struct books    shelf;
	struct asked    q;
};

/* Books as they come from rules/: by id. */
static void
open_world(struct world *w, size_t nbooks)
{
	static const struct { const char *id; enum subject_type type; } all[] =
	{
		{ "household", SUBJECT_HOUSEHOLD },
		{ "member5", SUBJECT_PERSON }, { "rural7", SUBJECT_VILLAGE },
	};
	size_t i;

	*w = (struct world){ .q = { .led = &w->led } };
	arena_init(&w->arena);
	diag_init(&w->dg, &w->arena, NULL);
	w->led = (struct ledger){ .arena = &w->arena, .chinese = true,
	    .name = S("富源街道"), .books = &w->shelf };
	for (i = 0; i < nbooks; i++) {
		w->books[i] = (struct rulebook){ .id = str_of(all[i].id),
		    .subject_type = all[i].type };
		w->v[i] = &w->books[i];
	}
	w->shelf = (struct books){ .v = w->v, .n = nbooks };
}

static void
test_days(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, 0);
	assert_true(str_is(asked_day(&w.q, date_of(2026, 4, 13)),
	    "2026年4月13日"));
	w.led.chinese = false;
	assert_true(str_is(asked_day(&w.q, date_of(2026, 4, 13)),
	    "2026-04-13"));
	arena_free(&w.arena);
}

static void
test_head(void **state)
{
	struct world w;
	struct table t;

	(void)state;
	open_world(&w, 0);
	w.led.env.today = date_of(2026, 4, 11);
	table_init(&t, &w.arena, S("x"), S(""));
	asked_head(&t, &w.q, &w.dg);
	w.q.period = (struct period){ date_of(2026, 1, 1),
	    date_of(2026, 4, 1), PERIOD_QUARTER };
	asked_head(&t, &w.q, &w.dg);
	assert_true(str_is(t.head.v[0],
	    "unit: 富源街道   as of: 2026-04-11"));
	assert_true(str_is(t.head.v[1],
	    "unit: 富源街道   counted: 2026-01-01 to 2026-03-31"));
	arena_free(&w.arena);
}

static void
test_usual_book(void **state)
{
	const struct rulebook *book;
	struct world w;

	(void)state;
	open_world(&w, 3);
	assert_true(asked_book(&book, &w.q, false, &w.dg));
	assert_true(str_is(book->id, "household"));
	assert_true(asked_book(&book, &w.q, true, &w.dg));
	assert_true(str_is(book->id, "rural7"));
	w.q.book = S("member5");
	assert_true(asked_book(&book, &w.q, false, &w.dg));
	assert_true(str_is(book->id, "member5"));
	arena_free(&w.arena);
	open_world(&w, 2);
	assert_true(asked_book(&book, &w.q, true, &w.dg));
	assert_true(str_is(book->id, "household"));
	arena_free(&w.arena);
}

static void
test_no_book(void **state)
{
	const struct rulebook *book;
	struct world w;

	(void)state;
	open_world(&w, 0);
	assert_false(asked_book(&book, &w.q, false, &w.dg));
	assert_string_equal(w.dg.faults[0].rule, "rulebook.unknown");
	arena_free(&w.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_usual_book),
		cmocka_unit_test(test_no_book),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
