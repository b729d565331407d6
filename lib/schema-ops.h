/* SPDX-License-Identifier: MIT */
/*
 * schema-ops - what a schema is compiled to; shared by schema-*.c alone
 *
 * Every subschema becomes one struct sub in a flat array.  What it says of
 * a value itself (type, choices, bounds, lengths, pattern, format) stands in
 * the sub and is decided in one call; what it says of children stands in
 * keys and items; what it makes of other subschemas at the same place
 * (allOf, $ref, if …) is a list of ops.  A $ref with nothing beside it is
 * replaced by its target.
 *
 * Which children were evaluated is noted only by frames below one that has
 * unevaluatedProperties or unevaluatedItems, which ask for it.
 */
#ifndef SCHEMA_OPS_H
#define SCHEMA_OPS_H

#include "map.h"
#include "pattern.h"
#include "schema.h"

#define SCHEMA_FRAMES	4096	/* subschemas being checked within another */
#define SCHEMA_SUBS	100000	/* in one compiled schema */
#define SCHEMA_PROPS	4000	/* keys named in one subschema */
#define SCHEMA_DOCS	1000	/* files that one schema may refer to */
#define SCHEMA_FOUND	100000	/* faults kept in one check */
#define SCHEMA_STEPS	1000000	/* subschemas entered, besides … */
#define SCHEMA_STEPS_NODE	1000	/* … so many for each node */
#define SCHEMA_DIGITS	200	/* of a multipleOf */
#define SCHEMA_EVALS	(16u << 20)	/* notes of what was evaluated */

/* A number without a fraction is an integer, however written. */
enum {
	IS_NULL = 1, IS_BOOL = 2, IS_INT = 4, IS_FRACTION = 8, IS_TEXT = 16,
	IS_LIST = 32, IS_MAP = 64,
	IS_NUMBER = IS_INT | IS_FRACTION, IS_ANY = 127
};

/* An exact decimal: 0.d1d2d3… times ten to the `exp`. */
struct decimal {
	const char *p;		/* borrowed: its digits, one '.' among them */
	size_t      n;		/* first and last are not 0; none: zero */
	size_t      digits;	/* without the '.' */
	int64_t     exp;
	bool        negative;
	char        own[24];	/* the digits where p is NULL */
};

/* Text compared by two loads: all of it up to 16 bytes. */
struct word {
	uint64_t   head, tail;
	struct str s;
};

/* Words found by hash: index + 1 of one in a list, or 0. */
struct lookup {
	uint32_t *slots;
	uint32_t  mask;
	uint64_t  factor;
};

struct hashed { uint64_t h; uint32_t node; };

struct choices {		/* enum, const */
	const struct word *words;	/* those that are text, */
	struct lookup      find;	/* by hash where they are many */
	uint32_t           nwords;
	const uint32_t    *others;	/* nodes: those that are not, */
	const struct hashed *sorted;	/* by hash where they are many */
	uint32_t           nothers;
	uint32_t           list;	/* node of the enum's sequence, or 0 */
};

struct bounds {
	uint8_t        has;	/* of the five below, 1 << index */
	struct decimal v[5];
};
enum { MINIMUM, MAXIMUM, ABOVE, BELOW, MULTIPLE };

struct prop {
	struct word name;
	uint32_t    sub;
	uint32_t    node;	/* of the property's schema, 0: required only */
	uint32_t    then;	/* index of the next in the schema's order */
	uint32_t    use;	/* the sub a value must pass, all told */
	uint64_t    bit;	/* in the keys' need, or 0 */
	bool        required;
};

struct keyed_sub { const struct pattern *pattern; uint32_t sub; };
struct needs { struct str key; const struct str *others; uint32_t n; };

struct keys {
	struct prop      *props;	/* the required ones first */
	uint32_t          nprops, nrequired;
	struct word      *words;	/* the names of the props */
	struct lookup     find;
	uint64_t          need;		/* bits of the first 64 required */
	uint32_t          additional, names;
	struct keyed_sub *patterns;
	uint32_t          npatterns;
	struct needs     *needs;	/* dependentRequired */
	uint32_t          nneeds;
	uint32_t          min, max;
	bool              has_additional;
};

struct items {
	uint32_t *prefix, nprefix, rest;
	uint32_t  min, max;
	uint32_t  contains, min_contains, max_contains;
	bool      unique, has_contains, has_rest;
};

/* unevaluatedProperties, unevaluatedItems */
struct rest {
	uint32_t props, items;
	bool     has_props, has_items;
};

enum op_kind { OP_ALL, OP_ANY, OP_ONE, OP_NOT, OP_IF, OP_WHEN, OP_DYNAMIC };

struct op {
	enum op_kind kind;
	uint32_t    *subs, n;	/* OP_IF: if, then, else */
	struct str   key;	/* OP_WHEN: only where it stands;
				   OP_DYNAMIC: the anchor's name */
};

enum {
	SUB_ASSERTS = 1,	/* disputed scalars are faults */
	SUB_WANTS_TEXT = 2,	/* a disputed plain scalar has no place */
	SUB_FORMATS = 4,	/* formats are asserted */
	SUB_DISPUTES = 8,	/* asserts, wants text, and is no date */
	SUB_PLAIN_TEXT = 16,	/* text of some length, of a pattern perhaps */
};

/* Index of what everything, and what nothing passes. */
enum { SUB_TRUE, SUB_FALSE };

struct sub {
	uint8_t               types, flags, format;	/* format: index + 1 */
	uint32_t              min, max;	/* code points */
	uint32_t              enough;	/* bytes that have `min` for certain */
	uint32_t              nops;
	const struct pattern *pattern;
	const struct choices *choices, *only;	/* enum, const */
	const struct bounds  *bounds;
	const struct keys    *keys;
	const struct items   *items;
	const struct rest    *rest;
	const struct op      *ops;
	uint32_t              doc, node;	/* where it was written */
	uint32_t              resource;
};

struct schema_doc {
	const struct doc *doc;
	uint32_t         *subs;	/* by node: index of its sub, 0: none yet */
	uint32_t         *resources;	/* by node of a schema: index + 1 */
	uint32_t        **items;	/* by node of a list; made when asked */
};

/* Keywords in force, by the $schema of a resource. */
enum {
	VOCAB_CORE = 1, VOCAB_APPLICATOR = 2, VOCAB_UNEVALUATED = 4,
	VOCAB_VALIDATION = 8, VOCAB_META = 16, VOCAB_FORMAT = 32,
	VOCAB_FORMAT_ASSERTION = 64, VOCAB_CONTENT = 128,
	VOCAB_DYNAMIC = 256, VOCAB_PREFIX = 512, /* older drafts lack them */
	VOCAB_OLD = 1024,	/* items may be a list, and the like */
	VOCAB_LONE_REF = 2048,	/* what stands beside a $ref is not read */
};

struct dynamic { struct str name; uint32_t node, sub; };

/* A schema with a name of its own: a document, or what has an $id in it. */
struct resource {
	uint32_t        doc, node;
	struct str      uri;
	unsigned        vocabs;
	struct dynamic *dynamics;	/* its $dynamicAnchors */
	uint32_t        ndynamics;
	size_t          cap;
};

struct schema {
	struct sub        *subs;
	uint32_t           nsubs, root;
	struct schema_doc *docs;
	uint32_t           ndocs;
	struct resource   *resources;
	uint32_t           nresources;
	bool               asserts, dynamic, tracks;
};

enum found_code {
	FOUND_NEVER, FOUND_TYPE, FOUND_ENUM, FOUND_CONST, FOUND_DISPUTED,
	FOUND_ZERO, FOUND_FORMAT, FOUND_SHORT, FOUND_LONG, FOUND_PATTERN,
	FOUND_GAVE_UP, FOUND_BOUND, FOUND_FEW_ITEMS, FOUND_MANY_ITEMS,
	FOUND_TWICE, FOUND_CONTAINS, FOUND_FEW_KEYS, FOUND_MANY_KEYS,
	FOUND_UNKNOWN, FOUND_MISSING, FOUND_NEEDS, FOUND_ONE,
	FOUND_NOT
};

/* A fault before it has words. */
struct found {
	uint8_t  code;
	uint32_t sub, node, key;	/* key: node of the nearest name */
	uint32_t a, b;			/* what the code needs */
};

struct founds {
	struct found *v;
	size_t        n, cap;
};

/* schema-value.c: one value against what its sub says of it */
struct word	word_of(struct str);
uint8_t		value_type(const struct node *);	/* one IS_ bit */
bool		value_ok(const struct sub *, const struct schema *,
		    struct pattern_run *, const struct doc *,
		    const struct node *);
/* Does a plain scalar begin like one that readers dispute? */
bool		value_disputed(struct str);
/* Why not: sets code (and a for FOUND_BOUND). */
void		value_why(struct found *, const struct sub *,
		    const struct schema *, struct pattern_run *,
		    const struct doc *, const struct node *);
const struct prop	*keys_find(const struct keys *, struct str);
void		words_hash(struct lookup *, const struct word *, uint32_t n,
		    struct arena *);

/* schema-number.c */
bool	decimal_parse(struct decimal *, struct str);
int	decimal_cmp(const struct decimal *, const struct decimal *);
bool	decimal_whole(const struct decimal *);
/* `by` is not 0, has at most SCHEMA_DIGITS digits. */
bool	decimal_multiple(const struct decimal *, const struct decimal *by);
uint64_t	decimal_hash(const struct decimal *);

struct scratch {
	struct arena *arena;	/* borrowed: owns the room */
	void         *p;
	size_t        size;
};

/* schema-equal.c: equal as JSON: 1 and 1.0, mappings in any order */
bool	nodes_equal(const struct doc *, uint32_t, const struct doc *,
	    uint32_t);
uint64_t	node_hash(const struct doc *, uint32_t, uint64_t seed);
/* Ascending by hash. */
void	hashed_sort(struct hashed *, size_t n);
/* Is the node equal to one of them? */
bool	hashed_find(const struct hashed *, size_t n, const struct doc *theirs,
	    const struct doc *, uint32_t node);
/* The first item that stands a second time, or 0; *first: where first. */
uint32_t	items_twice(const struct doc *, uint32_t list,
		    uint32_t *first, struct scratch *);

/* schema-format.c */
uint8_t	format_find(struct str name);	/* index + 1; 0: only annotates */
bool	format_ok(uint8_t format, struct str);
bool	format_is_date(uint8_t format);

/* schema-ref.c */
struct str	uri_join(struct str base, struct str ref, struct arena *);
struct str	percent_decode(struct str, struct arena *);
/*
 * The node a JSON pointer names, from the node of a resource, or UINT32_MAX;
 * *within: the last schema on the way.
 */
uint32_t	pointer_find(struct schema_doc *, uint32_t from,
		    struct str, struct arena *, uint32_t *within);

/* schema-say.c: words */
void	broken_say(const char *why, const struct doc *, uint32_t root,
	    struct diag *);
void	found_say(const struct schema *, const struct doc *, uint32_t root,
	    const struct founds *, struct str who, struct diag *);
/* Joins misspelt keys of one mapping to the required ones it lacks. */
uint64_t	found_claim(struct founds *, size_t from,
		    const struct schema *, const struct keys *,
		    const struct doc *, uint32_t map, uint64_t missing);

#endif
