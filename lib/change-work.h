/* SPDX-License-Identifier: MIT */
/* change-work - what change.c notes down and change-finish.c carries out. */
#ifndef CHANGE_WORK_H
#define CHANGE_WORK_H

#include "change.h"

/* One field of one record to be set, dropped or appended to. */
struct change_op {
	const struct field *field;	/* of the record's kind */
	const struct field *sub;	/* below it, for satisfaction.value */
	const struct value *value;	/* NULL: drop */
	bool                append;
	struct change_op   *next;
};

struct change_touched {
	struct str             id;
	struct change_op      *ops;	/* by field, then as they came */
	struct change_touched *next;
};

/* A record that came from another file, to be the same here. */
struct change_moved {
	const struct change_file *from;
	uint32_t                  node;
	struct str                id;
	struct change_moved      *next;
};

struct change_file {
	const struct kind *kind;
	struct ledger_file was;		/* as read */
	struct source      src;		/* as it stands now */
	struct doc         doc;
	struct change_touched *touched;
	struct map         by_id;	/* id -> struct change_touched */
	struct map         ids;		/* id -> record index + 1, with added */
	struct map         twice;	/* ids that stand there more than once */
	struct buf         added;	/* records to come at the end */
	size_t             nadded;
	struct change_moved *moved;	/* of these, from elsewhere */
	bool               emptied, remove, changed;
};

/* The file of a path in this change, read the first time it is asked for. */
struct change_file	*change_find(struct change *, const struct kind *,
			    struct str path, struct diag *);

/* As it stands now, to go through its records. */
struct ledger_file	change_view(const struct change_file *);

struct str	change_id(const struct change_file *, uint32_t node);

/* Notes where each id stands now. */
void		change_index(struct change_file *, struct arena *);

#endif
