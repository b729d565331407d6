/* SPDX-License-Identifier: MIT */
/*
 * quorum - may this meeting be held, and did the motion pass?
 *
 * A rule is a fraction of a base: at least so much of it (present * den >=
 * base * num) or more than so much (strict).  Which fraction holds for which
 * meeting, from which day, and in which province, is data
 * (share/quorum.yaml), because the law changes and a person must check it.
 * Everything is whole numbers.
 */
#ifndef QUORUM_H
#define QUORUM_H

#include "date.h"
#include "doc.h"

#define QUORUM_RULES	200	/* in one table */
#define QUORUM_DEN	1000	/* largest denominator */
#define QUORUM_BASE	1000000	/* largest number of people counted */

struct fraction {
	int64_t num, den;	/* den 0: there is no such rule */
	bool    strict;		/* more than, not at least */
};

/* Whom the base counts. */
enum quorum_count {
	QUORUM_VOTERS, QUORUM_HOUSEHOLDS, QUORUM_REPS, QUORUM_MEMBERS
};

/* Of whom a motion needs its share: of those who are there, who should be
 * (without those excluded), or all members. */
enum quorum_of { QUORUM_PRESENT, QUORUM_DUE, QUORUM_ALL };

struct quorum_rule {
	struct str        name;		/* as minutes cite it */
	struct str        kind;		/* of meeting; "any": the others */
	struct str        region;	/* prefix of the code; "": everywhere */
	enum quorum_count count;
	struct fraction   hold, women, pass;
	enum quorum_of    of;		/* for pass */
	int               notice_days;
	date_day          from, to;	/* both in; DATE_NONE: open */
};

struct quorum_rules {
	struct quorum_rule *v;
	size_t              n, cap;
};

/* The base and who of it is there, held against a fraction. */
struct quorum {
	int64_t base, need, have;
	bool    ok;
};

/*
 * Reads a table; its texts are slices of the doc.  Rule of all its faults:
 * "quorum.table".
 */
MUST_USE bool	quorum_parse(struct quorum_rules *, const struct doc *,
		    struct arena *, struct diag *);

/*
 * The rule for a meeting of a kind on a day: by households or by persons
 * where the table has both, the longest region first, then "any"; NULL
 * where there is none.
 */
const struct quorum_rule	*quorum_find(const struct quorum_rules *,
				    struct str kind, struct str region,
				    bool by_household, date_day);

/* The smallest whole number that meets the fraction of the base. */
int64_t	fraction_need(struct fraction, int64_t base);
bool	fraction_met(struct fraction, int64_t have, int64_t base);

struct quorum	quorum_test(struct fraction, int64_t have, int64_t base);

/* "at least 2/3", "more than 1/2"; for the diag's reader. */
struct str	fraction_say(struct fraction, struct diag *);

#endif
