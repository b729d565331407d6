/* SPDX-License-Identifier: MIT */
/*
 * settle - a book's quarter or year: computed, published, frozen, verified
 *
 * A group is what is ranked together and has one settlement file: a village's
 * households, all villages of the township, one class of persons.  What
 * stands in its file is what the people read; what the records give is
 * computed anew.  As long as a group is not frozen, its rows come from the
 * records; a frozen one is shown as it was frozen, and verified against the
 * records it came from.
 *
 * Villages are read in parallel, each once for every book; the results are
 * put together in the order of books, villages and ranks.
 */
#ifndef SETTLE_H
#define SETTLE_H

#include "acts.h"
#include "change.h"

/* A category of a 100-point book, or a quarter of a year. */
struct settle_line {
	struct str code;
	points     points;
};

struct settle_row {
	struct str village;	/* in which the subject lives, or which it is */
	struct str subject;
	struct str name;	/* empty of a frozen row */
	points     plus, minus;	/* minus is never above 0 */
	points     earned, base, total;
	points     satisfaction, last_quarter;	/* for ties only */
	bool       has_year_total;
	points     year_total;	/* earned since the first of January */
	uint32_t   rank;	/* 0: none */
	bool       vetoed, incomplete;
	size_t     late, objected;	/* acts counted late, or held back */
	struct str missing;	/* codes of the figures that are not known */
	struct str disputed;	/* codes of those that were given twice */
	struct str note;	/* of a frozen row */
	struct settle_line *categories, *quarters;
	size_t     ncategories, nquarters;
	/* of a year under a 100-point book */
	points     mean, bonus, penalty, governance, other, annual;
	bool       has_mean, has_other, has_annual;
};

/* Someone of a frozen list, and the village whose files tell of him. */
struct settle_member {
	struct str village, subject;
};

/* What stands in a group's file. */
struct settle_file {
	struct str    path;
	bool          exists;
	struct value *value;	/* the record; NULL where there is none */
	date_day      evaluated_on, posted_on, from, to;	/* published */
	date_day      frozen_on;	/* DATE_NONE: not frozen */
};

/* Entries of one village that nobody has reviewed, and others passed over. */
struct settle_left {
	struct str village;
	size_t     unreviewed;
	size_t     strays;	/* approved, of subjects that are not scored */
};

struct settle_group {
	const struct rulebook *book;
	struct str         village;	/* under which the file lies */
	struct str         class;	/* of persons, else empty */
	struct str         id;		/* 2026Q1-household */
	struct settle_file file;
	bool               as_frozen;	/* rows are those of the file */
	struct settle_member *members;	/* frozen, and run SETTLE_BOUND: who */
	size_t             nmembers;	/* stands in the file */
	struct settle_row *rows;	/* by rank */
	size_t             nrows, rows_cap;
	struct settle_left *left;
	size_t             nleft, left_cap;
	struct strs        versions;
	date_day           cutoff;
	size_t             counted, unreviewed, nacts;
	struct str         digest;	/* of what was counted */
	size_t             open, founded, unfounded;	/* objections */
	struct strs        objections;	/* ids of the open ones */
	struct strs        open_quarters;	/* of a year: not yet frozen */
	bool               on_annual;	/* ranked on the annual total */
	bool               ties_used;	/* equal totals, unequal ranks */
	struct buf         parts;	/* digests of the villages' acts */
};

enum settle_source {
	SETTLE_STANDING,	/* frozen rows where frozen, else records */
	SETTLE_RECORDS,		/* always the records as they are now */
	SETTLE_BOUND		/* the same; of rates what was known when it
				   was evaluated: for publishing, freezing */
};

struct settle_scope {
	const struct rulebook *book;	/* NULL: all */
	struct str             village;	/* empty: all */
	struct period          period;	/* a quarter or a year */
	enum settle_source     source;
	date_day               bound;	/* the day of evaluation; 0: that of
					   the file */
};

struct settlement {
	struct ledger       *led;
	struct settle_scope  scope;
	struct settle_group *groups;	/* those with rows */
	size_t               ngroups, groups_cap;
};

/*
 * All groups in scope.  A township-wide group is computed whole, whatever the
 * village asked for.  Faults: those of the files; settlement.sum where parts
 * and totals disagree.
 */
MUST_USE bool	settle_run(struct settlement *, struct ledger *,
		    const struct settle_scope *, struct diag *);

/* The evaluation that goes before publishing. */
struct settle_evaluation {
	date_day   day;
	struct str approved_by;
	struct str meeting;	/* id; empty: none */
};

/*
 * What may be done to a group, and what came of it.  Publishing needs the
 * review of the last month to be closed; posting rolls to a working day and
 * the window begins with it.  A group whose ranks a decision moved is posted
 * anew, with the earlier posting kept.
 */
enum settle_outcome {
	SETTLE_DONE,		/* a file was written */
	SETTLE_SAME,		/* it was so already */
	SETTLE_FROZEN,		/* frozen already */
	SETTLE_UNPUBLISHED,	/* freezing: was not published */
	SETTLE_WINDOW,		/* freezing: the window is not over */
	SETTLE_OBJECTED,	/* freezing: an objection is open */
	SETTLE_CHANGED		/* freezing: not what was published */
};

/* May this period be published today?  Faults: settlement.open-month,
 * settlement.open-quarter of a year, settlement.evaluation. */
MUST_USE bool	settle_may_publish(const struct settlement *,
		    const struct settle_evaluation *, struct diag *);

MUST_USE bool	settle_publish(enum settle_outcome *, struct settlement *,
		    struct settle_group *, const struct settle_evaluation *,
		    struct change *, struct diag *);

/* The groups must have been run with SETTLE_BOUND. */
MUST_USE bool	settle_freeze(enum settle_outcome *, struct settlement *,
		    struct settle_group *, struct change *, struct diag *);

/* The first day on which a published group may be frozen. */
date_day	settle_freeze_day(const struct settlement *,
		    const struct settle_group *);

/*
 * Do the days of a file follow one another: the last month closed, evaluated,
 * posted, hung long enough, frozen?  Faults: settlement.evaluation,
 * settlement.window.
 */
bool		settle_dates(const struct settlement *,
		    const struct settle_group *, struct diag *);

/*
 * Does the file hold what the records give?  Each difference is a fault of
 * that rule at its place in the file; false if there is one.  Compared are
 * those who stood in the list when it was frozen, though they left since;
 * who has come since without anything that counts is no difference.
 */
bool		settle_same(const struct settlement *,
		    const struct settle_group *, const char *rule,
		    struct diag *);

/* What is to be said of a row, in the user's language: veto, late … */
struct str	settle_note(const struct settle_row *, struct arena *,
		    struct diag *);

#endif
