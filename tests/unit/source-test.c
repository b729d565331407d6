/* SPDX-License-Identifier: MIT */
/* source - lines and columns as an editor counts them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "source.h"

static const struct {
	const char *claim;
	struct str  bytes;
	uint32_t    at;
	uint32_t    line, column, byte_column;
	const char *text;
} cases[] = {
	{ "the first byte is 1:1", S("ab\ncd\n"), 0, 1, 1, 1, "ab" },
	{ "the line end belongs to its line", S("ab\ncd\n"), 2, 1, 3, 3, "ab" },
	{ "the next line begins after it", S("ab\ncd\n"), 3, 2, 1, 1, "cd" },
	{ "the end of a file is a line", S("ab\ncd\n"), 6, 3, 1, 1, "" },
	{ "a last line may lack its end", S("ab\ncd"), 5, 2, 3, 3, "cd" },
	{ "an empty file has a place", S(""), 0, 1, 1, 1, "" },
	{ "beyond the end is the end", S("ab"), 99, 1, 3, 3, "ab" },
	{ "columns are code points", S("户：三组"), 6, 1, 3, 7, "户：三组" },
	{ "a BOM is no column", S("\xEF\xBB\xBFid"), 4, 1, 2, 2, "id" },
	{ "a place in the BOM is 1:1", S("\xEF\xBB\xBFid"), 0, 1, 1, 1, "id" },
	{ "CR LF ends a line", S("ab\r\ncd\r\n"), 5, 2, 2, 2, "cd" },
	{ "the text lacks its CR", S("ab\r\ncd\r\n"), 1, 1, 2, 2, "ab" },
	{ "only one CR goes", S("ab\r\r\ncd"), 0, 1, 1, 1, "ab\r" },
	{ "a lone CR is no end beside LF", S("a\rb\nc"), 2, 1, 3, 3, "a\rb" },
	{ "a lone CR ends lines without LF", S("a\rb\rc"), 2, 2, 1, 1, "b" },
	{ "U+2028 is no line end", S("a\xE2\x80\xA8" "b"), 4, 1, 3, 5,
	    "a\xE2\x80\xA8" "b" },
	{ "ill-formed bytes count one each", S("a\xFF\xFE" "b"), 3, 1, 4, 4,
	    "a\xFF\xFE" "b" },
};

static void
test_places(void **state)
{
	struct source src;
	struct place p;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		src = source_of("f.yaml", cases[i].bytes);
		p = source_place(&src, cases[i].at);
		if (p.line != cases[i].line || p.column != cases[i].column ||
		    p.byte_column != cases[i].byte_column ||
		    !str_is(p.text, cases[i].text))
			fail_msg("%s: %u:%u(%u) '%.*s'", cases[i].claim,
			    p.line, p.column, p.byte_column, STR(p.text));
	}
}

/* From any place to any later one, the walk ends where counting does. */
static void
test_walking_on(void **state)
{
	static const char text[] = "\xEF\xBB\xBF富源\n\nab：c\r\n末";
	struct source src = source_of("f", S(text));
	struct source_mark m, n;
	uint32_t i, j;

	(void)state;
	for (i = 0; i < sizeof(text); i++) {
		if ((text[i] & 0xC0) == 0x80)
			continue;
		m = source_walk(&src, source_start(&src), i);
		for (j = i; j < sizeof(text); j++) {
			n = source_walk(&src, source_start(&src), j);
			m = source_walk(&src, m, i);
			assert_int_equal(source_walk(&src, m, j).line, n.line);
			assert_int_equal(source_walk(&src, m, j).begin,
			    n.begin);
			if ((text[j] & 0xC0) != 0x80)
				assert_int_equal(source_walk(&src, m,
				    j).column, n.column);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_walking_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
