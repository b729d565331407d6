/* SPDX-License-Identifier: MIT */
/*
 * words - the other language, from a standard po file
 *
 * The English literal in the source is the key; a po file (share/po/zh_CN.po)
 * gives the translation, with the same printf conversions (positional ones,
 * as in "%2$.*1$s", where the order differs).  Where nothing is found, or
 * words is NULL, the English comes back: no message is ever missing.
 */
#ifndef WORDS_H
#define WORDS_H

#include "diag.h"

/*
 * Reads msgid/msgstr pairs.  A damaged entry is a fault and is left out;
 * the result holds the others and can be used even after a failure.
 */
MUST_USE bool	words_parse(struct words **, struct arena *,
		    const struct source *, struct diag *);

/* NUL-terminated; `english` itself where there is no translation. */
const char	*words_get(const struct words *, const char *english)
		    __attribute__((format_arg(2)));

#endif
