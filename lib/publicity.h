/* SPDX-License-Identifier: MIT */
/*
 * publicity - what is posted of the points, and who stands where
 *
 * The list for the village's board (domain.md C5) and the ranking for the
 * office.  A group that is published is shown as it was published, a frozen
 * one as it was frozen; any other is a draft and says so.
 *
 * What is posted holds no total below nought and no veto: these are told to
 * the household alone.  Of a list for the office nothing is left out.
 */
#ifndef PUBLICITY_H
#define PUBLICITY_H

#include "asked.h"

report_fn	publicity_list;

/*
 * The last rank that the audience is told, where so many rows have one: the
 * first third, unless the policy says otherwise; the office is told all.
 */
uint32_t	publicity_last_rank(const struct asked *,
		    const struct rulebook *, uint32_t ranked);

/* All groups of the book at once, for asked.kept. */
MUST_USE bool	publicity_settle(struct settlement *, const struct asked *,
		    struct diag *);

#endif
