/* SPDX-License-Identifier: MIT */
/*
 * words - reading a po file, line by line
 *
 * A translation is used as a printf format, so each is held against its
 * English: the same arguments, of the same types, or it is not used.
 */
#include <ctype.h>
#include <strings.h>

#include "utf8.h"
#include "words.h"

#define ARGS_MAX	16	/* arguments of one message */

struct entry {
	struct str  id, str;	/* unquoted, a NUL after each */
	struct span at;		/* the msgid */
	bool        has_id, has_str;
	bool        fuzzy, bad;
};

struct reader {
	const struct source *src;
	struct diag         *dg;
	struct words        *words;
	char                *out;	/* where unquoted text goes next */
	struct str          *field;	/* whose text that is; NULL: nobody's */
	struct entry         e;
	bool                 fuzzy, context;	/* for the entry to come */
	bool                 ok;
};

/* What each argument of a format is: conversion and length letters. */
struct args {
	uint16_t type[ARGS_MAX];
	unsigned n;
	bool     counted, numbered;	/* "%s", "%1$s"; never both */
};

/* str_trim, but quick where there is nothing to trim, as nearly always. */
static struct str
trim(struct str s)
{
	return s.n && (s.p[0] <= ' ' || s.p[s.n - 1] <= ' ') ? str_trim(s) : s;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where c stands in a short set, from 1; 0 where it does not. */
static unsigned
among(char c, const char *set)
{
	unsigned i;

	for (i = 0; set[i]; i++)
		if (set[i] == c)
			return i + 1;
	return 0;
}

/* The n of "n$" at *p, which moves past it; 0 where it is none. */
static unsigned
number(const char **p)
{
	const char *q = *p;
	unsigned n = 0;

	while (is_digit(*q) && n <= ARGS_MAX)
		n = n * 10 + (unsigned)(*q++ - '0');
	if (n == 0 || *q != '$')
		return 0;
	*p = q + 1;
	return n;
}

/* Notes an argument by its number, or as the next one where that is 0. */
static bool
note(struct args *a, unsigned n, unsigned type)
{
	if (n)
		a->numbered = true;
	else
		a->counted = true;
	if (a->numbered && a->counted)
		return false;
	if (n == 0)
		n = a->n + 1;
	if (n > ARGS_MAX || (a->type[n - 1] && a->type[n - 1] != type))
		return false;
	a->type[n - 1] = (uint16_t)type;
	if (n > a->n)
		a->n = n;
	return true;
}

/* A width or precision: digits, "*" or "*2$". */
static bool
size(struct args *a, const char **p)
{
	if (**p != '*') {
		while (is_digit(**p))
			++*p;
		return true;
	}
	++*p;
	return note(a, number(p), 'd');
}

/* One conversion, *p after its '%'; false where it is none we know. */
static bool
conversion(struct args *a, const char **p)
{
	unsigned n = number(p), length = 0, type, l;

	while (among(**p, "-+ #0"))
		++*p;
	if (!size(a, p))
		return false;
	if (**p == '.') {
		++*p;
		if (!size(a, p))
			return false;
	}
	for (; (l = among(**p, "hljzt")) != 0; ++*p)
		length = (length << 3 | l) & 0xFF;
	type = (unsigned char)**p;
	if (!among(**p, "diouxXcsp"))
		return false;
	++*p;
	if (type == 'i')
		type = 'd';
	if (type == 'o' || type == 'x' || type == 'X')
		type = 'u';
	return note(a, n, length << 8 | type);
}

static bool
args_parse(struct args *a, const char *p)
{
	*a = (struct args){ 0 };
	while ((p = strchr(p, '%')) != NULL) {
		p++;
		if (*p == '%')
			p++;
		else if (!conversion(a, &p))
			return false;
	}
	return true;
}

/* English that is no format ("share (%)") is a label and never used as one. */
static bool
same_args(const char *english, const char *other)
{
	struct args a, b;

	if (!args_parse(&a, english))
		return true;
	return args_parse(&b, other) && a.n == b.n &&
	    memcmp(a.type, b.type, sizeof(a.type)) == 0;
}

static struct span
span_of(const struct reader *r, struct str part)
{
	uint32_t at = (uint32_t)(part.p - r->src->bytes.p);

	return (struct span){ at, at + (uint32_t)part.n };
}

/* An escape, p after its backslash; what it stands for, 0 for none. */
static char
escape(const char **p, const char *end)
{
	static const char from[] = "ntr\"\\abfv", to[] = "\n\t\r\"\\\a\b\f\v";
	const char *known, *stop;
	unsigned n = 0;

	if (*p == end || **p == '\0')
		return '\0';
	if ((known = strchr(from, **p)) != NULL) {
		++*p;
		return to[known - from];
	}
	stop = end - *p > 3 ? *p + 3 : end;
	if (**p == 'x')
		while (++*p < stop && isxdigit((unsigned char)**p))
			n = n * 16 + (unsigned)(is_digit(**p) ? **p - '0' :
			    (**p | 0x20) - 'a' + 10);
	else
		for (; *p < stop && **p >= '0' && **p < '8'; ++*p)
			n = n * 8 + (unsigned)(**p - '0');
	return n < 256 ? (char)n : '\0';
}

/* Unquotes one "..." of a line, which moves past it. */
static bool
string(struct reader *r, struct str *line)
{
	const char *p = line->p + 1, *end = line->p + line->n, *q;
	size_t plain;
	char c;

	/* mostly there is no escape before the quote */
	q = memchr(p, '"', (size_t)(end - p));
	plain = q ? (size_t)(q - p) : 0;
	if (plain && !memchr(p, '\\', plain)) {
		memcpy(r->out, p, plain);
		r->out += plain;
		p = q;
	}
	for (; p < end && *p != '"'; *r->out++ = c) {
		c = *p++;
		if (c != '\\')
			continue;
		q = p - 1;
		c = escape(&p, end);
		if (c == '\0')
			return diag_error(r->dg, "po-form", r->src,
			    span_of(r, (struct str){ q, 2 }),
			    "no escape that a po file knows");
	}
	if (p == end)
		return diag_error(r->dg, "po-form", r->src,
		    span_of(r, *line), "string without closing quote");
	*line = trim((struct str){ p + 1, (size_t)(end - p - 1) });
	return true;
}

/* All strings of a line, after its keyword, at the end of the field. */
static bool
strings(struct reader *r, struct str line)
{
	char *from = r->out;

	line = trim(line);
	while (line.n && line.p[0] == '"')
		if (!string(r, &line))
			return false;
	if (line.n)
		return diag_error(r->dg, "po-form", r->src, span_of(r, line),
		    "not a string in quotes: '%.*s'", STR(line));
	if (r->field)
		r->field->n += (size_t)(r->out - from);
	else
		r->out = from;
	return true;
}

static void
open_field(struct reader *r, struct str *field)
{
	if (r->field)
		*r->out++ = '\0';
	r->field = field;
	if (field)
		*field = (struct str){ r->out, 0 };
}

static bool
charset_ok(struct reader *r, struct str header)
{
	struct str rest = str_sub(header, str_find(header, S("charset=")),
	    header.n);

	if (rest.n == 0 || strncasecmp(rest.p + 8, "utf-8\n", 6) == 0)
		return true;
	return diag_error(r->dg, "po-form", r->src, r->e.at,
	    "charset must be UTF-8");
}

/* The entry is complete: judge it and keep it. */
static bool
entry_end(struct reader *r)
{
	struct entry *e = &r->e;
	void **value;

	open_field(r, NULL);
	if (e->bad || !e->has_id)
		return true;
	if (!e->has_str)
		return diag_error(r->dg, "po-form", r->src, e->at,
		    "msgid without msgstr");
	if (e->id.n == 0)
		return charset_ok(r, e->str);
	if (e->fuzzy || e->str.n == 0)
		return true;
	if (!same_args(e->id.p, e->str.p))
		return diag_error(r->dg, "po-form", r->src, e->at,
		    "msgstr has other conversions than its msgid");
	value = map_put(&r->words->map, e->id);
	if (*value)
		return diag_error(r->dg, "po-form", r->src, e->at,
		    "msgid stands twice");
	*value = (char *)(uintptr_t)e->str.p;
	return true;
}

static void
next_entry(struct reader *r)
{
	if (!entry_end(r))
		r->ok = false;
	r->e = (struct entry){ 0 };
}

static bool
id_line(struct reader *r, struct str line)
{
	next_entry(r);
	r->e = (struct entry){ .at = span_of(r, line), .has_id = true,
	    .fuzzy = r->fuzzy, .bad = r->context };
	r->fuzzy = r->context = false;
	open_field(r, &r->e.id);
	return strings(r, str_sub(line, 5, line.n));
}

static bool
str_line(struct reader *r, struct str line)
{
	if (!r->e.has_id || r->e.has_str) {
		open_field(r, NULL);
		return diag_error(r->dg, "po-form", r->src, span_of(r, line),
		    "msgstr without msgid");
	}
	r->e.has_str = true;
	open_field(r, &r->e.str);
	return strings(r, str_sub(line, 6, line.n));
}

/* Contexts and plurals: messages that Chinese has no need of. */
static bool
other_line(struct reader *r, struct str line)
{
	bool context = str_starts(line, S("msgctxt"));

	if (context)
		next_entry(r);
	r->context |= context;
	open_field(r, NULL);
	if (r->e.bad)
		return true;
	r->e.bad = true;
	return diag_error(r->dg, "po-form", r->src, span_of(r, line),
	    "msgctxt and plural forms are not supported");
}

static bool
keyword(struct str line, struct str word)
{
	return str_starts(line, word) && (line.n == word.n ||
	    strchr(" \t\"", line.p[word.n]));
}

static bool
read_line(struct reader *r, struct str line)
{
	if (line.n == 0)
		return true;
	if (line.p[0] == '#') {
		if (str_starts(line, S("#,")) &&
		    str_find(line, S("fuzzy")) < line.n)
			r->fuzzy = true;
		return true;
	}
	if (line.p[0] == '"' && (r->e.has_id || r->e.bad))
		return strings(r, line);
	if (keyword(line, S("msgid")))
		return id_line(r, line);
	if (keyword(line, S("msgstr")))
		return str_line(r, line);
	if (str_starts(line, S("msgctxt")) || str_starts(line, S("msgstr[")) ||
	    str_starts(line, S("msgid_plural")))
		return other_line(r, line);
	return diag_error(r->dg, "po-form", r->src, span_of(r, line),
	    "not a line of a po file: '%.*s'", STR(line));
}

static void
read_all(struct reader *r)
{
	struct str rest = r->src->bytes, line;

	if (str_starts(rest, S("\xEF\xBB\xBF")))
		rest = str_sub(rest, 3, rest.n);
	while (rest.n) {
		line = str_sub(rest, 0, str_find(rest, S("\n")));
		rest = str_sub(rest, line.n + 1, rest.n);
		if (!read_line(r, trim(line))) {
			r->ok = false;
			r->e.bad = true;
		}
	}
	next_entry(r);
}

bool
words_parse(struct words **result, struct arena *a, const struct source *src,
    struct diag *dg)
{
	struct reader r = { .src = src, .dg = dg, .ok = true };
	struct str s = src->bytes;
	size_t bad = utf8_check(s);

	*result = r.words = arena_alloc(a, sizeof(*r.words));
	map_init(&r.words->map, a);
	if (bad < s.n)
		return diag_error(dg, "po-form", src, (struct span){
		    (uint32_t)bad, (uint32_t)bad + 1 }, "not UTF-8");
	/* unquoted text is shorter than the file, its NULs included */
	r.out = arena_alloc(a, s.n + 1);
	read_all(&r);
	return r.ok;
}

const char *
words_get(const struct words *w, const char *english)
{
	return diag_word(w, english);
}
