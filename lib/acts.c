/* SPDX-License-Identifier: MIT */
/* acts - entries joined with their reviews and objections. */
#include "acts.h"
#include "buf.h"

/* What the reviews of a village say of an entry; the last word holds. */
struct word {
	enum verdict verdict;
	date_day     day;
	struct str   reviewer, review, reason;
};

struct load {
	struct acts           *out;
	struct ledger         *led;
	const struct rulebook *book;
	struct str             village;
	struct period          period;
	struct schema_run     *run;
	struct arena          *arena;	/* what stays */
	struct map             words;	/* entry id -> struct word */
	struct map             open;	/* entry id -> objection undecided */
	struct diag           *dg;
};

static struct str
keep(struct load *l, struct str s)
{
	return s.n ? arena_dup(l->arena, s) : S("");
}

/* Each record of a kind's file at a path; a missing file has none. */
static bool
each_in(struct load *l, const char *kind_name, struct str path,
    void (*fn)(struct load *, const struct record *))
{
	const struct kind *kind = map_get(&l->led->kinds,
	    str_of(kind_name));
	struct ledger_file f;
	struct record r;
	struct arena a;
	uint32_t node;
	bool ok;

	arena_init(&a);
	ok = ledger_read(&f, l->led, kind, path, l->run, &a, l->dg);
	for (node = ok ? ledger_next(&f, 0) : 0; node;
	    node = ledger_next(&f, node)) {
		record_init(&r, kind, &f.doc, node - 1);
		fn(l, &r);
	}
	arena_free(&a);
	return ok;
}

/* ---- reviews ---------------------------------------------------------- */

static void
say(struct load *l, struct str id, struct word w)
{
	struct word *old = map_get(&l->words, id);

	if (old && old->day > w.day)
		return;
	if (!old) {
		old = arena_alloc(l->arena, sizeof(*old));
		*map_put(&l->words, keep(l, id)) = old;
	}
	*old = w;
}

static void
say_all(struct load *l, const struct record *r, const char *key,
    struct word w)
{
	uint32_t list = record_get(r, key), i;
	const struct doc *doc = r->doc;

	for (i = list ? doc_first(doc, list) : 0; i;
	    i = doc_after(doc, list, i)) {
		if (doc->nodes[i].kind == NODE_MAP) {
			w.reason = keep(l, doc_text(doc, i, "reason"));
			say(l, doc_text(doc, i, "id"), w);
		} else {
			say(l, doc->nodes[i].text, w);
		}
	}
}

static void
review(struct load *l, const struct record *r)
{
	struct word w = { .day = record_day(r, "day") };

	if (record_voided(r))
		return;
	w.reviewer = keep(l, record_text(r, "reviewer"));
	w.review = keep(l, record_id(r));
	w.verdict = VERDICT_APPROVED;
	say_all(l, r, "approved", w);
	w.verdict = VERDICT_REJECTED;
	say_all(l, r, "rejected", w);
	w.verdict = VERDICT_RETURNED;
	say_all(l, r, "returned", w);
}

static struct str
month_path(struct load *l, const char *folder, date_day day)
{
	struct ymd d = date_ymd(day);

	return arena_printf(l->arena, "villages/%.*s/%s/%04d-%02d.yaml",
	    STR(l->village), folder, d.year, d.month);
}

date_day
acts_closes(void *ctx, int year, int month)
{
	struct ledger *led = ctx;
	int next = month % 12 + 1;

	return calendar_roll(&led->calendar, date_of(month == 12 ? year + 1 :
	    year, next, led->policy.review_day), NULL);
}

/* Was something of the month approved after its quarter's cut-off? */
static bool
approved_late(struct load *l, date_day month)
{
	struct ymd d = date_ymd(month);
	date_day cut = acts_closes(l->led, d.year, (d.month + 2) / 3 * 3);
	const struct kind *kind = map_get(&l->led->kinds, S("review"));
	struct ledger_file f;
	struct record r;
	struct arena a;
	uint32_t node;
	bool late = false;

	arena_init(&a);
	if (ledger_read(&f, l->led, kind, month_path(l, "reviews", month),
	    l->run, &a, l->dg))
		for (node = ledger_next(&f, 0); node && !late;
		    node = ledger_next(&f, node)) {
			record_init(&r, kind, &f.doc, node - 1);
			late = record_day(&r, "day") > cut;
		}
	arena_free(&a);
	return late;
}

/* ---- objections ------------------------------------------------------- */

static void
objection(struct load *l, const struct record *r)
{
	struct str entry = record_text(r, "entry");

	if (!record_voided(r) && entry.n && !record_get(r, "decision"))
		*map_put(&l->open, keep(l, entry)) = l;
}

/* ---- entries ---------------------------------------------------------- */

static bool
of_book(const struct load *l, const struct record *r)
{
	struct str name = record_text(r, "rulebook");

	return str_eq(str_sub(name, 0, str_find(name, S("@"))), l->book->id);
}

static int64_t
quantity(const struct record *r)
{
	points p;

	return points_read(&p, record_text(r, "quantity")) ? p : QUANTITY_ONE;
}

static void
rate(struct load *l, const struct record *r, const struct act *a)
{
	uint32_t map = record_get(r, "rate");
	struct acts *out = l->out;
	points value, num, den;
	int32_t percent;

	if (!map || !period_has(l->period, a->occurred_on) ||
	    a->verdict != VERDICT_APPROVED)
		return;
	if (points_read(&value, doc_text(r->doc, map, "value")))
		percent = (int32_t)value;
	else if (points_read(&num, doc_text(r->doc, map, "num")) &&
	    points_read(&den, doc_text(r->doc, map, "den")) && den > 0)
		percent = (int32_t)points_percent(num, den);
	else
		return;
	out->rates = arena_grow(l->arena, out->rates, out->nrates,
	    &out->rates_cap, sizeof(*out->rates));
	out->rates[out->nrates++] = (struct score_rate){ a->subject, a->item,
	    percent };
}

static struct act_facts
facts(struct load *l, const struct record *r, const struct word *w)
{
	int e = kind_index(r->kind, "evidence");
	uint32_t list = e >= 0 ? r->at[e] : 0;
	struct act_facts f = {
		.path = keep(l, r->doc->src->path),
		.place = keep(l, record_text(r, "place")),
		.reason = keep(l, record_text(r, "reason")),
		.recorder = keep(l, record_text(r, "recorder")),
		.typed_by = keep(l, record_text(r, "typed_by")),
		.source = keep(l, record_text(r, "source")),
		.item_name = keep(l, record_text(r, "item_name")),
		.category = keep(l, record_text(r, "category")),
		.household = keep(l, record_text(r, "household")),
		.nevidence = record_count(r, e),
		.hidden = str_is(record_text(r, "display"), "false"),
	};

	if (list && doc_first(r->doc, list))
		f.evidence = keep(l, doc_text(r->doc, doc_first(r->doc,
		    list), "ref"));
	if (w) {
		f.reviewer = w->reviewer;
		f.review = w->review;
		f.review_reason = w->reason;
	}
	return f;
}

static void
entry(struct load *l, const struct record *r)
{
	struct acts *out = l->out;
	struct str id = record_id(r);
	const struct word *w = map_get(&l->words, id);
	struct act *a;

	if (!of_book(l, r))
		return;
	out->v = arena_grow(l->arena, out->v, out->n, &out->cap,
	    sizeof(*out->v));
	out->facts = arena_grow(l->arena, out->facts, out->n,
	    &out->facts_cap, sizeof(*out->facts));
	a = &out->v[out->n];
	*a = (struct act){
		.id = keep(l, id),
		.subject = keep(l, record_text(r, "subject")),
		.item = keep(l, record_text(r, "item")),
		.version = keep(l, record_text(r, "rulebook")),
		.event_ref = keep(l, record_text(r, "event_ref")),
		.correction_of = keep(l, record_text(r, "correction_of")),
		.occurred_on = record_day(r, "occurred_on"),
		.recorded_on = record_day(r, "recorded_on"),
		.approved_on = w ? w->day : DATE_NONE,
		.unit_points = record_points(r, kind_index(r->kind,
		    "unit_points")),
		.quantity = quantity(r),
		.verdict = w ? w->verdict : VERDICT_UNREVIEWED,
		.voided = record_voided(r) || record_get(r, "revoked"),
		.objected = map_get(&l->open, id) != NULL,
	};
	out->facts[out->n++] = facts(l, r, w);
	rate(l, r, a);
	if (a->verdict == VERDICT_UNREVIEWED && !a->voided &&
	    period_has(l->period, a->occurred_on))
		out->nunreviewed++;
}

/* ---- the whole -------------------------------------------------------- */

static date_day
next_month(date_day day)
{
	return period_of(PERIOD_MONTH, day).to;
}

static bool
month(struct load *l, date_day day)
{
	return each_in(l, "review", month_path(l, "reviews", day), review) &&
	    each_in(l, "entry", month_path(l, "scores", day), entry);
}

bool
acts_load(struct acts *out, struct ledger *led, const struct rulebook *book,
    struct str village, struct period period, struct schema_run *run,
    struct arena *a, struct diag *dg)
{
	struct load l = { .out = out, .led = led, .book = book,
	    .village = village, .period = period, .run = run, .arena = a,
	    .dg = dg };
	struct period year = period_of(PERIOD_YEAR, period.from);
	date_day day;
	int y = date_ymd(period.from).year, end = date_ymd(period.to - 1).year;

	*out = (struct acts){ 0 };
	map_init(&l.words, a);
	map_init(&l.open, a);
	for (; y <= end; y++)
		if (!each_in(&l, "objection", arena_printf(a,
		    "villages/%.*s/objections/%d.yaml", STR(village), y),
		    objection))
			return false;
	for (day = period_year_ago(year).from; day < year.from;
	    day = next_month(day))
		if (approved_late(&l, day) && !month(&l, day))
			return false;
	for (day = year.from; day < period.to; day = next_month(day))
		if (!month(&l, day))
			return false;
	return true;
}

/* ---- who is ranked ---------------------------------------------------- */

struct roll {
	struct subject *v;
	size_t          n, cap;
	date_day        last;
	struct arena   *arena;
	const struct rulebook *book;
};

static bool
eligible(const struct record *r, date_day last)
{
	date_day joined = record_day(r, "joined_on");
	date_day left = record_day(r, "left_on");

	return !str_is(record_text(r, "eligible"), "false") &&
	    (joined == DATE_NONE || joined <= last) &&
	    (left == DATE_NONE || left > last);
}

static bool
enroll(void *ctx, const struct record *r, struct diag *dg)
{
	struct roll *l = ctx;
	struct subject *s;

	(void)dg;
	if (!eligible(r, l->last))
		return true;
	if (l->book->subject_type == SUBJECT_VILLAGE &&
	    !str_is(record_text(r, "level"), "village"))
		return true;
	if (l->book->ranking_group == RANKING_CLASS &&
	    record_text(r, "supervised_class").n == 0)
		return true;
	l->v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof(*l->v));
	s = &l->v[l->n++];
	*s = (struct subject){
		.id = arena_dup(l->arena, record_id(r)),
		.name = arena_dup(l->arena, record_str(r,
		    r->kind->name_field)),
		.group = arena_dup(l->arena, record_text(r, "group")),
		.class = arena_dup(l->arena, record_text(r,
		    "supervised_class")),
	};
	return true;
}

bool
acts_subjects(struct subject **out, size_t *n, struct ledger *led,
    const struct rulebook *book, struct str village, struct period period,
    struct schema_run *run, struct arena *a, struct diag *dg)
{
	static const char *const kinds[] = {
		[SUBJECT_VILLAGE] = "region", [SUBJECT_GRID] = "grid",
		[SUBJECT_HOUSEHOLD] = "household", [SUBJECT_PERSON] = "person",
	};
	struct roll l = { .last = period.to - 1, .arena = a, .book = book };
	struct ledger_scope scope = { .village = village };
	const struct kind *kind = ledger_need(led,
	    kinds[book->subject_type], dg);

	(void)run;
	if (book->subject_type == SUBJECT_VILLAGE)
		scope.village = S("");
	if (!kind || !ledger_each(led, kind, &scope, enroll, &l, dg))
		return false;
	*out = l.v;
	*n = l.n;
	return true;
}
