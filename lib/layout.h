/* SPDX-License-Identifier: MIT */
/*
 * layout - where records live: the path patterns of the schemas
 *
 * A pattern is a path with placeholders: {village}, {id}, {month} stand for
 * the text of a field; {date:month} for the month, {day:year} for the year
 * of a date field; {id:year} for the year in an id (I20260316-…).
 * A placeholder fills one whole part of a name and holds no '/'.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "date.h"
#include "kind.h"

/* What a path says, by the pattern it fits. */
struct layout_found {
	struct str village;	/* {village}, else empty */
	struct str stem;	/* the file's name without ".yaml" */
	struct str when;	/* "2026-03" or "2026" where it is dated */
};

bool	layout_match(struct str pattern, struct str path,
	    struct layout_found *);

/* May a file dated so hold a record of the period?  "" always may. */
bool	layout_within(struct str when, struct period);

/*
 * The path of a record: `text(ctx, field)` gives the text of its fields.
 * Empty where a field that the path needs has no text or is no date.
 */
struct str	layout_path(struct str pattern, struct arena *,
		    struct str (*text)(const void *ctx, struct str field),
		    const void *ctx);

/* Of a pattern that cannot be expanded: which field it needs; for faults. */
struct str	layout_needs(struct str pattern,
		    struct str (*text)(const void *ctx, struct str field),
		    const void *ctx);

#endif
