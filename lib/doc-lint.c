/* SPDX-License-Identifier: MIT */
/*
 * doc-lint - the line behind a stumble, and what stands for it
 *
 * libyaml notices a mistake lines after it was made.  Here the lines around
 * are tried, the likely ones first.  Where a mistake is known the line is
 * mended and reading begins anew; where nobody knows a cure, the record is
 * left out.
 */
#include "doc-line.h"

#define NEAR	4	/* lines looked at above a place */

/* Tells of the mistake and mends its line; false: it cannot be mended. */
static bool
tell(struct find *f, const struct line *l, const char *rule)
{
	struct str now = buf_str(&f->cure);
	struct span line = line_span(l);

	if (now.n && !mend_line(f->m, line, now, true))
		return false;
	diag_error(f->m->dg, rule, f->m->src, mend_at(f->m, (struct span){
	    l->begin + f->at.at, l->begin + f->at.end }), "%.*s",
	    STR(f->text));
	if (now.n)
		mend_cure(f->m, now);
	if (f->lost.end)
		mend_lose(f->m, f->lost, false);
	return true;
}

/* Lines below that were indented like a line in the wrong column. */
static void
move_below(struct find *f, const struct line *from)
{
	size_t was = f->moved - 1, n;
	bool key = line_entry(from) || line_key(from).n;
	struct line l = *from;
	struct buf b;

	for (n = 0; n < DOC_WALK && line_below(f->m, &l, &l); n++) {
		if (l.first < was || line_odd_blank(&l) < l.first ||
		    (!key && (line_entry(&l) || line_key(&l).n)) ||
		    (f->want > was ? l.first > was || line_entry(&l) :
		    l.first < (line_entry(from) ? from->body : was)))
			break;
		buf_init(&b, f->m->arena);
		line_indent(&b, &l, l.first + f->want - was);
		if (!mend_line(f->m, line_span(&l), buf_str(&b), false))
			break;
	}
}

/* Where lines of a block of tabs begin, and where they should. */
struct step { size_t tabs, col; };

static size_t
step_to(struct step *v, size_t *n, const struct line *up, const struct line *l)
{
	size_t w = line_columns(l, l->first, 8), col;

	while (*n > 1 && v[*n - 1].tabs > w)
		(*n)--;
	col = v[*n - 1].col;
	if (w > v[*n - 1].tabs && line_opens(up))
		col += line_entry(l) ? 0 : 2;
	if (*n + 1 < DOC_DEPTH)
		v[(*n)++] = (struct step){ w, col };
	if (line_entry(l) && *n + 1 < DOC_DEPTH)
		v[(*n)++] = (struct step){ w + l->body - l->first,
		    col + l->body - l->first };
	return col;
}

/* The lines below that tabs indent, too: each is told of. */
static void
tell_block(struct find *f, const struct line *from)
{
	struct step v[DOC_DEPTH];
	struct line up = *from, l;
	const char *rule;
	size_t n = 1, k, col = f->cure.n - (from->text.n - from->first);

	v[0] = (struct step){ line_columns(from, from->first, 8), col };
	if (line_entry(from))
		v[n++] = (struct step){ v[0].tabs + from->body -
		    from->first, col + from->body - from->first };
	for (k = 0; k < DOC_FAULTS && line_below(f->m, &up, &l) &&
	    line_odd_blank(&l) < l.first; k++, up = l) {
		buf_init(&f->cure, f->m->arena);
		rule = mistake_indent(f, &l, step_to(v, &n, &up, &l));
		if (!tell(f, &l, rule))
			break;
	}
}

static bool
try_line(struct find *f, uint32_t at, unsigned where)
{
	struct line l = line_of(f->m, at);
	const char *rule;

	if (line_empty(&l) || ((where & (NEARBY | GUESS | FAR)) &&
	    line_in_text(f->m, &l)))
		return false;
	rule = mistake_find(f, &l, where);
	if (!rule || !tell(f, &l, rule))
		return false;
	if (f->moved)
		move_below(f, &l);
	if (line_odd_blank(&l) < l.first && f->cure.n)
		tell_block(f, &l);
	return f->m->ndue > 0;
}

/* The line at a place and those above it, the nearest first. */
static bool
try_above(struct find *f, uint32_t at, size_t lines, unsigned where)
{
	struct line l = line_of(f->m, at);
	size_t n;

	for (n = 0; n < lines; n++) {
		if (try_line(f, l.begin, where))
			return true;
		if (!line_above(f->m, l.begin, &l))
			break;
	}
	return false;
}

static bool
search(struct find *f)
{
	const struct doc_stumble *s = &f->s;
	bool key = s->context && strstr(s->context, "simple key");
	char c = s->from < f->m->text.bytes.n ?
	    f->m->text.bytes.p[s->from] : ' ';

	return (key && try_line(f, s->from, HERE | KEY)) ||
	    (strchr("[{\"'", c) && try_line(f, s->from, HERE)) ||
	    try_line(f, s->at, HERE) || try_line(f, s->from, HERE) ||
	    (s->from < s->at && try_line(f, s->from, GUESS)) ||
	    try_above(f, s->at, NEAR, NEARBY) ||
	    try_above(f, s->at, NEAR, GUESS) ||
	    try_above(f, s->at, DOC_WALK, FAR);
}

/* ---- where nothing is found --------------------------------------------- */

/* libyaml's words, and what they mean to someone who writes a ledger. */
static const struct {
	const char *problem, *words;
} problems[] = {
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
	{ "found unexpected end of stream",
	    "the file ends within what began here" },
	{ "found a tab character that violates indentation",
	    "a tab in the indentation, YAML takes spaces only" },
};

static void
say_problem(struct doc_mender *m, const struct doc_stumble *s)
{
	struct span at = { s->at, s->at + 1 };
	struct str problem = str_of(s->problem);
	size_t i;

	if (s->at >= m->text.bytes.n)
		at = (struct span){ s->from, s->from + 1 };
	at = mend_at(m, at);
	for (i = 0; i < NELEM(problems); i++)
		if (str_is(problem, problems[i].problem)) {
			diag_error(m->dg, "yaml-syntax", m->src, at, "%s",
			    diag_word(m->dg->words, problems[i].words));
			return;
		}
	diag_error(m->dg, "yaml-syntax", m->src, at, "this is not YAML: %.*s",
	    STR(problem));
}

/*
 * The lines of the record around a line: from the dash of the outermost
 * list to the next one; the line itself where it is in none.
 */
static struct span
record_around(const struct doc_mender *m, struct line l)
{
	size_t best = SIZE_MAX, n;
	struct line first = l, last = l, next = l;

	for (n = 0; n < DOC_WALK; n++) {
		if (line_entry(&l) && l.first < best) {
			best = l.first;
			first = l;
		}
		if (l.first == 0 || !line_above(m, l.begin, &l))
			break;
	}
	while (best != SIZE_MAX && line_below(m, &next, &next) &&
	    next.first > best)
		last = next;
	return (struct span){ first.begin,
	    last.begin + (uint32_t)last.text.n };
}

/* The record of the stumble is left out; the one above where there is none. */
static void
leave_out(struct doc_mender *m, const struct doc_stumble *s)
{
	struct line l = line_of(m, s->from);
	struct span at;

	if (line_empty(&l) && !line_above(m, l.begin, &l) &&
	    !line_below(m, &l, &l))
		return;
	at = record_around(m, l);
	l = line_of(m, at.at);
	/* a record that is gone as a whole lacks nothing */
	mend_lose(m, at, !line_entry(&l));
	mend_line(m, at, S(""), false);
}

/* Records go on behind it: as if it were not there. */
static void
second_document(struct doc_mender *m, uint32_t at)
{
	struct line l = line_of(m, at), first = line_of(m, m->scan.begin), next;
	struct span where = { at, at + 3 };

	diag_error(m->dg, "second-document", m->src, mend_at(m, where),
	    "a second document begins here: one file holds one document");
	diag_advise(m->dg, "delete this line, or make it two files");
	if (line_empty(&first) && !line_below(m, &first, &first))
		return;
	if (str_starts(first.text, S("---")) && !line_below(m, &first, &first))
		return;
	while (line_below(m, &l, &next) && str_is(without_comment(l.text), "---")) {
		if (line_entry(&next) != line_entry(&first) ||
		    next.first != first.first || !line_entry(&next))
			return;
		mend_line(m, line_span(&l), S(""), false);
		return;
	}
}

void
lint_stumble(struct doc_mender *m, struct doc_stumble s)
{
	size_t faults = m->dg->nerrors;
	struct find f = { .m = m };

	if (s.second) {
		second_document(m, s.at);
		return;
	}
	/* where a block begins says nothing about where it went wrong */
	if (!s.context || strstr(s.context, "while parsing a block"))
		s.from = s.at;
	f.s = s;
	if (search(&f))
		return;
	if (m->dg->nerrors == faults)
		say_problem(m, &s);
	leave_out(m, &s);
}

/* ---- what was read as text ---------------------------------------------- */

/* Each line of a text that looks like a key and its value. */
static void
lint_lines(struct doc_mender *m, struct span at)
{
	struct find f = { .m = m };
	struct line l = line_of(m, at.at);

	for (;;) {
		if (!mend_is_due(m, l.begin))
			try_line(&f, l.begin, TEXT);
		if (!line_below(m, &l, &l) || l.begin >= at.end)
			break;
	}
}

/* A line of folded text that is a key: the cure indents it as one, too. */
static void
lint_key_line(struct doc_mender *m, const struct line *l)
{
	struct find f = { .m = m };
	const char *rule = mistake_find(&f, l, NEARBY);
	struct levels v;
	struct line now = { .text = buf_str(&f.cure), .first = l->first };
	size_t col;

	if (!rule || !now.text.n || mend_is_due(m, l->begin))
		return;
	levels_of(&v, m, l);
	col = levels_fit(&v, l, l->first) ? l->first :
	    levels_nearest(&v, l, l->first);
	if (line_odd_blank(l) == l->first && col < SIZE_MAX) {
		buf_init(&f.cure, m->arena);
		line_indent(&f.cure, &now, col);
	}
	tell(&f, l, rule);
}

/* "points\uff1a3" in a line below the first one of a text that is folded. */
static void
lint_folded(struct doc_mender *m, struct span at)
{
	struct line l = line_of(m, at.at);

	while (line_below(m, &l, &l) && l.begin < at.end)
		if (str_find(l.text, S("\uff1a")) < l.text.n)
			lint_key_line(m, &l);
}

/* With YAML's own marks for the Chinese ones. */
static void
put_plain(struct buf *b, struct str s)
{
	static const struct { const char *wide, *plain; } marks[] = {
		{ "\u201c", "\"" }, { "\u201d", "\"" }, { "\uff3b", "[" },
		{ "\uff3d", "]" }, { "\uff0c", ", " }, { "\u3001", ", " },
	};
	size_t at = 0, i;

	while (at < s.n) {
		for (i = 0; i < NELEM(marks); i++)
			if (str_starts(str_sub(s, at, s.n),
			    str_of(marks[i].wide)))
				break;
		if (i == NELEM(marks)) {
			buf_char(b, s.p[at++]);
			continue;
		}
		buf_puts(b, marks[i].plain);
		at += 3;
		while (i >= 4 && at < s.n && s.p[at] == ' ')
			at++;
	}
}

static void
lint_marks(struct doc_mender *m, const struct node *x)
{
	struct line l = line_of(m, x->at.at);
	struct span at = { x->at.at, x->at.at + 3 };
	size_t from = x->at.at - l.begin, end = x->at.end - l.begin;
	struct find f = { .m = m };
	const char *rule = "fullwidth-comma";

	if (end > l.text.n || mend_is_due(m, l.begin))
		return;
	buf_init(&f.cure, m->arena);
	buf_add(&f.cure, str_sub(l.text, 0, from));
	put_plain(&f.cure, x->text);
	buf_add(&f.cure, str_sub(l.text, end, l.text.n));
	f.text = diag_say(m->dg, "a Chinese comma does not part the items of "
	    "a list, only ', ' does; a text that holds one needs quotes");
	if (str_starts(x->text, S("\u201c"))) {
		rule = "fullwidth-quote";
		f.text = diag_say(m->dg, "Chinese quotation marks do not "
		    "quote in YAML, only \" or ' do");
	} else if (str_starts(x->text, S("\uff3b"))) {
		rule = "fullwidth-bracket";
		f.text = diag_say(m->dg, "this bracket is a full-width one");
	} else {
		while (at.at < x->at.end && !str_starts(str_sub(
		    m->text.bytes, at.at, x->at.end), S("\uff0c")) &&
		    !str_starts(str_sub(m->text.bytes, at.at, x->at.end),
		    S("\u3001")))
			at.at++;
		at.end = at.at + 3;
	}
	f.at = (struct span){ at.at - l.begin, at.end - l.begin };
	tell(&f, &l, rule);
}

/* Text in quotes that swallowed lines which are not its own. */
static void
lint_quoted(struct doc_mender *m, const struct node *x)
{
	struct find f = { .m = m };
	struct line from, l;

	if (!memchr(m->text.bytes.p + x->at.at, m->eol, x->at.end -
	    x->at.at))
		return;
	from = l = line_of(m, x->at.at);
	while (line_below(m, &l, &l) && l.begin < x->at.end)
		if (l.first <= from.first) {
			try_line(&f, from.begin, QUOTE);
			return;
		}
}

static bool
is_plain(const struct node *x)
{
	return x->kind == NODE_SCALAR && x->style == STYLE_PLAIN;
}

static void
lint_value(struct doc_mender *m, const struct node *x, bool alone)
{
	if (x->style == STYLE_DOUBLE || x->style == STYLE_SINGLE)
		lint_quoted(m, x);
	if (!is_plain(x) || x->text.n == 0)
		return;
	if (x->text.n != x->at.end - x->at.at)
		lint_folded(m, x->at);
	else if (scalar_wide(x->text, alone))
		lint_marks(m, x);
}

static void
lint_key(struct doc_mender *m, const struct node *x)
{
	if (!is_plain(x))
		return;
	if (str_starts(x->text, S("\u3000")) ||
	    str_starts(x->text, S("\uff0d")) ||
	    (x->text.n > 1 && x->text.p[0] == '-'))
		lint_lines(m, x->at);
	else if (scalar_wide(x->text, false))
		lint_marks(m, x);
}

/* Whether the items of a list are records, some of them at least. */
static bool
of_records(const struct doc *doc, uint32_t seq)
{
	uint32_t i;

	for (i = doc_first(doc, seq); i; i = doc_after(doc, seq, i))
		if (doc->nodes[i].kind == NODE_MAP)
			return true;
	return seq == 0;
}

static void
lint_items(struct doc_mender *m, const struct doc *doc, uint32_t seq)
{
	bool flow = doc->nodes[seq].style == STYLE_FLOW, asked = false;
	bool records = false;
	const struct node *x;
	uint32_t i;

	for (i = doc_first(doc, seq); i && m->ndue < DOC_FAULTS;
	    i = doc_after(doc, seq, i)) {
		x = &doc->nodes[i];
		if (!is_plain(x) || x->text.n == 0) {
			lint_value(m, x, false);
			continue;
		}
		if (!asked && !flow)
			records = of_records(doc, seq);
		asked = true;
		if (records && (str_find(x->text, S(":")) < x->text.n ||
		    str_find(x->text, S("\uff1a")) < x->text.n))
			lint_lines(m, x->at);
		else
			/* who parts items by ', ' knows how */
			lint_value(m, x, flow && doc->nodes[seq].n == 1);
	}
}

void
lint_nodes(struct doc_mender *m, const struct doc *doc)
{
	uint32_t i, k;

	if (doc->n && is_plain(&doc->nodes[0]))
		lint_lines(m, doc->nodes[0].at);
	for (i = 0; i < doc->n && m->ndue < DOC_FAULTS; i++) {
		if (doc->nodes[i].kind == NODE_SEQ)
			lint_items(m, doc, i);
		if (doc->nodes[i].kind != NODE_MAP)
			continue;
		for (k = doc_first(doc, i); k;
		    k = doc_after(doc, i, k + 1)) {
			lint_key(m, &doc->nodes[k]);
			lint_value(m, &doc->nodes[k + 1], false);
		}
	}
}
