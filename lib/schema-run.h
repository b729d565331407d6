/* SPDX-License-Identifier: MIT */
/* schema-run - frames and their moves; shared by schema and schema-branch. */
#ifndef SCHEMA_RUN_H
#define SCHEMA_RUN_H

#include "schema-ops.h"

enum move {
	NEXT,	/* this phase is done */
	WAIT,	/* a child was pushed: come back here */
	STOP	/* the frame is done */
};

struct frame {
	const struct sub *sub;
	uint32_t node, key;	/* key: the nearest name, for messages */
	uint32_t child;		/* where the walk over children stands */
	uint32_t i;		/* op, or step within one key */
	uint32_t branch;	/* within the op */
	uint32_t count;		/* matches, or items passed */
	uint32_t types;		/* of branches that failed by type alone */
	size_t   from;		/* faults noted before this frame … */
	size_t   mark, nbest;	/* … before this op, and its best branch's */
	uint32_t evals, tried;	/* notes before this frame, this branch */
	uint64_t seen;		/* required keys met */
	uint8_t  phase;
	bool     all, ok, waiting, as_key;
	bool     track;		/* what is evaluated is asked for */
	bool     vague;		/* after a fault it is not known */
};

/* Children of the node at hand from one index to another. */
struct eval { uint32_t from, to; };

struct schema_run {
	struct arena         *arena;
	struct frame         *frames;
	size_t                top, cap;
	const struct schema  *schema;
	const struct doc     *doc;
	uint64_t              steps;	/* left */
	bool                  ok;	/* the verdict of the last frame */
	const char           *broken;	/* why there is no verdict */
	struct founds         found;
	struct eval          *evals;
	size_t                nevals, evals_cap;
	struct scratch        room;
	struct pattern_run   *patterns;
};

/* Notes a fault of the frame itself: NEXT, or STOP where the first ends it. */
enum move	frame_fail(struct schema_run *, struct frame *, struct found);

void	frame_push(struct schema_run *, struct frame);

/* schema-quick.c: all the keys, where names are all there is and only yes or
   no is asked; stops short of none. */
enum move	quick_keys(struct schema_run *, struct frame *);

/* Decides a child in place (run.ok), or pushes it.  After WAIT the frame
   may have moved. */
enum move	frame_check(struct schema_run *, struct frame *,
		    uint32_t sub, uint32_t child, uint32_t key, bool as_key,
		    bool all);

/* Takes a child's verdict where all of them must pass; false: stop. */
bool	frame_took(struct schema_run *, struct frame *);

/* Both in one, for a child that must pass. */
enum move	frame_must(struct schema_run *, struct frame *,
		    uint32_t sub, uint32_t child, uint32_t key, bool as_key);

/* schema-branch.c: the phase of the ops */
enum move	branch_ops(struct schema_run *, struct frame *);

/* schema-rest.c: notes of what was evaluated, and what was not */
void		rest_note_keys(struct schema_run *, const struct frame *);
void		rest_note_items(struct schema_run *, const struct frame *);
void		rest_note(struct schema_run *, uint32_t from, uint32_t to);
/* A frame is done: are its notes those of the one below it? */
void		rest_settle(struct schema_run *, const struct frame *);
enum move	rest_walk(struct schema_run *, struct frame *);

#endif
