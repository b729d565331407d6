/* SPDX-License-Identifier: MIT */
/* check-mode - the ways of ledger-check, each a file of its own. */
#ifndef CHECK_MODE_H
#define CHECK_MODE_H

#include "check.h"
#include "cmd.h"

/* The words are files of the ledger: what is wrong with it, or them. */
MUST_USE bool	check_mode_ledger(struct check_sum *, struct cmd *);

/* The ledger, were its ledger.yaml faulty; with the lock where `write`. */
MUST_USE bool	check_mode_open(struct cmd *, bool write);

/* The files named, as the ledger sees them. */
MUST_USE bool	check_mode_named(struct strs *, struct cmd *);

/* --explain: to the output. */
MUST_USE bool	check_mode_explain(struct cmd *, struct str rule);

/* --fix: repairs, and then tells what is left; -n shows the diff only. */
MUST_USE bool	check_mode_fix(struct check_sum *, struct cmd *, bool dry_run,
		    bool lf);

/* --staged: what the next commit holds, from git's index. */
MUST_USE bool	check_mode_staged(struct check_sum *, struct cmd *);

#endif
