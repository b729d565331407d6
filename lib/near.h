/* SPDX-License-Identifier: MIT */
/*
 * near - the word that was probably meant
 *
 * Only a near one is offered: a wrong guess is worse than none.
 */
#ifndef NEAR_H
#define NEAR_H

#include "base.h"

#define NEAR_MAX	64	/* bytes; longer words are not compared */

/* The known word nearest to `typed` (distance <= max(1, n / 3)), or none. */
struct str	near_word(struct str typed, const struct str *words,
		    size_t n);

#endif
