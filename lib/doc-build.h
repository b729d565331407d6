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
	const struct source *src;	/* borrowed: the text, maybe mended */
	const struct doc_repairs *mended;	/* borrowed; NULL: as it is */
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
	/* room for nodes that the quick reader leaves when it declines */
	struct node *room;
	size_t       cap;
};

/* A source whose lines are mended one by one. */
struct doc_mender {
	const struct source *src;	/* as it is */
	struct source        text;	/* as it was mended so far */
	char                 eol;	/* what ends its lines */
	struct arena        *arena;	/* borrowed: owns lines and repairs */
	struct diag         *dg;
	struct doc_scan      scan;	/* of the text */
	struct doc_repairs  *done;
	struct doc_mend     *due;	/* lines to be mended, in any order */
	size_t               ndue, due_cap;
};

void	mend_init(struct doc_mender *, const struct source *, struct arena *,
	    struct diag *);

/* Where something in the mended text stands in the source. */
struct span	mend_told(const struct doc_repairs *, struct span);

/* The same, with the source to tell it of. */
struct span	mend_at(const struct doc_mender *, struct span);

/* The line of the text that holds `at`, without its end. */
struct span	mend_around(const struct doc_mender *, uint32_t at);

/*
 * Notes that `now` shall stand for a line of the text, or for several lines
 * that are left out.  False where that was done too often.
 */
bool	mend_line(struct doc_mender *, struct span line, struct str now,
	    bool sure);

/* Whether that was noted for the line at a place of the text. */
bool	mend_is_due(const struct doc_mender *, uint32_t line);

/* Notes what is lost, by its place in the text. */
void	mend_lose(struct doc_mender *, struct span, bool whole);

/* The line as the cure of the last fault; false: it is too long to show. */
bool	mend_cure(const struct doc_mender *, struct str now);

/* The text with all that is due, in the arena. */
void	mend_apply(struct doc_mender *, struct arena *);

void	build_init(struct doc_build *, const struct source *, struct arena *);

/* Where to tell of it: the source behind the text, and the place there. */
const struct source	*build_src(const struct doc_build *);
struct span		 build_at(const struct doc_build *, struct span);

/* The index of the new node. */
uint32_t	build_scalar(struct doc_build *, enum node_style, struct span,
		    struct str text);

/* False where that would be deeper than DOC_DEPTH. */
MUST_USE bool	build_open(struct doc_build *, enum node_kind,
		    enum node_style, uint32_t at);

/* `end` is past the bracket; 0 where a block ends with its last value. */
void	build_close(struct doc_build *, uint32_t end);

/* The last collection, closed, becomes an empty scalar. */
void	build_fold(struct doc_build *, uint32_t node);

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

/* Size and encoding, of JSON. */
MUST_USE bool	doc_check(const struct source *, struct diag *);

/* False, without a fault, where the bytes are not good for YAML. */
MUST_USE bool	doc_scan(struct doc_scan *, const struct source *);

/*
 * Says why not, and takes away what can be done without; false where the
 * bytes are another encoding, or beyond all mending.
 */
MUST_USE bool	doc_clean(struct doc_mender *);

/* The unsafe character at the start of `s`, as a fault without cure; false. */
bool	doc_unsafe(const struct source *, struct span, struct str s,
	    struct diag *);

/* How a reading ended. */
enum doc_end {
	READ_GOOD,
	READ_FAULTY,		/* all of it, with faults */
	READ_STUMBLED,		/* libyaml gave up */
	READ_OVER		/* a bound was passed */
};

/* Where libyaml stumbled, in bytes, and in its words, which are constants. */
struct doc_stumble {
	uint32_t    at;		/* the problem */
	uint32_t    from;	/* what it was reading began here */
	bool        second;	/* a second document begins */
	const char *problem, *context;	/* may be NULL */
};

/* The readers proper, on bytes that were scanned. */
MUST_USE bool	quick_read(struct doc *, const struct source *,
		    struct doc_scan *, struct arena *);
enum doc_end	yaml_read(struct doc *, struct doc_stumble *,
		    struct doc_mender *, struct arena *, struct diag *);

/*
 * Finds the mistake behind a stumble, looking at the lines around it for
 * what people get wrong, records it with its cure and notes what to mend.
 */
void	lint_stumble(struct doc_mender *, struct doc_stumble);

/* The same for what YAML takes for text though it was hardly meant so. */
void	lint_nodes(struct doc_mender *, const struct doc *);

#endif
