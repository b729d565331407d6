/* SPDX-License-Identifier: MIT */
/* policy - ledger.yaml's numbers, each with its default. */
#include "points.h"
#include "policy.h"

/* A whole number under a key, or what stands there by default. */
static int
number(const struct doc *doc, uint32_t map, const char *key, int otherwise)
{
	struct str s = map ? doc_text(doc, map, key) : S("");
	points p;

	return s.n && points_read(&p, s) ? (int)(p / 100) : otherwise;
}

static struct str
text(const struct doc *doc, uint32_t map, const char *key, struct str otherwise)
{
	struct str s = map ? doc_text(doc, map, key) : S("");

	return s.n ? s : otherwise;
}

static uint32_t
under(const struct doc *doc, uint32_t map, const char *key)
{
	return map ? doc_get(doc, map, str_of(key)) : 0;
}

static void
intervals(struct policy *p, const struct doc *doc, uint32_t map,
    struct arena *a)
{
	static const struct { struct str key; int days; } defaults[] = {
		{ { "red", 3 }, 7 }, { { "yellow", 6 }, 30 },
		{ { "blue", 4 }, 90 }, { { "left_behind_child", 17 }, 30 },
		{ { "lonely_elder", 12 }, 15 },
	};
	uint32_t key;
	points days;
	size_t i;

	map_init(&p->intervals, a);
	for (i = 0; i < NELEM(defaults); i++)
		*map_put(&p->intervals, defaults[i].key) =
		    (void *)(intptr_t)defaults[i].days;
	if (!map)
		return;
	for (key = doc_first(doc, map); key;
	    key = doc_after(doc, map, doc->nodes[key].next))
		if (points_read(&days, doc->nodes[doc->nodes[key].next].text))
			*map_put(&p->intervals, doc->nodes[key].text) =
			    (void *)(intptr_t)(days / 100);
}

/* 7w or 60d; the schema has checked the form of what a ledger says. */
static struct policy_limit *
one_limit(struct str s, struct arena *a)
{
	struct policy_limit *l = arena_alloc(a, sizeof(*l));
	size_t i;

	*l = (struct policy_limit){ .text = arena_dup(a, s),
	    .workdays = str_ends(s, S("w")) };
	for (i = 0; i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		l->n = l->n * 10 + (s.p[i] - '0');
	return l;
}

static void
limits(struct policy *p, const struct doc *doc, uint32_t map, struct arena *a)
{
	static const char *const defaults[][2] = {
		{ "appeal", "7w" }, { "dispute", "15w" }, { "hazard", "7w" },
		{ "petition", "60d" }, { "hotline", "7w" },
		{ "micro_deed", "7w" }, { "livelihood", "15w" },
		{ "suggestion", "13w" }, { "consultation", "3w" },
		{ "report_violation", "13w" },
	};
	struct str key;
	size_t i;

	map_init(&p->issue_limits, a);
	for (i = 0; i < NELEM(defaults); i++) {
		key = str_of(defaults[i][0]);
		*map_put(&p->issue_limits, key) = one_limit(text(doc, map,
		    defaults[i][0], str_of(defaults[i][1])), a);
	}
}

const struct policy_limit *
policy_limit(const struct policy *p, struct str kind)
{
	return map_get(&p->issue_limits, kind);
}

void
policy_read(struct policy *p, const struct doc *doc, uint32_t node,
    struct arena *a)
{
	uint32_t issue = under(doc, node, "issue");
	uint32_t publicity = under(doc, node, "publicity");

	*p = (struct policy){
		.record_days = number(doc, node, "record_days", 1),
		.review_day = number(doc, node, "review_day", 10),
		.dedupe_days = number(doc, node, "dedupe_days", 3),
		.issue_stale_days = number(doc, issue, "stale_days", 15),
		.issue_reopen_days = number(doc, issue, "reopen_days", 90),
		.issue_suspend_days =
		    number(doc, issue, "suspend_review_days", 90),
		.issue_accept_days = number(doc, issue, "accept_days", 15),
		.issue_return_workdays =
		    number(doc, issue, "return_workdays", 5),
		.issue_attempts = number(doc, issue, "attempts", 2),
		.issue_urgent_workdays =
		    number(doc, issue, "urgent_workdays", 0),
		.publicity_days = number(doc, publicity, "days", 7),
		.publicity_place =
		    text(doc, publicity, "place", S("村务公开栏")),
		.publicity_contact = text(doc, publicity, "contact", S("")),
		.publicity_supervision =
		    text(doc, publicity, "supervision", S("")),
		.ranks_for = text(doc, publicity, "ranks_for", S("top-third")),
		.objection_workdays =
		    number(doc, node, "objection_workdays", 7),
		.redeem_from = text(doc, node, "redeem_from", S("settled")),
	};
	intervals(p, doc, under(doc, node, "visit_intervals"), a);
	limits(p, doc, under(doc, issue, "limits"), a);
}

int
policy_interval(const struct policy *p, struct str what)
{
	return (int)(intptr_t)map_get(&p->intervals, what);
}
