/* SPDX-License-Identifier: MIT */
/* score-object - an objection to a published list, and the decision on it. */
#include "objection.h"
#include "score-calc.h"

bool
verb_object(struct cmd *c, const struct score_opts *o)
{
	struct change ch;
	struct add a;

	(void)o;
	return verb_add(c, &a, &ch, "objection", "entry") &&
	    cmd_write(c, &ch, arena_printf(&c->arena, "%s: %.*s",
	    c->led.chinese ? "异议" : "objection", STR(ch.ids.n ?
	    ch.ids.v[0] : S("-"))));
}

/* kind=founded is the decision's: decision.kind=founded. */
static void
into_decision(struct cmd *c, const struct field *decision)
{
	struct cmd_group *g = &c->groups[0];
	size_t i;

	for (i = 0; i < g->n; i++) {
		if (str_is(g->v[i].key, "decision"))
			g->v[i].key = S("kind");
		if (str_is(g->v[i].key, "理由") || str_is(g->v[i].key, "原因"))
			g->v[i].key = S("reason");
		if (field_sub(decision, g->v[i].key))
			g->v[i].key = arena_printf(&c->arena, "decision.%.*s",
			    STR(g->v[i].key));
	}
}

/* Who decides and when, where it was not said: the user, today. */
static bool
defaults(struct cmd *c, struct value *decision, struct str village)
{
	struct span none = { 0, 0 };
	struct str by = c->env.user;

	if (!value_get(decision, S("day")))
		value_put(&c->arena, decision, "day", date_str(&c->arena,
		    c->env.today));
	if (value_get(decision, S("by")))
		return true;
	if (by.n == 0)
		return cmd_usage(c, "say who decides: by=WHO or --user");
	if (!refs_resolve(&by, &c->led, S("person"), by, village, NULL, none,
	    &c->diag))
		return false;
	value_put(&c->arena, decision, "by", by);
	return true;
}

static bool
decide(struct cmd *c, const struct kind *kind, struct refs_record *rec,
    struct change *ch)
{
	const struct field *field = kind_field(kind, S("decision"));
	struct layout_found found = { .village = S("") };
	struct value *fields, *decision;

	into_decision(c, field);
	layout_match(kind->path, rec->path, &found);
	if (!cmd_group_record(&fields, c, kind, &c->groups[0],
	    found.village))
		return false;
	decision = value_get(fields, S("decision"));
	if (!decision || fields->first != fields->last)
		return cmd_usage(c, "a decision is decision=founded, "
		    "founded_in_part or unfounded, and reason=TEXT");
	if (!defaults(c, decision, found.village) || !objection_decidable(
	    &c->led, rec, decision, &c->diag))
		return false;
	intake_order(decision, field->fields, field->nfields);
	return change_set(ch, rec, S("decision"), decision, &c->diag);
}

bool
verb_decide(struct cmd *c, const struct score_opts *o)
{
	struct refs_record rec;
	const struct kind *kind;
	struct change ch;
	struct source src;

	(void)o;
	if (c->words.n != 2)
		return cmd_usage(c, "say which objection: score-calc decide "
		    "ID decision=founded reason=TEXT");
	src = source_of("ID", cmd_word(c, 1));
	if (!cmd_open(c, true))
		return false;
	kind = ledger_need(&c->led, "objection", &c->diag);
	if (!kind || !refs_find(&rec, &c->led, kind, cmd_word(c, 1), &src,
	    (struct span){ 0, (uint32_t)src.bytes.n }, &c->diag))
		return false;
	change_init(&ch, &c->led);
	if (!decide(c, kind, &rec, &ch))
		return false;
	strs_add(&ch.ids, &c->arena, rec.id);
	return cmd_write(c, &ch, arena_printf(&c->arena, "%.*s: %s",
	    STR(rec.id), c->led.chinese ? "处理决定" : "decided"));
}
