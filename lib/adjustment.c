/* SPDX-License-Identifier: MIT */
/* adjustment - what follows from a bonus or penalty, and what it may be. */
#include "adjustment.h"

static const struct value *
place(const struct value *rec, const char *key)
{
	const struct value *v = value_get(rec, str_of(key));

	return v && v->src ? v : rec;
}

/* Which way a sort of reason goes; empty where it is not known. */
static struct str
direction_of(struct str reason)
{
	static const char *const bonus[] = { "pioneer", "honor",
	    "other_bonus" };
	size_t i;

	for (i = 0; i < NELEM(bonus); i++)
		if (str_is(reason, bonus[i]))
			return S("bonus");
	return reason.n ? S("penalty") : S("");
}

static bool
direction(struct value *rec, struct ledger *led, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "adjustment", dg);
	struct str reason = value_str(rec, "reason_kind");
	struct str want = direction_of(reason);
	const struct value *at = place(rec, "direction");
	const struct field *f;

	if (!value_get(rec, S("direction")) && want.n)
		value_put(led->arena, rec, "direction", want);
	if (!kind || want.n == 0 || str_eq(value_str(rec, "direction"), want))
		return kind != NULL;
	f = kind_field(kind, S("reason_kind"));
	return diag_error(dg, "adjustment.direction", at->src, at->at,
	    "'%.*s' is a reason for a %s", STR(field_choice_label(f, reason,
	    led->chinese)), diag_word(dg->words, str_is(want, "bonus") ?
	    "bonus" : "penalty"));
}

static bool
subject(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct str id = value_str(rec, "subject");
	struct value *village = value_get(rec, S("village"));
	const struct ref *grid;
	struct str home = id;

	if (id.n == 0)
		return true;	/* the schema says so */
	grid = refs_get(led, S("grid"), id, S(""), dg);
	if (grid)
		home = grid->village;
	if (!value_get(rec, S("subject_type")))
		value_put(led->arena, rec, "subject_type", grid ? S("grid") :
		    S("village"));
	if (!village || !village->src)
		value_put(led->arena, rec, "village", home);
	else if (!str_eq(village->text, home))
		return diag_error(dg, "adjustment.village", village->src,
		    village->at, "%.*s belongs to %.*s, not to %.*s",
		    STR(id), STR(home), STR(village->text));
	return true;
}

bool
adjustment_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	const struct kind *kind = ledger_need(led, "adjustment", dg);
	date_day day = date_iso(value_str(rec, "decided_on"));
	const struct value *at = place(rec, "decided_on");
	bool ok;

	if (!kind)
		return false;
	ok = subject(rec, led, dg);
	ok = direction(rec, led, dg) && ok;
	if (day != DATE_NONE && !value_get(rec, S("year")))
		value_set(rec, S("year"), value_bare(led->arena,
		    arena_printf(led->arena, "%d", date_ymd(day).year)));
	intake_order(rec, kind->fields, kind->nfields);
	if (day != DATE_NONE && day > led->env.today)
		return diag_error(dg, "adjustment.future", at->src, at->at,
		    "a decision cannot lie in the future");
	return ok;
}
