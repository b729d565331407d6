/* SPDX-License-Identifier: MIT */
/* check - sets of ids, maps of URIs, and files against schemas. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check-set.h"
#include "check.h"

#define IDS	10000

static uint64_t
hash_of(unsigned i)
{
	char text[16];
	int n = snprintf(text, sizeof(text), "H-%05u", i);

	return hash_str((struct str){ text, (size_t)n }, 7) | 1;
}

static void
a_set_finds_what_was_put_and_nothing_else(void **state)
{
	struct arena a;
	struct check_set set = { .arena = &a };
	struct check_seen *seen;
	unsigned i;

	(void)state;
	arena_init(&a);
	assert_null(check_set_get(&set, 1));
	for (i = 0; i < IDS; i++) {
		seen = check_set_put(&set, hash_of(i));
		assert_int_equal(seen->line, 0);
		seen->line = i + 1;
	}
	assert_int_equal(set.n, IDS);
	for (i = 0; i < IDS; i++) {
		assert_int_equal(check_set_get(&set, hash_of(i))->line,
		    i + 1);
		assert_int_equal(check_set_put(&set, hash_of(i))->line,
		    i + 1);
		assert_null(check_set_get(&set, hash_of(IDS + i)));
	}
	assert_int_equal(set.n, IDS);
	arena_free(&a);
}

static void
colliding_slots_do_not_hide_each_other(void **state)
{
	struct arena a;
	struct check_set set = { .arena = &a };
	uint64_t i;

	(void)state;
	arena_init(&a);
	for (i = 1; i < 30; i++)
		check_set_put(&set, i << 32)->line = (uint32_t)i;
	for (i = 1; i < 30; i++)
		assert_int_equal(check_set_get(&set, i << 32)->line, i);
	arena_free(&a);
}

static void
a_map_is_split_at_its_last_equals_sign(void **state)
{
	static const struct {
		const char *text, *prefix, *dir;	/* NULL: refused */
	} cases[] = {
		{ "https://e.org/=defs", "https://e.org/", "defs" },
		{ "https://e.org/?a=b=defs", "https://e.org/?a=b", "defs" },
		{ "https://e.org/", NULL, NULL },
		{ "=defs", NULL, NULL },
		{ "https://e.org/=", NULL, NULL },
		{ "", NULL, NULL },
	};
	struct check_map m;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(cases); i++) {
		bool ok = check_map_parse(&m, str_of(cases[i].text));

		assert_int_equal(ok, cases[i].prefix != NULL);
		if (ok)
			assert_true(str_is(m.prefix, cases[i].prefix) &&
			    str_is(m.dir, cases[i].dir));
	}
}

/* ---- files against schemas -------------------------------------------- */

static char home[] = "/tmp/check-test.XXXXXX";

static struct str
put(struct arena *a, const char *name, const char *text)
{
	struct str path = arena_printf(a, "%s/%s", home, name);
	FILE *f = fopen(path.p, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	return path;
}

static const struct {
	const char *claim, *schema, *name, *text;
	const char *rule;	/* of the first fault, or NULL */
} files[] = {
	{ "a good YAML file passes", "{\"type\": \"object\"}", "a.yaml",
	    "a: 1\n", NULL },
	{ "a wrong type is a fault", "{\"type\": \"array\"}", "b.yaml",
	    "a: 1\n", "type" },
	{ "a schema may be YAML", "type: object\nrequired: [b]\n", "c.json",
	    "{\"a\": 1}", "required" },
	{ "JSON is read as JSON", "{}", "d.json", "a: 1\n", "json-syntax" },
	{ "an empty file is no document", "{}", "e.yaml", "# nothing\n",
	    "empty-file" },
	{ "a reference is mapped", "{\"$ref\": \"urn:x:n.json\"}", "f.yaml",
	    "12\n", NULL },
	{ "and what it leads to holds", "{\"$ref\": \"urn:x:n.json\"}",
	    "g.yaml", "text\n", "type" },
	{ "a reference may lie beside the schema",
	    "{\"$ref\": \"n.json\"}", "h.yaml", "text\n", "type" },
	{ "an unknown URI is a fault of the schema",
	    "{\"$ref\": \"https://e.org/n.json\"}", "i.yaml", "12\n",
	    "schema-ref" },
	{ "no URI leads out of its directory",
	    "{\"$ref\": \"urn:x:a/../../n.json\"}", "j.yaml", "12\n",
	    "schema-ref" },
};

static void
files_are_held_against_a_schema(void **state)
{
	struct check_map map = { S("urn:x:"), str_of(home) };
	struct check_outside job = { .maps = &map, .nmaps = 1 };
	struct strs list;
	struct check_sum sum;
	struct arena a;
	struct diag dg;
	size_t i;
	bool ok;

	(void)state;
	arena_init(&a);
	put(&a, "n.json", "{\"type\": \"integer\"}");
	for (i = 0; i < NELEM(files); i++) {
		diag_init(&dg, &a, NULL);
		list = (struct strs){ 0 };
		job.schema = put(&a, files[i].schema[0] == '{' ?
		    "s.json" : "s.yaml", files[i].schema);
		strs_add(&list, &a, put(&a, files[i].name, files[i].text));
		ok = check_outside(&sum, &job, &list, &a, &dg);
		if (ok != (files[i].rule == NULL) || (!ok &&
		    (dg.n == 0 || strcmp(dg.faults[0].rule,
		    files[i].rule) != 0)))
			fail_msg("%s: %s", files[i].claim,
			    dg.n ? dg.faults[0].rule : "no fault");
	}
	arena_free(&a);
}

static void
formats_are_asserted_when_asked(void **state)
{
	struct check_outside job = { 0 };
	struct strs list = { 0 };
	struct check_sum sum;
	struct arena a;
	struct diag dg;

	(void)state;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	job.schema = put(&a, "s.json", "{\"format\": \"date\"}");
	strs_add(&list, &a, put(&a, "k.yaml", "2026-02-30\n"));
	assert_true(check_outside(&sum, &job, &list, &a, &dg));
	assert_int_equal(sum.files, 1);
	job.assert_format = true;
	assert_false(check_outside(&sum, &job, &list, &a, &dg));
	assert_string_equal(dg.faults[0].rule, "date-range");
	arena_free(&a);
}

static void
the_sum_counts_faulty_files_once(void **state)
{
	struct source one = source_of("a.yaml", S("a\nb\n"));
	struct source two = source_of("b.yaml", S("a\n"));
	struct check_sum sum = { 2, 3 };
	struct arena a;
	struct diag dg;

	(void)state;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	assert_true(str_is(check_sum_text(&sum, &dg),
	    "no errors: 2 files, 3 records checked"));
	diag_warn(&dg, "w", &two, (struct span){ 0, 1 }, "warned");
	assert_true(str_is(check_sum_text(&sum, &dg),
	    "no errors, 1 warnings: 2 files, 3 records checked"));
	diag_error(&dg, "x", &one, (struct span){ 2, 3 }, "second");
	diag_error(&dg, "x", &one, (struct span){ 0, 1 }, "first");
	assert_true(str_is(check_sum_text(&sum, &dg),
	    "2 errors, 1 warnings, 1 files"));
	arena_free(&a);
}

static int
make_home(void **state)
{
	(void)state;
	return mkdtemp(home) ? 0 : -1;
}

static int
clear_home(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", home);
	return system(command);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_finds_what_was_put_and_nothing_else),
		cmocka_unit_test(colliding_slots_do_not_hide_each_other),
		cmocka_unit_test(a_map_is_split_at_its_last_equals_sign),
		cmocka_unit_test(files_are_held_against_a_schema),
		cmocka_unit_test(formats_are_asserted_when_asked),
		cmocka_unit_test(the_sum_counts_faulty_files_once),
	};

	return cmocka_run_group_tests(tests, make_home, clear_home);
}
