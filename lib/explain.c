/* SPDX-License-Identifier: MIT */
/* explain - one entry of the list, laid out. */
#include "explain.h"
#include "near.h"

#define EXPLAIN_RULES	1000	/* compared with what was typed */

static bool
unknown(const struct doc *d, struct str rule, struct diag *dg)
{
	struct strs names = { 0 };
	struct str near;
	uint32_t i;

	for (i = doc_first(d, 0); i && names.n < EXPLAIN_RULES;
	    i = doc_after(d, 0, i))
		strs_add(&names, dg->arena, doc_text(d, i, "rule"));
	near = near_word(rule, names.v, names.n);
	if (near.n)
		return diag_usage(dg, "no rule is called '%.*s'; did you mean "
		    "'%.*s'?", STR(rule), STR(near));
	return diag_usage(dg, "no rule is called '%.*s'; a rule's name stands "
	    "in brackets behind its message, and all are in taizhang(7)",
	    STR(rule));
}

static void
lines(struct buf *b, struct str s)
{
	struct str line;

	while (s.n) {
		line = str_sub(s, 0, str_find(s, S("\n")));
		s = str_sub(s, line.n + 1, s.n);
		if (line.n)
			buf_puts(b, "    ");
		buf_add(b, line);
		buf_char(b, '\n');
	}
}

static void
part(struct buf *b, struct diag *dg, const char *heading, struct str text)
{
	if (text.n == 0)
		return;
	buf_printf(b, "\n%s\n", diag_word(dg->words, heading));
	lines(b, text);
}

bool
explain_rule(struct buf *b, const struct doc *d, struct str rule,
    bool chinese, struct diag *dg)
{
	uint32_t i;

	rule = str_trim(rule);
	if (str_starts(rule, S("[")) && str_ends(rule, S("]")))
		rule = str_sub(rule, 1, rule.n - 1);
	for (i = doc_first(d, 0); i; i = doc_after(d, 0, i))
		if (str_eq(doc_text(d, i, "rule"), rule))
			break;
	if (i == 0)
		return unknown(d, rule, dg);
	buf_printf(b, "%.*s\n", STR(rule));
	part(b, dg, "cause", doc_text(d, i, chinese ? "cause" :
	    "cause_en"));
	part(b, dg, "example", doc_text(d, i, "example"));
	part(b, dg, "cure", doc_text(d, i, chinese ? "cure" : "cure_en"));
	return true;
}
