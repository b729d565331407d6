/* SPDX-License-Identifier: MIT */
/* meeting-read - meetings listed, and one shown as it stands. */
#include "audience.h"
#include "meeting.h"

bool
meeting_list(struct cmd *c)
{
	enum audience who = AUDIENCE_INTERNAL;
	struct ledger_scope scope = { 0 };
	struct table t;

	if (c->words.n > 1)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, 1)));
	(void)(c->audience.n && audience_parse(&who, c->audience));
	return cmd_village(&scope.village, c) && (c->period.n == 0 ||
	    cmd_period(&scope.period, c, S(""))) &&
	    gathering_list(&t, &c->led, &scope, who, &c->diag) &&
	    cmd_table(c, &t, AUDIENCE_INTERNAL);
}

/* The state, which stands nowhere, then the file as it is. */
bool
meeting_show(struct cmd *c)
{
	const struct kind *kind = ledger_need(&c->led, "meeting", &c->diag);
	const struct ledger_file *f;
	struct refs_record rec;
	struct value *meeting;
	struct change ch;
	struct source src;

	if (!kind)
		return false;
	if (c->words.n != 2 || (c->audience.n &&
	    !str_is(c->audience, "internal")))
		return cmd_usage(c, "show takes one meeting, and shows all "
		    "of it to internal readers");
	src = source_of("ID", cmd_word(c, 1));
	change_init(&ch, &c->led);
	if (!refs_find(&rec, &c->led, kind, cmd_word(c, 1), &src,
	    (struct span){ 0, (uint32_t)src.bytes.n }, &c->diag) ||
	    !gathering_load(&meeting, &ch, &rec, &c->diag) ||
	    !change_file(&f, &ch, kind, rec.path, &c->diag))
		return false;
	buf_printf(&c->out, "# %s: %s\n# %.*s\n",
	    words_get(c->diag.words, "state"), words_get(c->diag.words,
	    gathering_word(gathering_state(meeting))), STR(rec.path));
	buf_add(&c->out, f->src.bytes);
	return true;
}
