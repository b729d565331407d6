/* SPDX-License-Identifier: MIT */
/*
 * fix-work - what the fix-*.c files share: one file under repair
 */
#ifndef FIX_WORK_H
#define FIX_WORK_H

#include "fix.h"

struct fixing {
	struct ledger       *led;	/* borrowed */
	const struct kind   *kind;
	struct schema_run   *run;
	struct arena        *arena;	/* borrowed: as long as the file */
	struct source        src;	/* the bytes as they stand now */
	struct doc           doc;	/* of them, once they can be read */
	bool                 lf;
	struct fix_count     counts[FIX_RULES];
	size_t               ncounts;
};

void	fix_note(struct fixing *, const char *rule, size_t n);

/* Reads src into doc, faults into a diag of no consequence. */
MUST_USE bool	fix_parse(struct doc *, const struct source *,
		    struct diag *quiet, struct arena *);

/* The record that a node lies in, or UINT32_MAX. */
uint32_t	fix_record(const struct fixing *, const struct doc *,
		    uint32_t after);

/* fix-lines.c: until it can be read; false where that cannot be had. */
MUST_USE bool	fix_lines(struct fixing *);
/* Blanks at the ends of lines, and CR where that is wanted. */
void		fix_ends(struct fixing *);

/* fix-value.c: keys and scalars that the schema finds fault with */
void	fix_values(struct fixing *);

/* fix-word.c: how a node at fault should read, the n-th idea of it; empty
 * where there is none (left). */
struct str	fix_word(struct fixing *, const struct doc *, uint32_t record,
		    uint32_t node, const char *rule, unsigned n);

#endif
