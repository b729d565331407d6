/* SPDX-License-Identifier: MIT */
/*
 * doc-line - the lines of a text that is not YAML, as a person sees them
 *
 * Where libyaml stumbles there are no nodes yet: what is a key, what is
 * indented how far, and what it belongs to, is told from the lines alone.
 * Only the doc-*.c files include this.
 */
#ifndef DOC_LINE_H
#define DOC_LINE_H

#include "buf.h"
#include "doc-build.h"

#define DOC_WALK	2000	/* lines walked up or down from a place */

/* One line, taken apart. */
struct line {
	struct str text;	/* without its end */
	uint32_t   begin;	/* offset of the text in the source */
	size_t     first;	/* in text: past blanks, full-width ones too */
	size_t     body;	/* past the dashes of lists, too */
};

/* A collection that is open where a line begins. */
struct level {
	size_t     col;
	bool       seq;
	struct str key;		/* of a sequence: what its records begin with */
};

struct levels {
	struct level v[DOC_DEPTH];
	size_t       n;
	struct line  up;	/* the line above; no text where there is none */
};

struct line	line_of(const struct doc_mender *, uint32_t at);
struct span	line_span(const struct line *);

/* The next line that says something, above an offset or below a line. */
bool	line_above(const struct doc_mender *, uint32_t begin, struct line *);
bool	line_below(const struct doc_mender *, const struct line *,
	    struct line *);

bool	line_empty(const struct line *);	/* or a comment */
bool	line_entry(const struct line *);	/* begins with a dash */
bool	line_opens(const struct line *);	/* "key:" or a lone dash */

/* Whether a line lies within a text that | or > began. */
bool	line_in_text(const struct doc_mender *, const struct line *);

/* The key of a line, or nothing; where the value behind it begins. */
struct str	line_key(const struct line *);
size_t		line_value(const struct line *);

/* Columns up to `end`, a tab being so many. */
size_t	line_columns(const struct line *, size_t end, size_t tab);

/* The offset of the first blank of the indentation that is no space. */
size_t	line_odd_blank(const struct line *);

/* The line with as many spaces before it. */
void	line_indent(struct buf *, const struct line *, size_t col);

bool		is_blank(char);
size_t		wide_blanks(struct str, size_t at);	/* U+3000, too */
size_t		key_colon(struct str, size_t at);	/* or s.n */
struct str	without_comment(struct str);
/* Could be a key: no blank, no quote, no bracket, not empty. */
bool		is_word(struct str);

/* What is open where a line begins, told by the lines above. */
void	levels_of(struct levels *, const struct doc_mender *,
	    const struct line *);

/* Whether a line may begin in a column; the nearest where it may. */
bool	levels_fit(const struct levels *, const struct line *, size_t col);
size_t	levels_nearest(const struct levels *, const struct line *,
	    size_t col);	/* or SIZE_MAX */

/* Where a line that tabs indent should begin, whatever they stand for. */
size_t	levels_meant(const struct levels *, const struct line *);

/* ---- mistakes: doc-mistake.c --------------------------------------------- */

struct find {
	struct doc_mender        *m;
	struct doc_stumble        s;
	struct span at;		/* in the text of the line */
	struct str  text;	/* what is wrong */
	struct buf  cure;	/* the line as it should read; may be empty */
	struct span lost;	/* in the source: a value that is a guess */
	unsigned    where;	/* the mistake is looked for */
	size_t      moved;	/* the lines below it move, too, if not 0: ... */
	size_t      want;	/* ... from that column + 1 to this one */
};

/* Where a mistake is looked for. */
enum {
	HERE = 1,		/* in the line libyaml stumbled on */
	KEY = 2,		/* in what it took for a key */
	NEARBY = 4,		/* in lines above, too */
	GUESS = 8,		/* there, where nothing else is found */
	FAR = 16,		/* and even far above */
	TEXT = 32,		/* in what was read as text */
	QUOTE = 64		/* in what was read as text in quotes */
};

/* The rule of a mistake in the line, of those looked for there, or NULL. */
const char	*mistake_find(struct find *, const struct line *,
		    unsigned where);

/* The line with its indentation as spaces; its rule. */
const char	*mistake_indent(struct find *, const struct line *,
		    size_t want);

#endif
