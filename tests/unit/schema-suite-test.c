/* SPDX-License-Identifier: MIT */
/*
 * schema-suite - the official suite of JSON Schema 2020-12, all of it
 *
 * http://localhost:1234/ of the suite is its folder of remotes; the
 * metaschemas are the ones we ship.  Nothing else can be referred to.
 */
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
#define FILE_MAX_BYTES	((size_t)1 << 20)
#define SUITE		"/suites/json-schema"
#define DRAFT		SUITE "/draft2020-12"

struct fixture {
	struct arena       arena;
	struct diag        diag;
	struct schema_run *run;
};

struct tally { unsigned right, wrong; };

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

static const char *
shared(void)
{
	const char *dir = getenv("TAIZHANG_SHARED");

	return dir ? dir : "../shared";
}

static struct source *
source(struct fixture *f, struct str path, struct str bytes)
{
	struct source *s = arena_alloc(&f->arena, sizeof(*s));

	*s = source_of(arena_dup(&f->arena, path).p, bytes);
	return s;
}

static bool
read_file(struct fixture *f, const char *path, struct doc *d)
{
	FILE *in = fopen(path, "rb");
	struct str text;
	char *p;

	if (!in)
		return false;
	p = arena_alloc(&f->arena, FILE_MAX_BYTES);
	text.p = p;
	text.n = fread(p, 1, FILE_MAX_BYTES, in);
	fclose(in);
	return doc_read_json(d, source(f, str_of(path), text), &f->arena,
	    &f->diag);
}

static bool
load(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	static const struct { const char *prefix, *share, *folder; } maps[] = {
		{ "http://localhost:1234/", "suites/json-schema/", "remotes" },
		{ "https://json-schema.org/draft/2020-12/", NULL,
		    "share/metaschemas/draft2020-12" },
	};
	struct fixture *f = ctx;
	struct str prefix, path;
	size_t i;

	(void)dg;
	for (i = 0; i < NELEM(maps); i++) {
		prefix = str_of(maps[i].prefix);
		if (!str_starts(uri, prefix))
			continue;
		uri = str_sub(uri, prefix.n, uri.n);
		path = maps[i].share ? arena_printf(&f->arena,
		    "%s/%s%s/%.*s", shared(), maps[i].share, maps[i].folder,
		    STR(uri)) : arena_printf(&f->arena, "%s/%.*s",
		    maps[i].folder, STR(uri));
		return read_file(f, path.p, d);
	}
	return false;
}

static struct str
bytes(const struct doc *d, uint32_t node)
{
	return str_sub(d->src->bytes, d->nodes[node].at.at,
	    d->nodes[node].at.end);
}

/* One instance, with both passes. */
static void
one_test(struct fixture *f, const struct schema *s, const struct doc *d,
    uint32_t test, struct str where, struct tally *t)
{
	bool want = str_is(doc_text(d, test, "valid"), "true");
	uint32_t data = doc_get(d, test, S("data"));
	bool got = s && schema_valid(s, f->run, d, data), told;

	f->diag.n = f->diag.nerrors = 0;
	told = s && schema_check(s, f->run, d, data, S(""), &f->diag);
	if (s && got == want && told == want && (f->diag.n > 0) == !want) {
		t->right++;
		return;
	}
	t->wrong++;
	print_message("%.*s: %.*s: valid %d, check %d, faults %zu%s\n",
	    STR(where), STR(doc_text(d, test, "description")), got, told,
	    f->diag.n, s ? "" : " (does not compile)");
}

static void
one_group(struct fixture *f, const struct doc *d, uint32_t group,
    const char *file, bool formats, struct tally *t)
{
	struct schema_opts opts = { .assert_format = formats, .load = load,
	    .ctx = f };
	uint32_t tests = doc_get(d, group, S("tests")), i;
	struct str where = arena_printf(&f->arena, "%s: %.*s", file,
	    STR(doc_text(d, group, "description")));
	struct schema *s = NULL;
	struct doc sd;

	f->diag.n = f->diag.nerrors = 0;
	if (!doc_read_json(&sd, source(f, S("suite:/schema.json"), bytes(d,
	    doc_get(d, group, S("schema")))), &f->arena, &f->diag) ||
	    !schema_compile(&s, &sd, &opts, &f->arena, &f->diag)) {
		print_message("%.*s: %.*s\n", STR(where), STR(f->diag.n ?
		    f->diag.faults[0].text : S("no reason")));
		s = NULL;
	}
	for (i = doc_first(d, tests); i; i = doc_after(d, tests, i))
		one_test(f, s, d, i, where, t);
}

static void
one_file(void **state, const char *below, const char *file, bool formats,
    struct tally *t)
{
	struct fixture *f = *state;
	char path[PATH_SIZE];
	struct doc d;
	uint32_t group;

	snprintf(path, sizeof(path), "%s" DRAFT "%s/%s", shared(), below,
	    file);
	assert_true(read_file(f, path, &d));
	for (group = doc_first(&d, 0); group; group = doc_after(&d, 0, group))
		one_group(f, &d, group, file, formats, t);
	end(state);
	begin(state);
}

static struct tally
folder(void **state, const char *below)
{
	char dir[PATH_SIZE];
	struct tally t = { 0, 0 };
	struct dirent **files;
	int n, i;

	snprintf(dir, sizeof(dir), "%s" DRAFT "%s", shared(), below);
	n = scandir(dir, &files, NULL, alphasort);
	if (n < 0) {
		print_message("SKIPPED: %s not there\n", dir);
		skip();
	}
	for (i = 0; i < n; i++) {
		if (str_ends(str_of(files[i]->d_name), S(".json")))
			one_file(state, below, files[i]->d_name, false, &t);
		free(files[i]);
	}
	free(files);
	return t;
}

static void
required_tests(void **state)
{
	struct tally t = folder(state, "");

	print_message("required: %u of %u\n", t.right, t.right + t.wrong);
	assert_int_equal(t.wrong, 0);
	assert_true(t.right >= 1299);
}

static void
optional_tests(void **state)
{
	struct tally t = folder(state, "/optional");

	print_message("optional: %u of %u\n", t.right, t.right + t.wrong);
	assert_int_equal(t.wrong, 0);
	assert_true(t.right >= 160);
}

static const char *const asserted[] = {
	"date.json", "time.json", "date-time.json", "duration.json",
	"email.json", "hostname.json", "ipv4.json", "ipv6.json", "uri.json",
	"uri-reference.json", "uuid.json", "json-pointer.json",
	"regex.json", "ecmascript-regex.json", "relative-json-pointer.json",
	"iri.json", "iri-reference.json", "uri-template.json",
	"idn-email.json", "idn-hostname.json", "unknown.json",
};

static void
formats_where_asserted(void **state)
{
	struct tally t = { 0, 0 };
	char dir[PATH_SIZE];
	DIR *there;
	size_t i;

	snprintf(dir, sizeof(dir), "%s" DRAFT "/optional/format", shared());
	there = opendir(dir);
	if (!there) {
		print_message("SKIPPED: %s not there\n", dir);
		skip();
	}
	closedir(there);
	for (i = 0; i < NELEM(asserted); i++)
		one_file(state, "/optional/format", asserted[i], true, &t);
	print_message("formats: %u of %u\n", t.right, t.right + t.wrong);
	assert_int_equal(t.wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(required_tests, begin, end),
		cmocka_unit_test_setup_teardown(optional_tests, begin, end),
		cmocka_unit_test_setup_teardown(formats_where_asserted,
		    begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
