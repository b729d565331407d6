/* SPDX-License-Identifier: MIT */
/*
 * query-parse - the language of --where
 *
 * A scanner that is one token ahead, and one function for each line of the
 * grammar.  Only parentheses recurse.
 */
#include "query-work.h"
#include "utf8.h"

enum token_type {
	TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_OP, TOKEN_OPEN,
	TOKEN_CLOSE, TOKEN_COMMA, TOKEN_BAD	/* was reported */
};

struct token {
	enum token_type type;
	enum query_op   op;
	struct span     at;
	struct str      text;	/* without the quotes */
};

struct parser {
	struct query        *q;
	const struct source *src;
	struct diag         *dg;
	size_t               at;	/* behind the token */
	struct token         now;
	unsigned             depth;
};

enum word {
	WORD_OTHER, WORD_AND, WORD_OR, WORD_NOT, WORD_IS, WORD_EMPTY,
	WORD_IS_EMPTY, WORD_NOT_EMPTY
};

static const struct { const char *text; enum word word; } words[] = {
	{ "and", WORD_AND }, { "or", WORD_OR }, { "not", WORD_NOT },
	{ "is", WORD_IS }, { "empty", WORD_EMPTY },
	{ "且", WORD_AND }, { "或", WORD_OR }, { "非", WORD_NOT },
	{ "不为空", WORD_NOT_EMPTY }, { "为空", WORD_IS_EMPTY },
};

/* ---- characters ------------------------------------------------------- */

/* The character at `at` in half-width; 0 at the end. */
static uint32_t
look(const struct parser *p, size_t at)
{
	return at < p->src->bytes.n
	    ? utf8_half(utf8_next(p->src->bytes, &at)) : 0;
}

static size_t
past(const struct parser *p, size_t at)
{
	if (at < p->src->bytes.n)
		utf8_next(p->src->bytes, &at);
	return at;
}

static bool
blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0;
}

/* What closes what this opens, two ways to write it; false if nothing. */
static bool
quote(uint32_t c, uint32_t close[2])
{
	switch (c) {
	case '\'': case '"':
		close[0] = close[1] = c;
		return true;
	case 0x2018: case 0x2019:	/* ‘ ’ */
		close[0] = 0x2018, close[1] = 0x2019;
		return true;
	case 0x201C: case 0x201D:	/* “ ” */
		close[0] = 0x201C, close[1] = 0x201D;
		return true;
	}
	return false;
}

/* The operator at `at` and the end of it; the same place if none. */
static size_t
operator(const struct parser *p, size_t at, enum query_op *op)
{
	uint32_t c = look(p, at);
	size_t one = past(p, at), two = past(p, one);
	uint32_t d = look(p, one);

	switch (c) {
	case '=':
		*op = d == '~' ? QUERY_LIKE : QUERY_EQ;
		return d == '~' || d == '=' ? two : one;
	case '!':
		*op = QUERY_NE;
		return d == '=' ? two : at;
	case '<':
		*op = d == '=' ? QUERY_LE : QUERY_LT;
		return d == '=' ? two : one;
	case '>':
		*op = d == '=' ? QUERY_GE : QUERY_GT;
		return d == '=' ? two : one;
	case 0x2260:	/* ≠ */
		*op = QUERY_NE;
		return one;
	case 0x2264:	/* ≤ */
		*op = QUERY_LE;
		return one;
	case 0x2265:	/* ≥ */
		*op = QUERY_GE;
		return one;
	}
	return at;
}

static enum token_type
mark(uint32_t c)
{
	return c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE :
	    c == ',' || c == 0x3001 ? TOKEN_COMMA : TOKEN_WORD;
}

/* ---- tokens ----------------------------------------------------------- */

static void
token(struct parser *p, enum token_type type, size_t from, size_t end)
{
	p->now.type = type;
	p->now.at = (struct span){ (uint32_t)from, (uint32_t)end };
	p->now.text = str_sub(p->src->bytes, from, end);
	p->at = end;
}

static void
quoted(struct parser *p, size_t from, const uint32_t close[2])
{
	size_t inside = past(p, from), at = inside;
	uint32_t c;

	while ((c = look(p, at)) != 0 && c != close[0] && c != close[1])
		at = past(p, at);
	token(p, TOKEN_QUOTED, from, past(p, at));
	p->now.text = str_sub(p->src->bytes, inside, at);
	if (c != 0)
		return;
	p->now.type = TOKEN_BAD;
	(void)diag_error(p->dg, "query", p->src, p->now.at,
	    "string without closing quote");
}

static size_t
skip_blanks(const struct parser *p)
{
	size_t at = p->at;

	while (blank(look(p, at)))
		at = past(p, at);
	return at;
}

static void
next(struct parser *p)
{
	size_t from = skip_blanks(p), end;
	uint32_t c = look(p, from), close[2];
	enum query_op op = QUERY_EQ;

	if (c == 0) {
		token(p, TOKEN_END, from, from);
	} else if (quote(c, close)) {
		quoted(p, from, close);
	} else if (mark(c) != TOKEN_WORD) {
		token(p, mark(c), from, past(p, from));
	} else if ((end = operator(p, from, &op)) != from) {
		token(p, TOKEN_OP, from, end);
		p->now.op = op;
	} else {
		for (end = from; c != 0 && !blank(c) && !quote(c, close) &&
		    mark(c) == TOKEN_WORD && operator(p, end, &op) == end;
		    c = look(p, end))
			end = past(p, end);
		token(p, TOKEN_WORD, from, end);
	}
}

/*
 * Behind =~ all but blanks belongs to the pattern, save a parenthesis that
 * closes what was opened before it.
 */
static void
next_pattern(struct parser *p)
{
	size_t from = skip_blanks(p), at = from, open = 0;
	uint32_t c = look(p, from), close[2];

	if (quote(c, close)) {
		quoted(p, from, close);
		return;
	}
	for (; c != 0 && !blank(c); c = look(p, at)) {
		if (c == ')' && open == 0)
			break;
		open += c == '(';
		open -= c == ')';
		if (c == '\\' && !blank(look(p, past(p, at))))
			at = past(p, at);
		at = past(p, at);
	}
	if (at == from)
		next(p);
	else
		token(p, TOKEN_WORD, from, at);
}

static bool
same_word(struct str s, const char *word)
{
	size_t i;

	for (i = 0; i < s.n && word[i]; i++)
		if (s.p[i] != word[i] && (s.p[i] < 'A' || s.p[i] > 'Z' ||
		    s.p[i] + 32 != word[i]))
			return false;
	return i == s.n && !word[i];
}

static enum word
word(const struct token *t)
{
	size_t i;

	for (i = 0; t->type == TOKEN_WORD && i < NELEM(words); i++)
		if (same_word(t->text, words[i].text))
			return words[i].word;
	return WORD_OTHER;
}

static bool
joins(const struct token *t)
{
	return word(t) >= WORD_AND && word(t) <= WORD_NOT;
}

/* A fault at the token, unless it was one already. */
static bool
wrong(struct parser *p, const char *what)
{
	if (p->now.type == TOKEN_BAD)
		return false;
	return diag_error(p->dg, "query", p->src, p->now.at, "%s",
	    diag_word(p->dg->words, what));
}

/* ---- tests ------------------------------------------------------------ */

void
query_node_add(struct query_node *list, struct query_node *n)
{
	if (list->last)
		list->last->next = n;
	else
		list->first = n;
	list->last = n;
}

struct query_test *
query_test_new(struct query *q, enum query_op op, struct str column,
    struct span column_at, const struct source *src)
{
	struct query_test *t = arena_alloc(q->arena, sizeof(*t));

	*t = (struct query_test){ .op = op, .column = column,
	    .column_at = column_at, .src = src, .next = q->tests };
	q->tests = t;
	return t;
}

void
query_value_add(struct query *q, struct query_value ***end, struct str text,
    struct span at, bool is_quoted)
{
	struct query_value *v = arena_alloc(q->arena, sizeof(*v));

	v->text = text;
	v->half = is_quoted ? text : utf8_halved(text, q->arena);
	v->at = at;
	**end = v;
	*end = &v->next;
}

static bool
has_value(struct parser *p)
{
	if (p->now.type == TOKEN_QUOTED)
		return true;
	if (p->now.type == TOKEN_WORD && !joins(&p->now))
		return true;
	wrong(p, "a value is missing here");
	if (p->now.type == TOKEN_WORD)
		return diag_cure(p->dg, "a value that is such a word stands "
		    "in quotes");
	return false;
}

/* The operator is the token; the values stop before what is no comma. */
static bool
values(struct parser *p, struct query_test *t)
{
	struct query_value **end = &t->values;

	do {
		next(p);
		if (!has_value(p))
			return false;
		query_value_add(p->q, &end, p->now.text, p->now.at,
		    p->now.type == TOKEN_QUOTED);
		next(p);
		if (p->now.type == TOKEN_COMMA && t->op > QUERY_NE)
			return wrong(p, "several values go with = and != only");
	} while (p->now.type == TOKEN_COMMA);
	return true;
}

static bool
pattern(struct parser *p, struct query_test *t)
{
	struct query_value **end = &t->values;

	next_pattern(p);
	if (p->now.type != TOKEN_WORD && p->now.type != TOKEN_QUOTED)
		return wrong(p, "a pattern is missing here");
	query_value_add(p->q, &end, p->now.text, p->now.at, true);
	if (!pattern_compile(&t->pattern, p->now.text, p->q->arena, p->src,
	    p->now.at, p->dg))
		return false;
	next(p);
	return true;
}

/* "is empty", "is not empty", 为空, 不为空: is the cell to be filled? */
static bool
emptiness(struct parser *p, bool *filled)
{
	enum word w = word(&p->now);

	*filled = w == WORD_NOT_EMPTY;
	next(p);
	if (w != WORD_IS)
		return true;
	*filled = word(&p->now) == WORD_NOT;
	if (*filled)
		next(p);
	if (word(&p->now) != WORD_EMPTY)
		return wrong(p, "only 'empty' or 'not empty' stands behind "
		    "'is'");
	next(p);
	return true;
}

/* In 手机号为空 the column and the condition are one word. */
static bool
split_emptiness(struct token *column, bool *filled)
{
	static const struct str ends[] = { { "不为空", 9 }, { "为空", 6 } };
	size_t i;

	for (i = 0; column->type == TOKEN_WORD && i < NELEM(ends); i++) {
		if (!str_ends(column->text, ends[i]) ||
		    column->text.n == ends[i].n)
			continue;
		column->text.n -= ends[i].n;
		column->at.end -= (uint32_t)ends[i].n;
		*filled = i == 0;
		return true;
	}
	return false;
}

static bool
test(struct query_node *n, struct parser *p)
{
	struct token column = p->now;
	struct query_value **end;
	enum query_op op;
	bool filled = false;

	if (joins(&column) || (column.type != TOKEN_WORD &&
	    column.type != TOKEN_QUOTED))
		return wrong(p, "a column is missing here");
	next(p);
	op = p->now.type == TOKEN_OP ? p->now.op : QUERY_EQ;
	if (p->now.type != TOKEN_OP) {
		if (word(&p->now) >= WORD_IS &&
		    word(&p->now) != WORD_EMPTY) {
			if (!emptiness(p, &filled))
				return false;
		} else if (!split_emptiness(&column, &filled)) {
			return wrong(p, "a comparison is missing here: one of "
			    "= != < <= > >= =~ or 'is empty'");
		}
		n->test = query_test_new(p->q, filled ? QUERY_NE : QUERY_EQ,
		    column.text, column.at, p->src);
		end = &n->test->values;
		query_value_add(p->q, &end, S(""), column.at, true);
		return true;
	}
	n->test = query_test_new(p->q, op, column.text, column.at, p->src);
	return op == QUERY_LIKE ? pattern(p, n->test) : values(p, n->test);
}

/* ---- lists ------------------------------------------------------------ */

static bool	any_of(struct query_node **, struct parser *);

static bool
parenthesis(struct query_node **out, struct parser *p)
{
	struct token open = p->now;

	if (p->depth == QUERY_DEPTH)
		return diag_error(p->dg, "query", p->src, open.at,
		    "more than %d parentheses within each other",
		    QUERY_DEPTH);
	p->depth++;
	next(p);
	if (!any_of(out, p))
		return false;
	p->depth--;
	if (p->now.type == TOKEN_END)
		return diag_error(p->dg, "query", p->src, open.at,
		    "'(' without ')'");
	if (p->now.type != TOKEN_CLOSE)
		return true;	/* whoever called sees that it goes on */
	next(p);
	return true;
}

static bool
not_one(struct query_node **out, struct parser *p)
{
	bool not = false;

	for (; word(&p->now) == WORD_NOT; next(p))
		not = !not;
	if (p->now.type == TOKEN_OPEN) {
		if (!parenthesis(out, p))
			return false;
	} else {
		*out = arena_alloc(p->q->arena, sizeof(**out));
		if (!test(*out, p))
			return false;
	}
	(*out)->not ^= not;
	return true;
}

static bool
list_of(struct query_node **out, struct parser *p, enum word between,
    bool (*item)(struct query_node **, struct parser *))
{
	struct query_node *n;

	if (!item(out, p))
		return false;
	if (word(&p->now) != between)
		return p->now.type != TOKEN_BAD;
	n = arena_alloc(p->q->arena, sizeof(*n));
	n->type = between == WORD_AND ? NODE_AND : NODE_OR;
	query_node_add(n, *out);
	*out = n;
	while (word(&p->now) == between) {
		next(p);
		if (!item(out, p))
			return false;
		query_node_add(n, *out);
	}
	*out = n;
	return p->now.type != TOKEN_BAD;
}

static bool
all_of(struct query_node **out, struct parser *p)
{
	return list_of(out, p, WORD_AND, not_one);
}

static bool
any_of(struct query_node **out, struct parser *p)
{
	return list_of(out, p, WORD_OR, all_of);
}

/* What may stand in an expression at all. */
static bool
check(const struct source *src, struct diag *dg)
{
	size_t n = src->bytes.n, at = utf8_check(src->bytes);
	struct span all = { 0, (uint32_t)at };

	if (n > QUERY_MAX)
		return diag_error(dg, "query", src, (struct span){ 0, 0 },
		    "expression of %zu bytes, at most %d", n, QUERY_MAX);
	if (at < n)
		return diag_error(dg, "query", src,
		    (struct span){ all.end, all.end + 1 }, "not UTF-8");
	at = utf8_unsafe(src->bytes);
	if (at < n)
		return diag_error(dg, "query", src,
		    (struct span){ (uint32_t)at, (uint32_t)at + 1 },
		    "an invisible character that no ledger holds");
	if (str_trim(src->bytes).n == 0)
		return diag_error(dg, "query", src, all,
		    "the expression is empty; write it like points>=3");
	return true;
}

bool
query_parse(struct query **out, struct arena *a, const struct source *src,
    struct diag *dg)
{
	struct parser p = { .src = src, .dg = dg };
	struct query_node *n;

	*out = p.q = query_new(a);
	if (!check(src, dg))
		return false;
	next(&p);
	if (!any_of(&n, &p))
		return false;
	query_node_add(&p.q->root, n);
	if (p.now.type == TOKEN_CLOSE)
		return wrong(&p, "')' without '('");
	if (p.now.type == TOKEN_END)
		return true;
	wrong(&p, "'and' or 'or' is missing here");
	return diag_cure(dg, "a value with blanks or marks in it stands in "
	    "quotes: 'a b'");
}
