/* SPDX-License-Identifier: MIT */
/* score-adjust - a bonus or penalty of the year. */
#include "score-calc.h"

bool
verb_adjust(struct cmd *c, const struct score_opts *o)
{
	struct change ch;
	struct add a;

	(void)o;
	return verb_add(c, &a, &ch, "adjustment", "subject") &&
	    cmd_write(c, &ch, arena_printf(&c->arena, "%s: +%zu",
	    c->led.chinese ? "加减分" : "adjustment", a.nnew));
}
