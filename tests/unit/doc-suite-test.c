/* SPDX-License-Identifier: MIT */
/*
 * doc against the cases of the YAML test suite: nothing crashes, what is
 * read is read as its JSON says, both readers agree
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "doc.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static bool
slurp(struct str *s, struct arena *a, const char *dir, const char *name)
{
	char path[1024];
	struct buf b;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (!f)
		return false;
	buf_init(&b, a);
	while ((n = fread(path, 1, sizeof(path), f)) > 0)
		buf_add(&b, (struct str){ path, n });
	fclose(f);
	*s = buf_str(&b);
	return true;
}

struct count { int cases, read, refused, missed, quick, compared, differ; };

/* As JSON has it: numbers may be spelled otherwise, keys stand anyhow. */
static bool
like_json(const struct doc *y, uint32_t a, const struct doc *j, uint32_t b)
{
	const struct node *x = &y->nodes[a], *w = &j->nodes[b];
	bool map = x->kind == NODE_MAP, same;
	uint32_t i, k = doc_first(j, b);

	if (x->kind != w->kind || x->n != w->n ||
	    (x->type == TYPE_STR) != (w->type == TYPE_STR))
		return false;
	if (x->kind == NODE_SCALAR)
		return x->type != TYPE_STR || str_eq(x->text, w->text);
	for (i = doc_first(y, a); i; i = doc_after(y, a, i)) {
		if (map) {
			k = doc_get(j, b, y->nodes[i++].text);
			if (!k)
				return false;
		}
		same = like_json(y, i, j, k);
		if (!same)
			return false;
		k = map ? 0 : doc_after(j, b, k);
	}
	return true;
}

static void
same_nodes(const struct doc *x, const struct doc *y)
{
	uint32_t i;

	assert_int_equal(x->n, y->n);
	for (i = 0; i < x->n; i++) {
		const struct node *a = &x->nodes[i], *b = &y->nodes[i];

		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->type, b->type);
		assert_int_equal(a->style, b->style);
		assert_int_equal(a->n, b->n);
		assert_int_equal(a->next, b->next);
		assert_int_equal(a->at.at, b->at.at);
		assert_int_equal(a->at.end, b->at.end);
		assert_true(str_eq(a->text, b->text));
	}
}

static void
suite_case(const char *dir, struct count *n)
{
	struct arena a = { 0 };
	struct str text, json, none;
	struct source src, jsrc;
	struct doc doc, quick, want;
	struct diag dg;
	bool fails = slurp(&none, &a, dir, "error");

	if (!slurp(&text, &a, dir, "in.yaml"))
		return;
	n->cases++;
	diag_init(&dg, &a, NULL);
	src = source_of("in.yaml", text);
	if (!doc_read_yaml(&doc, &src, &a, &dg)) {
		assert_true(dg.nerrors > 0);
		assert_false(doc_read_quick(&quick, &src, &a));
		n->refused++;
		arena_free(&a);
		return;
	}
	n->read++;
	n->missed += fails;
	if (doc_read_quick(&quick, &src, &a)) {
		n->quick++;
		same_nodes(&quick, &doc);
	}
	if (!fails && doc.n && slurp(&json, &a, dir, "in.json")) {
		jsrc = source_of("in.json", json);
		assert_true(doc_read_json(&want, &jsrc, &a, &dg));
		n->compared++;
		if (!like_json(&doc, 0, &want, 0)) {
			print_message("%s: not as its JSON\n", dir);
			n->differ++;
		}
	}
	arena_free(&a);
}

static void
suite_dir(const char *dir, int depth, struct count *n)
{
	char path[1024];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		suite_case(path, n);
		if (depth)
			suite_dir(path, depth - 1, n);
	}
	if (d)
		closedir(d);
}

static void
yaml_test_suite(void **state)
{
	const char *shared = getenv("TAIZHANG_SHARED");
	struct count n = { 0 };
	char path[1024];

	(void)state;
	snprintf(path, sizeof(path), "%s/suites/yaml/data",
	    shared ? shared : "../shared");
	suite_dir(path, 1, &n);
	if (n.cases == 0) {
		print_message("SKIPPED: %s not there\n", path);
		skip();
	}
	print_message("%d cases: %d read (%d quickly, %d should not be), "
	    "%d refused, %d compared\n", n.cases, n.read, n.quick, n.missed,
	    n.refused, n.compared);
	assert_int_equal(n.cases, 402);
	assert_true(n.compared >= 120);
	assert_true(n.quick >= 20);
	/* libyaml's own: blanks at the end of a file, errors not noticed */
	assert_true(n.differ <= 5);
	assert_true(n.missed <= 16);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yaml_test_suite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
