/* SPDX-License-Identifier: MIT */
/* words - what of a po file is read, and what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "buf.h"
#include "words.h"

static struct arena arena;

static const struct {
	const char *claim;
	const char *po;
	const char *english;
	const char *want;	/* what words_get gives */
} good[] = {
	{ "a pair is read",
	    "msgid \"no such day\"\nmsgstr \"没有这一天\"\n",
	    "no such day", "没有这一天" },
	{ "what is not there comes back", "", "no such day", "no such day" },
	{ "strings go on over lines",
	    "msgid \"\"\n\"no \"\n\"such day\"\nmsgstr \"\"\n\"没有\"\n"
	    "\"这一天\"", "no such day", "没有这一天" },
	{ "escapes are read",
	    "msgid \"a\\n\\t\\\"\\\\\"\nmsgstr \"甲\\n\\t\\\"\\\\\\x41\\102\"",
	    "a\n\t\"\\", "甲\n\t\"\\AB" },
	{ "CR LF and a BOM do not matter",
	    "\xEF\xBB\xBFmsgid \"a\"\r\nmsgstr \"甲\"\r\n", "a", "甲" },
	{ "comments of all sorts are skipped",
	    "# c\n#: f.c:1\n#. x\n#| msgid \"b\"\n#~ msgid \"c\"\n"
	    "msgid \"a\"\n# between\nmsgstr \"甲\"\n", "a", "甲" },
	{ "an empty msgstr is no translation",
	    "msgid \"a\"\nmsgstr \"\"\n", "a", "a" },
	{ "a fuzzy entry is no translation",
	    "#, c-format, fuzzy\nmsgid \"a\"\nmsgstr \"甲\"\n", "a", "a" },
	{ "and fuzzy is only the next one",
	    "#, fuzzy\nmsgid \"a\"\nmsgstr \"甲\"\n"
	    "#, c-format\nmsgid \"b\"\nmsgstr \"乙\"\n", "b", "乙" },
	{ "the header is no message",
	    "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\""
	    "\n", "", "" },
	{ "spaces between do not matter",
	    "  msgid   \"a\" \"b\"  \n\n\tmsgstr \"甲\"\n", "ab", "甲" },
	{ "the same conversions may stand in another order",
	    "msgid \"'%.*s' of %zu\"\nmsgstr \"%3$zu 个里的“%2$.*1$s”\"\n",
	    "'%.*s' of %zu", "%3$zu 个里的“%2$.*1$s”" },
	{ "a doubled percent sign is no conversion",
	    "msgid \"%d%%\"\nmsgstr \"百分之 %d%%%%\"\n", "%d%%",
	    "百分之 %d%%%%" },
	{ "flags and widths may differ",
	    "msgid \"%d %s\"\nmsgstr \"%-5i %.8s\"\n", "%d %s", "%-5i %.8s" },
	{ "an argument may stand twice",
	    "msgid \"%s\"\nmsgstr \"%1$s %1$s\"\n", "%s", "%1$s %1$s" },
	{ "a label with a percent sign is no format",
	    "msgid \"share (%)\"\nmsgstr \"占比(%)\"\n", "share (%)",
	    "占比(%)" },
};

static const struct {
	const char *claim;
	const char *po;
	uint32_t    line;	/* of the only fault */
} bad[] = {
	{ "a conversion too few", "msgid \"%s %s\"\nmsgstr \"%s\"\n", 1 },
	{ "a conversion too many", "\nmsgid \"a\"\nmsgstr \"%s\"\n", 2 },
	{ "another type", "msgid \"%d\"\nmsgstr \"%s\"\n", 1 },
	{ "another length", "msgid \"%zu\"\nmsgstr \"%u\"\n", 1 },
	{ "another order without numbers",
	    "msgid \"%d %s\"\nmsgstr \"%s %d\"\n", 1 },
	{ "numbers for some only",
	    "msgid \"%d %s\"\nmsgstr \"%1$d %s\"\n", 1 },
	{ "a precision forgotten", "msgid \"%.*s\"\nmsgstr \"%s\"\n", 1 },
	{ "a number left out",
	    "msgid \"%d %d\"\nmsgstr \"%2$d\"\n", 1 },
	{ "a number out of bounds",
	    "msgid \"%d\"\nmsgstr \"%4294967297$d\"\n", 1 },
	{ "memory written by %n", "msgid \"%s\"\nmsgstr \"%n\"\n", 1 },
	{ "a lone percent sign in a translation",
	    "msgid \"%d\"\nmsgstr \"%d%\"\n", 1 },
	{ "a string without end", "msgid \"a\nmsgstr \"甲\"\n", 1 },
	{ "a string ending in a backslash", "msgid \"a\\\nmsgstr \"\"\n", 1 },
	{ "an unknown escape", "msgid \"a\"\nmsgstr \"\\q\"\n", 2 },
	{ "a NUL", "msgid \"a\"\nmsgstr \"\\0\"\n", 2 },
	{ "words without quotes", "msgid \"a\"\nmsgstr 甲\n", 2 },
	{ "an unknown word", "msgid \"a\"\nmsgstr \"甲\"\nfoo\n", 3 },
	{ "a context", "msgctxt \"menu\"\nmsgid \"a\"\nmsgstr \"甲\"\n", 1 },
	{ "plural forms", "msgid \"a\"\nmsgid_plural \"b\"\n"
	    "msgstr[0] \"甲\"\nmsgstr[1] \"乙\"\n", 2 },
	{ "a msgid alone", "msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"\"\n", 1 },
	{ "a msgstr alone", "\nmsgstr \"a\"\n", 2 },
	{ "two msgstr", "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n", 3 },
	{ "a msgid twice",
	    "msgid \"a\"\nmsgstr \"甲\"\nmsgid \"a\"\nmsgstr \"乙\"\n", 3 },
	{ "text before anything", "\"a\"\n", 1 },
	{ "another charset", "msgid \"\"\nmsgstr \"Content-Type: text/plain; "
	    "charset=GB18030\\n\"\n", 1 },
	{ "bytes that are not UTF-8", "\nmsgid \"\xB8\xBB\"\n", 2 },
};

static void
test_good(void **state)
{
	struct diag dg;
	struct words *w;
	struct source src;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(good); i++) {
		arena_reset(&arena);
		diag_init(&dg, &arena, NULL);
		src = source_of("zh.po", str_of(good[i].po));
		if (!words_parse(&w, &arena, &src, &dg))
			fail_msg("%s: %.*s", good[i].claim,
			    STR(dg.faults[0].text));
		if (strcmp(words_get(w, good[i].english), good[i].want) != 0)
			fail_msg("%s: %s", good[i].claim,
			    words_get(w, good[i].english));
	}
	assert_string_equal(words_get(NULL, "as it is"), "as it is");
}

static void
test_bad(void **state)
{
	struct diag dg;
	struct words *w;
	struct source src;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(bad); i++) {
		arena_reset(&arena);
		diag_init(&dg, &arena, NULL);
		src = source_of("zh.po", str_of(bad[i].po));
		if (words_parse(&w, &arena, &src, &dg))
			fail_msg("%s is not refused", bad[i].claim);
		if (dg.n != 1 || dg.faults[0].place.line != bad[i].line ||
		    strcmp(dg.faults[0].rule, "po-form") != 0)
			fail_msg("%s: %zu faults, the first in line %u: %.*s",
			    bad[i].claim, dg.n, dg.faults[0].place.line,
			    STR(dg.faults[0].text));
		if (strcmp(words_get(w, "%s"), "%s") != 0)
			fail_msg("%s is used", bad[i].claim);
	}
}

/* A damaged entry does not take its neighbours with it. */
static void
test_the_rest_is_used(void **state)
{
	struct diag dg;
	struct words *w;
	struct source src = source_of("zh.po", S(
	    "msgid \"a\"\nmsgstr \"甲\"\n"
	    "msgid \"b\"\nmsgstr \"%s\"\n"
	    "msgid \"c\"\nmsgstr \"\\q\"\n"
	    "msgctxt \"x\"\nmsgid \"d\"\nmsgstr \"丁\"\n"
	    "msgid \"e\"\nmsgstr \"戊\"\n"));

	(void)state;
	diag_init(&dg, &arena, NULL);
	assert_false(words_parse(&w, &arena, &src, &dg));
	assert_int_equal(dg.n, 3);
	assert_string_equal(words_get(w, "a"), "甲");
	assert_string_equal(words_get(w, "b"), "b");
	assert_string_equal(words_get(w, "c"), "c");
	assert_string_equal(words_get(w, "d"), "d");
	assert_string_equal(words_get(w, "e"), "戊");
}

/* Cut anywhere, nothing is read beyond the end and nothing crashes. */
static void
test_cut_anywhere(void **state)
{
	static const char po[] = "#, fuzzy\nmsgid \"\"\nmsgstr \"charset=UTF-8"
	    "\\n\"\nmsgid \"%.*s\\\"\"\nmsgstr \"\\x41\\102%2$.*1$s\"\n";
	struct diag dg;
	struct words *w;
	struct source src;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(po); n++) {
		arena_reset(&arena);
		diag_init(&dg, &arena, NULL);
		src = source_of("zh.po", arena_dup(&arena,
		    (struct str){ po, n }));
		if (!words_parse(&w, &arena, &src, &dg))
			assert_true(dg.n > 0);
	}
}

/* Messages come out in the order the other language wants. */
static void
test_in_a_message(void **state)
{
	struct diag dg;
	struct words *w;
	struct source src = source_of("zh.po", S(
	    "msgid \"%.*s of %.*s\"\nmsgstr \"%4$.*3$s 的 %2$.*1$s\"\n"
	    "msgid \"No such file or directory\"\nmsgstr \"没有\"\n"));

	(void)state;
	diag_init(&dg, &arena, NULL);
	assert_true(words_parse(&w, &arena, &src, &dg));
	diag_init(&dg, &arena, w);
	diag_usage(&dg, "%.*s of %.*s", STR(S("head")), STR(S("household")));
	assert_true(str_is(dg.faults[0].text, "household 的 head"));
	diag_system(&dg, S("f"), 2, "cannot open");
	assert_true(str_is(dg.faults[1].text, "cannot open 'f': 没有"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_the_rest_is_used),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_in_a_message),
	};

	arena_init(&arena);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
