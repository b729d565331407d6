/* SPDX-License-Identifier: MIT */
/*
 * csv - RFC 4180, both directions
 *
 * Reading goes row by row and tells each cell's place in the source, so that
 * a fault in row 7,312 points at its line and column.  LF, CR LF and CR end
 * a row; cells may hold any of them in quotes; blanks are kept.
 */
#ifndef CSV_H
#define CSV_H

#include "buf.h"
#include "diag.h"

#define CSV_CELLS	1000	/* in one row */

struct csv_cell {
	struct str  text;	/* unquoted */
	struct span at;		/* in the source, quotes included */
};

struct csv_row {
	const struct csv_cell *cells;	/* until the next row */
	size_t                 n;
	size_t                 number;	/* of the row, the header being 1 */
	struct span            at;
};

/*
 * Calls fn for each row that is not empty.  A broken quote is a fault
 * ("csv-quote") and ends the reading.  fn returning false stops it, too.
 */
MUST_USE bool	csv_each(const struct source *, char separator,
		    struct arena *, bool (*fn)(void *, const struct csv_row *),
		    void *ctx, struct diag *);

/* One cell with the quotes it needs; then the separator is the caller's. */
void	csv_put(struct buf *, struct str, char separator);

/*
 * Would a spreadsheet take this text for a formula (CWE-1236)?  What we
 * write then has an apostrophe in front; numbers never need one.
 */
bool	csv_needs_guard(struct str);

/* A cell as it was before it was guarded: '=1+1 and ="0123" lose what was
 * put around them, everything else stays. */
struct str	csv_unguarded(struct str);

#endif
