/* SPDX-License-Identifier: MIT */
/* utf8 - what is well-formed, what is safe, and how wide it is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "utf8.h"

static struct arena arena;

#define GOOD	((size_t)-1)	/* nothing to find */

static const struct {
	const char *claim;
	struct str  text;
	size_t      at;
} well_formed[] = {
	{ "nothing is well-formed", { "", 0 }, GOOD },
	{ "ASCII is", S("name: 37030"), GOOD },
	{ "NUL is", S("a\0b"), GOOD },
	{ "Chinese is", S("富源街道：三组、王建国的家庭积分"), GOOD },
	{ "two and four bytes are", S("é\xF0\xA0\x80\x80ü😀"), GOOD },
	{ "the last code point is", S("\xF4\x8F\xBF\xBF"), GOOD },
	{ "one beyond it is not", S("ab\xF4\x90\x80\x80"), 2 },
	{ "a byte F5 is not", S("富\xF5\x80\x80\x80"), 3 },
	{ "a surrogate is not", S("12345678\xED\xA0\x80"), 8 },
	{ "what stands before surrogates is", S("\xED\x9F\xBF"), GOOD },
	{ "two bytes overlong are not", S("a\xC0\xAF"), 1 },
	{ "three bytes overlong are not", S("\xE0\x9F\xBF"), 0 },
	{ "the first of three bytes is", S("\xE0\xA0\x80"), GOOD },
	{ "four bytes overlong are not", S("\xF0\x8F\xBF\xBF"), 0 },
	{ "a lone continuation is not", S("abcdefgh\x80"), 8 },
	{ "Chinese cut at the end is not", S("富源\xE8\xA1"), 6 },
	{ "a lead at the end is not", S("富源\xE8"), 6 },
	{ "Chinese cut in the middle is not", S("富\xE6\xBA源道"), 3 },
	{ "GB18030 is not", S("id: \xB8\xBB\xD4\xB4"), 4 },
	{ "the fault in a long text is found",
	    S("富源街道富源街道富源街道aaaaaaaaaaaaaaaaaaaaa\xFF"), 57 },
};

static const struct {
	const char *claim;
	struct str  text;
	size_t      at;
} safe[] = {
	{ "tab, LF and CR are safe", S("a\tb\r\nc\n"), GOOD },
	{ "Chinese is safe", S("村（居）：“甲”…… ＝１　２"), GOOD },
	{ "accents are safe", S("e\xCC\x81 \xC2\xA0é"), GOOD },
	{ "emoji and variation selectors are safe", S("☀️ 😀"), GOOD },
	{ "a BOM at the start is safe", S("\xEF\xBB\xBFid: 1"), GOOD },
	{ "a second BOM is not", S("\xEF\xBB\xBF\xEF\xBB\xBFid"), 3 },
	{ "a BOM inside is not", S("富源\xEF\xBB\xBF"), 6 },
	{ "other presentation forms are", S("\xEF\xBB\xBE\xEF\xBC\x81"), GOOD },
	{ "NUL is not", S("12345678abcdefg\0"), 15 },
	{ "an escape is not", S("0123456\x1B[31m"), 7 },
	{ "delete is not", S("012345\x7F+"), 6 },
	{ "delete in the tail is not", S("\x7F"), 0 },
	{ "U+0080 is not", S("富\xC2\x80"), 3 },
	{ "U+0085 is not", S("ab\xC2\x85"), 2 },
	{ "U+009F is not", S("\xC2\x9F"), 0 },
	{ "the soft hyphen is not", S("ab\xC2\xAD"), 2 },
	{ "line and paragraph separators are not", S("x\xE2\x80\xA8"), 1 },
	{ "paragraph separator", S("x\xE2\x80\xA9"), 1 },
	{ "bidi override is not", S("富源\xE2\x80\xAE"), 6 },
	{ "bidi isolate is not", S("富源\xE2\x81\xA6"), 6 },
	{ "Arabic letter mark is not", S("a\xD8\x9C"), 1 },
	{ "zero-width space is not", S("王\xE2\x80\x8B建"), 3 },
	{ "zero-width joiner is not", S("\xE2\x80\x8D"), 0 },
	{ "word joiner is not", S("\xE2\x81\xA0"), 0 },
	{ "tag characters are not", S("ab\xF3\xA0\x81\x81"), 2 },
	{ "general punctuation is", S("‐–—‘’“”†•…‰′″‹›※"), GOOD },
};

static void
test_scans(void **state)
{
	size_t i, want;

	(void)state;
	for (i = 0; i < NELEM(well_formed); i++) {
		want = well_formed[i].at == GOOD ? well_formed[i].text.n :
		    well_formed[i].at;
		if (utf8_check(well_formed[i].text) != want)
			fail_msg("%s", well_formed[i].claim);
	}
	for (i = 0; i < NELEM(safe); i++) {
		want = safe[i].at == GOOD ? safe[i].text.n : safe[i].at;
		if (utf8_unsafe(safe[i].text) != want)
			fail_msg("%s", safe[i].claim);
	}
}

/* Each code point survives, at each distance from an eight-byte word. */
static void
test_every_code_point(void **state)
{
	struct buf b;
	uint32_t c, got;
	size_t at, lead;

	(void)state;
	for (c = 0; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		arena_reset(&arena);
		buf_init(&b, &arena);
		lead = c % 9;
		buf_fill(&b, 'x', lead);
		utf8_put(&b, c);
		buf_puts(&b, "中");
		at = lead;
		got = utf8_next(buf_str(&b), &at);
		assert_int_equal(got, c);
		assert_int_equal(at + 3, b.n);
		assert_int_equal(utf8_check(buf_str(&b)), b.n);
		assert_int_equal(utf8_count(buf_str(&b)), lead + 2);
	}
	buf_init(&b, &arena);
	utf8_put(&b, 0xD800);
	utf8_put(&b, 0x110000);
	assert_true(str_is(buf_str(&b), "\xEF\xBF\xBD\xEF\xBF\xBD"));
}

/* The fast scan against the plain decoder, on all short byte strings. */
static void
test_check_agrees_with_next(void **state)
{
	static const unsigned char edge[] = { 0x41, 0x7F, 0x80, 0x8F, 0x90,
		0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE1, 0xE4, 0xEC, 0xED,
		0xEE, 0xEF, 0xF0, 0xF4, 0xF5 };
	char c[4];
	struct str s = { c, 4 };
	size_t i, at, start, n = NELEM(edge);

	(void)state;
	for (i = 0; i < n * n * n * n; i++) {
		c[0] = (char)edge[i % n];
		c[1] = (char)edge[i / n % n];
		c[2] = (char)edge[i / n / n % n];
		c[3] = (char)edge[i / n / n / n];
		for (at = start = 0; at < s.n; start = at)
			if (utf8_next(s, &at) == UTF8_BAD)
				break;
		assert_int_equal(utf8_check(s), start);
	}
}

static const struct {
	uint32_t code;
	int      width;
} widths[] = {
	{ 'a', 1 }, { 0xE9, 1 }, { 0x1B, 0 }, { 0x300, 0 }, { 0x4E2D, 2 },
	{ 0x9FFF, 2 }, { 0xFF1A, 2 }, { 0xFF61, 1 }, { 0x3000, 2 },
	{ 0x3001, 2 }, { 0x201C, 1 }, { 0x2014, 1 }, { 0xAC00, 2 },
	{ 0x1160, 0 }, { 0x1F600, 2 }, { 0x20000, 2 }, { 0x2FFFD, 2 },
	{ 0x200B, 0 }, { 0xFE0F, 0 }, { 0x3105, 2 }, { 0x2F00, 2 },
	{ 0xE000, 1 }, { 0x1100, 2 }, { 0x0378, 1 }, { 0x10FFFF, 1 },
	{ 0xE0100, 0 }, { 0x0600, 1 },
};

static void
test_width(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(widths); i++)
		if (utf8_width(widths[i].code) != widths[i].width)
			fail_msg("U+%04X is %d wide", widths[i].code,
			    widths[i].width);
	assert_int_equal(utf8_columns(S("points：3")), 9);
	assert_true(str_is(utf8_fit(S("中文ab"), 3), "中"));
	assert_true(str_is(utf8_fit(S("中文ab"), 5), "中文a"));
	assert_true(str_is(utf8_fit(S("e\xCC\x81z"), 1), "e\xCC\x81"));
	assert_true(str_is(utf8_fit(S("中"), 1), ""));
	assert_true(str_is(utf8_fit(S("中文"), 99), "中文"));
}

static const struct {
	struct str  text;
	const char *want;
} shown[] = {
	{ S("王建国 3.00"), "王建国 3.00" },
	{ S("a\x1B[31mb"), "a\\u{1b}[31mb" },
	{ S("a\nb\tc\r"), "a\\u{0a}b\\u{09}c\\u{0d}" },
	{ S("\0"), "\\u{00}" },
	{ S("x\xE2\x80\xAEy"), "x\\u{202e}y" },
	{ S("\xC2\x9B" "2J"), "\\u{9b}2J" },
	{ S("\xEF\xBB\xBFid"), "\\u{feff}id" },
	{ S("\xFF\xE4\xB8"), "\\x{ff}\\x{e4}\\x{b8}" },
	{ S("\xF3\xA0\x81\x81"), "\\u{e0041}" },
};

static void
test_safe(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(shown); i++) {
		buf_init(&b, &arena);
		utf8_safe(&b, shown[i].text);
		if (!str_is(buf_str(&b), shown[i].want))
			fail_msg("%s: %.*s", shown[i].want, STR(buf_str(&b)));
	}
}

static void
test_half(void **state)
{
	struct str s = S("积分 3"), t;

	(void)state;
	t = utf8_halved(s, &arena);
	assert_ptr_equal(t.p, s.p);
	t = utf8_halved(S("２０２５-０３　：ＡＢ～、。"), &arena);
	assert_true(str_is(t, "2025-03 :AB~、。"));
	t = utf8_halved(S("＝\xFF＝"), &arena);
	assert_true(str_is(t, "=\xFF="));
	assert_int_equal(utf8_half(0xFF5F), 0xFF5F);
	assert_int_equal(utf8_half(0xFF00), 0xFF00);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scans),
		cmocka_unit_test(test_every_code_point),
		cmocka_unit_test(test_check_agrees_with_next),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_safe),
		cmocka_unit_test(test_half),
	};

	arena_init(&arena);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
