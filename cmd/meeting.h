/* SPDX-License-Identifier: MIT */
/*
 * meeting - what the files of meeting-record share; for them alone
 *
 * The words of the command fall in three: fields of the meeting (group 0),
 * attendance lists (present=, late=, …), and groups (+agenda, +resolution,
 * +action, …), each one element of a list of the meeting.
 */
#ifndef MEETING_H
#define MEETING_H

#include "cmd.h"
#include "gathering.h"

/* A short way to write a field: 原因= for cancelled.reason=. */
struct meeting_alias {
	const char *typed, *key;
};

struct meeting_list {
	struct given g;
	const char  *status;
};

struct meeting_words {
	const struct kind   *kind;	/* meeting */
	struct meeting_list *lists;	/* present=, late=, … */
	size_t               nlists, lists_cap;
	struct value       **issues;	/* said of each +action's issue */
	size_t               nissues, issues_cap;
};

/* Takes the attendance lists out of group 0; plain attendees= says who came
 * where `came`.  Writes aliases out in full. */
void		meeting_take(struct meeting_words *, struct cmd *, bool came,
		    const struct meeting_alias *);

/* Lays the groups over a meeting's fields. */
MUST_USE bool	meeting_groups(struct value *fields, struct meeting_words *,
		    struct cmd *, struct str village);

MUST_USE bool	meeting_attendance(struct value *meeting,
		    const struct meeting_words *, struct cmd *);

/* Opens an issue for each action that has none; both know each other. */
MUST_USE bool	meeting_issues(struct value *meeting,
		    const struct meeting_words *, struct cmd *, struct add *);

/* One verb on a meeting that is there; false also where it is no verb. */
struct meeting_step;
const struct meeting_step	*meeting_step(struct str verb);
MUST_USE bool	meeting_do(struct cmd *, const struct meeting_step *);

MUST_USE bool	meeting_list(struct cmd *);
MUST_USE bool	meeting_show(struct cmd *);

#endif
