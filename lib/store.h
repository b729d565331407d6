/* SPDX-License-Identifier: MIT */
/*
 * store - lock, read, replace; the only module with file I/O
 *
 * One lock a ledger (.taizhang/lock, flock), held by writers only.  A change
 * of several files happens wholly or not at all, whenever the process dies:
 * every NAME.new is written and synced beside its file, then the journal
 * (.taizhang/journal) that names them is put in place, then come the
 * renames, then the journal goes.  Whoever next takes the lock finishes what
 * a complete journal names; readers take no lock, and where a complete
 * journal stands they read the new files that it names: all or none.
 *
 * Paths are relative to the ledger, with '/', without "..", and are opened
 * below its directory without following symbolic links; a file with two
 * hard links is not replaced.  Modes are kept.  .taizhang gets the mode of
 * the ledger's directory: who may write there may lock, who may read, read.
 */
#ifndef STORE_H
#define STORE_H

#include "diag.h"
#include "map.h"

struct store {
	struct arena *arena;	/* borrowed */
	struct str    path;	/* of the ledger, as the user gave it */
	int           dir;	/* open directory */
	int           own;	/* .taizhang, open, or -1 */
	int           lock;	/* open and locked, or -1 */
	uint64_t      changes;	/* counted by writers; as it was at the start */
	struct map    journal;	/* path -> its pending step: read PATH.new */
	const struct store_journal *pending;	/* the same in order, or NULL */
};

/* One file of a change.  bytes with p NULL: remove it. */
struct store_write {
	struct str           path;
	struct str           bytes;
	const struct source *was;	/* as read; !was->exists: a new file */
};

MUST_USE bool	store_open(struct store *, struct arena *, struct str dir,
		    struct diag *);

/*
 * Whether all that was read since store_open is one state of the ledger: no
 * writer has changed a file meanwhile.  A reader of several files asks this
 * before it answers, and where it is not so, opens and reads again.
 */
bool	store_settled(const struct store *);

/* Takes the lock within `seconds`, else a fault of class DIAG_BUSY; then
 * finishes what a killed writer left. */
MUST_USE bool	store_lock(struct store *, int seconds, struct diag *);

/* A file that is not there is no fault: src->exists is false. */
MUST_USE bool	store_read(struct source *, const struct store *,
		    struct arena *, struct str path, struct diag *);

/* Names in a directory ("" is the ledger), sorted by bytes, directories
 * ending in '/'; none where it is not there.  Pending new files show under
 * their final names; names that begin with a dot, and what a killed writer
 * left (NAME.new), do not show. */
MUST_USE bool	store_list(struct strs *, const struct store *,
		    struct arena *, struct str dir, struct diag *);

/*
 * Writes all files or none.  Needs the lock.  Each file must still be the
 * one that was read ("store.changed" if not).  Directories are made as
 * needed.  Files whose bytes would not change are left alone.  Where it
 * fails half-way through the renames, the change stands in the journal and
 * will be finished: the fault says so.
 */
MUST_USE bool	store_commit(struct store *, const struct store_write *,
		    size_t n, struct diag *);

void	store_close(struct store *);

/* Any file outside a ledger, "-" for standard input; must exist. */
MUST_USE bool	store_slurp(struct source *, struct arena *, struct str path,
		    struct diag *);

/* An output file outside the ledger's keeping: whole or not at all. */
MUST_USE bool	store_export(struct str path, struct str bytes,
		    struct diag *);

#endif
