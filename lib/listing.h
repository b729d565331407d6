/* SPDX-License-Identifier: MIT */
/*
 * listing - records of any kind as tables, from the schema alone
 *
 * `list` shows them to people: a column a field in the schema's order,
 * labels for choices and names for references, with the key or id beside
 * (cell.id); a list is joined with ';', a mapping with ':'.  `export` writes
 * what ledger-import reads back: keys, ids and texts as they stand, a
 * mapping as columns FIELD.PART.  Both work for a kind the user added.
 */
#ifndef LISTING_H
#define LISTING_H

#include "asked.h"

report_fn	listing_list, listing_export;

/*
 * The records as JSON lines, whole: what CSV cannot hold (lists of
 * mappings) included.  Parts that the audience may not see are left out.
 */
MUST_USE bool	listing_json(struct buf *, const struct asked *,
		    struct diag *);

/* For reports that show some fields of a kind: a column for a field ... */
struct column	*listing_column(struct table *, const struct asked *,
		    const struct field *, struct diag *);
/* What alone can stand in a column of a field with choices. */
void	listing_choices(struct column *, struct arena *, const struct field *,
	    bool chinese);
/* ... and a record's cell in it. */
void	listing_cell(struct table *, const struct asked *,
	    const struct record *, const struct field *, uint32_t node,
	    struct diag *);

#endif
