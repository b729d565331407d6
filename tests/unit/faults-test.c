/* SPDX-License-Identifier: MIT */
/* faults - the four faces of a list of faults, to the byte. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "faults.h"
#include "utf8.h"
#include "words.h"

static struct arena arena;
static struct diag dg;
static struct buf out;

static int
fresh(void **state)
{
	(void)state;
	arena_reset(&arena);
	diag_init(&dg, &arena, NULL);
	buf_init(&out, &arena);
	return 0;
}

static struct span
at(uint32_t from, uint32_t end)
{
	return (struct span){ from, end };
}

static void
show(enum faults_format format, bool bytes)
{
	buf_init(&out, &arena);
	faults_show(&out, &dg, &(struct faults_opts){ .format = format,
	    .byte_columns = bytes, .command = "visit-add" });
}

static void
check(const char *want)
{
	if (!str_is(buf_str(&out), want))
		fail_msg("got:\n%.*swant:\n%s", STR(buf_str(&out)), want);
}

static bool
shows(const char *part)
{
	return str_find(buf_str(&out), str_of(part)) < out.n;
}

static const struct {
	const char *claim;
	struct str  bytes;
	struct span at;
	const char *want;
} excerpts[] = {
	{ "a caret is as wide as what it marks",
	    S("a\nb\nc\nd\ne\nf\ng\n    points：3\n"), { 24, 27 },
	    "f.yaml:8:11: error: m [r]\n"
	    "     8 |     points：3\n"
	    "       |           ^^\n" },
	{ "before it, columns count and not bytes",
	    S("户主：王建国，x\n"), { 21, 22 },
	    "f.yaml:1:8: error: m [r]\n"
	    "     1 | 户主：王建国，x\n"
	    "       |               ^\n" },
	{ "an empty span has a caret",
	    S("abc\n"), { 3, 3 },
	    "f.yaml:1:4: error: m [r]\n"
	    "     1 | abc\n"
	    "       |    ^\n" },
	{ "so has an empty line, and no blank ends one",
	    S("\n"), { 0, 0 },
	    "f.yaml:1:1: error: m [r]\n"
	    "     1 |\n"
	    "       | ^\n" },
	{ "a span over lines is marked to the end of the first",
	    S("ab: |\n  x\n"), { 4, 9 },
	    "f.yaml:1:5: error: m [r]\n"
	    "     1 | ab: |\n"
	    "       |     ^\n" },
	{ "a tab is one space",
	    S("\ta:\tb\n"), { 4, 5 },
	    "f.yaml:1:5: error: m [r]\n"
	    "     1 |  a: b\n"
	    "       |     ^\n" },
	{ "what would move the cursor is spelt out",
	    S("\x1B[2J王\xFF\xE2\x80\xAE x\n"), { 7, 8 },
	    "f.yaml:1:6: error: m [r]\n"
	    "     1 | \\u{1b}[2J王\\x{ff}\\u{202e} x\n"
	    "       |            ^^^^^^\n" },
	{ "combining characters take no column",
	    S("e\xCC\x81 x\n"), { 4, 5 },
	    "f.yaml:1:4: error: m [r]\n"
	    "     1 | e\xCC\x81 x\n"
	    "       |   ^\n" },
};

static void
test_excerpts(void **state)
{
	struct source src;
	size_t i;

	for (i = 0; i < NELEM(excerpts); i++) {
		fresh(state);
		src = source_of("f.yaml", excerpts[i].bytes);
		diag_error(&dg, "r", &src, excerpts[i].at, "m");
		show(FAULTS_TEXT, false);
		if (!str_is(buf_str(&out), excerpts[i].want))
			fail_msg("%s:\n%.*s", excerpts[i].claim,
			    STR(buf_str(&out)));
	}
}

static void
test_cures_and_more(void **state)
{
	struct source src = source_of("f\n.yaml", S("points：3"));

	(void)state;
	diag_warn(&dg, "fullwidth-colon", &src, at(6, 9), "full-width");
	diag_cure(&dg, "\"points: 3\"");
	diag_more(&dg, S("-\ta\x1B\r\n+b"));
	diag_note(&dg, "n", &src, DIAG_FILE, "of the file");
	show(FAULTS_TEXT, true);
	check("f\\u{0a}.yaml: note: of the file [n]\n"
	    "f\\u{0a}.yaml:1:7: warning: full-width [fullwidth-colon]\n"
	    "     1 | points：3\n"
	    "       |       ^^\n"
	    "     write: \"points: 3\"\n"
	    "-\ta\\u{1b}\n"
	    "+b\n");
}

static void
test_faults_without_a_place(void **state)
{
	(void)state;
	diag_usage(&dg, "no such option: '%s'", "-x");
	diag_error(&dg, "visit.same", NULL, at(0, 0), "recorded already");
	diag_system(&dg, S("a.yaml"), EACCES, "cannot open");
	show(FAULTS_TEXT, false);
	check("visit-add: error: no such option: '-x'\n"
	    "visit-add: error: recorded already [visit.same]\n"
	    "visit-add: error: cannot open 'a.yaml': Permission denied\n");
}

static void
test_twenty_of_a_rule(void **state)
{
	struct source a = source_of("a", S("0123456789012345678901234567"));
	struct source b = source_of("b", S("x"));
	uint32_t i;

	(void)state;
	for (i = 0; i < 27; i++)
		diag_error(&dg, "many", &a, at(i, i + 1), "m%u", i);
	for (i = 0; i < 20; i++)
		diag_warn(&dg, "few", &a, at(i, i + 1), "f%u", i);
	diag_error(&dg, "many", &b, at(0, 1), "in b");
	show(FAULTS_TEXT, false);
	assert_true(shows("a:1:20: error: m19 [many]\n"));
	assert_false(shows("m20"));
	assert_true(shows("f19 [few]\n"));
	assert_true(shows("a: error: 7 more of this kind [many]\n"
	    "b:1:1: error: in b [many]\n"));
	assert_false(shows("kind [few]"));
	show(FAULTS_GCC, false);
	assert_true(shows("a:1:27: error: m26 [many]\n"));
}

static void
test_more_than_are_kept(void **state)
{
	struct diag worker = { 0 };

	(void)state;
	diag_warn(&dg, "r", NULL, at(0, 0), "one");
	worker.nerrors = 5;
	diag_merge(&dg, &worker);
	show(FAULTS_GCC, false);
	check("visit-add: warning: one [r]\n"
	    "visit-add: error: 5 further faults are not shown\n");
}

static void
test_gcc(void **state)
{
	struct source src = source_of("v.yaml", S("\n户：3\n"));

	(void)state;
	diag_error(&dg, "enum", &src, at(4, 7), "a\nb");
	diag_cure(&dg, "c");
	show(FAULTS_GCC, false);
	check("v.yaml:2:2: error: a\\u{0a}b [enum]\n");
	show(FAULTS_GCC, true);
	check("v.yaml:2:4: error: a\\u{0a}b [enum]\n");
}

static void
test_json(void **state)
{
	struct source src = source_of("村\"\xFF.yaml", S("户：3"));

	(void)state;
	show(FAULTS_JSON, false);
	check("{\"columnUnit\":\"codepoint\",\"faults\":[],\"notShown\":0}\n");
	diag_error(&dg, "enum", &src, at(3, 6), "no \"%s\"\\", "：");
	diag_cure(&dg, "户: 3");
	diag_usage(&dg, "u");
	show(FAULTS_JSON, false);
	check("{\"columnUnit\":\"codepoint\",\"faults\":[\n"
	    "{\"path\":null,\"line\":null,\"column\":null,"
	    "\"byteColumn\":null,\"offset\":null,\"endOffset\":null,"
	    "\"level\":\"error\",\"rule\":null,\"message\":\"u\","
	    "\"cure\":null},\n"
	    "{\"path\":\"村\\\"\\\\x{ff}.yaml\",\"line\":1,\"column\":2,"
	    "\"byteColumn\":4,\"offset\":3,\"endOffset\":6,"
	    "\"level\":\"error\",\"rule\":\"enum\","
	    "\"message\":\"no \\\"：\\\"\\\\\",\"cure\":\"户: 3\"}\n"
	    "],\"notShown\":0}\n");
}

static void
test_sarif(void **state)
{
	struct source src = source_of("村/a b:1.yaml", S("户：3"));

	(void)state;
	diag_error(&dg, "enum", &src, at(3, 6), "m");
	diag_cure(&dg, "户: 3");
	diag_warn(&dg, "a.rule", &src, DIAG_FILE, "w");
	diag_error(&dg, "enum", NULL, at(0, 0), "nowhere");
	diag_usage(&dg, "u");
	show(FAULTS_SARIF, true);
	check("{\"$schema\":"
	    "\"https://json.schemastore.org/sarif-2.1.0.json\","
	    "\"version\":\"2.1.0\",\n"
	    "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"taizhang\","
	    "\"rules\":[{\"id\":\"a.rule\"},{\"id\":\"enum\"}]}},"
	    "\"columnKind\":\"unicodeCodePoints\",\n"
	    "\"results\":[\n"
	    "{\"ruleId\":\"enum\",\"level\":\"error\","
	    "\"message\":{\"text\":\"nowhere\"}},\n"
	    "{\"level\":\"error\",\"message\":{\"text\":\"u\"}},\n"
	    "{\"ruleId\":\"a.rule\",\"level\":\"warning\","
	    "\"message\":{\"text\":\"w\"},\"locations\":"
	    "[{\"physicalLocation\":{\"artifactLocation\":"
	    "{\"uri\":\"%E6%9D%91/a%20b%3A1.yaml\"}}}]},\n"
	    "{\"ruleId\":\"enum\",\"level\":\"error\","
	    "\"message\":{\"text\":\"m\\nwrite: 户: 3\"},\"locations\":"
	    "[{\"physicalLocation\":{\"artifactLocation\":"
	    "{\"uri\":\"%E6%9D%91/a%20b%3A1.yaml\"},"
	    "\"region\":{\"startLine\":1,\"startColumn\":2,"
	    "\"endColumn\":3,\"byteOffset\":3,\"byteLength\":3}}}]}\n"
	    "],\n\"properties\":{\"notShown\":0}}]}\n");
}

/* Controls and invisible characters never come out of JSON as they are. */
static void
test_json_strings(void **state)
{
	struct str bad = S("\0\a\b\t\n\v\f\r\x1B\x7F\"\\/"
	    "\xC2\x85\xC2\xAD\xC2\xA0\xE2\x80\x8B\xE2\x80\xAE"
	    "\xE2\x81\xA6\xEF\xBB\xBF中");

	(void)state;
	buf_json(&out, bad);
	check("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001b\\u007f\\\"\\\\/"
	    "\\u0085\\u00ad\xC2\xA0"
	    "\\u200b\\u202e\\u2066\\ufeff中\"");
}

/* A line of a megabyte: a window of it, with a mark where it was cut. */
static void
test_long_lines(void **state)
{
	struct buf b;
	struct source src;
	struct str line;
	size_t i;

	(void)state;
	buf_init(&b, &arena);
	for (i = 0; i < 300; i++)
		buf_puts(&b, i == 150 ? "=" : "户");
	src = source_of("l", buf_str(&b));
	diag_error(&dg, "r", &src, at(450, 451), "m");
	show(FAULTS_TEXT, false);
	assert_true(shows("     1 | …户户"));
	assert_true(shows("户户…\n"));
	line = buf_str(&out);
	line = str_sub(line, str_find(line, S("       | ")), line.n);
	/* the gutter, the mark and forty wide characters before it */
	assert_int_equal(str_find(line, S("^\n")), 9 + 1 + 80);
	line = buf_str(&out);
	line = str_sub(line, str_find(line, S("…")), line.n);
	line = str_sub(line, 0, str_find(line, S("\n")));
	assert_true(utf8_columns(line) <= 202);
}

static void
test_in_chinese(void **state)
{
	struct words *w;
	struct source po = source_of("zh.po", S("msgid \"write: %.*s\"\n"
	    "msgstr \"改为: %.*s\"\nmsgid \"m\"\nmsgstr \"冒号是全角\"\n"));
	struct source src = source_of("f", S("a：1"));

	(void)state;
	assert_true(words_parse(&w, &arena, &po, &dg));
	diag_init(&dg, &arena, w);
	diag_error(&dg, "fullwidth-colon", &src, at(1, 4), "m");
	diag_cure(&dg, "a: 1");
	show(FAULTS_TEXT, false);
	check("f:1:2: error: 冒号是全角 [fullwidth-colon]\n"
	    "     1 | a：1\n"
	    "       |  ^^\n"
	    "     改为: a: 1\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_excerpts, fresh),
		cmocka_unit_test_setup(test_cures_and_more, fresh),
		cmocka_unit_test_setup(test_faults_without_a_place, fresh),
		cmocka_unit_test_setup(test_twenty_of_a_rule, fresh),
		cmocka_unit_test_setup(test_more_than_are_kept, fresh),
		cmocka_unit_test_setup(test_gcc, fresh),
		cmocka_unit_test_setup(test_json, fresh),
		cmocka_unit_test_setup(test_sarif, fresh),
		cmocka_unit_test_setup(test_json_strings, fresh),
		cmocka_unit_test_setup(test_long_lines, fresh),
		cmocka_unit_test_setup(test_in_chinese, fresh),
	};

	arena_init(&arena);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
