/* SPDX-License-Identifier: MIT */
/* schema-value - one value against what its subschema says of it alone. */
#include "schema-word.h"
#include "utf8.h"

#define MANY	1024	/* slots: no words may be chosen to collide */

struct word
word_of(struct str s)
{
	return word_load(s);
}

static inline uint32_t
slot_of(const struct lookup *l, const struct word *w)
{
	uint64_t h = (w->head ^ (w->tail << 23 | w->tail >> 41) ^ w->s.n) *
	    l->factor;

	if (l->mask >= MANY)
		h = hash_str(w->s, l->factor);
	return (uint32_t)(h >> 40) & l->mask;
}

/* Index + 1 of the word in the list, or 0. */
static inline uint32_t
find_word(const struct lookup *l, const struct word *words, struct str s)
{
	struct word w = word_load(s);
	uint32_t i;

	for (i = slot_of(l, &w); l->slots[i]; i = (i + 1) & l->mask)
		if (word_same(&words[l->slots[i] - 1], &w))
			return l->slots[i];
	return 0;
}

const struct prop *
keys_find(const struct keys *k, struct str name)
{
	uint32_t i = find_word(&k->find, k->words, name);

	return i ? &k->props[i - 1] : NULL;
}

/* Fills the slots; returns how many did not find theirs free. */
static uint32_t
fill(struct lookup *l, const struct word *words, uint32_t n)
{
	uint32_t i, at, pushed = 0;

	memset(l->slots, 0, ((size_t)l->mask + 1) * sizeof(*l->slots));
	for (i = 0; i < n; i++) {
		at = slot_of(l, &words[i]);
		pushed += l->slots[at] != 0;
		while (l->slots[at])
			at = (at + 1) & l->mask;
		l->slots[at] = i + 1;
	}
	return pushed;
}

/* Tries factors until no name pushes another away, or for the fewest. */
void
words_hash(struct lookup *l, const struct word *words, uint32_t n,
    struct arena *a)
{
	uint64_t factor = 0x9e3779b97f4a7c15u + ((uintptr_t)a & ~1u);
	uint64_t best = factor;
	uint32_t size = 4, least = UINT32_MAX, pushed, tries;

	while (size < n * 4 && size < 1u << 23)
		size *= 2;
	l->mask = size - 1;
	l->slots = arena_array(a, size, sizeof(*l->slots));
	for (tries = 0; tries < (n > 1000 ? 1 : 64) && least; tries++) {
		l->factor = factor;
		pushed = fill(l, words, n);
		if (pushed < least) {
			least = pushed;
			best = factor;
		}
		factor = factor * 0xd1342543de82ef95u + 0x5851f42d4c957f2eu;
		factor |= 1;
	}
	l->factor = best;
	fill(l, words, n);
}

uint8_t
value_type(const struct node *n)
{
	static const uint8_t scalars[] = {
		[TYPE_STR] = IS_TEXT, [TYPE_NULL] = IS_NULL,
		[TYPE_BOOL] = IS_BOOL, [TYPE_INT] = IS_INT,
	};
	struct decimal d;

	if (n->kind != NODE_SCALAR)
		return n->kind == NODE_SEQ ? IS_LIST : IS_MAP;
	if (n->type != TYPE_FLOAT)
		return scalars[n->type];
	/* .inf and .nan are nothing JSON knows */
	return !decimal_parse(&d, n->text) ? 0 :
	    decimal_whole(&d) ? IS_INT : IS_FRACTION;
}

static bool
other_is(const struct node *want, const struct node *n)
{
	struct decimal a, b;
	bool number = want->type == TYPE_INT || want->type == TYPE_FLOAT;

	if (want->kind != NODE_SCALAR || n->kind != NODE_SCALAR)
		return false;
	if (number)
		return (n->type == TYPE_INT || n->type == TYPE_FLOAT) &&
		    decimal_parse(&a, want->text) &&
		    decimal_parse(&b, n->text) && decimal_cmp(&a, &b) == 0;
	return want->type == n->type &&
	    (n->type == TYPE_NULL || str_eq(want->text, n->text));
}

static bool
chosen(const struct choices *c, const struct doc *sdoc,
    const struct doc *doc, const struct node *n)
{
	struct word w;
	uint32_t i;

	if (n->kind == NODE_SCALAR && n->type == TYPE_STR) {
		if (c->find.slots)
			return find_word(&c->find, c->words, n->text);
		w = word_load(n->text);
		for (i = 0; i < c->nwords; i++)
			if (word_same(&c->words[i], &w))
				return true;
		return false;
	}
	if (c->sorted)
		return hashed_find(c->sorted, c->nothers, sdoc, doc,
		    (uint32_t)(n - doc->nodes));
	for (i = 0; i < c->nothers; i++)
		if (n->kind == NODE_SCALAR ?
		    other_is(&sdoc->nodes[c->others[i]], n) :
		    nodes_equal(sdoc, c->others[i], doc,
		    (uint32_t)(n - doc->nodes)))
			return true;
	return false;
}

/* Only what begins like a number, a date or a truth value can be. */
static inline bool
disputed(struct str s)
{
	unsigned char c;

	if (s.n == 0)
		return true;
	c = (unsigned char)s.p[0];
	if (c >= 0x80)
		return false;
	if ((c | 32) >= 'a' && (c | 32) <= 'z' &&
	    (s.n > 5 || !memchr("yntfo", c | 32, 5)))
		return false;
	return scalar_disputed(s) && !format_ok(format_find(S("date")), s);
}

bool
value_disputed(struct str s)
{
	return disputed(s);
}

/* A number such as 010: ten here, eight there. */
static bool
zero_first(struct str s)
{
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s.p++, s.n--;
	return s.n > 1 && s.p[0] == '0' && s.p[1] >= '0' && s.p[1] <= '9';
}

static bool
long_enough(const struct sub *sub, struct str s)
{
	return sub->min == 0 || s.n / 4 >= sub->min ||
	    (s.n >= sub->min && utf8_count(s) >= sub->min);
}

static bool
short_enough(const struct sub *sub, struct str s)
{
	return s.n <= sub->max || utf8_count(s) <= sub->max;
}

/* The bound that is broken, or 5. */
static uint32_t
broken_bound(const struct bounds *b, struct str s)
{
	struct decimal d;

	if (!decimal_parse(&d, s))
		return MINIMUM;
	if (b->has & 1 << MINIMUM && decimal_cmp(&d, &b->v[MINIMUM]) < 0)
		return MINIMUM;
	if (b->has & 1 << MAXIMUM && decimal_cmp(&d, &b->v[MAXIMUM]) > 0)
		return MAXIMUM;
	if (b->has & 1 << ABOVE && decimal_cmp(&d, &b->v[ABOVE]) <= 0)
		return ABOVE;
	if (b->has & 1 << BELOW && decimal_cmp(&d, &b->v[BELOW]) >= 0)
		return BELOW;
	if (b->has & 1 << MULTIPLE && !decimal_multiple(&d, &b->v[MULTIPLE]))
		return MULTIPLE;
	return 5;
}

/* A date has its own say about its form. */
static inline bool
wrongly_plain(const struct sub *sub, const struct node *n)
{
	return n->style == STYLE_PLAIN && sub->flags & SUB_DISPUTES &&
	    disputed(n->text);
}

static bool
text_ok(const struct sub *sub, struct pattern_run *r, const struct node *n)
{
	if (wrongly_plain(sub, n))
		return false;
	if (sub->format && sub->flags & SUB_FORMATS &&
	    !format_ok(sub->format, n->text))
		return false;
	if (!long_enough(sub, n->text) || !short_enough(sub, n->text))
		return false;
	return !sub->pattern ||
	    pattern_match(sub->pattern, r, n->text) == PATTERN_YES;
}

static bool
number_ok(const struct sub *sub, const struct node *n)
{
	if (sub->flags & SUB_ASSERTS && n->style == STYLE_PLAIN &&
	    sub->types != IS_ANY && zero_first(n->text))
		return false;
	return !sub->bounds || broken_bound(sub->bounds, n->text) == 5;
}

/* A number of any sort need not be looked into, save for .inf and .nan. */
static inline bool
type_ok(const struct sub *sub, const struct node *n)
{
	static const uint8_t quick[] = {
		[TYPE_STR] = IS_TEXT, [TYPE_NULL] = IS_NULL,
		[TYPE_BOOL] = IS_BOOL, [TYPE_INT] = IS_INT, [TYPE_FLOAT] = 0,
	};

	if (sub->types == IS_ANY)
		return true;
	if (n->kind == NODE_SCALAR && sub->types & quick[n->type])
		return true;
	if (n->type == TYPE_FLOAT && n->text.n &&
	    (sub->types & IS_NUMBER) == IS_NUMBER)
		return n->text.p[n->text.n - 1] <= '9';
	return sub->types & value_type(n);
}

bool
value_ok(const struct sub *sub, const struct schema *s,
    struct pattern_run *r, const struct doc *doc, const struct node *n)
{
	if (!type_ok(sub, n))
		return false;
	if (sub->choices &&
	    !chosen(sub->choices, s->docs[sub->doc].doc, doc, n))
		return false;
	if (sub->only && !chosen(sub->only, s->docs[sub->doc].doc, doc, n))
		return false;
	if (n->kind != NODE_SCALAR)
		return true;
	if (n->type == TYPE_STR)
		return text_ok(sub, r, n);
	return (n->type != TYPE_INT && n->type != TYPE_FLOAT) ||
	    number_ok(sub, n);
}

static enum found_code
why_text(const struct sub *sub, struct pattern_run *r, const struct node *n)
{
	struct str s = n->text;

	if (wrongly_plain(sub, n))
		return FOUND_DISPUTED;
	if (sub->format && sub->flags & SUB_FORMATS &&
	    !format_ok(sub->format, s))
		return FOUND_FORMAT;
	if (!long_enough(sub, s))
		return FOUND_SHORT;
	if (!short_enough(sub, s))
		return FOUND_LONG;
	return pattern_match(sub->pattern, r, s) == PATTERN_NO ?
	    FOUND_PATTERN : FOUND_GAVE_UP;
}

void
value_why(struct found *f, const struct sub *sub, const struct schema *s,
    struct pattern_run *r, const struct doc *doc, const struct node *n)
{
	const struct doc *sdoc = s->docs[sub->doc].doc;

	if (sub->types == 0) {
		f->code = FOUND_NEVER;
	} else if (!type_ok(sub, n)) {
		f->code = FOUND_TYPE;
		f->a = sub->types;
	} else if (sub->choices && !chosen(sub->choices, sdoc, doc, n)) {
		f->code = FOUND_ENUM;
	} else if (sub->only && !chosen(sub->only, sdoc, doc, n)) {
		f->code = FOUND_CONST;
	} else if (n->type == TYPE_STR) {
		f->code = (uint8_t)why_text(sub, r, n);
	} else if (sub->flags & SUB_ASSERTS && n->style == STYLE_PLAIN &&
	    sub->types != IS_ANY && zero_first(n->text)) {
		f->code = FOUND_ZERO;
	} else {
		f->code = FOUND_BOUND;
		f->a = broken_bound(sub->bounds, n->text);
	}
}
