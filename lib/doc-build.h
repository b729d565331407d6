/* SPDX-License-Identifier: MIT */
/*
 * doc-build - what the readers behind doc share
 *
 * A reader adds scalars and opens and closes collections in the order of the
 * text; the nodes, their counts and their ends follow from that.  Only the
 * doc-*.c files include this.
 */
#ifndef DOC_BUILD_H
#define DOC_BUILD_H

#include "doc.h"
#include "map.h"

#define DOC_FAULTS	100	/* reported of one source before giving up */

/* A collection that is still open. */
struct doc_frame {
	uint32_t    node;
	uint32_t    n;		/* children so far, keys and values */
	uint64_t    seen;	/* one bit for each key so far, by its looks */
	struct map *keys;	/* of a mapping with many keys, else NULL */
};

/* A key and an earlier equal one. */
struct doc_twin { uint32_t first, again; };

struct doc_build {
	const struct source *src;	/* borrowed */
	struct arena        *arena;	/* borrowed: owns the nodes */
	struct node         *nodes;
	size_t               n, cap;
	struct doc_twin     *twins;
	size_t               ntwins, twincap;
	uint32_t             end;	/* where the last value ended */
	unsigned             depth;
	struct doc_frame     open[DOC_DEPTH];
};

/* What a look at all bytes found. */
struct doc_scan {
	uint32_t begin;		/* past the byte order mark */
	bool     tab;		/* there is a tab somewhere */
	bool     odd;		/* a character that libyaml refuses */
	/* room for nodes that the quick reader leaves when it declines */
	struct node *room;
	size_t       cap;
};

void	build_init(struct doc_build *, const struct source *, struct arena *);

/* The index of the new node. */
uint32_t	build_scalar(struct doc_build *, enum node_style, struct span,
		    struct str text);

/* False where that would be deeper than DOC_DEPTH. */
MUST_USE bool	build_open(struct doc_build *, enum node_kind,
		    enum node_style, uint32_t at);

/* `end` is past the bracket; 0 where a block ends with its last value. */
void	build_close(struct doc_build *, uint32_t end);

/*
 * To call right after the scalar that is a key was added: the index of an
 * earlier key of the same mapping with the same text, or 0.
 */
uint32_t	build_twin(struct doc_build *);

/* Notes such a pair for build_done; false when that is one too many. */
bool	build_note_twin(struct doc_build *, uint32_t first);

/* Hands the nodes over; false, with a fault each, if keys stand twice. */
MUST_USE bool	build_done(struct doc_build *, struct doc *, struct diag *);

/* Whether there is room for what one more line or event brings. */
static inline bool
build_fits(const struct doc_build *b)
{
	return b->n < DOC_NODES;
}

/* The fault where there is not; false. */
bool	build_overflow(const struct doc_build *, uint32_t at, struct diag *);

/* Whether the next child of the innermost collection is a key. */
static inline bool
build_wants_key(const struct doc_build *b)
{
	return b->depth && b->open[b->depth - 1].n % 2 == 0 &&
	    b->nodes[b->open[b->depth - 1].node].kind == NODE_MAP;
}

/*
 * Size and encoding; doc_scan also looks for characters that hide.  With
 * diag NULL they only say whether all is well.
 */
MUST_USE bool	doc_check(const struct source *, struct diag *);
MUST_USE bool	doc_scan(struct doc_scan *, const struct source *,
		    struct diag *);

/* The unsafe character at the start of `s`, as a fault; false. */
bool	doc_unsafe(const struct source *, struct span, struct str s,
	    struct diag *);

/* The readers proper, on bytes that were scanned. */
MUST_USE bool	quick_read(struct doc *, const struct source *,
		    struct doc_scan *, struct arena *);
MUST_USE bool	yaml_read(struct doc *, const struct source *,
		    const struct doc_scan *, struct arena *, struct diag *);

/* Where libyaml stumbled, in bytes, and in its words. */
struct doc_stumble {
	uint32_t    at;		/* the problem */
	uint32_t    from;	/* what it was reading began here */
	const char *problem;	/* may be NULL */
};

/*
 * Finds the mistake behind a stumble, looking at the lines around it for
 * what people get wrong, and records it with its cure.  False.
 */
bool	lint_stumble(const struct source *, const struct doc_stumble *,
	    struct diag *);

#endif
