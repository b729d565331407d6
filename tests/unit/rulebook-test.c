/* SPDX-License-Identifier: MIT */
/* rulebook - what is read, what is refused, what is warned of. */
#include <stdio.h>

#include "rulebook.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct reading {
	struct arena    arena;
	struct diag     dg;
	struct source   src;
	struct rulebook book;
	bool            ok;
};

static void
read_text(struct reading *r, const char *text)
{
	struct doc doc;

	arena_init(&r->arena);
	diag_init(&r->dg, &r->arena, NULL);
	r->src = source_of("rules/book.yaml", str_of(text));
	assert_true(doc_read(&doc, &r->src, &r->arena, &r->dg));
	r->ok = rulebook_parse(&r->book, &doc, &r->arena, &r->dg);
}

#define HOUSEHOLD \
	"id: household\n" \
	"title: 家庭积分细则\n" \
	"subject_type: household\n" \
	"settle: accrue\n"

#define FROM(day) \
	"- from: " day "\n" \
	"  base: 100\n" \
	"  categories:\n" \
	"  - {code: env, name: 人居环境}\n" \
	"  items:\n"

#define ITEM(rest) "  - {code: A-1, category: env, name: 甲, " rest "}\n"

#define VILLAGE \
	"id: rural\n" \
	"title: 村级\n" \
	"subject_type: village\n" \
	"settle: hundred\n"

static const char whole[] =
    "id: household\n"
    "title: 家庭积分细则\n"
    "subject_type: household\n"
    "settle: accrue\n"
    "ties: [fewer_penalties, higher_last_quarter]\n"
    "versions:\n"
    "- from: 2026-07-01\n"
    "  base: 0\n"
    "  categories:\n"
    "  - {code: env, name: 环境}\n"
    "  items:\n"
    "  - {code: B, category: env, name: 乙, points: [5.00, 10.00]}\n"
    "  - {code: A, category: env, name: 甲, points: 2.00}\n"
    "- from: 2026-01-01\n"
    "  adopted: {day: 2025-12-20, meeting: 村民代表会议}\n"
    "  base: 100\n"
    "  categories:\n"
    "  - {code: env, name: 人居环境}\n"
    "  items:\n"
    "  - code: A\n"
    "    category: env\n"
    "    name: 甲\n"
    "    points: 1\n"
    "    cadence: event\n"
    "    cap: [{per: month, points: 2.00}, {per: year, points: 9.5}]\n"
    "    evidence: 照片\n"
    "    scope: own\n"
    "    from: 2026-03-01\n"
    "    to: 2026-06-30\n"
    "  - {code: T, category: env, name: 志愿, per: hours,"
    " tiers: [[4, 1.00], [20, 3.00]]}\n"
    "  - {code: V, category: env, name: 事故, veto: true}\n";

static void
a_book_is_read_whole(void **state)
{
	struct reading r;
	const struct rulebook_version *v;
	const struct rulebook_item *a;

	(void)state;
	read_text(&r, whole);
	assert_true(r.ok);
	assert_int_equal(r.book.nversions, 2);
	assert_int_equal(r.book.nitems, 4);
	assert_int_equal(r.book.ranking_group, RANKING_VILLAGE);
	assert_int_equal(r.book.nties, 2);
	assert_int_equal(r.book.ties[1], TIE_LAST_QUARTER);
	v = &r.book.versions[0];
	assert_true(str_is(v->name, "household@2026-01-01"));
	assert_int_equal(v->base, 10000);
	assert_int_equal(v->adopted, date_of(2025, 12, 20));
	a = rulebook_item(v, S("A"));
	assert_non_null(a);
	assert_int_equal(a->low, 100);
	assert_int_equal(a->cap[CAP_MONTH], 200);
	assert_int_equal(a->cap[CAP_YEAR], 950);
	assert_int_equal(a->cap[CAP_QUARTER], 0);
	assert_true(str_is(a->scope, "own"));
	assert_true(str_is(a->category->name, "人居环境"));
	assert_int_equal(a->number,
	    rulebook_item(&r.book.versions[1], S("A"))->number);
	assert_true(rulebook_item(v, S("V"))->veto);
	assert_null(rulebook_item(v, S("B")));
	arena_free(&r.arena);
}

static void
the_day_decides_the_version(void **state)
{
	static const struct {
		int year, month, day;
		const char *name;	/* NULL: none */
		bool a;			/* item A is in force */
	} cases[] = {
		{ 2025, 12, 31, NULL, false },
		{ 2026, 1, 1, "household@2026-01-01", false },
		{ 2026, 2, 28, "household@2026-01-01", false },
		{ 2026, 3, 1, "household@2026-01-01", true },
		{ 2026, 6, 30, "household@2026-01-01", true },
		{ 2026, 7, 1, "household@2026-07-01", true },
		{ 2099, 1, 1, "household@2026-07-01", true },
	};
	const struct rulebook_version *v;
	struct reading r;
	date_day day;
	size_t i;

	(void)state;
	read_text(&r, whole);
	for (i = 0; i < NELEM(cases); i++) {
		day = date_of(cases[i].year, cases[i].month, cases[i].day);
		v = rulebook_version_on(&r.book, day);
		assert_int_equal(v != NULL, cases[i].name != NULL);
		if (!v)
			continue;
		assert_true(str_is(v->name, cases[i].name));
		assert_ptr_equal(v, rulebook_version_named(&r.book, v->name));
		assert_int_equal(rulebook_in_force(rulebook_item(v, S("A")),
		    day), cases[i].a);
	}
	assert_null(rulebook_version_on(&r.book, DATE_NONE));
	assert_null(rulebook_version_named(&r.book, S("household@2026-02-01")));
	arena_free(&r.arena);
}

static void
an_item_says_what_it_is_worth(void **state)
{
	const struct rulebook_version *v;
	const struct rulebook_item *t, *b;
	struct reading r;

	(void)state;
	read_text(&r, whole);
	v = &r.book.versions[0];
	t = rulebook_item(v, S("T"));
	b = rulebook_item(&r.book.versions[1], S("B"));
	assert_int_equal(rulebook_raw(t, 0, 399), 0);
	assert_int_equal(rulebook_raw(t, 0, 400), 100);
	assert_int_equal(rulebook_raw(t, 0, 1999), 100);
	assert_int_equal(rulebook_raw(t, 0, 50000), 300);
	assert_int_equal(rulebook_raw(b, 550, 250), 1375);
	assert_int_equal(rulebook_raw(b, 501, 50), 251);
	assert_int_equal(rulebook_raw(b, POINTS_MAX, INT64_MAX), POINTS_MAX);
	assert_int_equal(rulebook_raw(b, -POINTS_MAX, INT64_MAX), -POINTS_MAX);
	assert_true(rulebook_allows(b, 500));
	assert_true(rulebook_allows(b, 1000));
	assert_false(rulebook_allows(b, 499));
	assert_false(rulebook_allows(b, 1001));
	assert_true(rulebook_allows(t, 300));
	assert_false(rulebook_allows(t, 200));
	assert_int_equal(rulebook_sign(t), 1);
	assert_int_equal(rulebook_sign(rulebook_item(v, S("V"))), 0);
	arena_free(&r.arena);
}

static const struct {
	const char *name, *text;
	const char *rule;	/* of the only fault; NULL: none */
} cases[] = {
	{ "a plain book is good", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("points: 1.00"), NULL },
	{ "two versions from one day overlap", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1.00")
	    FROM("2026-01-01") ITEM("points: 2.00"),
	    "rulebook.version-dates" },
	{ "versions may stand in any order", HOUSEHOLD "versions:\n"
	    FROM("2026-07-01") ITEM("points: 1.00")
	    FROM("2026-01-01") ITEM("points: 2.00"), NULL },
	{ "a version may not reach into the next", HOUSEHOLD "versions:\n"
	    "- {from: 2026-01-01, to: 2026-07-01, categories: [], items: []}\n"
	    "- {from: 2026-07-01, categories: [], items: []}\n",
	    "rulebook.version-dates" },
	{ "a version has its day", HOUSEHOLD
	    "versions: [{base: 0, categories: [], items: []}]\n",
	    "rulebook.version-dates" },
	{ "a book has a version", HOUSEHOLD "versions: []\n",
	    "rulebook.version-dates" },
	{ "a day is one of the calendar", HOUSEHOLD
	    "versions:\n" FROM("2026-01-01")
	    ITEM("points: 1, from: 2026-02-30"), "date-range" },
	{ "a code stands once in a version", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1.00") ITEM("points: 1.00"),
	    "rulebook.item-twice" },
	{ "a code keeps its meaning", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1.00")
	    FROM("2026-07-01") ITEM("points: -1.00"),
	    "rulebook.item-reused" },
	{ "a code may change its price", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1.00")
	    FROM("2026-07-01") ITEM("points: [2.00, 3.00]"), NULL },
	{ "a category is there", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    "  - {code: A, category: pub, name: 甲, points: 1.00}\n",
	    "rulebook.category" },
	{ "a category stands once", HOUSEHOLD "versions:\n"
	    "- from: 2026-01-01\n"
	    "  categories: [{code: a, name: 甲}, {code: a, name: 乙}]\n"
	    "  items: []\n", "rulebook.category-twice" },
	{ "a cap has the sign of its points", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: -1, cap: {per: quarter, points: 6.00}"),
	    "rulebook.cap" },
	{ "a negative cap is good for a penalty", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: -1, cap: {per: quarter, points: -6.00}"), NULL },
	{ "a cap is not nothing", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: 1, cap: {per: quarter, points: 0}"),
	    "rulebook.cap" },
	{ "one cap a period", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("points: 1, cap: [{per: year, points: 3},"
	    " {per: year, points: 2}]"), "rulebook.cap" },
	{ "a cap is per a known period", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: 1, cap: {per: week, points: 3}"),
	    "rulebook.value" },
	{ "a range rises", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("points: [3, 1]"), "rulebook.points" },
	{ "a range does not cross zero", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: [-1, 1]"),
	    "rulebook.points" },
	{ "a range has two ends", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: [1, 2, 3], veto: true"),
	    "rulebook.points" },
	{ "an item is worth something", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("cadence: event"),
	    "rulebook.points" },
	{ "points or tiers, not both", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: 1, tiers: [[1, 1.00]]"), "rulebook.points" },
	{ "tiers rise", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("tiers: [[20, 3.00], [4, 1.00]]"), "rulebook.tiers" },
	{ "points have two decimals", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1.005, veto: true"),
	    "points-form" },
	{ "an item ends after it begins", HOUSEHOLD "versions:\n"
	    FROM("2026-01-01")
	    ITEM("points: 1, from: 2026-06-01, to: 2026-05-01"),
	    "rulebook.item-dates" },
	{ "a recovery gives", HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("points: -1, recovery: true"), "rulebook.recovery" },
	{ "a book that adds up has no weights", HOUSEHOLD "versions:\n"
	    "- {from: 2026-01-01, items: [],\n"
	    "   categories: [{code: a, name: 甲, weight: 20}]}\n",
	    "rulebook.mode" },
	{ "ties are known", HOUSEHOLD "ties: [luck]\n" "versions:\n"
	    FROM("2026-01-01") ITEM("points: 1"), "rulebook.value" },
	{ "weights add up to 100", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, items: [], categories: [\n"
	    "   {code: a, name: 甲, weight: 60, mode: deduct},\n"
	    "   {code: b, name: 乙, weight: 39.99, mode: deduct}]}\n",
	    "rulebook.weights" },
	{ "a category of 100 has a mode", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, items: [], categories: [\n"
	    "   {code: a, name: 甲, weight: 100}]}\n", "rulebook.mode" },
	{ "rates fill a ratio category", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: ratio}], items: [\n"
	    "   {code: A, category: a, name: 甲, full: 60, rate: manual},\n"
	    "   {code: B, category: a, name: 乙, full: 30, rate: I16}]}\n",
	    "rulebook.ratio" },
	{ "rates fill the ratio of a mixed one", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: mixed, ratio: 60}],\n"
	    "   items: [\n"
	    "   {code: A, category: a, name: 甲, full: 60}]}\n", NULL },
	{ "a mixed category keeps a rest", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: mixed, ratio: 100}],\n"
	    "   items: [\n"
	    "   {code: A, category: a, name: 甲, full: 100}]}\n",
	    "rulebook.ratio" },
	{ "a rate stands where rates are", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: deduct}], items: [\n"
	    "   {code: A, category: a, name: 甲, full: 60}]}\n",
	    "rulebook.mode" },
	{ "nothing counts beside a level", VILLAGE "versions:\n"
	    "- {from: 2026-01-01, categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: level}], items: [\n"
	    "   {code: A, category: a, name: 甲, points: 1}]}\n",
	    "rulebook.mode" },
	{ "the year's weights add up", VILLAGE
	    "annual: {weight: 0.60, other_weight: 0.30}\n" "versions:\n"
	    "- {from: 2026-01-01, items: [], categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: deduct}]}\n",
	    "rulebook.annual" },
};

static void
books_are_judged(void **state)
{
	struct reading r;
	size_t i;
	bool good;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		read_text(&r, cases[i].text);
		good = r.ok == (cases[i].rule == NULL) &&
		    r.dg.nerrors == (cases[i].rule ? 1 : 0) &&
		    (!cases[i].rule ||
		    strcmp(r.dg.faults[0].rule, cases[i].rule) == 0);
		if (!good)
			print_error("%s: %zu faults, the first %s\n",
			    cases[i].name, r.dg.nerrors,
			    r.dg.n ? r.dg.faults[0].rule : "-");
		assert_true(good);
		arena_free(&r.arena);
	}
}

static void
a_wrong_sign_comes_with_its_cure(void **state)
{
	struct reading r;

	(void)state;
	read_text(&r, HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    ITEM("points: -1, cap: {per: quarter, points: 6.00}"));
	assert_int_equal(r.dg.n, 1);
	assert_true(str_find(r.dg.faults[0].cure, S("-6.00")) <
	    r.dg.faults[0].cure.n);
	arena_free(&r.arena);
}

static void
the_year_is_read(void **state)
{
	struct reading r;

	(void)state;
	read_text(&r, VILLAGE "annual: {weight: 0.60, other_weight: 0.40,"
	    " clamp_high: 100, adjust_cap: none}\n" "versions:\n"
	    "- {from: 2026-01-01, items: [], categories: [\n"
	    "   {code: a, name: 甲, weight: 100, mode: deduct}]}\n");
	assert_true(r.ok);
	assert_int_equal(r.book.ranking_group, RANKING_TOWNSHIP);
	assert_int_equal(r.book.annual.weight, 60);
	assert_int_equal(r.book.annual.other_weight, 40);
	assert_int_equal(r.book.annual.clamp_high, 10000);
	assert_int_equal(r.book.annual.adjust_cap, 0);
	arena_free(&r.arena);
}

static size_t
lint(const char *text, const char *rule)
{
	struct reading r;
	size_t n;

	read_text(&r, text);
	assert_true(r.ok);
	rulebook_lint(&r.book, &r.src, &r.dg);
	assert_int_equal(r.dg.nerrors, 0);
	if (r.dg.nwarnings)
		assert_string_equal(r.dg.faults[0].rule, rule);
	n = r.dg.nwarnings;
	arena_free(&r.arena);
	return n;
}

static void
unwise_items_are_warned_of(void **state)
{
	(void)state;
	assert_int_equal(lint(HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    "  - {code: A, category: env, name: 越级上访, points: -5}\n"
	    FROM("2026-07-01")
	    "  - {code: A, category: env, name: 越级上访, points: -5}\n",
	    "rulebook.lawful"), 1);
	assert_int_equal(lint(HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    "  - {code: A, category: env, name: 清扫, points: 2.50,"
	    " scope: own}\n", "rulebook.own-items"), 1);
	assert_int_equal(lint(HOUSEHOLD "versions:\n" FROM("2026-01-01")
	    "  - {code: A, category: env, name: 清扫, points: 2, scope: own}\n",
	    ""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_book_is_read_whole),
		cmocka_unit_test(the_day_decides_the_version),
		cmocka_unit_test(an_item_says_what_it_is_worth),
		cmocka_unit_test(books_are_judged),
		cmocka_unit_test(a_wrong_sign_comes_with_its_cure),
		cmocka_unit_test(the_year_is_read),
		cmocka_unit_test(unwise_items_are_warned_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
