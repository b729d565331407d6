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

/* The key's prop, or NULL. */
static inline const struct prop *
find(const struct keys *k, struct str name, const struct prop *then)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		if (word_is(&then->name, name))
			return then;
		then = &k->props[then->then];
	}
	return keys_find(k, name);
}

/* What begins with another byte than these no reader disputes. */
static inline bool
doubtful(struct str s)
{
	unsigned char c = s.n ? (unsigned char)s.p[0] : 0;

	return c < 'A' || (c < 0x80 && s.n <= 5) || (c < 0x80 &&
	    (unsigned)(c | 32) - 'a' >= 26u);
}

/* Text of a certain length and pattern: most values are no more. */
static inline bool
quick_ok(struct schema_run *r, const struct sub *sub, const struct node *n)
{
	struct str s = n->text;

	if (!(sub->flags & SUB_PLAIN_TEXT) || n->type != TYPE_STR ||
	    s.n < sub->enough || s.n > sub->max ||
	    (n->style == STYLE_PLAIN && doubtful(s) &&
	    sub->flags & SUB_DISPUTES && value_disputed(s)))
		return value_ok(sub, r->schema, r->patterns, r->doc, n);
	return !sub->pattern ||
	    pattern_match(sub->pattern, r->patterns, s) == PATTERN_YES;
}

enum move
quick_keys(struct schema_run *r, struct frame *f)
{
	const struct keys *k = f->sub->keys;
	const struct sub *sub, *subs = r->schema->subs;
	const struct node *nodes = r->doc->nodes, *n;
	const struct node *at = nodes + f->child;
	const struct node *end = nodes + nodes[f->node].next;
	const struct prop *p, *then = &k->props[f->i];
	uint64_t seen = f->seen;

	for (; at < end; at = nodes + n->next) {
		p = find(k, at->text, then);
		n = at + 1;
		sub = subs + (p ? p->use : k->additional);
		if (p) {
			seen |= p->bit;
			then = &k->props[p->then];
		}
		if (n->kind == NODE_SCALAR && sub->nops == 0) {
			if (quick_ok(r, sub, n))
				continue;
			f->ok = false;
			return STOP;
		}
		if (sub == subs + SUB_TRUE)
			continue;
		f->seen = seen;
		f->child = n->next;
		f->i = (uint32_t)(then - k->props);
		f->waiting = true;
		frame_push(r, (struct frame){ .sub = sub,
		    .node = (uint32_t)(n - nodes), .key = f->key });
		return WAIT;
	}
	f->seen = seen;
	f->child = nodes[f->node].next;
	return NEXT;
}
