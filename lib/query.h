/* SPDX-License-Identifier: MIT */
/*
 * query - which rows of a table are wanted, and what they add up to
 *
 * A query is what --where and bare FIELD=VALUE words say, all of which must
 * hold.  It knows columns by key or label and compares by what a cell is:
 * numbers exactly, days with days or periods, all else by bytes.  It works
 * on a table before audience_cut.
 *
 *	expr  = and { or and };  and = not { "and" not }
 *	not   = { "not" } ( "(" expr ")" | test )
 *	test  = column ( = == != < <= > >= ) value { "," value }
 *	      | column =~ pattern | column "is" [ "not" ] "empty"
 *
 * Words are Chinese too (且 或 非 为空 不为空), marks full-width too.  Text
 * with blanks or marks in it stands in '…', "…" or “…”; there are no escapes.
 * Several values, with = and != only, mean any and none of them.
 */
#ifndef QUERY_H
#define QUERY_H

#include "table.h"

#define QUERY_MAX	8192	/* bytes in one expression */
#define QUERY_DEPTH	50	/* parentheses within parentheses */
#define QUERY_VALUES	4096	/* behind one FIELD= */

struct query;		/* used by one thread at a time */

/* Keeps every row. */
struct query	*query_new(struct arena *);

/*
 * From an expression, which must outlive the query.  An empty one is a
 * fault.  Faults: "query", "pattern-form".
 */
MUST_USE bool	query_parse(struct query **, struct arena *,
		    const struct source *expr, struct diag *);

/* A word FIELD=VALUE, as intake_split leaves it. */
struct query_word {
	struct str           key, value;
	const struct source *src;	/* borrowed: must outlive the query */
	struct span          key_at, value_at;
	bool                 lines;	/* one value a line, from a file */
};

/*
 * Adds one more condition.  Values are separated by , ; 、 or full-width
 * forms and any of them will do; so will those of another word for the same
 * column.  An empty value asks for empty cells.  Fault: "query".
 */
MUST_USE bool	query_field(struct query *, const struct query_word *,
		    struct diag *);

/*
 * Finds the columns and reads the values as the columns want them; all
 * faults at once: "query", "date-form", "date-range".  A value that is none
 * of the column's choices is warned of: "query.choice".
 */
MUST_USE bool	query_bind(struct query *, const struct table *,
		    date_day today, struct diag *);

/*
 * Is the row wanted?  False only where a pattern gave up on it
 * ("pattern-limit").  The table must have the columns of the one bound to.
 */
MUST_USE bool	query_row(bool *wanted, const struct query *,
		    const struct table *, size_t row, struct diag *);

/* Binds, and keeps the rows that are wanted; on a fault all stay. */
MUST_USE bool	query_filter(struct table *, struct query *, date_day today,
		    struct diag *);

/*
 * The widest audience that may see all columns the bound query reads: who
 * sees which rows are there learns what was asked.
 */
enum audience	query_privacy(const struct query *, const struct table *);

struct grouping {
	const struct str *by;		/* keys or labels */
	size_t            nby;
	const struct str *sums;
	size_t            nsums;
	struct str        count_label;	/* in the ledger's language */
};

/*
 * One row for each distinct combination of the columns `by`, sorted by them:
 * these columns, the column "count" ("rows" where one of the others is called
 * that) and the sums.  What names different things (cell.id) is different.
 * With nothing in `by`, one row for all, even of an empty table.
 *
 * Group columns keep their privacy; the count has the narrowest of theirs, a
 * sum its own if that is narrower.  Fault: "column".
 */
MUST_USE bool	table_group(struct table *out, const struct table *in,
		    const struct grouping *, struct diag *);

#endif
