/* SPDX-License-Identifier: MIT */
/* check-outside - any YAML or JSON against any schema; nothing assumed. */
#include "check.h"

struct outside {
	const struct check_outside *job;
	struct arena               *arena;
	struct str                  up;	/* the ../ of the schema's path */
};

bool
check_map_parse(struct check_map *m, struct str s)
{
	size_t at;

	for (at = s.n; at > 0 && s.p[at - 1] != '='; at--)
		;
	if (at < 2 || at == s.n)
		return false;
	*m = (struct check_map){ str_sub(s, 0, at - 1), str_sub(s, at,
	    s.n) };
	return true;
}

/* The "../" that a path begins with, which joining URIs would swallow. */
static struct str
upwards(struct str path)
{
	size_t n = 0;

	while (str_starts(str_sub(path, n, path.n), S("../")))
		n += 3;
	return str_sub(path, 0, n);
}

/* No part of a URI leads out of the directory it is looked up in. */
static bool
climbs(struct str rest)
{
	struct str part;
	size_t end;

	for (;; rest = str_sub(rest, end + 1, rest.n)) {
		end = str_find(rest, S("/"));
		part = str_sub(rest, 0, end);
		if (str_is(part, "..") || memchr(part.p, '\0', part.n))
			return true;
		if (end == rest.n)
			return false;
	}
}

/* Where a document lies: the longest prefix wins; a URI without scheme is a
 * path, as it was joined with the schema's. */
static struct str
path_of(const struct outside *o, struct str uri)
{
	const struct check_map *m, *best = NULL;
	struct str rest;

	for (m = o->job->maps; m < o->job->maps + o->job->nmaps; m++)
		if (str_starts(uri, m->prefix) &&
		    (!best || m->prefix.n > best->prefix.n))
			best = m;
	if (!best)
		return str_find(uri, S(":")) < uri.n ? S("") :
		    arena_printf(o->arena, "%.*s%.*s", STR(o->up),
		    STR(uri));
	rest = str_sub(uri, best->prefix.n, uri.n);
	while (str_starts(rest, S("/")))
		rest = str_sub(rest, 1, rest.n);
	return climbs(rest) ? S("") : arena_printf(o->arena, "%.*s/%.*s",
	    STR(best->dir), STR(rest));
}

static bool
load(void *ctx, struct str uri, struct doc *doc, struct diag *dg)
{
	struct outside *o = ctx;
	struct source *src = arena_alloc(o->arena, sizeof(*src));
	struct str path = path_of(o, uri);
	struct diag quiet;

	diag_init(&quiet, o->arena, NULL);
	return path.n && store_slurp(src, o->arena, path, &quiet) &&
	    doc_read(doc, src, o->arena, dg);
}

static bool
compile(const struct schema **schema, struct outside *o, struct diag *dg)
{
	struct schema_opts opts = { .assert_format = o->job->assert_format,
	    .load = load, .ctx = o };
	struct source *src = arena_alloc(o->arena, sizeof(*src));
	struct doc *doc = arena_alloc(o->arena, sizeof(*doc));
	struct schema *out;

	if (!store_slurp(src, o->arena, o->job->schema, dg) ||
	    !doc_read(doc, src, o->arena, dg))
		return false;
	if (doc->n == 0)
		return diag_error(dg, "empty-file", src,
		    (struct span){ 0, 0 }, "the file is empty");
	if (!schema_compile(&out, doc, &opts, o->arena, dg))
		return false;
	*schema = out;
	return true;
}

static bool
check_one(const struct schema *schema, struct schema_run *run,
    struct str path, struct arena *a, struct diag *dg)
{
	struct source src;
	struct doc doc;
	size_t from;
	bool good;

	if (!store_slurp(&src, a, path, dg))
		return false;
	good = doc_read_repaired(&doc, &src, a, dg);
	if (doc.n == 0)
		return good && diag_error(dg, "empty-file", &src,
		    (struct span){ 0, 0 }, "the file is empty");
	if (schema_valid(schema, run, &doc, 0))
		return good;
	from = dg->n;
	good = schema_check(schema, run, &doc, 0, S(""), dg) && good;
	doc_drop_doubtful(&doc, dg, from);
	return good;
}

bool
check_outside(struct check_sum *sum, const struct check_outside *job,
    const struct strs *files, struct arena *a, struct diag *dg)
{
	struct outside o = { job, a, upwards(job->schema) };
	struct schema_run *run = schema_run_new(a);
	const struct schema *schema = NULL;
	struct arena file;
	bool ok = true;
	size_t i;

	*sum = (struct check_sum){ 0 };
	if (!compile(&schema, &o, dg))
		return false;
	arena_init(&file);
	for (i = 0; i < files->n; i++) {
		arena_reset(&file);
		if (!check_one(schema, run, files->v[i], &file, dg))
			ok = false;
		sum->files++;
		sum->records++;
	}
	arena_free(&file);
	return ok;
}
