/* SPDX-License-Identifier: MIT */
/* acts - entries joined with their reviews and objections. */
#include "acts.h"

#define YEARS_BACK	10	/* that corrections are followed */
#define WHOLE		10000	/* 100 %, in hundredths of a per cent */

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
	struct map             founded;	/* entry id -> struct remedy */
	struct strs            remedies;	/* those ids */
	bool                   lazy;	/* skip files that do not name it */
	struct diag           *dg;
};

/* An entry by which a founded objection was put right, and its period. */
struct remedy {
	struct period period;
	date_day      cut;		/* the period's cut-off */
	date_day      frozen_on;	/* later reviews come too late */
};

static const char *const needed[] = { "entry", "review", "objection",
    "settlement", "household", "person", "region", "grid" };

bool
acts_ready(struct ledger *led, struct diag *dg)
{
	const struct books *books;
	size_t i;

	for (i = 0; i < NELEM(needed); i++)
		if (!ledger_need(led, needed[i], dg))
			return false;
	return ledger_calendar(led, dg) && books_all(&books, led, dg);
}

static struct str
keep(struct load *l, struct str s)
{
	return s.n ? arena_dup(l->arena, s) : S("");
}

static bool
of_book(const struct load *l, const struct record *r)
{
	struct str name = record_text(r, "rulebook");

	return str_eq(str_sub(name, 0, str_find(name, S("@"))), l->book->id);
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

/* When the list that was objected to was frozen; DATE_NONE: not yet. */
static date_day
frozen_on(struct load *l, struct str period)
{
	const struct kind *kind = map_get(&l->led->kinds, S("settlement"));
	struct str place = l->book->ranking_group == RANKING_VILLAGE ?
	    l->village : l->led->region;
	struct ledger_file f;
	struct arena a;
	date_day day = DATE_NONE;

	arena_init(&a);
	if (ledger_read(&f, l->led, kind, arena_printf(&a, "villages/%.*s/"
	    "settlements/%.*s-%.*s.yaml", STR(place), STR(period),
	    STR(l->book->id)), l->run, &a, l->dg) && f.doc.n)
		day = date_iso(doc_text(&f.doc, 0, "frozen_on"));
	arena_free(&a);
	return day;
}

/*
 * What a founded objection put right counts in the period it was about,
 * though it was approved after that one's cut-off; but never in one that
 * was frozen before.
 */
static void
put_right(struct load *l, const struct record *r, uint32_t decision)
{
	struct str entry = doc_text(r->doc, decision, "entry");
	struct str period = record_text(r, "period");
	struct remedy *fix = arena_alloc(l->arena, sizeof(*fix));
	struct ymd last;

	if (entry.n == 0 || l->book->ranking_group == RANKING_CLASS ||
	    !period_parse(&fix->period, period, 0, NULL, (struct span){ 0 },
	    l->dg))
		return;
	last = date_ymd(fix->period.to - 1);
	fix->cut = acts_closes(l->led, last.year, last.month);
	fix->frozen_on = frozen_on(l, period);
	entry = keep(l, entry);
	strs_add(&l->remedies, l->arena, entry);
	*map_put(&l->founded, entry) = fix;
}

static void
note_objection(struct load *l, const struct record *r, uint32_t decision)
{
	struct acts *out = l->out;
	struct act_objection o = {
		.id = keep(l, record_id(r)),
		.period = keep(l, record_text(r, "period")),
		.entry = keep(l, record_text(r, "entry")),
		.subject = keep(l, record_text(r, "subject")),
		.founded = decision && !str_is(doc_text(r->doc, decision,
		    "kind"), "unfounded"),
	};

	if (decision)
		o.remedy = keep(l, doc_text(r->doc, decision, "entry"));
	/* one that is founded and names nothing has come to nothing yet */
	o.open = !decision || (o.founded && o.remedy.n == 0);

	out->objections = arena_grow(l->arena, out->objections,
	    out->nobjections, &out->objections_cap, sizeof(o));
	out->objections[out->nobjections++] = o;
}

static void
objection(struct load *l, const struct record *r)
{
	struct str entry = record_text(r, "entry");
	uint32_t decision = record_get(r, "decision");

	if (record_voided(r))
		return;
	if (entry.n && !decision)
		*map_put(&l->open, keep(l, entry)) = l;
	if (!of_book(l, r))
		return;
	if (decision)
		put_right(l, r, decision);
	note_objection(l, r, decision);
}

static bool
objections(struct load *l, int year)
{
	return each_in(l, "objection", arena_printf(l->arena,
	    "villages/%.*s/objections/%d.yaml", STR(l->village), year),
	    objection);
}

/* ---- entries ---------------------------------------------------------- */

static int64_t
quantity(const struct record *r)
{
	points p;

	return points_read(&p, record_text(r, "quantity")) ? p : QUANTITY_ONE;
}

int32_t
acts_rate(const struct record *r)
{
	static const int32_t levels[] = { 0, 4000, 6000, 7500, 9000, 10000 };
	uint32_t map = record_get(r, "rate");
	points value, num, den;

	if (!map) {
		value = record_int(r, kind_index(r->kind, "level"));
		return record_get(r, "level") && value >= 0 &&
		    value < (points)NELEM(levels) ? levels[value] : -1;
	}
	if (points_read(&value, doc_text(r->doc, map, "value")))
		return value >= 0 && value <= WHOLE ? (int32_t)value : -1;
	if (points_read(&num, doc_text(r->doc, map, "num")) &&
	    points_read(&den, doc_text(r->doc, map, "den")) && den > 0 &&
	    num >= 0 && num <= den)
		return (int32_t)points_percent(num, den);
	return -1;
}

static void
rate(struct load *l, const struct record *r, const struct act *a)
{
	struct acts *out = l->out;
	int32_t p = acts_rate(r);

	if (p < 0 || !period_has(l->period, a->occurred_on) || a->voided ||
	    a->objected || a->verdict != VERDICT_APPROVED)
		return;
	out->rates = arena_grow(l->arena, out->rates, out->nrates,
	    &out->rates_cap, sizeof(*out->rates));
	out->rate_acts = arena_grow(l->arena, out->rate_acts, out->nrates,
	    &out->rate_acts_cap, sizeof(*out->rate_acts));
	out->rate_acts[out->nrates] = (uint32_t)(a - out->v);
	out->rates[out->nrates++] = (struct score_rate){ a->subject,
	    record_get(r, "level") && !record_get(r, "rate") ?
	    keep(l, record_text(r, "category")) : a->item, p };
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
		.reviewed_on = DATE_NONE,
		.hidden = str_is(record_text(r, "display"), "false"),
	};

	if (list && doc_first(r->doc, list))
		f.evidence = keep(l, doc_text(r->doc, doc_first(r->doc,
		    list), "ref"));
	if (w) {
		f.reviewer = w->reviewer;
		f.review = w->review;
		f.review_reason = w->reason;
		f.reviewed_on = w->day;
	}
	return f;
}

static void
remedy(struct load *l, const struct word *w, struct act *a)
{
	const struct remedy *fix = w ? map_get(&l->founded, a->id) : NULL;

	if (!fix || (fix->frozen_on != DATE_NONE && w->day > fix->frozen_on))
		return;
	if (a->approved_on > fix->cut)
		a->approved_on = fix->cut;
	/* a correction is priced as what it corrects, not by its own day */
	if (a->correction_of.n && a->occurred_on >= fix->period.to)
		a->occurred_on = fix->period.to - 1;
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
	remedy(l, w, a);
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

/*
 * Is the book named in the file at all?  So that a second and third book do
 * not parse the same entries again; the first one does, and so finds what is
 * wrong with a file.
 */
static bool
names_book(struct load *l, struct str path)
{
	struct source src;
	struct arena a;
	bool found;

	arena_init(&a);
	found = !store_read(&src, &l->led->store, &a, path, l->dg) ||
	    str_find(src.bytes, l->book->id) < src.bytes.n ||
	    str_find(src.bytes, S("\\")) < src.bytes.n;
	arena_free(&a);
	return found;
}

static bool
month(struct load *l, date_day day)
{
	struct str path = month_path(l, "scores", day);

	if (l->lazy && !names_book(l, path))
		return true;
	return each_in(l, "review", month_path(l, "reviews", day), review) &&
	    each_in(l, "entry", path, entry);
}

static bool
months(struct load *l, date_day from, date_day to)
{
	for (; from < to; from = next_month(from))
		if (!month(l, from))
			return false;
	return true;
}

static int
year_of_id(struct str id)
{
	int year = 0;
	size_t i;

	for (i = 1; i < 5 && i < id.n && id.p[i] >= '0' && id.p[i] <= '9'; i++)
		year = year * 10 + (id.p[i] - '0');
	return i == 5 ? year : 0;
}

/* What a correction takes back may lie years before; whole years, for caps. */
static bool
originals(struct load *l, int first)
{
	int year, low = first - YEARS_BACK;
	size_t i;

	for (i = 0; i < l->out->n; i++) {
		year = year_of_id(l->out->v[i].correction_of);
		if (year < low || year >= first)
			continue;
		if (!months(l, date_of(year, 1, 1), date_of(first, 1, 1)))
			return false;
		first = year;
	}
	return true;
}

/* Entries that put something right may have been written after the period. */
static bool
remedies(struct load *l)
{
	struct strs *ids = &l->remedies;
	struct str id;
	date_day day, done = l->period.to;
	size_t i;

	strs_sort(ids);		/* by their days, as all begin with S */
	for (i = 0; i < ids->n; i++) {
		id = ids->v[i];
		if (id.n < 9)
			continue;
		day = date_iso(arena_printf(l->arena, "%.4s-%.2s-01",
		    id.p + 1, id.p + 5));
		if (day == DATE_NONE || day < done)
			continue;
		if (!month(l, day))
			return false;
		done = next_month(day);
	}
	return true;
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
	struct period before = period_year_ago(year);
	date_day day;
	int first = date_ymd(period.from).year;
	int y = first, end = date_ymd(period.to - 1).year + 1;

	*out = (struct acts){ 0 };
	if (!acts_ready(led, dg))
		return false;
	l.lazy = led->books->n && led->books->v[0] != book;
	map_init(&l.words, a);
	map_init(&l.open, a);
	map_init(&l.founded, a);
	for (; y <= end; y++)
		if (!objections(&l, y))
			return false;
	for (day = before.from; day < before.to; day = next_month(day))
		if (approved_late(&l, day)) {
			if (!months(&l, before.from, before.to))
				return false;
			first--;
			break;
		}
	return months(&l, year.from, period.to) && remedies(&l) &&
	    originals(&l, first);
}
