/* SPDX-License-Identifier: MIT */
/*
 * score-calc - points: recorded daily, reviewed monthly, ranked quarterly,
 * settled yearly, and spent
 *
 * Four acts by different people: who records does not review, and what is
 * frozen never changes.  One verb an act, one file a verb.
 */
#include "near.h"
#include "score-calc.h"

static struct score_opts given;

static const struct opt options[] = {
	{ 0, "approve-all", NULL, &given.approve_all, NULL, NULL,
	    "review: approve all that may be approved" },
	{ 0, "except", "ID…", NULL, NULL, &given.except,
	    "review: but not these" },
	{ 0, "approve", "ID…", NULL, NULL, &given.approve,
	    "review: approve these" },
	{ 0, "reject", "ID…", NULL, NULL, &given.reject,
	    "review: reject these; needs reason=" },
	{ 0, "return", "ID…", NULL, NULL, &given.give_back,
	    "review: send these back for evidence; needs reason=" },
	{ 0, "book", "BOOK", NULL, &given.book, NULL,
	    "only this rulebook" },
	{ 0, "draft", NULL, &given.draft, NULL, NULL,
	    "quarter, year: compute and write nothing" },
	{ 0, "publish", NULL, &given.publish, NULL, NULL,
	    "quarter, year: open the publicity window" },
	{ 0, "freeze", NULL, &given.freeze, NULL, NULL,
	    "quarter, year: freeze what nobody objects to any more" },
	{ 0 },
};

static const struct command command = {
	.name = "score-calc",
	.synopsis = "record FIELD=VALUE …\n"
	    "       score-calc review MONTH [--village V] [--approve-all "
	    "[--except ID…]] [--approve ID…]\n"
	    "           [--reject ID… | --return ID…] [reason=TEXT] "
	    "[FIELD=VALUE | --where EXPR]\n"
	    "       score-calc object FIELD=VALUE … | decide ID "
	    "decision=KIND reason=TEXT\n"
	    "       score-calc adjust FIELD=VALUE … | redeem FIELD=VALUE … "
	    "| expire [--village V]\n"
	    "       score-calc quarter|year PERIOD [--book B] [--village V] "
	    "[--draft | --freeze |\n"
	    "           --publish evaluated_on=DAY approved_by=WHO "
	    "[meeting=ID]]\n"
	    "       score-calc verify PERIOD | explain SUBJECT PERIOD "
	    "[--book B]",
	.summary = "points: recorded, reviewed, ranked, settled and spent",
	.groups = CMD_WRITES | CMD_READS,
	.options = options,
};

/* Which of the options a verb knows. */
enum { REVIEWS = 1, BOOK = 2, SETTLES = 4 };

static const struct verb {
	const char *name, *zh;
	bool      (*run)(struct cmd *, const struct score_opts *);
	unsigned    knows;
} verbs[] = {
	{ "record", "记录", verb_record, 0 },
	{ "review", "审核", verb_review, REVIEWS },
	{ "object", "异议", verb_object, 0 },
	{ "decide", "决定", verb_decide, 0 },
	{ "adjust", "加减分", verb_adjust, 0 },
	{ "redeem", "兑换", verb_redeem, 0 },
	{ "expire", "清零", verb_expire, BOOK },
	{ "quarter", "季度", verb_quarter, BOOK | SETTLES },
	{ "year", "年度", verb_year, BOOK | SETTLES },
	{ "verify", "核对", verb_verify, BOOK },
	{ "explain", "说明", verb_explain, BOOK },
};

static const struct verb *
find(struct cmd *c)
{
	struct str typed = cmd_word(c, 0), near;
	struct str names[NELEM(verbs)];
	struct buf b;
	size_t i;

	buf_init(&b, &c->arena);
	for (i = 0; i < NELEM(verbs); i++) {
		if (typed.p && (str_is(typed, verbs[i].name) ||
		    str_is(typed, verbs[i].zh)))
			return &verbs[i];
		names[i] = str_of(verbs[i].name);
		buf_printf(&b, "%s%s %s", i ? ", " : "", verbs[i].name,
		    verbs[i].zh);
	}
	if (!typed.p) {
		cmd_usage(c, "say what to do: %.*s", STR(buf_str(&b)));
		return NULL;
	}
	near = near_word(typed, names, NELEM(names));
	cmd_usage(c, "'%.*s' is nothing score-calc does; it does: %.*s",
	    STR(typed), STR(buf_str(&b)));
	if (near.n)
		diag_cure(&c->diag, "did you mean '%.*s'?", STR(near));
	return NULL;
}

/* An option that would be passed over in silence is a mistake. */
static bool
known(struct cmd *c, const struct verb *v)
{
	const char *other = NULL;

	if (!(v->knows & REVIEWS) && (given.approve_all || given.except.n ||
	    given.approve.n || given.reject.n || given.give_back.n))
		other = "--approve-all, --except, --approve, --reject, "
		    "--return";
	if (!(v->knows & BOOK) && given.book.n)
		other = "--book";
	if (!(v->knows & SETTLES) && (given.draft || given.publish ||
	    given.freeze))
		other = "--draft, --publish, --freeze";
	return !other || cmd_usage(c, "score-calc %s takes no %s", v->name,
	    other);
}

int
main(int argc, char **argv)
{
	const struct verb *v;
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	c.columns = c.choose;	/* --columns of --from, or of a list */
	v = find(&c);
	(void)(v && known(&c, v) && v->run(&c, &given));
	return cmd_end(&c);
}
