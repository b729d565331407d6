/* SPDX-License-Identifier: MIT */
/*
 * schema - JSON Schema 2020-12: rules in YAML, nodes to faults
 *
 * A schema is compiled once to a flat list of instructions and run over a
 * doc without recursion on the input's depth.  Two passes from one compile:
 * schema_valid says yes or no, as fast as can be; schema_check, run where
 * the first said no, reports every fault at its place.  Patterns are PCRE2
 * (Unicode, JIT, bounded match); formats are asserted if asked.  A plain
 * scalar that readers of YAML dispute is a fault where formats are.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "doc.h"

struct schema;		/* compiled; immutable, may be shared by threads */
struct schema_run;	/* scratch memory for one thread */

struct schema_opts {
	bool assert_format;
	bool strict;	/* unknown keywords but x-… are faults */
	/*
	 * Finds the document of a $ref to another file, and that of a
	 * $schema; may be NULL.  Nothing else is ever read.
	 */
	bool (*load)(void *ctx, struct str uri, struct doc *, struct diag *);
	void  *ctx;
};

/* Faults lie in the schema's source; the doc must outlive the schema. */
MUST_USE bool	schema_compile(struct schema **, const struct doc *,
		    const struct schema_opts *, struct arena *,
		    struct diag *);

struct schema_run	*schema_run_new(struct arena *);

/* Does the subtree at `node` hold?  No words about it. */
MUST_USE bool	schema_valid(const struct schema *, struct schema_run *,
		    const struct doc *, uint32_t node);

/*
 * Records every fault (one mistake, one message, leaf errors only) and
 * returns whether there was none.  `who` names the record in messages.
 */
MUST_USE bool	schema_check(const struct schema *, struct schema_run *,
		    const struct doc *, uint32_t node, struct str who,
		    struct diag *);

#endif
