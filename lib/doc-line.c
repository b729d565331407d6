/* SPDX-License-Identifier: MIT */
/* doc-line - lines, and what is open where one begins. */
#include "doc-line.h"

bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t
blanks(struct str s, size_t at)
{
	while (at < s.n && is_blank(s.p[at]))
		at++;
	return at;
}

/* Where a comment begins, or the end. */
struct str
without_comment(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '#' && (i == 0 || is_blank(s.p[i - 1])))
			return str_trim(str_sub(s, 0, i));
	return str_trim(s);
}

/* Where a ':' that ends a key stands, or s.n. */
size_t
key_colon(struct str s, size_t at)
{
	for (; at < s.n; at++)
		if (s.p[at] == ':' && (at + 1 == s.n ||
		    is_blank(s.p[at + 1])))
			return at;
	return s.n;
}

/* Where the value behind "key: " begins, or s.n. */
size_t
line_value(const struct line *l)
{
	size_t at = key_colon(l->text, l->body);

	return at < l->text.n ? blanks(l->text, at + 1) : l->text.n;
}

/* Blanks, the full-width one included. */
size_t
wide_blanks(struct str s, size_t at)
{
	while (at < s.n && (is_blank(s.p[at]) ||
	    str_starts(str_sub(s, at, s.n), S("\u3000"))))
		at += is_blank(s.p[at]) ? 1 : 3;
	return at;
}

/* Past indentation and the dashes of lists: where key or value begins. */
static size_t
body_of(struct str s)
{
	size_t at = wide_blanks(s, 0);

	while (at + 1 < s.n && s.p[at] == '-' && is_blank(s.p[at + 1]))
		at = wide_blanks(s, at + 1);
	return at;
}

struct line
line_of(const struct doc_mender *m, uint32_t at)
{
	struct span line = mend_around(m, at);
	struct str text = str_sub(m->text.bytes, line.at, line.end);

	return (struct line){ .text = text, .begin = line.at,
	    .first = wide_blanks(text, 0), .body = body_of(text) };
}

struct span
line_span(const struct line *l)
{
	return (struct span){ l->begin, l->begin + (uint32_t)l->text.n };
}

bool
line_empty(const struct line *l)
{
	return l->first == l->text.n || l->text.p[l->first] == '#';
}

/* The nearest line above that says something. */
bool
line_above(const struct doc_mender *m, uint32_t begin, struct line *l)
{
	while (begin > m->scan.begin) {
		*l = line_of(m, begin - 1);
		if (!line_empty(l))
			return true;
		begin = l->begin;
	}
	return false;
}

bool
line_below(const struct doc_mender *m, const struct line *from, struct line *l)
{
	struct str s = m->text.bytes;
	size_t at = from->begin + from->text.n;

	for (;;) {
		while (at < s.n && s.p[at] != m->eol)
			at++;
		if (++at >= s.n)
			return false;
		*l = line_of(m, (uint32_t)at);
		if (!line_empty(l))
			return true;
	}
}

bool
line_entry(const struct line *l)
{
	return l->body > l->first;
}

/* Columns up to `end`, a tab being so many. */
size_t
line_columns(const struct line *l, size_t end, size_t tab)
{
	size_t i, n = 0;

	for (i = 0; i < end; i++)
		n += l->text.p[i] == '\t' ? tab :
		    (l->text.p[i] == '\xe3' ? 2 : (l->text.p[i] & 0xc0) !=
		    0x80);
	return n;
}

/* What opens a collection: "key:" or a lone dash. */
bool
line_opens(const struct line *l)
{
	struct str s = without_comment(str_sub(l->text, l->first,
	    l->text.n));

	return str_ends(s, S(":")) || str_ends(s, S("\uff1a")) ||
	    str_is(s, "-");
}

/* "key: |": the lines below are text. */
static bool
begins_text(const struct line *l)
{
	struct str s = without_comment(l->text);

	while (s.n && strchr("+-123456789", s.p[s.n - 1]))
		s.n--;
	return s.n > 1 && (s.p[s.n - 1] == '|' || s.p[s.n - 1] == '>') &&
	    is_blank(s.p[s.n - 2]);
}

/* Whether a line lies within a text that | or > began. */
bool
line_in_text(const struct doc_mender *m, const struct line *l)
{
	size_t limit = l->first, n;
	struct line up;
	uint32_t at = l->begin;

	for (n = 0; n < DOC_WALK && limit > 0 && line_above(m, at, &up); n++) {
		at = up.begin;
		if (up.first >= limit)
			continue;
		if (begins_text(&up))
			return true;
		limit = up.first;
	}
	return false;
}

/* Could be a key: no blank, no quote, no bracket, not empty. */
bool
is_word(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr(" \t\"'[]{},#:&*!|>%@`", s.p[i]))
			return false;
	return s.n > 0;
}

/* The key of a line, or nothing. */
struct str
line_key(const struct line *l)
{
	size_t at = key_colon(l->text, l->body);
	struct str key = str_sub(l->text, l->body, at);

	return at < l->text.n && is_word(key) ? key : S("");
}

/* The begin of a line could be a key, whatever its colon looks like. */
static bool
like_key(const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);

	return str_find(s, S(":")) < s.n || str_find(s, S("\uff1a")) < s.n;
}

size_t
line_odd_blank(const struct line *l)
{
	size_t i = 0;

	while (i < l->first && l->text.p[i] == ' ')
		i++;
	return i;
}

void
line_indent(struct buf *b, const struct line *l, size_t col)
{
	buf_fill(b, ' ', col);
	buf_add(b, str_sub(l->text, l->first, l->text.n));
}

/* ---- indentation -------------------------------------------------------- */

static void
add_level(struct levels *v, size_t col, bool seq, struct str key)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (v->v[i].col == col && v->v[i].seq == seq)
			return;
	if (v->n < DOC_DEPTH)
		v->v[v->n++] = (struct level){ col, seq, key };
}

/* The levels of a line above, and away with what is text to it. */
static void
add_line(struct levels *v, const struct line *l)
{
	size_t i, n = 0;
	bool keep = line_opens(l);

	/* deeper ones may belong to a line between, as deep as this one */
	for (i = 0; i < v->n; i++)
		keep = keep || v->v[i].col == l->body;
	for (i = 0; i < v->n; i++)
		if (keep || v->v[i].col <= l->body)
			v->v[n++] = v->v[i];
	v->n = n;
	for (i = l->first; i < l->body; i++)
		if (l->text.p[i] == '-')
			add_level(v, i, true, line_key(l));
	if (like_key(l))
		add_level(v, l->body, false, S(""));
}

/* What is open where a line begins, told by the lines above. */
void
levels_of(struct levels *v, const struct doc_mender *m, const struct line *at)
{
	struct line l = *at;
	size_t limit = SIZE_MAX, n;
	bool seq = false;

	v->n = 0;
	v->up = (struct line){ 0 };
	for (n = 0; n < DOC_WALK && line_above(m, l.begin, &l); n++) {
		if (limit == SIZE_MAX)
			v->up = l;
		if (l.first > limit || (l.first == limit &&
		    (!seq || line_entry(&l) || !line_opens(&l))))
			continue;
		add_line(v, &l);
		limit = l.first;
		seq = line_entry(&l);
		if (limit == 0)
			break;
	}
	l = line_of(m, m->scan.begin);
	if ((!line_empty(&l) || line_below(m, &l, &l)) && !line_entry(&l) &&
	    l.begin < at->begin)
		add_level(v, l.first, false, S(""));
}

/* Whether a line may begin in a column. */
bool
levels_fit(const struct levels *v, const struct line *l, size_t col)
{
	size_t i;

	if (v->up.text.n && line_opens(&v->up) && (line_entry(l) ?
	    col >= v->up.body : col > v->up.body))
		return true;
	for (i = 0; i < v->n; i++)
		if (v->v[i].col == col && v->v[i].seq == line_entry(l))
			return true;
	return false;
}

/* The column of the line above, or where what it opens begins. */
static size_t
usual(const struct levels *v, const struct line *l)
{
	size_t i, best = 0;

	if (v->up.text.n == 0)
		return 0;
	if (line_opens(&v->up))
		return v->up.body + (line_entry(l) ? 0 : 2);
	if (!line_entry(l) && levels_fit(v, l, v->up.body))
		return v->up.body;
	for (i = 0; i < v->n; i++)
		if (v->v[i].seq == line_entry(l) && v->v[i].col > best)
			best = v->v[i].col;
	return best;
}

/* The nearest column that fits; SIZE_MAX where none does. */
size_t
levels_nearest(const struct levels *v, const struct line *l, size_t col)
{
	size_t i, c, best = SIZE_MAX, least = SIZE_MAX, off;

	for (i = 0; i <= v->n; i++) {
		c = i < v->n ? v->v[i].col : usual(v, l);
		if (i < v->n ? v->v[i].seq != line_entry(l) :
		    !v->up.text.n || !line_opens(&v->up))
			continue;
		off = c > col ? c - col : col - c;
		if (off < least || (off == least && c > best)) {
			least = off;
			best = c;
		}
	}
	return best;
}

/* Where a line that tabs indent should begin, whatever they stand for. */
size_t
levels_meant(const struct levels *v, const struct line *l)
{
	static const size_t tabs[] = { 2, 4, 8 };
	size_t like = usual(v, l), i, col;

	for (i = 0; i < NELEM(tabs); i++)
		if (line_columns(l, l->first, tabs[i]) == like)
			return like;
	for (i = 0; i < NELEM(tabs); i++) {
		col = line_columns(l, l->first, tabs[i]);
		if (levels_fit(v, l, col) && col <= like)
			return col;
	}
	return like;
}
