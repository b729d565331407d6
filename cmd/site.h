/* SPDX-License-Identifier: MIT */
/*
 * site - the directory that a new ledger goes into
 *
 * Not there, empty, or a git work tree that is no ledger yet.  Nothing that
 * is in it is ever written over; what was made for nothing goes again.
 */
#ifndef SITE_H
#define SITE_H

#include "cmd.h"

struct site {
	struct str dir;
	bool       there;	/* before we came */
	bool       in_git;	/* within a git work tree */
};

/* Looks, makes nothing.  Wrong usage where no ledger may go there. */
MUST_USE bool	site_look(struct site *, struct cmd *, struct str dir);

/* Names every file that is there already; false where there is one. */
MUST_USE bool	site_free(const struct site *, struct cmd *,
		    const struct store_write *, size_t n);

/* Makes the directory and writes the files, all or none. */
MUST_USE bool	site_write(const struct site *, struct cmd *,
		    const struct store_write *, size_t n);

/*
 * Makes it a git work tree (`init`), tells git to show names as they are
 * written and records with their labels (ledger-textconv), and puts a hook
 * there, where none is, that checks what is about to be committed.
 */
MUST_USE bool	site_git(const struct site *, struct cmd *, bool init);

#endif
