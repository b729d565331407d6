/* SPDX-License-Identifier: MIT */
/*
 * textconv - a file of the ledger as a person reads it in a diff
 *
 * Keys and choices become their labels, and ids of people, households and
 * villages get the name they stand for: subject: H-00412（王建国）.  Every
 * other byte stays, so that lines are the same lines.  git hands over the
 * bytes without their path; what kind of record they hold is told by the
 * letter of its id, by its keys, and by what is left of the file's name.
 */
#ifndef TEXTCONV_H
#define TEXTCONV_H

#include "ledger.h"

/* Never fails: what is not understood comes back as it is. */
struct str	textconv_say(struct ledger *, const struct source *);

/* The kind whose record stands in a doc, or NULL. */
const struct kind	*textconv_kind(struct ledger *, const struct doc *,
			    struct str path, struct diag *);

#endif
