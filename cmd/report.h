/* SPDX-License-Identifier: MIT */
/*
 * report - the parts of the command: what is asked, and where it goes
 */
#ifndef REPORT_H
#define REPORT_H

#include "asked.h"
#include "cmd.h"

enum {
	REPORT_WORD = 1,	/* takes a KIND or a SUBJECT */
	REPORT_THIN = 2,	/* columns without content are left out */
	REPORT_EXPORT = 4,	/* CSV with keys, unless said otherwise */
	REPORT_SETTLED = 8,	/* one settlement serves all villages */
	REPORT_WHOLE = 16	/* a document: no rows are chosen of it */
};

struct report {
	const char   *name, *zh, *summary;
	report_fn    *make;
	const char   *period;	/* when none is said; NULL: all time */
	enum audience audience;	/* likewise */
	unsigned      flags;
};

/* A report made: its table, and where it goes (empty: --output). */
struct report_out {
	struct table table;
	struct str   path;
};

/* csv, html …: as --format or the name of the output says, or empty. */
struct str	report_format(const struct cmd *);

/* Rows are chosen, ordered or summed: a last row of sums has no place. */
bool		report_chosen(const struct cmd *);

/* The question, from options and words. */
MUST_USE bool	report_ask(struct asked *, struct cmd *,
		    const struct report *, struct str book);

/* Columns in which nothing stands and that nobody speaks of go. */
void		report_thin(struct cmd *, struct table *);

/* --each is village, and -o says where; else a fault. */
MUST_USE bool	report_each_usage(struct cmd *);

/* The path for a village: {village} its code, {name}, {period}. */
struct str	report_path(struct cmd *, struct str code, struct str name,
		    struct period);

/* All are rendered before the first is written; prints the paths. */
MUST_USE bool	report_write(struct cmd *, struct report_out *, size_t n,
		    enum audience);

/* All of it: asked, made from one state of the ledger, written. */
MUST_USE bool	report_run(struct cmd *, const struct report *,
		    struct str book);

#endif
