/* SPDX-License-Identifier: MIT */
/* write - how every writer ends: the diff, or the commit and the ids. */
#include <unistd.h>

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

/* Does git know of it, or is it there to be known?  A file that went before
 * git ever saw it is none of its business. */
static bool
for_git(struct cmd *c, struct str path)
{
	const char *const words[] = { "git", "ls-files", "--error-unmatch",
	    "--", arena_dup(&c->arena, path).p, NULL };
	struct str full = arena_printf(&c->arena, "%.*s/%.*s",
	    STR(c->env.dir), STR(path));

	return access(full.p, F_OK) == 0 ||
	    git_run(&c->arena, c->env.dir, words, NULL);
}

static bool
commit(struct cmd *c, const struct change *ch, struct str message)
{
	struct strs paths = { 0 };
	size_t i;

	for (i = 0; i < ch->paths.n; i++)
		if (for_git(c, ch->paths.v[i]))
			strs_add(&paths, &c->arena, ch->paths.v[i]);
	return git_commit(&c->arena, c->env.dir, &paths, message, &c->diag);
}

bool
cmd_write(struct cmd *c, struct change *ch, struct str message)
{
	size_t i;

	if (c->diag.nerrors || !change_finish(ch, &c->diag))
		return false;
	if (ch->paths.n == 0 && ch->ids.n && !c->diag.nwarnings &&
	    c->from_path.n == 0 && !c->quiet)
		diag_note(&c->diag, NULL, NULL, (struct span){ 0, 0 },
		    "the ledger says so already; nothing was changed");
	if (c->dry_run) {
		change_show(&c->out, ch);
		return true;
	}
	if (!change_commit(ch, &c->diag))
		return false;
	c->written = ch->paths.n > 0;
	for (i = 0; i < ch->ids.n; i++)
		buf_printf(&c->out, "%.*s\n", STR(ch->ids.v[i]));
	if (!c->commit && !c->led.commit)
		return true;
	c->always_out = true;	/* what git says does not undo the ledger */
	return commit(c, ch, message);
}
