/* SPDX-License-Identifier: MIT */
/*
 * asked - what a report is asked for, and what all reports share
 *
 * A report is a function from a ledger and a question to a table.  The same
 * question put to the same ledger on the same day gives the same table.
 * Texts that an audience may not see are left out when the table is built;
 * the columns are cut afterwards, by audience_cut.
 */
#ifndef ASKED_H
#define ASKED_H

#include "books.h"
#include "settle.h"

struct asked {
	struct ledger       *led;	/* borrowed */
	struct str           name;	/* of the report: its English name */
	struct period        period;	/* from == to: all time */
	struct str           village;	/* a code; empty: all */
	struct str           word;	/* KIND or SUBJECT, as typed */
	const struct source *src;	/* where the word was said ... */
	struct span          at;
	struct str           book;	/* as typed; empty: the usual one */
	const struct source *book_src;
	enum audience        audience;	/* who will read it */
	bool                 totals;	/* a last row of sums is wanted */
	bool                 page;	/* it will hang on a board */
	const struct settlement *kept;	/* all groups, for --each */
};

typedef bool	report_fn(struct table *, const struct asked *,
		    struct diag *);

bool	asked_all_time(const struct asked *);
/* Of that period, or all; village too. */
struct ledger_scope	asked_scope(const struct asked *);

/* 小房村: a village's name without 村民委员会, 社区居委会 …; by its code. */
struct str	asked_village(const struct asked *, struct str code,
		    struct diag *);
/* The village asked for, else the ledger's own name. */
struct str	asked_place(const struct asked *, struct diag *);

/* 2026年4月13日; 2026-04-13 in English. */
struct str	asked_day(const struct asked *, date_day);

/* The line under a title (unit and period), and the lines for who filled in
 * and who checked. */
void	asked_head(struct table *, const struct asked *, struct diag *);
void	asked_foot(struct table *, const struct asked *, struct diag *);

/* One more line of a head or a foot. */
void	asked_line(struct table *, struct strs *, struct str);

/* A column whose label is an English literal. */
struct column	*asked_column(struct table *, const char *key,
		    struct str label, enum cell_type, enum audience);

/* What settle_note says of a row, with categories by name, not by code. */
struct str	asked_note(const struct asked *, const struct rulebook *,
		    const struct settle_row *, struct diag *);

/*
 * The rulebook named, or the usual one: of households, of villages where
 * `villages`; else the only one there is.
 */
MUST_USE bool	asked_book(const struct rulebook **, const struct asked *,
		    bool villages, struct diag *);

#endif
