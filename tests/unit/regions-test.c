/* SPDX-License-Identifier: MIT */
/* regions - codes by level, tables to trees, each fault at its cell. */
#include "editors.h"
#include "regions.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define TOWNSHIP	"371603002000"

static const struct {
	const char *name, *code, *stem, *level;
} codes[] = {
	{ "a village is its whole code", "371603002200", "371603002200",
	    "village" },
	{ "a township is nine digits", TOWNSHIP, "371603002", "township" },
	{ "a county is six", "371603000000", "371603", "county" },
	{ "a city is four", "371600000000", "3716", "city" },
	{ "a province is two", "370000000000", "37", "province" },
	{ "a county that ends in a nought keeps it", "371620000000",
	    "371620", "county" },
	{ "a township that ends in noughts keeps them", "371603100000",
	    "371603100", "township" },
};

static void
test_codes(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(codes); i++) {
		struct str code = str_of(codes[i].code);

		if (!str_is(regions_stem(code), codes[i].stem) ||
		    strcmp(regions_level(code), codes[i].level))
			fail_msg("%s: %.*s, %s", codes[i].name,
			    STR(regions_stem(code)), regions_level(code));
	}
}

struct world {
	struct arena  arena;
	struct diag   dg;
	struct ledger led;
	const struct kind *kind;
};

static void
open_world(struct world *w)
{
	arena_init(&w->arena);
	diag_init(&w->dg, &w->arena, NULL);
	w->led = (struct ledger){ .arena = &w->arena,
	    .env = { .share = S("share") } };
	map_init(&w->led.kinds, &w->arena);
	map_init(&w->led.refs, &w->arena);
	w->led.run = schema_run_new(&w->arena);
	assert_true(store_open(&w->led.store, &w->arena, S("share"),
	    &w->dg));
	w->kind = ledger_need(&w->led, "region", &w->dg);
	assert_non_null(w->kind);
}

static void
close_world(struct world *w)
{
	store_close(&w->led.store);
	arena_free(&w->arena);
}

static const struct {
	const char *name, *csv;
	const char *rule;	/* of the only fault; NULL: it is good */
	const char *at;		/* the fault's marked text */
} tables[] = {
	{ "a table with its township is good",
	    "code,name,level,parent\n371603002000,甲,township,\n"
	    "371603002200,乙,village,371603002000\n", NULL, NULL },
	{ "the township may be missing, and is still a parent",
	    "code,name,level,parent\n371603002200,乙,village,371603002000\n",
	    NULL, NULL },
	{ "a table without rows is a township without villages",
	    "code,name,level\n", NULL, NULL },
	{ "what lies above may stand in it",
	    "code,name,level,parent\n371603000000,县,county,\n"
	    "371603002000,甲,township,371603000000\n", NULL, NULL },
	{ "columns may be labels, in any order, levels too",
	    "级别,名称,代码\n村(社区),乙,371603002200\n", NULL, NULL },
	{ "full-width digits of a code are digits",
	    "code,name,level\n３７１６０３００２２００,乙,village\n", NULL,
	    NULL },
	{ "another township's village is outside",
	    "code,name,level\n371603003200,乙,village\n", "region.outside",
	    "371603003200" },
	{ "a neighbouring township is outside, too",
	    "code,name,level\n371603003000,乙,township\n",
	    "region.outside", "371603003000" },
	{ "a code stands once",
	    "code,name,level\n371603002200,乙,village\n"
	    "371603002200,丙,village\n", "dup-id", "371603002200" },
	{ "a parent is in the table",
	    "code,name,level,parent\n371603002200,乙,village,371603002299\n",
	    "unknown-ref", "371603002299" },
	{ "nobody is his own parent",
	    "code,name,level,parent\n371603002200,乙,village,371603002200\n",
	    "region.cycle", "371603002200" },
	{ "three in a ring are told once",
	    "code,name,level,parent\n371603002200,乙,village,371603002201\n"
	    "371603002201,丙,village,371603002202\n"
	    "371603002202,丁,village,371603002200\n", "region.cycle",
	    "371603002201" },
	{ "a code that a spreadsheet ate is said to be so",
	    "code,name,level\n3.71603E+11,乙,village\n", "region.digits",
	    "3.71603E+11" },
	{ "a level must be one",
	    "code,name,level\n371603002200,乙,hamlet\n", "enum", "hamlet" },
	{ "a row as long as the header",
	    "code,name,level\n371603002200,乙,village,x\n", "csv-columns",
	    "x" },
	{ "an unknown column is refused",
	    "code,name,level,colour\n371603002200,乙,village,red\n",
	    "field", "colour" },
	{ "a column stands once",
	    "code,name,level,名称\n371603002200,乙,village,丙\n",
	    "dup-column", "名称" },
	{ "no column that must be there is missing",
	    "code,name\n371603002200,乙\n", "missing-column", "" },
	{ "an empty file is no table", "", "csv-empty", "" },
};

static void
test_tables(void **state)
{
	const struct fault *f;
	struct source src;
	struct world w;
	struct str yaml;
	size_t i;
	bool ok;

	(void)state;
	for (i = 0; i < NELEM(tables); i++) {
		open_world(&w);
		src = source_of("r.csv", str_of(tables[i].csv));
		ok = regions_read(&yaml, &w.led, w.kind, &src, S(TOWNSHIP),
		    S("甲"), &w.dg);
		f = w.dg.n ? &w.dg.faults[0] : NULL;
		if (ok != !tables[i].rule || w.dg.n != !ok)
			fail_msg("%s: %zu faults: %.*s", tables[i].name,
			    w.dg.n, STR(f ? f->text : S("")));
		if (f && (strcmp(f->rule, tables[i].rule) ||
		    (tables[i].at[0] && !str_is(str_sub(src.bytes, f->at,
		    f->end), tables[i].at))))
			fail_msg("%s: [%s] at '%.*s'", tables[i].name,
			    f->rule, STR(str_sub(src.bytes, f->at,
			    f->end)));
		close_world(&w);
	}
}

static void
test_paths(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_true(str_is(editors_glob(
	    S("villages/{village}/issues/{id:year}/{id}.yaml"), &a),
	    "villages/*/issues/*/*.yaml"));
	assert_true(str_is(editors_glob(S("ledger.yaml"), &a),
	    "ledger.yaml"));
	assert_true(str_is(editors_uri(S("/opt/台账 1%/a.yaml"), &a),
	    "file:///opt/%E5%8F%B0%E8%B4%A6%201%25/a.yaml"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
