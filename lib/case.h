/* SPDX-License-Identifier: MIT */
/*
 * case - one issue from found to closed (domain.md C3.1)
 *
 * An issue's state is never stored: it is what its last event says.  A verb
 * (accept, assign, ...) leads from some states to one other; it sets the
 * fields given, checks what the rules ask, dates its stage and appends the
 * event.  All of it happens on a value, so one act may be several steps;
 * case_save then turns the difference into a change of the file.
 *
 * Faults: issue.order, issue.backwards, issue.future, issue.needs,
 * issue.other-stage, issue.origin, issue.four-stages, issue.five-elements,
 * issue.satisfaction, issue.follow-up, issue.own-closing, issue.verifier,
 * issue.agreement, issue.on-site, issue.due-basis, issue.return,
 * issue.suspend, issue.reopen, issue.merge.
 */
#ifndef CASE_H
#define CASE_H

#include "change.h"
#include "intake.h"
#include "table.h"

enum case_state {
	CASE_FOUND, CASE_REPORTED, CASE_ACCEPTED, CASE_NOT_ACCEPTED,
	CASE_MERGED, CASE_ASSIGNED, CASE_RETURNED, CASE_IN_PROGRESS,
	CASE_ESCALATED, CASE_SUSPENDED, CASE_RESOLVED, CASE_FED_BACK,
	CASE_REOPENED, CASE_CLOSED, CASE_WITHDRAWN, CASE_ARCHIVED,
	CASE_STATES
};

/* As in files: found, reported, …; its label in the ledger's language. */
const char	*case_state_key(enum case_state);
struct str	case_state_label(struct ledger *, enum case_state,
		    struct diag *);

/* By the last event; without events: found. */
enum case_state	case_state(const struct record *);
enum case_state	case_state_of(const struct value *issue);

/* Is there still something to do about it? */
bool		case_is_open(enum case_state);

struct case_step;

struct case_verb {
	const char *name;
	const char *zh;
	unsigned    from;	/* a bit for each state */
	enum case_state to;	/* CASE_STATES: stays where it is */
	const char *day;	/* the field that dates it; "returns.day" */
	const char *needs[8];	/* fields that must stand afterwards */
	bool      (*guard)(struct case_step *);
};

/* By its English or Chinese name; NULL where there is none. */
const struct case_verb	*case_verb(struct str name);
/* All names, for messages: "accept 受理, …". */
struct str	case_verbs(struct arena *);

/* Short ways to write fields that a verb is about (reason=, text=). */
void		case_aliases(const struct case_verb *, struct given *,
		    size_t n);

/* What someone does to an issue. */
struct case_act {
	const struct case_verb *verb;
	const struct value     *given;	/* fields by the schema's keys */
	date_day                day;	/* DATE_NONE: the field's, or today */
	struct str              by;	/* as typed; may be empty */
	struct str              note;	/* for the event; may be empty */
	const struct source    *src;	/* where to point; may be NULL */
	struct span             at;
};

/* One verb.  On a fault the value is spoilt and must not be saved. */
MUST_USE bool	case_do(struct value *issue, struct ledger *,
		    const struct case_act *, struct diag *);

/*
 * A new issue: its first events, found and reported (the same day where no
 * reported_on is given), then the stages that were dated with it.  The
 * context is the ledger.
 */
MUST_USE bool	case_complete(void *led, struct value *rec, struct diag *);

/*
 * An issue as it stands, whoever wrote it: events in an order that verbs
 * allow and in time, stages dated as the events are, four stages before
 * closing, not closed by the one responsible, no later limit than its basis
 * gives.  `lead` is the name of its lead_person, where it is known.  Reads
 * what threads share, and writes to the arena alone; the
 * calendar must have been loaded.
 */
MUST_USE bool	case_standing(const struct value *issue,
		    const struct calendar *, const struct policy *,
		    const struct kind *, struct str lead, struct arena *,
		    struct diag *);

/* The limit by kind and urgency (policy.issue.limits), from a day on. */
struct case_due {
	date_day   day;
	struct str basis;	/* petition-60d */
	bool       provisional;	/* a year without a holiday table */
};

MUST_USE bool	case_due(struct case_due *, struct ledger *, struct str kind,
		    struct str urgency, date_day from, struct diag *);

/* The same from what threads share; false: no limit is set. */
bool	case_limit(struct case_due *, const struct policy *,
	    const struct calendar *, struct str kind, struct str urgency,
	    date_day from, struct arena *);

MUST_USE bool	case_load(struct value **issue, struct ledger *,
		    const struct refs_record *, struct diag *);
MUST_USE bool	case_save(struct change *, const struct refs_record *,
		    const struct value *was, const struct value *now,
		    struct diag *);

/* ---- to be read ------------------------------------------------------- */

struct case_filter {
	struct ledger_scope scope;	/* period: by the day it was found */
	bool                open;	/* only those not closed */
	bool                overdue;	/* only those past their limit */
};

/* One row an issue. */
MUST_USE bool	case_list(struct table *, struct ledger *,
		    const struct case_filter *, struct diag *);

/* The facts above, one row for each thing that happened below. */
MUST_USE bool	case_show(struct table *, struct ledger *,
		    const struct refs_record *, enum audience,
		    struct diag *);

#endif
