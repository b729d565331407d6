/* SPDX-License-Identifier: MIT */
/*
 * splice - one edit of one record, as byte ranges of its file
 *
 * Sets, takes away or appends to a field of a mapping wherever it stands,
 * in block or flow style, keeping the indentation, line ends and comments
 * that are there.  A new key comes after the keys that the schema puts
 * before it.
 */
#ifndef SPLICE_H
#define SPLICE_H

#include "emit.h"
#include "patch.h"

struct splice {
	const struct doc   *doc;	/* borrowed */
	struct patch       *patch;	/* borrowed: takes the edits */
	const char         *eol;	/* "\n" or "\r\n", as the file has it */
	const struct field *fields;	/* of the mapping, in schema order */
	size_t              nfields;
	uint32_t            map;	/* the mapping's node */
};

/* Replaces the value of a key, or inserts the key. */
void	splice_set(const struct splice *, const struct field *,
	    const struct value *);

/* Takes a key and its value away; absent ones are no matter. */
void	splice_drop(const struct splice *, const struct field *);

/* One more item behind those of the list under a key, which must exist. */
void	splice_append(const struct splice *, const struct field *,
	    const struct value *item);

/* Where a line may be put below a value: the end of its last line, blank ones
 * that a text after |+ counts as its own included. */
uint32_t	splice_below(const struct doc *, uint32_t value);

/* The line end a file uses: that of its first line. */
const char	*splice_eol(struct str bytes);

/*
 * What must be inserted, and where, to put records (each as emit_record
 * makes it, without indent) at the end of a list file: the offset comes
 * back, the text goes into the buf.  An empty flow list `[]` is replaced.
 */
struct span	splice_tail(struct buf *, const struct doc *,
		    struct str records);

#endif
