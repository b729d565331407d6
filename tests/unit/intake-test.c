/* SPDX-License-Identifier: MIT */
/* intake: what people type, as the schema wants it. */
#include "change-world.h"
#include "emit.h"
#include "intake.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define GIVEN	6

static struct world w;

static int
setup(void **state)
{
	(void)state;
	if (world_begin(&w) != 0)
		return -1;
	w.led.env.today = date_iso(S("2026-04-11"));
	world_put(&w, "registers/regions.yaml", S(
	    "- {code: \"371603002000\", name: 富源街道, level: township}\n"
	    "- {code: \"" HOME "\", name: 小房村村民委员会, level: village,"
	    " parent: \"371603002000\"}\n"));
	world_put(&w, "villages/" HOME "/people.yaml", S(
	    "- {id: P-0001, village: \"" HOME "\", name: 李明}\n"
	    "- {id: P-0003, village: \"" HOME "\", name: 王建国}\n"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_end(&w);
	return 0;
}

/* ---- words ------------------------------------------------------------ */

static void
arguments_are_split_at_the_first_equals(void **state)
{
	static const struct { const char *word, *key, *value; } words[] = {
		{ "kind=home", "kind", "home" }, { "类型＝入户", "类型", "入户" },
		{ "note=a=b", "note", "a=b" }, { "note＝a=b", "note", "a=b" },
		{ "note=a＝b", "note", "a＝b" }, { " note = a ", "note", " a " },
		{ "note=", "note", "" }, { "home", NULL, NULL },
		{ "=x", NULL, NULL }, { "", NULL, NULL },
	};
	struct given g;
	struct source src;
	size_t i;
	bool ok;

	(void)state;
	for (i = 0; i < NELEM(words); i++) {
		src = source_of("", str_of(words[i].word));
		ok = intake_split(&g, &src);
		if (ok != (words[i].key != NULL) || (ok &&
		    (!str_is(g.key, words[i].key) ||
		    !str_is(g.value, words[i].value) ||
		    !str_eq(str_sub(src.bytes, g.value_at.at,
		    g.value_at.end), g.value))))
			fail_msg("'%s'", words[i].word);
	}
}

static void
lists_are_split_at_every_comma_there_is(void **state)
{
	static const struct { const char *text, *items; } lists[] = {
		{ "a,b", "a|b|" }, { "a、b，c；d;e", "a|b|c|d|e|" },
		{ " a , b ", "a|b|" }, { ",,a,,", "a|" }, { "", "" },
		{ "甲乙", "甲乙|" }, { "a b", "a b|" }, { "、", "" },
	};
	struct strs items;
	struct buf b;
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(lists); i++) {
		items = (struct strs){ 0 };
		intake_items(&items, &w.a, str_of(lists[i].text));
		buf_init(&b, &w.a);
		for (k = 0; k < items.n; k++)
			buf_printf(&b, "%.*s|", STR(items.v[k]));
		if (!str_is(buf_str(&b), lists[i].items))
			fail_msg("'%s': %.*s", lists[i].text, STR(buf_str(&b)));
	}
}

/* ---- records ---------------------------------------------------------- */

static const struct {
	const char *name, *kind, *words[GIVEN];
	const char *yaml;	/* in flow, or the rule of the fault */
} cases[] = {
	{ "keys and choices as they are", "visit", { "kind=home" },
	    "{kind: home}" },
	{ "labels, Chinese or English", "visit", { "类型=入户走访",
	    "lead visitor level=county" },
	    "{kind: home, lead_visitor_level: county}" },
	{ "a label of a choice, in full width", "visit", { "方式＝面谈" },
	    "{channel: face}" },
	{ "no such choice", "visit", { "kind=hom" }, "enum" },
	{ "no such field", "visit", { "kinds=home" }, "field" },
	{ "no such part", "visit", { "visitors.name=x" }, "field" },
	{ "a field twice", "visit", { "kind=home", "类型=回访" }, "twice" },
	{ "a field with nothing behind it", "visit", { "kind=", "note= " },
	    "{}" },
	{ "a day in any form", "visit", { "date=２０２６年3月16日" },
	    "{date: 2026-03-16}" },
	{ "a day without its year", "visit", { "date=3-16" },
	    "{date: 2026-03-16}" },
	{ "a day there is not", "visit", { "date=2026-02-29" }, "date-range" },
	{ "a year nobody means", "visit", { "date=0226-02-03" },
	    "date-range" },
	{ "no day at all", "visit", { "date=soon" }, "date-form" },
	{ "numbers are bare", "visit", { "batches=３", "persons=+12" },
	    "{batches: 3, persons: 12}" },
	{ "a number with a fraction", "visit", { "batches=3.5" }, "number" },
	{ "no number", "visit", { "batches=三" }, "number" },
	{ "a list by commas and by repetition", "visit", { "needs=饮水，住房",
	    "needs=water" }, "{needs: [water, housing, water]}" },
	{ "mappings in one word", "visit", { "visitors=李明、P-0003",
	    "village=小房村" }, "{village: \"" HOME "\", visitors: "
	    "[{person: P-0001}, {person: P-0003}]}" },
	{ "parts of the newest element", "visit", { "village=" HOME,
	    "visitors.person=李明", "visitors.role=网格员",
	    "visitors.person=王建国" }, "{village: \"" HOME "\", visitors: "
	    "[{person: P-0001, role: 网格员}, {person: P-0003}]}" },
	{ "kind:ref as evidence is written", "visit",
	    { "evidence=photo:a.jpg;签到表：柜3" },
	    "{evidence: [{kind: photo, ref: a.jpg}, "
	    "{kind: 签到表, ref: 柜3}]}" },
	{ "a text is kept as typed", "visit", { "note=  ＡＢ，c  " },
	    "{note: \"  ＡＢ，c  \"}" },
	{ "codes lose their full width", "household", { "村=３７１６０３００２２００" },
	    "{village: \"" HOME "\"}" },
	{ "nobody of that name", "visit", { "village=小房村",
	    "visitors=赵六" }, "unknown-ref" },
	{ "no such village", "visit", { "village=大房村" }, "unknown-ref" },
	{ "keys come in the schema's order", "visit", { "note=x", "kind=home",
	    "place=z" }, "{kind: home, place: z, note: x}" },
	{ "points have two decimals", "entry", { "unit_points=５" },
	    "{unit_points: 5.00}" },
	{ "points of three decimals", "entry", { "unit_points=1.005" },
	    "points-form" },
};

static bool
take(struct value **v, const struct kind *kind, const char *const *words)
{
	struct given *g = arena_array(&w.a, GIVEN, sizeof(*g));
	struct source *src;
	size_t n;

	for (n = 0; n < GIVEN && words[n]; n++) {
		src = arena_alloc(&w.a, sizeof(*src));
		*src = source_of("word", str_of(words[n]));
		assert_true(intake_split(&g[n], src));
	}
	return intake_given(v, &w.led, kind, g, n, S(""), &w.dg);
}

static void
what_is_typed_is_understood(void **state)
{
	const struct kind *kind;
	struct field whole = { .type = FIELD_MAP };
	struct value *v;
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		kind = ledger_need(&w.led, cases[i].kind, &w.dg);
		diag_init(&w.dg, &w.a, NULL);
		buf_init(&b, &w.a);
		if (take(&v, kind, cases[i].words)) {
			whole.fields = kind->fields;
			whole.nfields = kind->nfields;
			emit_flow(&b, &whole, v);
		} else {
			buf_puts(&b, w.dg.n == 1 ? w.dg.faults[0].rule :
			    "several");
		}
		if (!str_is(buf_str(&b), cases[i].yaml))
			fail_msg("%s: %.*s", cases[i].name, STR(buf_str(&b)));
	}
}

/* The fault lies under the very item that is wrong. */
static void
faults_point_at_the_item(void **state)
{
	static const char *const words[GIVEN] = { "needs=饮水，空气，住房" };
	const struct kind *kind = ledger_need(&w.led, "visit", &w.dg);
	struct value *v;

	(void)state;
	diag_init(&w.dg, &w.a, NULL);
	assert_false(take(&v, kind, words));
	assert_int_equal(w.dg.n, 1);
	assert_true(str_is(str_sub(str_of(words[0]), w.dg.faults[0].at,
	    w.dg.faults[0].end), "空气"));
}

static void
a_file_in_any_form_says_the_same(void **state)
{
	static const struct { const char *path, *text; } files[] = {
		{ "a.csv", "类型,村,走访人,备注\n入户走访,小房村,李明;王建国,甲\n" },
		{ "a.csv", "\xEF\xBB\xBFkind,village,visitors,note\r\n"
		    "home," HOME ",P-0001;P-0003,甲\r\n" },
		{ "a.tsv", "类型\t村\t走访人\t备注\n入户走访\t小房村\t"
		    "李明、王建国\t甲\n" },
		{ "-", "kind,village,visitors,note\nhome,小房村,李明;王建国,甲\n" },
		{ "-", "{\"kind\":\"home\",\"village\":\"小房村\",\"visitors\":"
		    "[\"李明\",{\"person\":\"王建国\"}],\"note\":\"甲\"}\n" },
		{ "a.json", "[{\"类型\":\"home\",\"村\":\"小房村\",\"visitors\":"
		    "[\"李明\",\"王建国\"],\"note\":\"甲\",\"place\":null}]" },
		{ "-", "- kind: 入户走访\n  village: 小房村\n  note: 甲\n"
		    "  visitors: [李明, {person: 王建国}]\n" },
	};
	const struct kind *kind = ledger_need(&w.led, "visit", &w.dg);
	struct field whole = { .type = FIELD_MAP, .fields = kind->fields,
	    .nfields = kind->nfields };
	struct intake_list list;
	struct source src;
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(files); i++) {
		diag_init(&w.dg, &w.a, NULL);
		src = source_of(files[i].path, str_of(files[i].text));
		buf_init(&b, &w.a);
		if (!intake_file(&list, &w.led, kind, &src, NULL, &w.dg))
			fail_msg("%s: %.*s", files[i].text,
			    STR(w.dg.faults[0].text));
		assert_int_equal(list.n, 1);
		emit_flow(&b, &whole, list.v[0]);
		if (!str_is(buf_str(&b), "{kind: home, village: \"" HOME
		    "\", visitors: [{person: P-0001}, {person: P-0003}],"
		    " note: 甲}"))
			fail_msg("%s: %.*s", files[i].text,
			    STR(buf_str(&b)));
	}
}

static void
defaults_fill_only_what_is_not_given(void **state)
{
	static const char *const words[GIVEN] = { "kind=home",
	    "recorded_on=2026-04-10" };
	const struct kind *kind = ledger_need(&w.led, "visit", &w.dg);
	struct value *v;

	(void)state;
	diag_init(&w.dg, &w.a, NULL);
	w.led.env.user = S("李明");
	assert_true(take(&v, kind, words));
	assert_true(intake_defaults(v, &w.led, kind, &w.dg));
	assert_true(str_is(value_str(v, "date"), "2026-04-11"));
	assert_true(str_is(value_str(v, "recorded_on"), "2026-04-10"));
	assert_true(str_is(value_str(v, "typed_by"), "李明"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_are_split_at_the_first_equals),
		cmocka_unit_test(lists_are_split_at_every_comma_there_is),
		cmocka_unit_test(what_is_typed_is_understood),
		cmocka_unit_test(faults_point_at_the_item),
		cmocka_unit_test(a_file_in_any_form_says_the_same),
		cmocka_unit_test(defaults_fill_only_what_is_not_given),
	};

	return cmocka_run_group_tests_name("intake", tests, setup, teardown);
}
