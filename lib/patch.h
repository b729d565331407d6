/* SPDX-License-Identifier: MIT */
/*
 * patch - change a file by byte ranges, leaving every other byte alone
 *
 * A patch is a set of edits against one immutable source.  Ranges may be
 * added in any order but must not overlap; two insertions at the same
 * place keep the order they were added in.
 */
#ifndef PATCH_H
#define PATCH_H

#include "buf.h"
#include "diag.h"

struct patch {
	const struct source *src;	/* borrowed: must outlive the patch */
	struct arena        *arena;	/* owns the edits and the result */
	struct edit         *edits;
	size_t               n, cap;
};

void	patch_init(struct patch *, const struct source *, struct arena *);
void	patch_insert(struct patch *, uint32_t at, struct str text);
void	patch_replace(struct patch *, struct span old, struct str text);

/* Fails ("edit-overlap", at the second edit) if two edits overlap. */
MUST_USE bool	patch_apply(struct str *, struct patch *, struct diag *);

/*
 * The unified diff (three lines of context, "\ No newline at end of file")
 * of two texts; labels are the two paths (/dev/null for none).
 */
void	patch_diff(struct buf *, struct str old_path, struct str old,
	    struct str new_path, struct str new_text);

#endif
