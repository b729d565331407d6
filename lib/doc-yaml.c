/* SPDX-License-Identifier: MIT */
/*
 * doc-yaml - libyaml's events as nodes
 *
 * libyaml reads everything a ledger never needs, too; that is refused here,
 * each with its rule.  Its marks count characters without the byte order
 * mark: a cursor walks along and turns them into bytes.
 */
#include <errno.h>
#include <yaml.h>

#include "doc-build.h"
#include "utf8.h"

struct reader {
	struct doc_build b;
	struct diag     *dg;
	struct doc_mender *m;
	struct doc_stumble *stumble;
	yaml_parser_t    parser;
	size_t           index;	/* the cursor: this many characters ... */
	uint32_t         at;	/* ... are this many bytes */
	uint32_t         begin;	/* past the byte order mark */
	unsigned         ndocs, nfaults;
	bool             done, second;
};

static bool
inner_byte(char c)
{
	return (c & 0xc0) == 0x80;
}

/* The byte where a mark stands; marks mostly move on, rarely back a bit. */
static uint32_t
byte_of(struct reader *r, yaml_mark_t mark)
{
	struct str s = r->b.src->bytes;

	while (r->index < mark.index && r->at < s.n) {
		for (r->at++; r->at < s.n && inner_byte(s.p[r->at]);)
			r->at++;
		r->index++;
	}
	while (r->index > mark.index && r->at > r->begin) {
		for (r->at--; r->at > r->begin && inner_byte(s.p[r->at]);)
			r->at--;
		r->index--;
	}
	return r->at;
}

static struct span
span_of(struct reader *r, const yaml_event_t *e)
{
	struct span at;

	at.at = byte_of(r, e->start_mark);
	at.end = byte_of(r, e->end_mark);
	return at;
}

/* Counts a fault that reading goes on after; false when enough is enough. */
static bool
counted(struct reader *r)
{
	return ++r->nfaults < DOC_FAULTS;
}

/* Where in the source something of n bytes stands. */
static struct span
where(const struct reader *r, uint32_t at, uint32_t n)
{
	return build_at(&r->b, (struct span){ at, at + n });
}

static bool
refuse_anchor(struct reader *r, uint32_t at)
{
	diag_error(r->dg, "yaml-anchor", build_src(&r->b), where(r, at, 1),
	    "an anchor (&) has no place in a ledger");
	diag_advise(r->dg, "put the text in quotes if '&' belongs to it");
	return counted(r);
}

/* "<<: *a": told of already. */
static bool
after_merge(const struct doc_build *b)
{
	return b->depth && !build_wants_key(b) &&
	    b->open[b->depth - 1].n % 2 == 1 &&
	    b->nodes[b->n - 1].style == STYLE_PLAIN &&
	    str_eq(b->nodes[b->n - 1].text, S("<<"));
}

static bool
refuse_alias(struct reader *r, struct span at)
{
	if (after_merge(&r->b))
		return true;
	mend_lose(r->m, at, false);
	diag_error(r->dg, "yaml-alias", build_src(&r->b),
	    build_at(&r->b, at), "an alias (*) has no place in a ledger");
	diag_advise(r->dg, "write the value out, or put the text in quotes if "
	    "'*' belongs to it");
	return counted(r);
}

static bool
refuse_tag(struct reader *r, uint32_t at)
{
	mend_lose(r->m, (struct span){ at, at + 1 }, false);
	diag_error(r->dg, "yaml-tag", build_src(&r->b), where(r, at, 1),
	    "a tag (!) has no place in a ledger");
	diag_advise(r->dg, "put the text in quotes if '!' belongs to it");
	return counted(r);
}

/* Anchor and tag of a node: true where reading may go on. */
static bool
check_marks(struct reader *r, const yaml_char_t *anchor,
    const yaml_char_t *tag, uint32_t at)
{
	return (!anchor || refuse_anchor(r, at)) &&
	    (!tag || refuse_tag(r, at));
}

/* A collection as a key: an empty scalar will stand for it. */
static bool
check_no_key(struct reader *r, struct span at)
{
	if (!build_wants_key(&r->b))
		return true;
	mend_lose(r->m, at, true);
	diag_error(r->dg, "complex-key", build_src(&r->b),
	    build_at(&r->b, at),
	    "a list or a mapping cannot be a key");
	return counted(r);
}

static bool
check_key(struct reader *r, const struct node *key)
{
	struct doc_frame *f = &r->b.open[r->b.depth - 1];
	uint32_t first;

	if (f->n / 2 >= DOC_KEYS)
		return diag_error(r->dg, "too-many-keys",
		    build_src(&r->b), build_at(&r->b, key->at),
		    "more than %d keys in one mapping", DOC_KEYS);
	if (key->style == STYLE_PLAIN && str_eq(key->text, S("<<"))) {
		mend_lose(r->m, key->at, true);
		diag_error(r->dg, "merge-key", build_src(&r->b),
		    build_at(&r->b, key->at),
		    "a merge key (<<) has no place in a ledger");
		diag_advise(r->dg, "write the fields out");
		return counted(r);
	}
	if (key->style == STYLE_PLAIN && key->text.n == 0) {
		mend_lose(r->m, key->at, true);
		diag_error(r->dg, "complex-key", build_src(&r->b),
		    build_at(&r->b, key->at), "a key is missing before ':'");
		return counted(r);
	}
	first = build_twin(&r->b);
	return !first || build_note_twin(&r->b, first);
}

static enum node_style
style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

/* libyaml lets a block scalar end after blank lines; it ends before them. */
static struct span
trim_block(const struct reader *r, struct span at)
{
	struct str s = r->b.src->bytes;
	uint32_t last = at.end;

	while (last > at.at && strchr(" \t\r\n", s.p[last - 1]))
		last--;
	while (last < at.end && s.p[last] != '\n' && s.p[last] != '\r')
		last++;
	return (struct span){ at.at, last };
}

/* The text as a slice of the source where it stands there as it is. */
static struct str
text_of(const struct reader *r, struct str text, struct span at,
    enum node_style style)
{
	uint32_t quote = style == STYLE_SINGLE || style == STYLE_DOUBLE;
	struct str raw = { r->b.src->bytes.p + at.at + quote,
	    at.end - at.at - 2 * quote };

	return text.n == 0 ? (struct str){ raw.p, 0 } : str_eq(raw, text) ?
	    raw : arena_dup(r->b.arena, text);
}

/* An escape may spell what the scan of the bytes cannot see. */
static bool
check_escaped(struct reader *r, struct str text, struct span at)
{
	size_t bad = str_starts(text, S("\xef\xbb\xbf")) ? 0 :
	    utf8_unsafe(text);

	if (bad == text.n)
		return true;
	mend_lose(r->m, at, false);
	doc_unsafe(build_src(&r->b), build_at(&r->b, at),
	    str_sub(text, bad, text.n), r->dg);
	diag_advise(r->dg, "delete it");
	return counted(r);
}

static bool
on_scalar(struct reader *r, const yaml_event_t *e)
{
	enum node_style style = style_of(e->data.scalar.style);
	struct str text = { (const char *)e->data.scalar.value,
	    e->data.scalar.length };
	struct span at = span_of(r, e);
	bool key = build_wants_key(&r->b);
	uint32_t i;

	if (text.n > DOC_SCALAR)
		return diag_error(r->dg, "scalar-size", build_src(&r->b),
		    where(r, at.at, 1),
		    "a text of more than %u KiB", DOC_SCALAR >> 10);
	if (!check_marks(r, e->data.scalar.anchor, e->data.scalar.tag,
	    at.at))
		return false;
	if (style == STYLE_LITERAL || style == STYLE_FOLDED)
		at = trim_block(r, at);
	if (e->data.scalar.anchor || e->data.scalar.tag)
		text = arena_dup(r->b.arena, text);
	else
		text = text_of(r, text, at, style);
	if (style == STYLE_DOUBLE && !check_escaped(r, text, at))
		return false;
	i = build_scalar(&r->b, style, at, text);
	return !key || check_key(r, &r->b.nodes[i]);
}

static bool
on_open(struct reader *r, const yaml_event_t *e, enum node_kind kind,
    bool block)
{
	struct span at = span_of(r, e);

	if (!check_no_key(r, (struct span){ at.at, at.at + 1 }))
		return false;
	return build_open(&r->b, kind, block ? STYLE_BLOCK : STYLE_FLOW,
	    at.at) || diag_error(r->dg, "depth", build_src(&r->b),
	    where(r, at.at, 1),
	    "nested more than %d levels deep", DOC_DEPTH);
}

static bool
on_close(struct reader *r, const yaml_event_t *e)
{
	const struct doc_frame *f = &r->b.open[r->b.depth - 1];
	bool block = r->b.nodes[f->node].style == STYLE_BLOCK;
	uint32_t node = f->node;

	build_close(&r->b, block ? 0 : byte_of(r, e->end_mark));
	if (r->b.depth && f[-1].n % 2 == 1 &&
	    r->b.nodes[f[-1].node].kind == NODE_MAP)
		build_fold(&r->b, node);
	return true;
}

/* The nodes so far stay; whether what follows can be joined, lint says. */
static bool
on_document(struct reader *r, const yaml_event_t *e)
{
	if (r->ndocs++ == 0)
		return true;
	r->stumble->at = r->stumble->from = byte_of(r, e->start_mark);
	r->second = true;
	return false;
}

static bool
on_event(struct reader *r, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return on_document(r, e);
	case YAML_STREAM_END_EVENT:
		r->done = true;
		return true;
	case YAML_ALIAS_EVENT:
		return refuse_alias(r, span_of(r, e)) &&
		    build_scalar(&r->b, STYLE_PLAIN, span_of(r, e),
		    S("")) < UINT32_MAX;
	case YAML_SCALAR_EVENT:
		return on_scalar(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return check_marks(r, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag, byte_of(r, e->start_mark)) &&
		    on_open(r, e, NODE_SEQ, e->data.sequence_start.style ==
		    YAML_BLOCK_SEQUENCE_STYLE);
	case YAML_MAPPING_START_EVENT:
		return check_marks(r, e->data.mapping_start.anchor,
		    e->data.mapping_start.tag, byte_of(r, e->start_mark)) &&
		    on_open(r, e, NODE_MAP, e->data.mapping_start.style ==
		    YAML_BLOCK_MAPPING_STYLE);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return on_close(r, e);
	default:
		return true;
	}
}

/* libyaml gave up: where, and on what. */
static void
on_stumble(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	struct doc_stumble *s = r->stumble;

	s->problem = p->problem;
	s->context = p->context;
	if (p->error == YAML_READER_ERROR) {
		s->at = s->from = r->begin + (uint32_t)p->problem_offset;
		return;
	}
	s->from = s->at = byte_of(r, p->problem_mark);
	if (p->context)
		s->from = byte_of(r, p->context_mark);
}

static enum doc_end
events(struct reader *r)
{
	yaml_event_t e;
	bool good;

	while (!r->done) {
		if (!yaml_parser_parse(&r->parser, &e)) {
			on_stumble(r);
			return READ_STUMBLED;
		}
		good = build_fits(&r->b) ? on_event(r, &e) :
		    build_overflow(&r->b, byte_of(r, e.start_mark), r->dg);
		yaml_event_delete(&e);
		if (r->second)
			return READ_STUMBLED;
		if (!good)
			return READ_OVER;
	}
	return r->nfaults ? READ_FAULTY : READ_GOOD;
}

/* libyaml's problem is a constant, so the stumble outlives the parser. */
enum doc_end
yaml_read(struct doc *doc, struct doc_stumble *stumble,
    struct doc_mender *m, struct arena *a, struct diag *dg)
{
	const struct doc_scan *scan = &m->scan;
	struct reader r = { .dg = dg, .at = scan->begin, .m = m,
	    .begin = scan->begin, .stumble = stumble };
	enum doc_end end;
	struct str text;

	*stumble = (struct doc_stumble){ 0 };
	build_init(&r.b, &m->text, a);
	r.b.mended = m->done;
	r.b.nodes = scan->room;
	r.b.cap = scan->cap;
	*doc = (struct doc){ .src = m->src };
	if (!yaml_parser_initialize(&r.parser)) {
		diag_system(dg, m->src->path, ENOMEM, "cannot read");
		return READ_OVER;
	}
	text = str_sub(m->text.bytes, scan->begin, m->text.bytes.n);
	yaml_parser_set_input_string(&r.parser,
	    (const unsigned char *)(text.n ? text.p : ""), text.n);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	end = events(&r);
	yaml_parser_delete(&r.parser);
	stumble->second = r.second;
	/* keys that stand twice are told of even where the rest is broken */
	if (!build_done(&r.b, doc, dg) && end == READ_GOOD)
		return READ_FAULTY;
	return end;
}
