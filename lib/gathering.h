/* SPDX-License-Identifier: MIT */
/*
 * gathering - what the domain asks of a meeting (domain.md C2.3, C3.3, C4.5)
 *
 * A meeting's state is never stored: it follows from which of its dated
 * fields and lists are there.  Who attended is a list with statuses, from
 * which the counts are computed; where only counts are given (a large crowd
 * with a sign-in sheet) they stand alone; where both are, they must agree.
 *
 * Guests do not vote: an attendee votes unless `voting: false` says
 * otherwise or the side is one of cadre, department, expert, enterprise,
 * social_org, npc_cppcc; `voting: true` makes a guest vote.  One with an
 * excluded_basis is not among those who should attend.
 */
#ifndef GATHERING_H
#define GATHERING_H

#include "change.h"
#include "intake.h"
#include "quorum.h"
#include "table.h"

#define GATHERING_BOARD_DAYS	5	/* a resolution hangs, at least */

enum gathering_state {
	GATHERING_PLANNED, GATHERING_AGENDA_SET, GATHERING_NOTIFIED,
	GATHERING_HELD, GATHERING_NO_QUORUM, GATHERING_DECIDED,
	GATHERING_PUBLISHED, GATHERING_EXECUTING, GATHERING_RESULT_PUBLISHED,
	GATHERING_ARCHIVED, GATHERING_POSTPONED, GATHERING_CANCELLED
};

enum gathering_state	gathering_state(const struct value *meeting);
/* For programs: "agenda_set"; and the English literal for the words. */
const char	*gathering_key(enum gathering_state);
const char	*gathering_word(enum gathering_state);

struct gathering_count {
	int64_t due, present, voting_all, voting_due, voting_present;
	int64_t mass_rep, women_due, women_present;
	bool    settled;	/* somebody's status is known */
	bool    genders;	/* somebody's gender is */
};

void	gathering_count(struct gathering_count *, const struct value *meeting);

/*
 * A completer (see complete.h).  Fills in what follows from what was given:
 * numbers of agenda items and resolutions, sides, counts, quorum, whether
 * each resolution passed and by which rule.  Faults: meeting.future,
 * meeting.order, meeting.proposer, meeting.notice, meeting.officers,
 * meeting.attendance, meeting.counts, meeting.quorum, meeting.agenda,
 * meeting.votes, meeting.passed, meeting.board.  A meeting without quorum
 * is recorded where it decided nothing (no_quorum), else refused.
 */
MUST_USE bool	gathering_complete(void *led, struct value *, struct diag *);

/* The same without a ledger: sides must be there. */
struct gathering_world {
	const struct quorum_rules *rules;
	struct str                 region;
	date_day                   today;
	const struct kind         *kind;	/* for labels; NULL: keys */
	bool                       chinese;
	struct arena              *arena;	/* borrowed */
};

MUST_USE bool	gathering_check(const struct gathering_world *, struct value *,
		    struct diag *);

/* What a person at the keyboard is told: rule, have, need; 流会 aloud. */
void	gathering_note(const struct value *meeting, struct diag *);

/*
 * Notes that someone, by id or name, has an attendance status: on the list
 * already, or added to it.  Who is in no register is kept by name.
 */
MUST_USE bool	gathering_attend(struct value *meeting, struct ledger *,
		    struct str village, struct str status, struct str who,
		    const struct source *, struct span, struct diag *);

/* Lays more over a meeting: lists grow, mappings join, texts replace. */
void	gathering_merge(struct arena *, struct value *meeting,
	    const struct value *more);

/*
 * The issue that an action becomes: `issue` holds what was said of it and
 * gets village, source, finder, day, content, unit, person and time limit.
 */
void	gathering_issue(struct arena *, struct value *issue,
	    const struct value *meeting, const struct value *action);

/* ---- in the ledger ---------------------------------------------------- */

MUST_USE bool	gathering_load(struct value **, struct change *,
		    const struct refs_record *, struct diag *);
/* Only what differs is written; lists that only grew are appended to. */
MUST_USE bool	gathering_save(struct change *, const struct refs_record *,
		    const struct value *was, const struct value *now,
		    struct diag *);

/* One row a meeting, confidential ones for internal readers alone. */
MUST_USE bool	gathering_list(struct table *, struct ledger *,
		    const struct ledger_scope *, enum audience, struct diag *);

#endif
