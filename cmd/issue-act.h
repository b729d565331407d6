/* SPDX-License-Identifier: MIT */
/*
 * issue-act - the verbs of issue-track
 */
#ifndef ISSUE_ACT_H
#define ISSUE_ACT_H

#include "case.h"
#include "cmd.h"

/* The issue that a word means: its id or a unique part of it. */
MUST_USE bool	issue_find(struct refs_record *, struct cmd *,
		    struct source *, struct str text);

/* The verb on all issues named behind it, with the fields given. */
MUST_USE bool	issue_act(struct cmd *, const struct case_verb *);

#endif
