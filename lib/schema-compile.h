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
	size_t                    subs_cap, docs_cap;
	struct sub                sub;
	struct keys              *keys;		/* of the sub at hand, */
	struct items             *items;	/* made when first wanted */
	struct bounds            *bounds;
	size_t                    props_cap, ops_cap;
	bool                      failed;
};

struct keyword {
	const char *name;
	/* key and value are nodes of the schema's document; may be NULL */
	void      (*compile)(struct compile *, uint32_t key, uint32_t value);
};

/* schema-keyword.c */
extern const struct keyword	schema_keywords[];
extern const size_t		schema_nkeywords;

/* schema-compile.c */
const struct doc	*compile_doc(const struct compile *);
/* The sub of the schema at a node of the document at hand. */
uint32_t	compile_at(struct compile *, uint32_t node);
/* The sub a $ref leads to. */
uint32_t	compile_ref(struct compile *, uint32_t value);
/* Records a fault in the schema. */
void		compile_fault(struct compile *, uint32_t node,
		    const char *rule, const char *fmt, ...)
		    __attribute__((format(printf, 4, 5)));

#endif
