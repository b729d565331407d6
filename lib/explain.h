/* SPDX-License-Identifier: MIT */
/*
 * explain - what a rule is about, and what to do where it is broken
 *
 * The words are data: share/diagnostics.yaml, a list of rule, cause, cure
 * (Chinese), cause_en, cure_en and, for most, an example: what is wrong, and
 * below "=>" what to write instead.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "buf.h"
#include "doc.h"

/*
 * Adds the explanation of a rule, by its name with or without brackets.
 * Wrong usage, naming the nearest, where there is no such rule.
 */
MUST_USE bool	explain_rule(struct buf *, const struct doc *diagnostics,
		    struct str rule, bool chinese, struct diag *);

#endif
