/* SPDX-License-Identifier: MIT */
/*
 * source - the bytes of one input, and where its lines begin
 *
 * A file of the ledger, a CSV to import, one argument of the command line:
 * everything a fault can point into is a source.  Offsets are bytes, the
 * byte order mark counted; lines and columns are computed for people.
 * A line ends at LF or CR LF (or at a lone CR where a file has no LF).
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "arena.h"

#define SOURCE_MAX	(64u << 20)	/* bytes in one source */

struct source {
	struct str path;	/* as messages name it */
	struct str bytes;	/* owned by the arena it was read into */
	/* what store saw when it read the file; zero for other inputs */
	uint64_t   dev, ino, size;
	int64_t    mtime_ns;
	bool       exists;
};

struct place {
	uint32_t   line;	/* from 1 */
	uint32_t   column;	/* from 1, in code points, BOM not counted */
	uint32_t   byte_column;	/* from 1, in bytes, BOM not counted */
	struct str text;	/* the line, without its end and the BOM */
};

/* A place walked to, from which later ones in the same bytes go on. */
struct source_mark {
	uint32_t at;		/* the place */
	uint32_t line;		/* its line, from 1 */
	uint32_t begin;		/* where that line begins, after the BOM */
	uint32_t column;	/* code points from there to the place */
	char     eol;		/* what ends lines: LF, or CR */
};

struct source	source_of(const char *path, struct str bytes);

/* Counts from the start; diag remembers marks and so need not. */
struct place	source_place(const struct source *, uint32_t at);

struct source_mark	source_start(const struct source *);

/* The mark moved on to `at`, which must not be before it. */
struct source_mark	source_walk(const struct source *, struct source_mark,
			    uint32_t at);

/* What there is to say about a mark. */
struct place	source_place_at(const struct source *, struct source_mark);

#endif
