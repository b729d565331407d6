/* SPDX-License-Identifier: MIT */
/* schema-compile - what the files that compile schemas share. */
#ifndef SCHEMA_COMPILE_H
#define SCHEMA_COMPILE_H

#include "schema-ops.h"

/* The state of one compile; `sub` is the subschema at hand. */
struct compile {
	struct schema            *s;
	struct arena             *arena;
	struct diag              *dg;
	const struct schema_opts *opts;
	struct map                words;	/* keyword -> struct keyword */
	struct map                patterns;	/* text -> struct pattern */
	struct map                uris;		/* -> index of resource + 1 */
	struct map                anchors;	/* "7#name" -> struct anchor */
	struct map                dialects;	/* $schema -> vocabularies */
	size_t                    subs_cap, docs_cap, resources_cap;
	struct sub                sub;
	struct keys              *keys;		/* of the sub at hand, */
	struct items             *items;	/* made when first wanted */
	struct bounds            *bounds;
	struct rest              *rest;
	size_t                    props_cap, ops_cap, needs_cap;
	bool                      failed;
};

/* Where schemas stand in the value of a keyword. */
enum shape { SHAPE_NONE, SHAPE_ONE, SHAPE_LIST, SHAPE_MAP, SHAPE_EITHER };

struct keyword {
	const char *name;
	unsigned    vocab;
	enum shape  shape;
	/* key and value are nodes of the schema's document; may be NULL */
	void      (*compile)(struct compile *, uint32_t key, uint32_t value);
};

struct anchor { uint32_t node; bool dynamic; };

/* schema-keyword.c */
extern const struct keyword	schema_keywords[];
extern const size_t		schema_nkeywords;

/* schema-compile.c */
const struct doc	*compile_doc(const struct compile *);
const struct node	*compile_node(const struct compile *, uint32_t);
/* The vocabularies in force at the sub at hand. */
unsigned	compile_vocabs(const struct compile *);
/* The sub of the schema at a node of the document at hand. */
uint32_t	compile_at(struct compile *, uint32_t node);
/* The sub a $ref leads to. */
uint32_t	compile_ref(struct compile *, uint32_t value);
/* The same for $dynamicRef; *name: of the anchor where it is a dynamic one. */
uint32_t	compile_dynamic(struct compile *, uint32_t value,
		    struct str *name);
/* Records a fault in the schema. */
void		compile_fault(struct compile *, uint32_t node,
		    const char *rule, const char *fmt, ...)
		    __attribute__((format(printf, 4, 5)));
void		compile_fault_at(struct compile *, uint32_t doc,
		    uint32_t node, const char *rule, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* Is it of that kind; is it text?  A fault where not. */
bool		compile_is(struct compile *, uint32_t key, uint32_t value,
		    enum node_kind);
bool		compile_is_text(struct compile *, uint32_t key,
		    uint32_t value);
struct op	*compile_op(struct compile *, enum op_kind, uint32_t n);

/* schema-scan.c: resources and their names */
/* A document found by a URI; returns its index. */
uint32_t	scan_doc(struct compile *, const struct doc *, struct str uri);
/* Finds the names in a schema that no keyword we know led to. */
void		scan_from(struct compile *, uint32_t doc, uint32_t node,
		    uint32_t resource);
/* Index of the resource of that name, loaded where new, or UINT32_MAX. */
uint32_t	scan_find(struct compile *, struct str uri);
const struct anchor	*scan_anchor(const struct compile *,
			    uint32_t resource, struct str name);

/* schema-dialect.c: the vocabularies that a $schema puts in force */
unsigned	dialect_of(struct compile *, uint32_t doc, uint32_t value);
unsigned	dialect_default(void);

/* schema-link.c: faults where a schema leads to itself at one place; then
   replaces subs that only refer to others. */
bool		link_all(struct compile *);

/* schema-keyword-value.c and schema-keyword-child.c */
void	kw_type(struct compile *, uint32_t key, uint32_t value);
void	kw_enum(struct compile *, uint32_t key, uint32_t value);
void	kw_const(struct compile *, uint32_t key, uint32_t value);
void	kw_bound(struct compile *, uint32_t key, uint32_t value);
void	kw_min_length(struct compile *, uint32_t key, uint32_t value);
void	kw_max_length(struct compile *, uint32_t key, uint32_t value);
void	kw_pattern(struct compile *, uint32_t key, uint32_t value);
void	kw_format(struct compile *, uint32_t key, uint32_t value);
uint32_t	kw_count(struct compile *, uint32_t key, uint32_t value);
const struct pattern	*kw_regex(struct compile *, uint32_t at);
void	kw_properties(struct compile *, uint32_t key, uint32_t value);
void	kw_required(struct compile *, uint32_t key, uint32_t value);
void	kw_additional(struct compile *, uint32_t key, uint32_t value);
void	kw_names(struct compile *, uint32_t key, uint32_t value);
void	kw_pattern_properties(struct compile *, uint32_t, uint32_t);
void	kw_min_keys(struct compile *, uint32_t key, uint32_t value);
void	kw_max_keys(struct compile *, uint32_t key, uint32_t value);
void	kw_needs(struct compile *, uint32_t key, uint32_t value);
void	kw_either(struct compile *, uint32_t key, uint32_t value);
void	kw_when(struct compile *, uint32_t key, uint32_t value);
void	kw_items(struct compile *, uint32_t key, uint32_t value);
void	kw_more_items(struct compile *, uint32_t key, uint32_t value);
void	kw_prefix(struct compile *, uint32_t key, uint32_t value);
void	kw_min_items(struct compile *, uint32_t key, uint32_t value);
void	kw_max_items(struct compile *, uint32_t key, uint32_t value);
void	kw_unique(struct compile *, uint32_t key, uint32_t value);
void	kw_contains(struct compile *, uint32_t key, uint32_t value);
void	kw_min_contains(struct compile *, uint32_t key, uint32_t value);
void	kw_max_contains(struct compile *, uint32_t key, uint32_t value);
void	kw_rest_props(struct compile *, uint32_t key, uint32_t value);
void	kw_rest_items(struct compile *, uint32_t key, uint32_t value);

#endif
