/* SPDX-License-Identifier: MIT */
/* score-choose - what a review approves, rejects, gives back or leaves. */
#include "query.h"
#include "score-review.h"

/* FIELD=VALUE and --where choose among what --approve-all would take. */
static bool
filter(struct review_job *j)
{
	struct cmd *c = j->c;
	struct query *q;
	struct table t;
	size_t i;

	map_init(&j->wanted, &c->arena);
	j->filtered = c->where.p || c->groups[0].n;
	if (!j->filtered)
		return true;
	if (!j->o->approve_all)
		return cmd_usage(c, "conditions choose among what "
		    "--approve-all takes; --approve, --reject and --return "
		    "take ids");
	if (!cmd_conditions(&q, c) || !review_table(&t, &c->led, j->months,
	    j->villages.n, j->who, &c->diag) ||
	    !query_filter(&t, q, c->env.today, &c->diag))
		return false;
	for (i = 0; i < table_rows(&t); i++)
		*map_put(&j->wanted, table_cell(&t, i, 0)->text) = j;
	return true;
}

/* The one item whose id has this part. */
static bool
find(struct review_job *j, struct str id, size_t *village, size_t *item)
{
	struct source *src = arena_alloc(&j->c->arena, sizeof(*src));
	struct span at = { 0, (uint32_t)id.n };
	size_t i, k, n = 0;
	struct str other;

	*src = source_of("ID", id);
	for (i = 0; i < j->villages.n; i++) {
		for (k = 0; k < j->months[i].n; k++) {
			other = record_id(&j->months[i].v[k].record);
			if (str_find(other, id) == other.n)
				continue;
			*village = i;
			*item = k;
			if (str_eq(other, id))
				return true;
			n++;
		}
	}
	if (n == 1)
		return true;
	return n ? diag_error(&j->c->diag, "ambiguous-ref", src, at,
	    "'%.*s' could be any of %zu entries of the month", STR(id), n) :
	    diag_error(&j->c->diag, "unknown-ref", src, at,
	    "the month has no entry '%.*s' here", STR(id));
}

static void
left(struct review_job *j, const struct review_item *it, const char *rule,
    const char *text)
{
	const struct record *r = &it->record;

	diag_warn(&j->c->diag, rule, r->doc->src,
	    r->doc->nodes[r->at[r->kind->id]].at, "%.*s was left as it is: "
	    "%s", STR(record_id(r)), words_get(j->c->diag.words, text));
}

/* Says the word, unless something stands in its way. */
static void
say(struct review_job *j, size_t village, size_t item, enum review_word word)
{
	const struct review_item *it = &j->months[village].v[item];
	struct review_bar bar;

	if (it->verdict == VERDICT_APPROVED) {
		left(j, it, "review.decided", word == REVIEW_APPROVE ?
		    "it is approved already" : "it is approved already; "
		    "before the quarter is frozen it can be revoked");
		return;
	}
	bar = word == REVIEW_APPROVE ? review_bar(it, &j->who[village],
	    &j->c->led, &j->c->diag) : review_own(it, &j->who[village],
	    &j->c->led, &j->c->diag);
	if (bar.rule)
		left(j, it, bar.rule, bar.text);
	else
		j->words[village][item] = word;
}

static bool
say_ids(struct review_job *j, const struct strs *ids, enum review_word word)
{
	size_t i, village = 0, item = 0;
	bool ok = true;

	for (i = 0; i < ids->n; i++) {
		if (!find(j, ids->v[i], &village, &item))
			ok = false;
		else if (word == REVIEW_LEAVE)
			j->words[village][item] = word;
		else if (j->words[village][item] != REVIEW_NONE)
			ok = cmd_usage(j->c, "'%.*s' is named twice",
			    STR(ids->v[i]));
		else
			say(j, village, item, word);
	}
	return ok;
}

/* All that wait; what was given back only by its id, once it is complete. */
static void
say_all(struct review_job *j, size_t village)
{
	const struct review_month *m = &j->months[village];
	const struct review_item *it;
	size_t i;

	for (i = 0; i < m->n; i++) {
		it = &m->v[i];
		if (j->words[village][i] != REVIEW_NONE || (j->filtered &&
		    !map_get(&j->wanted, record_id(&it->record))))
			continue;
		if (it->verdict == VERDICT_RETURNED)
			left(j, it, "review.returned", "it was given back; "
			    "once it is complete, approve it by its id");
		else if (it->verdict == VERDICT_UNREVIEWED)
			say(j, village, i, REVIEW_APPROVE);
	}
}

bool
review_choose(struct review_job *j)
{
	const struct score_opts *o = j->o;
	size_t i;

	if (!filter(j) || !say_ids(j, &o->reject, REVIEW_REJECT) ||
	    !say_ids(j, &o->give_back, REVIEW_RETURN) ||
	    !say_ids(j, &o->approve, REVIEW_APPROVE) ||
	    !say_ids(j, &o->except, REVIEW_LEAVE))
		return false;
	for (i = 0; o->approve_all && i < j->villages.n; i++)
		say_all(j, i);
	return true;
}
