/* SPDX-License-Identifier: MIT */
/*
 * check-work - what the check-*.c files share: a village under check
 */
#ifndef CHECK_WORK_H
#define CHECK_WORK_H

#include "books.h"
#include "check-set.h"
#include "check.h"
#include "par.h"

struct check_file;

struct check_kind {
	const struct kind *kind;
	bool               wide;	/* ids are unique in the whole ledger */
	bool               refs[KIND_FIELDS];	/* such are in the field */
	/* what the domain says of a sound record, and of a sound file */
	void (*record)(struct check_file *, const struct record *);
	void (*file)(struct check_file *);
};

/* A register's line, to be guessed at. */
struct check_name {
	uint32_t   kind;
	struct str id, name;
};

struct check_names {
	struct check_name *v;
	size_t             n, cap;
};

/* An id of a register, as read. */
struct check_id {
	uint64_t hash;
	uint32_t file, line;
};

/* A reference that no record of its own village answers. */
struct check_missing {
	uint64_t    hash;
	uint32_t    kind;	/* index */
	struct str  path;
	struct span at;
};

/* What is checked by one thread: a village, or what lies in none. */
struct check_item {
	struct str            dir;	/* "villages/371603002001", or "" */
	struct str            village;	/* its code, or "" */
	bool                  named;	/* some of it is wanted */
	struct strs           registers;	/* their files */
	struct check_id      *ids;
	size_t                nids, ids_cap;
	struct check_names    names;	/* of what lies in no village */
	bool                  broken[CHECK_KINDS];	/* unread registers */
	struct check_missing *missing;
	size_t                nmissing, missing_cap;
	struct strs           periods;	/* of which lists are frozen */
	struct check_sum      sum;
};

struct check {
	struct ledger      *led;
	const struct strs  *only;
	struct check_kind  *kinds;
	uint32_t            nkinds;
	struct map          by_name;	/* name -> struct check_kind */
	bool                all_kinds;	/* every schema could be read */
	const struct books *books;
	struct check_item  *items;
	size_t              nitems;
	struct check_set    ids;	/* of the registers */
	struct strs         paths;	/* their files */
	bool                broken[CHECK_KINDS];	/* in no village */
	uint64_t            seed;
	uint32_t            entry, region, rulebook;	/* kinds, or NONE */
};

#define CHECK_NONE	UINT32_MAX

/* A reference to look up when the village is through. */
struct check_wait {
	uint64_t hash;
	uint32_t file, kind, at, end;
};

/* What a review must know of an entry. */
struct check_entry {
	uint64_t recorder, confirmer, typist, declarer, subject, household;
	date_day day;	/* it happened */
	bool     evidence, declared, dropped;
};

struct check_village {
	struct check       *check;
	struct check_item  *item;
	struct par         *par;
	struct arena       *keep;	/* as long as the village */
	struct arena        scratch;	/* as long as a file */
	struct strs         paths;
	struct check_set    acts;	/* ids of all that is no register */
	struct check_set    entry_at;	/* id of an entry -> its index */
	struct check_entry *entries;
	size_t              nentries, entries_cap;
	struct check_wait  *waits;
	size_t              nwaits, waits_cap;
	struct check_names  names;
	bool                broken[CHECK_KINDS];
	bool                village_told;
	size_t              hints;
};

/* A file under check; its path is the last of the village's. */
struct check_file {
	struct check_village    *v;
	struct check            *check;
	const struct check_kind *kind;
	uint32_t                 index;	/* of the kind */
	struct ledger_file       f;
	struct diag             *dg;
	bool                     wanted;	/* its faults are */
	bool                     faulty;	/* the record at hand */
	bool                     sound;		/* no fault in it so far */
	uint32_t                 line, counted;	/* of the record; up to */
};

/* check.c */
uint64_t	check_hash(const struct check *, uint32_t kind, struct str id);
uint32_t	check_kind_named(const struct check *, struct str);
bool		check_wanted(const struct check *, struct str path);

/* check-walk.c: paths below a directory, registers and entries first */
MUST_USE bool	check_walk(struct strs *, struct check *,
		    const struct check_item *, struct arena *, struct diag *);
/* The kind whose pattern a path fits, or CHECK_NONE. */
uint32_t	check_kind_of(const struct check *, struct str path,
		    struct layout_found *);
/* A warning, unless it is none of the ledger's business. */
void		check_stranger(const struct check *, struct str path,
		    struct diag *);

/* check-file.c */
void	check_one(struct check_village *, struct str path, uint32_t kind,
	    const struct layout_found *);
/* The line of a node; call it for ascending nodes. */
uint32_t	check_line(struct check_file *, uint32_t node);
/* Reads and parses; false where it cannot be.  No schema is asked. */
MUST_USE bool	check_parse(struct ledger_file *, const struct ledger *,
		    const struct kind *, struct str path, struct arena *,
		    struct diag *);

/* check-refs.c */
void	check_refs(struct check_file *, const struct record *);
void	check_names_add(struct check_names *, struct arena *, uint32_t kind,
	    const struct record *);
/* Those that were waited for and did not come, to the item's missing. */
void	check_waits(struct check_village *);
/* The same over all villages: what is nowhere is a fault. */
MUST_USE bool	check_elsewhere(struct check *, struct diag *);
void	check_unknown(struct check_file *, uint32_t kind, uint32_t node);

/* check-rules.c, check-score.c, check-issue.c: what kind->record does */
void	check_rules(struct check_kind *);
void	check_entry(struct check_file *, const struct record *);
void	check_review(struct check_file *, const struct record *);
void	check_issue(struct check_file *, const struct record *);

/* check-settle.c: notes what is frozen; then all of it, computed anew */
void	check_settlement(struct check_file *, const struct record *);
MUST_USE bool	check_settled(struct check *, struct diag *);

#endif
