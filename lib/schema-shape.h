/* SPDX-License-Identifier: MIT */
/*
 * schema-shape - plain patterns such as ^[0-9]{12}$, matched by hand
 *
 * A plain shape is ^, then characters and classes of ASCII with counts, and
 * groups of alternatives of these, then $.
 */
#ifndef SCHEMA_SHAPE_H
#define SCHEMA_SHAPE_H

#include "arena.h"

struct shape;	/* immutable, may be shared by threads */

/* False where the pattern is no plain shape; that is no fault. */
MUST_USE bool	shape_compile(struct shape **, struct str, struct arena *);

bool	shape_match(const struct shape *, struct str);

#endif
