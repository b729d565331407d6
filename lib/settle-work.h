/* SPDX-License-Identifier: MIT */
/* settle-work - one village's share of the groups, and what is shared. */
#ifndef SETTLE_WORK_H
#define SETTLE_WORK_H

#include "par.h"
#include "settle.h"

/* What one village gives to one group. */
struct settle_part {
	struct settle_part *next;	/* of the same village */
	size_t              group;
	struct str          village;
	struct settle_row  *rows;
	size_t              nrows;
	struct strs         versions;	/* that its acts were priced by */
	struct str          digest;	/* of the acts counted */
	size_t              counted, nacts, unreviewed, strays;
	size_t              founded, unfounded;
	struct strs         objections;	/* ids of the open ones */
};

/* A group as a village sees it. */
struct settle_share {
	size_t   group;
	struct str class;	/* empty: all subjects */
	date_day bound;		/* rates approved later are not known yet;
				   DATE_NONE: all are */
	bool     frozen;	/* then of the village those who stand in */
	struct strs members;	/* the frozen list */
};

struct settle_ask {
	struct ledger         *led;
	const struct rulebook *book;
	struct period          period;
	struct str             village;
	const struct subject  *itself;	/* where villages are the subjects */
	const struct settle_share *shares;
	size_t                 nshares;
};

/* Parts in par->keep, pushed on the list; scratch is par->arena. */
MUST_USE bool	settle_parts(struct settle_part **list,
		    const struct settle_ask *, struct par *);

/* ---- settle-file.c ---- */

MUST_USE bool	settle_file_read(struct settle_file *, struct ledger *,
		    struct str path, struct diag *);

/* The rows of a file, without names. */
void		settle_file_rows(struct settle_group *, struct arena *);

/* The whole record, `published` as given, the rest of the old one kept. */
struct value	*settle_record(const struct settlement *,
		    const struct settle_group *, struct value *published,
		    struct diag *);

/* Do the file and the records agree?  Nothing is recorded. */
bool		settle_agrees(const struct settlement *,
		    const struct settle_group *);

/* ---- settle.c ---- */

/* Did a tie-breaker decide between two? */
bool		settle_ties_used(const struct settle_group *);

/* Sorts the rows by rank; the year by its own total. */
void		settle_rank(struct settle_group *, struct arena *);

/* The rows of the file, with names and villages, which it does not repeat. */
void		settle_frozen_rows(struct settlement *, struct settle_group *,
		    struct diag *);

/* Prices of a version, without names: what the digest is also taken of. */
void		settle_pricing(struct buf *, const struct rulebook_version *);

/* ---- settle-year.c ---- */

MUST_USE bool	settle_year(struct settlement *, struct diag *);

#endif
