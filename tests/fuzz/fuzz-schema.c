/* SPDX-License-Identifier: MIT */
/*
 * fuzz-schema - whatever schema compiles, its two passes agree, and there is
 * a fault for each "no" (libFuzzer)
 *
 * The first byte chooses options; then comes the schema, a NUL, the instance.
 */
#include <assert.h>

#include "schema.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct world {
	struct arena  arena;
	struct diag   diag;
	struct source srcs[4];
	struct str    schema;
};

static bool
read_doc(struct world *w, struct doc *d, const char *path, struct str bytes,
    int i)
{
	w->srcs[i] = source_of(path, bytes);
	return doc_read(d, &w->srcs[i], &w->arena, &w->diag) && d->n;
}

/* Another file is the same one once more, under another name. */
static bool
load(void *ctx, struct str uri, struct doc *d, struct diag *dg)
{
	struct world *w = ctx;

	(void)dg;
	return str_is(uri, "other.yaml") &&
	    read_doc(w, d, "other.yaml", w->schema, 1);
}

static void
both_passes(struct world *w, const struct schema *s, const struct doc *d)
{
	struct schema_run *run = schema_run_new(&w->arena);
	bool valid = schema_valid(s, run, d, 0), ok;

	diag_init(&w->diag, &w->arena, NULL);
	ok = schema_check(s, run, d, 0, S("R-1"), &w->diag);
	assert(ok == valid);
	assert(ok == (w->diag.nerrors == 0));
	assert(schema_valid(s, run, d, 0) == valid);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct world w = { .schema = { NULL, 0 } };
	struct schema_opts opts = { .load = load, .ctx = &w };
	struct str bytes = { (const char *)data + 1, n ? n - 1 : 0 };
	struct schema *s;
	struct doc sd, d;
	size_t end = n ? str_find(bytes, (struct str){ "", 1 }) : 0;

	if (n == 0)
		return 0;
	opts.assert_format = data[0] & 1;
	opts.strict = data[0] & 2;
	w.schema = str_sub(bytes, 0, end);
	arena_init(&w.arena);
	diag_init(&w.diag, &w.arena, NULL);
	if (read_doc(&w, &sd, "s.yaml", w.schema, 0)) {
		if (!schema_compile(&s, &sd, &opts, &w.arena, &w.diag))
			assert(w.diag.nerrors > 0);
		else if (read_doc(&w, &d, "f.yaml", str_sub(bytes, end + 1,
		    bytes.n), 2))
			both_passes(&w, s, &d);
	}
	arena_free(&w.arena);
	return 0;
}
