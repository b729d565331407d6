/* SPDX-License-Identifier: MIT */
/* check-explain - one rule in plain words. */
#include "check-mode.h"
#include "explain.h"

/* A ledger that is near says which language, if nobody else does. */
static void
speak(struct cmd *c)
{
	struct diag_mark mark = diag_mark(&c->diag);

	if (c->env.lang.n)
		return;
	if (cmd_open(c, false))
		ledger_close(&c->led);
	c->opened = false;
	diag_back(&c->diag, mark);
}

bool
check_mode_explain(struct cmd *c, struct str rule)
{
	struct str path = arena_printf(&c->arena, "%.*s/diagnostics.yaml",
	    STR(c->share));
	struct source src;
	struct doc doc;

	if (c->words.n)
		return cmd_usage(c, "--explain takes one rule and no files");
	speak(c);
	return store_slurp(&src, &c->arena, path, &c->diag) &&
	    doc_read(&doc, &src, &c->arena, &c->diag) &&
	    explain_rule(&c->out, &doc, rule, c->diag.words != NULL,
	    &c->diag);
}
