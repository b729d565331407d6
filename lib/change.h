/* SPDX-License-Identifier: MIT */
/*
 * change - what one command does to the ledger: all of it or nothing
 *
 * Records are added, and fields of records set, as intents; change_finish
 * turns them into byte ranges of the files they touch, applies them, parses
 * and validates the new bytes with the code that will read them tomorrow,
 * and compares every record nobody asked to change.  Only then may
 * change_commit write.  A record whose date or village was corrected moves
 * to the file it now belongs to; its id stays.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include "ledger.h"
#include "patch.h"
#include "refs.h"
#include "value.h"

struct change {
	struct ledger       *led;	/* borrowed */
	struct arena        *arena;	/* borrowed */
	struct map           by_path;
	struct change_file **files;
	size_t               nfiles, files_cap;
	struct map           given;	/* "kind id" of what was added */
	struct strs          ids;	/* of what was added, in order */
	struct strs          paths;	/* written or removed; set by finish */
	bool                 finished;
};

void	change_init(struct change *, struct ledger *);

/*
 * Adds a whole record, id included, to the file its fields say.  A record of
 * that id already there is a fault ("dup-id").
 */
MUST_USE bool	change_add(struct change *, const struct kind *,
		    const struct value *, struct diag *);

/* The file of a path as it was, to look before adding; exists may be false. */
MUST_USE bool	change_file(const struct ledger_file **, struct change *,
		    const struct kind *, struct str path, struct diag *);

/* Sets a field (NULL value: takes it away).  `path` may have dots. */
MUST_USE bool	change_set(struct change *, const struct refs_record *,
		    struct str path, const struct value *, struct diag *);

/* Adds an item at the end of a list field, making the list if need be. */
MUST_USE bool	change_append(struct change *, const struct refs_record *,
		    struct str field, const struct value *, struct diag *);

/* Replaces a file of the ledger wholly (settlements, ledger.yaml). */
MUST_USE bool	change_replace(struct change *, struct str path,
		    const struct kind *, struct str bytes, struct diag *);

MUST_USE bool	change_finish(struct change *, struct diag *);

/* The unified diff of all files; after change_finish. */
void	change_show(struct buf *, const struct change *);

MUST_USE bool	change_commit(struct change *, struct diag *);

#endif
