/* SPDX-License-Identifier: MIT */
/*
 * taizhang - the facade: a ledger opened for one call, and its answer kept
 *
 * A call works in an arena of its own, which replaces the one of the last
 * call when it is done: what the last answer handed out may be handed in.
 */
#include <dlfcn.h>
#include <stdlib.h>

#include "audience.h"
#include "check.h"
#include "intake.h"
#include "listing.h"
#include "query.h"
#include "render.h"
#include "taizhang.h"
#include "words.h"

#define TRIES	3	/* where someone writes while we read */
#define UP	4	/* directories above the library looked into */

struct taizhang {
	struct arena           keep;	/* holds the handle itself */
	struct arena           last;	/* what the last call handed out */
	struct ledger_env      env;
	const struct words    *chinese;
	struct taizhang_fault *faults;
	size_t                 n;
};

/* One call. */
struct call {
	struct taizhang *t;
	struct arena     arena;
	struct diag      dg;
	struct ledger    led;
	/* what is asked ... */
	const char *const            *paths;
	struct taizhang_sum          *sum;
	const char                   *kind;
	enum audience                 audience;
	const struct taizhang_choice *choice;
	/* ... and the answer */
	struct str                    csv;
};

/* ---- answers ---------------------------------------------------------- */

static struct taizhang_text
text(struct arena *a, struct str s)
{
	s = arena_dup(a, s);
	return (struct taizhang_text){ s.p, s.n };
}

static struct taizhang_fault
fault(struct arena *a, const struct fault *f)
{
	static const enum taizhang_level levels[] = {
		[DIAG_NOTE] = TAIZHANG_NOTE, [DIAG_ERROR] = TAIZHANG_ERROR,
		[DIAG_WARNING] = TAIZHANG_WARNING,
	};

	return (struct taizhang_fault){ .level = levels[f->level],
	    .rule = text(a, str_of(f->rule)), .path = text(a, f->path),
	    .line = f->place.line, .column = f->place.column,
	    .byte_column = f->place.byte_column,
	    .message = text(a, f->text), .cure = text(a, f->cure),
	    .advice = f->advice };
}

static enum taizhang_status
status_of(enum diag_class class)
{
	static const enum taizhang_status all[] = { TAIZHANG_OK,
		[DIAG_DATA] = TAIZHANG_DATA, [DIAG_USAGE] = TAIZHANG_USAGE,
		[DIAG_SYSTEM] = TAIZHANG_SYSTEM, [DIAG_BUSY] = TAIZHANG_BUSY,
	};

	return all[class];
}

/* ---- calls ------------------------------------------------------------ */

static void
begin(struct call *c)
{
	arena_init(&c->arena);
	diag_init(&c->dg, &c->arena, str_is(c->t->env.lang, "en") ? NULL :
	    c->t->chinese);
}

/* The faults, and whatever else the arena holds, are the handle's now. */
static enum taizhang_status
end(struct call *c)
{
	struct taizhang *t = c->t;
	size_t i;

	diag_sort(&c->dg);
	t->n = c->dg.n;
	t->faults = arena_array(&c->arena, t->n, sizeof(*t->faults));
	for (i = 0; i < t->n; i++)
		t->faults[i] = fault(&c->arena, &c->dg.faults[i]);
	arena_free(&t->last);
	t->last = c->arena;
	return status_of(c->dg.status);
}

/* With a ledger.yaml that breaks a rule too, where `any`. */
static bool
open_ledger(struct call *c, bool any)
{
	struct diag_mark mark = diag_mark(&c->dg);
	const struct ledger_env *env = &c->t->env;

	if (!ledger_open(&c->led, &c->arena, env, &c->dg)) {
		if (!any || c->dg.status != DIAG_DATA)
			return false;
		diag_back(&c->dg, mark);
		if (!check_open(&c->led, &c->arena, env, &c->dg))
			return false;
	}
	c->dg.words = c->led.chinese ? c->t->chinese : NULL;
	return true;
}

/* Asks again where what was read is of two states of the ledger. */
static enum taizhang_status
run(struct call *c, bool any, bool (*ask)(struct call *))
{
	bool settled;
	int i;

	for (i = 0; i < TRIES; i++) {
		begin(c);
		if (!open_ledger(c, any))
			return end(c);
		(void)ask(c);	/* what failed is in the diag */
		settled = store_settled(&c->led.store);
		ledger_close(&c->led);
		if (settled)
			return end(c);
		arena_free(&c->arena);
	}
	begin(c);
	diag_busy(&c->dg, "the ledger changes all the time; try again");
	return end(c);
}

/* ---- opening ---------------------------------------------------------- */

/* DIR/share/taizhang, DIR being where the library lies or one above. */
static struct str
beside(struct arena *a)
{
	static const char here;
	struct str dir = S(""), share;
	char *real;
	Dl_info at;
	int i;

	if (!dladdr(&here, &at) || !at.dli_fname)
		return dir;
	real = realpath(at.dli_fname, NULL);
	if (real)
		dir = arena_dup(a, str_of(real));
	free(real);
	for (i = 0; i < UP && dir.n; i++) {
		while (dir.n && dir.p[--dir.n] != '/')
			;
		share = arena_printf(a, "%.*s/share/taizhang", STR(dir));
		real = realpath(share.p, NULL);
		free(real);
		if (real)
			return share;
	}
	return S("");
}

static void
load_words(struct taizhang *t)
{
	struct source *src = arena_alloc(&t->keep, sizeof(*src));
	struct words *w = NULL;
	struct diag quiet;

	diag_init(&quiet, &t->keep, NULL);
	if (store_slurp(src, &t->keep, arena_printf(&t->keep,
	    "%.*s/po/zh_CN.po", STR(t->env.share)), &quiet) &&
	    (words_parse(&w, &t->keep, src, &quiet) || w))
		t->chinese = w;
}

/* Later calls find the ledger wherever the process has gone. */
static struct str
place(struct taizhang *t, const char *dir)
{
	char *real = dir ? realpath(dir, NULL) : NULL;
	struct str s = arena_dup(&t->keep, str_of(real ? real : dir));

	free(real);
	return s;
}

static struct taizhang *
handle(const char *dir, const char *today, const struct taizhang_setup *how)
{
	struct arena keep;
	struct taizhang *t;

	arena_init(&keep);
	t = arena_alloc(&keep, sizeof(*t));
	t->keep = keep;
	t->env = (struct ledger_env){ .dir = place(t, dir),
	    .lang = arena_dup(&t->keep, str_of(how->lang)),
	    .share = how->share ? arena_dup(&t->keep, str_of(how->share)) :
	    beside(&t->keep), .today = date_iso(str_of(today)),
	    .threads = how->threads };
	load_words(t);
	return t;
}

static bool
usage(struct call *c, const char *today)
{
	const struct ledger_env *env = &c->t->env;
	bool lang = env->lang.n == 0 || str_is(env->lang, "zh") ||
	    str_is(env->lang, "en");

	if (!lang)
		diag_usage(&c->dg, "the language is zh or en, not '%.*s'",
		    STR(env->lang));
	if (env->dir.n == 0)
		diag_usage(&c->dg, "no directory is named");
	if (env->today == DATE_NONE)
		diag_usage(&c->dg, "today is wanted as 2026-04-21, not '%s'",
		    today ? today : "");
	if (env->share.n == 0)
		diag_usage(&c->dg, "no share/taizhang lies beside the "
		    "library; say where it is");
	return c->dg.status == 0;
}

static bool
nothing(struct call *c)
{
	(void)c;
	return true;
}

enum taizhang_status
taizhang_open(struct taizhang **out, const char *dir, const char *today,
    const struct taizhang_setup *how)
{
	static const struct taizhang_setup usual;
	struct call c = { .t = handle(dir, today, how ? how : &usual) };

	*out = c.t;
	begin(&c);
	if (!usage(&c, today))
		return end(&c);
	arena_free(&c.arena);
	return run(&c, false, nothing);
}

void
taizhang_close(struct taizhang *t)
{
	struct arena keep;

	if (!t)
		return;
	arena_free(&t->last);
	keep = t->keep;		/* the handle lies in it */
	arena_free(&keep);
}

/* ---- checking --------------------------------------------------------- */

static bool
check(struct call *c)
{
	struct strs only = { 0 };
	struct check_sum sum = { 0 };
	const char *const *p;
	bool ok;

	for (p = c->paths; p && *p; p++)
		strs_add(&only, &c->arena, str_of(*p));
	ok = check_ledger(&sum, &c->led, &only, &c->dg);
	*c->sum = (struct taizhang_sum){ .files = sum.files,
	    .records = sum.records };
	return ok;
}

enum taizhang_status
taizhang_check(struct taizhang *t, const char *const *paths,
    struct taizhang_sum *sum)
{
	struct taizhang_sum none;
	struct call c = { .t = t, .paths = paths, .sum = sum ? sum : &none };
	enum taizhang_status status;

	*c.sum = (struct taizhang_sum){ 0 };
	status = run(&c, true, check);
	c.sum->errors = c.dg.nerrors;
	c.sum->warnings = c.dg.nwarnings;
	return status;
}

/* ---- CSV -------------------------------------------------------------- */

/* What the caller said under a name, as faults point into it. */
static const struct source *
said(struct call *c, const char *name, const char *what)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	*src = source_of(name, arena_dup(&c->arena, str_of(what)));
	return src;
}

static struct span
whole(const struct source *src)
{
	return (struct span){ 0, (uint32_t)src->bytes.n };
}

static bool
question(struct asked *q, struct call *c)
{
	const struct source *kind = said(c, "kind", c->kind),
	    *village = said(c, "village", c->choice->village),
	    *period = said(c, "period", c->choice->period);

	*q = (struct asked){ .led = &c->led, .name = S("list"),
	    .word = kind->bytes, .src = kind, .at = whole(kind),
	    .audience = c->audience };
	return (village->bytes.n == 0 || refs_resolve(&q->village, &c->led,
	    S("region"), village->bytes, S(""), village, whole(village),
	    &c->dg)) && (period->bytes.n == 0 || period_parse(&q->period,
	    period->bytes, c->t->env.today, period, whole(period), &c->dg));
}

static bool
filter(struct table *t, struct call *c)
{
	const struct source *where = said(c, "where", c->choice->where);
	struct query *q;

	if (where->bytes.n == 0)
		return true;
	return query_parse(&q, &c->arena, where, &c->dg) &&
	    query_filter(t, q, c->t->env.today, &c->dg) &&
	    (audience_sees(c->audience, query_privacy(q, t)) ||
	    diag_error(&c->dg, "audience.column", NULL,
	    (struct span){ 0, 0 }, "the rows are chosen by a column that this "
	    "audience may not see"));
}

/* The order of rows tells what they are ordered by. */
static bool
sort(struct table *t, struct call *c)
{
	struct strs keys = { 0 };
	struct str key;
	bool ok = true;
	size_t i;

	intake_items(&keys, &c->arena, str_of(c->choice->sort));
	for (i = 0; i < keys.n; i++) {
		key = keys.v[i];
		if (!audience_may(t, str_sub(key, str_starts(key, S("-")),
		    key.n), c->audience, &c->dg))
			ok = false;
	}
	return ok && (keys.n == 0 || table_sort(t, keys.v, keys.n, &c->dg));
}

static bool
columns(struct table *t, struct call *c)
{
	struct strs keys = { 0 };

	intake_items(&keys, &c->arena, str_of(c->choice->columns));
	return keys.n == 0 || table_choose(t, keys.v, keys.n, &c->dg);
}

static bool
csv(struct call *c)
{
	struct render_opts opts = { .words = c->dg.words,
	    .keys = !(c->choice->flags & TAIZHANG_LABELS),
	    .excel = c->choice->flags & TAIZHANG_EXCEL };
	report_fn *make = c->choice->flags & TAIZHANG_EXPORT ?
	    listing_export : listing_list;
	struct asked q;
	struct table t;
	struct buf out;

	c->csv = S("");
	if (!question(&q, c) || !make(&t, &q, &c->dg))
		return false;
	t.chinese = c->led.chinese;
	buf_init(&out, &c->arena);
	if (!filter(&t, c) || !sort(&t, c) || !columns(&t, c) ||
	    !audience_cut(&t, c->audience, &c->arena, &c->dg) ||
	    !render_csv(&out, &t, &opts))
		return false;
	buf_char(&out, '\0');
	c->csv = str_sub(buf_str(&out), 0, out.n - 1);
	return true;
}

enum taizhang_status
taizhang_csv(struct taizhang *t, const char *kind, const char *audience,
    const struct taizhang_choice *choice, struct taizhang_text *out)
{
	static const struct taizhang_choice all;
	struct call c = { .t = t, .kind = kind,
	    .choice = choice ? choice : &all, .csv = S("") };
	struct str who = str_of(audience);
	enum taizhang_status status;

	if (audience_parse(&c.audience, who)) {
		status = run(&c, false, csv);
	} else {
		begin(&c);
		diag_usage(&c.dg, "no audience '%.*s'; it is internal, "
		    "department, village, township or public", STR(who));
		status = end(&c);
	}
	if (status != TAIZHANG_OK)
		c.csv = S("");
	*out = (struct taizhang_text){ c.csv.p, c.csv.n };
	return status;
}

/* ---- the rest --------------------------------------------------------- */

const struct taizhang_fault *
taizhang_fault(const struct taizhang *t, size_t i)
{
	return i < t->n ? &t->faults[i] : NULL;
}

const char *
taizhang_version(void)
{
	return VERSION;
}
