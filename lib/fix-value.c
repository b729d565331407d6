/* SPDX-License-Identifier: MIT */
/*
 * fix-value - scalars that the schema finds fault with, put right in place
 *
 * Each node at fault has a few ideas of how it should read; all nodes try
 * their next one together, the file is read again, and whoever is still at
 * fault takes another or gives up.  What is left is tried once more alone,
 * and counts only where no other node has changed and none of those that
 * did is at fault.
 */
#include <stdlib.h>

#include "fix-work.h"

#define FIX_TRIES	4	/* ideas of one node */
#define FIX_LAYERS	3	/* a repair may lay bare another */

struct repair {
	uint32_t    node, record;
	const char *rule;
	unsigned    idea;
	struct str  text;	/* empty: given up */
};

struct repairs {
	struct fixing *f;
	struct repair *v;
	size_t         n, cap;
};

/* ---- what is at fault ------------------------------------------------- */

/* The scalar that a fault points at, or UINT32_MAX. */
static uint32_t
node_at(const struct doc *doc, uint32_t from, uint32_t end,
    const struct fault *fault)
{
	uint32_t low = from, high = end, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (doc->nodes[mid].at.at < fault->at)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < end && doc->nodes[low].at.at == fault->at; low++)
		if (doc->nodes[low].kind == NODE_SCALAR &&
		    doc->nodes[low].at.end == fault->end)
			return low;
	return UINT32_MAX;
}

static void
add(struct repairs *r, uint32_t record, uint32_t node, const char *rule)
{
	struct str text = fix_word(r->f, &r->f->doc, record, node, rule, 0);

	if (text.n == 0 || (r->n && r->v[r->n - 1].node == node))
		return;
	r->v = arena_grow(r->f->arena, r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct repair){ .node = node, .record = record,
	    .rule = rule, .text = text };
}

/* The faults of a record: false where there is none. */
static bool
faults(struct diag *quiet, struct fixing *f, const struct doc *doc,
    uint32_t record)
{
	diag_init(quiet, f->arena, NULL);
	return !schema_valid(f->kind->schema, f->run, doc, record) &&
	    !schema_check(f->kind->schema, f->run, doc, record, S(""),
	    quiet);
}

static void
look(struct repairs *r, uint32_t record)
{
	const struct doc *doc = &r->f->doc;
	struct diag quiet;
	uint32_t node;
	size_t i;

	if (!faults(&quiet, r->f, doc, record))
		return;
	diag_sort(&quiet);
	for (i = 0; i < quiet.n; i++) {
		node = node_at(doc, record, doc->nodes[record].next,
		    &quiet.faults[i]);
		if (node != UINT32_MAX)
			add(r, record, node, quiet.faults[i].rule);
	}
}

/* References in full-width letters to what is known in plain ones. */
static void
look_refs(struct repairs *r, uint32_t record)
{
	const struct doc *doc = &r->f->doc;
	uint32_t i;

	for (i = record; i < doc->nodes[record].next; i++)
		if (doc->nodes[i].kind == NODE_SCALAR &&
		    str_find(doc->nodes[i].text, S("\xef")) <
		    doc->nodes[i].text.n)
			add(r, record, i, "unknown-ref");
}

/* ---- trying ----------------------------------------------------------- */

static bool
spliced(struct source *src, const struct repairs *r)
{
	struct patch p;
	struct diag quiet;
	size_t i;

	diag_init(&quiet, r->f->arena, NULL);
	*src = r->f->src;
	patch_init(&p, &r->f->src, r->f->arena);
	for (i = 0; i < r->n; i++)
		if (r->v[i].text.n)
			patch_replace(&p, r->f->doc.nodes[r->v[i].node].at,
			    r->v[i].text);
	return patch_apply(&src->bytes, &p, &quiet);
}

/* The same nodes, and the same in each that was not to change? */
static bool
elsewhere_same(const struct repairs *r, const struct doc *doc)
{
	const struct node *a, *b;
	uint32_t i;
	size_t k = 0;

	if (doc->n != r->f->doc.n)
		return false;
	for (i = 0; i < doc->n; i++) {
		a = &doc->nodes[i];
		b = &r->f->doc.nodes[i];
		if (a->kind != b->kind || a->n != b->n || a->next != b->next)
			return false;
		while (k < r->n && r->v[k].node < i)
			k++;
		if (k < r->n && r->v[k].node == i && r->v[k].text.n)
			continue;
		if (a->style != b->style || a->type != b->type ||
		    !str_eq(a->text, b->text))
			return false;
	}
	return true;
}

/* Has any idea of the record's repairs left its fault?  Then the next. */
static bool
reconsider(struct repairs *r, size_t from, size_t to, const struct doc *doc)
{
	uint32_t record = r->v[from].record;
	struct repair *x;
	struct diag quiet;
	bool again = false;
	size_t i;

	if (!faults(&quiet, r->f, doc, record))
		return false;
	for (x = r->v + from; x < r->v + to; x++) {
		for (i = 0; i < quiet.n && x->text.n; i++)
			if (quiet.faults[i].at ==
			    doc->nodes[x->node].at.at &&
			    quiet.faults[i].end == doc->nodes[x->node].at.end)
				break;
		if (i == quiet.n || x->text.n == 0)
			continue;
		x->text = ++x->idea < FIX_TRIES ? fix_word(r->f, &r->f->doc,
		    record, x->node, x->rule, x->idea) : S("");
		again = true;
	}
	return again;
}

static bool
reconsider_all(struct repairs *r, const struct doc *doc)
{
	size_t from, to;
	bool again = false;

	for (from = 0; from < r->n; from = to) {
		for (to = from; to < r->n &&
		    r->v[to].record == r->v[from].record; to++)
			;
		if (reconsider(r, from, to, doc))
			again = true;
	}
	return again;
}

/* How often each node may change its mind, and once to give up. */
static bool
agreed(struct source *src, struct doc *doc, struct repairs *r)
{
	struct diag quiet;
	unsigned i;

	for (i = 0; i <= FIX_TRIES; i++) {
		if (!spliced(src, r) || !fix_parse(doc, src, &quiet,
		    r->f->arena) || !elsewhere_same(r, doc))
			return false;
		if (!reconsider_all(r, doc))
			return true;
	}
	return false;
}

/* All that is at fault now; whether anything was put right. */
static bool
layer(struct fixing *f, void (*find)(struct repairs *, uint32_t))
{
	struct repairs r = { .f = f };
	struct source src;
	struct doc doc;
	uint32_t record = UINT32_MAX;
	size_t i, done = 0;

	while ((record = fix_record(f, &f->doc, record)) != UINT32_MAX)
		find(&r, record);
	if (r.n == 0 || !agreed(&src, &doc, &r))
		return false;
	for (i = 0; i < r.n; i++)
		if (r.v[i].text.n) {
			fix_note(f, r.v[i].rule, 1);
			done++;
		}
	f->src = src;
	f->doc = doc;
	f->doc.src = &f->src;
	return done > 0;
}

void
fix_values(struct fixing *f)
{
	unsigned i;

	for (i = 0; i < FIX_LAYERS && layer(f, look); i++)
		;
	(void)layer(f, look_refs);
}
