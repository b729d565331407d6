/* SPDX-License-Identifier: MIT */
/* diag - faults, copied out of the sources they are about. */
#include <stdio.h>
#include <stdlib.h>

#include "diag.h"
#include "utf8.h"

#define STEP		4096	/* bytes between two marks of a source */
#define MESSAGE_MAX	2000	/* bytes of one message or cure */
#define LINE_COLUMNS	200	/* a longer line is shown in part: */
#define LINE_BYTES	(LINE_COLUMNS * 4)
#define CHARS_BEFORE	40	/* ... so many characters before the place */
#define CHARS_AFTER	60	/* ... and so many after it */

void
diag_init(struct diag *dg, struct arena *a, const struct words *w)
{
	*dg = (struct diag){ .arena = a, .words = w };
}

const char *
diag_word(const struct words *w, const char *english)
{
	const char *other = w ? map_get(&w->map, str_of(english)) : NULL;

	return other ? other : english;
}

struct str
diag_say(struct diag *dg, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, dg->arena);
	va_start(ap, fmt);
	buf_vprintf(&b, diag_word(dg->words, fmt), ap);
	va_end(ap);
	return buf_str(&b);
}

/* A message, cut to what a person reads and safe to print. */
static struct str
message(struct diag *dg, const char *fmt, va_list ap)
{
	char line[MESSAGE_MAX];
	struct buf b;
	size_t n;
	int want = vsnprintf(line, sizeof(line), diag_word(dg->words, fmt), ap);

	buf_init(&b, dg->arena);
	if (want < 0) {
		utf8_safe(&b, str_of(fmt));
		return buf_str(&b);
	}
	n = (size_t)want;
	if (n >= sizeof(line)) {
		/* the last character may be cut: leave it out */
		n = sizeof(line) - 1;
		while (n > 0 && (line[n - 1] & 0xC0) == 0x80)
			n--;
		if (n > 0 && (line[n - 1] & 0x80))
			n--;
	}
	utf8_safe(&b, (struct str){ line, n });
	if (n < (size_t)want)
		buf_puts(&b, "…");
	return buf_str(&b);
}

/*
 * Faults seldom come in order, and a source may be one line of megabytes:
 * a mark every STEP bytes makes each place a short walk.
 */
static struct source_mark
walk(struct diag *dg, const struct source *src, uint32_t at)
{
	struct str s = src->bytes;
	struct source_mark m;
	size_t i, to;

	if (at > s.n)
		at = (uint32_t)s.n;
	if (dg->nmarks == 0 || dg->near.p != s.p || dg->near.n != s.n ||
	    !str_eq(dg->near_path, src->path)) {
		dg->near = s;
		dg->near_path = arena_dup(dg->arena, src->path);
		dg->nmarks = 0;
	}
	while (dg->nmarks <= at / STEP) {
		m = dg->nmarks ? dg->marks[dg->nmarks - 1] : source_start(src);
		to = dg->nmarks * STEP;
		for (i = 0; i < 3 && to > 0 && (s.p[to] & 0xC0) == 0x80; i++)
			to--;
		m = source_walk(src, m, (uint32_t)to);
		dg->marks = arena_grow(dg->arena, dg->marks, dg->nmarks,
		    &dg->marks_cap, sizeof(*dg->marks));
		dg->marks[dg->nmarks++] = m;
	}
	return source_walk(src, dg->marks[at / STEP], at);
}

/* The offset `chars` characters before `at`, not before `from`. */
static size_t
back(struct str s, size_t at, size_t from, size_t chars)
{
	size_t i;

	for (; chars > 0 && at > from; chars--) {
		at--;
		for (i = 0; i < 3 && at > from && (s.p[at] & 0xC0) == 0x80; i++)
			at--;
	}
	return at;
}

static size_t
forth(struct str s, size_t at, size_t chars)
{
	for (; chars > 0 && at < s.n; chars--)
		utf8_next(s, &at);
	return at;
}

static size_t
clamp(size_t at, size_t from, size_t end)
{
	return at < from ? from : at > end ? end : at;
}

/* Fills in what is shown of the line: all, or what stands around the place. */
static void
set_line(struct fault *f, const struct source *src, struct source_mark m,
    struct arena *a)
{
	struct str near = str_sub(src->bytes, 0, m.at + LINE_BYTES + 1);
	const char *eol = near.n > m.at ?
	    memchr(near.p + m.at, m.eol, near.n - m.at) : NULL;
	size_t from = m.begin, end = eol ? (size_t)(eol - near.p) : near.n, at;

	if (end > from && eol && m.eol == '\n' && near.p[end - 1] == '\r')
		end--;
	near.n = end;
	at = clamp(m.at, from, end);
	if (end - from > LINE_BYTES ||
	    utf8_columns(str_sub(near, from, end)) > LINE_COLUMNS) {
		from = back(near, at, from, CHARS_BEFORE);
		end = forth(near, at, CHARS_AFTER);
		f->cut_left = from > m.begin;
		f->cut_right = end < near.n;
	}
	f->place.text = arena_dup(a, str_sub(near, from, end));
	f->mark.at = (uint32_t)(at - from);
	f->mark.end = (uint32_t)(clamp(f->end, at, end) - from);
}

static void
set_place(struct diag *dg, struct fault *f, const struct source *src,
    struct span at)
{
	struct source_mark m;

	if (at.at == UINT32_MAX) {
		f->path = arena_dup(dg->arena, src->path);
		return;
	}
	f->at = at.at;
	f->end = at.end > at.at ? at.end : at.at;
	m = walk(dg, src, at.at);
	f->path = dg->near_path;
	f->place = (struct place){ .line = m.line, .column = m.column + 1,
	    .byte_column = m.at - m.begin + 1 };
	set_line(f, src, m, dg->arena);
}

static enum diag_class
worse(enum diag_class a, enum diag_class b)
{
	static const int rank[] = { 0, [DIAG_DATA] = 1, [DIAG_USAGE] = 2,
		[DIAG_BUSY] = 3, [DIAG_SYSTEM] = 4 };

	return rank[a] > rank[b] ? a : b;
}

/* Room for one more, counted; NULL when there are enough of them. */
static struct fault *
add(struct diag *dg, enum diag_level level, enum diag_class class)
{
	struct fault *f;

	if (level == DIAG_ERROR) {
		dg->nerrors++;
		dg->status = worse(dg->status, class);
	} else if (level == DIAG_WARNING)
		dg->nwarnings++;
	dg->lost = dg->n == DIAG_MAX;
	if (dg->lost)
		return NULL;
	dg->faults = arena_grow(dg->arena, dg->faults, dg->n, &dg->cap,
	    sizeof(*dg->faults));
	f = &dg->faults[dg->n++];
	*f = (struct fault){ .level = level, .class = class };
	return f;
}

static void
data_fault(struct diag *dg, enum diag_level level, const char *rule,
    const struct source *src, struct span at, const char *fmt, va_list ap)
{
	struct fault *f = add(dg, level, DIAG_DATA);

	if (!f)
		return;
	f->rule = rule;
	f->text = message(dg, fmt, ap);
	if (src)
		set_place(dg, f, src, at);
}

bool
diag_error(struct diag *dg, const char *rule, const struct source *src,
    struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	data_fault(dg, DIAG_ERROR, rule, src, at, fmt, ap);
	va_end(ap);
	return false;
}

void
diag_warn(struct diag *dg, const char *rule, const struct source *src,
    struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	data_fault(dg, DIAG_WARNING, rule, src, at, fmt, ap);
	va_end(ap);
}

void
diag_note(struct diag *dg, const char *rule, const struct source *src,
    struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	data_fault(dg, DIAG_NOTE, rule, src, at, fmt, ap);
	va_end(ap);
}

bool
diag_cure(struct diag *dg, const char *fmt, ...)
{
	va_list ap;

	if (dg->n == 0 || dg->lost)
		return false;
	va_start(ap, fmt);
	dg->faults[dg->n - 1].cure = message(dg, fmt, ap);
	va_end(ap);
	return false;
}

bool
diag_advise(struct diag *dg, const char *fmt, ...)
{
	va_list ap;

	if (dg->n == 0 || dg->lost)
		return false;
	va_start(ap, fmt);
	dg->faults[dg->n - 1].cure = message(dg, fmt, ap);
	va_end(ap);
	dg->faults[dg->n - 1].advice = true;
	return false;
}

bool
diag_more(struct diag *dg, struct str lines)
{
	if (dg->n > 0 && !dg->lost)
		dg->faults[dg->n - 1].more = arena_dup(dg->arena, lines);
	return false;
}

bool
diag_usage(struct diag *dg, const char *fmt, ...)
{
	struct fault *f = add(dg, DIAG_ERROR, DIAG_USAGE);
	va_list ap;

	va_start(ap, fmt);
	if (f)
		f->text = message(dg, fmt, ap);
	va_end(ap);
	return false;
}

bool
diag_busy(struct diag *dg, const char *fmt, ...)
{
	struct fault *f = add(dg, DIAG_ERROR, DIAG_BUSY);
	va_list ap;

	va_start(ap, fmt);
	if (f)
		f->text = message(dg, fmt, ap);
	va_end(ap);
	return false;
}

bool
diag_failed(struct diag *dg, const char *fmt, ...)
{
	struct fault *f = add(dg, DIAG_ERROR, DIAG_SYSTEM);
	va_list ap;

	va_start(ap, fmt);
	if (f)
		f->text = message(dg, fmt, ap);
	va_end(ap);
	return false;
}

/* A message made of finished parts; each is safe already or made so. */
static struct str __attribute__((format(printf, 2, 3)))
compose(struct diag *dg, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = message(dg, fmt, ap);
	va_end(ap);
	return s;
}

bool
diag_system(struct diag *dg, struct str path, int error, const char *fmt, ...)
{
	struct fault *f = add(dg, DIAG_ERROR, DIAG_SYSTEM);
	char room[128];
	const char *why;
	va_list ap;

	if (!f)
		return false;
	va_start(ap, fmt);
	f->text = message(dg, fmt, ap);
	va_end(ap);
	if (path.n)
		f->text = compose(dg, "%.*s '%.*s'", STR(f->text), STR(path));
	if (error) {
		why = strerror_r(error, room, sizeof(room));
		f->text = compose(dg, "%.*s: %s", STR(f->text),
		    diag_word(dg->words, why));
	}
	return false;
}

static struct str
keep(struct arena *a, struct str s)
{
	return s.n ? arena_dup(a, s) : s;
}

void
diag_merge(struct diag *into, const struct diag *from)
{
	struct str was = { 0 }, copy = { 0 };
	struct fault *f;
	size_t i;

	for (i = 0; i < from->n && into->n < DIAG_MAX; i++) {
		into->faults = arena_grow(into->arena, into->faults, into->n,
		    &into->cap, sizeof(*into->faults));
		f = &into->faults[into->n++];
		*f = from->faults[i];
		if (f->path.p != was.p) {
			was = f->path;
			copy = keep(into->arena, was);
		}
		f->path = copy;
		if (f->rule)
			f->rule = keep(into->arena, str_of(f->rule)).p;
		f->place.text = keep(into->arena, f->place.text);
		f->text = keep(into->arena, f->text);
		f->cure = keep(into->arena, f->cure);
		f->more = keep(into->arena, f->more);
	}
	into->lost = i < from->n || from->lost;
	into->nerrors += from->nerrors;
	into->nwarnings += from->nwarnings;
	into->status = worse(into->status, from->status);
}

static int
by_place(const struct fault *a, const struct fault *b)
{
	int c = a->path.p == b->path.p ? 0 : str_cmp(a->path, b->path);

	return c ? c : (a->at > b->at) - (a->at < b->at);
}

static int
by_content(const struct fault *a, const struct fault *b)
{
	int c = by_place(a, b);

	if (c == 0)
		c = (a->end > b->end) - (a->end < b->end);
	if (c == 0)
		c = (int)a->level - (int)b->level;
	if (c == 0)
		c = (a->place.line > b->place.line) -
		    (a->place.line < b->place.line);
	if (c == 0)
		c = str_cmp(str_of(a->rule), str_of(b->rule));
	if (c == 0)
		c = str_cmp(a->text, b->text);
	return c ? c : str_cmp(a->more, b->more);
}

/* Pointers into one array: their order is that of recording. */
static int
order_content(const void *va, const void *vb)
{
	const struct fault *a = *(struct fault *const *)va;
	const struct fault *b = *(struct fault *const *)vb;
	int c = by_content(a, b);

	return c ? c : (a > b) - (a < b);
}

static int
order_place(const void *va, const void *vb)
{
	const struct fault *a = *(struct fault *const *)va;
	const struct fault *b = *(struct fault *const *)vb;
	int c = by_place(a, b);

	return c ? c : (a > b) - (a < b);
}

void
diag_sort(struct diag *dg)
{
	struct fault **all, *sorted;
	size_t i, n = 0;

	if (dg->n < 2)
		return;
	all = arena_array(dg->arena, dg->n, sizeof(struct fault *));
	for (i = 0; i < dg->n; i++)
		all[i] = &dg->faults[i];
	qsort(all, dg->n, sizeof(struct fault *), order_content);
	for (i = 0; i < dg->n; i++) {
		if (n == 0 || by_content(all[n - 1], all[i]) != 0)
			all[n++] = all[i];
		else if (all[i]->level == DIAG_ERROR)
			dg->nerrors--;
		else if (all[i]->level == DIAG_WARNING)
			dg->nwarnings--;
	}
	qsort(all, n, sizeof(struct fault *), order_place);
	sorted = arena_array(dg->arena, n, sizeof(*sorted));
	for (i = 0; i < n; i++)
		sorted[i] = *all[i];
	dg->faults = sorted;
	dg->n = dg->cap = n;
}

struct diag_mark
diag_mark(const struct diag *dg)
{
	return (struct diag_mark){ dg->n, dg->nerrors, dg->nwarnings,
	    dg->status };
}

void
diag_back(struct diag *dg, struct diag_mark m)
{
	dg->n = m.n;
	dg->nerrors = m.nerrors;
	dg->nwarnings = m.nwarnings;
	dg->status = m.status;
	dg->lost = false;
}
