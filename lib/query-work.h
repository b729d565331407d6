/* SPDX-License-Identifier: MIT */
/* query-work - a query as its parser leaves it; shared by query*.c only. */
#ifndef QUERY_WORK_H
#define QUERY_WORK_H

#include "pattern.h"
#include "query.h"

enum query_op {
	QUERY_EQ, QUERY_NE, QUERY_LT, QUERY_LE, QUERY_GT, QUERY_GE, QUERY_LIKE
};

/* One value, and what else it could be read as; filled in by query_bind. */
struct query_value {
	struct str          text;	/* empty: asks for an empty cell */
	struct str          half;	/* in half-width, where not quoted */
	struct span         at;
	bool                loose;	/* a whole list: maybe no number */
	bool                is_number, is_date;
	__int128            n;		/* hundredths, rounded down, ... */
	bool                more;	/* ... and there was more to it */
	struct period       when;
	struct query_value *next;
};

struct query_test {
	enum query_op        op;
	struct str           column;
	struct span          column_at;
	const struct source *src;	/* borrowed: outlives the query */
	struct query_value  *values;
	struct pattern      *pattern;
	bool                 word;	/* from a bare FIELD=VALUE */
	struct query_test   *next;	/* of all */
	/* from query_bind */
	size_t               at;	/* index of the column */
	struct query_test   *also;	/* a word for the same column, ... */
	bool                 joined;	/* ... which this one is */
};

enum query_node_type { NODE_TEST, NODE_AND, NODE_OR };

struct query_node {
	enum query_node_type type;
	bool                 not;	/* of the result */
	struct query_test   *test;
	struct query_node   *first, *last, *next;
};

struct query {
	struct arena       *arena;	/* borrowed: owns all of it */
	struct query_node   root;	/* NODE_AND */
	struct query_test  *tests;
	struct pattern_run *run;
	size_t              ncolumns;	/* of the table bound to */
};

void	query_node_add(struct query_node *list, struct query_node *);

/* A new test, known to the query but not yet in its tree. */
struct query_test	*query_test_new(struct query *, enum query_op,
			    struct str column, struct span column_at,
			    const struct source *);

/* One more value; **end is where the last one points. */
void	query_value_add(struct query *, struct query_value ***end,
	    struct str text, struct span at, bool quoted);

#endif
