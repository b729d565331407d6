/* SPDX-License-Identifier: MIT */
/*
 * visit-add - record a visit or reception, and the issues it brought up
 *
 * Reads what the visit touches, adds it, opens an issue for each +issue
 * group in the same act, checks the result, and only then writes.  On any
 * fault every file is left as it was, to the byte.
 */
#include "cmd.h"
#include "complete.h"
#include "visit.h"

static const struct command command = {
	.name = "visit-add",
	.synopsis = "FIELD=VALUE … [+issue FIELD=VALUE …] …",
	.summary = "record a visit or reception, and open the issues it "
	    "brought up",
	.groups = CMD_WRITES | CMD_USER_LATER,
};

/* Where people come to say it (C1.4, the example of C2.9). */
static bool
is_reception(struct str kind)
{
	return str_is(kind, "reception") || str_is(kind, "monday_night") ||
	    str_is(kind, "down_petition");
}

/* What an issue takes over from the visit that opened it. */
static void
inherit(struct cmd *c, struct value *issue, const struct value *visit)
{
	struct value *visitors = value_get(visit, S("visitors"));
	static const char *const same[][2] = {
		{ "village", "village" }, { "found_on", "date" },
		{ "grid", "grid" },
	};
	struct str text;
	size_t i;

	for (i = 0; i < NELEM(same); i++) {
		text = value_str(visit, same[i][1]);
		if (text.n && !value_get(issue, str_of(same[i][0])))
			value_put(&c->arena, issue, same[i][0], text);
	}
	if (visitors && visitors->first && !value_get(issue, S("found_by")))
		value_put(&c->arena, issue, "found_by",
		    value_str(visitors->first, "person"));
}

/* What nobody said, and no id is made from: what was raised at a visit and
 * not said to be else is an appeal. */
static void
by_default(struct cmd *c, struct value *issue, const struct value *visit)
{
	if (!value_get(issue, S("source")))
		value_put(&c->arena, issue, "source",
		    is_reception(value_str(visit, "kind")) ?
		    S("reception") : S("visit"));
	if (!value_get(issue, S("kind")))
		value_put(&c->arena, issue, "kind", S("appeal"));
	if (value_get(issue, S("category")))
		return;
	value_put(&c->arena, issue, "category", S("other"));
	diag_warn(&c->diag, "issue.needs", issue->src, issue->at,
	    "no category is given; recorded as other");
}

/* One +issue group: its id goes into the visit, the visit's into it. */
static bool
add_issue(struct cmd *c, struct add *a, const struct cmd_group *g,
    struct value *visit, struct value *ids)
{
	const struct kind *kind = ledger_need(&c->led, "issue", &c->diag);
	struct value *issue, *given;
	struct added one;

	if (!kind || !cmd_group_record(&issue, c, kind, g, value_str(visit,
	    "village")))
		return false;
	inherit(c, issue, visit);
	given = value_copy(&c->arena, issue);
	by_default(c, issue, visit);
	value_put(&c->arena, issue, "source_ref", value_str(visit, "id"));
	if (!intake_defaults(issue, &c->led, kind, &c->diag) ||
	    !add_identify(&one, a, kind, given, issue, &c->diag))
		return false;
	if (one.outcome == ADD_NEW && !complete_of(S("issue"))(&c->led, issue,
	    &c->diag))
		return false;
	value_append(ids, value_text(&c->arena, one.id));
	return add_record(&one, a, kind, given, issue, &c->diag);
}

static bool
add_issues(struct cmd *c, struct add *a, struct value *visit)
{
	struct value *ids = value_new(&c->arena, VALUE_LIST);
	const struct kind *kind = ledger_need(&c->led, "visit", &c->diag);
	bool ok = true;
	size_t i;

	for (i = 1; i < c->ngroups; i++)
		if (!add_issue(c, a, &c->groups[i], visit, ids))
			ok = false;
	if (ids->first)
		value_set(visit, S("issues"), ids);
	intake_order(visit, kind->fields, kind->nfields);
	return ok;
}

static bool
groups_are_issues(struct cmd *c)
{
	size_t i;

	for (i = 1; i < c->ngroups; i++)
		if (!str_is(c->groups[i].name, "issue") &&
		    !str_is(c->groups[i].name, "问题"))
			return cmd_usage(c, "'+%.*s' is not known here; "
			    "+issue opens an issue",
			    STR(c->groups[i].name));
	return true;
}

/* The visit first, as the issues need its id; printed first, too. */
static bool
add_visit(struct cmd *c, struct add *a, const struct kind *kind,
    struct value *visit)
{
	struct value *given = value_copy(&c->arena, visit);
	struct added one;
	struct strs issues;
	size_t i;

	if (!intake_defaults(visit, &c->led, kind, &c->diag) ||
	    !add_identify(&one, a, kind, given, visit, &c->diag))
		return false;
	if (one.outcome == ADD_NEW && (!visit_complete(&c->led, visit,
	    &c->diag) || !add_issues(c, a, visit)))
		return false;
	issues = a->ch->ids;
	a->ch->ids = (struct strs){ 0 };
	if (!add_record(&one, a, kind, given, visit, &c->diag))
		return false;
	for (i = 0; i < issues.n; i++)
		strs_add(&a->ch->ids, &c->arena, issues.v[i]);
	return true;
}

static bool
add(struct cmd *c)
{
	const struct kind *kind = ledger_need(&c->led, "visit", &c->diag);
	struct intake_list list;
	struct change ch;
	struct add a;

	if (c->ngroups > 1 && c->from_path.n)
		return cmd_usage(c, "+issue goes with one visit, --from with "
		    "many; record the issues' visits one by one");
	if (!kind || !groups_are_issues(c) ||
	    !cmd_records(&list, c, kind, NULL))
		return false;
	if (c->words.n)
		return cmd_usage(c, "'%.*s' is no FIELD=VALUE",
		    STR(cmd_word(c, 0)));
	cmd_adds(&a, &ch, c);
	if (c->ngroups == 1 ? !complete_all(&a, kind, list.v,
	    list.n, &c->diag) :
	    !add_visit(c, &a, kind, list.v[0]))
		return false;
	return cmd_write(c, &ch, diag_say(&c->diag, "record %.*s%s",
	    STR(ch.ids.n ? ch.ids.v[0] : S("")), ch.ids.n > 1 ? " …" : ""));
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)(cmd_open(&c, true) && add(&c));
	return cmd_end(&c);
}
