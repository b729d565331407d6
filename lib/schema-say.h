/* SPDX-License-Identifier: MIT */
/* schema-say - what the files that put faults into words share. */
#ifndef SCHEMA_SAY_H
#define SCHEMA_SAY_H

#include "schema-ops.h"
#include "words.h"

#define SAY_COLUMNS	40	/* of a value that is quoted */
#define SAY_CHOICES	12	/* of an enum that are listed */

/* One fault being put into words. */
struct say {
	const struct schema *schema;
	const struct sub    *sub;
	const struct doc    *sdoc;	/* where the rule is written */
	const struct doc    *doc;
	const struct node   *n;		/* what is at fault */
	const struct found  *f;
	uint32_t             root;
	struct str           who;
	struct diag         *dg;
};

/* The name under which the value stands; the value, cut; its place. */
struct str	say_name(const struct say *);
struct str	say_shown(const struct say *);
struct span	say_at(const struct say *);
/* A word or a phrase in the user's language. */
struct str	say_word(const struct say *, const char *english);
/* Text of the schema: x-pattern-zh or -en, or empty. */
struct str	say_rule_text(const struct say *, const char *zh,
		    const char *en);

/* schema-say-value.c: codes up to FOUND_BOUND */
void	say_value(const struct say *);

#endif
