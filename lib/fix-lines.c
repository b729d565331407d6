/* SPDX-License-Identifier: MIT */
/*
 * fix-lines - lines that keep a file from being read, and ends of lines
 *
 * A full-width colon behind a known key can mean one thing only.  A tab can
 * mean several depths: each is tried, and where two of them give a file that
 * can be read and whose records hold together, yet not the same records,
 * the tabs are left to a person.
 */
#include <stdlib.h>

#include "fix-work.h"
#include "utf8.h"

#define FIX_STUMBLES	4096	/* mended in one file */

static const char wide_space[] = "\xe3\x80\x80";
static const char wide_colon[] = "\xef\xbc\x9a";

/* A file on its way to be readable. */
struct attempt {
	struct fixing *f;
	struct source  src;
	struct doc     doc;
	struct fixing  whole;	/* with its values repaired, to judge it by */
	struct diag    quiet;
	unsigned       width;	/* of a tab; 0: as the line above asks */
	size_t         tabs, spaces, colons;	/* repaired */
	uint32_t      *lines;	/* that were indented anew, in order */
	size_t         nlines, cap;
};

/* ---- lines ------------------------------------------------------------ */

static uint32_t
line_begin(struct str s, uint32_t at)
{
	while (at > 0 && s.p[at - 1] != '\n')
		at--;
	return at == 0 && str_starts(s, S("\xef\xbb\xbf")) ? 3 : at;
}

/* Without its end. */
static struct str
line_at(struct str s, size_t begin)
{
	struct str l = str_sub(s, begin, s.n);

	l.n = str_find(l, S("\n"));
	if (str_ends(l, S("\r")))
		l.n--;
	return l;
}

static size_t
next_line(struct str s, size_t begin)
{
	return begin + str_find(str_sub(s, begin, s.n), S("\n")) + 1;
}

/* Bytes of blanks it begins with, the full-width one included. */
static size_t
blanks(struct str l)
{
	size_t at = 0;

	while (at < l.n) {
		if (l.p[at] == ' ' || l.p[at] == '\t')
			at++;
		else if (str_starts(str_sub(l, at, l.n), S(wide_space)))
			at += 3;
		else
			break;
	}
	return at;
}

/* Columns of its blanks, where a tab leads to the next stop. */
static size_t
columns(struct str l, size_t n, unsigned width)
{
	size_t at, col = 0;

	for (at = 0; at < n; at++) {
		if (l.p[at] == ' ')
			col++;
		else if (l.p[at] == '\t')
			col = (col / width + 1) * width;
		else
			col += 2, at += 2;
	}
	return col;
}

static bool
odd_blanks(struct str l, size_t n)
{
	return str_find(str_sub(l, 0, n), S("\t")) < n ||
	    str_find(str_sub(l, 0, n), S(wide_space)) < n;
}

/* Does a text of several lines begin behind this one: `note: |-`? */
static bool
opens_text(struct str l)
{
	size_t i, hash = l.n;

	for (i = 1; i < l.n && hash == l.n; i++)
		if (l.p[i] == '#' && (l.p[i - 1] == ' ' || l.p[i - 1] == '\t'))
			hash = i;
	l = str_trim(str_sub(l, 0, hash));
	while (l.n && strchr("+-0123456789", l.p[l.n - 1]))
		l.n--;
	return l.n && (l.p[l.n - 1] == '|' || l.p[l.n - 1] == '>');
}

/*
 * Whether such blanks stand where they could be part of a text, which no
 * one but its writer can tell.
 */
static bool
odd_in_text(struct str s)
{
	size_t begin, n, depth = 0;
	bool text = false;
	struct str l;

	for (begin = 0; begin < s.n; begin = next_line(s, begin)) {
		l = line_at(s, begin);
		n = blanks(l);
		if (n == l.n)
			continue;
		if (text && odd_blanks(l, n))
			return true;
		if (text && n > depth)
			continue;
		text = opens_text(l);
		depth = n;
	}
	return false;
}

/* ---- repairs of an attempt -------------------------------------------- */

static bool
replace(struct attempt *t, struct span at, struct str text)
{
	struct patch p;

	patch_init(&p, &t->src, t->f->arena);
	patch_replace(&p, at, text);
	return patch_apply(&t->src.bytes, &p, &t->quiet);
}

static bool
known_key(const struct field *fields, size_t n, struct str key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(fields[i].key, key) ||
		    str_eq(fields[i].label, key) ||
		    known_key(fields[i].fields, fields[i].nfields, key))
			return true;
	return false;
}

/* "points：3" to "points: 3", where there is such a field. */
static bool
mend_colon(struct attempt *t, uint32_t at)
{
	struct str s = t->src.bytes, l, key;
	uint32_t begin = line_begin(s, at);
	size_t from, end = at + 3;

	l = line_at(s, begin);
	if (!str_starts(str_sub(s, at, s.n), S(wide_colon)))
		return false;
	for (from = blanks(l); from + 1 < l.n && l.p[from] == '-' &&
	    (l.p[from + 1] == ' ' || l.p[from + 1] == '\t'); from++)
		from += blanks(str_sub(l, from + 1, l.n));
	key = str_sub(s, begin + from, at);
	if (!known_key(t->f->kind->fields, t->f->kind->nfields,
	    utf8_halved(key, t->f->arena)))
		return false;
	end += blanks(str_sub(s, end, begin + l.n));
	t->colons++;
	return replace(t, (struct span){ at, (uint32_t)end },
	    end < begin + l.n ? S(": ") : S(":"));
}

static uint32_t
line_number(struct str s, uint32_t at)
{
	uint32_t n = 1, i;

	for (i = 0; i < at; i++)
		n += s.p[i] == '\n';
	return n;
}

static bool
reindent(struct attempt *t, uint32_t begin, size_t n, size_t to)
{
	struct str l = line_at(t->src.bytes, begin);
	struct buf b;

	if (str_find(str_sub(l, 0, n), S("\t")) < n)
		t->tabs++;
	else
		t->spaces++;
	t->lines = arena_grow(t->f->arena, t->lines, t->nlines, &t->cap,
	    sizeof(*t->lines));
	t->lines[t->nlines++] = line_number(t->src.bytes, begin);
	buf_init(&b, t->f->arena);
	buf_fill(&b, ' ', to);
	return replace(t, (struct span){ begin, begin + (uint32_t)n },
	    buf_str(&b));
}

/* As deep as the message says, which has looked at the line above. */
static bool
mend_indent(struct attempt *t, const struct fault *fault)
{
	uint32_t begin = line_begin(t->src.bytes, fault->at);
	struct str l = line_at(t->src.bytes, begin), cure = fault->cure;
	size_t n = blanks(l), quote = str_find(cure, S("\""));
	size_t to = 0;

	if (quote < cure.n)
		cure = str_sub(cure, quote + 1, cure.n);
	while (to < cure.n && cure.p[to] == ' ')
		to++;
	return odd_blanks(l, n) && reindent(t, begin, n, to);
}

static bool
expand(struct attempt *t)
{
	size_t begin, n;
	struct str l;

	for (begin = line_begin(t->src.bytes, 0); begin < t->src.bytes.n;
	    begin = next_line(t->src.bytes, begin)) {
		l = line_at(t->src.bytes, begin);
		n = blanks(l);
		if (n < l.n && odd_blanks(l, n) && !reindent(t,
		    (uint32_t)begin, n, columns(l, n, t->width)))
			return false;
	}
	return true;
}

/* Mends and reads again, stumble by stumble. */
static bool
readable(struct attempt *t)
{
	const struct fault *fault;
	size_t i, k;
	bool ok;

	for (i = 0; i < FIX_STUMBLES; i++) {
		if (fix_parse(&t->doc, &t->src, &t->quiet, t->f->arena))
			return true;
		for (k = 0, ok = false; k < t->quiet.n && !ok; k++) {
			fault = &t->quiet.faults[k];
			if (strcmp(fault->rule, "fullwidth-colon") == 0)
				ok = mend_colon(t, fault->at);
			else if (t->width == 0 &&
			    (strcmp(fault->rule, "tab-indent") == 0 ||
			    strcmp(fault->rule, "fullwidth-space") == 0))
				ok = mend_indent(t, fault);
		}
		if (!ok)
			return false;
	}
	return false;
}

/* ---- which depth was meant -------------------------------------------- */

/* Faults of a record that was put together wrongly. */
static bool
falls_apart(struct fixing *f, uint32_t node)
{
	static const char *const rules[] = { "unknown-key", "required",
	    "type", "empty-value", "dependent" };
	struct diag quiet;
	size_t i, k;

	diag_init(&quiet, f->arena, NULL);
	if (schema_valid(f->kind->schema, f->run, &f->doc, node) ||
	    schema_check(f->kind->schema, f->run, &f->doc, node, S(""),
	    &quiet))
		return false;
	for (i = 0; i < quiet.n; i++)
		for (k = 0; k < NELEM(rules); k++)
			if (strcmp(quiet.faults[i].rule, rules[k]) == 0)
				return true;
	return false;
}

/* The line of a later place, counted on from an earlier one. */
static uint32_t
count_on(struct str s, uint32_t *at, uint32_t line, uint32_t to)
{
	for (; *at < to; ++*at)
		line += s.p[*at] == '\n';
	return line;
}

/* Do all records hold together that have a line indented anew? */
static bool
sound(struct attempt *t)
{
	struct fixing *f = &t->whole;
	uint32_t node, next, to = 1, at = 0;
	size_t i = 0;

	node = fix_record(f, &f->doc, UINT32_MAX);
	for (; node != UINT32_MAX && i < t->nlines; node = next) {
		next = fix_record(f, &f->doc, node);
		to = next == UINT32_MAX ? UINT32_MAX : count_on(
		    f->src.bytes, &at, to, f->doc.nodes[next].at.at);
		if (t->lines[i] < to && falls_apart(f, node))
			return false;
		while (i < t->nlines && t->lines[i] < to)
			i++;
	}
	return i == t->nlines;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* One idea of how deep the odd lines are, followed to its end. */
static bool
try_width(struct attempt *t, struct fixing *f, unsigned width)
{
	*t = (struct attempt){ .f = f, .src = f->src, .width = width };
	diag_init(&t->quiet, f->arena, NULL);
	if ((width && !expand(t)) || !readable(t))
		return false;
	if (t->nlines == 0)
		return true;
	qsort(t->lines, t->nlines, sizeof(*t->lines), by_number);
	t->whole = *f;
	t->whole.src = t->src;
	t->whole.doc = t->doc;
	t->whole.doc.src = &t->whole.src;
	fix_values(&t->whole);
	return sound(t);
}

static void
take(struct fixing *f, const struct attempt *t)
{
	f->src = t->src;
	f->doc = t->doc;
	f->doc.src = &f->src;
	fix_note(f, "tab-indent", t->tabs);
	fix_note(f, "fullwidth-space", t->spaces);
	fix_note(f, "fullwidth-colon", t->colons);
}

bool
fix_lines(struct fixing *f)
{
	/* where they agree, the first is taken, which is how we indent */
	static const unsigned widths[] = { 2, 4, 8 };
	struct attempt t, best;
	bool ok = try_width(&best, f, 0);
	size_t i;

	if (ok && best.nlines == 0) {
		take(f, &best);
		return true;
	}
	if (odd_in_text(f->src.bytes))
		return false;
	for (i = 0; i < NELEM(widths); i++) {
		if (!try_width(&t, f, widths[i]))
			continue;
		if (ok && !doc_same(&best.whole.doc, 0,
		    &t.whole.doc, 0))
			return false;	/* it could be either */
		if (!ok || i == 0) {
			best = t;
			best.whole.doc.src = &best.whole.src;
		}
		ok = true;
	}
	if (ok)
		take(f, &best);
	return ok;
}

/* ---- ends of lines ---------------------------------------------------- */

/* A walk along the values, as lines end one after the other. */
struct texts {
	const struct doc *doc;
	uint32_t          i;
};

/* Does the line end within a value of several lines? */
static bool
in_text(struct texts *x, size_t end)
{
	const struct node *n;

	for (; x->i < x->doc->n; x->i++) {
		n = &x->doc->nodes[x->i];
		if (n->kind != NODE_SCALAR || n->at.end < end)
			continue;
		return n->at.at < end && n->at.end > end;
	}
	return false;
}

static size_t
strip(struct patch *p, struct fixing *f)
{
	struct str s = f->src.bytes, l;
	struct texts x = { .doc = &f->doc };
	size_t begin, end, n = 0;

	for (begin = 0; begin < s.n; begin = next_line(s, begin)) {
		l = line_at(s, begin);
		for (end = l.n; end > 0 && (l.p[end - 1] == ' ' ||
		    l.p[end - 1] == '\t'); end--)
			;
		if (end == l.n || in_text(&x, begin + end))
			continue;
		patch_replace(p, (struct span){ (uint32_t)(begin + end),
		    (uint32_t)(begin + l.n) }, S(""));
		n++;
	}
	return n;
}

static size_t
uncarriage(struct patch *p, struct str s)
{
	size_t i, n = 0;

	for (i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '\r' && s.p[i + 1] == '\n') {
			patch_replace(p, (struct span){ (uint32_t)i,
			    (uint32_t)i + 1 }, S(""));
			n++;
		}
	return n;
}

/* Takes the edits where no value notices them. */
static void
settle(struct fixing *f, struct patch *p, const char *rule, size_t n)
{
	struct source src = f->src;
	struct diag quiet;
	struct doc doc;

	diag_init(&quiet, f->arena, NULL);
	if (n == 0 || !patch_apply(&src.bytes, p, &quiet) ||
	    !fix_parse(&doc, &src, &quiet, f->arena) ||
	    doc.n != f->doc.n || (doc.n && !doc_same(&doc, 0, &f->doc, 0)))
		return;
	f->src = src;
	f->doc = doc;
	f->doc.src = &f->src;
	fix_note(f, rule, n);
}

void
fix_ends(struct fixing *f)
{
	struct patch p;
	size_t n;

	patch_init(&p, &f->src, f->arena);
	n = strip(&p, f);
	settle(f, &p, "trailing-space", n);
	if (!f->lf)
		return;
	patch_init(&p, &f->src, f->arena);
	n = uncarriage(&p, f->src.bytes);
	settle(f, &p, "crlf", n);
}
