/* SPDX-License-Identifier: MIT */
/* render - every face of one ordinary table and of one hostile table. */
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
	bool same = str_is(got, want);

	if (!same)
		print_error("got:\n%.*s\nwant:\n%s\n", STR(got), want);
	assert_true(same);
}

static struct str
show(const struct table *t, const char *format, struct render_opts o)
{
	struct buf b;

	buf_init(&b, &arena);
	assert_true(render_find(str_of(format))->render(&b, t, &o));
	return buf_str(&b);
}

static void
cut(struct table *t)
{
	assert_true(audience_cut(t, AUDIENCE_INTERNAL, &arena, &diag));
}

static void
ordinary(struct table *t)
{
	table_init(t, &arena, S("tally"), S("小房村2026年3月积分汇总"));
	t->chinese = true;
	strs_add(&t->head, &arena, S("单位：分"));
	table_column(t, S("village"), S("村"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("code"), S("编号"), CELL_CODE, AUDIENCE_PUBLIC);
	table_column(t, S("n"), S("户数"), CELL_INT, AUDIENCE_PUBLIC);
	table_column(t, S("points"), S("积分"), CELL_POINTS,
	    AUDIENCE_PUBLIC);
	table_column(t, S("rate"), S("按期率"), CELL_PERCENT,
	    AUDIENCE_PUBLIC);
	table_column(t, S("day"), S("日期"), CELL_DATE, AUDIENCE_PUBLIC);
	table_column(t, S("note"), S("备注"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_named(t, S("V-03"), S("小房村"));
	table_code(t, S("037030"));
	table_int(t, 128);
	table_points(t, -200);
	table_rate(t, 23, 24);
	table_date(t, date_of(2026, 3, 16));
	table_text(t, S("含漏记"));
	table_text(t, S("Xia"));
	table_code(t, S("7"));
	table_int(t, 5);
	table_points(t, 123450);
	table_rate(t, 0, 0);
	table_date(t, DATE_NONE);
	table_text(t, S(""));
	strs_add(&t->foot, &arena, S("填报人：李红"));
}

static const struct {
	const char        *name, *format;
	struct render_opts opts;
	const char        *want;
} golden[] = {
	{ "text aligns by width, numbers to the right", "text", { 0 },
	    "小房村2026年3月积分汇总\n"
	    "\n"
	    "单位：分\n"
	    "\n"
	    "村      编号    户数     积分  按期率  日期        备注\n"
	    "------  ------  ----  -------  ------  ----------  ------\n"
	    "小房村  037030   128    -2.00  95.83%  2026-03-16  含漏记\n"
	    "Xia     7          5  1234.50       -  -\n"
	    "\n"
	    "填报人：李红\n" },
	{ "text for a pipe is the table, under keys if asked", "text",
	    { .no_head = true, .keys = true },
	    "village  code      n   points    rate  day         note\n"
	    "-------  ------  ---  -------  ------  ----------  ------\n"
	    "小房村   037030  128    -2.00  95.83%  2026-03-16  含漏记\n"
	    "Xia      7         5  1234.50       -  -\n" },
	{ "csv is the table and nothing else", "csv", { 0 },
	    "村,编号,户数,积分,按期率,日期,备注\n"
	    "小房村,037030,128,-2.00,95.83%,2026-03-16,含漏记\n"
	    "Xia,7,5,1234.50,,,\n" },
	{ "csv for spreadsheets keeps zeros, has BOM and CR LF", "csv",
	    { .excel = true, .keys = true },
	    "\xEF\xBB\xBFvillage,code,n,points,rate,day,note\r\n"
	    "小房村,\"=\"\"037030\"\"\",128,-2.00,95.83%,2026-03-16,"
	    "含漏记\r\n"
	    "Xia,7,5,1234.50,,,\r\n" },
	{ "tsv has tabs and no quotes", "tsv", { .keys = true },
	    "village\tcode\tn\tpoints\trate\tday\tnote\n"
	    "小房村\t037030\t128\t-2.00\t95.83%\t2026-03-16\t含漏记\n"
	    "Xia\t7\t5\t1234.50\t\t\t\n" },
	{ "json lines have keys, ids and names", "jsonl", { 0 },
	    "{\"village\": \"V-03\", \"village_name\": \"小房村\", "
	    "\"code\": \"037030\", \"n\": 128, \"points\": -2.00, "
	    "\"rate\": 95.83, \"day\": \"2026-03-16\", "
	    "\"note\": \"含漏记\"}\n"
	    "{\"village\": \"Xia\", \"code\": \"7\", \"n\": 5, "
	    "\"points\": 1234.50, \"rate\": null, \"day\": null, "
	    "\"note\": \"\"}\n" },
	{ "markdown aligns its numbers", "md", { 0 },
	    "# 小房村2026年3月积分汇总\n"
	    "\n"
	    "单位：分\n"
	    "\n"
	    "| 村 | 编号 | 户数 | 积分 | 按期率 | 日期 | 备注 |\n"
	    "| --- | --- | ---: | ---: | ---: | --- | --- |\n"
	    "| 小房村 | 037030 | 128 | -2.00 | 95.83% | 2026-03-16 | "
	    "含漏记 |\n"
	    "| Xia | 7 | 5 | 1234.50 | - | - |  |\n"
	    "\n"
	    "填报人：李红\n" },
};

static void
an_ordinary_table_looks_as_it_should(void **state)
{
	struct table t;
	size_t i;

	(void)state;
	ordinary(&t);
	cut(&t);
	for (i = 0; i < NELEM(golden); i++) {
		print_message("%s\n", golden[i].name);
		assert_str(show(&t, golden[i].format, golden[i].opts),
		    golden[i].want);
	}
}

static void
json_is_one_object(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("tally"), S("汇总"));
	strs_add(&t.head, &arena, S("单位：\"分\""));
	table_column(&t, S("n"), S("户数"), CELL_INT, AUDIENCE_PUBLIC);
	table_column(&t, S("p"), S("积分"), CELL_POINTS, AUDIENCE_PUBLIC);
	table_int(&t, 1);
	table_points(&t, 5);
	table_int(&t, 2);
	table_none(&t);
	cut(&t);
	assert_str(show(&t, "json", (struct render_opts){ 0 }),
	    "{\n"
	    "  \"name\": \"tally\",\n"
	    "  \"title\": \"汇总\",\n"
	    "  \"audience\": \"internal\",\n"
	    "  \"head\": [\n"
	    "    \"单位：\\\"分\\\"\"\n"
	    "  ],\n"
	    "  \"columns\": [\n"
	    "    {\"key\": \"n\", \"label\": \"户数\", "
	    "\"type\": \"int\"},\n"
	    "    {\"key\": \"p\", \"label\": \"积分\", "
	    "\"type\": \"points\"}\n"
	    "  ],\n"
	    "  \"rows\": [\n"
	    "    {\"n\": 1, \"p\": 0.05},\n"
	    "    {\"n\": 2, \"p\": null}\n"
	    "  ],\n"
	    "  \"foot\": []\n"
	    "}\n");
}

static void
json_never_has_a_member_twice(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("x"));
	table_column(&t, S("v"), S("村"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("v_name"), S("村名"), CELL_TEXT,
	    AUDIENCE_PUBLIC);
	table_named(&t, S("V-03"), S("小房村"));
	table_text(&t, S("小房"));
	cut(&t);
	assert_str(show(&t, "jsonl", (struct render_opts){ 0 }),
	    "{\"v\": \"V-03\", \"v_name\": \"小房\"}\n");
}

/* One column, one text. */
static void
single(struct table *t, enum cell_type type, struct str s)
{
	table_init(t, &arena, S("x"), S("t"));
	table_column(t, S("k"), S("k"), type, AUDIENCE_PUBLIC);
	if (type == CELL_CODE)
		table_code(t, s);
	else
		table_text(t, s);
	cut(t);
}

static const struct {
	const char *name;
	struct str  text;
	const char *csv, *excel, *tsv;
} fields[] = {
	{ "a formula is guarded", S("=1+1"), "'=1+1", "'=1+1", "'=1+1" },
	{ "so is a call", S("@SUM(A1)"), "'@SUM(A1)", "'@SUM(A1)",
	    "'@SUM(A1)" },
	{ "so is a plus", S("+8613800138000"), "'+8613800138000",
	    "'+8613800138000", "'+8613800138000" },
	{ "a negative number is not", S("-5"), "-5", "-5", "-5" },
	{ "nor one with decimals", S("-5.50"), "-5.50", "-5.50", "-5.50" },
	{ "a number that goes on is", S("-5+cmd|' /C calc'!A0"),
	    "'-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0",
	    "'-5+cmd|' /C calc'!A0" },
	{ "a number without its fraction is", S("-5."), "'-5.", "'-5.",
	    "'-5." },
	{ "a hyphen alone is not", S("-"), "-", "-", "-" },
	{ "a full-width sign counts", S("＝1+1"), "'＝1+1", "'＝1+1",
	    "'＝1+1" },
	{ "all four of them", S("＠A1"), "'＠A1", "'＠A1", "'＠A1" },
	{ "blanks before do not help", S("  =1"), "'  =1", "'  =1", "'=1" },
	{ "nor an ideographic one", S("　=1"), "'　=1", "'　=1", "'　=1" },
	{ "nor quotes", S("\"=1\""), "\"'\"\"=1\"\"\"",
	    "\"'\"\"=1\"\"\"", "'\"=1\"" },
	{ "nor curly quotes", S("“=1”"), "'“=1”", "'“=1”", "'“=1”" },
	{ "an apostrophe gets another", S("'=1"), "''=1", "''=1", "''=1" },
	{ "a tab in front is guarded", S("\t1"), "'\t1", "'\t1", "'1" },
	{ "so is a line end", S("\n=1"), "\"'\n=1\"", "\"'\n=1\"", "'=1" },
	{ "a sign further on is plain text", S("1=1"), "1=1", "1=1",
	    "1=1" },
	{ "commas and quotes are quoted", S("a,\"b\""), "\"a,\"\"b\"\"\"",
	    "\"a,\"\"b\"\"\"", "a,\"b\"" },
	{ "lines within a cell stay", S("a\nb"), "\"a\nb\"", "\"a\nb\"",
	    "a b" },
	{ "a leading zero is kept for spreadsheets", S("037030"), "037030",
	    "\"=\"\"037030\"\"\"", "037030" },
	{ "and so are many digits", S("139001390013"), "139001390013",
	    "\"=\"\"139001390013\"\"\"", "139001390013" },
	{ "a short number is a number", S("2026"), "2026", "2026", "2026" },
	{ "zero is zero", S("0"), "0", "0", "0" },
	{ "an escape sequence is shown", S("\x1b[2Jx"), "\\u{1b}[2Jx",
	    "\\u{1b}[2Jx", "\\u{1b}[2Jx" },
};

static void
no_text_becomes_a_formula(void **state)
{
	static const struct render_opts plain = { 0 };
	static const struct render_opts excel = { .excel = true };
	struct table t;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(fields); i++) {
		print_message("%s\n", fields[i].name);
		single(&t, CELL_TEXT, fields[i].text);
		assert_str(show(&t, "csv", plain), arena_printf(&arena,
		    "k\n%s\n", fields[i].csv).p);
		assert_str(show(&t, "csv", excel), arena_printf(&arena,
		    "\xEF\xBB\xBFk\r\n%s\r\n", fields[i].excel).p);
		assert_str(show(&t, "tsv", plain), arena_printf(&arena,
		    "k\n%s\n", fields[i].tsv).p);
	}
}

static const struct {
	const char *name;
	struct str  code;
	const char *excel;
} codes[] = {
	{ "a code that looks like a day is kept", S("3-2"),
	    "\"=\"\"3-2\"\"\"" },
	{ "one that looks like a month is kept", S("MAR1"),
	    "\"=\"\"MAR1\"\"\"" },
	{ "a telephone number is kept", S("+8613800138000"),
	    "\"=\"\"+8613800138000\"\"\"" },
	{ "a code cannot leave its literal", S("1\"&A1&\"2"),
	    "\"1\"\"&A1&\"\"2\"" },
	{ "a code cannot be a formula", S("=A1"), "'=A1" },
	{ "a code without digits is text", S("abc"), "abc" },
	{ "a code that begins with a letter is text", S("H-0101"),
	    "H-0101" },
	{ "but not one with a month in it", S("X-dec-01"),
	    "\"=\"\"X-dec-01\"\"\"" },
	{ "few digits are a number as well", S("12"), "12" },
	{ "a village's code is kept", S("371603002200"),
	    "\"=\"\"371603002200\"\"\"" },
	{ "a number with an exponent is a code here", S("1E5"),
	    "\"=\"\"1E5\"\"\"" },
};

static void
codes_survive_a_spreadsheet(void **state)
{
	struct table t;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(codes); i++) {
		print_message("%s\n", codes[i].name);
		single(&t, CELL_CODE, codes[i].code);
		assert_str(show(&t, "csv",
		    (struct render_opts){ .excel = true }),
		    arena_printf(&arena, "\xEF\xBB\xBFk\r\n%s\r\n",
		    codes[i].excel).p);
	}
}

static void
a_heading_is_text_too(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("t"));
	table_column(&t, S("k"), S("=A1"), CELL_TEXT, AUDIENCE_PUBLIC);
	cut(&t);
	assert_str(show(&t, "csv", (struct render_opts){ 0 }), "'=A1\n");
}

static const struct {
	const char *name;
	struct str  text;
	const char *want;
} strings[] = {
	{ "quotes and backslashes", S("\"\\/"), "\"\\\"\\\\/\"" },
	{ "controls with names and without", S("\b\f\n\r\t\x01\x7f"),
	    "\"\\b\\f\\n\\r\\t\\u0001\\u007f\"" },
	{ "a NUL", S("a\0b"), "\"a\\u0000b\"" },
	{ "Chinese stays readable", S("小房村"), "\"小房村\"" },
	{ "beyond the BMP, too", S("𠮷"), "\"𠮷\"" },
	{ "bidi and zero-width are escaped", S("\u202E\u200B\uFEFF"),
	    "\"\\u202e\\u200b\\ufeff\"" },
	{ "line separators are escaped", S("\u2028\xC2\x85"),
	    "\"\\u2028\\u0085\"" },
	{ "ill-formed bytes become U+FFFD", S("a\xFF\xC0\x80"),
	    "\"a\\ufffd\\ufffd\\ufffd\"" },
	{ "a surrogate in UTF-8 is ill-formed", S("\xED\xA0\x80"),
	    "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "nothing", S(""), "\"\"" },
};

static void
json_strings_are_safe_anywhere(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(strings); i++) {
		print_message("%s\n", strings[i].name);
		buf_init(&b, &arena);
		render_json_string(&b, strings[i].text);
		assert_str(buf_str(&b), strings[i].want);
	}
}

static const struct {
	const char *name;
	struct str  text;
	const char *plain, *md, *html;
} cells[] = {
	{ "markup is text", S("<b onclick='x'>\"&"), "<b onclick='x'>\"&",
	    "&lt;b onclick='x'&gt;\"&amp;",
	    "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;" },
	{ "a masked name stays masked", S("王**、李**"), "王**、李**",
	    "王\\*\\*、李\\*\\*", "王**、李**" },
	{ "a pipe ends no cell", S("a|b\\|c"), "a|b\\|c", "a\\|b\\\\\\|c",
	    "a|b\\|c" },
	{ "a link is text", S("[x](javascript:y)"), "[x](javascript:y)",
	    "\\[x\\](javascript:y)", "[x](javascript:y)" },
	{ "lines join but in HTML", S("a\r\nb\n"), "a b", "a b",
	    "a<br>b" },
	{ "the cursor does not move", S("a\x1b[2J"), "a\\u{1b}[2J",
	    "a\\\\u{1b}\\[2J", "a\\u{1b}[2J" },
	{ "text does not turn round", S("a\u202Eb"), "a\\u{202e}b",
	    "a\\\\u{202e}b", "a\\u{202e}b" },
	{ "no mark hides at the start", S("\uFEFFa"), "\\u{feff}a",
	    "\\\\u{feff}a", "\\u{feff}a" },
};

static void
text_from_the_ledger_is_escaped(void **state)
{
	static const struct render_opts table = { .no_head = true };
	struct str got;
	struct table t;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cells); i++) {
		print_message("%s\n", cells[i].name);
		single(&t, CELL_TEXT, cells[i].text);
		got = show(&t, "text", table);
		got = str_sub(got, str_find(got, S("-\n")) + 2, got.n);
		assert_str(got, arena_printf(&arena, "%s\n",
		    cells[i].plain).p);
		assert_str(show(&t, "md", table), arena_printf(&arena,
		    "| k |\n| --- |\n| %s |\n", cells[i].md).p);
		got = show(&t, "html", table);
		got = str_sub(got, str_find(got, S("<td")),
		    str_find(got, S("</td>")));
		got = str_sub(got, str_find(got, S(">")) + 1, got.n);
		assert_str(got, cells[i].html);
	}
}

static void
a_wide_cell_does_not_pad_the_others(void **state)
{
	struct str wide;
	struct table t;
	struct buf b;

	(void)state;
	buf_init(&b, &arena);
	buf_fill(&b, 'w', 1000);
	wide = buf_str(&b);
	table_init(&t, &arena, S("x"), S("t"));
	table_column(&t, S("a"), S("a"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("b"), S("b"), CELL_INT, AUDIENCE_PUBLIC);
	table_text(&t, wide);
	table_int(&t, 1);
	table_text(&t, S("xy"));
	table_int(&t, 2);
	cut(&t);
	assert_str(show(&t, "text", (struct render_opts){ .no_head = true }),
	    arena_printf(&arena, "a   b\n--  -\n%.*s  1\nxy  2\n",
	    STR(wide)).p);
}

static void
no_line_ends_in_a_blank(void **state)
{
	struct str got;
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S(" t "));
	strs_add(&t.head, &arena, S(" 甲　  "));
	table_column(&t, S("a"), S("甲"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("b"), S("b"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_text(&t, S("一二三"));
	table_text(&t, S(""));
	table_text(&t, S(""));
	table_text(&t, S(" "));
	cut(&t);
	got = show(&t, "text", (struct render_opts){ 0 });
	assert_int_equal(str_find(got, S(" \n")), got.n);
	assert_str(str_sub(got, str_find(got, S("------")), got.n),
	    "------  -\n一二三\n\n");
}

static void
html_stands_alone(void **state)
{
	static const char *const never[] = {
		"<script", "<img", "<a ", "http://", "https://", "url(",
		"@import", "onload"
	};
	struct str got;
	struct table t;
	size_t i;

	(void)state;
	ordinary(&t);
	t.title = S("<积分> & 公示");
	strs_add(&t.foot, &arena, S("小房村村民委员会（盖章）"));
	strs_add(&t.foot, &arena, S("2026年4月11日"));
	cut(&t);
	got = show(&t, "html", (struct render_opts){ 0 });
	for (i = 0; i < NELEM(never); i++)
		assert_int_equal(str_find(got, str_of(never[i])), got.n);
	assert_true(str_find(got, S("default-src 'none'")) < got.n);
	assert_true(str_find(got, S("<html lang=\"zh-CN\">")) < got.n);
	assert_true(str_find(got,
	    S("<title>&lt;积分&gt; &amp; 公示</title>")) < got.n);
	assert_str(str_sub(got, str_find(got, S("<main")), got.n),
	    "<main>\n"
	    "<h1>&lt;积分&gt; &amp; 公示</h1>\n"
	    "<p class=\"head\">单位：分</p>\n"
	    "<table>\n<thead>\n<tr>"
	    "<th class=\"s\" scope=\"col\">村</th>"
	    "<th class=\"s\" scope=\"col\">编号</th>"
	    "<th class=\"s\" scope=\"col\">户数</th>"
	    "<th class=\"s\" scope=\"col\">积分</th>"
	    "<th class=\"s\" scope=\"col\">按期率</th>"
	    "<th class=\"s\" scope=\"col\">日期</th>"
	    "<th class=\"s\" scope=\"col\">备注</th></tr>\n</thead>\n<tbody>\n"
	    "<tr><td class=\"s\">小房村</td><td class=\"c\">037030</td>"
	    "<td class=\"c\">128</td><td class=\"n\">-2.00</td>"
	    "<td class=\"n\">95.83%</td><td class=\"c\">2026-03-16</td>"
	    "<td class=\"s\">含漏记</td></tr>\n"
	    "<tr><td class=\"s\">Xia</td><td class=\"c\">7</td><td class=\"c\">5</td>"
	    "<td class=\"n\">1234.50</td><td class=\"c\">—</td>"
	    "<td class=\"c\">—</td><td class=\"s\"></td></tr>\n"
	    "</tbody>\n</table>\n"
	    "<p class=\"note\">填报人：李红</p>\n"
	    "<footer class=\"sign\">\n"
	    "<p>小房村村民委员会（盖章）</p>\n"
	    "<p>2026年4月11日</p>\n"
	    "</footer>\n"
	    "</main>\n</body>\n</html>\n");
}

static const struct {
	const char *name;
	struct str  title;
	const char *want;
} titles[] = {
	{ "behind a quarter", S("关于柳河村2026年第一季度积分的公示"),
	    "关于柳河村2026年第一季度<wbr>积分的公示" },
	{ "behind a year, not within 年度", S("镇2026年度排名"),
	    "镇2026年度<wbr>排名" },
	{ "behind a month and not before it", S("镇2026年3月汇总"),
	    "镇2026年3月<wbr>汇总" },
	{ "not at the end", S("台账2026年"), "台账2026年" },
	{ "a line end is kept", S("积分2026年\n（草稿）"),
	    "积分2026年<br>（草稿）" },
	{ "and nothing is markup", S("<b>年</b>"), "&lt;b&gt;年<wbr>"
	    "&lt;/b&gt;" },
};

static void
a_title_breaks_behind_its_period(void **state)
{
	struct table t;
	struct str got;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(titles); i++) {
		print_message("%s\n", titles[i].name);
		ordinary(&t);
		t.title = titles[i].title;
		cut(&t);
		got = show(&t, "html", (struct render_opts){ 0 });
		got = str_sub(got, str_find(got, S("<h1>")) + 4,
		    str_find(got, S("</h1>")));
		assert_str(got, titles[i].want);
	}
}

static void
a_column_of_short_texts_does_not_wrap(void **state)
{
	struct str got;
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("t"));
	table_column(&t, S("a"), S("状态"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("b"), S("人居环境"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_text(&t, S("石桥村"));
	table_text(&t, S("村东排水沟雨季倒灌"));
	cut(&t);
	got = show(&t, "html", (struct render_opts){ 0 });
	assert_true(str_find(got, S("<td class=\"s\">石桥村")) < got.n);
	assert_true(str_find(got, S("<td>村东排水沟")) < got.n);
	assert_true(str_find(got, S("<th scope=\"col\">人居")) < got.n);
}

static void
an_empty_table_says_so(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, &arena, S("x"), S("t"));
	table_column(&t, S("a"), S("a"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(&t, S("b"), S("b"), CELL_TEXT, AUDIENCE_PUBLIC);
	cut(&t);
	assert_true(str_find(show(&t, "html", (struct render_opts){ 0 }),
	    S("<td class=\"c\" colspan=\"2\">none</td>")) <
	    show(&t, "html", (struct render_opts){ 0 }).n);
	assert_str(show(&t, "csv", (struct render_opts){ 0 }), "a,b\n");
	assert_str(show(&t, "jsonl", (struct render_opts){ 0 }), "");
}

static void
no_face_shows_a_table_that_was_not_cut(void **state)
{
	const struct format *f;
	struct table t;
	struct buf b;

	(void)state;
	ordinary(&t);
	for (f = render_formats; f->name; f++) {
		buf_init(&b, &arena);
		assert_false(f->render(&b, &t, &(struct render_opts){ 0 }));
		assert_int_equal(b.n, 0);
	}
}

static void
formats_are_found_by_name(void **state)
{
	(void)state;
	assert_string_equal(render_find(S("html"))->mime, "text/html");
	assert_null(render_find(S("htm")));
	assert_null(render_find(S("")));
}

#define T(fn)	cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_ordinary_table_looks_as_it_should),
		T(json_is_one_object),
		T(json_never_has_a_member_twice),
		T(no_text_becomes_a_formula),
		T(codes_survive_a_spreadsheet),
		T(a_heading_is_text_too),
		T(json_strings_are_safe_anywhere),
		T(text_from_the_ledger_is_escaped),
		T(a_wide_cell_does_not_pad_the_others),
		T(no_line_ends_in_a_blank),
		T(html_stands_alone),
		T(a_title_breaks_behind_its_period),
		T(a_column_of_short_texts_does_not_wrap),
		T(an_empty_table_says_so),
		T(no_face_shows_a_table_that_was_not_cut),
		T(formats_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
