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

/* "key: value" as it stands at an indent, without it and without the end. */
static struct str
entry(const struct splice *s, const struct field *f, const struct value *v,
    int indent)
{
	struct buf b;
	struct str out;

	buf_init(&b, s->patch->arena);
	if (node(s, s->map)->style == STYLE_FLOW) {
		buf_printf(&b, "%.*s: ", STR(f->key));
		emit_flow(&b, f, v);
		return buf_str(&b);
	}
	emit_field(&b, f, f->key, v, indent, s->eol);
	out = str_sub(buf_str(&b), (size_t)indent, b.n);
	while (out.n && (out.p[out.n - 1] == '\n' || out.p[out.n - 1] == '\r'))
		out.n--;
	return out;
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
	uint32_t at = key ? node(s, node(s, key)->next)->at.end
	    : map->at.at + 1;

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
		patch_insert(s->patch, line_end(bytes(s),
		    node(s, node(s, key)->next)->at.end),
		    arena_printf(a, "%s%*s%.*s", s->eol, indent, "",
		    STR(text)));
	else
		patch_insert(s->patch, map->at.at, arena_printf(a,
		    "%.*s%s%*s", STR(text), s->eol, indent, ""));
}

void
splice_set(const struct splice *s, const struct field *f,
    const struct value *v)
{
	uint32_t key = doc_key(s->doc, s->map, f->key), old;
	struct buf b;
	bool flow;

	if (!key) {
		insert(s, f, v);
		return;
	}
	old = node(s, key)->next;
	flow = node(s, s->map)->style == STYLE_FLOW;
	buf_init(&b, s->patch->arena);
	if (v->kind == VALUE_TEXT && (node(s, old)->kind == NODE_SCALAR ||
	    node(s, old)->style == STYLE_FLOW) &&
	    node(s, old)->at.end > node(s, old)->at.at) {
		emit_scalar(&b, f, v, flow);
		patch_replace(s->patch, node(s, old)->at, buf_str(&b));
		return;
	}
	patch_replace(s->patch, (struct span){ node(s, key)->at.at,
	    node(s, old)->at.end > node(s, key)->at.end ?
	    node(s, old)->at.end : node(s, key)->at.end + 1 },
	    entry(s, f, v, indent_of(bytes(s), node(s, key)->at.at)));
}

static void
drop_flow(const struct splice *s, uint32_t key)
{
	struct str b = bytes(s);
	uint32_t at = node(s, key)->at.at, end;

	end = node(s, node(s, key)->next)->at.end;
	while (end < b.n && b.p[end] == ' ')
		end++;
	if (end < b.n && b.p[end] == ',') {
		end++;
		while (end < b.n && b.p[end] == ' ')
			end++;
	} else {
		while (at > 0 && b.p[at - 1] != ',' && b.p[at - 1] != '{')
			at--;
		if (at > 0 && b.p[at - 1] == ',')
			at--;
	}
	patch_replace(s->patch, (struct span){ at, end }, S(""));
}

void
splice_drop(const struct splice *s, const struct field *f)
{
	uint32_t key = doc_key(s->doc, s->map, f->key), at, end, next;
	struct str b = bytes(s);

	if (!key)
		return;
	if (node(s, s->map)->style == STYLE_FLOW) {
		drop_flow(s, key);
		return;
	}
	at = node(s, key)->at.at;
	end = line_end(b, node(s, node(s, key)->next)->at.end);
	if (end < b.n)
		end += b.p[end] == '\r' ? 2 : 1;
	next = doc_after(s->doc, s->map, node(s, key)->next);
	if (at == node(s, s->map)->at.at && next)
		end = node(s, next)->at.at;	/* it stands behind the '-' */
	else
		at = line_start(b, at);
	patch_replace(s->patch, (struct span){ at, end }, S(""));
}

void
splice_append(const struct splice *s, const struct field *f,
    const struct value *item)
{
	uint32_t list = doc_get(s->doc, s->map, f->key);
	const struct node *n = node(s, list);
	struct buf b;
	struct str text;
	int indent;

	buf_init(&b, s->patch->arena);
	if (n->style == STYLE_FLOW) {
		if (n->n)
			buf_puts(&b, ", ");
		emit_flow(&b, f, item);
		patch_insert(s->patch, n->at.end - 1, buf_str(&b));
		return;
	}
	indent = indent_of(bytes(s), n->at.at);
	buf_printf(&b, "%s%*s- ", s->eol, indent, "");
	emit_item(&b, f, item, indent, s->eol);
	text = buf_str(&b);
	while (text.n && (text.p[text.n - 1] == '\n' ||
	    text.p[text.n - 1] == '\r'))
		text.n--;
	patch_insert(s->patch, line_end(bytes(s), n->at.end), text);
}

/* Every line of the records moved in by the indent of the list. */
static void
indented(struct buf *b, struct str records, int indent)
{
	size_t n;

	for (; records.n; records = str_sub(records, n, records.n)) {
		n = str_find(records, S("\n"));
		n = n < records.n ? n + 1 : n;
		buf_fill(b, ' ', (size_t)indent);
		buf_add(b, str_sub(records, 0, n));
	}
}

struct span
splice_tail(struct buf *b, const struct doc *doc, struct str records)
{
	struct str old = doc->src->bytes;
	uint32_t end = (uint32_t)old.n;
	bool open = old.n > 0 && old.p[old.n - 1] != '\n' &&
	    !(old.n == 3 && str_starts(old, S("\xEF\xBB\xBF")));
	const char *eol = splice_eol(old);

	if (doc->n && doc->nodes[0].style == STYLE_FLOW) {
		while (records.n && (records.p[records.n - 1] == '\n' ||
		    records.p[records.n - 1] == '\r'))
			records.n--;
		buf_add(b, records);
		return doc->nodes[0].at;	/* only an empty one may be */
	}
	if (open) {
		buf_puts(b, eol);
		records = str_trim(records);
	}
	indented(b, records, doc->n ? indent_of(old, doc->nodes[0].at.at) : 0);
	return (struct span){ end, end };
}
