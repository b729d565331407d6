/* SPDX-License-Identifier: MIT */
/* charset - strict trials in a fixed order; the only file with iconv. */
#include <errno.h>
#include <iconv.h>

#include "buf.h"
#include "charset.h"
#include "utf8.h"

#define PIECE	4096	/* converted at a time */

static const char bom_8[] = "\xEF\xBB\xBF";
static const char bom_le[] = "\xFF\xFE";
static const char bom_be[] = "\xFE\xFF";

/*
 * Whether all of `in` is well-formed in the encoding; `out` (may be NULL)
 * takes it as UTF-8.  *bad is the offset of the first bytes that are not.
 */
static bool
convert(struct buf *out, const char *encoding, struct str in, size_t *bad)
{
	char piece[PIECE], *from = (char *)in.p, *to;
	size_t left = in.n, room, done;
	iconv_t cd = iconv_open("UTF-8", encoding);

	*bad = 0;
	if (cd == (iconv_t)-1)
		return false;
	do {
		to = piece;
		room = sizeof(piece);
		done = iconv(cd, &from, &left, &to, &room);
		if (out)
			buf_add(out, (struct str){ piece,
			    sizeof(piece) - room });
	} while (done == (size_t)-1 && errno == E2BIG);
	iconv_close(cd);
	*bad = in.n - left;
	return left == 0;
}

/*
 * UTF-16 without a mark: text never holds a NUL, but every ASCII character
 * in UTF-16 does, and always in the same half of its two bytes.
 */
static const char *
guess_utf16(struct str s)
{
	size_t i, nuls[2] = { 0 };

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '\0')
			nuls[i & 1]++;
	if (s.n < 2 || s.n % 2 || nuls[0] + nuls[1] < s.n / 32 + 1)
		return NULL;
	if (nuls[0] == 0)
		return "UTF-16LE";
	return nuls[1] == 0 ? "UTF-16BE" : NULL;
}

/*
 * Western text in an 8-bit encoding is often well-formed GB18030 by chance:
 * an accented letter takes the next letter as its second byte.  In Chinese
 * such pairs are rare characters (the whole of GB2312 has none), so a text
 * in which they prevail is not Chinese.
 */
static bool
looks_chinese(struct str s)
{
	size_t i, odd = 0, good = 0;
	unsigned char c;

	for (i = 0; i + 1 < s.n; i++) {
		if (!((unsigned char)s.p[i] & 0x80))
			continue;
		c = (unsigned char)s.p[++i];
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			odd++;
		else
			good++;
	}
	return odd <= good;
}

static bool
is_gb18030(struct str s, size_t *bad)
{
	if (!convert(NULL, "GB18030", s, bad))
		return false;
	*bad = 0;
	return looks_chinese(s);
}

const char *
charset_guess(struct str s)
{
	const char *name;
	size_t bad;

	if (str_starts(s, S(bom_le)))
		return "UTF-16LE";
	if (str_starts(s, S(bom_be)))
		return "UTF-16BE";
	name = guess_utf16(s);
	if (name)
		return name;
	return is_gb18030(s, &bad) ? "GB18030" : NULL;
}

/* What a person chose in the wrong dialog: a workbook, not a text. */
static bool
is_workbook(struct str s)
{
	return str_starts(s, S("PK\x03\x04")) ||
	    str_starts(s, S("\xD0\xCF\x11\xE0"));
}

static bool
refuse(struct source *src, size_t at, struct diag *dg)
{
	struct span span = { (uint32_t)at, (uint32_t)at + 1 };
	unsigned byte;

	if (is_workbook(src->bytes)) {
		diag_error(dg, "encoding", src, (struct span){ 0, 4 },
		    "this is a workbook (xls or xlsx), not text");
	} else if (at >= src->bytes.n) {
		span = (struct span){ (uint32_t)src->bytes.n,
		    (uint32_t)src->bytes.n };
		diag_error(dg, "encoding", src, span,
		    "the text is cut off in the middle of a character");
	} else {
		byte = (unsigned char)src->bytes.p[at];
		diag_error(dg, "encoding", src, span,
		    "neither UTF-8 nor GB18030: byte %zu is 0x%02X", at + 1,
		    byte);
	}
	return diag_cure(dg, "save it as 'CSV UTF-8' where it was made");
}

static bool
from_utf8(struct source *src, size_t mark, struct diag *dg)
{
	size_t bad = utf8_check(src->bytes);

	if (bad < src->bytes.n)
		return refuse(src, bad, dg);
	src->bytes = str_sub(src->bytes, mark, src->bytes.n);
	return true;
}

static bool
from(struct source *src, const char *encoding, size_t mark, struct arena *a,
    struct diag *dg)
{
	struct buf out;
	size_t bad;

	buf_init(&out, a);
	if (!convert(&out, encoding,
	    str_sub(src->bytes, mark, src->bytes.n), &bad))
		return refuse(src, mark + bad, dg);
	src->bytes = buf_str(&out);
	return true;
}

bool
charset_utf8(struct source *src, const char **name, struct arena *a,
    struct diag *dg)
{
	struct str s = src->bytes;
	size_t bad8, bad_gb;

	*name = "UTF-8";
	if (str_starts(s, S(bom_8)))
		return from_utf8(src, sizeof(bom_8) - 1, dg);
	if (is_workbook(s))
		return refuse(src, 0, dg);
	if (str_starts(s, S(bom_le)) || str_starts(s, S(bom_be))) {
		*name = charset_guess(s);
		return from(src, *name, 2, a, dg);
	}
	if (guess_utf16(s)) {
		*name = guess_utf16(s);
		return from(src, *name, 0, a, dg);
	}
	bad8 = utf8_check(s);
	if (bad8 == s.n)
		return true;
	if (!is_gb18030(s, &bad_gb))
		/* the trial that got further knows the place better */
		return refuse(src, bad8 > bad_gb ? bad8 : bad_gb, dg);
	*name = "GB18030";
	return from(src, *name, 0, a, dg);
}
