/* SPDX-License-Identifier: MIT */
/*
 * record - one record of a file, its fields found once
 *
 * A record is a mapping in a doc seen through its kind: after record_init
 * every field is a node index in a small array, so reading a field costs
 * nothing.  Texts are slices that live as long as the doc's source.
 */
#ifndef RECORD_H
#define RECORD_H

#include "date.h"
#include "kind.h"
#include "points.h"

struct record {
	const struct kind *kind;	/* borrowed */
	const struct doc  *doc;		/* borrowed */
	uint32_t           node;	/* the mapping */
	uint32_t           at[KIND_FIELDS];	/* field index -> value node */
};

void	record_init(struct record *, const struct kind *, const struct doc *,
	    uint32_t node);

/* By field index (kind_index); -1 or an absent field gives nothing. */
struct str	record_str(const struct record *, int field);
date_day	record_date(const struct record *, int field);
points		record_points(const struct record *, int field);	/* or 0 */
int64_t		record_int(const struct record *, int field);	/* or 0 */

/* By key, for those who read few records. */
uint32_t	record_get(const struct record *, const char *key);
struct str	record_text(const struct record *, const char *key);
date_day	record_day(const struct record *, const char *key);

struct str	record_id(const struct record *);
bool		record_voided(const struct record *);

/* How many items a list field has; the items one by one: doc_first/after. */
size_t		record_count(const struct record *, int field);

/* The sort of text function that layout_path asks for; ctx is a record. */
struct str	record_layout(const void *record, struct str field);

/* What the kind's label fields say of it, joined: for people to know it. */
struct str	record_label(const struct record *, bool chinese,
		    struct arena *);

#endif
