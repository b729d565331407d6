/* SPDX-License-Identifier: MIT */
/*
 * add - new records, each once
 *
 * Gives records their ids and decides, for each, whether it is new, already
 * there, or there with other words: the same act again adds nothing, two
 * honest identical rows of one batch are two records, and a row whose ref is
 * known but whose cells differ is a fault shown as a diff, or with `update`
 * a correction.
 */
#ifndef ADD_H
#define ADD_H

#include "change.h"

/*
 * The kind's rules on a record that comes whole: `was` is the one that it
 * corrects (NULL: none), `given` what was said; see complete.h.
 */
typedef bool	add_whole(struct ledger *, const struct kind *,
		    const struct value *was, struct value *now,
		    const struct value *given, struct diag *);

struct add {
	struct change *ch;	/* borrowed */
	bool           again;	/* record an identical act once more */
	bool           update;	/* correct rows whose ref is known */
	bool           batch;	/* many from a file: no warning a row */
	bool           strict;	/* the same act again is a fault */
	add_whole     *whole;	/* may be NULL */
	size_t         nkept;	/* those of nnew that brought their id */
	size_t         nnew, nsame, nupdated;
	const struct value **news;	/* the records added, completed */
	size_t         nnews, news_cap;
	struct map     counts;	/* ident_text -> how many in this batch */
	struct map     tails;	/* "kind/village" -> map of id tails */
	struct map     files;	/* path -> map of the ids in it */
};

enum add_outcome { ADD_NEW, ADD_SAME, ADD_UPDATE };

/* What stands for a record that was given. */
struct added {
	enum add_outcome   outcome;
	struct str         id;
	struct refs_record old;		/* ADD_SAME, ADD_UPDATE */
};

void	add_init(struct add *, struct change *);

/*
 * Sets rec's id from what was `given` (rec before anything was filled in)
 * and says what stands for it already: what was given is compared as rec has
 * it, completed.  Its village and day must be known.
 */
MUST_USE bool	add_identify(struct added *, struct add *,
		    const struct kind *, const struct value *given,
		    struct value *rec, struct diag *);

/*
 * Does it: ADD_NEW is checked against the schema and added; ADD_SAME adds
 * nothing (a warning unless in a batch; its id still counts as printed);
 * ADD_UPDATE sets the fields given that differ and those that follow from
 * them (x-derived), or faults without `update`.
 */
MUST_USE bool	add_record(const struct added *, struct add *,
		    const struct kind *, const struct value *given,
		    const struct value *rec, struct diag *);

/*
 * The common path for a whole list: defaults, `complete` (may be NULL: what
 * the domain fills in and checks), identify, add.  All faults of all rows.
 * What completing an act that turns out to be an old one warned of is
 * forgotten.  A record that brings its id, as exports do, is not completed:
 */
MUST_USE bool	add_all(struct add *, const struct kind *,
		    struct value *const *recs, size_t n,
		    bool (*complete)(void *ctx, struct value *rec,
		    struct diag *), void *ctx, struct diag *);

#endif
