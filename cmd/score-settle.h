/* SPDX-License-Identifier: MIT */
/* score-settle - what quarter, year and verify share. */
#ifndef SCORE_SETTLE_H
#define SCORE_SETTLE_H

#include "score-calc.h"
#include "settle.h"

/* The period, a quarter or a year, which is the word at `at` or --period;
 * --book and --village.  The ledger must be open. */
MUST_USE bool	settle_scope_of(struct settle_scope *, struct cmd *,
		    const struct score_opts *, size_t at);

/* Is this group's file meant, if there is a --village? */
bool		settle_meant(const struct settlement *,
		    const struct settle_group *);

/* The name of a village, for messages and lists. */
struct str	settle_place(struct cmd *, struct str code);

/* Not reviewed, not scored, objected: what the numbers leave out. */
void		settle_say_left(struct cmd *, const struct settlement *);

/* The whole verb: prints, publishes or freezes. */
MUST_USE bool	settle_verb(struct cmd *, const struct score_opts *,
		    enum period_unit);

/* ---- score-quarter.c, score-year.c: the list ---- */

MUST_USE bool	settle_print(struct cmd *, const struct settlement *);
void		settle_year_columns(struct cmd *, struct table *,
		    const struct settlement *);
void		settle_year_cells(struct table *, const struct settlement *,
		    const struct settle_row *);

#endif
