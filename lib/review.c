/* SPDX-License-Identifier: MIT */
/* review - the last word on each entry, and who may say the next. */
#include "acts.h"
#include "review.h"

struct load {
	struct review_month *out;
	struct ledger       *led;
	struct arena        *arena;
	struct map           words;	/* entry id -> struct review_item */
	struct strs          read;	/* months whose reviews were read */
	struct diag         *dg;
};

/* ---- what was said ---------------------------------------------------- */

static void
say(struct load *l, struct str id, const struct review_item *word)
{
	struct review_item *old = map_get(&l->words, id);

	if (old && old->day > word->day)
		return;
	if (!old) {
		old = arena_alloc(l->arena, sizeof(*old));
		*map_put(&l->words, id) = old;
	}
	*old = *word;
}

static void
say_all(struct load *l, const struct record *r, const char *key,
    enum verdict verdict)
{
	uint32_t list = record_get(r, key), i;
	const struct doc *doc = r->doc;
	struct review_item word = { .verdict = verdict,
	    .review = record_id(r), .reviewer = record_text(r, "reviewer"),
	    .day = record_day(r, "day") };

	for (i = list ? doc_first(doc, list) : 0; i;
	    i = doc_after(doc, list, i)) {
		if (doc->nodes[i].kind == NODE_MAP) {
			word.reason = doc_text(doc, i, "reason");
			say(l, doc_text(doc, i, "id"), &word);
		} else {
			say(l, doc->nodes[i].text, &word);
		}
	}
}

/* The reviews of a month ("2026-01"), once. */
static bool
read_reviews(struct load *l, struct str month)
{
	const struct kind *kind = ledger_need(l->led, "review", l->dg);
	struct ledger_file *f = arena_alloc(l->arena, sizeof(*f));
	struct record r;
	struct str path;
	uint32_t node;
	size_t i;

	for (i = 0; i < l->read.n; i++)
		if (str_eq(l->read.v[i], month))
			return true;
	strs_add(&l->read, l->arena, month);
	path = arena_printf(l->arena, "villages/%.*s/reviews/%.*s.yaml",
	    STR(l->out->village), STR(month));
	if (!kind || !ledger_read(f, l->led, kind, path, l->led->run,
	    l->arena, l->dg))
		return false;
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		record_init(&r, kind, &f->doc, node - 1);
		if (record_voided(&r))
			continue;
		say_all(l, &r, "approved", VERDICT_APPROVED);
		say_all(l, &r, "rejected", VERDICT_REJECTED);
		say_all(l, &r, "returned", VERDICT_RETURNED);
	}
	return true;
}

/* ---- the month -------------------------------------------------------- */

/* An entry whose day was corrected may have been reviewed in the month that
 * its id still tells of. */
static bool
add_item(struct load *l, const struct record *r)
{
	struct review_month *m = l->out;
	struct str id = record_id(r);
	const struct review_item *word;

	if (record_voided(r) || record_get(r, "revoked"))
		return true;
	if (id.n > 7 && !read_reviews(l, arena_printf(l->arena, "%.4s-%.2s",
	    id.p + 1, id.p + 5)))
		return false;
	word = map_get(&l->words, id);
	m->v[m->n] = word ? *word : (struct review_item){
	    .verdict = VERDICT_UNREVIEWED, .day = DATE_NONE };
	m->v[m->n++].record = *r;
	return true;
}

bool
review_load(struct review_month *m, struct ledger *led, struct str village,
    struct period month, struct arena *a, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "entry", dg);
	struct load l = { .out = m, .led = led, .arena = a, .dg = dg };
	struct str name = period_str(a, month);
	struct record r;
	uint32_t node;

	*m = (struct review_month){ .village = village, .month = month };
	map_init(&l.words, a);
	if (!kind || !ledger_read(&m->file, led, kind, arena_printf(a,
	    "villages/%.*s/scores/%.*s.yaml", STR(village), STR(name)),
	    led->run, a, dg))
		return false;
	if (m->file.doc.n == 0)
		return true;
	if (!read_reviews(&l, name))
		return false;
	m->v = arena_array(a, m->file.doc.nodes[0].n, sizeof(*m->v));
	for (node = ledger_next(&m->file, 0); node;
	    node = ledger_next(&m->file, node)) {
		record_init(&r, kind, &m->file.doc, node - 1);
		if (!add_item(&l, &r))
			return false;
	}
	return true;
}

/* ---- who -------------------------------------------------------------- */

static bool
among(const struct record *r, const char *key, struct str id)
{
	uint32_t list = record_get(r, key), i;

	if (!list || r->doc->nodes[list].kind != NODE_SEQ)
		return false;
	for (i = doc_first(r->doc, list); i; i = doc_after(r->doc, list, i))
		if (str_eq(r->doc->nodes[i].text, id))
			return true;
	return false;
}

static bool
home(void *ctx, const struct record *r, struct diag *dg)
{
	struct review_person *who = ctx;
	struct str id;

	(void)dg;
	if (!str_eq(record_text(r, "head_person"), who->ref->id) &&
	    !among(r, "member_ids", who->ref->id))
		return true;
	id = arena_dup(who->homes.arena, record_id(r));
	*map_put(&who->homes, id) = who;
	return true;
}

bool
review_person(struct review_person *who, struct ledger *led,
    const struct ref *ref, struct str village, struct arena *a,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "household", dg);
	struct ledger_scope scope = { .village = village };

	who->ref = ref;
	map_init(&who->homes, a);
	if (ref->household.n)
		*map_put(&who->homes, ref->household) = who;
	return kind && ledger_each(led, kind, &scope, home, who, dg);
}

static bool
is_person(const struct review_person *who, struct str text)
{
	return text.n && (str_eq(text, who->ref->id) ||
	    str_eq(text, who->ref->name));
}

/* His household, or someone's who lives there. */
static bool
at_home(const struct review_person *who, const struct record *r,
    struct ledger *led, struct diag *dg)
{
	struct str subject = record_text(r, "subject");
	struct str house = record_text(r, "household");
	const struct ref *person;

	if (house.n && map_get(&who->homes, house))
		return true;
	if (!str_is(record_text(r, "subject_type"), "person"))
		return map_get(&who->homes, subject) != NULL;
	person = refs_get(led, S("person"), subject, record_text(r,
	    "village"), dg);
	return person && person->household.n &&
	    map_get(&who->homes, person->household);
}

struct review_bar
review_own(const struct review_item *it, const struct review_person *who,
    struct ledger *led, struct diag *dg)
{
	const struct record *r = &it->record;
	uint32_t confirmed = record_get(r, "confirmed");

	if (!who)
		return (struct review_bar){ NULL, NULL };
	if (is_person(who, record_text(r, "recorder")) || (confirmed &&
	    is_person(who, doc_text(r->doc, confirmed, "by"))))
		return (struct review_bar){ "entry.own-approval",
		    "the reviewer collected it" };
	if (is_person(who, record_text(r, "typed_by")))
		return (struct review_bar){ "entry.own-approval",
		    "the reviewer typed it in" };
	if (is_person(who, record_text(r, "declared_by")) ||
	    str_eq(record_text(r, "subject"), who->ref->id))
		return (struct review_bar){ "entry.own-approval",
		    "it is the reviewer's own" };
	if (at_home(who, r, led, dg))
		return (struct review_bar){ "entry.own-household",
		    "it is of the reviewer's own household" };
	return (struct review_bar){ NULL, NULL };
}

/* Does the entry's item give points by a rate? */
static bool
by_rate(const struct record *r, struct ledger *led, struct diag *dg)
{
	struct str name = record_text(r, "rulebook");
	const struct rulebook_version *v;
	const struct rulebook_item *item;
	const struct rulebook *book;
	const struct books *all;

	if (!led || !books_all(&all, led, dg))
		return false;
	book = books_find(all, str_sub(name, 0, str_find(name, S("@"))));
	v = book ? rulebook_version_on(book, record_day(r, "occurred_on")) :
	    NULL;
	item = v ? rulebook_item(v, record_text(r, "item")) : NULL;
	return item && item->full && !record_get(r, "correction_of");
}

/* Without a figure that can be, there is nothing to count. */
static bool
no_rate(const struct record *r, struct ledger *led, struct diag *dg)
{
	return acts_rate(r) < 0 && (record_get(r, "rate") ||
	    by_rate(r, led, dg));
}

struct review_bar
review_bar(const struct review_item *it, const struct review_person *who,
    struct ledger *led, struct diag *dg)
{
	const struct record *r = &it->record;
	struct review_bar own = review_own(it, who, led, dg);

	if (own.rule)
		return own;
	if (str_starts(record_text(r, "source"), S("self_")) &&
	    record_text(r, "recorder").n == 0 && !record_get(r, "confirmed"))
		return (struct review_bar){ "entry.declared",
		    "it is declared, but nobody has checked it" };
	if (record_count(r, kind_index(r->kind, "evidence")) == 0)
		return (struct review_bar){ "entry.evidence",
		    "there is no evidence" };
	if (no_rate(r, led, dg))
		return (struct review_bar){ "entry.rate",
		    "there is no rate between 0 and 100 %" };
	return (struct review_bar){ NULL, NULL };
}

/* ---- the record ------------------------------------------------------- */

static void
list(struct value *rec, const struct review_month *m,
    const enum review_word *words, enum review_word word, const char *key,
    struct str reason, struct arena *a)
{
	struct value *out = value_new(a, VALUE_LIST), *one;
	struct str id;
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (words[i] != word)
			continue;
		id = record_id(&m->v[i].record);
		if (word == REVIEW_APPROVE) {
			value_append(out, value_text(a, id));
			continue;
		}
		one = value_append(out, value_new(a, VALUE_MAP));
		value_put(a, one, "id", id);
		value_put(a, one, "reason", reason);
	}
	if (out->first)
		value_set(rec, str_of(key), out);
}

struct value *
review_record(const struct review_month *m, const enum review_word *words,
    struct str reviewer, date_day day, struct str reason, struct arena *a)
{
	struct value *rec = value_new(a, VALUE_MAP);

	list(rec, m, words, REVIEW_APPROVE, "approved", reason, a);
	list(rec, m, words, REVIEW_REJECT, "rejected", reason, a);
	list(rec, m, words, REVIEW_RETURN, "returned", reason, a);
	if (!rec->first)
		return NULL;
	value_put(a, rec, "village", m->village);
	value_put(a, rec, "month", period_str(a, m->month));
	value_put(a, rec, "reviewer", reviewer);
	value_put(a, rec, "day", date_str(a, day));
	return rec;
}
