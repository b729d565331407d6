/* SPDX-License-Identifier: MIT */
/* doc-build - nodes in the order of the text, and keys that stand twice. */
#include "doc-build.h"

#define LINEAR	32	/* keys compared one by one, when bits meet */

void
build_init(struct doc_build *b, const struct source *src, struct arena *a)
{
	b->src = src;
	b->mended = NULL;
	b->arena = a;
	b->nodes = NULL;
	b->twins = NULL;
	b->n = b->cap = b->ntwins = b->twincap = 0;
	b->end = 0;
	b->depth = 0;
}

static struct node *
add(struct doc_build *b)
{
	if (b->n == b->cap)
		b->nodes = arena_grow(b->arena, b->nodes, b->n, &b->cap,
		    sizeof(*b->nodes));
	if (b->depth)
		b->open[b->depth - 1].n++;
	return &b->nodes[b->n++];
}

uint32_t
build_scalar(struct doc_build *b, enum node_style style, struct span at,
    struct str text)
{
	struct node *x = add(b);

	*x = (struct node){ .kind = NODE_SCALAR, .style = style, .at = at,
	    .text = text, .next = (uint32_t)b->n,
	    .type = style == STYLE_PLAIN ? scalar_type(text) : TYPE_STR };
	b->end = at.end;
	return (uint32_t)b->n - 1;
}

bool
build_open(struct doc_build *b, enum node_kind kind, enum node_style style,
    uint32_t at)
{
	struct node *x;

	if (b->depth == DOC_DEPTH)
		return false;
	x = add(b);
	*x = (struct node){ .kind = kind, .style = style, .at = { at, at } };
	b->open[b->depth++] = (struct doc_frame){
	    .node = (uint32_t)b->n - 1 };
	return true;
}

void
build_close(struct doc_build *b, uint32_t end)
{
	struct doc_frame *f = &b->open[--b->depth];
	struct node *x = &b->nodes[f->node];

	x->n = x->kind == NODE_MAP ? f->n / 2 : f->n;
	x->next = (uint32_t)b->n;
	if (end)
		b->end = end;
	x->at.end = b->end;
}

void
build_fold(struct doc_build *b, uint32_t node)
{
	struct span at = b->nodes[node].at;

	while (b->ntwins && b->twins[b->ntwins - 1].again > node)
		b->ntwins--;
	b->n = node + 1;
	b->nodes[node] = (struct node){ .kind = NODE_SCALAR, .at = at,
	    .type = TYPE_STR, .style = STYLE_DOUBLE, .text = S(""),
	    .next = node + 1 };
}

static void *
boxed(uint32_t i)
{
	return (void *)(uintptr_t)i;
}

/* All keys of the mapping so far but the last one go into its map. */
static void
index_keys(struct doc_build *b, struct doc_frame *f, uint32_t last)
{
	uint32_t i, at;
	void **p;

	f->keys = arena_alloc(b->arena, sizeof(*f->keys));
	map_init(f->keys, b->arena);
	for (i = f->node + 1; i < last; i = b->nodes[at].next) {
		at = b->nodes[i].next;
		p = map_put(f->keys, b->nodes[i].text);
		if (!*p)
			*p = boxed(i);
	}
}

/* The slow look, for a key whose bit was set already. */
static uint32_t
find_twin(struct doc_build *b, struct doc_frame *f, uint32_t last)
{
	struct str key = b->nodes[last].text;
	uint32_t i;

	if (f->n / 2 >= LINEAR && !f->keys)
		index_keys(b, f, last);
	if (f->keys)
		return (uint32_t)(uintptr_t)map_get(f->keys, key);
	for (i = f->node + 1; i < last;) {
		if (b->nodes[i].kind == NODE_SCALAR &&
		    str_eq(b->nodes[i].text, key))
			return i;
		i = b->nodes[b->nodes[i].next].next;
	}
	return 0;
}

static uint64_t
bit_of(struct str key)
{
	uint64_t h = key.n;

	if (key.n) {
		h = h * 7 + (unsigned char)key.p[0];
		h = h * 31 + (unsigned char)key.p[key.n - 1];
		h = h * 31 + (unsigned char)key.p[key.n / 2];
	}
	return (uint64_t)1 << ((h * 0x9e3779b97f4a7c15u) >> 58);
}

uint32_t
build_twin(struct doc_build *b)
{
	struct doc_frame *f = &b->open[b->depth - 1];
	uint32_t last = (uint32_t)b->n - 1, first = 0;
	uint64_t bit = bit_of(b->nodes[last].text);
	void **p;

	if (f->seen & bit)
		first = find_twin(b, f, last);
	f->seen |= bit;
	if (f->keys && !first) {
		p = map_put(f->keys, b->nodes[last].text);
		*p = boxed(last);
	}
	return first;
}

bool
build_note_twin(struct doc_build *b, uint32_t first)
{
	b->twins = arena_grow(b->arena, b->twins, b->ntwins, &b->twincap,
	    sizeof(*b->twins));
	b->twins[b->ntwins++] = (struct doc_twin){ first,
	    (uint32_t)b->n - 1 };
	return b->ntwins < DOC_FAULTS;
}

static bool
complain(const struct doc_build *b, struct doc_twin t, struct diag *dg)
{
	const struct node *key = &b->nodes[t.again], *x = NULL, *y = NULL;
	const struct source *src = build_src(b);
	struct span at = build_at(b, key->at);
	uint32_t line = source_place(src, build_at(b,
	    b->nodes[t.first].at).at).line;

	/* a broken parse may end before the second value */
	if (t.again + 1 < b->n) {
		x = &b->nodes[t.first + 1];
		y = &b->nodes[t.again + 1];
	}
	if (x && x->kind == NODE_SCALAR && y->kind == NODE_SCALAR &&
	    x->text.n + y->text.n <= 80)
		diag_error(dg, "dup-key", src, at,
		    "key '%.*s' stands twice: line %u says '%.*s', this one "
		    "'%.*s'", STR(key->text), line, STR(x->text),
		    STR(y->text));
	else
		diag_error(dg, "dup-key", src, at,
		    "key '%.*s' stands twice: first in line %u",
		    STR(key->text), line);
	return diag_advise(dg, "keep the right one of the two lines");
}

bool
build_overflow(const struct doc_build *b, uint32_t at, struct diag *dg)
{
	return diag_error(dg, "too-many-values", build_src(b),
	    build_at(b, (struct span){ at, at }),
	    "more than %u values in one file", DOC_NODES);
}

bool
build_done(struct doc_build *b, struct doc *doc, struct diag *dg)
{
	bool good = true;
	size_t i;

	for (i = 0; i < b->ntwins; i++)
		good = complain(b, b->twins[i], dg);
	*doc = (struct doc){ .src = b->src, .nodes = b->nodes,
	    .n = (uint32_t)b->n };
	return good;
}

const struct source *
build_src(const struct doc_build *b)
{
	return b->mended ? b->mended->src : b->src;
}

struct span
build_at(const struct doc_build *b, struct span at)
{
	return mend_told(b->mended, at);
}
