/* SPDX-License-Identifier: MIT */
/* splice - edits of one mapping, found by its nodes' spans. */
#include "splice.h"

static const struct node *
node(const struct splice *s, uint32_t i)
{
	return &s->doc->nodes[i];
}

static struct str
bytes(const struct splice *s)
{
	return s->doc->src->bytes;
}

/* Where the line that holds `at` begins and where its text ends. */
static uint32_t
line_start(struct str b, uint32_t at)
{
	while (at > 0 && b.p[at - 1] != '\n')
		at--;
	return at;
}

static uint32_t
line_end(struct str b, uint32_t at)
{
	while (at < b.n && b.p[at] != '\n')
		at++;
	if (at > 0 && at < b.n && b.p[at - 1] == '\r')
		at--;
	return at;
}

static int
indent_of(struct str b, uint32_t at)
{
	uint32_t from = line_start(b, at);

	if (from == 0 && str_starts(b, S("\xEF\xBB\xBF")))
		from = 3;
	return (int)(at - from);
}

const char *
splice_eol(struct str b)
{
	size_t n = str_find(b, S("\n"));

	return n > 0 && n < b.n && b.p[n - 1] == '\r' ? "\r\n" : "\n";
}

/* A text without the line ends behind it. */
static struct str
chomped(struct str s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/* "key: value" as it stands at an indent, without it and without the end. */
static struct str
entry(const struct splice *s, const struct field *f, const struct value *v,
    int indent)
{
	struct buf b;

	buf_init(&b, s->patch->arena);
	if (node(s, s->map)->style == STYLE_FLOW) {
		buf_printf(&b, "%.*s: ", STR(f->key));
		emit_flow(&b, f, v);
		return buf_str(&b);
	}
	emit_field(&b, f, f->key, v, indent, s->eol);
	return chomped(str_sub(buf_str(&b), (size_t)indent, b.n));
}

/* Is it a text after |+ or >+, which counts the blank lines behind it? */
static bool
keeps(struct str b, const struct node *n)
{
	struct str head = str_sub(b, n->at.at, n->at.at + 3);

	head = str_sub(head, 0, str_find(head, S("\n")));
	return (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED) &&
	    str_find(head, S("+")) < head.n;
}

uint32_t
splice_below(const struct doc *doc, uint32_t value)
{
	struct str b = doc->src->bytes;
	uint32_t at = line_end(b, doc->nodes[value].at.end), next;

	if (!keeps(b, &doc->nodes[doc->nodes[value].next - 1]))
		return at;
	for (;;) {
		next = at + (at < b.n && b.p[at] == '\r') + 1;
		if (next >= b.n || str_trim(str_sub(b, next, line_end(b,
		    next))).n)
			return at;
		at = line_end(b, next);
	}
}

/* The last key there is that the schema puts before the field, or 0. */
static uint32_t
before(const struct splice *s, const struct field *f)
{
	uint32_t key, found = 0;
	size_t i, rank, best = 0;

	for (key = doc_first(s->doc, s->map); key;
	    key = doc_after(s->doc, s->map, node(s, key)->next)) {
		for (i = 0; i < s->nfields; i++)
			if (str_eq(s->fields[i].key, node(s, key)->text))
				break;
		rank = i + 1;
		if (i < (size_t)(f - s->fields) && rank >= best) {
			best = rank;
			found = key;
		}
	}
	return found;
}

/* In flow style: after the entry of `key`, or first of all. */
static void
insert_flow(const struct splice *s, uint32_t key, struct str text)
{
	struct arena *a = s->patch->arena;
	const struct node *map = node(s, s->map);
	uint32_t at = map->at.at + 1;

	if (key)
		at = node(s, node(s, key)->next)->at.end;
	if (key && at < node(s, key)->at.end)
		at = node(s, key)->at.end;	/* it has no value */
	if (map->n == 0)
		patch_insert(s->patch, at, text);
	else if (key)
		patch_insert(s->patch, at, arena_printf(a, ", %.*s",
		    STR(text)));
	else
		patch_insert(s->patch, at, arena_printf(a, "%.*s, ",
		    STR(text)));
}

static void
insert(const struct splice *s, const struct field *f, const struct value *v)
{
	const struct node *map = node(s, s->map);
	uint32_t key = before(s, f), first = doc_first(s->doc, s->map);
	struct arena *a = s->patch->arena;
	struct str text;
	int indent;

	indent = first ? indent_of(bytes(s), node(s, first)->at.at) : 0;
	text = entry(s, f, v, indent);
	if (map->style == STYLE_FLOW) {
		insert_flow(s, key, text);
		return;
	}
	if (key)
		patch_insert(s->patch, splice_below(s->doc, node(s, key)->next),
		    arena_printf(a, "%s%*s%.*s", s->eol, indent, "",
		    STR(text)));
	else
		patch_insert(s->patch, map->at.at, arena_printf(a,
		    "%.*s%s%*s", STR(text), s->eol, indent, ""));
}

/* Just behind the ':' of a key; where a flow key has none, behind it. */
static uint32_t
colon(const struct splice *s, uint32_t key, bool *there)
{
	struct str b = bytes(s);
	uint32_t at = node(s, key)->at.end;

	while (at < b.n && strchr(" \t\r\n", b.p[at]) && b.p[at])
		at++;
	*there = at < b.n && b.p[at] == ':';
	return *there ? at + 1 : node(s, key)->at.end;
}

/* The comment on the line of a | or >, with the blanks before it. */
static struct str
head_comment(const struct splice *s, const struct node *n)
{
	struct str line = str_sub(bytes(s), n->at.at,
	    line_end(bytes(s), n->at.at));
	size_t at = str_find(line, S(" #"));

	if (n->style != STYLE_LITERAL && n->style != STYLE_FOLDED)
		return S("");
	while (at < line.n && at > 0 && line.p[at - 1] == ' ')
		at--;
	return str_sub(line, at, line.n);
}

static void
set_scalar(const struct splice *s, const struct field *f,
    const struct value *v, const struct node *old)
{
	struct buf b;

	buf_init(&b, s->patch->arena);
	emit_scalar(&b, f, v, node(s, s->map)->style == STYLE_FLOW);
	buf_add(&b, head_comment(s, old));
	patch_replace(s->patch, old->at, buf_str(&b));
}

/*
 * All that stands behind a key's ':', but for the comments between it and a
 * value that begins on a line of its own: they stay.
 */
static void
set_whole(const struct splice *s, const struct field *f,
    const struct value *v, uint32_t key, const struct node *old)
{
	struct str b = bytes(s), text, kept;
	bool there;
	uint32_t at = colon(s, key, &there);
	uint32_t line = line_start(b, old->at.at);
	struct buf out;
	size_t first;

	text = entry(s, f, v, indent_of(b, node(s, key)->at.at));
	text = str_sub(text, str_find(text, S(":")) + there, text.n);
	first = str_find(text, str_of(s->eol));
	kept = line > at ? chomped(str_sub(b, at, line)) :
	    head_comment(s, old);
	if (str_find(kept, S("#")) == kept.n)
		kept = S("");
	buf_init(&out, s->patch->arena);
	buf_add(&out, str_sub(text, 0, first));
	buf_add(&out, kept);
	buf_add(&out, str_sub(text, first, text.n));
	patch_replace(s->patch, (struct span){ at, old->at.end > at ?
	    old->at.end : at }, buf_str(&out));
}

void
splice_set(const struct splice *s, const struct field *f,
    const struct value *v)
{
	uint32_t key = doc_key(s->doc, s->map, f->key);
	const struct node *old;

	if (!key) {
		insert(s, f, v);
		return;
	}
	old = node(s, node(s, key)->next);
	if (v->kind == VALUE_TEXT && old->at.end > old->at.at &&
	    (old->kind == NODE_SCALAR || old->style == STYLE_FLOW))
		set_scalar(s, f, v, old);
	else
		set_whole(s, f, v, key, old);
}

/* Past blanks, line ends and comments. */
static uint32_t
past_space(struct str b, uint32_t at)
{
	for (; at < b.n && strchr(" \t\r\n#", b.p[at]) && b.p[at]; at++)
		while (b.p[at] == '#' && at + 1 < b.n && b.p[at + 1] != '\n')
			at++;
	return at;
}

static bool
has_comment(struct str b, uint32_t from, uint32_t to)
{
	struct str between = str_sub(b, from, to);

	return str_find(between, S("#")) < between.n;
}

/* The key before this one, or 0. */
static uint32_t
previous(const struct splice *s, uint32_t key)
{
	uint32_t k, found = 0;

	for (k = doc_first(s->doc, s->map); k && k != key;
	    k = doc_after(s->doc, s->map, node(s, k)->next))
		found = k;
	return found;
}

/* With its line where nothing else is left on it. */
static struct span
whole_line(struct str b, uint32_t at, uint32_t end)
{
	uint32_t from = line_start(b, at), to = line_end(b, end);

	if (str_trim(str_sub(b, from, at)).n || str_trim(str_sub(b, end,
	    to)).n || from == at || to == b.n)
		return (struct span){ at, end };
	return (struct span){ from, to + (b.p[to] == '\r' ? 2 : 1) };
}

/* With the comma behind it, or at the end the one before it; comments that
 * stand between stay. */
static void
drop_flow(const struct splice *s, uint32_t key)
{
	struct str b = bytes(s);
	uint32_t value = node(s, key)->next, before = previous(s, key);
	uint32_t next = doc_after(s->doc, s->map, value), left;
	uint32_t at = node(s, key)->at.at, end = node(s, value)->at.end;

	if (end < node(s, key)->at.end)
		end = node(s, key)->at.end;
	if (next) {
		end = past_space(b, end) + 1;
		next = node(s, next)->at.at;
		if (!has_comment(b, end, next) &&
		    line_start(b, at) == line_start(b, next))
			end = next;
	} else if (before) {
		left = node(s, node(s, before)->next)->at.end;
		if (!has_comment(b, left, at))
			at = left;
	}
	patch_replace(s->patch, whole_line(b, at, end), S(""));
}

/* Just behind the '-' that a key follows on its line, or where the key is. */
static uint32_t
dash_before(struct str b, uint32_t at)
{
	uint32_t from = at;

	while (from > 0 && b.p[from - 1] == ' ')
		from--;
	return from > 0 && from < at && b.p[from - 1] == '-' ? from : at;
}

void
splice_drop(const struct splice *s, const struct field *f)
{
	uint32_t key = doc_key(s->doc, s->map, f->key), at, end, next, dash;
	struct str b = bytes(s);

	if (!key)
		return;
	if (node(s, s->map)->style == STYLE_FLOW) {
		drop_flow(s, key);
		return;
	}
	at = node(s, key)->at.at;
	end = line_end(b, node(s, node(s, key)->next)->at.end);
	next = doc_after(s->doc, s->map, node(s, key)->next);
	dash = dash_before(b, at);
	if (dash == at || !next) {
		at -= (uint32_t)indent_of(b, at);
		if (end < b.n)
			end += b.p[end] == '\r' ? 2 : 1;
	} else if (has_comment(b, end, line_start(b, node(s, next)->at.at))) {
		at = dash;	/* the comments below it stay where they are */
	} else {
		end = node(s, next)->at.at;
	}
	patch_replace(s->patch, (struct span){ at, end }, S(""));
}

/* Behind the last item, so that a comma at the end and comments stay. */
static void
append_flow(const struct splice *s, const struct field *f,
    const struct value *item, uint32_t list)
{
	uint32_t i, last = 0;
	struct buf b;

	for (i = doc_first(s->doc, list); i; i = doc_after(s->doc, list, i))
		last = i;
	buf_init(&b, s->patch->arena);
	buf_puts(&b, last ? ", " : "");
	emit_flow(&b, f, item);
	patch_insert(s->patch, last ? node(s, last)->at.end :
	    node(s, list)->at.at + 1, buf_str(&b));
}

void
splice_append(const struct splice *s, const struct field *f,
    const struct value *item)
{
	uint32_t list = doc_get(s->doc, s->map, f->key);
	struct buf b;
	int indent;

	if (node(s, list)->style == STYLE_FLOW) {
		append_flow(s, f, item, list);
		return;
	}
	buf_init(&b, s->patch->arena);
	indent = indent_of(bytes(s), node(s, list)->at.at);
	buf_printf(&b, "%s%*s- ", s->eol, indent, "");
	emit_item(&b, f, item, indent, s->eol);
	patch_insert(s->patch, splice_below(s->doc, list), chomped(buf_str(&b)));
}

/* Every line of the records but empty ones moved in by the list's indent. */
static void
indented(struct buf *b, struct str records, int indent)
{
	struct str line;
	size_t n;

	for (; records.n; records = str_sub(records, n, records.n)) {
		n = str_find(records, S("\n"));
		n = n < records.n ? n + 1 : n;
		line = str_sub(records, 0, n);
		if (str_trim(line).n)
			buf_fill(b, ' ', (size_t)indent);
		buf_add(b, line);
	}
}

struct span
splice_tail(struct buf *b, const struct doc *doc, struct str records)
{
	struct str old = doc->src->bytes;
	uint32_t end = (uint32_t)old.n;
	bool open = old.n > 0 && old.p[old.n - 1] != '\n' &&
	    !(old.n == 3 && str_starts(old, S("\xEF\xBB\xBF")));
	int indent = doc->n ? indent_of(old, doc->nodes[0].at.at) : 0;
	struct buf lines;

	buf_init(&lines, b->arena);
	if (open && !str_ends(records, S("\n\n")) &&
	    !str_ends(records, S("\n\r\n")))
		records = chomped(records);
	indented(&lines, records, indent);
	if (doc->n && doc->nodes[0].style == STYLE_FLOW) {
		buf_add(b, chomped(str_sub(buf_str(&lines), (size_t)indent,
		    lines.n)));
		return doc->nodes[0].at;	/* only an empty one may be */
	}
	buf_puts(b, open ? splice_eol(old) : "");
	buf_add(b, buf_str(&lines));
	return (struct span){ end, end };
}
