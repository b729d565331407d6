/* SPDX-License-Identifier: MIT */
/* gathering-count - who should attend, who did, and may it be held? */
#include "gathering-work.h"

/* ---- reading a meeting ------------------------------------------------ */

const struct value *
gathering_at(const struct value *v, const struct value *rec)
{
	return v && v->src ? v : rec;
}

struct str
gathering_label(const struct gathering_look *k, const char *key)
{
	const struct field *f = k->world->kind ? kind_field(k->world->kind,
	    str_of(key)) : NULL;

	return f ? field_label(f, k->world->chinese) : str_of(key);
}

bool
gathering_number(int64_t *out, const struct value *map, const char *key)
{
	struct str s = value_str(map, key);
	size_t i;

	*out = 0;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || *out > QUORUM_BASE)
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return s.n > 0 && *out <= QUORUM_BASE;
}

struct value *
gathering_put_number(struct arena *a, struct value *map, const char *key,
    int64_t n)
{
	return value_set(map, str_of(key), value_bare(a,
	    arena_printf(a, "%lld", (long long)n)));
}

date_day
gathering_day(const struct value *map, const char *key)
{
	return date_iso(value_str(map, key));
}

struct value *
gathering_first(const struct value *map, const char *key)
{
	struct value *list = value_get(map, str_of(key));

	return list && list->kind == VALUE_LIST ? list->first : NULL;
}

/* ---- attendance ------------------------------------------------------- */

static bool
one_of(struct str s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

static bool
votes(const struct value *who)
{
	static const char *const guests[] = { "cadre", "department", "expert",
	    "enterprise", "social_org", "npc_cppcc" };
	struct str voting = value_str(who, "voting");

	return voting.n ? str_is(voting, "true") :
	    !one_of(value_str(who, "side"), guests, NELEM(guests));
}

static void
count_one(struct gathering_count *c, const struct value *who)
{
	static const char *const there[] = { "present", "late", "left_early" };
	static const char *const mass[] = { "mass_rep", "villager" };
	struct str status = value_str(who, "status");
	bool present = one_of(status, there, NELEM(there));
	bool due = value_str(who, "excluded_basis").n == 0;
	bool voting = votes(who);
	bool woman = voting && str_is(value_str(who, "gender"), "female");

	c->settled = c->settled || status.n;
	c->genders = c->genders || value_str(who, "gender").n;
	c->due += due;
	c->present += present;
	c->voting_all += voting;
	c->voting_due += due && voting;
	c->voting_present += present && voting;
	c->women_due += due && woman;
	c->women_present += present && woman;
	c->mass_rep += present &&
	    one_of(value_str(who, "side"), mass, NELEM(mass));
}

void
gathering_count(struct gathering_count *c, const struct value *meeting)
{
	const struct value *who;

	*c = (struct gathering_count){ 0 };
	for (who = gathering_first(meeting, "attendees"); who;
	    who = who->next)
		count_one(c, who);
}

/* With a list, everyone on it either came or did not. */
static bool
statuses(struct gathering_look *k)
{
	const struct value *who, *at;
	struct str name;
	bool ok = true;

	for (who = gathering_first(k->rec, "attendees"); who;
	    who = who->next) {
		if (value_str(who, "status").n)
			continue;
		at = gathering_at(who, k->rec);
		name = value_str(who, "name");
		if (!name.n)
			name = value_str(who, "person");
		ok = diag_error(k->dg, "meeting.attendance", at->src, at->at,
		    "the list does not say whether '%.*s' came", STR(name));
		diag_cure(k->dg, "name them under present=, late=, "
		    "left_early=, excused= or absent=");
	}
	return ok;
}

static bool
agree(struct gathering_look *k, const char *key, int64_t counted)
{
	const struct value *v = value_get(k->rec, str_of(key)), *at;
	int64_t given;

	if (!v) {
		gathering_put_number(k->world->arena, k->rec, key, counted);
		return true;
	}
	if (gathering_number(&given, k->rec, key) && given == counted)
		return true;
	at = gathering_at(v, k->rec);
	return diag_error(k->dg, "meeting.counts", at->src, at->at,
	    "%.*s is given as %.*s, but the attendance list has %lld",
	    STR(gathering_label(k, key)), STR(v->text), (long long)counted);
}

static bool
by_list(struct gathering_look *k)
{
	const struct gathering_count *c = &k->count;
	bool ok = statuses(k);

	ok = agree(k, "due_count", c->due) && ok;
	ok = agree(k, "present_count", c->present) && ok;
	ok = agree(k, "voting_due", c->voting_due) && ok;
	ok = agree(k, "voting_present", c->voting_present) && ok;
	ok = agree(k, "mass_rep_count", c->mass_rep) && ok;
	if (c->genders) {
		ok = agree(k, "women_due", c->women_due) && ok;
		ok = agree(k, "women_present", c->women_present) && ok;
	}
	return ok;
}

/* The first number must not exceed the second, where both are known. */
static bool
within(struct gathering_look *k, const char *less, const char *more)
{
	const struct value *at;
	int64_t a, b;

	if (!gathering_number(&a, k->rec, less) ||
	    !gathering_number(&b, k->rec, more) || a <= b)
		return true;
	at = gathering_at(value_get(k->rec, str_of(less)), k->rec);
	return diag_error(k->dg, "meeting.counts", at->src, at->at,
	    "%.*s is %lld and %.*s only %lld", STR(gathering_label(k, less)),
	    (long long)a, STR(gathering_label(k, more)), (long long)b);
}

bool
gathering_counts(struct gathering_look *k)
{
	static const char *const pairs[][2] = {
		{ "present_count", "due_count" },
		{ "voting_due", "due_count" },
		{ "voting_present", "voting_due" },
		{ "voting_present", "present_count" },
		{ "mass_rep_count", "present_count" },
		{ "women_present", "women_due" },
		{ "women_present", "present_count" },
	};
	bool ok = true;
	size_t i;

	gathering_count(&k->count, k->rec);
	if (k->count.settled)
		ok = by_list(k);
	for (i = 0; ok && i < NELEM(pairs); i++)
		ok = within(k, pairs[i][0], pairs[i][1]);
	return ok;
}

/* ---- quorum ----------------------------------------------------------- */

/* Those with a vote; where they are not told apart, all. */
static bool
voters(struct gathering_look *k, int64_t *due, int64_t *present)
{
	const struct value *rec = k->rec;

	return (gathering_number(due, rec, "voting_due") ||
	    gathering_number(due, rec, "due_count")) &&
	    (gathering_number(present, rec, "voting_present") ||
	    gathering_number(present, rec, "present_count"));
}

/* Were enough of the women among the representatives there? */
static bool
women(struct gathering_look *k)
{
	struct quorum q;
	int64_t due, present;

	if (k->rule->women.den == 0)
		return true;
	if (!gathering_number(&due, k->rec, "women_due") ||
	    !gathering_number(&present, k->rec, "women_present")) {
		diag_warn(k->dg, "meeting.women", k->rec->src, k->rec->at,
		    "%.*s asks how many of the women came: women_due and "
		    "women_present are not known", STR(k->rule->name));
		return true;
	}
	q = quorum_test(k->rule->women, present, due);
	if (!q.ok)
		diag_warn(k->dg, "meeting.women", k->rec->src, k->rec->at,
		    "of %lld women representatives %lld came; %lld were "
		    "needed", (long long)due, (long long)present,
		    (long long)q.need);
	return q.ok;
}

/* What someone wrote must be what comes out; else it is set. */
static bool
same_quorum(struct gathering_look *k, struct value *fresh)
{
	struct value *old = value_get(k->rec, S("quorum")), *v;
	const struct value *at;
	struct str said;

	for (v = old ? old->first : NULL; v; v = v->next) {
		said = value_str(fresh, arena_dup(k->world->arena, v->key).p);
		if (str_eq(said, v->text))
			continue;
		at = gathering_at(v, k->rec);
		return diag_error(k->dg, "meeting.quorum", at->src, at->at,
		    "quorum.%.*s says '%.*s', but it comes to '%.*s'",
		    STR(v->key), STR(v->text), STR(said));
	}
	value_set(k->rec, S("quorum"), fresh);
	return true;
}

static bool
refuse(struct gathering_look *k, const struct quorum *q)
{
	const struct value *at = gathering_at(value_get(k->rec,
	    S("resolutions")), k->rec);
	struct str share = fraction_say(k->rule->hold, k->dg);

	if (q->ok)
		diag_error(k->dg, "meeting.quorum", at->src, at->at,
		    "no quorum, so nothing can be decided: too few of the "
		    "women representatives came");
	else
		diag_error(k->dg, "meeting.quorum", at->src, at->at,
		    "no quorum, so nothing can be decided: %.*s wants %.*s "
		    "of %lld, that is %lld, and %lld came",
		    STR(k->rule->name), STR(share), (long long)q->base,
		    (long long)q->need, (long long)q->have);
	return diag_cure(k->dg, "record it without resolutions, as a meeting "
	    "that failed for want of a quorum");
}

bool
gathering_quorum(struct gathering_look *k)
{
	struct arena *a = k->world->arena;
	struct value *q = value_new(a, VALUE_MAP);
	struct quorum test;
	int64_t due = 0, present = 0;
	bool ok;

	if (!k->held || !k->rule || k->rule->hold.den == 0)
		return true;
	if (!voters(k, &due, &present))
		return diag_error(k->dg, "meeting.counts", k->rec->src,
		    k->rec->at, "%.*s has a quorum: give an attendance list, "
		    "or due_count and present_count", STR(k->rule->name));
	test = quorum_test(k->rule->hold, present, due);
	ok = women(k) && test.ok;
	value_put(a, q, "rule", k->rule->name);
	gathering_put_number(a, q, "need", test.need);
	gathering_put_number(a, q, "have", test.have);
	value_set(q, S("ok"), value_bare(a, ok ? S("true") : S("false")));
	if (!same_quorum(k, q))
		return false;
	if (!ok && gathering_first(k->rec, "resolutions"))
		return refuse(k, &test);
	return true;
}
