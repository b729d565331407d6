/* SPDX-License-Identifier: MIT */
/* write - how every writer ends: the diff, or the commit and the ids. */
#include "cmd.h"
#include "git.h"

void
cmd_adds(struct add *a, struct change *ch, struct cmd *c)
{
	change_init(ch, &c->led);
	add_init(a, ch);
	a->again = c->again;
	a->update = c->update;
	a->batch = c->from_path.n > 0;
}

bool
cmd_write(struct cmd *c, struct change *ch, struct str message)
{
	size_t i;

	if (c->diag.nerrors || !change_finish(ch, &c->diag))
		return false;
	if (c->dry_run) {
		change_show(&c->out, ch);
		return true;
	}
	if (!change_commit(ch, &c->diag))
		return false;
	for (i = 0; i < ch->ids.n; i++)
		buf_printf(&c->out, "%.*s\n", STR(ch->ids.v[i]));
	if (!c->commit && !c->led.commit)
		return true;
	c->always_out = true;	/* what git says does not undo the ledger */
	return git_commit(&c->arena, c->env.dir, &ch->paths, message,
	    &c->diag);
}
