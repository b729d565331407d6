/* SPDX-License-Identifier: MIT */
/*
 * regions - the region tree of a new ledger, from a CSV table
 *
 * Columns by key or label: code, name, level, and any other field of a
 * region; an empty cell is an absent field.  Every row must lie below the
 * ledger's own region or above it, which its code tells; codes are unique,
 * parents are there, and nobody is his own ancestor.  Where the table lacks
 * the ledger's own region, it is put first.
 */
#ifndef REGIONS_H
#define REGIONS_H

#include "intake.h"

/* A region code's own part: 371603002000 has 371603002; by its level. */
struct str	regions_stem(struct str code);

/* province, city, county, township or village. */
const char	*regions_level(struct str code);

/*
 * The file registers/regions.yaml.  The source becomes UTF-8.  All faults of
 * all rows: "region.outside", "region.digits", "region.cycle", "dup-id",
 * "unknown-ref", those of the CSV and of the schema.
 */
MUST_USE bool	regions_read(struct str *yaml, struct ledger *,
		    const struct kind *, struct source *csv, struct str code,
		    struct str name, struct diag *);

#endif
