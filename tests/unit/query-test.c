/* SPDX-License-Identifier: MIT */
/* query - conditions on rows, and what is wrong with them. */
#include "query-table.h"

#define TODAY	date_of(2026, 4, 10)
#define LONG	200000	/* bytes of a text that only patterns look at */

static struct source *
argument(const char *path, struct str s)
{
	struct source *src = arena_alloc(&arena, sizeof(*src));

	*src = source_of(path, s);
	return src;
}

/* The numbers of the rows that are left, as "134". */
static const char *
left(const struct table *t)
{
	char *out = arena_alloc(&arena, table_rows(t) + 1);
	size_t r;

	for (r = 0; r < table_rows(t); r++)
		out[r] = (char)('0' + table_cell(t, r, 0)->n);
	return out;
}

static const struct {
	const char *name, *expr, *want;
} kept[] = {
	/* comparison by what a cell is */
	{ "a key and a label name the same column", "colour=red", "14" },
	{ "a label and a shown value", "颜色=红", "14" },
	{ "== is =", "颜色==红", "14" },
	{ "a village by its code", "village = v2", "24" },
	{ "a village by its name", "村=大房村", "24" },
	{ "!= is not", "颜色!=红", "23" },
	{ "several values mean any of them", "颜色=红,黄", "124" },
	{ "in Chinese too", "颜色 = 红、绿", "134" },
	{ "!= several values means none of them", "颜色 != 红，黄", "3" },
	{ "a code keeps its zeros", "编号=037030", "1" },
	{ "a code is not a number", "编号=37030", "2" },
	{ "text is compared by bytes", "编号 >= A", "34" },
	{ "points are numbers", "积分>=0", "13" },
	{ "below zero", "积分 < 0", "2" },
	{ "with a sign", "积分 = +2.5", "1" },
	{ "with zeros behind", "积分 = 002.5000", "1" },
	{ "what lies between cells equals none", "积分 = 2.505", "" },
	{ "but is larger than one below", "积分 < 2.505", "123" },
	{ "and smaller than none below", "积分 > 2.4999", "1" },
	{ "between cells below zero", "积分 > -1.001", "123" },
	{ "between cells below zero, above", "积分 > -0.999", "13" },
	{ "larger than any cell",
	    "积分 < 99999999999999999999999999999999999999999999", "123" },
	{ "smaller than any cell",
	    "积分 > -99999999999999999999999999999999999999999999", "123" },
	{ "a whole number is no hundredth", "序号 = 1.01", "" },
	{ "a whole number with decimals", "序号 = 2.00", "2" },
	{ "a rate as it is shown", "率=95.83%", "1" },
	{ "a rate without its sign", "率 >= 95.83", "13" },
	{ "nothing is neither less ...", "积分 < 1000", "123" },
	{ "... nor more", "积分 >= -1000", "123" },
	{ "nothing is not equal", "积分 != 0", "124" },
	{ "a day", "日期=2026-03-01", "1" },
	{ "a day as people type it", "日期 = 2026年3月31日", "2" },
	{ "a month holds its days", "日期=2026-03", "12" },
	{ "not within a month", "日期!=2026-03", "34" },
	{ "after a month", "日期 > 2026-03", "3" },
	{ "from a month on", "日期 >= 2026-03", "123" },
	{ "before a month", "日期 < 2026-04", "12" },
	{ "up to a month", "日期 <= 2026-03", "12" },
	{ "a quarter", "日期=2026Q2", "3" },
	{ "a range", "日期=2026-03-31..2026-04-01", "23" },
	{ "a word for a period", "日期 = 上月", "12" },
	/* emptiness */
	{ "is empty", "积分 is empty", "4" },
	{ "is not empty", "积分 is not empty", "123" },
	{ "empty text is empty", "备注 is empty", "1" },
	{ "empty in Chinese", "备注 为空", "1" },
	{ "filled in Chinese", "日期 不为空", "123" },
	{ "in one word", "日期为空", "4" },
	{ "filled in one word", "日期不为空 且 颜色=红", "1" },
	{ "an empty string asks for nothing", "日期=''", "4" },
	{ "or something", "日期 != \"\"", "123" },
	/* patterns */
	{ "a pattern is found anywhere", "姓名 =~ 明", "124" },
	{ "or where it says", "姓名 =~ ^王", "134" },
	{ "a pattern keeps its parentheses", "姓名=~^(王|李)明$", "124" },
	{ "and a group ends where it was opened",
	    "(姓名 =~ ^(王|李)明$) and no>1", "24" },
	{ "an escaped one is no parenthesis", "备注 =~ ^\\( and no=4", "4" },
	{ "a pattern in quotes may have blanks", "备注 =~ 'a b'", "3" },
	{ "a pattern sees what people see", "积分 =~ ^-1\\.00$", "2" },
	{ "days too", "日期 =~ -31$", "2" },
	{ "and rates", "率 =~ '%$'", "134" },
	{ "or the key behind it", "颜色 =~ ^(red|green)$", "134" },
	{ "not like", "not 姓名 =~ 明", "3" },
	/* quotes */
	{ "a quoted value may have blanks", "note = 'a b'", "3" },
	{ "with double quotes", "note = \"a b\"", "3" },
	{ "with Chinese quotes", "note = “a b”", "3" },
	{ "an input method's pair the wrong way", "note = ”a b”", "3" },
	{ "marks in quotes are text", "备注 = '修路、清沟'", "2" },
	{ "parentheses in quotes are text", "备注='(a|b)'", "4" },
	{ "a column may be quoted", "'颜色' = 红", "14" },
	{ "a keyword in quotes is a value", "颜色 = 'or' or 颜色=黄", "2" },
	/* and, or, not */
	{ "and binds tighter than or",
	    "colour=green or colour=red and village=v1", "13" },
	{ "on either side", "colour=red and village=v1 or colour=green",
	    "13" },
	{ "parentheses bind tighter still",
	    "(colour=green or colour=red) and village=v2", "4" },
	{ "not binds tightest", "not colour=red and village=v1", "3" },
	{ "not of a parenthesis", "not (colour=red and village=v1)", "234" },
	{ "not twice", "not not colour=red", "14" },
	{ "not within not", "not (not colour=red)", "14" },
	{ "many ors", "no=1 or no=2 or no=9 or no=4", "124" },
	{ "many ands", "no>0 and no<4 and no!=2 and no>=1", "13" },
	{ "Chinese words", "颜色=红 且 村=小房村 或 非 颜色!=黄", "12" },
	{ "capital letters", "颜色=红 AND NOT 村=小房村", "4" },
	{ "parentheses need no blanks", "非(颜色=红)且(村=小房村)", "3" },
	{ "lines are blanks", "no=1\nor\tno=2", "12" },
	/* what an input method leaves */
	{ "full-width marks", "（积分＞＝0）　且　颜色！＝红", "3" },
	{ "a full-width equals", "颜色＝红", "14" },
	{ "full-width digits", "积分＝２．５０", "1" },
	{ "full-width column", "ｃｏｌｏｕｒ=ｒｅｄ", "14" },
	{ "signs of mathematics", "积分≥0 且 序号≠1 且 序号≤4", "3" },
};

static void
rows_are_kept(void **state)
{
	struct query *q;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(kept); i++) {
		const char *got;

		fill();
		if (!query_parse(&q, &arena, argument("--where",
		    str_of(kept[i].expr)), &diag) ||
		    !query_filter(&table, q, TODAY, &diag))
			fail_msg("%s: %.*s", kept[i].name,
			    STR(diag.faults[0].text));
		got = left(&table);
		if (strcmp(got, kept[i].want) != 0)
			fail_msg("%s: '%s'", kept[i].name, got);
	}
	assert_int_equal(diag.n, 0);
}

static const struct {
	const char *name, *expr, *rule;
	unsigned    column;
	const char *text, *cure;
} refused[] = {
	{ "nothing at all", "", "query", 1, "expression is empty", NULL },
	{ "blanks only", " \t ", "query", 1, "expression is empty", NULL },
	{ "a column alone", "颜色", "query", 3, "comparison is missing",
	    NULL },
	{ "two words", "颜色 红", "query", 4, "comparison is missing", NULL },
	{ "no value", "颜色=", "query", 4, "value is missing", NULL },
	{ "no value before and", "颜色= and no=1", "query", 5,
	    "value is missing", "in quotes" },
	{ "no value after a comma", "颜色=红、", "query", 6,
	    "value is missing", NULL },
	{ "no pattern", "颜色 =~ ", "query", 7, "pattern is missing", NULL },
	{ "no column", "= 红", "query", 1, "column is missing", NULL },
	{ "nothing after and", "no=1 and", "query", 9, "column is missing",
	    NULL },
	{ "nothing after not", "not", "query", 4, "column is missing", NULL },
	{ "and twice", "no=1 and and no=2", "query", 10,
	    "column is missing", NULL },
	{ "two conditions side by side", "颜色=红 村=v1", "query", 6,
	    "'and' or 'or' is missing", "quotes" },
	{ "a value with a blank", "备注=a b", "query", 6,
	    "'and' or 'or' is missing", "quotes" },
	{ "within parentheses too", "(备注=a b)", "query", 7,
	    "'and' or 'or' is missing", "quotes" },
	{ "open", "(no=1 or (no=2)", "query", 1, "'(' without ')'", NULL },
	{ "closed", "no=1)", "query", 5, "')' without '('", NULL },
	{ "empty parentheses", "()", "query", 2, "column is missing", NULL },
	{ "an open quote", "no=1 or 备注='a b", "query", 12,
	    "without closing quote", NULL },
	{ "an open quote where nothing is due", "no=1 or no=2 'a", "query",
	    14, "without closing quote", NULL },
	{ "several values have no order", "积分 > 1,200", "query", 7,
	    "= and != only", NULL },
	{ "is what?", "颜色 is 红", "query", 7, "'empty' or 'not empty'",
	    NULL },
	{ "is not what?", "颜色 is not 红", "query", 11,
	    "'empty' or 'not empty'", NULL },
	{ "a broken pattern", "颜色 =~ '[a'", "pattern-form", 7, "", NULL },
	{ "a hidden character", "颜色=红\xE2\x80\x8B", "query", 5,
	    "invisible", NULL },
	{ "bytes that are no text", "颜色=\xFF", "query", 4, "not UTF-8",
	    NULL },
	{ "an unknown column", "no=1 and 年龄>3", "query", 10,
	    "no such column: '年龄'", "one of: no (序号), id (编号)" },
	{ "a column with a slip", "no=1 or vilage=v1", "query", 9,
	    "no such column: 'vilage'", "village" },
	{ "no number", "积分 = 两分", "query", 6, "not a number: '两分'",
	    NULL },
	{ "a number with a tail", "积分 = 3.", "query", 6, "not a number",
	    NULL },
	{ "a sign only", "积分 > -", "query", 6, "not a number", NULL },
	{ "a rate where none is", "积分 = 3%", "query", 6, "not a number",
	    NULL },
	{ "no date", "日期 > 春天", "date-form", 6, "not a period", NULL },
	{ "no such day", "日期 = 2026-02-30", "date-range", 6, "2026-02-30",
	    NULL },
	{ "order with an empty string", "日期 > ''", "date-form", 6, "",
	    NULL },
};

static void
what_is_wrong_is_shown_in_its_place(void **state)
{
	const struct fault *f;
	struct query *q;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(refused); i++) {
		diag_init(&diag, &arena, NULL);
		if (query_parse(&q, &arena, argument("--where",
		    str_of(refused[i].expr)), &diag) &&
		    query_filter(&table, q, TODAY, &diag))
			fail_msg("%s: accepted", refused[i].name);
		if (diag.n != 1)
			fail_msg("%s: %zu faults", refused[i].name, diag.n);
		f = &diag.faults[0];
		if (strcmp(f->rule, refused[i].rule) != 0 ||
		    f->place.column != refused[i].column ||
		    !holds(f->text, refused[i].text) ||
		    (refused[i].cure ? !holds(f->cure, refused[i].cure)
		    : f->cure.n > 0))
			fail_msg("%s: %u: %.*s [%s] %.*s", refused[i].name,
			    f->place.column, STR(f->text), f->rule,
			    STR(f->cure));
		assert_true(str_is(f->path, "--where"));
		assert_int_equal(table_rows(&table), 4);
	}
}

static void
all_columns_and_values_are_told_at_once(void **state)
{
	struct query *q;

	(void)state;
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("a=1 or 积分=x and not (日期=y or b is empty)")), &diag));
	assert_false(query_bind(q, &table, TODAY, &diag));
	assert_int_equal(diag.n, 4);
}

static struct str
times(const char *s, size_t n, const char *then)
{
	struct buf b;

	buf_init(&b, &arena);
	while (n-- > 0)
		buf_puts(&b, s);
	buf_puts(&b, then);
	return buf_str(&b);
}

static bool
parses(struct str s)
{
	struct query *q;

	diag_init(&diag, &arena, NULL);
	return query_parse(&q, &arena, argument("--where", s), &diag);
}

static void
what_is_large_is_bounded(void **state)
{
	(void)state;
	assert_true(parses(arena_printf(&arena, "%.*sno=1%.*s",
	    STR(times("(", QUERY_DEPTH, "")),
	    STR(times(")", QUERY_DEPTH, "")))));
	assert_false(parses(times("(", QUERY_DEPTH + 1, "no=1")));
	assert_true(holds(diag.faults[0].text, "within each other"));
	assert_int_equal(diag.faults[0].place.column, QUERY_DEPTH + 1);
	assert_false(parses(times("(", 5000, "no=1")));
	assert_int_equal(diag.n, 1);
	assert_false(parses(times("not (", 1500, "no=1")));
	assert_false(parses(times("((", 1000000, "")));
	assert_true(holds(diag.faults[0].text, "bytes, at most"));
	assert_int_equal(diag.n, 1);
	assert_true(parses(times("not ", 2000, "no=1")));
	assert_true(parses(times("no=1 or ", 1000, "no=2")));
	assert_true(parses(times("(no=1) or ", 100, "no=2")));
	assert_true(parses(times(" ", QUERY_MAX - 4, "no=1")));
	assert_false(parses(times(" ", QUERY_MAX - 3, "no=1")));
	assert_false(parses((struct str){ "no=1\0or no=2", 12 }));
	assert_int_equal(diag.faults[0].place.column, 5);
	assert_false(parses((struct str){ NULL, 0 }));
	assert_int_equal(diag.n, 1);
}

/* No prefix of an expression and no byte put into it does any harm. */
static void
broken_expressions_are_faults_or_queries(void **state)
{
	static const char bytes[] = "\0 '\"()=!<>~,\\%\xE2\x80\xFF";
	char expr[256];
	struct str s;
	size_t i, at, b;

	(void)state;
	for (i = 0; i < NELEM(kept); i++) {
		s = str_of(kept[i].expr);
		for (at = 0; at <= s.n; at++) {
			arena_reset(&arena);
			if (!parses(str_sub(s, 0, at)))
				assert_true(diag.n >= 1);
			for (b = 0; at < s.n && b < sizeof(bytes); b++) {
				memcpy(expr, s.p, s.n);
				expr[at] = bytes[b];
				if (!parses((struct str){ expr, s.n }))
					assert_true(diag.n >= 1);
			}
		}
	}
}

static void
a_pattern_that_explodes_gives_up(void **state)
{
	static char text[LONG];
	struct query *q;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '!';
	table.cells[8].text = (struct str){ text, sizeof(text) };
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("序号=1 and 备注 =~ ^(a+)+$")), &diag));
	assert_false(query_filter(&table, q, TODAY, &diag));
	assert_int_equal(diag.n, 1);
	assert_string_equal(diag.faults[0].rule, "pattern-limit");
	assert_int_equal(diag.faults[0].place.column, 16);
	assert_int_equal(table_rows(&table), 4);
	/* what decides without the pattern does not ask it */
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("序号>1 and 备注 =~ ^(a+)+$ or 序号=1")), &diag));
	assert_true(query_filter(&table, q, TODAY, &diag));
	assert_string_equal(left(&table), "1");
}

static void
text_that_is_no_text_is_not_matched(void **state)
{
	struct query *q;

	(void)state;
	table.cells[8].text = S("\xFF\xC0 a b");
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("备注 =~ b")), &diag));
	assert_true(query_filter(&table, q, TODAY, &diag));
	assert_string_equal(left(&table), "34");
}

static const struct {
	const char *name;
	const char *words[3];	/* key=value */
	const char *want;
} worded[] = {
	{ "no word keeps all", { NULL }, "1234" },
	{ "one value", { "颜色=红" }, "14" },
	{ "by key", { "colour=red" }, "14" },
	{ "several values mean any", { "颜色=红,绿" }, "134" },
	{ "with Chinese marks and blanks", { "颜色=红、 黄 ；" }, "124" },
	{ "the same column twice means any", { "颜色=红", "颜色=黄" },
	    "124" },
	{ "by key and by label", { "颜色=红", "colour=yellow",
	    "颜色=green" }, "1234" },
	{ "different columns mean all", { "颜色=红", "村=大房村" }, "4" },
	{ "both", { "颜色=黄", "村=大房村", "颜色=红" }, "24" },
	{ "a period", { "日期=2026-03" }, "12" },
	{ "several days", { "日期=2026-03-01、2026-04" }, "13" },
	{ "several numbers", { "积分=2.5,0" }, "13" },
	{ "a text with a comma in it", { "备注=修路、清沟" }, "2" },
	{ "no value asks for nothing", { "日期=" }, "4" },
	{ "or something else", { "积分=", "积分=0" }, "34" },
	{ "full-width digits of a code", { "编号=０３７０３０" }, "1" },
	{ "a text with marks", { "备注=(a|b)" }, "4" },
};

static struct query_word
split(const char *word)
{
	struct source *src = argument(word, str_of(word));
	size_t n = str_find(src->bytes, S("="));

	return (struct query_word){ .src = src,
	    .key = str_sub(src->bytes, 0, n),
	    .value = str_sub(src->bytes, n + 1, src->bytes.n),
	    .key_at = { 0, (uint32_t)n },
	    .value_at = { (uint32_t)n + 1, (uint32_t)src->bytes.n } };
}

static void
words_are_conditions(void **state)
{
	struct query_word w;
	struct query *q;
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(worded); i++) {
		fill();
		q = query_new(&arena);
		for (k = 0; k < 3 && worded[i].words[k]; k++) {
			w = split(worded[i].words[k]);
			assert_true(query_field(q, &w, &diag));
		}
		if (!query_filter(&table, q, TODAY, &diag))
			fail_msg("%s: %.*s", worded[i].name,
			    STR(diag.faults[0].text));
		if (strcmp(left(&table), worded[i].want) != 0)
			fail_msg("%s: '%s'", worded[i].name, left(&table));
	}
}

static void
words_and_an_expression_must_both_hold(void **state)
{
	struct query_word w = split("颜色=红");
	struct query *q;

	(void)state;
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("村=v2 or 颜色=绿")), &diag));
	assert_true(query_field(q, &w, &diag));
	assert_true(query_filter(&table, q, TODAY, &diag));
	assert_string_equal(left(&table), "4");
}

static void
a_query_may_be_bound_again(void **state)
{
	struct query_word w = split("颜色=红"), v = split("颜色=黄");
	struct query *q = query_new(&arena);

	(void)state;
	assert_true(query_field(q, &w, &diag));
	assert_true(query_field(q, &v, &diag));
	assert_true(query_filter(&table, q, TODAY, &diag));
	fill();
	assert_true(query_filter(&table, q, TODAY, &diag));
	assert_string_equal(left(&table), "124");
}

static void
a_wrong_word_is_shown_in_its_place(void **state)
{
	struct query_word w = split("积分=0、两分"), v = split("颜涩=红");
	struct query *q = query_new(&arena);

	(void)state;
	assert_true(query_field(q, &w, &diag));
	assert_true(query_field(q, &v, &diag));
	assert_false(query_bind(q, &table, TODAY, &diag));
	diag_sort(&diag);
	assert_int_equal(diag.n, 2);
	assert_int_equal(diag.faults[0].place.column, 6);
	assert_true(str_is(diag.faults[0].text, "not a number: '两分'"));
	assert_true(str_is(diag.faults[1].cure, "颜色"));
}

static void
a_file_has_one_value_a_line(void **state)
{
	struct source *src = argument("list", S("\xEF\xBB\xBF"
	    "修路、清沟\r\n\na b\n"));
	struct query_word w = { .key = S("备注"), .value = src->bytes,
	    .src = src, .lines = true };
	struct query *q = query_new(&arena);

	(void)state;
	w.value_at.end = (uint32_t)src->bytes.n;
	assert_true(query_field(q, &w, &diag));
	assert_true(query_filter(&table, q, TODAY, &diag));
	assert_string_equal(left(&table), "23");
	/* an empty list must not quietly mean something */
	w.value = S("\n\n");
	assert_false(query_field(q, &w, &diag));
	w.value = times("x\n", QUERY_VALUES, "");
	assert_true(query_field(q, &w, &diag));
	w.value = times("x\n", QUERY_VALUES + 1, "");
	assert_false(query_field(q, &w, &diag));
}

static void
reading_a_private_column_is_known(void **state)
{
	struct query *q = query_new(&arena);

	(void)state;
	assert_true(query_bind(q, &table, TODAY, &diag));
	assert_int_equal(query_privacy(q, &table), AUDIENCE_PUBLIC);
	assert_true(query_parse(&q, &arena, argument("--where",
	    S("颜色=红 or 积分>1")), &diag));
	assert_true(query_bind(q, &table, TODAY, &diag));
	assert_int_equal(query_privacy(q, &table), AUDIENCE_VILLAGE);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_are_kept),
		TEST(what_is_wrong_is_shown_in_its_place),
		TEST(all_columns_and_values_are_told_at_once),
		TEST(what_is_large_is_bounded),
		TEST(broken_expressions_are_faults_or_queries),
		TEST(a_pattern_that_explodes_gives_up),
		TEST(text_that_is_no_text_is_not_matched),
		TEST(words_are_conditions),
		TEST(words_and_an_expression_must_both_hold),
		TEST(a_query_may_be_bound_again),
		TEST(a_wrong_word_is_shown_in_its_place),
		TEST(a_file_has_one_value_a_line),
		TEST(reading_a_private_column_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
