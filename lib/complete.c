/* SPDX-License-Identifier: MIT */
/* complete - the table of completers. */
#include "adjustment.h"
#include "case.h"
#include "complete.h"
#include "entry.h"
#include "gathering.h"
#include "objection.h"
#include "redemption.h"
#include "visit.h"

complete_fn *
complete_of(struct str kind)
{
	static const struct {
		const char  *kind;
		complete_fn *fn;
	} table[] = {
		{ "adjustment", adjustment_complete },
		{ "entry", entry_complete },
		{ "issue", case_complete },
		{ "meeting", gathering_complete },
		{ "objection", objection_complete },
		{ "redemption", redemption_complete },
		{ "visit", visit_complete },
	};
	size_t i;

	for (i = 0; i < NELEM(table); i++)
		if (str_is(kind, table[i].kind))
			return table[i].fn;
	return NULL;
}

bool
complete_all(struct add *add, const struct kind *kind,
    struct value *const *recs, size_t n, struct diag *dg)
{
	struct ledger *led = add->ch->led;

	/* spending is never merged away: a second time is a second act */
	add->strict = str_is(kind->name, "redemption");
	return add_all(add, kind, recs, n, complete_of(kind->name), led, dg) &&
	    (!add->strict || redemption_covered(led, add->news, add->nnews,
	    add->again, dg));
}
