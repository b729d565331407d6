/* SPDX-License-Identifier: MIT */
/*
 * editors - what tells an editor which file is held to which schema
 *
 * VS Code and vim (coc-yaml) read the same mapping of schemas to paths, which
 * comes from the kinds themselves: a new schema is known to editors, too.
 */
#ifndef EDITORS_H
#define EDITORS_H

#include "ledger.h"

/*
 * The template, a JSON object with something in it, with "yaml.schemas" put
 * first: every kind's schema under the share directory, which must be an
 * absolute path, against where its files lie.  The kinds there are must be
 * known (led->kind_names: some kind has been asked for by ledger_kind).
 */
MUST_USE bool	editors_settings(struct str *json, struct ledger *,
		    struct str template, struct diag *);

/* "villages/{village}/visits/{date:month}.yaml" with * for the holes. */
struct str	editors_glob(struct str pattern, struct arena *);

/* An absolute path as a file URI. */
struct str	editors_uri(struct str path, struct arena *);

#endif
