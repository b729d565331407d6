/* SPDX-License-Identifier: MIT */
/*
 * value - a record under construction
 *
 * What a command line, a CSV row or a template said, as a small tree of
 * scalars, lists and mappings, each remembering where it was said.  A value
 * becomes YAML through emit, a file through change.
 */
#ifndef VALUE_H
#define VALUE_H

#include "doc.h"

enum value_kind { VALUE_TEXT, VALUE_LIST, VALUE_MAP };

struct value {
	enum value_kind      kind;
	bool                 bare;	/* text is a number or true/false */
	struct str           key;	/* in a mapping */
	struct str           text;
	struct value        *first, *last;	/* children */
	struct value        *next;	/* sibling */
	const struct source *src;	/* where it was said; may be NULL */
	struct span          at;
};

struct value	*value_new(struct arena *, enum value_kind);
struct value	*value_text(struct arena *, struct str);	/* a string */
struct value	*value_bare(struct arena *, struct str);	/* 2.00, true */

/* The child of a mapping, or NULL; NULL map gives NULL. */
struct value	*value_get(const struct value *map, struct str key);
/* Its text, or empty. */
struct str	value_str(const struct value *map, const char *key);

/* Adds, or replaces in place, a child; returns the child. */
struct value	*value_set(struct value *map, struct str key,
		    struct value *child);
struct value	*value_put(struct arena *, struct value *map,
		    const char *key, struct str text);	/* a string */
void		value_drop(struct value *map, struct str key);
struct value	*value_append(struct value *list, struct value *child);
size_t		value_count(const struct value *);

/* Same kinds, texts and keys, in the same order; NULL equals nothing. */
bool		value_same(const struct value *, const struct value *);

struct value	*value_copy(struct arena *, const struct value *);
struct value	*value_from_node(struct arena *, const struct doc *,
		    uint32_t node);

#endif
