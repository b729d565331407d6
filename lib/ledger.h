/* SPDX-License-Identifier: MIT */
/*
 * ledger - an open ledger: its settings, its kinds, its files, its names
 *
 * Kinds are read from LEDGER/schemas, else from the share directory, and
 * compiled when first asked for.  Files are read one at a time, parsed and
 * validated before anyone sees a record of them: a file that does not hold
 * is a fault and yields nothing.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "calendar.h"
#include "layout.h"
#include "policy.h"
#include "record.h"
#include "store.h"

/* What the command knows of the world and hands down. */
struct ledger_env {
	struct str          dir;	/* of the ledger */
	struct str          share;	/* schemas, calendars, po, rules */
	struct str          lang;	/* zh, en, or empty: as the ledger says */
	struct str          user;	/* who acts, as typed */
	date_day            today;
	bool                write;	/* take the lock */
	int                 wait;	/* seconds for it */
	unsigned            threads;
};

struct ledger {
	struct arena      *arena;	/* borrowed: the run's */
	struct ledger_env  env;
	struct store       store;
	struct str         name, region;	/* of ledger.yaml */
	bool               chinese, commit;
	struct policy      policy;
	struct calendar    calendar;	/* loaded by ledger_calendar */
	bool               has_calendar;
	struct map         kinds;	/* name -> struct kind */
	struct strs        kind_names;	/* all there are, sorted */
	struct map         refs;	/* "kind/village" -> struct refs_index */
	struct schema_run *run;		/* the main thread's */
	struct books      *books;	/* of rules/, once read: see books.h */
};

/* A file read and found good. */
struct ledger_file {
	const struct kind  *kind;
	struct str          path;
	struct layout_found found;	/* village, stem, month */
	struct source       src;	/* exists is false: no such file */
	struct doc          doc;	/* n is 0: an empty list */
};

/* Which files of a kind: of one village, of one period; empty is all. */
struct ledger_scope {
	struct str    village;
	struct period period;		/* from == to: all */
};

/* Opens, reads ledger.yaml, and takes the lock where env->write. */
MUST_USE bool	ledger_open(struct ledger *, struct arena *,
		    const struct ledger_env *, struct diag *);
void		ledger_close(struct ledger *);

/* By name or title; NULL with a fault ("kind") naming those there are. */
const struct kind	*ledger_kind(struct ledger *, struct str name,
			    struct diag *);
/* For kinds we ship: a missing or broken one is a fault, too. */
const struct kind	*ledger_need(struct ledger *, const char *name,
			    struct diag *);

/* Fills kind_names: all schemas there are, the ledger's own and shipped. */
MUST_USE bool	ledger_kinds(struct ledger *, struct diag *);

/* Is there a schema of that name?  No fault where there is not. */
bool		ledger_has_kind(struct ledger *, struct str name);

/* The shipped calendars and those of the ledger, which win. */
MUST_USE bool	ledger_calendar(struct ledger *, struct diag *);

/* Paths of a kind's files within a scope, sorted. */
MUST_USE bool	ledger_paths(struct strs *, struct ledger *,
		    const struct kind *, const struct ledger_scope *,
		    struct diag *);

/*
 * Reads, parses and validates one file of a kind into an arena.  A missing
 * file is no fault.  `run` is the calling thread's scratch.
 */
MUST_USE bool	ledger_read(struct ledger_file *, const struct ledger *,
		    const struct kind *, struct str path,
		    struct schema_run *run, struct arena *, struct diag *);

/*
 * The records of a file one by one: 0 starts and 0 ends; else what comes
 * back is the index of the record's node plus one.
 */
uint32_t	ledger_next(const struct ledger_file *, uint32_t node);

/*
 * Calls fn for every record in scope that is not voided, file by file, each
 * file in memory only while its records are visited: what fn keeps it must
 * copy.  Records come in the order of paths, then of the file.
 */
MUST_USE bool	ledger_each(struct ledger *, const struct kind *,
		    const struct ledger_scope *,
		    bool (*fn)(void *ctx, const struct record *,
		    struct diag *), void *ctx, struct diag *);

/* The same over voided records, too. */
MUST_USE bool	ledger_every(struct ledger *, const struct kind *,
		    const struct ledger_scope *,
		    bool (*fn)(void *ctx, const struct record *,
		    struct diag *), void *ctx, struct diag *);

/* Villages that have a folder, sorted; the township's own code included. */
MUST_USE bool	ledger_villages(struct strs *, struct ledger *,
		    struct diag *);

#endif
