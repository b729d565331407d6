/* SPDX-License-Identifier: MIT */
/*
 * doc-lint - what a person did wrong where libyaml only stumbled
 *
 * libyaml notices a mistake lines after it was made and in words for those
 * who write parsers.  The table below holds what people get wrong: each
 * finder looks at one line and, where it knows the mistake, says where it is
 * and how the line should read.
 */
#include "buf.h"
#include "doc-build.h"

#define NEAR	4	/* lines looked at around each of the two places */

/* One line, taken apart. */
struct line {
	struct str text;	/* without its end */
	uint32_t   begin;	/* offset of the text in the source */
	size_t     body;	/* in text: past blanks and dashes */
	size_t     indent;	/* columns the line should have */
};

struct find {
	struct diag *dg;	/* borrowed: for its words */
	struct span  at;	/* in the text of the line */
	struct str   text;	/* what is wrong */
	struct buf   cure;	/* the line as it should read; may be empty */
};

struct mistake {
	const char *rule;
	bool      (*find)(struct find *, const struct line *);
	bool        dry;	/* a guess, for where nothing else is found */
};

static bool
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
static struct str
without_comment(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '#' && (i == 0 || is_blank(s.p[i - 1])))
			return str_trim(str_sub(s, 0, i));
	return str_trim(s);
}

/* Where a ':' that ends a key stands, or s.n. */
static size_t
colon(struct str s, size_t at)
{
	for (; at < s.n; at++)
		if (s.p[at] == ':' && (at + 1 == s.n ||
		    is_blank(s.p[at + 1])))
			return at;
	return s.n;
}

/* Where the value behind "key: " begins, or s.n. */
static size_t
value_at(const struct line *l)
{
	size_t at = colon(l->text, l->body);

	return at < l->text.n ? blanks(l->text, at + 1) : l->text.n;
}

static bool
found(struct find *f, size_t at, size_t n, struct str text)
{
	f->text = text;
	f->at = (struct span){ (uint32_t)at, (uint32_t)(at + n) };
	return true;
}

/* The line with as many spaces as it should have; `from` is where it begins. */
static void
reindent(struct find *f, const struct line *l, size_t from)
{
	buf_fill(&f->cure, ' ', l->indent);
	buf_add(&f->cure, str_sub(l->text, from, l->text.n));
}

static bool
find_tab(struct find *f, const struct line *l)
{
	size_t from = blanks(l->text, 0);
	size_t at = str_find(str_sub(l->text, 0, from), S("\t"));

	if (at == from)
		return false;
	reindent(f, l, from);
	return found(f, at, 1, diag_say(f->dg, "a tab indents this line, YAML "
	    "takes spaces only; %zu spaces here", l->indent));
}

/* Blanks, the full-width one included. */
static size_t
wide_blanks(struct str s, size_t at)
{
	while (at < s.n && (is_blank(s.p[at]) ||
	    str_starts(str_sub(s, at, s.n), S("\u3000"))))
		at += is_blank(s.p[at]) ? 1 : 3;
	return at;
}

static bool
find_wide_space(struct find *f, const struct line *l)
{
	size_t from = wide_blanks(l->text, 0);
	size_t at = str_find(str_sub(l->text, 0, from), S("\u3000"));

	if (at == from)
		return false;
	reindent(f, l, from);
	return found(f, at, 3, diag_say(f->dg, "a full-width space (U+3000) "
	    "indents this line; %zu plain spaces here", l->indent));
}

/* The colon of n bytes with the blanks behind it becomes ": ". */
static void
recolon(struct find *f, const struct line *l, size_t at, size_t n)
{
	size_t end = wide_blanks(l->text, at + n);

	buf_add(&f->cure, str_sub(l->text, 0, at));
	buf_char(&f->cure, ':');
	if (end < l->text.n)
		buf_char(&f->cure, ' ');
	buf_add(&f->cure, str_sub(l->text, end, l->text.n));
}

/* Could be a key: no blank, no quote, no bracket, not empty. */
static bool
word(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr(" \t\"'[]{},#:&*!|>%@`", s.p[i]))
			return false;
	return s.n > 0;
}

static bool
find_wide_colon(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);
	size_t at = str_find(s, S("\uff1a"));

	if (at == s.n || !word(str_sub(s, 0, at)))
		return false;
	recolon(f, l, l->body + at, 3);
	return found(f, l->body + at, 3, diag_say(f->dg, "the colon is the "
	    "full-width '\uff1a' (U+FF1A), YAML knows only ':' and a space"));
}

static bool
find_tight_colon(struct find *f, const struct line *l)
{
	struct str s = str_sub(l->text, l->body, l->text.n);
	size_t at = str_find(s, S(":"));

	if (at + 1 >= s.n || is_blank(s.p[at + 1]) || s.p[at + 1] == '/' ||
	    s.p[at + 1] == ':' || !word(str_sub(s, 0, at)) ||
	    (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	recolon(f, l, l->body + at, 1);
	return found(f, l->body + at, 1, diag_say(f->dg,
	    "a space is missing after the colon"));
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

/* Chinese quotation marks where those of YAML should be. */
static bool
find_wide_quote(struct find *f, const struct line *l)
{
	size_t at = value_at(l), n = 3;
	struct str s = without_comment(str_sub(l->text, at, l->text.n));
	struct str inner = s;

	if (s.n && s.p[0] == '"' && !memchr(s.p + 1, '"', s.n - 1))
		n = 1;
	else if (!str_starts(s, S("\u201c")) && !str_starts(s, S("\u201d")))
		return false;
	inner = str_sub(s, n, s.n);
	if (str_ends(inner, S("\u201d")) || str_ends(inner, S("\u201c")))
		inner.n -= 3;
	else if (n == 3 && str_ends(inner, S("\"")))
		inner.n--;
	else
		return false;
	requote(f, l, at, at + s.n, inner);
	return found(f, n == 3 ? at : at + s.n - 3, 3, diag_say(f->dg,
	    "Chinese quotation marks do not quote in YAML, only \" or ' do"));
}

static bool
find_open_quote(struct find *f, const struct line *l)
{
	size_t at = value_at(l), i, n = 0;
	struct str s = str_sub(l->text, at, l->text.n);

	if (s.n == 0 || (s.p[0] != '"' && s.p[0] != '\''))
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && s.p[0] == '"')
			i++;
		else if (s.p[i] == s.p[0])
			n++;
	}
	if (n % 2 == 0)
		return false;
	buf_add(&f->cure, l->text);
	buf_char(&f->cure, s.p[0]);
	return found(f, at, 1, diag_say(f->dg,
	    "this quotation mark is never closed"));
}

/* `note: time: 3 o'clock`. */
static bool
find_second_colon(struct find *f, const struct line *l)
{
	size_t at = value_at(l), second = colon(l->text, at);
	struct str s = without_comment(str_sub(l->text, at, l->text.n));

	if (second >= at + s.n || strchr("\"'[{|>", l->text.p[at]))
		return false;
	requote(f, l, at, at + s.n, s);
	return found(f, second, 1, diag_say(f->dg, "a second ': ' in one line; "
	    "a text that holds one needs quotes"));
}

/* A value that begins with what YAML keeps for itself. */
static bool
find_reserved(struct find *f, const struct line *l)
{
	size_t at = value_at(l);
	struct str s = without_comment(str_sub(l->text, at, l->text.n));

	if (at == l->text.n)
		at = l->body, s = without_comment(str_sub(l->text, at,
		    l->text.n));
	if (s.n == 0 || !strchr("@`%,]}", s.p[0]))
		return false;
	requote(f, l, at, at + s.n, s);
	return found(f, at, 1, diag_say(f->dg, "a text cannot begin with '%c' "
	    "unless it stands in quotes", s.p[0]));
}

static const struct mistake mistakes[] = {
	{ "tab-indent", find_tab, false },
	{ "fullwidth-space", find_wide_space, false },
	{ "fullwidth-colon", find_wide_colon, false },
	{ "fullwidth-quote", find_wide_quote, false },
	{ "colon-in-text", find_second_colon, false },
	{ "reserved-char", find_reserved, false },
	{ "open-quote", find_open_quote, true },
	{ "colon-space", find_tight_colon, true },
};

/* libyaml's words, and what they mean to someone who writes a ledger. */
static const struct {
	const char *problem, *words;
} problems[] = {
	{ "control characters are not allowed",
	    "a character that stands for none (U+FFFE, U+FFFF)" },
	{ "mapping values are not allowed in this context",
	    "a key and its ':' cannot stand here; check the indentation" },
	{ "could not find expected ':'",
	    "expected a key, ':' and a space, here or in the line before" },
	{ "did not find expected key",
	    "expected a key here; does the indentation match the lines "
	    "above?" },
	{ "did not find expected '-' indicator",
	    "expected '- ' here; does the indentation match the lines "
	    "above?" },
	{ "did not find expected ',' or ']'", "expected ',' or ']' here" },
	{ "did not find expected ',' or '}'", "expected ',' or '}' here" },
	{ "did not find expected node content",
	    "expected a value here" },
	{ "block sequence entries are not allowed in this context",
	    "'- ' cannot stand here; a list begins in a line of its own" },
	{ "found unknown escape character",
	    "an unknown '\\' in a text in double quotes; a backslash itself "
	    "is '\\\\'" },
	{ "found unexpected end of stream",
	    "the file ends within what began here" },
	{ "found a tab character that violates indentation",
	    "a tab in the indentation, YAML takes spaces only" },
};

static bool
say_problem(const struct source *src, const struct doc_stumble *s,
    struct diag *dg)
{
	struct span at = { s->at, s->at + 1 };
	struct str problem = str_of(s->problem);
	size_t i;

	if (s->at >= src->bytes.n)
		at = (struct span){ s->from, s->from + 1 };
	for (i = 0; i < NELEM(problems); i++)
		if (str_is(problem, problems[i].problem))
			return diag_error(dg, i ? "yaml-syntax" :
			    "control-char", src, at, "%s",
			    diag_word(dg->words, problems[i].words));
	return diag_error(dg, "yaml-syntax", src, at, "this is not YAML: %.*s",
	    STR(problem));
}

static uint32_t
line_begin(struct str s, uint32_t at)
{
	while (at > 0 && s.p[at - 1] != '\n')
		at--;
	return at == 0 && str_starts(s, S("\xef\xbb\xbf")) ? 3 : at;
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

static struct line
line_of(struct str s, uint32_t begin)
{
	struct str rest = str_sub(s, begin, s.n);
	struct str text = str_sub(rest, 0, str_find(rest, S("\n")));

	if (str_ends(text, S("\r")))
		text.n--;
	return (struct line){ .text = text, .begin = begin,
	    .body = body_of(text) };
}

/* The begin of the nearest line above that says something, or `begin`. */
static uint32_t
above(struct str s, uint32_t begin)
{
	uint32_t at = begin;
	struct str text;

	while (at > 0) {
		at = line_begin(s, at - 1);
		text = str_trim(line_of(s, at).text);
		if (text.n && text.p[0] != '#')
			return at;
		if (at <= 3)
			break;
	}
	return begin;
}

/* As deep as the line above, or deeper where that opens something. */
static size_t
indent_after(struct line up, const struct line *l)
{
	struct str text = without_comment(up.text);
	size_t first = wide_blanks(l->text, 0);
	bool entry = l->body > first && l->text.p[first] == '-';

	/* where the indentation above is odd too, columns still count best */
	if (str_ends(text, S(":")))
		return up.body + (entry ? 0 : 2);
	return entry && up.body >= 2 ? up.body - 2 : up.body;
}

static bool
try_line(const struct source *src, uint32_t begin, bool dry, struct diag *dg)
{
	struct line l = line_of(src->bytes, begin);
	uint32_t up = above(src->bytes, begin);
	struct find f = { .dg = dg };
	size_t i;

	if (l.body >= l.text.n || l.text.p[l.body] == '#')
		return false;
	if (up != begin)
		l.indent = indent_after(line_of(src->bytes, up), &l);
	for (i = 0; i < NELEM(mistakes); i++) {
		buf_init(&f.cure, dg->arena);
		if (mistakes[i].dry == dry && mistakes[i].find(&f, &l))
			break;
	}
	if (i == NELEM(mistakes))
		return false;
	diag_error(dg, mistakes[i].rule, src, (struct span){
	    begin + f.at.at, begin + f.at.end }, "%.*s", STR(f.text));
	if (f.cure.n)
		diag_cure(dg, "\"%.*s\"", STR(buf_str(&f.cure)));
	return true;
}

/* The line at the place and up to NEAR above it, the nearest first. */
static bool
try_near(const struct source *src, uint32_t at, bool dry, struct diag *dg)
{
	uint32_t begin = line_begin(src->bytes, at), up;
	int i;

	for (i = 0; i < NEAR; i++, begin = up) {
		if (try_line(src, begin, dry, dg))
			return true;
		up = above(src->bytes, begin);
		if (up == begin)
			break;
	}
	return false;
}

bool
lint_stumble(const struct source *src, const struct doc_stumble *s,
    struct diag *dg)
{
	bool dry;
	int i;

	for (i = 0; i < 2; i++) {
		dry = i == 1;
		if (try_line(src, line_begin(src->bytes, s->at), dry, dg) ||
		    try_line(src, line_begin(src->bytes, s->from), dry, dg) ||
		    try_near(src, s->at, dry, dg))
			return false;
	}
	return say_problem(src, s, dg);
}
