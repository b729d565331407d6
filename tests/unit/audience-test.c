/* SPDX-License-Identifier: MIT */
/* audience - nothing private passes the cut, in no format. */
#include "audience.h"
#include "render.h"

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
assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p ? got.p : "", want, got.n);
}

static const struct {
	const char *name;
	const char *in;
	const char *village, *township, *people;
} masks[] = {
	{ "three characters", "王小明", "王小明", "王*明", "王**" },
	{ "two characters do not come out whole", "王明", "王明", "王*",
	    "王**" },
	{ "the length of a long name is not told", "买买提·阿不都拉",
	    "买买提·阿不都拉", "买*拉", "买**" },
	{ "a single character says nothing", "王", "王", "*", "*" },
	{ "no name stays no name", "", "", "", "" },
	{ "blanks around a name do not count", " 王明 ", " 王明 ", "王*",
	    "王**" },
	{ "each of several names is masked", "王小明、李红，赵一二三",
	    "王小明、李红，赵一二三", "王*明、李*，赵*三",
	    "王**、李**，赵**" },
	{ "a character beyond the BMP is one character", "𠮷田明", "𠮷田明",
	    "𠮷*明", "𠮷**" },
	{ "ill-formed bytes do not break it", "\xE7\x8E", "\xE7\x8E",
	    "\xE7*", "\xE7**" },
};

static void
names_are_masked(void **state)
{
	struct str in;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(masks); i++) {
		print_message("%s\n", masks[i].name);
		in = str_of(masks[i].in);
		assert_str(audience_mask_name(in, AUDIENCE_INTERNAL, &arena),
		    masks[i].in);
		assert_str(audience_mask_name(in, AUDIENCE_DEPARTMENT,
		    &arena), masks[i].in);
		assert_str(audience_mask_name(in, AUDIENCE_VILLAGE, &arena),
		    masks[i].village);
		assert_str(audience_mask_name(in, AUDIENCE_TOWNSHIP, &arena),
		    masks[i].township);
		assert_str(audience_mask_name(in, AUDIENCE_PUBLIC, &arena),
		    masks[i].people);
	}
}

static void
every_pair_of_audiences_is_decided(void **state)
{
	/* row: who reads; column: the mark of the field */
	static const char want[5][6] = {
		"yyyyy", "nyyyy", "nnyyy", "nnnyy", "nnnny"
	};
	int who, mark;

	(void)state;
	for (who = 0; who < 5; who++)
		for (mark = 0; mark < 5; mark++)
			assert_int_equal(audience_sees((enum audience)who,
			    (enum audience)mark), want[who][mark] == 'y');
}

static void
names_of_audiences_go_both_ways(void **state)
{
	enum audience who;
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		assert_true(audience_parse(&who,
		    str_of(audience_name((enum audience)i))));
		assert_int_equal(who, i);
	}
	assert_false(audience_parse(&who, S("publi")));
	assert_false(audience_parse(&who, S("Public")));
	assert_false(audience_parse(&who, S("")));
}

static void
fill(struct table *t)
{
	table_init(t, &arena, S("list"), S("名单"));
	table_column(t, S("group"), S("组"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("head"), S("户主"), CELL_TEXT,
	    AUDIENCE_PUBLIC)->is_name = true;
	table_column(t, S("door"), S("门牌"), CELL_CODE, AUDIENCE_VILLAGE);
	table_column(t, S("colour"), S("颜色"), CELL_TEXT,
	    AUDIENCE_DEPARTMENT);
	table_column(t, S("note"), S("备注"), CELL_TEXT, AUDIENCE_INTERNAL);
	table_named(t, S("G-07"), S("一组"));
	table_named(t, S("H-0001"), S("王小明"));
	table_code(t, S("3-2-501"));
	table_text(t, S("red"));
	table_text(t, S("secret"));
}

static const struct {
	enum audience who;
	size_t        columns;
	const char   *head, *id;
} cuts[] = {
	{ AUDIENCE_INTERNAL, 5, "王小明", "H-0001" },
	{ AUDIENCE_DEPARTMENT, 4, "王小明", "H-0001" },
	{ AUDIENCE_VILLAGE, 3, "王小明", "" },
	{ AUDIENCE_TOWNSHIP, 2, "王*明", "" },
	{ AUDIENCE_PUBLIC, 2, "王**", "" },
};

static void
a_cut_leaves_what_may_be_seen(void **state)
{
	struct table t;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cuts); i++) {
		print_message("%s\n", audience_name(cuts[i].who));
		fill(&t);
		assert_true(audience_cut(&t, cuts[i].who, &arena, &diag));
		assert_true(t.cut);
		assert_int_equal(t.audience, cuts[i].who);
		assert_int_equal(t.ncolumns, cuts[i].columns);
		assert_int_equal(table_rows(&t), 1);
		assert_str(table_cell(&t, 0, 1)->text, cuts[i].head);
		assert_str(table_cell(&t, 0, 1)->id, cuts[i].id);
		/* what is no name of a person keeps its id */
		assert_str(table_cell(&t, 0, 0)->id, "G-07");
	}
}

static void
a_private_column_asked_for_is_a_fault(void **state)
{
	struct str keys[] = { S("note"), S("head"), S("颜色") };
	struct table t;
	struct buf b;

	(void)state;
	fill(&t);
	assert_true(table_choose(&t, keys, NELEM(keys), &diag));
	assert_false(audience_cut(&t, AUDIENCE_VILLAGE, &arena, &diag));
	assert_int_equal(diag.nerrors, 2);
	assert_int_equal(diag.status, DIAG_DATA);
	assert_string_equal(diag.faults[0].rule, "audience.column");
	assert_str(diag.faults[0].text, "column '备注' may not be shown "
	    "to the audience 'village'");
	assert_str(diag.faults[1].cure,
	    "leave it out, or write for 'department'");
	/* and nothing is shown */
	buf_init(&b, &arena);
	assert_false(t.cut);
	assert_false(render_formats[0].render(&b, &t,
	    &(struct render_opts){ 0 }));
	assert_int_equal(b.n, 0);
}

static void
a_private_title_is_shown_to_none_but_its_own(void **state)
{
	struct table t;

	(void)state;
	fill(&t);
	t.title_privacy = AUDIENCE_DEPARTMENT;
	assert_true(audience_cut(&t, AUDIENCE_DEPARTMENT, &arena, &diag));
	fill(&t);
	t.title_privacy = AUDIENCE_DEPARTMENT;
	assert_false(audience_cut(&t, AUDIENCE_VILLAGE, &arena, &diag));
	assert_false(t.cut);
	assert_string_equal(diag.faults[0].rule, "audience.title");
}

static void
a_column_may_be_used_by_those_who_may_see_it(void **state)
{
	struct table t;

	(void)state;
	fill(&t);
	assert_true(audience_may(&t, S("门牌"), AUDIENCE_VILLAGE, &diag));
	assert_true(audience_may(&t, S("nothing"), AUDIENCE_PUBLIC, &diag));
	assert_int_equal(diag.nerrors, 0);
	assert_false(audience_may(&t, S("颜色"), AUDIENCE_VILLAGE, &diag));
	assert_false(audience_may(&t, S("note"), AUDIENCE_VILLAGE, &diag));
	assert_string_equal(diag.faults[0].rule, "audience.column");
}

static void
a_second_cut_brings_nothing_back(void **state)
{
	struct table t;

	(void)state;
	fill(&t);
	assert_true(audience_cut(&t, AUDIENCE_PUBLIC, &arena, &diag));
	assert_true(audience_cut(&t, AUDIENCE_INTERNAL, &arena, &diag));
	assert_int_equal(t.audience, AUDIENCE_PUBLIC);
	assert_int_equal(t.ncolumns, 2);
	assert_str(table_cell(&t, 0, 1)->text, "王**");
}

static void
no_format_shows_what_was_cut(void **state)
{
	static const char *const private[] = {
		"小明", "H-0001", "501", "red", "secret", "colour", "备注"
	};
	const struct format *f;
	struct table t;
	struct buf b;
	size_t i;

	(void)state;
	fill(&t);
	assert_true(audience_cut(&t, AUDIENCE_PUBLIC, &arena, &diag));
	for (f = render_formats; f->name; f++) {
		buf_init(&b, &arena);
		assert_true(f->render(&b, &t, &(struct render_opts){ 0 }));
		assert_true(str_find(buf_str(&b), S("一组")) < b.n);
		for (i = 0; i < NELEM(private); i++)
			assert_int_equal(str_find(buf_str(&b),
			    str_of(private[i])), b.n);
	}
}

static void
a_table_may_lose_every_column(void **state)
{
	const struct format *f;
	struct table t;
	struct buf b;

	(void)state;
	table_init(&t, &arena, S("x"), S("x"));
	table_column(&t, S("a"), S("a"), CELL_TEXT, AUDIENCE_INTERNAL);
	table_text(&t, S("secret"));
	assert_true(audience_cut(&t, AUDIENCE_PUBLIC, &arena, &diag));
	assert_int_equal(table_rows(&t), 0);
	for (f = render_formats; f->name; f++) {
		buf_init(&b, &arena);
		assert_true(f->render(&b, &t, &(struct render_opts){ 0 }));
		assert_int_equal(str_find(buf_str(&b), S("secret")), b.n);
	}
}

#define T(fn)	cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(names_are_masked),
		T(every_pair_of_audiences_is_decided),
		T(names_of_audiences_go_both_ways),
		T(a_cut_leaves_what_may_be_seen),
		T(a_private_column_asked_for_is_a_fault),
		T(a_private_title_is_shown_to_none_but_its_own),
		T(a_column_may_be_used_by_those_who_may_see_it),
		T(a_second_cut_brings_nothing_back),
		T(no_format_shows_what_was_cut),
		T(a_table_may_lose_every_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
