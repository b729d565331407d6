/* SPDX-License-Identifier: MIT */
/* splice: where lines end and begin; its edits are tried in change-test. */
#include "splice.h"

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
a_file_keeps_its_line_ends(void **state)
{
	static const struct { const char *bytes, *eol; } files[] = {
		{ "", "\n" }, { "a", "\n" }, { "a\n", "\n" },
		{ "a\r\n", "\r\n" }, { "a\nb\r\n", "\n" },
		{ "a\r\nb\n", "\r\n" }, { "\n", "\n" }, { "a\r", "\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(files); i++)
		assert_string_equal(splice_eol(str_of(files[i].bytes)),
		    files[i].eol);
}

static void
parse(struct doc *doc, struct source *src, const char *text)
{
	*src = source_of("f.yaml", str_of(text));
	if (!doc_read_yaml(doc, src, &arena, &diag))
		fail_msg("%s", text);
}

/* What stands behind the place. */
static void
below_a_value_is_the_end_of_its_last_line(void **state)
{
	static const struct { const char *text, *after; } places[] = {
		{ "a: 1\nb: 2\n", "\nb: 2\n" },
		{ "a: 1 # c\nb: 2\n", "\nb: 2\n" },
		{ "a: 1\r\nb: 2\r\n", "\r\nb: 2\r\n" },
		{ "a: 1", "" },
		{ "a:\n  - x\n  - y # c\n# d\nb: 2\n", "\n# d\nb: 2\n" },
		{ "a: |\n  x\n\n\nb: 2\n", "\n\n\nb: 2\n" },
		{ "a: |+\n  x\n\n\nb: 2\n", "\nb: 2\n" },
		{ "a: >2+ # c\n  x\n\n \nb: 2\n", "\nb: 2\n" },
		{ "a: |+\r\n  x\r\n\r\nb: 2\r\n", "\r\nb: 2\r\n" },
		{ "a:\n  c: |+\n    x\n\nb: 2\n", "\nb: 2\n" },
		{ "a: |+\n  x\n\n", "\n" },
		{ "a: |- # +\n  x\n\nb: 2\n", "\n\nb: 2\n" },
		{ "a:   # none\nb: 2\n", "\nb: 2\n" },
	};
	struct source src;
	struct doc doc;
	uint32_t at;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(places); i++) {
		parse(&doc, &src, places[i].text);
		at = splice_below(&doc, doc_get(&doc, 0, S("a")));
		if (!str_is(str_sub(src.bytes, at, src.bytes.n),
		    places[i].after))
			fail_msg("%s: at %u", places[i].text, at);
	}
}

static void
records_come_at_the_end(void **state)
{
	static const struct { const char *old, *new; } files[] = {
		{ "- a: 1\n", "- a: 1\n- b: 2\n  c: 3\n" },
		{ "- a: 1", "- a: 1\n- b: 2\n  c: 3" },
		{ "- a: 1\n# end\n\n", "- a: 1\n# end\n\n- b: 2\n  c: 3\n" },
		{ "   - a: 1\n", "   - a: 1\n   - b: 2\n     c: 3\n" },
		{ "- a: 1\r\n- a: 2", "- a: 1\r\n- a: 2\r\n- b: 2\n  c: 3" },
		{ "[]\n", "- b: 2\n  c: 3\n" },
		{ "# x\n  [ ]  # y\n", "# x\n  - b: 2\n    c: 3  # y\n" },
		{ "\xEF\xBB\xBF", "\xEF\xBB\xBF- b: 2\n  c: 3\n" },
		{ "\xEF\xBB\xBF- a: 1\n",
		    "\xEF\xBB\xBF- a: 1\n- b: 2\n  c: 3\n" },
	};
	struct source src;
	struct patch p;
	struct span at;
	struct doc doc;
	struct buf b;
	struct str new;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(files); i++) {
		parse(&doc, &src, files[i].old);
		buf_init(&b, &arena);
		at = splice_tail(&b, &doc, S("- b: 2\n  c: 3\n"));
		patch_init(&p, &src, &arena);
		patch_replace(&p, at, buf_str(&b));
		assert_true(patch_apply(&new, &p, &diag));
		if (!str_is(new, files[i].new))
			fail_msg("%s: %.*s", files[i].old, STR(new));
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_keeps_its_line_ends),
		cmocka_unit_test(below_a_value_is_the_end_of_its_last_line),
		cmocka_unit_test(records_come_at_the_end),
	};

	return cmocka_run_group_tests_name("splice", tests, setup, teardown);
}
