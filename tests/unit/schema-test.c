/* SPDX-License-Identifier: MIT */
/* schema - the faults people see, and what a schema may not say. */
#include <stdio.h>

#include "buf.h"
#include "schema.h"
#include "words.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define PO_BYTES	((size_t)1 << 20)

struct fixture {
	struct arena       arena;
	struct diag        diag;
	struct schema_run *run;
};

static int
begin(void **state)
{
	static struct fixture f;

	arena_init(&f.arena);
	diag_init(&f.diag, &f.arena, NULL);
	f.run = schema_run_new(&f.arena);
	*state = &f;
	return 0;
}

static int
end(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	return 0;
}

static struct source *
source(struct fixture *f, const char *path, struct str bytes)
{
	struct source *s = arena_alloc(&f->arena, sizeof(*s));

	*s = source_of(path, bytes);
	return s;
}

static struct doc *
yaml(struct fixture *f, const char *path, const char *text)
{
	struct doc *d = arena_alloc(&f->arena, sizeof(*d));

	if (!doc_read(d, source(f, path, str_of(text)), &f->arena, &f->diag))
		fail_msg("%s: %.*s", text, STR(f->diag.faults[0].text));
	return d;
}

static struct schema *
compile_as(struct fixture *f, const char *text, bool ledger, bool strict)
{
	struct schema_opts opts = { .assert_format = ledger,
	    .strict = strict };
	struct schema *s;

	if (!schema_compile(&s, yaml(f, "s.yaml", text), &opts, &f->arena,
	    &f->diag))
		return NULL;
	return s;
}

static struct schema *
compile(struct fixture *f, const char *text, bool ledger)
{
	return compile_as(f, text, ledger, ledger);
}

/* "rule line:column message (cure)", one a line. */
static struct str
faults(struct fixture *f)
{
	struct buf b;
	size_t i;

	buf_init(&b, &f->arena);
	diag_sort(&f->diag);
	for (i = 0; i < f->diag.n; i++) {
		const struct fault *t = &f->diag.faults[i];

		buf_printf(&b, "%s%u:%u %s: %.*s", i ? "\n" : "",
		    t->place.line, t->place.column, t->rule, STR(t->text));
		if (t->cure.n)
			buf_printf(&b, " (%.*s)", STR(t->cure));
	}
	return buf_str(&b);
}

static const char record[] =
	"type: object\n"
	"additionalProperties: false\n"
	"required: [id, village, status, rule]\n"
	"properties:\n"
	"  id: {type: string, pattern: '^[A-Z]-[0-9]+$'}\n"
	"  village: {title: 村, type: string, pattern: '^[0-9]{6}$'}\n"
	"  status: {title: 状态, type: string,\n"
	"    enum: [draft, confirmed, disputed, void],\n"
	"    enumDescriptions: [草稿, 已确认, 有异议, 作废]}\n"
	"  rule: {title: 规则, x-en: rule code, $ref: '#/$defs/code'}\n"
	"  day: {type: string, format: date}\n"
	"  points: {type: number, minimum: -5, maximum: 10,\n"
	"    multipleOf: 0.01}\n"
	"  note: {type: string, minLength: 1, maxLength: 4}\n"
	"  roles: {type: array, minItems: 1, maxItems: 2, uniqueItems: true,\n"
	"    items: {enum: [clerk, cadre]}}\n"
	"  n: {type: integer}\n"
	"  size: {anyOf: [{type: integer}, {type: string, maxLength: 2}]}\n"
	"  who: {anyOf: [{type: object, required: [p, q]},\n"
	"    {type: object, required: [p]}, {type: string}]}\n"
	"$defs:\n"
	"  code: {type: string, examples: [ENV-01], pattern: '^[A-Z]',\n"
	"    x-pattern-en: a letter first}\n";

static const char good[] = "id: A-1\nvillage: \"037030\"\nstatus: draft\n"
    "rule: E\n";

/* Lines put after a good record, or before it, and what is said. */
static const struct {
	const char *name, *lines, *want;
} record_cases[] = {
	{ "a good record has no fault", "", "" },
	{ "an unknown key is named", "zzzz: 1\n",
	    "5:1 unknown-key: unknown key 'zzzz'" },
	{ "a misspelt key is guessed", "ponts: 1\n",
	    "5:1 unknown-key: unknown key 'ponts', did you mean 'points'? "
	    "(points)" },
	{ "what stands already is not guessed", "statuss: 1\n",
	    "5:1 unknown-key: unknown key 'statuss'" },
	{ "a day that does not exist", "day: 2025-02-30\n",
	    "5:6 date-range: no such day '2025-02-30': 2025-02 has only 28 "
	    "days" },
	{ "a day in another form", "day: 2025/3/2\n",
	    "5:6 date-form: '2025/3/2' is not how dates are written in "
	    "files, like 2026-03-16 (2025-03-02)" },
	{ "a day as a number", "day: 20250302\n",
	    "5:6 date-form: '20250302' is not how dates are written in "
	    "files, like 2026-03-16 (2025-03-02)" },
	{ "a day in full width", "day: ２０２５-０３-０２\n",
	    "5:6 fullwidth-digit: full-width characters in the date "
	    "'２０２５-０３-０２' (2025-03-02)" },
	{ "a good day, plain", "day: 2025-03-02\n", "" },
	{ "too few points", "points: -5.01\n",
	    "5:9 range: -5.01 is too small: 'points' must be at least -5" },
	{ "too many points", "points: 10.000001e0\n",
	    "5:9 range: 10.000001e0 is too large: 'points' must be at most "
	    "10" },
	{ "points of three decimals", "points: 1.001\n",
	    "5:9 multiple: 1.001 is no multiple of 0.01, as 'points' must "
	    "be" },
	{ "exact to the last digit", "points: 9.9999999999999999999999\n",
	    "5:9 multiple: 9.9999999999999999999999 is no multiple of 0.01, "
	    "as 'points' must be" },
	{ "points in full width", "points: ３.5\n",
	    "5:9 fullwidth-digit: full-width digits in the number '３.5' "
	    "(3.5)" },
	{ "points with quotes", "points: \"3\"\n",
	    "5:9 type: 'points' must be a number, not text (3)" },
	{ "infinity is no number", "points: .inf\n",
	    "5:9 type: 'points' must be a number, not .inf" },
	{ "an octal number", "n: 010\n",
	    "5:4 leading-zero: 010 begins with 0, which some readers take "
	    "for octal (10)" },
	{ "1.0 is whole", "n: 1.0\n", "" },
	{ "1.5 is not", "n: 1.5\n",
	    "5:4 type: 'n' must be a whole number, not 1.5" },
	{ "a truth word as text", "note: no\n",
	    "5:7 bool-like: no without quotes is true or false to YAML 1.1 "
	    "tools (\"no\")" },
	{ "with quotes it is text", "note: \"no\"\n", "" },
	{ "true as text", "note: true\n",
	    "5:7 bool-like: true without quotes is a truth value; 'note' "
	    "wants text (\"true\")" },
	{ "a time as text", "note: 12:30\n",
	    "5:7 disputed-scalar: 12:30 without quotes is not text to every "
	    "reader of YAML (\"12:30\")" },
	{ "a number as text", "note: 12\n",
	    "5:7 unquoted-number: 12 without quotes is a number; 'note' "
	    "wants text (\"12\")" },
	{ "no value", "note:\n",
	    "5:6 empty-value: 'note' has no value; write one, or leave the "
	    "line out" },
	{ "empty text", "note: \"\"\n",
	    "5:7 length: 'note' is empty; write something, or leave it out" },
	{ "four characters are four", "note: 四个汉字\n", "" },
	{ "five are too many", "note: 五个汉字了\n",
	    "5:7 length: 'note' has 5 characters, at most 4 are allowed" },
	{ "a list where text belongs", "note: [a]\n",
	    "5:8 type: 'note' must be text, not a list" },
	{ "text where a list belongs", "roles: clerk\n",
	    "5:8 type: 'roles' must be a list, not text ([clerk])" },
	{ "too many items", "roles: [clerk, cadre, clerk]\n",
	    "5:9 items: 'roles' has 3 items, at most 2 are allowed\n"
	    "5:23 duplicate-item: 'clerk' stands twice in 'roles'" },
	{ "no items", "roles: []\n",
	    "5:8 items: 'roles' has 0 items, at least 1 are needed" },
	{ "an item that is not allowed", "roles: [clork]\n",
	    "5:9 enum: 'clork' is not allowed for 'roles', did you mean "
	    "'clerk'? allowed: clerk cadre (clerk)" },
	{ "all branches fail by type: one message", "size: [1]\n",
	    "5:8 type: 'size' must be text or a whole number, not a list" },
	{ "the branch of the right type is told", "size: abc\n",
	    "5:7 length: 'size' has 3 characters, at most 2 are allowed" },
	{ "the branch with the fewest faults is told", "who: {x: 1}\n",
	    "5:7 required: 'who' lacks the required key 'p' (p: …)" },
	{ "a branch that holds silences the others", "who: {p: 1}\n", "" },
};

static void
say_record(struct fixture *f, const struct schema *s, const char *name,
    const char *text, const char *want)
{
	struct doc *d;
	bool ok;

	f->diag.n = f->diag.nerrors = 0;
	d = yaml(f, "f.yaml", text);
	ok = schema_check(s, f->run, d, 0, S("SC-2"), &f->diag);
	if (!str_is(faults(f), want))
		fail_msg("%s:\n%.*s\n    instead of\n%s", name,
		    STR(faults(f)), want);
	assert_int_equal(ok, want[0] == '\0');
	if (schema_valid(s, f->run, d, 0) != ok)
		fail_msg("%s: valid and check disagree", name);
}

static void
one_mistake_one_message(void **state)
{
	struct fixture *f = *state;
	struct schema *s = compile(f, record, true);
	size_t i;

	assert_non_null(s);
	for (i = 0; i < NELEM(record_cases); i++)
		say_record(f, s, record_cases[i].name,
		    arena_printf(&f->arena, "%s%s", good,
		    record_cases[i].lines).p, record_cases[i].want);
}

static const struct {
	const char *name, *text, *want;
} whole_cases[] = {
	{ "a missing key is told at the record's start",
	    "id: A-1\nvillage: \"037030\"\nstatus: draft\n",
	    "1:1 required: record SC-2 lacks the required key 'rule' "
	    "(rule: ENV-01)" },
	{ "a misspelt required key is one message",
	    "id: A-1\nvillage: \"037030\"\nstauts: draft\nrule: E\n",
	    "3:1 unknown-key: unknown key 'stauts', did you mean 'status'? "
	    "(which is missing here) (status)" },
	{ "a label as a key is one message",
	    "id: A-1\n村: \"037030\"\nstatus: draft\nrule code: E\n",
	    "2:1 label-key: '村' is only the label; the key is 'village' "
	    "(village)\n"
	    "4:1 label-key: 'rule code' is only the label; the key is "
	    "'rule' (rule)" },
	{ "a label as a value",
	    "id: A-1\nvillage: \"037030\"\nstatus: 有异议\nrule: E\n",
	    "3:9 label-value: '有异议' is only the label; the file wants "
	    "'disputed' (disputed)" },
	{ "a wrong value with a guess",
	    "id: A-1\nvillage: \"037030\"\nstatus: disputd\nrule: E\n",
	    "3:9 enum: 'disputd' is not allowed for 'status', did you mean "
	    "'disputed'? allowed: draft confirmed disputed void (disputed)" },
	{ "a truth word is not guessed at",
	    "id: A-1\nvillage: \"037030\"\nstatus: no\nrule: E\n",
	    "3:9 bool-like: 'no' is not allowed for 'status'; YAML 1.1 tools "
	    "read no/yes/on/off as true or false, so quote such words; "
	    "allowed: draft confirmed disputed void" },
	{ "a code without quotes",
	    "id: A-1\nvillage: 037030\nstatus: void\nrule: E\n",
	    "2:10 leading-zero: 037030 without quotes is read as the number "
	    "37030 or 15896 (\"037030\")" },
	{ "a code that is not octal",
	    "id: A-1\nvillage: 098765\nstatus: void\nrule: E\n",
	    "2:10 leading-zero: 098765 without quotes is read as the number "
	    "98765 (\"098765\")" },
	{ "a code in full width",
	    "id: A-1\nvillage: \"０37030\"\nstatus: void\nrule: E\n",
	    "2:10 fullwidth-digit: full-width characters in '０37030' "
	    "(037030)" },
	{ "a pattern in words",
	    "id: A-1\nvillage: \"037030\"\nstatus: void\nrule: eee\n",
	    "4:7 pattern: 'eee' is not a valid 'rule': a letter first" },
	{ "a pattern as it is",
	    "id: A1\nvillage: \"037030\"\nstatus: void\nrule: E\n",
	    "1:5 pattern: 'A1' is not a valid 'id'; its form is "
	    "^[A-Z]-[0-9]+$" },
	{ "six mistakes are six messages",
	    "id: A-1\nvillage: 037030\nstauts: draft\nrule: e\nzz: 1\n"
	    "day: 2025-02-30\nn: x\n",
	    "2:10 leading-zero: 037030 without quotes is read as the number "
	    "37030 or 15896 (\"037030\")\n"
	    "3:1 unknown-key: unknown key 'stauts', did you mean 'status'? "
	    "(which is missing here) (status)\n"
	    "4:7 pattern: 'e' is not a valid 'rule': a letter first\n"
	    "5:1 unknown-key: unknown key 'zz'\n"
	    "6:6 date-range: no such day '2025-02-30': 2025-02 has only 28 "
	    "days\n"
	    "7:4 type: 'n' must be a whole number, not text" },
	{ "a list where the record belongs", "- a\n",
	    "1:3 type: 'value' must be a mapping, not a list" },
};

static void
whole_records(void **state)
{
	struct fixture *f = *state;
	struct schema *s = compile(f, record, true);
	size_t i;

	assert_non_null(s);
	for (i = 0; i < NELEM(whole_cases); i++)
		say_record(f, s, whole_cases[i].name, whole_cases[i].text,
		    whole_cases[i].want);
}

/* What validation.md promises, word for word. */
static void
chinese(void **state)
{
	static const char want[] =
	    "1:1 required: 记录 SC-2 缺少必填项 village (village: …)\n"
	    "2:1 unknown-key: 未知键 stauts，是否想写 status？"
	    "（本记录正好缺 status） (status)\n"
	    "3:7 pattern: “e”不能用作 rule：a letter first\n"
	    "4:7 bool-like: no 没加引号，YAML 1.1 工具会读成真假值 "
	    "(\"no\")\n"
	    "5:9 range: 11 太大：points 不能大于 10\n"
	    "6:4 type: n 应为整数，这里却是文本";
	struct fixture *f = *state;
	struct schema *s = compile(f, record, true);
	FILE *in = fopen("share/po/zh_CN.po", "rb");
	char *po = arena_alloc(&f->arena, PO_BYTES);
	struct words *words;
	size_t n;

	assert_non_null(in);
	n = fread(po, 1, PO_BYTES, in);
	fclose(in);
	assert_true(words_parse(&words, &f->arena, source(f, "zh_CN.po",
	    (struct str){ po, n }), &f->diag));
	diag_init(&f->diag, &f->arena, words);
	say_record(f, s, "a record in Chinese", "id: A-1\nstauts: draft\n"
	    "rule: e\nnote: no\npoints: 11\nn: x\n", want);
	say_record(f, s, "a value in Chinese", "id: A-1\nvillage: 037030\n"
	    "status: disputd\nrule: E\n",
	    "2:10 leading-zero: 037030 没加引号，会被当数字读成 37030 或 "
	    "15896 (\"037030\")\n"
	    "3:9 enum: status 的值“disputd”不在允许范围，是否想写 disputed？"
	    "允许: draft confirmed disputed void (disputed)");
}

/* Within a list the line to add is indented as the record is. */
static void
cures_are_indented(void **state)
{
	struct fixture *f = *state;
	struct schema *s = compile(f, "items: {type: object, required: [a, "
	    "b], properties: {b: {default: 7}}}\n", true);

	assert_non_null(s);
	say_record(f, s, "indented", "- a: 1\n-   a: 2\n    b: 3\n",
	    "1:3 required: the required key 'b' is missing (  b: 7)");
	say_record(f, s, "flow", "- {a: 1}\n",
	    "1:4 required: the required key 'b' is missing (b: 7)");
}

/* Outside a ledger the plain meaning of JSON Schema holds. */
static void
plain_meaning(void **state)
{
	struct fixture *f = *state;
	struct schema *s = compile(f, "properties: {a: {type: string, format:"
	    " date}, n: {type: integer}}\n", false);

	assert_non_null(s);
	say_record(f, s, "disputed words pass", "a: no\nn: 010\n", "");
	say_record(f, s, "formats only annotate", "a: 2025-02-30\n", "");
}

/* Many items are compared by hash, few each with each: the same verdict. */
static void
items_are_equal_as_json(void **state)
{
	static const struct { const char *a, *b; bool equal; } pairs[] = {
		{ "1", "1.0", true }, { "1e2", "100", true },
		{ "0x1F", "31", true }, { "-0", "0", true },
		{ "1", "\"1\"", false }, { "0", "false", false },
		{ "{p: [1], q: 2}", "{q: 2.0, p: [1.00]}", true },
		{ "{p: {x: 1, y: [a]}, q: b}", "{q: b, p: {y: [a], x: 1}}",
		    true },
		{ "{p: 1, q: 2}", "{p: 2, q: 1}", false },
		{ "[1, 2]", "[2, 1]", false }, { "[[1], 2]", "[[1, 2]]",
		    false },
		{ "[]", "{}", false }, { "~", "null", true },
		{ "123456789012345678901", "123456789012345678902", false },
		{ "[{p: 1}, {q: 1}]", "[{p: 1}, {q: 1}]", true },
	};
	static const char *const more[] = { "",
	    ", k1, k2, k3, k4, k5, k6, k7, k8, k9, {z: 1}, [z], 77" };
	struct fixture *f = *state;
	struct schema *s = compile(f, "uniqueItems: true\n", false);
	struct doc *d;
	size_t i, j;

	assert_non_null(s);
	for (i = 0; i < NELEM(pairs); i++)
		for (j = 0; j < NELEM(more); j++) {
			d = yaml(f, "f.yaml", arena_printf(&f->arena,
			    "[%s%s, %s]\n", pairs[i].a, more[j],
			    pairs[i].b).p);
			if (schema_valid(s, f->run, d, 0) == pairs[i].equal)
				fail_msg("%s and %s", pairs[i].a, pairs[i].b);
		}
}

static const struct {
	const char *name, *schema, *want;
} bad_schemas[] = {
	{ "an unknown keyword", "type: string\nminLenght: 3\n",
	    "2:1 schema-keyword: unknown keyword 'minLenght' (minLength)" },
	{ "also where nothing refers to it", "$defs:\n  a: {requird: []}\n",
	    "2:7 schema-keyword: unknown keyword 'requird' (required)" },
	{ "an unknown type", "type: text\n",
	    "1:7 schema-form: 'type' takes null, boolean, integer, number, "
	    "string, array or object" },
	{ "a bound that is no number", "minimum: low\n",
	    "1:10 schema-form: 'minimum' takes a number" },
	{ "a multiple of nothing", "multipleOf: 0\n",
	    "1:13 schema-form: 'multipleOf' takes a number above 0, of at "
	    "most 200 digits" },
	{ "a negative length", "minLength: -1\n",
	    "1:12 schema-form: 'minLength' takes a whole number from 0" },
	{ "a reference to nothing", "$ref: '#/$defs/a'\n",
	    "1:7 schema-ref: '#/$defs/a' leads nowhere" },
	{ "a reference to an unknown file", "$ref: other.yaml\n",
	    "1:7 schema-ref: no schema is known by 'other.yaml'" },
	{ "a schema that is itself", "$ref: '#'\n",
	    "1:1 schema-loop: this schema leads back to itself at the same "
	    "place, without end" },
	{ "a schema that may be itself", "anyOf: [{type: integer}, {allOf: "
	    "[{$ref: '#'}]}]\n", "1:35 schema-loop: this schema leads back "
	    "to itself at the same place, without end" },
	{ "one name for two schemas", "$defs:\n  a: {$id: b}\n"
	    "  c: {$id: b}\n", "3:6 schema-name: two schemas are called 'b'" },
	{ "one anchor for two schemas", "$defs:\n  a: {$anchor: b}\n"
	    "  c: {$anchor: b}\n",
	    "3:6 schema-name: the anchor 'b' stands twice" },
	{ "a reference to no anchor", "$ref: '#a'\n",
	    "1:7 schema-ref: '#a' leads nowhere" },
	{ "a pattern that is none", "pattern: 'a(b'\n",
	    "1:10 pattern-form: no regular expression: 'a(b': a '(' without "
	    "its ')'" },
	{ "an escape of no meaning", "pattern: '\\a'\n",
	    "1:10 pattern-form: no regular expression: '\\a': this escape "
	    "has no meaning" },
	{ "a schema that is a word", "items: string\n",
	    "1:8 schema-form: a schema is a mapping, true or false" },
	{ "no branches", "anyOf: []\n",
	    "1:8 schema-form: 'anyOf' takes a list of at least one schema" },
	{ "required that is no list", "required: a\n",
	    "1:11 schema-form: 'required' takes a list" },
};

static void
bad_schemas_are_faults(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < NELEM(bad_schemas); i++) {
		f->diag.n = 0;
		if (compile_as(f, bad_schemas[i].schema, false, true))
			fail_msg("%s: compiles", bad_schemas[i].name);
		if (!str_is(faults(f), bad_schemas[i].want))
			fail_msg("%s:\n%.*s", bad_schemas[i].name,
			    STR(faults(f)));
	}
}

static bool
load(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	struct fixture *f = ctx;

	(void)dg;
	if (!str_is(uri, "dir/b.yaml"))
		return false;
	*d = *yaml(f, "dir/b.yaml", "type: array\nitems: {$ref: 'a.yaml'}\n");
	return true;
}

static void
other_files(void **state)
{
	struct fixture *f = *state;
	struct schema_opts opts = { .load = load, .ctx = f };
	struct schema *s;

	assert_true(schema_compile(&s, yaml(f, "dir/a.yaml", "properties: "
	    "{below: {$ref: b.yaml}, n: {type: integer}}\n"), &opts,
	    &f->arena, &f->diag));
	say_record(f, s, "files refer to each other",
	    "below:\n- n: 1\n- below:\n  - n: x\n",
	    "4:8 type: 'n' must be a whole number, not text");
}

static void
hostile(void **state)
{
	static const char *const schemas[] = {
		"anyOf: [{items: {$ref: '#'}}, {items: {$ref: '#'}}, "
		    "{items: {$ref: '#'}}]\nminItems: 1\n",
		"patternProperties: {'^(a+)+$': true}\n",
	};
	struct fixture *f = *state;
	char deep[128];
	struct doc *d;
	size_t i;

	memset(deep, '[', 50);
	memset(deep + 50, ']', 50);
	deep[100] = '\n', deep[101] = '\0';
	for (i = 0; i < NELEM(schemas); i++) {
		struct schema *s = compile(f, schemas[i], false);

		assert_non_null(s);
		d = yaml(f, "f.yaml", i < 1 ? deep :
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!: 1\n");
		f->diag.n = 0;
		if (schema_valid(s, f->run, d, 0))
			fail_msg("%s", schemas[i]);
		if (schema_check(s, f->run, d, 0, S(""), &f->diag))
			fail_msg("%s", schemas[i]);
		assert_int_equal(f->diag.n, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_mistake_one_message,
		    begin, end),
		cmocka_unit_test_setup_teardown(whole_records, begin, end),
		cmocka_unit_test_setup_teardown(chinese, begin, end),
		cmocka_unit_test_setup_teardown(cures_are_indented, begin,
		    end),
		cmocka_unit_test_setup_teardown(plain_meaning, begin, end),
		cmocka_unit_test_setup_teardown(items_are_equal_as_json,
		    begin, end),
		cmocka_unit_test_setup_teardown(bad_schemas_are_faults, begin,
		    end),
		cmocka_unit_test_setup_teardown(other_files, begin, end),
		cmocka_unit_test_setup_teardown(hostile, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
