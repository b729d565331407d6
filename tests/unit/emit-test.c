/* SPDX-License-Identifier: MIT */
/* emit - what is written, to the byte, and that it reads back the same. */
#include "emit.h"
#include "utf8.h"

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

#define KEY(literal)	{ literal, sizeof(literal) - 1 }

static struct field event_fields[] = {
	{ .key = KEY("at"), .type = FIELD_DATE },
	{ .key = KEY("by"), .type = FIELD_REF },
	{ .key = KEY("to"), .type = FIELD_ENUM },
	{ .key = KEY("note"), .type = FIELD_TEXT },
	{ .key = KEY("points"), .type = FIELD_POINTS },
	{ .key = KEY("files"), .type = FIELD_TEXT, .list = true },
};

static struct field fields[] = {
	{ .key = KEY("date"), .type = FIELD_DATE },
	{ .key = KEY("id"), .type = FIELD_TEXT },
	{ .key = KEY("village"), .type = FIELD_REF },
	{ .key = KEY("unit_points"), .type = FIELD_POINTS },
	{ .key = KEY("quantity"), .type = FIELD_INT },
	{ .key = KEY("households"), .type = FIELD_REF, .list = true },
	{ .key = KEY("range"), .type = FIELD_POINTS, .list = true },
	{ .key = KEY("satisfaction"), .type = FIELD_MAP,
	    .fields = event_fields, .nfields = NELEM(event_fields) },
	{ .key = KEY("events"), .type = FIELD_MAP, .list = true,
	    .fields = event_fields, .nfields = NELEM(event_fields) },
	{ .key = KEY("reason"), .type = FIELD_TEXT },
};

static struct kind kind = {
	.name = KEY("entry"), .fields = fields, .nfields = NELEM(fields),
	.list = true, .day = 0, .id = 1, .village = 2
};

static struct str
scalar(const char *text, bool flow)
{
	struct buf b;

	buf_init(&b, &arena);
	emit_scalar(&b, &fields[9], value_text(&arena, str_of(text)), flow);
	return arena_dup(&arena, buf_str(&b));
}

static const struct {
	const char *in;
	const char *block;	/* NULL: plain */
	const char *flow;	/* NULL: as in a block */
} scalars[] = {
	{ "村东排水沟雨季倒灌", NULL, NULL },
	{ "P-0003", NULL, NULL },
	{ "V20260316-7QK4M2ZD", NULL, NULL },
	{ "household@2026-01-01", NULL, NULL },
	{ "2026/01/h0412-0118.jpg", NULL, NULL },
	{ "3组", NULL, NULL }, { "2026年3月", NULL, NULL },
	{ "1月环境检查评为清洁户", NULL, NULL },
	{ "事由：排水（二期），共3户", NULL, NULL },
	{ "it's", NULL, NULL }, { "a\"b", NULL, NULL },
	{ "a#b", NULL, NULL }, { "a\\n", NULL, NULL },
	{ "𠮷家村", NULL, NULL }, { "a - b", NULL, NULL },
	{ "2026-03-16", NULL, NULL }, { "1899-12-31", "\"1899-12-31\"",
	    NULL },
	{ "2026-02-30", "\"2026-02-30\"", NULL },
	{ "a:b", NULL, "\"a:b\"" }, { "a?", NULL, "\"a?\"" },
	{ "a, b", NULL, "\"a, b\"" }, { "a[1]", NULL, "\"a[1]\"" },
	{ "a{b}", NULL, "\"a{b}\"" },
	{ "http://x.cn/a", NULL, "\"http://x.cn/a\"" },
	{ "a: b", "\"a: b\"", NULL }, { "a:", "\"a:\"", NULL },
	{ "a #b", "\"a #b\"", NULL }, { "", "\"\"", NULL },
	{ " a", "\" a\"", NULL }, { "a ", "\"a \"", NULL },
	{ "　甲", "\"　甲\"", NULL }, { "甲　", "\"甲　\"", NULL },
	{ "a\nb", "\"a\\nb\"", NULL }, { "a\tb", "\"a\\tb\"", NULL },
	{ "a\r\nb", "\"a\\r\\nb\"", NULL },
	{ "say \"x\": y", "\"say \\\"x\\\": y\"", NULL },
	{ "\\: ", "\"\\\\: \"", NULL }, { "\x1b[2J", "\"\\x1B[2J\"", NULL },
	{ "\x7f", "\"\\x7F\"", NULL }, { "a\xC2\x85" "b", "\"a\\x85b\"", NULL },
	{ "a\u2028b", "\"a\\u2028b\"", NULL },
	{ "a\u202Eb", "\"a\\u202Eb\"", NULL },
	{ "a\u200Bb", "\"a\\u200Bb\"", NULL },
	{ "\uFEFFa", "\"\\uFEFFa\"", NULL },
	{ "379901001201", "\"379901001201\"", NULL },
	{ "037030", "\"037030\"", NULL }, { "0", "\"0\"", NULL },
	{ "3.50", "\"3.50\"", NULL }, { "+1", "\"+1\"", NULL },
	{ "-1", "\"-1\"", NULL }, { "1e3", "\"1e3\"", NULL },
	{ "12E5", "\"12E5\"", NULL }, { "1_200", "\"1_200\"", NULL },
	{ "1,000", "\"1,000\"", NULL }, { "0x1F", "\"0x1F\"", NULL },
	{ "0o17", "\"0o17\"", NULL }, { "0b11", "\"0b11\"", NULL },
	{ "19:00", "\"19:00\"", NULL }, { "1:30:45", "\"1:30:45\"", NULL },
	{ "1.2.3", "\"1.2.3\"", NULL }, { ".5", "\".5\"", NULL },
	{ "2001-12-14t21:59:43.10-05:00",
	    "\"2001-12-14t21:59:43.10-05:00\"", NULL },
	{ "2026-3-6", "\"2026-3-6\"", NULL }, { ".inf", "\".inf\"", NULL },
	{ ".NaN", "\".NaN\"", NULL }, { "null", "\"null\"", NULL },
	{ "Null", "\"Null\"", NULL }, { "~", "\"~\"", NULL },
	{ "true", "\"true\"", NULL }, { "False", "\"False\"", NULL },
	{ "no", "\"no\"", NULL }, { "Yes", "\"Yes\"", NULL },
	{ "yEs", "\"yEs\"", NULL }, { "on", "\"on\"", NULL },
	{ "OFF", "\"OFF\"", NULL }, { "y", "\"y\"", NULL },
	{ "N", "\"N\"", NULL }, { "=", "\"=\"", NULL },
	{ "<<", "\"<<\"", NULL }, { "nothing", NULL, NULL },
	{ "yes!", NULL, NULL }, { "...", "\"...\"", NULL },
	{ "---", "\"---\"", NULL }, { "- a", "\"- a\"", NULL },
	{ "-a", "\"-a\"", NULL }, { "? a", "\"? a\"", NULL },
	{ ":a", "\":a\"", NULL }, { "#a", "\"#a\"", NULL },
	{ "&a", "\"&a\"", NULL }, { "*a", "\"*a\"", NULL },
	{ "!a", "\"!a\"", NULL }, { "|", "\"|\"", NULL },
	{ ">", "\">\"", NULL }, { "'a'", "\"'a'\"", NULL },
	{ "\"a\"", "\"\\\"a\\\"\"", NULL }, { "%a", "\"%a\"", NULL },
	{ "@a", "\"@a\"", NULL }, { "`a", "\"`a\"", NULL },
	{ "[a", "\"[a\"", NULL }, { "{a", "\"{a\"", NULL },
	{ ",a", "\",a\"", NULL }, { "=a", NULL, NULL },
};

static void
a_scalar_is_plain_where_all_readers_agree(void **state)
{
	const char *want;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(scalars); i++) {
		want = scalars[i].block ? scalars[i].block : scalars[i].in;
		assert_string_equal(scalar(scalars[i].in, false).p, want);
		want = scalars[i].flow ? scalars[i].flow : want;
		assert_string_equal(scalar(scalars[i].in, true).p, want);
	}
}

static void
assert_bare(int field, const char *in, const char *want)
{
	struct buf b;

	buf_init(&b, &arena);
	emit_scalar(&b, &fields[field], value_bare(&arena, str_of(in)),
	    false);
	assert_string_equal(arena_dup(&arena, buf_str(&b)).p, want);
}

static void
numbers_and_points_stay_bare(void **state)
{
	struct buf b;

	(void)state;
	assert_bare(4, "12", "12");
	assert_bare(9, "true", "true");
	assert_bare(9, "", "null");
	assert_bare(3, "2", "2.00");
	assert_bare(3, "-0.5", "-0.50");
	assert_bare(3, "many", "many");
	/* what claims to be bare and is not cannot break out */
	assert_bare(4, "1\nx: 2", "\"1\\nx: 2\"");
	assert_bare(4, "a: b", "\"a: b\"");
	buf_init(&b, &arena);
	emit_scalar(&b, &fields[3], value_text(&arena, S("+3.5")), false);
	assert_true(str_is(buf_str(&b), "3.50"));
}

static struct value *
put(struct value *map, const char *key, const char *text)
{
	return value_put(&arena, map, key, str_of(text));
}

static struct value *
put_bare(struct value *map, const char *key, const char *text)
{
	return value_set(map, str_of(key), value_bare(&arena,
	    str_of(text)));
}

static struct value *
put_new(struct value *map, const char *key, enum value_kind of)
{
	return value_set(map, str_of(key), value_new(&arena, of));
}

static struct value *
add_text(struct value *list, const char *text)
{
	return value_append(list, value_text(&arena, str_of(text)));
}

/* With something of every shape, said in another order than the schema's. */
static struct value *
sample(void)
{
	struct value *v = value_new(&arena, VALUE_MAP), *list, *map;

	put(v, "stranger", "留着");
	put(v, "village", "379901001201");
	put(v, "date", "2026-03-16");
	put(v, "id", "S20260316-7QK4M2ZD");
	put(v, "reason", "两行\n文字");
	put_bare(v, "unit_points", "2");
	put_bare(v, "quantity", "3");
	list = put_new(v, "households", VALUE_LIST);
	add_text(list, "H-0412");
	add_text(list, "0413");
	list = put_new(v, "range", VALUE_LIST);
	value_append(list, value_bare(&arena, S("5")));
	value_append(list, value_bare(&arena, S("10.5")));
	map = put_new(v, "satisfaction", VALUE_MAP);
	put(map, "to", "very");
	put(map, "at", "2026-03-17");
	list = put_new(v, "events", VALUE_LIST);
	map = value_append(list, value_new(&arena, VALUE_MAP));
	put(map, "to", "found");
	put(map, "by", "P-0003");
	put(map, "at", "2026-03-16");
	map = value_append(list, value_new(&arena, VALUE_MAP));
	put(map, "at", "2026-03-17");
	put(map, "note", "a, b: c");
	put_bare(map, "points", "-1");
	map = value_append(list, value_new(&arena, VALUE_MAP));
	put(map, "note", "有附件");
	put(map, "at", "2026-03-18");
	add_text(put_new(map, "files", VALUE_LIST), "照片 1.jpg");
	return v;
}

static struct str
record(const struct kind *k, const struct value *v, const char *eol)
{
	struct buf b;

	buf_init(&b, &arena);
	emit_record(&b, k, v, eol);
	return arena_dup(&arena, buf_str(&b));
}

static const char sample_yaml[] =
    "- id: S20260316-7QK4M2ZD\n"
    "  date: 2026-03-16\n"
    "  village: \"379901001201\"\n"
    "  unit_points: 2.00\n"
    "  quantity: 3\n"
    "  households: [H-0412, \"0413\"]\n"
    "  range: [5.00, 10.50]\n"
    "  satisfaction: {at: 2026-03-17, to: very}\n"
    "  events:\n"
    "    - {at: 2026-03-16, by: P-0003, to: found}\n"
    "    - {at: 2026-03-17, note: \"a, b: c\", points: -1.00}\n"
    "    - at: 2026-03-18\n"
    "      note: 有附件\n"
    "      files: [照片 1.jpg]\n"
    "  reason: \"两行\\n文字\"\n"
    "  stranger: 留着\n";

static void
a_record_has_its_id_first_and_the_schemas_order(void **state)
{
	(void)state;
	assert_string_equal(record(&kind, sample(), "\n").p, sample_yaml);
}

static void
a_file_of_one_record_begins_at_the_margin(void **state)
{
	struct value *v = value_new(&arena, VALUE_MAP);
	struct kind one = kind;

	(void)state;
	one.list = false;
	put(v, "reason", "x");
	put(v, "id", "0412");
	assert_string_equal(record(&one, v, "\r\n").p,
	    "id: \"0412\"\r\nreason: x\r\n");
	v = value_new(&arena, VALUE_MAP);
	assert_string_equal(record(&one, v, "\n").p, "{}\n");
	assert_string_equal(record(&kind, v, "\n").p, "- {}\n");
	put(v, "date", "2026-03-16");
	one.id = -1;
	assert_string_equal(record(&one, v, "\n").p, "date: 2026-03-16\n");
}

static void
every_line_has_the_end_asked_for(void **state)
{
	struct str lf = record(&kind, sample(), "\n");
	struct str crlf = record(&kind, sample(), "\r\n");
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < crlf.n; i++)
		if (crlf.p[i] == '\n') {
			assert_int_equal(crlf.p[i - 1], '\r');
			n++;
		}
	assert_int_equal(crlf.n, lf.n + n);
}

static struct str
field(struct value *v, const char *key, int indent)
{
	struct buf b;
	size_t i;

	for (i = 0; !str_is(fields[i].key, key); i++)
		;
	buf_init(&b, &arena);
	emit_field(&b, &fields[i], str_of(key), v, indent, "\n");
	return arena_dup(&arena, buf_str(&b));
}

static struct value *
list_of(const char *text, size_t times)
{
	struct value *v = value_new(&arena, VALUE_LIST);

	while (times--)
		add_text(v, text);
	return v;
}

#define FORTY	"一二三四五六七八九十一二三四五六七八九十" \
		"一二三四五六七八九十一二三四五六七八九十"

static void
what_does_not_fit_on_a_line_goes_to_a_block(void **state)
{
	struct value *map, *list;
	struct str s;

	(void)state;
	s = field(list_of("H-00412", 9), "households", 2);
	assert_string_equal(s.p, "  households: [H-00412, H-00412, H-00412, "
	    "H-00412, H-00412, H-00412, H-00412, H-00412, H-00412]\n");
	s = field(list_of("H-00412", 10), "households", 2);
	assert_true(str_starts(s, S("  households:\n    - H-00412\n"
	    "    - H-00412\n")));
	/* a Chinese character is two columns wide: 42 of them make 100 */
	s = arena_printf(&arena, "%s一二", FORTY);
	assert_true(str_starts(field(list_of(s.p, 1), "households", 2),
	    S("  households: [一")));
	s = arena_printf(&arena, "%s一二a", FORTY);
	assert_true(str_starts(field(list_of(s.p, 1), "households", 2),
	    S("  households:\n    - 一")));
	/* maps likewise, alone and in a list */
	map = value_new(&arena, VALUE_MAP);
	put(map, "note", FORTY);
	put(map, "at", "2026-03-16");
	put(map, "by", "P-0003");
	s = field(map, "satisfaction", 0);
	assert_true(str_starts(s, S("satisfaction:\n  at: 2026-03-16\n"
	    "  by: P-0003\n  note: 一")));
	list = value_new(&arena, VALUE_LIST);
	value_append(list, value_copy(&arena, map));
	s = field(list, "events", 0);
	assert_true(str_starts(s, S("events:\n  - at: 2026-03-16\n"
	    "    by: P-0003\n    note: 一")));
}

static void
empty_collections_are_written_as_such(void **state)
{
	(void)state;
	assert_string_equal(field(value_new(&arena, VALUE_LIST),
	    "households", 2).p, "  households: []\n");
	assert_string_equal(field(value_new(&arena, VALUE_MAP),
	    "satisfaction", 0).p, "satisfaction: {}\n");
}

static void
an_item_stands_behind_its_dash(void **state)
{
	struct value *map = value_new(&arena, VALUE_MAP);
	struct buf b;

	(void)state;
	put(map, "note", "x");
	add_text(put_new(map, "files", VALUE_LIST), "z");
	buf_init(&b, &arena);
	emit_item(&b, &fields[8], map, 4, "\n");
	assert_true(str_is(buf_str(&b), "note: x\n      files: [z]\n"));
	buf_init(&b, &arena);
	emit_flow(&b, &fields[8], map);
	assert_true(str_is(buf_str(&b), "{note: x, files: [z]}"));
}

static void
unknown_keys_are_quoted_where_they_must_be(void **state)
{
	struct value *v = value_new(&arena, VALUE_MAP);
	struct kind one = kind;

	(void)state;
	one.list = false;
	put(v, "no", "1");
	put(v, "a: b", "2");
	put(v, "备注", "no");
	assert_string_equal(record(&one, v, "\n").p,
	    "\"no\": \"1\"\n\"a: b\": \"2\"\n备注: \"no\"\n");
}

/* ---- and back --------------------------------------------------------- */

static bool
same(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->bare != b->bare ||
	    !str_eq(a->text, b->text))
		return false;
	if (a->kind == VALUE_MAP && value_count(a) != value_count(b))
		return false;
	for (a = a->first, b = b->first; a && b; a = a->next, b = b->next)
		if (!str_eq(a->key, b->key) || !same(a, b))
			return false;
	return !a && !b;
}

static struct value *
read_back(struct str yaml, bool quick)
{
	struct source *src = arena_alloc(&arena, sizeof(*src));
	struct doc doc;

	*src = source_of("f.yaml", yaml);
	if (quick ? !doc_read(&doc, src, &arena, &diag) :
	    !doc_read_yaml(&doc, src, &arena, &diag))
		fail_msg("does not parse: %.*s (%.*s)", STR(yaml),
		    STR(diag.faults[diag.n - 1].text));
	return value_from_node(&arena, &doc, 0);
}

/* A text in all the places a text can have. */
static struct value *
places(struct str text)
{
	struct value *v = value_new(&arena, VALUE_MAP), *map, *list;

	value_put(&arena, v, "id", text);
	value_put(&arena, v, "date", text);
	list = put_new(v, "households", VALUE_LIST);
	value_append(list, value_text(&arena, text));
	value_append(list, value_text(&arena, text));
	map = put_new(v, "satisfaction", VALUE_MAP);
	value_put(&arena, map, "note", text);
	list = put_new(v, "events", VALUE_LIST);
	map = value_append(list, value_new(&arena, VALUE_MAP));
	value_put(&arena, map, "at", text);
	value_put(&arena, map, "by", text);
	map = value_append(list, value_new(&arena, VALUE_MAP));
	value_put(&arena, map, "note", text);
	value_append(put_new(map, "files", VALUE_LIST),
	    value_text(&arena, text));
	value_put(&arena, v, "reason", text);
	return v;
}

static void
assert_comes_back(struct str text, const char *eol)
{
	struct value *v = places(text);
	struct str yaml = record(&kind, v, eol);

	if (!same(v, read_back(yaml, true)->first) ||
	    !same(v, read_back(yaml, false)->first))
		fail_msg("does not come back: %.*s", STR(yaml));
}

static void
the_sample_comes_back(void **state)
{
	(void)state;
	assert_string_equal(record(&kind, read_back(S(sample_yaml),
	    true)->first, "\n").p, sample_yaml);
}

/* What a ledger never holds is escaped, and refused when it is read. */
static void
assert_refused(struct str text)
{
	struct source src = source_of("f.yaml", record(&kind, places(text),
	    "\n"));
	struct doc doc;

	assert_int_equal(utf8_unsafe(src.bytes), src.bytes.n);
	assert_false(doc_read(&doc, &src, &arena, &diag));
}

static void
every_scalar_comes_back(void **state)
{
	struct str s;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(scalars); i++) {
		s = arena_printf(&arena, " %s", scalars[i].in);
		if (utf8_unsafe(s) < s.n) {
			assert_refused(str_of(scalars[i].in));
			continue;
		}
		assert_comes_back(str_of(scalars[i].in), "\n");
		assert_comes_back(str_of(scalars[i].in), "\r\n");
	}
}

/* All strings of up to three of the pieces that mean something to YAML. */
static void
nasty_strings_come_back(void **state)
{
	static const char *const pieces[] = {
		"", " ", "a", "-", ":", "#", "0", "1", ".", "_", "\"", "\\",
		"'", ",", "[", "]", "{", "}", "\n", "\t", "e", "x", "好",
		"：", "　", "~", "=", "<", "!", "&", "*", "?", "|", ">",
		"%", "@", "`", "no", "\r"
	};
	struct arena kept = arena;
	size_t i, k, m;

	(void)state;
	arena_init(&arena);
	for (i = 0; i < NELEM(pieces); i++)
		for (k = 0; k < NELEM(pieces); k++)
			for (m = 0; m < NELEM(pieces); m += 1 + k % 5) {
				arena_reset(&arena);
				diag_init(&diag, &arena, NULL);
				assert_comes_back(arena_printf(&arena,
				    "%s%s%s", pieces[i], pieces[k],
				    pieces[m]), "\n");
			}
	arena_free(&arena);
	arena = kept;
	diag_init(&diag, &arena, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scalar_is_plain_where_all_readers_agree),
		cmocka_unit_test(numbers_and_points_stay_bare),
		cmocka_unit_test(
		    a_record_has_its_id_first_and_the_schemas_order),
		cmocka_unit_test(a_file_of_one_record_begins_at_the_margin),
		cmocka_unit_test(every_line_has_the_end_asked_for),
		cmocka_unit_test(
		    what_does_not_fit_on_a_line_goes_to_a_block),
		cmocka_unit_test(empty_collections_are_written_as_such),
		cmocka_unit_test(an_item_stands_behind_its_dash),
		cmocka_unit_test(unknown_keys_are_quoted_where_they_must_be),
		cmocka_unit_test(the_sample_comes_back),
		cmocka_unit_test(every_scalar_comes_back),
		cmocka_unit_test(nasty_strings_come_back),
	};

	return cmocka_run_group_tests_name("emit", tests, setup, teardown);
}
