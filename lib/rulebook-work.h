/* SPDX-License-Identifier: MIT */
/* rulebook-work - what rulebook-read.c and rulebook-check.c share. */
#ifndef RULEBOOK_WORK_H
#define RULEBOOK_WORK_H

#include "rulebook.h"

struct reader {
	const struct doc *doc;
	struct arena     *arena;
	struct diag      *dg;
	struct rulebook  *book;
	struct map        items, categories;	/* numbers, plus one */
	bool              ok;
};

/* Sorts the versions and records what does not hold together. */
void	rulebook_check(struct reader *);

#endif
