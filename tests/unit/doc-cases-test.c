/* SPDX-License-Identifier: MIT */
/*
 * doc: the mistakes people make, as they see them
 *
 * Each directory of tests/cases/doc holds in.yaml and want: what a user is
 * told in Chinese, a line "---", and the same in English.  The records that
 * can be read all the same are held against schema.yaml there.  Run with
 * TAIZHANG_WRITE=1, the wants are written; read them before believing them.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "faults.h"
#include "schema.h"
#include "words.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define CASES	"tests/cases/doc"

struct bench {
	struct arena   arena;
	struct words  *words;
	struct schema *schema;
};

static bool
slurp(struct source *src, struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char piece[4096];
	struct buf b;
	size_t n;

	if (!f)
		return false;
	buf_init(&b, a);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(&b, (struct str){ piece, n });
	fclose(f);
	*src = source_of(path, buf_str(&b));
	return true;
}

static int
begin(void **state)
{
	static struct bench t;
	static struct source po, rules;
	static struct doc doc;
	struct schema_opts opts = { .assert_format = true };
	struct diag dg;

	arena_init(&t.arena);
	diag_init(&dg, &t.arena, NULL);
	if (!slurp(&po, &t.arena, "share/po/zh_CN.po") ||
	    !words_parse(&t.words, &t.arena, &po, &dg) ||
	    !slurp(&rules, &t.arena, CASES "/schema.yaml") ||
	    !doc_read(&doc, &rules, &t.arena, &dg) ||
	    !schema_compile(&t.schema, &doc, &opts, &t.arena, &dg))
		return -1;
	*state = &t;
	return 0;
}

static int
end(void **state)
{
	struct bench *t = *state;

	arena_free(&t->arena);
	return 0;
}

/* Every record that no fault of form has spoilt. */
static void
check_records(const struct bench *t, const struct doc *doc, uint32_t list,
    struct arena *a, struct diag *dg)
{
	struct schema_run *run = schema_run_new(a);
	size_t from = dg->n;
	uint32_t i;

	for (i = doc_first(doc, list); i; i = doc_after(doc, list, i))
		if (!doc_lost(doc, i) &&
		    !schema_valid(t->schema, run, doc, i) &&
		    schema_check(t->schema, run, doc, i,
		    doc_text(doc, i, "id"), dg))
			fail_msg("the two passes differ");
	doc_drop_doubtful(doc, dg, from);
}

/* Where the nodes are told of, there they stand. */
static void
check_spans(const struct doc *doc)
{
	uint32_t i;

	for (i = 0; i < doc->n; i++) {
		const struct node *x = &doc->nodes[i];

		assert_true(x->at.at <= x->at.end);
		assert_true(x->at.end <= doc->src->bytes.n);
		assert_true(i == 0 || x->at.at >= x[-1].at.at);
	}
}

static void
told(struct buf *out, const struct bench *t, const struct source *src,
    const struct words *words, struct arena *a)
{
	struct faults_opts opts = { .format = FAULTS_TEXT };
	struct diag dg;
	struct doc doc;
	uint32_t list;
	bool good;

	diag_init(&dg, a, words);
	good = doc_read_repaired(&doc, src, a, &dg);
	assert_true(good == (dg.nerrors == 0));
	check_spans(&doc);
	list = doc.n && doc.nodes[0].kind == NODE_MAP ?
	    doc_get(&doc, 0, S("entries")) : 0;
	if (doc.n)
		check_records(t, &doc, list, a, &dg);
	faults_show(out, &dg, &opts);
}

static void
write_want(const char *path, struct str s)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

static bool
one_case(const struct bench *t, const char *name)
{
	char path[512];
	struct source src, want = { 0 };
	struct arena a;
	struct buf out;
	bool good;

	arena_init(&a);
	buf_init(&out, &a);
	snprintf(path, sizeof(path), CASES "/%s/in.yaml", name);
	assert_true(slurp(&src, &a, path));
	src.path = S("in.yaml");
	told(&out, t, &src, t->words, &a);
	buf_puts(&out, "---\n");
	told(&out, t, &src, NULL, &a);
	snprintf(path, sizeof(path), CASES "/%s/want", name);
	if (getenv("TAIZHANG_WRITE"))
		write_want(path, buf_str(&out));
	good = slurp(&want, &a, path) && str_eq(want.bytes, buf_str(&out));
	if (!good)
		print_error("%s: wanted\n%.*sgot\n%.*s", name,
		    STR(want.bytes), STR(buf_str(&out)));
	arena_free(&a);
	return good;
}

static void
each_mistake_is_told_once_with_its_cure(void **state)
{
	const struct bench *t = *state;
	DIR *dir = opendir(CASES);
	size_t n = 0, bad = 0;
	struct dirent *e;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.' || strchr(e->d_name, '.'))
			continue;
		n++;
		bad += !one_case(t, e->d_name);
	}
	closedir(dir);
	if (n < 40 || bad)
		fail_msg("%zu of %zu cases", bad, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_told_once_with_its_cure),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
