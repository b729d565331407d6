/* SPDX-License-Identifier: MIT */
/* git - what commands ask of git, by running it. */
#ifndef GIT_H
#define GIT_H

#include "diag.h"

/* git's user.name as seen from a directory; empty where there is none. */
struct str	git_user(struct arena *, struct str dir);

/* One commit of exactly these paths (relative to dir). */
MUST_USE bool	git_commit(struct arena *, struct str dir,
		    const struct strs *paths, struct str message,
		    struct diag *);

/* Runs git with these words in a directory; output (may be NULL) is what
 * it printed, its complaints included.  False, without a fault, where it did not exit 0. */
bool	git_run(struct arena *, struct str dir, const char *const *words,
	    struct str *output);

#endif
