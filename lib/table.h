/* SPDX-License-Identifier: MIT */
/*
 * table - titled columns, typed cells, rows
 *
 * Every list, tally and document of `report` is a table: head lines, typed
 * columns, rows, foot lines.  A renderer turns it into text and knows
 * nothing of visits or points.  Labels are English literals looked up in the
 * words, or text from a schema.
 */
#ifndef TABLE_H
#define TABLE_H

#include "date.h"
#include "points.h"

/* From the narrowest to the widest; a mark says the widest allowed. */
enum audience {
	AUDIENCE_INTERNAL, AUDIENCE_DEPARTMENT, AUDIENCE_VILLAGE,
	AUDIENCE_TOWNSHIP, AUDIENCE_PUBLIC
};

enum cell_type {
	CELL_NONE,	/* nothing: a dash for people, empty in CSV, null */
	CELL_TEXT,
	CELL_CODE,	/* text that looks like a number; spreadsheets beware */
	CELL_INT,
	CELL_POINTS,	/* n in hundredths */
	CELL_PERCENT,	/* n in hundredths of a per cent: 95.83% */
	CELL_DATE,	/* n a date_day */
};

struct cell {
	enum cell_type type;
	int64_t        n;
	struct str     text;
	struct str     id;	/* of what the text names, where it is a name */
};

struct column {
	struct str     key;	/* in JSON, and in CSV under --header keys */
	struct str     label;	/* in the ledger's language */
	enum cell_type type;	/* of most cells; decides the alignment */
	enum audience  privacy;	/* the widest that may see it */
	bool           is_name;	/* of a person: masked where C2.6 says so */
	bool           wanted;	/* asked for by name on the command line */
	struct strs    choices;	/* keys, then labels, of all that may stand */
};

struct table {
	struct arena  *arena;	/* borrowed: owns what is added */
	struct str     name;	/* of the report: tally, publicity-list … */
	struct str     title;
	struct strs    head;	/* lines between title and table */
	struct strs    foot;	/* lines after it */
	enum audience  title_privacy;	/* of title, head and foot */
	struct column *columns;
	size_t         ncolumns, columns_cap;
	struct cell   *cells;	/* nrows * ncolumns, row by row */
	size_t         ncells, cells_cap;
	bool           cut;	/* audience_cut was here */
	enum audience  audience;
	bool           chinese;	/* the language of dashes and yes/no */
};

/* The title may be seen by all, unless title_privacy is set afterwards. */
void	table_init(struct table *, struct arena *, struct str name,
	    struct str title);
/* Returns the new column, to set what is not the default. */
struct column	*table_column(struct table *, struct str key, struct str label,
		    enum cell_type, enum audience);

/* Cells are added in the order of the columns, row by row. */
void	table_text(struct table *, struct str);
void	table_named(struct table *, struct str id, struct str name);
void	table_code(struct table *, struct str);
void	table_int(struct table *, int64_t);
void	table_points(struct table *, points);
/* The rate in per cent, or a dash where the denominator is 0. */
void	table_rate(struct table *, int64_t num, int64_t den);
void	table_date(struct table *, date_day);	/* DATE_NONE: nothing */
void	table_none(struct table *);

size_t		table_rows(const struct table *);
const struct cell	*table_cell(const struct table *, size_t row,
			    size_t column);
/* Index of the column with that key or label, or ncolumns. */
size_t		table_find(const struct table *, struct str key);

/* Stable sort by the columns named, a leading '-' for descending. */
MUST_USE bool	table_sort(struct table *, const struct str *keys, size_t n,
		    struct diag *);
/* Keeps the rows for which keep[row] is true. */
void		table_keep(struct table *, const bool *keep);
/* Exactly these columns, in this order (keys or labels). */
MUST_USE bool	table_choose(struct table *, const struct str *keys, size_t n,
		    struct diag *);

/* These columns, by index and in this order, and no others. */
void		table_take(struct table *, const size_t *columns, size_t n);

/* What a cell shows to people ("-2.00", "95.83%", "2026-03-16"). */
struct str	cell_text(const struct cell *, struct arena *);
/* Days, numbers by value, text by bytes, nothing; in this order. */
int		cell_cmp(const struct cell *, const struct cell *);

#endif
