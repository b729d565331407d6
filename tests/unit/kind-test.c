/* SPDX-License-Identifier: MIT */
/* kind - what is read from a schema file, and the words people mistype. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "kind.h"
#include "near.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define SCHEMAS	"share/schemas"
#define FILE_BYTES	((size_t)1 << 20)

struct fixture {
	struct arena arena;
	struct diag  diag;
};

static int
begin(void **state)
{
	static struct fixture f;

	arena_init(&f.arena);
	diag_init(&f.diag, &f.arena, NULL);
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

static struct doc *
parse(struct fixture *f, const char *path, struct str text)
{
	struct source *src = arena_alloc(&f->arena, sizeof(*src));
	struct doc *d = arena_alloc(&f->arena, sizeof(*d));

	*src = source_of(path, text);
	if (!doc_read(d, src, &f->arena, &f->diag))
		fail_msg("%s: %.*s", path, STR(f->diag.faults[0].text));
	return d;
}

static struct kind *
read_kind(struct fixture *f, const char *text)
{
	struct schema_opts opts = { .assert_format = true };
	struct kind *k;

	if (!kind_parse(&k, S("visit"), parse(f, "visit.yaml", str_of(text)),
	    &opts, &f->arena, &f->diag))
		return NULL;
	return k;
}

static const char visit[] =
	"title: 走访记录\n"
	"x-en: visit\n"
	"x-ledger: {path: 'villages/{village}/visits/{date:month}.yaml',\n"
	"  list: true, letter: V, day: date, order: [date, id],\n"
	"  label: [date, kind], name: note}\n"
	"type: object\n"
	"additionalProperties: false\n"
	"required: [id, date, village]\n"
	"properties:\n"
	"  id: {title: 编号, type: string}\n"
	"  date: {title: 日期, type: string, format: date,\n"
	"    x-privacy: village, x-default: today}\n"
	"  village: {title: 村, x-en: village, type: string,\n"
	"    x-ref: region, x-privacy: public}\n"
	"  kind: {title: 类型, type: string, enum: [home, clinic],\n"
	"    enumDescriptions: [入户走访, 坐堂答疑],\n"
	"    x-enum-en: [home visit, clinic day]}\n"
	"  visitors: {title: 走访人, type: array, items: {type: object,\n"
	"    required: [person], properties: {\n"
	"      person: {title: 人员, type: string, x-ref: person},\n"
	"      role: {title: 身份, type: string, x-name: true}}}}\n"
	"  points: {title: 分值, type: number, x-type: points,\n"
	"    default: 1, x-hash: false}\n"
	"  n: {title: 人次, type: integer}\n"
	"  share: {title: 比例, type: number}\n"
	"  open: {title: 公开, type: boolean}\n"
	"  tags: {title: 标签, type: array, items: {type: string,\n"
	"    x-ref: goods}}\n"
	"  size: {title: 大小, anyOf: [{type: integer}, {type: string}]}\n"
	"  note: {title: 备注, x-en: remark, type: string}\n";

static const struct {
	const char     *key, *label, *en, *ref, *fallback;
	enum field_type type;
	bool            list, required, hashed;
	enum audience   privacy;
} fields[] = {
	{ "id", "编号", "id", "", "", FIELD_TEXT, false, true, true,
	    AUDIENCE_INTERNAL },
	{ "date", "日期", "date", "", "today", FIELD_DATE, false, true, true,
	    AUDIENCE_VILLAGE },
	{ "village", "村", "village", "region", "", FIELD_REF, false, true,
	    true, AUDIENCE_PUBLIC },
	{ "kind", "类型", "kind", "", "", FIELD_ENUM, false, false, true,
	    AUDIENCE_INTERNAL },
	{ "visitors", "走访人", "visitors", "", "", FIELD_MAP, true, false,
	    true, AUDIENCE_INTERNAL },
	{ "points", "分值", "points", "", "1", FIELD_POINTS, false, false,
	    false, AUDIENCE_INTERNAL },
	{ "n", "人次", "n", "", "", FIELD_INT, false, false, true,
	    AUDIENCE_INTERNAL },
	{ "share", "比例", "share", "", "", FIELD_NUMBER, false, false, true,
	    AUDIENCE_INTERNAL },
	{ "open", "公开", "open", "", "", FIELD_BOOL, false, false, true,
	    AUDIENCE_INTERNAL },
	{ "tags", "标签", "tags", "goods", "", FIELD_REF, true, false, true,
	    AUDIENCE_INTERNAL },
	{ "size", "大小", "size", "", "", FIELD_TEXT, false, false, true,
	    AUDIENCE_INTERNAL },
	{ "note", "备注", "remark", "", "", FIELD_TEXT, false, false, true,
	    AUDIENCE_INTERNAL },
};

static void
fields_are_read(void **state)
{
	struct kind *k = read_kind(*state, visit);
	const struct field *f;
	size_t i;

	assert_non_null(k);
	assert_int_equal(k->nfields, NELEM(fields));
	for (i = 0; i < NELEM(fields); i++) {
		f = &k->fields[i];
		if (!str_is(f->key, fields[i].key) ||
		    !str_is(f->label, fields[i].label) ||
		    !str_is(f->en, fields[i].en) ||
		    !str_is(f->ref, fields[i].ref) ||
		    !str_is(f->fallback, fields[i].fallback))
			fail_msg("texts of %s", fields[i].key);
		if (f->type != fields[i].type || f->list != fields[i].list ||
		    f->required != fields[i].required ||
		    f->hashed != fields[i].hashed ||
		    f->privacy != fields[i].privacy)
			fail_msg("type of %s", fields[i].key);
		assert_ptr_equal(kind_field(k, f->key), f);
		assert_ptr_equal(kind_field(k, f->label), f);
		assert_ptr_equal(kind_field(k, f->en), f);
		assert_int_equal(kind_index(k, fields[i].key), (int)i);
	}
	assert_null(kind_field(k, S("nothing")));
	assert_int_equal(kind_index(k, "nothing"), -1);
}

static void
the_ledger_part_is_read(void **state)
{
	struct kind *k = read_kind(*state, visit);

	assert_non_null(k);
	assert_true(str_is(k->title, "走访记录") && str_is(k->en, "visit"));
	assert_true(str_is(k->path,
	    "villages/{village}/visits/{date:month}.yaml"));
	assert_true(k->list && k->letter == 'V');
	assert_int_equal(k->id, 0);
	assert_int_equal(k->day, 1);
	assert_int_equal(k->village, 2);
	assert_int_equal(k->name_field, kind_index(k, "note"));
	assert_int_equal(k->order.n, 2);
	assert_true(str_is(k->order.v[0], "date"));
	assert_int_equal(k->label_fields.n, 2);
	assert_true(str_is(k->label_fields.v[1], "kind"));
	assert_non_null(k->schema);
}

static void
parts_and_choices(void **state)
{
	struct kind *k = read_kind(*state, visit);
	const struct field *f, *sub;

	assert_non_null(k);
	f = kind_field(k, S("visitors"));
	sub = field_sub(f, S("人员"));
	assert_non_null(sub);
	assert_true(sub->required && sub->type == FIELD_REF);
	assert_true(str_is(sub->ref, "person"));
	assert_ptr_equal(field_sub(f, S("person")), sub);
	assert_true(field_sub(f, S("role"))->is_name);
	assert_null(field_sub(f, S("人")));
	f = kind_field(k, S("kind"));
	assert_int_equal(f->nchoices, 2);
	assert_true(str_is(field_choice(f, S("坐堂答疑")), "clinic"));
	assert_true(str_is(field_choice(f, S("clinic")), "clinic"));
	assert_true(str_is(field_choice(f, S("clinic day")), "clinic"));
	assert_null(field_choice(f, S("clinics")).p);
	assert_true(str_is(field_choice_label(f, S("home"), true),
	    "入户走访"));
	assert_true(str_is(field_choice_label(f, S("home"), false),
	    "home visit"));
	assert_true(str_is(field_choice_label(f, S("other"), true), "other"));
	assert_true(str_is(field_label(f, true), "类型"));
	assert_true(str_is(field_label(f, false), "kind"));
}

static const struct { const char *name, *text; } nonsense[] = {
	{ "a title that stands twice", "properties: {id: {title: 编号, "
	    "type: string}, ref: {title: 编号, type: string}}\n" },
	{ "a label for less than every choice", "properties: {id: {title: "
	    "编号, enum: [a, b], enumDescriptions: [甲]}}\n" },
	{ "an audience there is not", "properties: {id: {title: 编号, "
	    "x-privacy: everyone}}\n" },
	{ "a place named by no field", "x-ledger: {path: "
	    "'{town}/x.yaml', list: true}\n"
	    "properties: {id: {title: 编号}}\n" },
};

static void
nonsense_is_a_fault(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < NELEM(nonsense); i++) {
		f->diag.n = 0;
		if (read_kind(f, arena_printf(&f->arena, "title: 甲\n"
		    "x-en: first\n%s", nonsense[i].text).p))
			fail_msg("%s passes", nonsense[i].name);
		if (f->diag.n != 1 ||
		    strcmp(f->diag.faults[0].rule, "schema-kind") != 0)
			fail_msg("%s: %zu faults", nonsense[i].name,
			    f->diag.n);
	}
}

static bool
read_file(struct fixture *f, const char *path, struct str *out)
{
	FILE *in = fopen(path, "rb");
	char *p;

	if (!in)
		return false;
	p = arena_alloc(&f->arena, FILE_BYTES);
	out->p = p;
	out->n = fread(p, 1, FILE_BYTES, in);
	fclose(in);
	return true;
}

static bool
load(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	struct fixture *f = ctx;
	size_t slash = uri.n;
	struct str text;
	const char *path;

	(void)dg;
	while (slash && uri.p[slash - 1] != '/')
		slash--;
	path = arena_printf(&f->arena, SCHEMAS "/%.*s",
	    STR(str_sub(uri, slash, uri.n))).p;
	if (!read_file(f, path, &text))
		return false;
	*d = *parse(f, path, text);
	return true;
}

/* The shipped kinds and their list files are good, each and all. */
static void
shipped_schemas(void **state)
{
	struct fixture *f = *state;
	struct schema_opts opts = { .assert_format = true, .load = load,
	    .ctx = f };
	struct dirent **files;
	struct schema *s;
	struct kind *k;
	struct str name, text;
	const char *path;
	int n = scandir(SCHEMAS, &files, NULL, alphasort), i, kinds = 0;

	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		name = arena_dup(&f->arena, str_of(files[i]->d_name));
		free(files[i]);
		if (!str_ends(name, S(".yaml")))
			continue;
		path = arena_printf(&f->arena, SCHEMAS "/%s", name.p).p;
		assert_true(read_file(f, path, &text));
		kinds++;
		if (str_ends(name, S(".list.yaml")) ?
		    !schema_compile(&s, parse(f, path, text), &opts,
		    &f->arena, &f->diag) :
		    !kind_parse(&k, str_sub(name, 0, name.n - 5),
		    parse(f, path, text), &opts, &f->arena, &f->diag))
			fail_msg("%s:%u: %.*s", path,
			    f->diag.faults[0].place.line,
			    STR(f->diag.faults[0].text));
	}
	free(files);
	assert_true(kinds >= 19);
}

static const struct {
	const char *name, *typed, *want;
} near_cases[] = {
	{ "two letters changed places", "stauts", "status" },
	{ "one letter is missing", "disputd", "disputed" },
	{ "one is too many", "householdd", "household" },
	{ "the nearest wins", "rula", "rule" },
	{ "half another word is none", "hold", "" },
	{ "no is not void", "no", "" },
	{ "one letter is none", "x", "" },
	{ "one Chinese character of three", "入户走仿", "入户走访" },
	{ "codes that differ in digits are two codes", "HH-ENV-77", "" },
	{ "a code with a letter wrong", "HH-EMV-01", "HH-ENV-01" },
	{ "half of two characters is another word", "积分", "" },
	{ "nothing typed", "", "" },
};

static void
near_words(void **state)
{
	const struct str words[] = { S("status"), S("rule"), S("role"),
	    S("household"), S("disputed"), S("void"), S("入户走访"),
	    S("HH-ENV-01"), S("加分") };
	struct str got;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(near_cases); i++) {
		got = near_word(str_of(near_cases[i].typed), words,
		    NELEM(words));
		if (!str_is(got, near_cases[i].want))
			fail_msg("%s: '%.*s'", near_cases[i].name, STR(got));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fields_are_read, begin, end),
		cmocka_unit_test_setup_teardown(the_ledger_part_is_read,
		    begin, end),
		cmocka_unit_test_setup_teardown(parts_and_choices, begin,
		    end),
		cmocka_unit_test_setup_teardown(nonsense_is_a_fault, begin,
		    end),
		cmocka_unit_test_setup_teardown(shipped_schemas, begin, end),
		cmocka_unit_test(near_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
