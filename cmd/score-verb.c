/* SPDX-License-Identifier: MIT */
/* score-verb - what the verbs of score-calc have in common. */
#include "complete.h"
#include "score-calc.h"

bool
verb_words(struct cmd *c, size_t n)
{
	return c->words.n <= n + 1 || cmd_usage(c, "'%.*s' is no FIELD=VALUE",
	    STR(cmd_word(c, n + 1)));
}

bool
verb_add(struct cmd *c, struct add *a, struct change *ch, const char *name,
    const char *spread)
{
	const struct kind *kind;
	struct intake_list list;

	if (!cmd_open(c, true))
		return false;
	kind = ledger_need(&c->led, name, &c->diag);
	if (!kind || !cmd_records(&list, c, kind, spread) ||
	    !verb_words(c, 0))
		return false;
	cmd_adds(a, ch, c);
	return complete_all(a, kind, list.v, list.n, &c->diag);
}
