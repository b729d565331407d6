/* SPDX-License-Identifier: MIT */
/*
 * schema-whole - the parts of 2020-12 that a ledger does not use, and
 * schemas that mean harm
 *
 * What holds and what does not is the official suite's to say (schema-suite-
 * test); here are the messages, the edges, and the ceilings.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "buf.h"
#include "schema.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define SECONDS	20	/* for any one hostile schema, under sanitizers too */

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

static struct doc *
yaml(struct fixture *f, const char *path, struct str text)
{
	struct source *s = arena_alloc(&f->arena, sizeof(*s));
	struct doc *d = arena_alloc(&f->arena, sizeof(*d));

	*s = source_of(path, text);
	if (!doc_read(d, s, &f->arena, &f->diag))
		fail_msg("%.*s", STR(f->diag.faults[0].text));
	return d;
}

/* Two files that schemas may refer to, and a metaschema. */
static bool
load(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	static const struct { const char *uri, *text; } files[] = {
		{ "http://x/tree", "$id: http://x/tree\n$dynamicAnchor: node\n"
		    "properties: {sub: {items: {$dynamicRef: '#node'}}}\n" },
		{ "http://x/old", "$schema: http://json-schema.org/draft-07/"
		    "schema#\nitems: [{type: string}]\nadditionalItems: "
		    "false\nprefixItems: [false]\n" },
		{ "http://x/meta", "$vocabulary: {'http://x/odd': true}\n" },
	};
	struct fixture *f = ctx;
	size_t i;

	(void)dg;
	for (i = 0; i < NELEM(files); i++)
		if (str_is(uri, files[i].uri)) {
			*d = *yaml(f, "other.yaml", str_of(files[i].text));
			return true;
		}
	return false;
}

static struct schema *
compile(struct fixture *f, struct str text)
{
	struct schema_opts opts = { .load = load, .ctx = f };
	struct schema *s;

	f->diag.n = f->diag.nerrors = 0;
	return schema_compile(&s, yaml(f, "s.yaml", text), &opts, &f->arena,
	    &f->diag) ? s : NULL;
}

/* "rule line:column message", one a line. */
static struct str
faults(struct fixture *f)
{
	struct buf b;
	size_t i;

	buf_init(&b, &f->arena);
	diag_sort(&f->diag);
	for (i = 0; i < f->diag.n; i++)
		buf_printf(&b, "%s%u:%u %s: %.*s", i ? "\n" : "",
		    f->diag.faults[i].place.line,
		    f->diag.faults[i].place.column, f->diag.faults[i].rule,
		    STR(f->diag.faults[i].text));
	return buf_str(&b);
}

static const struct {
	const char *name, *schema, *text, *want;
} cases[] = {
	{ "an unevaluated key is an unknown one",
	    "allOf: [{properties: {a: true}}]\nproperties: {b: true}\n"
	    "unevaluatedProperties: false\n", "a: 1\nb: 2\nc: 3\n",
	    "3:1 unknown-key: unknown key 'c'" },
	{ "and its like is guessed",
	    "properties: {status: true}\nunevaluatedProperties: false\n",
	    "statis: 1\n",
	    "1:1 unknown-key: unknown key 'statis', did you mean 'status'?" },
	{ "a fault of a key does not make it unknown",
	    "allOf: [{properties: {a: {type: string}}, required: [z]}]\n"
	    "unevaluatedProperties: false\n", "a: 1\n",
	    "1:1 required: the required key 'z' is missing\n"
	    "1:4 unquoted-number: 1 without quotes is a number; 'a' wants "
	    "text" },
	{ "where no branch holds, no key is blamed",
	    "anyOf: [{properties: {a: {const: x}}}]\n"
	    "unevaluatedProperties: false\n", "a: 1\n",
	    "1:4 const: 'a' must be 'x', not '1'" },
	{ "a failed branch evaluates nothing",
	    "anyOf: [{properties: {a: {const: x}}}, true]\n"
	    "unevaluatedProperties: false\n", "a: 1\n",
	    "1:1 unknown-key: unknown key 'a'" },
	{ "an unevaluated item has no place",
	    "prefixItems: [true]\ncontains: {const: z}\n"
	    "unevaluatedItems: false\n", "[1, z, 3]\n",
	    "1:8 unknown-key: nothing may stand here: 'value'" },
	{ "a dynamic anchor is the outermost one",
	    "$id: http://x/strict\n$dynamicAnchor: node\n$ref: tree\n"
	    "unevaluatedProperties: false\n", "sub:\n- sub: []\n- subs: 1\n",
	    "3:3 unknown-key: unknown key 'subs'" },
	{ "an older draft is read as such", "$ref: http://x/old\n",
	    "[a, b]\n", "1:5 unknown-key: nothing may stand here: 'value'" },
	{ "an unknown keyword is only one more note", "minLenght: 3\n", "a\n",
	    "" },
	{ "a $schema that is not to be had", "$schema: http://y/\n"
	    "type: integer\n", "1\n", "" },
	{ "a long multiple", "multipleOf: 0.00000000000000000000123\n",
	    "3.69\n", "" },
	{ "a long multiple of many digits",
	    "multipleOf: 1234567890123456789012345\n",
	    "152415787532388367504953347995733866912056239902500001\n",
	    "1:1 multiple: 1524157875323883675049533479957338669120… is no "
	    "multiple of 1234567890123456789012345, as 'value' must be" },
	{ "and one that is", "multipleOf: 1234567890123456789012345\n",
	    "1.524157875323883675049533479957338669120562399025e48\n", "" },
	{ "a power of ten brings but twos and fives",
	    "multipleOf: 1267650600228229401496703205376\n", "1e100\n", "" },
	{ "and not more of them than it has",
	    "multipleOf: 1267650600228229401496703205376\n", "1e99\n",
	    "1:1 multiple: 1e99 is no multiple of "
	    "1267650600228229401496703205376, as 'value' must be" },
	{ "three is not among them",
	    "multipleOf: 3000000000000000000000000000001\n", "1e999999\n",
	    "1:1 multiple: 1e999999 is no multiple of "
	    "3000000000000000000000000000001, as 'value' must be" },
};

static void
one_case(struct fixture *f, size_t i)
{
	struct schema *s = compile(f, str_of(cases[i].schema));
	struct doc *d;
	bool ok, valid;

	if (!s)
		fail_msg("%s: %.*s", cases[i].name, STR(faults(f)));
	d = yaml(f, "f.yaml", str_of(cases[i].text));
	valid = schema_valid(s, f->run, d, 0);
	ok = schema_check(s, f->run, d, 0, S(""), &f->diag);
	if (!str_is(faults(f), cases[i].want))
		fail_msg("%s:\n%.*s\n    instead of\n%s", cases[i].name,
		    STR(faults(f)), cases[i].want);
	assert_int_equal(ok, valid);
	assert_int_equal(ok, cases[i].want[0] == '\0');
}

static void
messages(void **state)
{
	size_t i;

	for (i = 0; i < NELEM(cases); i++)
		one_case(*state, i);
}

static const struct {
	const char *format, *good, *bad;
} formats[] = {
	{ "time", "23:59:60Z", "12:00:60Z" },
	{ "time", "00:29:60-23:30", "24:00:00Z" },
	{ "date-time", "2026-03-16T08:30:06+08:00", "2026-02-29T08:30:06Z" },
	{ "duration", "P1Y2M", "P1Y2D" }, { "duration", "P2W", "P2W1D" },
	{ "email", "\"a b\"@example.com", "a..b@example.com" },
	{ "email", "a@[IPv6:::1]", "a@[1.2.3.256]" },
	{ "hostname", "xn--ihqwcrb4cv8a8dqg056pqjye", "xn--X" },
	{ "hostname", "a-b.c", "a_b.c" }, { "hostname", "1host", "a.-b" },
	{ "idn-hostname", "村.中国", "a..b" },
	{ "ipv4", "127.0.0.1", "127.0.0.01" }, { "ipv6", "::1", "1::2::3" },
	{ "ipv6", "::ffff:1.2.3.4", "1:2:3:4:5:6:7" },
	{ "uri", "http://a/b?c#d", "/a" },
	{ "uri", "urn:a:b", "http://a/%6G" },
	{ "uri-reference", "./a:b", "a b" }, { "iri", "http://村/", "村" },
	{ "uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
	    "2eb8aa08aa98-11ea-b4aa-73b441d16380-" },
	{ "json-pointer", "/a~1b", "/a~2b" },
	{ "relative-json-pointer", "0#", "01" },
	{ "uri-template", "a{?b*,c:3}", "a{b" },
	{ "regex", "^(?<n>a)\\k<n>[^]$", "\\a" },
	{ "regex", "(?<=a+)b", "(?P<n>x)" }, { "regex", "[]", "a**" },
	{ "regex", "\\p{Script=Han}", "\\p{}" }, { "regex", "a{2}", "a{2" },
	{ "no-such-format", "?", NULL },
};

static void
formats_hold(void **state)
{
	struct fixture *f = *state;
	struct schema_opts opts = { .assert_format = true };
	struct schema *s;
	struct doc *d;
	size_t i, k;

	for (i = 0; i < NELEM(formats); i++) {
		assert_true(schema_compile(&s, yaml(f, "s.yaml",
		    arena_printf(&f->arena, "format: %s\n",
		    formats[i].format)), &opts, &f->arena, &f->diag));
		for (k = 0; k < 2; k++) {
			if (k && !formats[i].bad)
				continue;
			d = yaml(f, "f.yaml", arena_printf(&f->arena,
			    "'%s'\n", k ? formats[i].bad : formats[i].good));
			if (schema_valid(s, f->run, d, 0) != (k == 0))
				fail_msg("%s: %.*s", formats[i].format,
				    STR(d->nodes[0].text));
		}
	}
}

static void
refused(void **state)
{
	static const struct { const char *schema, *want; } bad[] = {
		{ "$schema: http://x/meta\n", "1:10 schema-vocabulary: this "
		    "$schema needs the vocabulary 'http://x/odd', which is "
		    "not known here" },
		{ "$ref: http://x/tree#other\n", "1:7 schema-ref: "
		    "'http://x/tree#other' leads nowhere" },
		{ "$ref: http://y/\n", "1:7 schema-ref: no schema is known "
		    "by 'http://y/'" },
		{ "allOf: [{if: true, then: {$ref: '#'}}]\n", "1:26 schema-"
		    "loop: this schema leads back to itself at the same "
		    "place, without end" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < NELEM(bad); i++) {
		if (compile(f, str_of(bad[i].schema)))
			fail_msg("%s compiles", bad[i].schema);
		if (!str_is(faults(f), bad[i].want))
			fail_msg("%s\n%.*s", bad[i].schema, STR(faults(f)));
	}
}

/* The schemas we ship are schemas, by the metaschemas we ship. */
static bool
load_meta(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	struct str prefix = S("https://json-schema.org/draft/2020-12/");
	struct fixture *f = ctx;
	struct buf b;
	FILE *in;
	int c;

	(void)dg;
	if (str_starts(uri, prefix))
		uri = arena_printf(&f->arena, "share/metaschemas/"
		    "draft2020-12/%.*s", STR(str_sub(uri, prefix.n, uri.n)));
	in = fopen(arena_dup(&f->arena, uri).p, "rb");
	if (!in)
		return false;
	buf_init(&b, &f->arena);
	while ((c = getc(in)) != EOF)
		buf_char(&b, (char)c);
	fclose(in);
	*d = *yaml(f, arena_dup(&f->arena, uri).p, buf_str(&b));
	return true;
}

static void
ours_are_schemas(void **state)
{
	struct fixture *f = *state;
	struct schema_opts opts = { .load = load_meta, .ctx = f };
	struct schema *s;
	struct dirent **files;
	struct doc d;
	int n, i;

	assert_true(schema_compile(&s, yaml(f, "s.yaml", S("$ref: https://"
	    "json-schema.org/draft/2020-12/schema\n")), &opts, &f->arena,
	    &f->diag));
	n = scandir("share/schemas", &files, NULL, alphasort);
	assert_true(n > 2);
	for (i = 0; i < n; i++) {
		if (str_ends(str_of(files[i]->d_name), S(".yaml"))) {
			assert_true(load_meta(f, arena_printf(&f->arena,
			    "share/schemas/%s", files[i]->d_name), &d, NULL));
			if (!schema_check(s, f->run, &d, 0, S(""), &f->diag))
				fail_msg("%s: %.*s", files[i]->d_name,
				    STR(faults(f)));
		}
		free(files[i]);
	}
	free(files);
}

/* ---- harm ------------------------------------------------------------- */

/* Text of many parts: `each` has one %u, or two, for the number. */
static void
many(struct buf *b, unsigned n, const char *before, const char *each,
    const char *after)
{
	unsigned i;

	buf_puts(b, before);
	for (i = 0; i < n; i++) {
		const char *p = each;

		for (; *p; p++)
			if (*p == '#')
				buf_printf(b, "%u", i);
			else if (*p == '+')
				buf_printf(b, "%u", i + 1);
			else
				buf_char(b, *p);
	}
	buf_puts(b, after);
}

struct harm {
	const char *name;
	unsigned    n;		/* of parts of the schema */
	const char *before, *each, *after;
	unsigned    m;		/* of the instance */
	const char *open, *part, *close;
	bool        compiles, holds;
};

static const struct harm harms[] = {
	{ "a chain of ten thousand references", 10000, "allOf: [",
	    "{$ref: '~/allOf/+'}, ", "{type: integer}]\n",
	    1, "7", "", "\n", true, true },
	{ "a chain that each step adds to", 10000, "$ref: '~/x/0'\nx: [",
	    "{$ref: '~/x/+', minimum: 1}, ", "{type: integer}]\n",
	    1, "7", "", "\n", true, false },
	{ "an enum of a hundred thousand words", 100000, "items: {enum: [",
	    "w#, ", "x]}\n", 100000, "[", "w#, ", "x]\n", true, true },
	{ "an enum of a hundred thousand numbers", 100000,
	    "items: {enum: [", "#, ", "x]}\n", 100000, "[", "#.0, ", "x]\n",
	    true, true },
	{ "a pattern that explodes", 0, "pattern: '^(a+)+$'\n", "", "",
	    60, "'", "a", "!'\n", true, false },
	{ "also where it must not match", 0, "not: {pattern: '^(a|a)*$'}\n",
	    "", "", 60, "'", "a", "!'\n", true, false },
	{ "alternatives that multiply", 8, "pattern: '^", "(a|aa|aaa)*",
	    "$'\n", 500, "'", "a", "!'\n", true, false },
	{ "a schema in every way itself", 0, "anyOf: [{items: {$ref: '~'}}, "
	    "{items: {$ref: '~'}}, {items: {$ref: '~'}}]\nminItems: 1\n", "",
	    "", 50, "", "[", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
	    "]]]]\n", true, false },
	{ "a dynamic reference to itself", 0, "$dynamicAnchor: a\n"
	    "$dynamicRef: '~a'\n", "", "", 1, "1", "", "\n", true, false },
	{ "a thousand patterns for keys", 900, "patternProperties: {",
	    "'^k[0-9]*x#$': false, ", "z: true}\n", 900, "{", "k#: 1, ",
	    "z: 1}\n", true, true },
	{ "unevaluated keys by a thousand branches", 900, "allOf: [",
	    "{properties: {k#: true}}, ",
	    "true]\nunevaluatedProperties: false\n", 900, "{", "k#: 1, ",
	    "k0x: 1}\n", true, false },
	{ "a long number of a long multiple", 0, "multipleOf: 1234567890123"
	    "4567890123456789012345678901234567890123456789012345678901\n",
	    "", "", 300000, "", "7", "\n", true, false },
	{ "unique among a hundred thousand", 0, "uniqueItems: true\n", "",
	    "", 100000, "[", "[#, {a: #}], ", "[7.0, {a: 7}]]\n", true,
	    false },
	{ "a million required keys", 1000000, "required: [", "k#, ", "z]\n",
	    1, "1", "", "\n", false, false },
	{ "too many schemas", 100001, "allOf: [", "{type: text}, ",
	    "{}]\n", 1, "1", "", "\n", false, false },
};

static void
hurt(struct fixture *f, const struct harm *h)
{
	clock_t before = clock();
	struct buf b, text;
	struct schema *s;
	struct doc *d;
	size_t i;

	buf_init(&b, &f->arena);
	many(&b, h->n, h->before, h->each, h->after);
	for (i = 0; i < b.n; i++)
		b.p[i] = b.p[i] == '~' ? '#' : b.p[i];
	s = compile(f, buf_str(&b));
	if (!s != !h->compiles)
		fail_msg("%s: %.*s", h->name, STR(faults(f)));
	buf_init(&text, &f->arena);
	many(&text, h->m, h->open, h->part, h->close);
	d = yaml(f, "f.yaml", buf_str(&text));
	f->diag.n = 0;
	if (s && (schema_valid(s, f->run, d, 0) != h->holds ||
	    schema_check(s, f->run, d, 0, S(""), &f->diag) != h->holds ||
	    (f->diag.n == 0) != h->holds))
		fail_msg("%s: %.*s", h->name, STR(faults(f)));
	if ((clock() - before) / CLOCKS_PER_SEC >= SECONDS)
		fail_msg("%s: takes too long", h->name);
}

static void
harm_is_bounded(void **state)
{
	size_t i;

	for (i = 0; i < NELEM(harms); i++) {
		hurt(*state, &harms[i]);
		end(state);
		begin(state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(messages, begin, end),
		cmocka_unit_test_setup_teardown(formats_hold, begin, end),
		cmocka_unit_test_setup_teardown(refused, begin, end),
		cmocka_unit_test_setup_teardown(ours_are_schemas, begin, end),
		cmocka_unit_test_setup_teardown(harm_is_bounded, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
