/* SPDX-License-Identifier: MIT */
/*
 * schema-quick - the keys of a record, when only yes or no is asked
 *
 * Records have their keys in the schema's order, more or less: the key that
 * comes next there is tried before one is looked up by hash.
 */
#include "schema-run.h"
#include "schema-word.h"

#define TRIES	2	/* keys of the schema that a record may leave out */

/* Index of the key's prop, or UINT32_MAX. */
static inline uint32_t
find(const struct keys *k, struct str name, uint32_t then)
{
	const struct prop *p;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (word_is(&k->words[then], name))
			return then;
		then = k->props[then].then;
	}
	p = keys_find(k, name);
	return p ? (uint32_t)(p - k->props) : UINT32_MAX;
}

enum move
quick_keys(struct schema_run *r, struct frame *f)
{
	const struct keys *k = f->sub->keys;
	const struct sub *sub, *subs = r->schema->subs;
	const struct node *nodes = r->doc->nodes, *n;
	uint32_t at = f->child, end = nodes[f->node].next, i, then = f->i;
	uint32_t s;

	while (at < end) {
		i = find(k, nodes[at].text, then);
		s = k->additional;
		if (i != UINT32_MAX) {
			f->seen |= i < 64 ? (uint64_t)1 << i : 0;
			then = k->props[i].then;
			if (k->props[i].node)
				s = k->props[i].sub;
		}
		n = &nodes[at + 1];
		sub = &subs[s];
		at = n->next;
		if (s == SUB_TRUE)
			continue;
		if (n->kind == NODE_SCALAR && sub->nops == 0) {
			if (value_ok(sub, r->schema, r->patterns, r->doc, n))
				continue;
			f->ok = false;
			return STOP;
		}
		f->child = at;
		f->i = then;
		f->waiting = true;
		frame_push(r, (struct frame){ .sub = sub,
		    .node = (uint32_t)(n - nodes), .key = f->key });
		return WAIT;
	}
	f->child = end;
	return NEXT;
}
