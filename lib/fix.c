/* SPDX-License-Identifier: MIT */
/* fix - file by file: lines, values, ends of lines; then all in one change. */
#include "fix-work.h"

void
fix_init(struct fix *fx, struct ledger *led, bool lf)
{
	*fx = (struct fix){ .led = led, .lf = lf };
}

void
fix_note(struct fixing *f, const char *rule, size_t n)
{
	size_t i;

	for (i = 0; i < f->ncounts; i++)
		if (strcmp(f->counts[i].rule, rule) == 0)
			break;
	if (n == 0 || i == FIX_RULES)
		return;
	if (i == f->ncounts)
		f->counts[f->ncounts++].rule = rule;
	f->counts[i].n += n;
}

bool
fix_parse(struct doc *doc, const struct source *src, struct diag *quiet,
    struct arena *a)
{
	diag_init(quiet, a, NULL);
	return doc_read(doc, src, a, quiet);
}

uint32_t
fix_record(const struct fixing *f, const struct doc *doc, uint32_t after)
{
	if (doc->n == 0)
		return UINT32_MAX;
	if (!f->kind->list)
		return after == UINT32_MAX ? 0 : UINT32_MAX;
	if (doc->nodes[0].kind != NODE_SEQ || doc->nodes[0].n == 0)
		return UINT32_MAX;
	if (after == UINT32_MAX)
		return 1;
	after = doc->nodes[after].next;
	return after < doc->n ? after : UINT32_MAX;
}

/* ---- one file --------------------------------------------------------- */

/* What is kept outlives the file's arena. */
static void
keep(struct fix *fx, const struct fixing *f, const struct source *was)
{
	struct arena *a = fx->led->arena;
	struct source *src = arena_alloc(a, sizeof(*src));
	struct fix_file *out;

	*src = *was;
	src->path = arena_dup(a, was->path);
	src->bytes = arena_dup(a, was->bytes);
	fx->files = arena_grow(a, fx->files, fx->n, &fx->cap,
	    sizeof(*fx->files));
	out = &fx->files[fx->n++];
	*out = (struct fix_file){ .was = src,
	    .bytes = arena_dup(a, f->src.bytes), .ncounts = f->ncounts };
	memcpy(out->counts, f->counts, sizeof(f->counts));
}

static bool
repair(struct fix *fx, const struct kind *kind, struct str path,
    struct arena *a, struct diag *dg)
{
	struct fixing f = { .led = fx->led, .kind = kind,
	    .run = fx->led->run, .arena = a, .lf = fx->lf };
	struct source was;

	if (!store_read(&was, &fx->led->store, a, path, dg))
		return false;
	f.src = was;
	if (!was.exists || !fix_lines(&f))
		return true;
	fix_values(&f);
	fix_ends(&f);
	if (!str_eq(was.bytes, f.src.bytes))
		keep(fx, &f, &was);
	return true;
}

/* ---- all files -------------------------------------------------------- */

static bool
wanted(const struct strs *only, struct str path)
{
	struct str s;
	size_t i;

	for (i = 0; i < only->n; i++) {
		s = only->v[i];
		if (s.n == 0 || str_eq(path, s) || (path.n > s.n &&
		    str_starts(path, s) && path.p[s.n] == '/'))
			return true;
	}
	return only->n == 0;
}

static bool
repair_kind(struct fix *fx, const struct kind *kind, const struct strs *only,
    struct diag *dg)
{
	struct strs paths;
	struct arena a;
	bool ok = true;
	size_t i;

	if (!ledger_paths(&paths, fx->led, kind, NULL, dg))
		return false;
	arena_init(&a);
	for (i = 0; i < paths.n && ok; i++) {
		arena_reset(&a);
		if (wanted(only, paths.v[i]))
			ok = repair(fx, kind, paths.v[i], &a, dg);
	}
	arena_free(&a);
	return ok;
}

bool
fix_ledger(struct fix *fx, const struct strs *only, struct diag *dg)
{
	const struct strs *names = &fx->led->kind_names;
	const struct kind *kind;
	struct diag quiet;
	size_t i;

	if (!ledger_kinds(fx->led, dg))
		return false;
	for (i = 0; i < names->n; i++) {
		/* a schema that does not hold is for check to tell */
		diag_init(&quiet, fx->led->arena, NULL);
		kind = ledger_need(fx->led, names->v[i].p, &quiet);
		if (kind && !repair_kind(fx, kind, only, dg))
			return false;
	}
	return true;
}

/* ---- the change ------------------------------------------------------- */

void
fix_show(struct buf *b, const struct fix *fx)
{
	const struct fix_file *f;

	for (f = fx->files; f < fx->files + fx->n; f++)
		patch_diff(b, f->was->path, f->was->bytes, f->was->path,
		    f->bytes);
}

bool
fix_commit(const struct fix *fx, struct diag *dg)
{
	struct store_write *w = arena_array(fx->led->arena, fx->n,
	    sizeof(*w));
	size_t i;

	for (i = 0; i < fx->n; i++)
		w[i] = (struct store_write){ .path = fx->files[i].was->path,
		    .bytes = fx->files[i].bytes, .was = fx->files[i].was };
	return store_commit(&fx->led->store, w, fx->n, dg);
}
