/* SPDX-License-Identifier: MIT */
/*
 * ledger-import - many records of any kind from a CSV file
 *
 * Reads UTF-8, UTF-16 or GB18030, finds the fields by their keys or labels,
 * checks every row, and writes all of them or none.  A row whose ref is
 * known and whose cells differ is shown as a diff and refused, or with
 * --update corrected; the same file again adds nothing.
 */
#include <unistd.h>

#include "cmd.h"
#include "complete.h"

static const struct command command = {
	.name = "ledger-import",
	.synopsis = "KIND FILE [--columns MAP] [--update]",
	.summary = "records of any kind from CSV, JSON lines or YAML",
	.groups = CMD_WRITES | CMD_USER_LATER,
};

static void
tell(struct cmd *c, const struct add *a)
{
	if (c->quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "%.*s\n", STR(diag_say(&c->diag,
	    "%zu new, %zu corrected, %zu already there", a->nnew,
	    a->nupdated, a->nsame)));
}

static bool
import(struct cmd *c)
{
	const struct kind *kind;
	struct intake_list list;
	struct change ch;
	struct add a;

	if (c->words.n != 2)
		return cmd_usage(c, "say what and from where: %s %s",
		    command.name, command.synopsis);
	kind = ledger_kind(&c->led, cmd_word(c, 0), &c->diag);
	c->from_path = cmd_word(c, 1);
	if (!kind || !cmd_records(&list, c, kind, NULL))
		return false;
	cmd_adds(&a, &ch, c);
	if (!complete_all(&a, kind, list.v, list.n, &c->diag) ||
	    !cmd_write(c, &ch, diag_say(&c->diag,
	    "import %.*s: %zu new, %zu corrected",
	    STR(c->led.chinese ? kind->title : kind->en), a.nnew, a.nupdated)))
		return false;
	tell(c, &a);
	return true;
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)(cmd_open(&c, true) && import(&c));
	return cmd_end(&c);
}
