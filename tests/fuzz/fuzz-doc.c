/* SPDX-License-Identifier: MIT */
/*
 * fuzz-doc - any bytes are read without a crash, and where the quick reader
 * accepts, libyaml gives the same nodes (libFuzzer)
 */
#include <assert.h>

#include "doc.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
same_nodes(const struct doc *x, const struct doc *y)
{
	uint32_t i;

	assert(x->n == y->n);
	for (i = 0; i < x->n; i++) {
		const struct node *a = &x->nodes[i], *b = &y->nodes[i];

		assert(a->kind == b->kind && a->style == b->style);
		assert(a->at.at == b->at.at && a->at.end == b->at.end);
		assert(a->n == b->n && a->next == b->next);
		assert(a->type == b->type && str_eq(a->text, b->text));
	}
}

/*
 * What was mended stands in the source in order; of a text that was mended
 * the nodes are told of there.
 */
static void
mended(const struct source *src, struct arena *a)
{
	struct diag dg;
	struct doc doc;
	const struct doc_repairs *r;
	bool good;
	size_t i;

	diag_init(&dg, a, NULL);
	good = doc_read_repaired(&doc, src, a, &dg);
	assert(good == (dg.nerrors == 0));
	assert(doc.src == src);
	for (i = 0; i < doc.n; i++) {
		assert(doc.nodes[i].at.at <= doc.nodes[i].at.end);
		assert(doc.nodes[i].at.end <= src->bytes.n);
		assert(i == 0 || doc.nodes[i].at.at >=
		    doc.nodes[i - 1].at.at);
		assert(doc.nodes[i].next > i && doc.nodes[i].next <= doc.n);
		doc_lost(&doc, (uint32_t)i);
	}
	r = doc.mended;
	for (i = 0; r && i < r->n; i++) {
		assert(r->v[i].at.at <= r->v[i].at.end);
		assert(r->v[i].at.end <= src->bytes.n);
		assert(i == 0 || r->v[i].at.at > r->v[i - 1].at.end);
	}
	for (i = 0; i < dg.n; i++)
		assert(dg.faults[i].end <= src->bytes.n ||
		    dg.faults[i].end == dg.faults[i].at + 1);
}

/* Spans lie in the bytes, children within their parent, in order. */
static void
sound(const struct doc *d, struct arena *a)
{
	uint32_t i, k;

	for (i = 0; i < d->n; i++) {
		const struct node *x = &d->nodes[i];

		assert(x->at.at <= x->at.end);
		assert(x->at.end <= d->src->bytes.n);
		assert(x->next > i && x->next <= d->n);
		assert(i == 0 || x->at.at >= d->nodes[i - 1].at.at);
		for (k = doc_first(d, i); k; k = doc_after(d, i, k))
			assert(d->nodes[k].at.end <= x->at.end);
		assert(doc_item_lines(d, i).end <= d->src->bytes.n);
	}
	if (d->n)
		doc_pointer(d, d->n - 1, a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct str bytes = { (const char *)data, n };
	struct source src = source_of("f.yaml", bytes);
	struct doc doc, quick;
	struct diag dg;
	bool good;

	arena_init(&a);
	diag_init(&dg, &a, NULL);
	good = doc_read_yaml(&doc, &src, &a, &dg);
	assert(good == (dg.nerrors == 0));
	if (good)
		sound(&doc, &a);
	if (doc_read_quick(&quick, &src, &a)) {
		assert(good);
		same_nodes(&quick, &doc);
	}
	mended(&src, &a);
	diag_init(&dg, &a, NULL);
	good = doc_read_json(&doc, &src, &a, &dg);
	assert(good == (dg.nerrors == 0));
	if (good)
		sound(&doc, &a);
	arena_free(&a);
	return 0;
}
