/* SPDX-License-Identifier: MIT */
/* schema - the official suite of JSON Schema 2020-12, as far as we go. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define PATH_SIZE	4096
#define FILE_MAX_BYTES	((size_t)8 << 20)

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

static bool
read_file(struct fixture *f, const char *path, struct str *out)
{
	FILE *in = fopen(path, "rb");
	char *p;

	if (!in)
		return false;
	p = arena_alloc(&f->arena, FILE_MAX_BYTES);
	out->p = p;
	out->n = fread(p, 1, FILE_MAX_BYTES, in);
	fclose(in);
	return true;
}

/* Of what these are about, the next issue makes the whole. */
static const char *const later[] = {
	"$anchor", "$dynamicAnchor", "$dynamicRef", "unevaluatedItems",
	"unevaluatedProperties", "$vocabulary", "contentMediaType",
	"contentEncoding", "contentSchema", "$id",
};

static struct str
bytes(const struct doc *d, uint32_t node)
{
	return str_sub(d->src->bytes, d->nodes[node].at.at,
	    d->nodes[node].at.end);
}

static bool
is_later(struct str schema)
{
	size_t i;

	for (i = 0; i < NELEM(later); i++)
		if (str_find(schema, str_of(later[i])) < schema.n)
			return true;
	return str_find(schema, S("\"http")) < schema.n &&
	    str_find(schema, S("\"$ref\": \"http")) < schema.n;
}

struct tally { unsigned right, wrong, left; };

static void
suite_group(struct fixture *f, const struct doc *d, uint32_t group,
    const char *file, bool formats, struct tally *t)
{
	struct schema_opts opts = { .assert_format = formats };
	uint32_t tests = doc_get(d, group, S("tests")), i;
	struct schema *s = NULL;
	struct doc sd;
	bool want, got, told;

	if (is_later(bytes(d, doc_get(d, group, S("schema")))) ||
	    !doc_read_json(&sd, source(f, "schema.json", bytes(d,
	    doc_get(d, group, S("schema")))), &f->arena, &f->diag) ||
	    !schema_compile(&s, &sd, &opts, &f->arena, &f->diag)) {
		t->left += d->nodes[tests].n;
		return;
	}
	for (i = doc_first(d, tests); i; i = doc_after(d, tests, i)) {
		want = str_is(doc_text(d, i, "valid"), "true");
		got = schema_valid(s, f->run, d, doc_get(d, i, S("data")));
		f->diag.n = 0;
		told = schema_check(s, f->run, d, doc_get(d, i, S("data")),
		    S(""), &f->diag);
		if (got == want && told == want && (f->diag.n > 0) == !want) {
			t->right++;
			continue;
		}
		t->wrong++;
		print_error("%s: %.*s: %.*s: valid %d, check %d\n", file,
		    STR(doc_text(d, group, "description")),
		    STR(doc_text(d, i, "description")), got, told);
	}
}

static void
suite_file(struct fixture *f, const char *dir, const char *file,
    bool formats, struct tally *t)
{
	const char *path = arena_printf(&f->arena, "%s/%s", dir, file).p;
	struct str text;
	struct doc d;
	uint32_t group;

	assert_true(read_file(f, path, &text));
	if (!doc_read_json(&d, source(f, path, text), &f->arena, &f->diag))
		fail_msg("%s: %.*s", path, STR(f->diag.faults[0].text));
	for (group = doc_first(&d, 0); group; group = doc_after(&d, 0, group))
		suite_group(f, &d, group, file, formats, t);
}

static const char *
shared(char out[PATH_SIZE], const char *below)
{
	const char *dir = getenv("TAIZHANG_SHARED");

	snprintf(out, PATH_SIZE, "%s/suites/json-schema/draft2020-12%s",
	    dir ? dir : "../shared", below);
	return out;
}

static void
official_suite(void **state)
{
	char dir[PATH_SIZE];
	struct tally t = { 0, 0, 0 };
	struct dirent **files;
	int n, i;

	n = scandir(shared(dir, ""), &files, NULL, alphasort);
	if (n < 0) {
		print_message("SKIPPED: %s not there\n", dir);
		skip();
	}
	for (i = 0; i < n; i++) {
		if (str_ends(str_of(files[i]->d_name), S(".json"))) {
			suite_file(*state, dir, files[i]->d_name, false, &t);
			end(state);
			begin(state);
		}
		free(files[i]);
	}
	free(files);
	suite_file(*state, shared(dir, "/optional/format"), "date.json",
	    true, &t);
	print_message("official suite: %u right, %u wrong, %u for later\n",
	    t.right, t.wrong, t.left);
	assert_int_equal(t.wrong, 0);
	assert_true(t.right >= 880);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(official_suite, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
