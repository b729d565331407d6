/* SPDX-License-Identifier: MIT */
/*
 * check - everything that is wrong with a ledger, in one run
 *
 * The registers are read first, for the ids that are known; then each
 * village by itself, in parallel, file by file: form, schema, ids, places,
 * references, and the rules of the domain.  One mistake gives one message:
 * what the schema found fault with is not looked at again, and a file that
 * cannot be read does not make all that refers to it unknown.  Memory
 * follows the registers and the largest village.
 */
#ifndef CHECK_H
#define CHECK_H

#include "ledger.h"

#define CHECK_DIRS	8	/* levels of directories looked into */
#define CHECK_KINDS	128	/* kinds of records in one ledger */
#define CHECK_HINTS	50	/* unknown names compared with known ones */

/* What was looked at. */
struct check_sum {
	size_t files, records;
};

/*
 * An open ledger.  `only` names files or directories, relative to the ledger,
 * whose faults are wanted; none: all.
 */
MUST_USE bool	check_ledger(struct check_sum *, struct ledger *,
		    const struct strs *only, struct diag *);

/*
 * Opens a ledger whose ledger.yaml ledger_open refused, so that the rest of
 * it can be checked nevertheless.
 */
MUST_USE bool	check_open(struct ledger *, struct arena *,
		    const struct ledger_env *, struct diag *);

/* Where documents of a URI lie: "https://example.org/" in a directory. */
struct check_map {
	struct str prefix, dir;
};

/* "PREFIX=DIR"; false where it is not. */
MUST_USE bool	check_map_parse(struct check_map *, struct str);

/* Files of YAML or JSON against a schema, outside any ledger. */
struct check_outside {
	struct str              schema;	/* its path */
	const struct check_map *maps;
	size_t                  nmaps;
	bool                    assert_format;
};

MUST_USE bool	check_outside(struct check_sum *, const struct check_outside *,
		    const struct strs *files, struct arena *, struct diag *);

/* The last line: errors, warnings, files.  Sorts the faults. */
struct str	check_sum_text(const struct check_sum *, struct diag *);

#endif
