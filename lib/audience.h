/* SPDX-License-Identifier: MIT */
/*
 * audience - who may see what; the only place that decides it
 *
 * Every field and every column has the widest audience that may see it
 * (x-privacy in the schemas; absent means internal).  A table is cut to an
 * audience before it is rendered, by allow-list, whatever the format; a
 * renderer refuses a table that was not.
 */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include "table.h"

/* internal, department, village, township, public; else false. */
MUST_USE bool	audience_parse(enum audience *, struct str);
const char	*audience_name(enum audience);

/* May a field of this privacy be shown to this audience? */
bool	audience_sees(enum audience who, enum audience privacy);

/*
 * May the audience see the column of that key or label?  If not, a fault
 * ("audience.column"): for columns that rows are ordered or summed by, too,
 * since an order tells what it was made from.  Unknown columns are none.
 */
MUST_USE bool	audience_may(const struct table *, struct str key,
		    enum audience who, struct diag *);

/*
 * Drops the columns and masks the cells that `who` may not see and marks the
 * table as cut.  A column that was asked for by name (column.wanted) and may
 * not be seen is a fault ("audience.column"), a title that may not be seen
 * another ("audience.title"); nothing is then shown.
 */
MUST_USE bool	audience_cut(struct table *, enum audience who,
		    struct arena *, struct diag *);

/* 王*明, 王**: a name as domain.md C2.6 masks it. */
struct str	audience_mask_name(struct str name, enum audience who,
		    struct arena *);

#endif
