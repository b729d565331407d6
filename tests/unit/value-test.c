/* SPDX-License-Identifier: MIT */
/* value - records built, changed, copied and taken from files. */
#include "value.h"

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

/* "{a: x, b: [1!, y]}": a bare text has a '!' behind it. */
static struct str
shown(const struct value *v)
{
	const struct value *c;
	struct str s;

	if (v->kind == VALUE_TEXT)
		return arena_printf(&arena, "%.*s%s", STR(v->text),
		    v->bare ? "!" : "");
	s = v->kind == VALUE_MAP ? S("{") : S("[");
	for (c = v->first; c; c = c->next)
		s = arena_printf(&arena, "%.*s%.*s%s%.*s%s", STR(s),
		    STR(c->key), v->kind == VALUE_MAP ? ": " : "",
		    STR(shown(c)), c->next ? ", " : "");
	return arena_printf(&arena, "%.*s%s", STR(s),
	    v->kind == VALUE_MAP ? "}" : "]");
}

static void
assert_shown(const struct value *v, const char *want)
{
	assert_string_equal(shown(v).p, want);
}

static struct value *
abc(void)
{
	struct value *map = value_new(&arena, VALUE_MAP);

	value_put(&arena, map, "a", S("1"));
	value_put(&arena, map, "b", S("2"));
	value_set(map, S("c"), value_bare(&arena, S("3")));
	return map;
}

static void
children_keep_the_order_they_were_said_in(void **state)
{
	struct value *map = abc();

	(void)state;
	assert_shown(map, "{a: 1, b: 2, c: 3!}");
	assert_int_equal(value_count(map), 3);
	assert_int_equal(value_count(NULL), 0);
}

static void
setting_again_replaces_in_place(void **state)
{
	struct value *map = abc(), *list = value_new(&arena, VALUE_LIST);

	(void)state;
	value_put(&arena, map, "a", S("x"));
	value_set(map, S("c"), list);
	assert_ptr_equal(value_set(map, S("c"), list), list);
	value_append(list, value_text(&arena, S("y")));
	value_put(&arena, map, "d", S("z"));
	assert_shown(map, "{a: x, b: 2, c: [y], d: z}");
	assert_int_equal(value_count(map), 4);
}

static void
dropping_leaves_the_others(void **state)
{
	static const struct { const char *key, *want; } cases[] = {
		{ "a", "{b: 2, c: 3!, z: 9}" },
		{ "b", "{a: 1, c: 3!, z: 9}" },
		{ "c", "{a: 1, b: 2, z: 9}" },
		{ "none", "{a: 1, b: 2, c: 3!, z: 9}" },
	};
	struct value *map;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		map = abc();
		value_drop(map, str_of(cases[i].key));
		value_put(&arena, map, "z", S("9"));
		assert_shown(map, cases[i].want);
	}
	map = value_new(&arena, VALUE_MAP);
	value_put(&arena, map, "a", S("1"));
	value_drop(map, S("a"));
	assert_shown(map, "{}");
	value_put(&arena, map, "b", S("2"));
	assert_shown(map, "{b: 2}");
}

static void
what_is_not_there_reads_as_nothing(void **state)
{
	struct value *map = abc();

	(void)state;
	value_set(map, S("list"), value_new(&arena, VALUE_LIST));
	assert_null(value_get(map, S("none")));
	assert_null(value_get(NULL, S("a")));
	assert_null(value_get(value_get(map, S("a")), S("a")));
	assert_int_equal(value_str(map, "none").n, 0);
	assert_int_equal(value_str(map, "list").n, 0);
	assert_int_equal(value_str(NULL, "a").n, 0);
	assert_true(str_is(value_str(map, "c"), "3"));
}

static void
a_copy_shares_nothing(void **state)
{
	struct arena other;
	struct value *map, *copy;
	char text[] = "text";

	(void)state;
	arena_init(&other);
	map = value_new(&other, VALUE_MAP);
	value_set(map, (struct str){ text, 4 }, value_text(&other,
	    (struct str){ text, 4 }));
	value_set(map, S("list"), value_new(&other, VALUE_LIST));
	value_append(value_get(map, S("list")), value_bare(&other, S("1")));
	copy = value_copy(&arena, map);
	value_put(&other, map, "more", S("x"));
	memset(text, '#', 4);
	arena_free(&other);
	assert_shown(copy, "{text: text, list: [1!]}");
}

static void
a_document_becomes_a_value_with_its_places(void **state)
{
	static const char yaml[] =
	    "- id: \"0412\"\n"
	    "  points: 2.00\n"
	    "  ok: true\n"
	    "  none:\n"
	    "  day: 2026-03-16\n"
	    "  tags: [a, \"1\", []]\n"
	    "  sub: {x: 1, y: {}}\n";
	struct source src = source_of("f.yaml", S(yaml));
	struct value *v;
	struct doc doc;

	(void)state;
	assert_true(doc_read(&doc, &src, &arena, &diag));
	v = value_from_node(&arena, &doc, 0);
	assert_shown(v, "[{id: 0412, points: 2.00!, ok: true!, none: null!, "
	    "day: 2026-03-16, tags: [a, 1, []], sub: {x: 1!, y: {}}}]");
	v = value_get(v->first, S("points"));
	assert_ptr_equal(v->src, &src);
	assert_true(str_is(str_sub(src.bytes, v->at.at, v->at.end),
	    "2.00"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(children_keep_the_order_they_were_said_in),
		cmocka_unit_test(setting_again_replaces_in_place),
		cmocka_unit_test(dropping_leaves_the_others),
		cmocka_unit_test(what_is_not_there_reads_as_nothing),
		cmocka_unit_test(a_copy_shares_nothing),
		cmocka_unit_test(a_document_becomes_a_value_with_its_places),
	};

	return cmocka_run_group_tests_name("value", tests, setup, teardown);
}
