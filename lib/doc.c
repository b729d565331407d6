/* SPDX-License-Identifier: MIT */
/* doc - the way in, the look at all bytes, and the ways through the nodes. */
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
	else
		diag_error(dg, "zero-width", src, at,
		    "character %.*s is invisible", STR(u));
	return diag_cure(dg, "delete it");
}

static bool
not_utf8(const struct source *src, uint32_t at, struct diag *dg)
{
	struct span where = { at, at + 1 };
	unsigned byte = (unsigned char)src->bytes.p[at];
	const char *guess;

	if (!dg)
		return false;
	guess = charset_guess(src->bytes);
	if (!guess)
		return diag_error(dg, "encoding", src, where,
		    "the file is not UTF-8 (byte %u is 0x%02X)", at + 1,
		    byte);
	diag_error(dg, "encoding", src, where,
	    "the file is not UTF-8 (byte %u is 0x%02X), it looks like %s",
	    at + 1, byte, guess);
	return diag_cure(dg, "save it as UTF-8, or: iconv -f %s -t UTF-8",
	    guess);
}

/* Every character that hides; the text is well-formed. */
static bool
scan_unsafe(const struct source *src, uint32_t at, struct diag *dg)
{
	struct str s = str_sub(src->bytes, at, src->bytes.n), bad;
	size_t i, end, n;

	for (n = 0; (i = unsafe_at(s)) < s.n; n++) {
		if (!dg || n == DOC_FAULTS)
			return false;
		end = i;
		utf8_next(s, &end);
		bad = str_sub(s, i, end);
		doc_unsafe(src, (struct span){ at + (uint32_t)i,
		    at + (uint32_t)end }, bad, dg);
		s = str_sub(s, end, s.n);
		at += (uint32_t)end;
	}
	return n == 0;
}

bool
doc_check(const struct source *src, struct diag *dg)
{
	size_t bad;

	if (src->bytes.n > SOURCE_MAX)
		return dg && diag_error(dg, "file-size", src, DIAG_FILE,
		    "the file is larger than %u MiB", SOURCE_MAX >> 20);
	bad = utf8_check(src->bytes);
	return bad == src->bytes.n || not_utf8(src, (uint32_t)bad, dg);
}

/* U+FFFE or U+FFFF, which libyaml refuses; the text is well-formed. */
static bool
has_noncharacter(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, 0xef, (size_t)(end - p))) != NULL) {
		if (memcmp(p, "\xef\xbf", 2) == 0 &&
		    ((unsigned char)p[2] & 0xfe) == 0xbe)
			return true;
		p += 3;
	}
	return false;
}

bool
doc_scan(struct doc_scan *scan, const struct source *src, struct diag *dg)
{
	struct str s = src->bytes;

	*scan = (struct doc_scan){ .begin = mark_length(s) };
	if (!doc_check(src, dg))
		return false;
	scan->tab = s.n && memchr(s.p, '\t', s.n);
	scan->odd = has_noncharacter(s);
	return scan_unsafe(src, scan->begin, dg);
}

bool
doc_read(struct doc *doc, const struct source *src, struct arena *a,
    struct diag *dg)
{
	struct doc_scan scan;

	if (str_ends(src->path, S(".json")))
		return doc_read_json(doc, src, a, dg);
	return doc_scan(&scan, src, dg) && (quick_read(doc, src, &scan, a) ||
	    yaml_read(doc, src, &scan, a, dg));
}

bool
doc_read_yaml(struct doc *doc, const struct source *src, struct arena *a,
    struct diag *dg)
{
	struct doc_scan scan;

	return doc_scan(&scan, src, dg) && yaml_read(doc, src, &scan, a, dg);
}

bool
doc_read_quick(struct doc *doc, const struct source *src, struct arena *a)
{
	struct doc_scan scan;

	return doc_scan(&scan, src, NULL) && quick_read(doc, src, &scan, a);
}

uint32_t
doc_first(const struct doc *doc, uint32_t i)
{
	const struct node *x;

	if (i >= doc->n)
		return 0;
	x = &doc->nodes[i];
	return x->kind != NODE_SCALAR && x->next > i + 1 ? i + 1 : 0;
}

uint32_t
doc_after(const struct doc *doc, uint32_t collection, uint32_t i)
{
	uint32_t next = doc->nodes[i].next;

	return next < doc->nodes[collection].next ? next : 0;
}

uint32_t
doc_key(const struct doc *doc, uint32_t map, struct str key)
{
	uint32_t i, end;

	if (map >= doc->n || doc->nodes[map].kind != NODE_MAP)
		return 0;
	end = doc->nodes[map].next;
	for (i = map + 1; i < end; i = doc->nodes[i + 1].next)
		if (str_eq(doc->nodes[i].text, key))
			return i;
	return 0;
}

uint32_t
doc_get(const struct doc *doc, uint32_t map, struct str key)
{
	uint32_t i = doc_key(doc, map, key);

	return i ? i + 1 : 0;
}

struct str
doc_text(const struct doc *doc, uint32_t map, const char *key)
{
	uint32_t i = doc_get(doc, map, str_of(key));

	return i && doc->nodes[i].kind == NODE_SCALAR ? doc->nodes[i].text :
	    (struct str){ "", 0 };
}

static bool
same_node(const struct node *x, const struct node *y)
{
	if (x->kind != y->kind)
		return false;
	if (x->kind != NODE_SCALAR)
		return x->n == y->n;
	return x->type == y->type && str_eq(x->text, y->text);
}

bool
doc_same(const struct doc *d, uint32_t a, const struct doc *e, uint32_t b)
{
	uint32_t i, n;

	if (a >= d->n || b >= e->n)
		return a >= d->n && b >= e->n;
	n = d->nodes[a].next - a;
	if (e->nodes[b].next - b != n)
		return false;
	/* equal counts all the way down make the shape equal */
	for (i = 0; i < n; i++)
		if (!same_node(&d->nodes[a + i], &e->nodes[b + i]))
			return false;
	return true;
}

static uint32_t
line_begin(struct str s, uint32_t at)
{
	while (at > mark_length(s) && s.p[at - 1] != '\n')
		at--;
	return at;
}

static uint32_t
past(struct str s, uint32_t at, uint32_t end, const char *set)
{
	while (at < end && s.p[at] && strchr(set, s.p[at]))
		at++;
	return at;
}

/*
 * The line that begins the item at `at`: its own or, where the dash stands
 * alone, one above.  False where the item shares its line with others.
 */
static bool
dash_line(struct str s, uint32_t at, uint32_t *begin)
{
	uint32_t dash;

	*begin = line_begin(s, at);
	for (;;) {
		dash = past(s, *begin, at, " ");
		if (dash < at && s.p[dash] == '-')
			break;
		/* above it there may be blank lines and comments only */
		if ((dash < at && !strchr("#\r\n", s.p[dash])) ||
		    *begin <= mark_length(s))
			return false;
		*begin = line_begin(s, *begin - 1);
	}
	dash = past(s, dash + 1, at, " \t\r\n");
	return dash == at || s.p[dash] == '#';
}

struct span
doc_item_lines(const struct doc *doc, uint32_t item)
{
	struct str s = doc->src->bytes;
	struct span at = doc->nodes[item].at;
	uint32_t begin, end = at.end;

	if (!dash_line(s, at.at, &begin))
		return (struct span){ at.at, at.at };
	while (end < s.n && s.p[end] != '\n')
		end++;
	return (struct span){ begin, end < s.n ? end + 1 : end };
}

static void
add_key(struct buf *b, struct str key)
{
	size_t i;

	for (i = 0; i < key.n; i++) {
		if (key.p[i] == '~')
			buf_puts(b, "~0");
		else if (key.p[i] == '/')
			buf_puts(b, "~1");
		else
			buf_char(b, key.p[i]);
	}
}

struct str
doc_pointer(const struct doc *doc, uint32_t node, struct arena *a)
{
	uint32_t at = 0, i, k;
	struct buf b;

	buf_init(&b, a);
	while (at < node && node < doc->n) {
		bool map = doc->nodes[at].kind == NODE_MAP;

		/* a key stands where its value stands */
		for (i = at + 1, k = 0; doc->nodes[i].next <= node &&
		    !(map && i + 1 == doc->nodes[i].next &&
		    k % 2 == 0 && i == node); i = doc->nodes[i].next)
			k++;
		buf_char(&b, '/');
		if (map)
			add_key(&b, doc->nodes[k % 2 ? i - 1 : i].text);
		else
			buf_printf(&b, "%u", k);
		at = i;
	}
	return buf_str(&b);
}
