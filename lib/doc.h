/* SPDX-License-Identifier: MIT */
/*
 * doc - YAML or JSON bytes as nodes with byte spans
 *
 * One document a source.  Nodes stand in one array in the order of the text,
 * so a subtree is a range and walking needs no recursion: the children of a
 * sequence or mapping begin at the next index, and node.next leads past a
 * whole subtree.  The children of a mapping are key, value, key, value.
 * Node 0 is the root; no child has index 0, so 0 also says "none".
 *
 * Refused, each with its rule: what is not well-formed UTF-8 ("encoding"),
 * unsafe characters, tabs that indent, anchors, aliases, tags, merge keys,
 * complex and duplicate keys, second documents, depth over DOC_DEPTH,
 * scalars over DOC_SCALAR, mappings over DOC_KEYS, files over SOURCE_MAX or
 * of more than DOC_NODES nodes.  An empty file is an empty document: n is 0.
 *
 * A fault of form does not end the reading: the line is mended in memory, by
 * the cure where there is one, and the rest is read on, so that every fault
 * of a file is told of at once.  doc_read still fails then.
 *
 * Two readers stand behind doc_read: one for the plain block form that
 * our tools and most people write, and libyaml's events, the judge of
 * everything else.  Where the first accepts, both give the same nodes.
 */
#ifndef DOC_H
#define DOC_H

#include "diag.h"

#define DOC_DEPTH	64
#define DOC_SCALAR	(1u << 20)	/* bytes */
#define DOC_KEYS	1000		/* in one mapping */
#define DOC_NODES	(8u << 20)	/* in one document */

enum node_kind { NODE_SCALAR, NODE_SEQ, NODE_MAP };

/* Core schema of YAML 1.2; quoted scalars are always strings. */
enum node_type { TYPE_STR, TYPE_NULL, TYPE_BOOL, TYPE_INT, TYPE_FLOAT };

enum node_style {
	STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED,
	STYLE_BLOCK, STYLE_FLOW		/* of collections */
};

struct node {
	uint8_t     kind, type, style;
	uint32_t    n;		/* items of a sequence, pairs of a mapping */
	uint32_t    next;	/* index past this subtree */
	struct span at;		/* of the scalar with its quotes; of a
				   collection from its first byte ('-', the
				   first key, '[') to the end of its last
				   value (past ']'); no comment, no blank;
				   a text after | or > ends with its last
				   line that is not blank, before the
				   line break; where nothing stands it is
				   empty, just behind the ':' or '-' */
	struct str  text;	/* of a scalar, decoded */
};

/*
 * A line of the source that another stands for, so that reading can go on.
 * Where `sure`, a fault was told of it and `now` is the whole cure; else the
 * line was moved with one above it, or is left out.
 */
struct doc_mend {
	struct span at;		/* in the source, without the line's end */
	uint32_t    to;		/* where `now` begins in the mended text */
	bool        sure;
	uint8_t     times;	/* how often this line was mended */
	struct str  now;
};

/*
 * What a fault took away from the source: a value that is not the one that
 * was meant or, where `whole`, keys, so that the record lacks them.
 */
struct doc_loss {
	struct span at;
	bool        whole;
};

/* What was mended, in the order of the source. */
struct doc_repairs {
	const struct source *src;	/* borrowed */
	struct doc_mend     *v;
	size_t               n;
	struct doc_loss     *lost;	/* in no order */
	size_t               nlost, lost_cap;
};

struct doc {
	const struct source *src;	/* borrowed: must outlive the doc */
	struct node         *nodes;
	uint32_t             n;
	const struct doc_repairs *mended;	/* NULL: nothing was */
};

/* By the path's ending: JSON by RFC 8259 for .json, else YAML. */
MUST_USE bool	doc_read(struct doc *, const struct source *,
		    struct arena *, struct diag *);
/*
 * For those who check: false as doc_read is, but then doc may hold the nodes
 * of the mended text (n > 0), their spans in the source as it is.  Nothing
 * may be written from them.
 */
MUST_USE bool	doc_read_repaired(struct doc *, const struct source *,
		    struct arena *, struct diag *);
/* Whether a fault took keys away from the node, or the value at a byte. */
bool		doc_lost(const struct doc *, uint32_t node);
bool		doc_doubtful(const struct doc *, uint32_t at);
/* Takes back the faults from `from` on that tell of such a value. */
void		doc_drop_doubtful(const struct doc *, struct diag *,
		    size_t from);

MUST_USE bool	doc_read_json(struct doc *, const struct source *,
		    struct arena *, struct diag *);
/* Through libyaml whatever the form, up to the first fault of form: the
   oracle for tests. */
MUST_USE bool	doc_read_yaml(struct doc *, const struct source *,
		    struct arena *, struct diag *);
/* The quick reader alone: false, without a fault, where it is not its form. */
MUST_USE bool	doc_read_quick(struct doc *, const struct source *,
		    struct arena *);

/* Index of the value of a key, 0 where the mapping lacks it. */
uint32_t	doc_get(const struct doc *, uint32_t map, struct str key);
/* Index of the key itself, 0 where lacking. */
uint32_t	doc_key(const struct doc *, uint32_t map, struct str key);
/* The text of the scalar under a key; empty where there is none. */
struct str	doc_text(const struct doc *, uint32_t map, const char *key);

/* First child of a collection, 0 if empty; the child after i in it, or 0. */
uint32_t	doc_first(const struct doc *, uint32_t collection);
uint32_t	doc_after(const struct doc *, uint32_t collection, uint32_t i);

/*
 * Same shape, same scalars (text and type), same order of keys, whatever the
 * style and place.
 */
bool	doc_same(const struct doc *, uint32_t a, const struct doc *,
	    uint32_t b);

/*
 * The lines of one item of a block sequence: from the start of the line with
 * its '-' to past the end of its last line (its comment on that line
 * included), so that cutting them leaves a good file.  Empty where the item
 * has no lines of its own: in flow, or in a list that begins behind a dash.
 */
struct span	doc_item_lines(const struct doc *, uint32_t item);

/* "/entries/1/status": where a node stands, RFC 6901. */
struct str	doc_pointer(const struct doc *, uint32_t node, struct arena *);

/* The core type of a plain scalar; whether YAML 1.1 readers see another. */
enum node_type	scalar_type(struct str);
bool		scalar_disputed(struct str);
/*
 * Whether a plain scalar looks like YAML's own marks in Chinese form: all in
 * “…” with ASCII within, all in ［…］; as the only item of a list in brackets
 * also one with a Chinese comma.  Such a text must stand in quotes.
 */
bool		scalar_wide(struct str, bool alone);

#endif
