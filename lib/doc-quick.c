/* SPDX-License-Identifier: MIT */
/*
 * doc-quick - the plain block form of YAML, line by line
 *
 * Block sequences and mappings by spaces, scalars on one line, small flow
 * collections on one line, comments.  Whatever else a file holds makes it
 * decline, and libyaml reads the file instead; so when in doubt, decline.
 */
#include "doc-build.h"
#include "utf8.h"

#define KEY_MAX	1000	/* bytes; libyaml wants keys within 1024 characters */

struct quick {
	struct doc_build b;
	const char      *base, *p, *end;	/* the cursor is p */
	bool             due;	/* a value may follow on a deeper line */
	bool             here;	/* ... or on this one, after a dash */
	uint32_t         due_at;	/* where that value is if it is empty */
	int              indent[DOC_DEPTH + 1];	/* [0] is the file's, -1 */
	bool             loose[DOC_DEPTH + 1];	/* a sequence no deeper than
						   the key above it */
};

/* What a byte may be in a plain scalar. */
enum { STOPS = 1, NOT_FIRST = 2, STOPS_FLOW = 4 };

static const unsigned char kinds[256] = {
	['\n'] = STOPS | NOT_FIRST | STOPS_FLOW,
	['\r'] = STOPS | NOT_FIRST | STOPS_FLOW,
	[':'] = STOPS | NOT_FIRST | STOPS_FLOW,
	['#'] = STOPS | NOT_FIRST | STOPS_FLOW,
	[' '] = NOT_FIRST,
	['?'] = NOT_FIRST | STOPS_FLOW, [','] = NOT_FIRST | STOPS_FLOW,
	['['] = NOT_FIRST | STOPS_FLOW, [']'] = NOT_FIRST | STOPS_FLOW,
	['{'] = NOT_FIRST | STOPS_FLOW, ['}'] = NOT_FIRST | STOPS_FLOW,
	['&'] = NOT_FIRST, ['*'] = NOT_FIRST, ['!'] = NOT_FIRST,
	['|'] = NOT_FIRST, ['>'] = NOT_FIRST, ['\''] = NOT_FIRST,
	['"'] = NOT_FIRST, ['%'] = NOT_FIRST, ['@'] = NOT_FIRST,
	['`'] = NOT_FIRST,
};

static unsigned
kind_of(char c)
{
	return kinds[(unsigned char)c];
}

static uint32_t
offset(const struct quick *q, const char *p)
{
	return (uint32_t)(p - q->base);
}

/* At the end of a line, or of the file. */
static bool
ends(const struct quick *q, const char *p)
{
	return p == q->end || *p == '\n' || *p == '\r';
}

static bool
blank(const struct quick *q, const char *p)
{
	return p == q->end || *p == ' ' || *p == '\n' || *p == '\r';
}

static void
spaces(struct quick *q)
{
	while (q->p < q->end && *q->p == ' ')
		q->p++;
}

/* Past the end of the line; a lone CR is for libyaml to judge. */
static bool
line_end(struct quick *q)
{
	if (q->p < q->end && *q->p == '\r') {
		q->p++;
		if (q->p == q->end || *q->p != '\n')
			return false;
	}
	if (q->p < q->end)
		q->p++;
	return true;
}

static bool
comment(struct quick *q)
{
	while (!ends(q, q->p))
		q->p++;
	return line_end(q);
}

/* What may stand behind a value: blanks, a comment. */
static bool
line_rest(struct quick *q)
{
	spaces(q);
	if (ends(q, q->p))
		return line_end(q);
	return *q->p == '#' && q->p[-1] == ' ' && comment(q);
}

/*
 * Past a plain scalar, with what ended it at the cursor: a line end, a ':'
 * before a blank, a '#' after one; in flow also the brackets and the comma.
 */
static struct span
plain(struct quick *q, unsigned stops)
{
	const char *start = q->p, *p = start, *last;

	for (;; p++) {
		while (p < q->end && !(kind_of(*p) & stops))
			p++;
		if (p == q->end || (*p != ':' && *p != '#'))
			break;
		if (*p == ':' ? blank(q, p + 1) : p[-1] == ' ')
			break;
		/* libyaml has its own mind about "a:]" */
		if (*p == ':' && stops == STOPS_FLOW &&
		    kind_of(p[1]) & STOPS_FLOW)
			break;
	}
	q->p = p;
	for (last = p; last > start && last[-1] == ' '; last--)
		continue;
	return (struct span){ offset(q, start), offset(q, last) };
}

static bool
plain_starts(const struct quick *q)
{
	return !(kind_of(*q->p) & NOT_FIRST) &&
	    (*q->p != '-' || !blank(q, q->p + 1));
}

static struct str
slice(const struct quick *q, struct span at)
{
	return (struct str){ q->base + at.at, at.end - at.at };
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

/* The code of n hexadecimal digits at *p, which moves past them. */
static bool
hex(uint32_t *code, const char **p, const char *end, int n)
{
	int i;

	*code = 0;
	for (i = 0; i < n; i++, (*p)++) {
		if (*p == end || hex_digit(**p) < 0)
			return false;
		*code = *code << 4 | (uint32_t)hex_digit(**p);
	}
	return *code < 0xd800 || *code > 0xdfff;
}

static bool
escape(struct buf *out, const char **p, const char *end)
{
	uint32_t code;

	switch (*(*p)++) {
	case 'n':
		buf_char(out, '\n');
		return true;
	case 't':
		buf_char(out, '\t');
		return true;
	case '"':
	case '\\':
	case '/':
		buf_char(out, (*p)[-1]);
		return true;
	case 'x':
		if (!hex(&code, p, end, 2))
			return false;
		break;
	case 'u':
		if (!hex(&code, p, end, 4))
			return false;
		break;
	default:
		return false;
	}
	utf8_put(out, code);
	return true;
}

static bool
decode_double(struct quick *q, struct str *text)
{
	const char *p = text->p, *end = p + text->n;
	struct buf out;

	buf_init(&out, q->b.arena);
	while (p < end) {
		if (*p != '\\')
			buf_char(&out, *p++);
		else if (p++, !escape(&out, &p, end))
			return false;
	}
	*text = buf_str(&out);
	return utf8_unsafe(*text) == text->n &&
	    !str_starts(*text, S("\xef\xbb\xbf"));
}

static void
decode_single(struct quick *q, struct str *text)
{
	struct buf out;
	size_t i;

	buf_init(&out, q->b.arena);
	for (i = 0; i < text->n; i++) {
		buf_char(&out, text->p[i]);
		if (text->p[i] == '\'')
			i++;
	}
	*text = buf_str(&out);
}

static bool
quoted(struct quick *q, struct span *at, struct str *text)
{
	const char *start = q->p++;
	bool coded = false;

	for (;; q->p++) {
		if (ends(q, q->p))
			return false;
		if (*start == '"' && *q->p == '\\') {
			coded = true;
			if (ends(q, ++q->p))
				return false;
		} else if (*q->p == *start) {
			if (*start == '"' || q->p + 1 == q->end ||
			    q->p[1] != '\'')
				break;
			coded = true;
			q->p++;
		}
	}
	*text = (struct str){ start + 1, (size_t)(q->p - start - 1) };
	q->p++;
	*at = (struct span){ offset(q, start), offset(q, q->p) };
	if (coded && *start == '"')
		return decode_double(q, text);
	if (coded)
		decode_single(q, text);
	return true;
}

/* One scalar of any of the three styles. */
struct token {
	enum node_style style;
	struct span     at;
	struct str      text;
};

static bool
scalar(struct quick *q, struct token *t, unsigned stops)
{
	if (*q->p == '"' || *q->p == '\'') {
		t->style = *q->p == '"' ? STYLE_DOUBLE : STYLE_SINGLE;
		if (!quoted(q, &t->at, &t->text))
			return false;
	} else {
		if (!plain_starts(q))
			return false;
		t->style = STYLE_PLAIN;
		t->at = plain(q, stops);
		t->text = slice(q, t->at);
	}
	return t->text.n <= DOC_SCALAR;
}

static bool
add_key(struct quick *q, const struct token *t)
{
	if (t->at.end - t->at.at > KEY_MAX ||
	    q->b.open[q->b.depth - 1].n / 2 >= DOC_KEYS ||
	    (t->style == STYLE_PLAIN && str_eq(t->text, S("<<"))))
		return false;
	build_scalar(&q->b, t->style, t->at, t->text);
	return build_twin(&q->b) == 0;
}

/* A key in braces, with its colon and the blanks after that. */
static bool
flow_key(struct quick *q)
{
	struct token t;

	if (q->p == q->end || !scalar(q, &t, STOPS_FLOW) || !add_key(q, &t))
		return false;
	spaces(q);
	if (q->p == q->end || *q->p != ':')
		return false;
	q->p++;
	if (t.style == STYLE_PLAIN && (q->p == q->end || *q->p != ' '))
		return false;
	spaces(q);
	return q->p < q->end;
}

static bool
flow_open(struct quick *q)
{
	bool map = *q->p == '{';

	if (!build_open(&q->b, map ? NODE_MAP : NODE_SEQ, STYLE_FLOW,
	    offset(q, q->p)))
		return false;
	q->p++;
	spaces(q);
	return q->p < q->end;
}

/* Past all the brackets that close here. */
static bool
flow_close(struct quick *q, unsigned depth)
{
	struct doc_build *b = &q->b;
	bool map;

	for (spaces(q); b->depth > depth; spaces(q)) {
		map = b->nodes[b->open[b->depth - 1].node].kind == NODE_MAP;
		if (q->p == q->end || *q->p != (map ? '}' : ']'))
			return true;
		q->p++;
		build_close(b, offset(q, q->p));
		if (b->depth == depth)
			return true;
	}
	return true;
}

static bool
flow_scalar(struct quick *q)
{
	struct token t;

	/* what begins with a sign or a dash may be an indicator */
	if (*q->p == '-' && (q->p + 1 == q->end ||
	    kind_of(q->p[1]) & (NOT_FIRST | STOPS_FLOW)))
		return false;
	if (!scalar(q, &t, STOPS_FLOW))
		return false;
	build_scalar(&q->b, t.style, t.at, t.text);
	return true;
}

/* A flow collection within one line, brackets and all. */
static bool
flow(struct quick *q)
{
	unsigned depth = q->b.depth;
	bool opened;

	for (;;) {
		if (build_wants_key(&q->b) && q->b.depth > depth &&
		    !flow_key(q))
			return false;
		opened = *q->p == '[' || *q->p == '{';
		if (opened ? !flow_open(q) : !flow_scalar(q))
			return false;
		/* only what is empty may close right after it opened */
		if (opened && *q->p != ']' && *q->p != '}')
			continue;
		if (!flow_close(q, depth))
			return false;
		if (q->b.depth == depth)
			return true;
		if (q->p == q->end || *q->p != ',' || !build_fits(&q->b))
			return false;
		q->p++;
		spaces(q);
		if (q->p == q->end)
			return false;
	}
}

/* The value that was due is empty. */
static void
settle(struct quick *q)
{
	struct span at = { q->due_at, q->due_at };

	if (q->due && q->b.depth)
		build_scalar(&q->b, STYLE_PLAIN, at, slice(q, at));
	q->due = false;
}

static bool
open_block(struct quick *q, bool entry, int column, bool loose)
{
	if (!build_open(&q->b, entry ? NODE_SEQ : NODE_MAP, STYLE_BLOCK,
	    offset(q, q->p)))
		return false;
	q->due = false;
	q->indent[q->b.depth] = column;
	q->loose[q->b.depth] = loose;
	return true;
}

/* Makes the collection that an entry or a key at this column belongs to. */
static bool
enter(struct quick *q, bool entry, int column)
{
	struct doc_build *b = &q->b;
	int indent = q->indent[b->depth];
	bool map;

	if (q->due && column > indent)
		return open_block(q, entry, column, false);
	map = b->depth && b->nodes[b->open[b->depth - 1].node].kind ==
	    NODE_MAP;
	if (q->due && entry && map && column == indent)
		return open_block(q, true, column, true);
	settle(q);
	while (q->indent[b->depth] > column ||
	    (q->loose[b->depth] && !entry &&
	    q->indent[b->depth] == column))
		build_close(b, 0);
	if (b->depth == 0 || q->indent[b->depth] != column)
		return false;
	return (b->nodes[b->open[b->depth - 1].node].kind == NODE_SEQ) ==
	    entry;
}

static void
make_due(struct quick *q)
{
	q->due = true;
	q->due_at = offset(q, q->p);
}

/* After "key:": a value on this line, or none. */
static bool
value(struct quick *q)
{
	struct token t;

	make_due(q);
	spaces(q);
	if (ends(q, q->p) || *q->p == '#')
		return line_rest(q);
	q->due = false;
	if (*q->p == '[' || *q->p == '{')
		return flow(q) && line_rest(q);
	if (!scalar(q, &t, STOPS))
		return false;
	build_scalar(&q->b, t.style, t.at, t.text);
	return line_rest(q);
}

/* A key or, after a dash, a scalar. */
static bool
key_or_scalar(struct quick *q, int column)
{
	const char *start = q->p;
	struct token t;

	if (!scalar(q, &t, STOPS))
		return false;
	if (t.style != STYLE_PLAIN)
		spaces(q);
	if (q->p < q->end && *q->p == ':' && blank(q, q->p + 1)) {
		const char *colon = q->p;

		q->p = start;
		if (!enter(q, false, column) || !add_key(q, &t))
			return false;
		q->p = colon + 1;
		return value(q);
	}
	if (!q->here)
		return false;
	q->due = false;
	build_scalar(&q->b, t.style, t.at, t.text);
	return line_rest(q);
}

/* One line with content, from its first character that is no space. */
static bool
content(struct quick *q, const char *line)
{
	q->here = q->b.depth == 0 && (*q->p == '[' || *q->p == '{');
	while (*q->p == '-' && blank(q, q->p + 1)) {
		if (!enter(q, true, (int)(q->p - line)))
			return false;
		q->p++;
		make_due(q);
		spaces(q);
		if (ends(q, q->p) || *q->p == '#')
			return line_rest(q);
		q->here = true;
	}
	if (*q->p != '[' && *q->p != '{')
		return key_or_scalar(q, (int)(q->p - line));
	if (!q->here || !q->due)
		return false;
	q->due = false;
	return flow(q) && line_rest(q);
}

static bool
marker(const struct quick *q)
{
	return *q->p == '%' || (q->end - q->p >= 3 &&
	    (memcmp(q->p, "---", 3) == 0 || memcmp(q->p, "...", 3) == 0));
}

static bool
lines(struct quick *q)
{
	const char *line;

	while (q->p < q->end) {
		if (!build_fits(&q->b))
			return false;
		line = q->p;
		spaces(q);
		if (ends(q, q->p)) {
			if (!line_end(q))
				return false;
		} else if (*q->p == '#') {
			if (!comment(q))
				return false;
		} else if ((q->p == line && marker(q)) ||
		    !content(q, line)) {
			return false;
		}
	}
	settle(q);
	while (q->b.depth)
		build_close(&q->b, 0);
	return true;
}

bool
quick_read(struct doc *doc, const struct source *src,
    struct doc_scan *scan, struct arena *a)
{
	struct str s = src->bytes;
	struct quick q;

	if (scan->tab)
		return false;
	build_init(&q.b, src, a);
	q.base = s.n ? s.p : "";
	q.p = q.base + scan->begin;
	q.end = q.base + s.n;
	q.due = true;
	q.due_at = scan->begin;
	q.indent[0] = -1;
	q.loose[0] = false;
	if (lines(&q))
		return build_done(&q.b, doc, NULL);
	scan->room = q.b.nodes;
	scan->cap = q.b.cap;
	return false;
}
