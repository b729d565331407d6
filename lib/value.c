/* SPDX-License-Identifier: MIT */
/* value - a tree of linked nodes; children in the order they were said. */
#include <assert.h>

#include "value.h"

struct value *
value_new(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	v->kind = kind;
	return v;
}

struct value *
value_text(struct arena *a, struct str text)
{
	struct value *v = value_new(a, VALUE_TEXT);

	v->text = text;
	return v;
}

struct value *
value_bare(struct arena *a, struct str text)
{
	struct value *v = value_text(a, text);

	v->bare = true;
	return v;
}

struct value *
value_get(const struct value *map, struct str key)
{
	struct value *v;

	if (!map || map->kind != VALUE_MAP)
		return NULL;
	for (v = map->first; v; v = v->next)
		if (str_eq(v->key, key))
			return v;
	return NULL;
}

struct str
value_str(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, str_of(key));

	return v && v->kind == VALUE_TEXT ? v->text : S("");
}

struct value *
value_append(struct value *list, struct value *child)
{
	child->next = NULL;
	if (list->last)
		list->last->next = child;
	else
		list->first = child;
	list->last = child;
	return child;
}

struct value *
value_set(struct value *map, struct str key, struct value *child)
{
	struct value *v, **link = &map->first;

	assert(map->kind == VALUE_MAP);
	child->key = key;
	for (; (v = *link) != NULL; link = &v->next) {
		if (!str_eq(v->key, key))
			continue;
		if (v == child)
			return child;
		child->next = v->next;
		*link = child;
		if (map->last == v)
			map->last = child;
		return child;
	}
	return value_append(map, child);
}

struct value *
value_put(struct arena *a, struct value *map, const char *key,
    struct str text)
{
	return value_set(map, str_of(key), value_text(a, text));
}

void
value_drop(struct value *map, struct str key)
{
	struct value *v, *before = NULL;

	for (v = map->first; v; before = v, v = v->next) {
		if (!str_eq(v->key, key))
			continue;
		if (before)
			before->next = v->next;
		else
			map->first = v->next;
		if (map->last == v)
			map->last = before;
		return;
	}
}

size_t
value_count(const struct value *v)
{
	const struct value *c;
	size_t n = 0;

	for (c = v ? v->first : NULL; c; c = c->next)
		n++;
	return n;
}

/* Deep, texts and keys too, so that it outlives the arena it came from. */
struct value *
value_copy(struct arena *a, const struct value *from)
{
	struct value *v = value_new(a, from->kind);
	const struct value *c;

	v->bare = from->bare;
	v->key = arena_dup(a, from->key);
	v->text = arena_dup(a, from->text);
	v->src = from->src;
	v->at = from->at;
	for (c = from->first; c; c = c->next)
		value_append(v, value_copy(a, c));
	return v;
}

static struct value *
scalar(struct arena *a, const struct node *n)
{
	if (n->type == TYPE_NULL)
		return value_bare(a, S("null"));
	return n->type == TYPE_STR ? value_text(a, n->text) :
	    value_bare(a, n->text);
}

/* Texts are slices of the doc.  No deeper than DOC_DEPTH, as docs are. */
struct value *
value_from_node(struct arena *a, const struct doc *doc, uint32_t node)
{
	const struct node *n = &doc->nodes[node];
	struct value *v, *child;
	uint32_t i;

	v = n->kind == NODE_SCALAR ? scalar(a, n) :
	    value_new(a, n->kind == NODE_SEQ ? VALUE_LIST : VALUE_MAP);
	v->src = doc->src;
	v->at = n->at;
	if (n->kind == NODE_SCALAR || n->n == 0)
		return v;
	for (i = node + 1; i < n->next; i = doc->nodes[i].next) {
		if (n->kind == NODE_SEQ) {
			value_append(v, value_from_node(a, doc, i));
			continue;
		}
		child = value_from_node(a, doc, doc->nodes[i].next);
		child->key = doc->nodes[i].text;
		value_append(v, child);
		i = doc->nodes[i].next;
	}
	return v;
}

bool
value_same(const struct value *a, const struct value *b)
{
	const struct value *x, *y;

	if (!a || !b || a->kind != b->kind || !str_eq(a->text, b->text))
		return false;
	for (x = a->first, y = b->first; x && y; x = x->next, y = y->next)
		if (!str_eq(x->key, y->key) || !value_same(x, y))
			return false;
	return !x && !y;
}
