/* SPDX-License-Identifier: MIT */
/* score-record - the daily act: one entry a subject, or a file of them. */
#include "score-calc.h"

bool
verb_record(struct cmd *c, const struct score_opts *o)
{
	struct change ch;
	struct add a;

	(void)o;
	return verb_add(c, &a, &ch, "entry", "subject") &&
	    cmd_write(c, &ch, arena_printf(&c->arena, "%.*s: +%zu ~%zu",
	    STR(c->led.chinese ? S("积分记录") : S("entries")), a.nnew,
	    a.nupdated));
}
