/* SPDX-License-Identifier: MIT */
/*
 * fix - mistakes repaired without a guess, and nothing else
 *
 * What a person's input method, spreadsheet or editor left in a file and
 * what can mean one thing only: full-width colons, digits and letters in
 * keys, codes, numbers and days, tabs that indent, texts that need quotes,
 * labels where keys belong, loose days, blanks at the end of lines.  Bytes
 * are replaced where they stand; no key moves.
 *
 * Each file is read again afterwards.  Every value that was not meant to
 * change must be as it was, and every fault repaired must be gone; a repair
 * of which that is not so is not made.  A file that still cannot be read
 * stays as it was.
 */
#ifndef FIX_H
#define FIX_H

#include "ledger.h"
#include "patch.h"

#define FIX_RULES	24	/* sorts of repairs */

struct fix_count {
	const char *rule;
	size_t      n;
};

/* A file that is to change. */
struct fix_file {
	const struct source *was;
	struct str           bytes;	/* as they shall be */
	struct fix_count     counts[FIX_RULES];
	size_t               ncounts;
};

struct fix {
	struct ledger   *led;	/* borrowed */
	bool             lf;	/* CR LF becomes LF, too */
	struct fix_file *files;
	size_t           n, cap;
};

void	fix_init(struct fix *, struct ledger *, bool lf);

/*
 * Reads and repairs, in memory, the files of all kinds that lie in `only`
 * (files or directories relative to the ledger; none: everywhere).  What
 * is not repaired is no fault here: it is for check to tell.
 */
MUST_USE bool	fix_ledger(struct fix *, const struct strs *only,
		    struct diag *);

/* The unified diff of all that would change. */
void	fix_show(struct buf *, const struct fix *);

/* Writes all of it or nothing.  Needs the lock. */
MUST_USE bool	fix_commit(const struct fix *, struct diag *);

#endif
