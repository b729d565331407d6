/* SPDX-License-Identifier: MIT */
/* schema-regex-work - an expression being read; for schema-regex*.c alone. */
#ifndef SCHEMA_REGEX_WORK_H
#define SCHEMA_REGEX_WORK_H

#include "schema-regex.h"

enum { FLAG_I = 1, FLAG_M = 2, FLAG_S = 4 };

struct group { unsigned flags; bool look; };

struct regex {
	struct str   s;		/* all of it */
	size_t       at;
	struct buf  *out;	/* NULL: only to be judged */
	bool         strict;
	bool         repeatable;	/* what was read last */
	const char  *why;
	unsigned     flags;
	unsigned     ngroups;
	unsigned     depth;
	struct group open[REGEX_DEPTH];
};

#define SET	UINT32_MAX	/* a class atom that is no single character */

bool	regex_digit(char);
bool	regex_word(uint32_t code);	/* a letter or digit of ASCII */
bool	regex_fail(struct regex *, const char *why);	/* false */
void	regex_emit(struct regex *, const char *text);
void	regex_code(struct regex *, uint32_t code, bool inside);
char	regex_peek(const struct regex *, size_t ahead);
bool	regex_next(const struct regex *, const char *text);

/* \d and the like; false where it is something else. */
bool	regex_set(struct regex *, char, bool inside);
/* \p{Name}, \p{Name=Value} */
bool	regex_property(struct regex *);
/* An escape that stands for one character. */
bool	regex_char(struct regex *, uint32_t *code, bool inside);

#endif
