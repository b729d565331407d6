/* SPDX-License-Identifier: MIT */
/*
 * case-work - what the case-*.c files share: one step of one issue
 */
#ifndef CASE_WORK_H
#define CASE_WORK_H

#include "case.h"

#define CASE_BIT(state)	(1u << (state))

struct case_step {
	struct ledger          *led;	/* borrowed, like all below */
	const struct kind      *kind;
	struct value           *issue;
	const struct case_act  *act;
	const struct case_verb *verb;
	date_day                day;
	enum case_state         from;
	bool                    moved;	/* the guard wrote the events */
	struct diag            *dg;
};

/* By path: "satisfaction.value"; of a list the last element's part. */
struct value	*case_get(const struct value *issue, const char *path);
struct str	case_text(const struct value *issue, const char *path);
date_day	case_day(const struct value *issue, const char *path);
/* Sets it, making the mapping if need be. */
void		case_put(struct case_step *, const char *path, struct str);

/* The value under a path, or else the act: where a fault is shown. */
const struct value	*case_spot(struct case_step *, const char *path);

/* The label of a field by path. */
struct str	case_label(const struct case_step *, const char *path);
/* Labels of those of the fields that are missing; empty: none. */
struct str	case_missing(const struct case_step *,
		    const char *const *paths, size_t n);
bool		case_needs(struct case_step *, const char *const *paths,
		    size_t n);

/* The verbs that may follow a state, for messages. */
struct str	case_follows(enum case_state, struct arena *);

/* Appends an event from the present state to another. */
void		case_event(struct case_step *, enum case_state to,
		    struct str note);
/* The day of the last event into a state, or DATE_NONE. */
date_day	case_since(const struct value *issue, enum case_state);

/* A person's id where the text means one, else the text. */
struct str	case_who(struct case_step *, struct str typed);

/*
 * All stages whose days are given, in their order, each checked like a verb
 * of its own.  Only the first contact may lack a day (it then stays open).
 */
MUST_USE bool	case_finish(struct value *issue, struct ledger *,
		    const struct case_act *, struct diag *);

/* Closing where it was found: all stages on one day. */
bool		case_on_site(struct case_step *);

bool	case_guard_report(struct case_step *);
bool	case_guard_accept(struct case_step *);
bool	case_guard_assign(struct case_step *);
bool	case_guard_return(struct case_step *);
bool	case_guard_suspend(struct case_step *);
bool	case_guard_resolve(struct case_step *);
bool	case_guard_close(struct case_step *);
bool	case_guard_reopen(struct case_step *);
bool	case_guard_merge(struct case_step *);
bool	case_guard_withdraw(struct case_step *);

/* Parts of the closing and resolving rules, for closing on the spot. */
bool	case_satisfied(struct case_step *);
bool	case_own_closing(struct case_step *);
bool	case_verified(struct case_step *);

#endif
