/* SPDX-License-Identifier: MIT */
/*
 * doc-json - JSON by RFC 8259, nothing more and nothing less
 *
 * What a string may spell is not looked at: schemas and their tests need
 * every character there is.  Only a lone surrogate is refused, as no UTF-8
 * can hold it.
 */
#include "buf.h"
#include "doc-build.h"
#include "utf8.h"

struct json {
	struct doc_build b;
	struct str       s;	/* the bytes */
	size_t           at;	/* the cursor */
	struct diag     *dg;
};

static struct span
here(const struct json *j)
{
	uint32_t at = (uint32_t)j->at;

	return (struct span){ at, j->at < j->s.n ? at + 1 : at };
}

/* What was expected and is not there. */
#define WRONG(j, ...) \
	diag_error((j)->dg, "json-syntax", (j)->b.src, here(j), __VA_ARGS__)

/* The byte at the cursor, 0 at the end. */
static char
peek(const struct json *j)
{
	return j->at < j->s.n ? j->s.p[j->at] : '\0';
}

static void
blanks(struct json *j)
{
	while (j->at < j->s.n && (peek(j) == ' ' || peek(j) == '\n' ||
	    peek(j) == '\t' || peek(j) == '\r'))
		j->at++;
}

static size_t
digits(struct json *j)
{
	size_t at = j->at;

	while (peek(j) >= '0' && peek(j) <= '9')
		j->at++;
	return j->at - at;
}

static bool
number(struct json *j)
{
	size_t start = j->at;
	bool whole = true;
	uint32_t i;

	if (peek(j) == '-')
		j->at++;
	if (peek(j) == '0')
		j->at++;
	else if (digits(j) == 0)
		return WRONG(j, "expected a digit");
	if (peek(j) >= '0' && peek(j) <= '9')
		return WRONG(j, "a number cannot begin with 0");
	if (peek(j) == '.') {
		whole = false;
		j->at++;
		if (digits(j) == 0)
			return WRONG(j, "expected a digit");
	}
	if (peek(j) == 'e' || peek(j) == 'E') {
		whole = false;
		j->at++;
		if (peek(j) == '+' || peek(j) == '-')
			j->at++;
		if (digits(j) == 0)
			return WRONG(j, "expected a digit");
	}
	i = build_scalar(&j->b, STYLE_PLAIN, (struct span){ (uint32_t)start,
	    (uint32_t)j->at }, str_sub(j->s, start, j->at));
	j->b.nodes[i].type = whole ? TYPE_INT : TYPE_FLOAT;
	return true;
}

static bool
literal(struct json *j)
{
	static const char *const words[] = { "true", "false", "null" };
	struct str rest = str_sub(j->s, j->at, j->s.n), word;
	size_t i;

	for (i = 0; i < NELEM(words); i++) {
		word = str_of(words[i]);
		if (!str_starts(rest, word))
			continue;
		build_scalar(&j->b, STYLE_PLAIN, (struct span){
		    (uint32_t)j->at, (uint32_t)(j->at + word.n) },
		    str_sub(rest, 0, word.n));
		j->at += word.n;
		return true;
	}
	if (rest.n == 0)
		return WRONG(j, "expected a value, but the file ends");
	if (rest.p[0] == '\'')
		return WRONG(j, "JSON knows only double quotes");
	if (rest.p[0] == '/' || rest.p[0] == '#')
		return WRONG(j, "JSON has no comments");
	return WRONG(j, "expected a value");
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static bool
hex4(struct json *j, uint32_t *code)
{
	int i;

	*code = 0;
	for (i = 0; i < 4; i++, j->at++) {
		if (hex_digit(peek(j)) < 0)
			return WRONG(j, "expected four hexadecimal digits "
			    "after '\\u'");
		*code = *code << 4 | (uint32_t)hex_digit(peek(j));
	}
	return true;
}

/* The digits after \u, and the second half of a surrogate pair. */
static bool
unicode(struct json *j, struct buf *out)
{
	uint32_t high, low = 0;
	size_t start = j->at;

	if (!hex4(j, &high))
		return false;
	if (high >= 0xd800 && high <= 0xdbff &&
	    str_starts(str_sub(j->s, j->at, j->s.n), S("\\u"))) {
		j->at += 2;
		if (!hex4(j, &low))
			return false;
	}
	if (low >= 0xdc00 && low <= 0xdfff) {
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	} else if (low || (high >= 0xd800 && high <= 0xdfff)) {
		j->at = start;
		return WRONG(j, "half of a surrogate pair is no character");
	}
	utf8_put(out, high);
	return true;
}

static bool
escape(struct json *j, struct buf *out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char means[] = "\"\\/\b\f\n\r\t";
	char c = peek(j);
	const char *p = c ? strchr(names, c) : NULL;

	if (c == 'u') {
		j->at++;
		return unicode(j, out);
	}
	if (!p)
		return WRONG(j, "unknown escape in a string");
	j->at++;
	buf_char(out, means[p - names]);
	return true;
}

/* Past ordinary characters. */
static void
ordinary(struct json *j)
{
	while (j->at < j->s.n && (unsigned char)peek(j) >= 0x20 &&
	    peek(j) != '"' && peek(j) != '\\')
		j->at++;
}

static bool
string(struct json *j, struct span *at, struct str *text)
{
	size_t start = j->at++, from = j->at;
	struct buf out;

	buf_init(&out, j->b.arena);
	for (ordinary(j); peek(j) == '\\'; ordinary(j)) {
		buf_add(&out, str_sub(j->s, from, j->at++));
		if (!escape(j, &out))
			return false;
		from = j->at;
	}
	if (j->at == j->s.n) {
		j->at = start;
		return WRONG(j, "this quotation mark is never closed");
	}
	if (peek(j) != '"')
		return WRONG(j, "a control character in a string; write it "
		    "as an escape");
	*text = str_sub(j->s, from, j->at);
	if (from > start + 1) {
		buf_add(&out, *text);
		*text = buf_str(&out);
	}
	j->at++;
	*at = (struct span){ (uint32_t)start, (uint32_t)j->at };
	if (text->n > DOC_SCALAR)
		return diag_error(j->dg, "scalar-size", j->b.src,
		    (struct span){ at->at, at->at + 1 },
		    "a text of more than %u KiB", DOC_SCALAR >> 10);
	return true;
}

static bool
key(struct json *j)
{
	struct span at;
	struct str text;
	uint32_t first;

	if (peek(j) != '"')
		return WRONG(j, "expected a key in double quotes");
	if (!string(j, &at, &text))
		return false;
	if (j->b.open[j->b.depth - 1].n / 2 >= DOC_KEYS)
		return diag_error(j->dg, "too-many-keys", j->b.src, at,
		    "more than %d keys in one mapping", DOC_KEYS);
	build_scalar(&j->b, STYLE_DOUBLE, at, text);
	first = build_twin(&j->b);
	if (first && !build_note_twin(&j->b, first))
		return false;
	blanks(j);
	if (peek(j) != ':')
		return WRONG(j, "expected ':' after the key");
	j->at++;
	blanks(j);
	return true;
}

static bool
open_collection(struct json *j)
{
	bool map = peek(j) == '{';

	if (!build_open(&j->b, map ? NODE_MAP : NODE_SEQ, STYLE_FLOW,
	    (uint32_t)j->at))
		return diag_error(j->dg, "depth", j->b.src, here(j),
		    "nested more than %d levels deep", DOC_DEPTH);
	j->at++;
	blanks(j);
	return true;
}

static bool
scalar(struct json *j)
{
	struct span at;
	struct str text;
	char c = peek(j);

	if (c == '"') {
		if (!string(j, &at, &text))
			return false;
		build_scalar(&j->b, STYLE_DOUBLE, at, text);
		return true;
	}
	return c == '-' || (c >= '0' && c <= '9') ? number(j) : literal(j);
}

static char
closing(const struct json *j)
{
	const struct doc_frame *f = &j->b.open[j->b.depth - 1];

	return j->b.nodes[f->node].kind == NODE_MAP ? '}' : ']';
}

/* Closes what closes here; then the comma before the next value. */
static bool
after_value(struct json *j)
{
	for (blanks(j); j->b.depth && peek(j) == closing(j); blanks(j)) {
		j->at++;
		build_close(&j->b, (uint32_t)j->at);
	}
	if (j->b.depth == 0)
		return true;
	if (j->at == j->s.n)
		return WRONG(j, "expected '%c', but the file ends",
		    closing(j));
	if (peek(j) != ',')
		return WRONG(j, "expected ',' or '%c'", closing(j));
	j->at++;
	blanks(j);
	if (peek(j) == closing(j))
		return WRONG(j, "no value follows this ','");
	return true;
}

static bool
values(struct json *j)
{
	bool opens;

	blanks(j);
	do {
		if (!build_fits(&j->b))
			return build_overflow(&j->b, (uint32_t)j->at, j->dg);
		if (build_wants_key(&j->b) && !key(j))
			return false;
		opens = peek(j) == '[' || peek(j) == '{';
		if (opens ? !open_collection(j) : !scalar(j))
			return false;
		if (opens && peek(j) != closing(j))
			continue;
		if (!after_value(j))
			return false;
	} while (j->b.depth);
	blanks(j);
	return j->at == j->s.n ||
	    WRONG(j, "something follows the end of the value");
}

bool
doc_read_json(struct doc *doc, const struct source *src, struct arena *a,
    struct diag *dg)
{
	struct json j = { .s = src->bytes, .dg = dg };
	bool good;

	if (!doc_check(src, dg))
		return false;
	build_init(&j.b, src, a);
	j.at = str_starts(j.s, S("\xef\xbb\xbf")) ? 3 : 0;
	good = values(&j);
	if (build_done(&j.b, doc, dg) && good)
		return true;
	*doc = (struct doc){ .src = src };
	return false;
}
