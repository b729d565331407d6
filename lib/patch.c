/* SPDX-License-Identifier: MIT */
/* patch - byte ranges sorted and spliced. */
#include <assert.h>
#include <stdlib.h>

#include "patch.h"

struct edit {
	struct span old;
	struct str  text;
	size_t      order;	/* of adding */
};

void
patch_init(struct patch *p, const struct source *src, struct arena *a)
{
	*p = (struct patch){ .src = src, .arena = a };
}

void
patch_replace(struct patch *p, struct span old, struct str text)
{
	assert(old.at <= old.end && old.end <= p->src->bytes.n);
	p->edits = arena_grow(p->arena, p->edits, p->n, &p->cap,
	    sizeof(*p->edits));
	p->edits[p->n] = (struct edit){ old, text, p->n };
	p->n++;
}

void
patch_insert(struct patch *p, uint32_t at, struct str text)
{
	patch_replace(p, (struct span){ at, at }, text);
}

/* By place; what is inserted there comes before what is replaced there. */
static int
by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	bool grows = x->old.end > x->old.at, other = y->old.end > y->old.at;

	if (x->old.at != y->old.at)
		return x->old.at < y->old.at ? -1 : 1;
	if (grows != other)
		return grows ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

bool
patch_apply(struct str *result, struct patch *p, struct diag *dg)
{
	struct str s = p->src->bytes;
	struct buf b;
	uint32_t at = 0;
	size_t i;

	if (p->n)
		qsort(p->edits, p->n, sizeof(*p->edits), by_place);
	buf_init(&b, p->arena);
	for (i = 0; i < p->n; i++) {
		const struct edit *e = &p->edits[i];

		if (e->old.at < at)
			return diag_error(dg, "edit-overlap", p->src, e->old,
			    "two changes meet in the same place");
		buf_add(&b, str_sub(s, at, e->old.at));
		buf_add(&b, e->text);
		at = e->old.end;
	}
	buf_add(&b, str_sub(s, at, s.n));
	*result = buf_str(&b);
	return true;
}
