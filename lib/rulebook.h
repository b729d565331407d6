/* SPDX-License-Identifier: MIT */
/*
 * rulebook - what an act is worth, by the day it happened
 *
 * A book is read from rules/ID.yaml, which a schema has found well formed;
 * what a schema cannot say is checked here (rules "rulebook.*").  A book has
 * versions, each in force from its day to the next one's; an act is priced by
 * the version of the day it happened.  All text is copied to the arena, so
 * the doc may die; a book is never changed again and may be shared.
 *
 * The same code means the same item in every version and has one number,
 * from 0, by which others keep their sums; so has a category.
 */
#ifndef RULEBOOK_H
#define RULEBOOK_H

#include "date.h"
#include "doc.h"
#include "map.h"
#include "points.h"

#define RULEBOOK_EVER	INT32_MAX	/* the day after the last */
#define QUANTITY_ONE	100		/* quantities are hundredths, too */
#define QUANTITY_MAX	((int64_t)100000000)	/* a million units */

enum subject_type {
	SUBJECT_VILLAGE, SUBJECT_GRID, SUBJECT_HOUSEHOLD, SUBJECT_PERSON
};

enum settle { SETTLE_ACCRUE, SETTLE_HUNDRED };

enum ranking_group { RANKING_VILLAGE, RANKING_TOWNSHIP, RANKING_CLASS };

enum tie { TIE_PENALTIES, TIE_SATISFACTION, TIE_LAST_QUARTER, NTIES };

enum category_mode {
	MODE_SUM,		/* of a book that adds up */
	MODE_DEDUCT, MODE_ACCRUE, MODE_RATIO, MODE_LEVEL, MODE_MIXED
};

enum cap_per { CAP_EVENT, CAP_MONTH, CAP_QUARTER, CAP_HALF, CAP_YEAR, NCAPS };

struct rulebook_category {
	struct str         code, name;
	uint32_t           number;
	enum category_mode mode;
	points             weight;	/* 0 in a book that adds up */
	points             full;	/* what its rates can give together */
	struct span        at;
};

struct tier {
	int64_t from;		/* the least quantity, in hundredths */
	points  points;
};

struct rulebook_item {
	struct str code, name, cadence, evidence, scope;
	struct str per;		/* what a quantity counts: hours */
	struct str rate;	/* "manual" or an indicator; of a rate item */
	uint32_t   number;
	const struct rulebook_category *category;
	points     low, high;	/* equal unless judged case by case */
	const struct tier *tiers;	/* or by quantity */
	size_t     ntiers;
	points     full;	/* of a rate item: what 100 % gives; else 0 */
	points     cap[NCAPS];	/* with the sign of the item; 0: none */
	date_day   from, end;	/* half-open, within the version */
	bool       recovery, veto;
	struct span at;
};

struct rulebook_version {
	struct str name;	/* "household@2026-01-01" */
	date_day   from, end;	/* half-open */
	date_day   adopted;	/* DATE_NONE where it does not say */
	struct str meeting;	/* that adopted it */
	points     base;
	struct rulebook_category *categories;
	size_t     ncategories;
	struct rulebook_item *items;
	size_t     nitems;
	struct map by_code;	/* to the items */
	struct span at;
};

/* The village's year: domain.md C4.7 (c). */
struct rulebook_annual {
	bool   given;
	int    weight, other_weight;	/* per cent */
	points clamp_high, adjust_cap;	/* adjust_cap 0: none */
};

struct rulebook {
	struct str         id, title;
	enum subject_type  subject_type;
	enum settle        settle;
	enum ranking_group ranking_group;
	enum tie           ties[NTIES];
	size_t             nties;
	struct rulebook_annual annual;
	struct rulebook_version *versions;	/* by their first days */
	size_t             nversions;
	size_t             nitems, ncategories;	/* numbers given */
};

/* False where it recorded a fault; it goes on to find all there are. */
MUST_USE bool	rulebook_parse(struct rulebook *, const struct doc *,
		    struct arena *, struct diag *);

/* Warns of items that are lawful to read and unwise to use. */
void	rulebook_lint(const struct rulebook *, const struct source *,
	    struct diag *);

/* The version in force on a day, or the one named; NULL if none. */
const struct rulebook_version	*rulebook_version_on(const struct rulebook *,
				    date_day);
const struct rulebook_version	*rulebook_version_named(
				    const struct rulebook *, struct str);

/* NULL if absent; an item found may still not be in force on the day. */
const struct rulebook_item	*rulebook_item(const struct rulebook_version *,
				    struct str code);
const struct rulebook_category	*rulebook_category(
				    const struct rulebook_version *,
				    struct str code);

static inline bool
rulebook_in_force(const struct rulebook_item *item, date_day day)
{
	return day >= item->from && day < item->end;
}

/* -1 takes, 1 gives, 0 neither (a rate, a veto without points). */
int	rulebook_sign(const struct rulebook_item *);

/* May one unit of the item be worth this much? */
bool	rulebook_allows(const struct rulebook_item *, points unit);

/* unit × quantity, or by the tiers; the quantity in hundredths. */
points	rulebook_raw(const struct rulebook_item *, points unit,
	    int64_t quantity);

/* The words a book writes: "household", "accrue", "quarter" … */
const char	*rulebook_subject_key(enum subject_type);
const char	*rulebook_group_key(enum ranking_group);
const char	*rulebook_tie_key(enum tie);
const char	*rulebook_mode_key(enum category_mode);
const char	*rulebook_cap_key(enum cap_per);

#endif
