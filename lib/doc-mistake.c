/* SPDX-License-Identifier: MIT */
/*
 * doc-mistake - what people get wrong, one finder for each
 *
 * A finder looks at one line and, where it knows the mistake, says where it
 * is and how the line should read.
 */
#include "doc-line.h"

static bool
found(struct find *f, size_t at, size_t n, struct str text)
{
	f->text = text;
	f->at = (struct span){ (uint32_t)at, (uint32_t)(at + n) };
	return true;
}

const char *
mistake_indent(struct find *f, const struct line *l, size_t want)
{
	size_t at = line_odd_blank(l);

	line_indent(&f->cure, l, want);
	if (l->text.p[at] == '\t') {
		found(f, at, 1, diag_say(f->m->dg, "a tab indents this line, "
		    "YAML takes spaces only; %zu spaces here", want));
		return "tab-indent";
	}
	found(f, at, 3, diag_say(f->m->dg, "a full-width space (U+3000) "
	    "indents this line; %zu plain spaces here", want));
	return "fullwidth-space";
}

/* "-\tid: 1" */
static bool
find_tab_inside(struct find *f, const struct line *l)
{
	size_t at = l->first, end;

	while (at < l->body && l->text.p[at] != '\t')
		at++;
	if (at == l->body)
		return false;
	end = wide_blanks(l->text, at);
	buf_add(&f->cure, str_sub(l->text, 0, at));
	if (l->text.p[at - 1] == '-')
		buf_char(&f->cure, ' ');
	buf_add(&f->cure, str_sub(l->text, end, l->text.n));
	return found(f, at, 1, diag_say(f->m->dg,
	    "a tab follows the dash, YAML takes spaces only"));
}

static bool
find_odd(struct find *f, const struct line *l, char c)
{
	size_t at = line_odd_blank(l);
	struct levels v;

	if (at == l->first && c == '\t')
		return find_tab_inside(f, l);
	if (at == l->first || l->text.p[at] != c)
		return false;
	levels_of(&v, f->m, l);
	mistake_indent(f, l, levels_meant(&v, l));
	return true;
}

static bool
find_tab(struct find *f, const struct line *l)
{
	return find_odd(f, l, '\t');
}

static bool
find_wide_space(struct find *f, const struct line *l)
{
	return find_odd(f, l, '\xe3');
}

/* The line with n bytes at `at` and the blanks behind them replaced. */
static void
replaced(struct find *f, const struct line *l, size_t at, size_t n, char c)
{
	size_t end = wide_blanks(l->text, at + n);

	buf_add(&f->cure, str_sub(l->text, 0, at));
	buf_char(&f->cure, c);
	if (end < l->text.n)
		buf_char(&f->cure, ' ');
	buf_add(&f->cure, str_sub(l->text, end, l->text.n));
}

/* As the keys of ledgers are. */
static bool
is_plain_key(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((s.p[i] < 'a' || s.p[i] > 'z') && s.p[i] != '_')
			return false;
	return s.n > 0;
}

static bool
find_wide_colon(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);
	size_t at = str_find(s, S("\uff1a"));

	if (at == s.n || !is_word(str_sub(s, 0, at)) ||
	    (f->where == NEARBY && !is_plain_key(str_sub(s, 0, at))))
		return false;
	replaced(f, l, l->body + at, 3, ':');
	return found(f, l->body + at, 3, diag_say(f->m->dg, "the colon is "
	    "the full-width '\uff1a' (U+FF1A), YAML knows only ':' and a "
	    "space"));
}

/* Behind a colon or a dash is no space, or one that YAML does not know. */
static bool
say_space(struct find *f, const struct line *l, size_t at, struct str text)
{
	if (str_starts(str_sub(l->text, at + 1, l->text.n), S("\u3000")))
		return found(f, at + 1, 3, diag_say(f->m->dg, "a full-width "
		    "space (U+3000) stands where a plain one should"));
	return found(f, at, 1, text);
}

static bool
find_tight_colon(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);
	size_t at = str_find(s, S(":"));

	if (at + 1 >= s.n || is_blank(s.p[at + 1]) || s.p[at + 1] == '/' ||
	    s.p[at + 1] == ':' || !is_word(str_sub(s, 0, at)) ||
	    (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	replaced(f, l, l->body + at, 1, ':');
	return say_space(f, l, l->body + at, diag_say(f->m->dg,
	    "a space is missing after the colon"));
}

/* "name \u738b": a key without its colon. */
static bool
find_no_colon(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);
	size_t at = 0;

	while (at < s.n && ((s.p[at] >= 'a' && s.p[at] <= 'z') ||
	    s.p[at] == '_'))
		at++;
	if (at == 0 || at == s.n || wide_blanks(s, at) == at ||
	    str_find(s, S(":")) < s.n)
		return false;
	replaced(f, l, l->body + at, 0, ':');
	return found(f, l->body + at, 1, diag_say(f->m->dg,
	    "the colon after the key is missing"));
}

/* The bytes of a dash that no space follows, or a full-width one; or 0. */
static size_t
bad_dash(const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);

	if (str_starts(s, S("\uff0d")) || str_starts(s, S("\u2014")))
		return 3;
	return s.n > 1 && s.p[0] == '-' && s.p[1] != '-' &&
	    !(s.p[1] >= '0' && s.p[1] <= '9') && !is_blank(s.p[1]);
}

static bool
find_dash(struct find *f, const struct line *l)
{
	size_t n = bad_dash(l);

	if (n == 0)
		return false;
	replaced(f, l, l->body, n, '-');
	if (n == 3)
		return found(f, l->body, 3, diag_say(f->m->dg, "this dash is "
		    "not the plain '-' that begins a record"));
	return say_space(f, l, l->body, diag_say(f->m->dg,
	    "a space is missing after the dash"));
}

/* The value in ASCII quotes, where that needs no escapes. */
static void
requote(struct find *f, const struct line *l, size_t at, size_t end,
    struct str value)
{
	if (!memchr(value.p, '"', value.n) &&
	    !memchr(value.p, '\\', value.n)) {
		buf_add(&f->cure, str_sub(l->text, 0, at));
		buf_char(&f->cure, '"');
		buf_add(&f->cure, value);
		buf_char(&f->cure, '"');
		buf_add(&f->cure, str_sub(l->text, end, l->text.n));
	}
}

/* The value behind a key, or the whole of a text without one. */
static size_t
text_at(const struct line *l)
{
	size_t at = line_value(l);

	return at == l->text.n || strchr("\"'", l->text.p[l->body]) ?
	    l->body : at;
}

/* A value in Chinese quotation marks, or one that such a mark should end. */
static bool
wide_quote(struct find *f, const struct line *l, size_t n)
{
	size_t at = text_at(l);
	struct str s = without_comment(str_sub(l->text, at, l->text.n));
	struct str inner = str_sub(s, n, s.n);

	if (str_ends(inner, S("\u201d")) || str_ends(inner, S("\u201c")))
		inner.n -= 3;
	else if (n == 3 && str_ends(inner, S("\"")))
		inner.n--;
	else
		return false;
	requote(f, l, at, at + s.n, inner);
	return found(f, n == 3 ? at : at + s.n - 3, 3, diag_say(f->m->dg,
	    "Chinese quotation marks do not quote in YAML, only \" or ' do"));
}

static bool
find_wide_quote(struct find *f, const struct line *l)
{
	size_t at = text_at(l);
	struct str s = str_sub(l->text, at, l->text.n);

	return f->s.at >= l->begin + at &&
	    (str_starts(s, S("\u201c")) || str_starts(s, S("\u201d"))) &&
	    wide_quote(f, l, 3);
}

static bool
find_half_quote(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, text_at(l), l->text.n);

	return s.n && s.p[0] == '"' && !memchr(s.p + 1, '"', s.n - 1) &&
	    wide_quote(f, l, 1);
}

/* A text in quotes that ends in a line below, as it should. */
static bool
closes_below(const struct find *f, const struct line *l, char quote)
{
	struct line x = *l;
	const char *p;
	size_t n;

	for (n = 0; n < DOC_WALK && line_below(f->m, &x, &x) &&
	    x.first > l->first; n++) {
		p = memchr(x.text.p, quote, x.text.n);
		if (p)
			return without_comment(str_sub(x.text,
			    (size_t)(p - x.text.p) + 1, x.text.n)).n == 0;
	}
	return false;
}

static bool
find_open_quote(struct find *f, const struct line *l)
{
	size_t at = text_at(l), i, n = 0;
	struct str s = str_sub(l->text, at, l->text.n);

	if (s.n == 0 || (s.p[0] != '"' && s.p[0] != '\''))
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && s.p[0] == '"')
			i++;
		else if (s.p[i] == s.p[0])
			n++;
	}
	if (n % 2 == 0 || closes_below(f, l, s.p[0]))
		return false;
	buf_add(&f->cure, l->text);
	buf_char(&f->cure, s.p[0]);
	return found(f, at, 1, diag_say(f->m->dg,
	    "this quotation mark is never closed"));
}

/* `note: time: 3 o'clock`. */
static bool
find_second_colon(struct find *f, const struct line *l)
{
	size_t at = line_value(l), second = key_colon(l->text, at);
	struct str s = without_comment(str_sub(l->text, at, l->text.n));

	if (second >= at + s.n || strchr("\"'[{|>", l->text.p[at]))
		return false;
	requote(f, l, at, at + s.n, s);
	return found(f, second, 1, diag_say(f->m->dg, "a second ': ' in one line; "
	    "a text that holds one needs quotes"));
}

/* A value that begins with what YAML keeps for itself. */
static bool
find_reserved(struct find *f, const struct line *l)
{
	size_t at = line_value(l);
	struct str s = without_comment(str_sub(l->text, at, l->text.n));

	if (at == l->text.n)
		at = l->body, s = without_comment(str_sub(l->text, at,
		    l->text.n));
	if (s.n == 0 || !strchr("@`%,]}", s.p[0]))
		return false;
	requote(f, l, at, at + s.n, s);
	f->lost = (struct span){ l->begin + (uint32_t)at,
	    line_span(l).end };
	return found(f, at, 1, diag_say(f->m->dg, "a text cannot begin with '%c' "
	    "unless it stands in quotes", s.p[0]));
}

/* The list that began here, without its end in this line. */
static struct str
open_list(const struct find *f, const struct line *l, size_t *at)
{
	struct str s;

	*at = f->s.from - l->begin;
	if (f->s.from < l->begin || *at >= l->text.n)
		return S("");
	s = without_comment(str_sub(l->text, *at, l->text.n));
	if ((s.p[0] != '[' && s.p[0] != '{') ||
	    memchr(s.p, s.p[0] == '[' ? ']' : '}', s.n))
		return S("");
	return s;
}

/* The bracket that ends it, in the place of n bytes. */
static void
close_list(struct find *f, const struct line *l, size_t at, struct str s,
    size_t n)
{
	buf_add(&f->cure, str_sub(l->text, 0, at + s.n - n));
	buf_char(&f->cure, s.p[0] == '[' ? ']' : '}');
	buf_add(&f->cure, str_sub(l->text, at + s.n, l->text.n));
}

static bool
find_wide_bracket(struct find *f, const struct line *l)
{
	size_t at;
	struct str s = open_list(f, l, &at);

	if (!str_ends(s, S("\uff3d")) && !str_ends(s, S("\uff5d")))
		return false;
	close_list(f, l, at, s, 3);
	return found(f, at + s.n - 3, 3, diag_say(f->m->dg,
	    "this bracket is a full-width one"));
}

/* "C:\\\u6237": a backslash that is meant as one. */
static bool
find_escape(struct find *f, const struct line *l)
{
	static const char known[] = "0abt\tnvfre \"/\\N_LPxuU";
	size_t at = f->s.at - l->begin, i;

	if (f->s.at < l->begin || at + 1 >= l->text.n ||
	    l->text.p[at] != '\\')
		return false;
	for (i = 0; i < l->text.n; i++) {
		buf_char(&f->cure, l->text.p[i]);
		if (l->text.p[i] != '\\' || i + 1 == l->text.n)
			continue;
		if (l->text.p[i + 1] && strchr(known, l->text.p[i + 1]))
			buf_char(&f->cure, l->text.p[++i]);
		else
			buf_char(&f->cure, '\\');
	}
	return found(f, at, 1, diag_say(f->m->dg, "an unknown '\\' in a text "
	    "in double quotes; a backslash itself is '\\\\'"));
}

static bool
find_open_bracket(struct find *f, const struct line *l)
{
	size_t at;
	struct str s = open_list(f, l, &at);

	if (s.n == 0)
		return false;
	close_list(f, l, at, s, 0);
	return found(f, at, 1, diag_say(f->m->dg,
	    "this bracket is never closed"));
}

/*
 * By how much the dash of the first record stands deeper than its other
 * keys and all other records would have it; or 0.
 */
static size_t
dash_off(const struct doc_mender *m, const struct line *l)
{
	struct line x = *l;
	size_t k, n;

	if (!line_entry(l) || !line_below(m, &x, &x) || line_entry(&x) ||
	    x.first >= l->body || x.first <= l->first)
		return 0;
	k = l->body - x.first;
	for (n = 0; n < DOC_WALK && line_below(m, &x, &x); n++)
		if (line_entry(&x) && x.first <= l->first)
			return x.first + k == l->first ? k : 0;
	return 0;
}

static bool
find_first_dash(struct find *f, const struct line *l)
{
	size_t k = dash_off(f->m, l);

	if (k == 0 || line_odd_blank(l) < l->first)
		return false;
	line_indent(&f->cure, l, l->first - k);
	return found(f, l->first, 1, diag_say(f->m->dg, "this line is "
	    "indented by %zu, what it belongs to by %zu", l->first,
	    l->first - k));
}

/* The first line of a list whose records have dashes, all but this one. */
static bool
lacks_dash(const struct doc_mender *m, const struct line *l)
{
	struct line x = *l;
	size_t n;

	if (line_entry(l) || !line_key(l).n || line_opens(l) ||
	    line_above(m, l->begin, &x) || !line_below(m, &x, &x) ||
	    x.first != l->first + 2)
		return false;
	for (n = 0; n < DOC_WALK && line_below(m, &x, &x); n++)
		if (line_entry(&x) && x.first == l->first)
			return str_eq(line_key(&x), line_key(l));
	return false;
}

/* A line that begins with a key or a dash, in a column of no such line. */
static bool
is_misplaced(struct levels *v, const struct find *f, const struct line *l)
{
	levels_of(v, f->m, l);
	return line_odd_blank(l) == l->first && v->n && !bad_dash(&v->up) &&
	    !dash_off(f->m, &v->up) && !lacks_dash(f->m, &v->up) &&
	    (line_entry(l) || line_key(l).n) && !levels_fit(v, l, l->first);
}

static bool
say_no_dash(struct find *f, const struct line *l)
{
	buf_fill(&f->cure, ' ', l->first);
	buf_puts(&f->cure, "- ");
	buf_add(&f->cure, str_sub(l->text, l->first, l->text.n));
	return found(f, l->first, line_key(l).n, diag_say(f->m->dg,
	    "a record begins here, but its '- ' is missing"));
}

/* A key as records begin with, below their dashes. */
static bool
find_no_dash(struct find *f, const struct line *l)
{
	struct levels v;
	size_t i;

	if (!is_misplaced(&v, f, l) || line_entry(l))
		return false;
	for (i = 0; i < v.n; i++)
		if (v.v[i].seq && v.v[i].col == l->first &&
		    str_eq(v.v[i].key, line_key(l)))
			break;
	if (i == v.n)
		return false;
	f->moved = l->first + 1;
	f->want = l->first + 2;
	return say_no_dash(f, l);
}

static bool
find_first_no_dash(struct find *f, const struct line *l)
{
	return lacks_dash(f->m, l) && say_no_dash(f, l);
}

static bool
find_indent(struct find *f, const struct line *l)
{
	struct levels v;

	if (!is_misplaced(&v, f, l))
		return false;
	f->want = levels_nearest(&v, l, l->first);
	if (f->want == SIZE_MAX)
		return false;
	f->moved = l->first + 1;
	line_indent(&f->cure, l, f->want);
	return found(f, l->first, 1, diag_say(f->m->dg, "this line is "
	    "indented by %zu, what it belongs to by %zu", l->first,
	    f->want));
}

/* A text that goes on in a line that is not indented. */
static bool
find_stray(struct find *f, const struct line *l)
{
	struct line up;

	if (line_entry(l) || l->begin + l->body != f->s.from ||
	    strchr("\"'[{", l->text.p[l->body]) ||
	    !line_above(f->m, l->begin, &up) || line_opens(&up) ||
	    !(line_key(&up).n || line_entry(&up)))
		return false;
	f->moved = l->first + 1;
	f->want = up.body + 2;
	f->lost = (struct span){ up.begin + (uint32_t)(line_key(&up).n ?
	    line_value(&up) : up.body), line_span(l).end };
	line_indent(&f->cure, l, f->want);
	return found(f, l->first, without_comment(str_sub(l->text, l->first,
	    l->text.n)).n, diag_say(f->m->dg, "this is no 'key: value'; a "
	    "text that goes on from the line above must be indented "
	    "deeper"));
}

/* In the order of certainty. */
static const struct {
	const char *rule;
	bool      (*find)(struct find *, const struct line *);
	unsigned    where;
} mistakes[] = {
	{ "tab-indent", find_tab, HERE | NEARBY },
	{ "fullwidth-space", find_wide_space,
	    HERE | NEARBY | TEXT },
	{ "fullwidth-colon", find_wide_colon,
	    HERE | NEARBY | TEXT },
	{ "fullwidth-quote", find_wide_quote, HERE },
	{ "fullwidth-quote", find_half_quote,
	    HERE | NEARBY | FAR | QUOTE },
	{ "colon-in-text", find_second_colon, HERE | NEARBY },
	{ "reserved-char", find_reserved, HERE | NEARBY },
	{ "fullwidth-bracket", find_wide_bracket, HERE },
	{ "open-bracket", find_open_bracket, HERE },
	{ "escape", find_escape, HERE },
	{ "colon-space", find_tight_colon, KEY | GUESS | TEXT },
	{ "colon-missing", find_no_colon, KEY },
	{ "dash-space", find_dash, HERE | NEARBY | TEXT },
	{ "indent", find_first_dash, HERE | NEARBY },
	{ "dash-missing", find_no_dash, HERE },
	{ "dash-missing", find_first_no_dash, HERE | NEARBY },
	{ "indent", find_indent, HERE },
	{ "open-quote", find_open_quote, GUESS | FAR | QUOTE },
	{ "stray-text", find_stray, KEY },
};

const char *
mistake_find(struct find *f, const struct line *l, unsigned where)
{
	size_t i;

	for (i = 0; i < NELEM(mistakes); i++) {
		buf_init(&f->cure, f->m->arena);
		f->moved = 0;
		f->lost = (struct span){ 0, 0 };
		f->where = where;
		if ((mistakes[i].where & where) && mistakes[i].find(f, l))
			return mistakes[i].rule;
	}
	return NULL;
}
