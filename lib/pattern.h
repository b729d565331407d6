/* SPDX-License-Identifier: MIT */
/*
 * pattern - regular expressions, compiled once and bounded in every match
 *
 * The language is that of ECMA-262, as JSON Schema asks for (schema-regex):
 * \d and \w are ASCII, \s is Unicode, $ is the very end, nothing is anchored
 * by itself.
 * Plain shapes such as ^[0-9]{12}$ are matched by hand; everything else by
 * PCRE2, compiled to machine code where the system allows, with limits on
 * steps and memory, so that no pattern explodes.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include "diag.h"

#define PATTERN_MAX	4096	/* bytes in one pattern */
#define PATTERN_STEPS	100000	/* match limit */
#define PATTERN_HEAP	1024	/* KiB in one match */

struct pattern;		/* immutable, may be shared by threads */
struct pattern_run;	/* scratch memory for one thread */

enum pattern_found { PATTERN_NO, PATTERN_YES, PATTERN_GAVE_UP };

/* Faults ("pattern-form") lie at `at` of src, which may be NULL. */
MUST_USE bool	pattern_compile(struct pattern **, struct str,
		    struct arena *, const struct source *src, struct span at,
		    struct diag *);

struct pattern_run	*pattern_run_new(struct arena *);

/* Found anywhere in the text, which must be well-formed UTF-8? */
enum pattern_found	pattern_match(const struct pattern *,
			    struct pattern_run *, struct str);

/* Whether one was given up since this was last asked. */
bool	pattern_gave_up(struct pattern_run *);

/* For tests: whether the pattern is one of those matched by hand. */
bool	pattern_by_hand(const struct pattern *);

#endif
