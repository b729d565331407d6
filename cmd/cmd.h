/* SPDX-License-Identifier: MIT */
/*
 * cmd - the frame of every command
 *
 * Options, clock, user, language and ledger are looked up here, once, and
 * passed down as values; nothing in lib/ sees the world.  One command
 * language for all: FIELD=VALUE words, +issue groups, @FILE lists, --from.
 *
 * Output is built whole in cmd.out and written by cmd_end, which also prints
 * the faults and knows the exit status: 0 done, 1 the data break a rule,
 * 2 usage, 3 the system failed, 4 someone else is writing.
 */
#ifndef CMD_H
#define CMD_H

#include <stdio.h>

#include "add.h"
#include "faults.h"
#include "intake.h"
#include "words.h"

/* Exactly one target is set: a flag, a text, or a list of words (which takes
 * all words that follow, up to an option or a FIELD=VALUE). */
struct opt {
	char         letter;	/* 0: none */
	const char  *name;
	const char  *arg;	/* what the help calls it; NULL for a flag */
	bool        *flag;
	struct str  *text;
	struct strs *list;
	const char  *help;	/* English literal, translated */
};

enum cmd_groups {
	CMD_WRITES = 1,		/* -n --commit --from --edit --fields … */
	CMD_READS = 2,		/* --format -o --where --period … */
	CMD_USER_LATER = 8,	/* who acts is asked by cmd_user */
	CMD_NO_LEDGER = 4,	/* does not open one by itself */
};

struct command {
	const char       *name;
	const char       *synopsis;	/* behind the name */
	const char       *summary;	/* one line, English, translated */
	unsigned          groups;
	const struct opt *options;	/* its own; ends with a NULL name */
};

/* The fields given for one record: the command's own, or after +issue. */
struct cmd_group {
	struct str    name;	/* "" or "issue" */
	struct given *v;
	size_t        n, cap;
};

struct cmd {
	const struct command *info;
	char                **argv;
	struct arena          arena;
	struct diag           diag;
	struct buf            out;
	struct str            share;
	const struct words   *chinese;	/* loaded po, or NULL */
	struct ledger_env     env;
	struct ledger         led;
	bool                  opened;
	struct strs           words;	/* what is no option, no FIELD=VALUE */
	struct cmd_group     *groups;	/* [0] always there */
	size_t                ngroups, groups_cap;
	struct source         from;	/* --from, read; exists if given */
	/* common options */
	bool       quiet, help, version;
	struct str dir, today, lang, user, wait;
	/* writers */
	bool       dry_run, commit, again, update, edit, fields;
	struct str from_path, columns;
	struct str edited;	/* what --edit left, kept on a fault */
	/* readers */
	struct str format, output, where, period, village, sort, group_by;
	struct str sum, choose, audience, header, each;
	bool       count, excel, bare;
	bool       always_out;	/* print results even when faults stand */
	bool       written;	/* the ledger was; c->out are the ids */
	FILE      *faults_to;	/* stderr; ledger-check: stdout */
	struct faults_opts faults;
};

/* Parses the arguments; --help, --version and wrong usage exit here. */
void	cmd_begin(struct cmd *, int argc, char **argv,
	    const struct command *);

/* Opens the ledger (with the lock where `write`) and speaks its language. */
MUST_USE bool	cmd_open(struct cmd *, bool write);

/* Who acts, as typed or as git knows it; looked up once, in the ledger's
 * environment, too. */
struct str	cmd_user(struct cmd *);

/*
 * The records given for a kind: those of --from, of --edit, or the one of
 * the arguments; on a terminal it asks for what is missing.  `spread` (may
 * be NULL) is a field that takes one value: several given there make one
 * record each.
 */
MUST_USE bool	cmd_records(struct intake_list *, struct cmd *,
		    const struct kind *, const char *spread);

/* --fields: the fields of a kind, one a line; true. */
bool		cmd_list_fields(struct cmd *, const struct kind *);

/* One record from one group, without --from: for +issue and verbs. */
MUST_USE bool	cmd_group_record(struct value **, struct cmd *,
		    const struct kind *, const struct cmd_group *,
		    struct str village);

/* The beginning of every writer that adds: --again, --update, --from. */
void	cmd_adds(struct add *, struct change *, struct cmd *);

/*
 * The end of every writer: change_finish, then the diff (--dry-run) or the
 * commit (and git's, by `message`), then the ids, one a line.
 */
MUST_USE bool	cmd_write(struct cmd *, struct change *, struct str message);

/* Words by place: NULL p where there are not so many. */
struct str	cmd_word(const struct cmd *, size_t i);

/* Takes the group's field out if it is there: for fields that are no
 * field of the kind (reason=, meeting=). */
bool		cmd_take(struct str *, struct cmd_group *, const char *key,
		    const char *label);

/* --period, or the given default; a fault where it is no period. */
MUST_USE bool	cmd_period(struct period *, struct cmd *, struct str otherwise);

/* --village, or the one 村=, as a code; or empty. */
MUST_USE bool	cmd_village(struct str *, struct cmd *);

/* Usage that only the command can see; false, class DIAG_USAGE. */
#define	cmd_usage(cmd, ...)	diag_usage(&(cmd)->diag, __VA_ARGS__)

/*
 * Prints faults and output; the exit status.  A reader that a writer
 * overtook meanwhile begins again, so that what it prints is one state of
 * the ledger.
 */
int	cmd_end(struct cmd *);

/*
 * Writes an output file; a usage fault where the path is a symbolic link or
 * leads into what the ledger itself holds, which only store may write.
 */
MUST_USE bool	cmd_export(struct cmd *, struct str path, struct str bytes);
MUST_USE bool	cmd_may_export(struct cmd *, struct str path);

/* What stands behind the last '.' of --output, or empty. */
struct str	cmd_ending(const struct cmd *);
/* A fault where that is a format we do not write (xlsx …). */
MUST_USE bool	cmd_ending_kept(struct cmd *);

/* What --where and the FIELD=VALUE words ask of a row; an empty --where is a
 * fault, never "all". */
struct query;
MUST_USE bool	cmd_conditions(struct query **, struct cmd *);

/* A table to --output or standard output, cut to --audience (`widest` where
 * none is given) and rendered in --format. */
MUST_USE bool	cmd_table(struct cmd *, struct table *, enum audience widest);

#endif
