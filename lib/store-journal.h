/* SPDX-License-Identifier: MIT */
/*
 * store-journal - what a change is going to do, written down before
 *
 * A journal is a list of steps, one a line, between a first line that counts
 * them and a last that sums them up, so that a part of one is known to be
 * none.  As .taizhang/journal.new it is a draft: the new files it names are
 * worth nothing yet.  Renamed to .taizhang/journal it is the change: whoever
 * comes next finishes it.  Each step tells size and hash of its new file, by
 * which a reader that has read an old journal knows a later change's file.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "store-file.h"

#define JOURNAL		"journal"
#define JOURNAL_DRAFT	"journal" STORE_NEW

struct store_step {
	struct str  path;
	bool        remove;
	uint64_t    size, hash;	/* of the new bytes */
	/* not in the journal: what the writer knows besides */
	struct str  bytes;
	bool        exists;
	struct stat st;		/* of the file to be replaced */
};

struct store_journal {
	struct store_step *v;
	size_t             n, cap;
};

struct store_step	*store_journal_add(struct store_journal *,
			    struct arena *, struct str path);

/* By path, so that files of one directory mostly stand together. */
void	store_journal_sort(struct store_journal *);

uint64_t	store_journal_hash(struct str bytes);

struct str	store_journal_text(const struct store_journal *,
		    struct arena *);

/* False where the text is not a whole journal. */
bool	store_journal_parse(struct store_journal *, struct arena *,
	    struct str text);

/*
 * Reads NAME in `own`, the open .taizhang.  No steps where it is not there
 * or not whole.  False with errno.
 */
bool	store_journal_read(struct store_journal *, int own, const char *name,
	    struct arena *);

/*
 * The steps in order, then their directories synced.  *done counts the steps
 * that were done when it fails, with errno.  `again`: what is not there any
 * more was done before.
 */
bool	store_journal_finish(const struct store_journal *, int dir, bool again,
	    size_t *done);

/* The directories of all steps; false with errno. */
bool	store_journal_sync(const struct store_journal *, int dir);

/* Removes the new files.  What cannot be removed is harmless. */
void	store_journal_drop(const struct store_journal *, int dir);

#endif
