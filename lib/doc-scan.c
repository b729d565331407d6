/* SPDX-License-Identifier: MIT */
/* doc-scan - the bytes of a file: its encoding, and what cannot stay in it. */
#include "charset.h"
#include "doc-build.h"
#include "utf8.h"

static uint32_t
mark_length(struct str s)
{
	return str_starts(s, S("\xef\xbb\xbf")) ? 3 : 0;
}

static struct str
code_name(char name[16], uint32_t code)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = name;
	int shift;

	*p++ = 'U';
	*p++ = '+';
	for (shift = code > 0xffff ? 20 : 12; shift >= 0; shift -= 4)
		*p++ = hex[(code >> shift) & 15];
	return (struct str){ name, (size_t)(p - name) };
}

static bool
between(uint32_t c, uint32_t low, uint32_t high)
{
	return c >= low && c <= high;
}

/* utf8_unsafe, but what it lets through as a byte order mark is none. */
static size_t
unsafe_at(struct str s)
{
	return mark_length(s) ? 0 : utf8_unsafe(s);
}

bool
doc_unsafe(const struct source *src, struct span at, struct str s,
    struct diag *dg)
{
	char name[16];
	size_t i = 0;
	uint32_t c = utf8_next(s, &i);
	struct str u = code_name(name, c);

	if (between(c, 0x202a, 0x202e) || between(c, 0x2066, 0x2069) ||
	    c == 0x061c || c == 0x200e || c == 0x200f)
		diag_error(dg, "bidi-char", src, at, "character %.*s turns "
		    "the direction of the text, so that it reads other than "
		    "it is", STR(u));
	else if (c < 0xa0 || c == 0x2028 || c == 0x2029)
		diag_error(dg, "control-char", src, at,
		    "control character %.*s", STR(u));
	else if (c == 0xfffe || c == 0xffff)
		diag_error(dg, "control-char", src, at,
		    "a character that stands for none (U+FFFE, U+FFFF)");
	else
		diag_error(dg, "zero-width", src, at,
		    "character %.*s is invisible", STR(u));
	return false;
}

static bool
too_large(const struct source *src, struct diag *dg)
{
	return src->bytes.n > SOURCE_MAX && !diag_error(dg, "file-size", src,
	    DIAG_FILE, "the file is larger than %u MiB", SOURCE_MAX >> 20);
}

static bool
not_utf8(const struct source *src, uint32_t at, struct diag *dg)
{
	struct span where = { at, at + 1 };
	unsigned byte = (unsigned char)src->bytes.p[at];
	const char *guess = charset_guess(src->bytes);

	if (!guess)
		return diag_error(dg, "encoding", src, where,
		    "the file is not UTF-8 (byte %u is 0x%02X)", at + 1,
		    byte);
	diag_error(dg, "encoding", src, where,
	    "the file is not UTF-8 (byte %u is 0x%02X), it looks like %s",
	    at + 1, byte, guess);
	return diag_advise(dg, "save it as UTF-8, or: iconv -f %s -t UTF-8",
	    guess);
}

bool
doc_check(const struct source *src, struct diag *dg)
{
	size_t bad;

	if (too_large(src, dg))
		return false;
	bad = utf8_check(src->bytes);
	return bad == src->bytes.n || not_utf8(src, (uint32_t)bad, dg);
}

/* Offset of U+FFFE or U+FFFF, which libyaml refuses; in well-formed text. */
static size_t
noncharacter(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, 0xef, (size_t)(end - p))) != NULL) {
		if (memcmp(p, "\xef\xbf", 2) == 0 &&
		    ((unsigned char)p[2] & 0xfe) == 0xbe)
			return (size_t)(p - s.p);
		p += 3;
	}
	return s.n;
}

bool
doc_scan(struct doc_scan *scan, const struct source *src)
{
	struct str s = src->bytes;

	*scan = (struct doc_scan){ .begin = mark_length(s) };
	if (s.n > SOURCE_MAX || utf8_check(s) < s.n)
		return false;
	scan->tab = s.n && memchr(s.p, '\t', s.n);
	s = str_sub(s, scan->begin, s.n);
	return noncharacter(s) == s.n && unsafe_at(s) == s.n;
}

/* ---- characters that cannot stay ---------------------------------------- */

/* Past one character, or a run of bytes that are none; whether it stays. */
static bool
stays(struct str s, size_t *at)
{
	size_t from = *at, next;
	uint32_t c;

	if (s.p[from] >= 0x20 && s.p[from] < 0x7f) {
		*at = from + 1;
		return true;
	}
	c = utf8_next(s, at);
	if (c != UTF8_BAD)
		return (c & 0xfffffffe) != 0xfffe &&
		    unsafe_at(str_sub(s, from, *at)) > 0;
	for (next = *at; next < s.n && utf8_next(s, &next) == UTF8_BAD;)
		*at = next;
	return false;
}

/* The line without what hides, a '?' for what is damaged. */
static struct str
cleaned(const struct doc_mender *m, struct str s)
{
	size_t at = 0, from;
	struct buf b;

	buf_init(&b, m->arena);
	while (at < s.n) {
		from = at;
		if (stays(s, &at))
			buf_add(&b, str_sub(s, from, at));
		else if (utf8_check(str_sub(s, from, at)) < at - from)
			buf_char(&b, '?');
	}
	return buf_str(&b);
}

static void
say_bad(struct doc_mender *m, struct span at, struct str now)
{
	struct str c = str_sub(m->src->bytes, at.at, at.end);

	if (utf8_check(c) == c.n) {
		doc_unsafe(m->src, at, c, m->dg);
		if (!mend_cure(m, now))
			diag_advise(m->dg, "delete it");
		return;
	}
	diag_error(m->dg, "encoding", m->src, at, "the text is damaged here: "
	    "byte 0x%02X is no UTF-8", (unsigned char)c.p[0]);
	diag_advise(m->dg, "write the character anew");
	mend_lose(m, at, false);
}

/* Tells of every such character; false where there are too many. */
static bool
clean(struct doc_mender *m)
{
	struct str s = m->src->bytes, now = { 0 };
	size_t at = mark_length(s), from, n = 0;
	struct span line = { 0, 0 };

	while (at < s.n) {
		from = at;
		if (stays(s, &at))
			continue;
		if (n++ == DOC_FAULTS)
			return false;
		if (from >= line.end) {
			line = mend_around(m, (uint32_t)from);
			now = cleaned(m, str_sub(s, line.at, line.end));
			if (!mend_line(m, line, now, true))
				return false;
		}
		say_bad(m, (struct span){ (uint32_t)from, (uint32_t)at },
		    now);
	}
	return true;
}

/* Whether it is UTF-8 all the same, with some damage to it. */
static bool
damaged_only(struct str s)
{
	size_t at = 0, from, good = 0, bad = 0;

	while (at < s.n) {
		if (!((unsigned char)s.p[at] & 0x80))
			at++;
		else if (from = at, utf8_next(s, &at) == UTF8_BAD)
			bad++;
		else
			good += at - from >= 3;	/* GB18030 has few by chance */
	}
	return good > bad || (bad <= 3 && !charset_guess(s));
}

bool
doc_clean(struct doc_mender *m)
{
	struct str s = m->src->bytes;
	size_t bad = utf8_check(s), nul = str_find(s, S("\0"));
	const char *guess;

	if (too_large(m->src, m->dg))
		return false;
	guess = nul < s.n ? charset_guess(s) : NULL;
	if (guess && str_starts(str_of(guess), S("UTF-16")))
		return not_utf8(m->src, (uint32_t)(bad < s.n ? bad : nul),
		    m->dg);
	if (bad < s.n && !damaged_only(s))
		return not_utf8(m->src, (uint32_t)bad, m->dg);
	if (!clean(m))
		return false;
	mend_apply(m, m->arena);
	return doc_scan(&m->scan, &m->text);
}
