/* SPDX-License-Identifier: MIT */
/* gathering-vote - agenda items, resolutions and their votes. */
#include "gathering-work.h"

/* Items that people did not number are numbered on. */
static void
number_items(struct gathering_look *k, const char *list)
{
	struct value *v;
	int64_t last = 0, n;

	for (v = gathering_first(k->rec, list); v; v = v->next) {
		if (gathering_number(&n, v, "seq")) {
			last = n;
			continue;
		}
		gathering_put_number(k->world->arena, v, "seq", ++last);
	}
}

static bool
on_agenda(const struct value *rec, int64_t no)
{
	const struct value *v;
	int64_t n;

	for (v = gathering_first(rec, "agenda"); v; v = v->next)
		if (gathering_number(&n, v, "seq") && n == no)
			return true;
	return false;
}

/* A resolution belongs to an item; with one item only, to that. */
static bool
agenda_of(struct gathering_look *k, struct value *res)
{
	const struct value *item = gathering_first(k->rec, "agenda"), *at;
	int64_t no;

	if (!value_get(res, S("agenda_no")) && item && !item->next &&
	    gathering_number(&no, item, "seq"))
		gathering_put_number(k->world->arena, res, "agenda_no", no);
	at = gathering_at(value_get(res, S("agenda_no")), res);
	at = gathering_at(at, k->rec);
	if (!gathering_number(&no, res, "agenda_no"))
		return diag_error(k->dg, "meeting.agenda", at->src, at->at,
		    "the resolution '%.*s' does not say which agenda item it "
		    "decides", STR(value_str(res, "text")));
	if (!on_agenda(k->rec, no))
		return diag_error(k->dg, "meeting.agenda", at->src, at->at,
		    "there is no agenda item %lld", (long long)no);
	return true;
}

/* for + against + abstain = those present with a vote. */
static bool
sum_of_votes(struct gathering_look *k, const struct value *res, int64_t there)
{
	const struct value *at = gathering_at(value_get(res, S("for")), res);
	int64_t yes, no, none;

	gathering_number(&yes, res, "for");
	gathering_number(&no, res, "against");
	gathering_number(&none, res, "abstain");
	if (yes + no + none == there)
		return true;
	at = gathering_at(at, k->rec);
	return diag_error(k->dg, "meeting.votes", at->src, at->at,
	    "%lld for + %lld against + %lld abstained = %lld, but %lld "
	    "with a vote were present", (long long)yes, (long long)no,
	    (long long)none, (long long)(yes + no + none), (long long)there);
}

static bool
base_of(const struct gathering_look *k, int64_t *base)
{
	const struct value *rec = k->rec;

	if (k->rule->of == QUORUM_PRESENT)
		return gathering_number(base, rec, "voting_present") ||
		    gathering_number(base, rec, "present_count");
	if (k->rule->of == QUORUM_ALL && k->count.settled) {
		*base = k->count.voting_all;
		return true;
	}
	return gathering_number(base, rec, "voting_due") ||
	    gathering_number(base, rec, "due_count");
}

/* What the rule says of the vote; who wrote otherwise is told so. */
static bool
outcome(struct gathering_look *k, struct value *res)
{
	struct value *said = value_get(res, S("passed"));
	struct arena *a = k->world->arena;
	int64_t yes, base = 0;
	const struct value *at;
	bool passed;

	if (!k->rule || k->rule->pass.den == 0 || !base_of(k, &base))
		return true;
	gathering_number(&yes, res, "for");
	passed = fraction_met(k->rule->pass, yes, base);
	if (said && str_is(said->text, "true") != passed) {
		at = gathering_at(gathering_at(said, res), k->rec);
		diag_error(k->dg, "meeting.passed", at->src, at->at,
		    passed ? "%lld of %lld in favour: it passed; %lld were "
		    "needed" : "%lld of %lld in favour: it did not pass; "
		    "%lld were needed", (long long)yes, (long long)base,
		    (long long)fraction_need(k->rule->pass, base));
		return false;
	}
	if (!value_get(res, S("rule")))
		value_put(a, res, "rule", k->rule->name);
	if (!said)
		value_set(res, S("passed"), value_bare(a,
		    passed ? S("true") : S("false")));
	return true;
}

static bool
vote(struct gathering_look *k, struct value *res)
{
	bool counted = value_get(res, S("for")) || value_get(res,
	    S("against")) || value_get(res, S("abstain"));
	const struct value *at = gathering_at(res, k->rec);
	int64_t there;

	if (!counted && (!k->rule || k->rule->hold.den == 0))
		return true;	/* agreed without counting */
	if (!counted)
		return diag_error(k->dg, "meeting.votes", at->src, at->at,
		    "say how many were for, against and abstained");
	if (!gathering_number(&there, k->rec, "voting_present") &&
	    !gathering_number(&there, k->rec, "present_count"))
		/* a quorum that cannot be told has been complained of */
		return k->rule && k->rule->hold.den ? false :
		    diag_error(k->dg, "meeting.counts", at->src, at->at,
		    "a vote needs to know how many were present: give an "
		    "attendance list, or present_count");
	return sum_of_votes(k, res, there) && outcome(k, res);
}

bool
gathering_resolutions(struct gathering_look *k)
{
	struct value *res;
	bool ok = true;

	number_items(k, "agenda");
	number_items(k, "resolutions");
	for (res = gathering_first(k->rec, "resolutions"); res;
	    res = res->next)
		if (!agenda_of(k, res) || (k->counted && !vote(k, res)))
			ok = false;
	return ok;
}
