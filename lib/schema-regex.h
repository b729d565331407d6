/* SPDX-License-Identifier: MIT */
/*
 * schema-regex - the regular expressions of JSON Schema: ECMA-262, flag u
 *
 * They are read here once, and either only judged or put into the words of
 * PCRE2, which knows much that ECMA-262 does not, and some things otherwise.
 */
#ifndef SCHEMA_REGEX_H
#define SCHEMA_REGEX_H

#include "buf.h"

#define REGEX_MAX	4096	/* bytes in one */
#define REGEX_DEPTH	100	/* groups within one another */

/* Is it one, to the letter? */
bool	regex_ok(struct str);

/*
 * The same for PCRE2 (UTF, DOLLAR_ENDONLY, ALLOW_EMPTY_CLASS, MATCH_UNSET_
 * BACKREF).  What people write besides is taken: escapes of what needs none
 * ('\-'), lone brackets, \p{Han}.  False where it is none; *why says in
 * English what is wrong.
 */
MUST_USE bool	regex_translate(struct str *out, const char **why,
		    struct str, struct arena *);

#endif
