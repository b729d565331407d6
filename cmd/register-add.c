/* SPDX-License-Identifier: MIT */
/*
 * register-add - one line into any register
 *
 * Reads the register it adds to and the names the line refers to, adds the
 * line, checks the result, and only then writes.
 */
#include "cmd.h"
#include "complete.h"

static const struct command command = {
	.name = "register-add",
	.synopsis = "KIND FIELD=VALUE …",
	.summary = "add a line to any register: household, person, unit, "
	    "goods …",
	.groups = CMD_WRITES | CMD_USER_LATER,
};

static bool
add(struct cmd *c)
{
	const struct kind *kind;
	struct intake_list list;
	struct change ch;
	struct add a;

	if (c->words.n != 1)
		return cmd_usage(c, "say which register: %s %s",
		    command.name, command.synopsis);
	kind = ledger_kind(&c->led, cmd_word(c, 0), &c->diag);
	if (!kind || !cmd_records(&list, c, kind, NULL))
		return false;
	cmd_adds(&a, &ch, c);
	return complete_all(&a, kind, list.v, list.n, &c->diag) &&
	    cmd_write(c, &ch, diag_say(&c->diag, "add to the register %.*s: %zu",
	    STR(c->led.chinese ? kind->title : kind->en), a.nnew));
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)(cmd_open(&c, true) && add(&c));
	return cmd_end(&c);
}
