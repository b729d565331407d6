/* SPDX-License-Identifier: MIT */
/* gathering-work - what the files of gathering share; for them alone. */
#ifndef GATHERING_WORK_H
#define GATHERING_WORK_H

#include "gathering.h"

/* One meeting under examination. */
struct gathering_look {
	const struct gathering_world *world;
	struct value                 *rec;
	struct gathering_count        count;
	const struct quorum_rule     *rule;	/* or NULL */
	bool                          held;
	bool                          counted;	/* and the counts agree */
	date_day                      day;	/* or DATE_NONE */
	struct diag                  *dg;
};

/* Where to point: the value if it was said somewhere, else the record. */
const struct value	*gathering_at(const struct value *,
			    const struct value *rec);

/* What a field is called in messages. */
struct str	gathering_label(const struct gathering_look *,
		    const char *key);

/* A whole number under a key; false where there is none. */
bool		gathering_number(int64_t *, const struct value *map,
		    const char *key);
struct value	*gathering_put_number(struct arena *, struct value *map,
		    const char *key, int64_t);
date_day	gathering_day(const struct value *map, const char *key);

/* The first item of a list field, or NULL. */
struct value	*gathering_first(const struct value *map, const char *key);

MUST_USE bool	gathering_counts(struct gathering_look *);
MUST_USE bool	gathering_quorum(struct gathering_look *);
MUST_USE bool	gathering_resolutions(struct gathering_look *);

#endif
