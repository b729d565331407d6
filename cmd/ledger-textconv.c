/* SPDX-License-Identifier: MIT */
/*
 * ledger-textconv - a file of the ledger with labels and names, for git diff
 *
 * git calls it with a file that may hold bytes of long ago.  What is not
 * understood, or not in a ledger, is printed as it is: a diff without names
 * is better than none.
 */
#include "cmd.h"
#include "textconv.h"

static const struct command command = {
	.name = "ledger-textconv",
	.synopsis = "FILE",
	.summary = "a file of the ledger with labels and names, for git diff",
	.groups = CMD_NO_LEDGER,
};

static bool
say(struct cmd *c)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct diag_mark before;

	if (c->words.n != 1 || c->groups[0].n)
		return cmd_usage(c, "name one file: %s %s", command.name,
		    command.synopsis);
	if (!store_slurp(src, &c->arena, cmd_word(c, 0), &c->diag))
		return false;
	before = diag_mark(&c->diag);
	if (!cmd_open(c, false)) {
		diag_back(&c->diag, before);
		buf_add(&c->out, src->bytes);
		return true;
	}
	buf_add(&c->out, textconv_say(&c->led, src));
	return true;
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)say(&c);
	return cmd_end(&c);
}
