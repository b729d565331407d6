/* SPDX-License-Identifier: MIT */
/*
 * schema-say - faults of mappings and lists in words
 *
 * A misspelt key beside the lack of the very key it resembles is one
 * mistake, and gets one message.
 */
#include "buf.h"
#include "near.h"
#include "schema-say.h"
#include "utf8.h"

#define CLAIMED	0x80000000u	/* in b: the key named is the missing one */

struct str
say_word(const struct say *x, const char *english)
{
	return str_of(words_get(x->dg->words, english));
}

struct str
say_name(const struct say *x)
{
	return x->f->key ? x->doc->nodes[x->f->key].text :
	    say_word(x, "value");
}

struct str
say_shown(const struct say *x)
{
	struct str s = x->n->text, cut;

	if (x->n->kind != NODE_SCALAR)
		return say_word(x, x->n->kind == NODE_SEQ ? "a list" :
		    "a mapping");
	cut = utf8_fit(s, SAY_COLUMNS);
	return cut.n == s.n ? s :
	    arena_printf(x->dg->arena, "%.*s…", STR(cut));
}

/* A collection is pointed at where it begins. */
struct span
say_at(const struct say *x)
{
	struct span at = x->n->at;

	if (x->n->kind != NODE_SCALAR && x->n->n)
		at = (x->n + 1)->at;
	return at;
}

struct str
say_rule_text(const struct say *x, const char *zh, const char *en)
{
	struct str s = doc_text(x->sdoc, x->sub->node,
	    x->dg->words ? zh : en);

	return s.n ? s : doc_text(x->sdoc, x->sub->node,
	    x->dg->words ? en : zh);
}

void
broken_say(const char *why, const struct doc *doc, uint32_t root,
    struct diag *dg)
{
	struct span at = doc->n ? doc->nodes[root].at : (struct span){ 0, 0 };

	diag_error(dg, "schema-limit", doc->src, at, "%s",
	    words_get(dg->words, why));
}

/* Is it a label of the property: at the place, or where a $ref leads? */
static bool
has_label(const struct schema *s, const struct sub *owner,
    const struct prop *p, struct str label)
{
	static const char *const words[] = { "title", "x-en" };
	const struct sub *sub = &s->subs[p->sub];
	const struct doc *d = s->docs[owner->doc].doc;
	size_t i;

	for (i = 0; p->node && i < NELEM(words); i++) {
		if (d->nodes[p->node].kind == NODE_MAP &&
		    str_eq(doc_text(d, p->node, words[i]), label))
			return true;
		if (p->sub > SUB_FALSE && str_eq(doc_text(
		    s->docs[sub->doc].doc, sub->node, words[i]), label))
			return true;
	}
	return false;
}

static const struct prop *
by_label(const struct schema *s, const struct sub *owner, struct str label)
{
	const struct keys *k = owner->keys;
	uint32_t i;

	for (i = 0; k && i < k->nprops; i++)
		if (has_label(s, owner, &k->props[i], label))
			return &k->props[i];
	return NULL;
}

/* Index of the missing key the typed one resembles, or 64. */
static uint32_t
meant(const struct keys *k, uint64_t missing, struct str typed)
{
	struct str words[64] = { { NULL, 0 } }, near;
	uint32_t index[64], i, n = 0;

	for (i = 0; i < k->nrequired && i < 64; i++)
		if (missing >> i & 1) {
			index[n] = i;
			words[n++] = k->props[i].name.s;
		}
	near = near_word(typed, words, n);
	for (i = 0; near.n && i < n; i++)
		if (words[i].p == near.p)
			return index[i];
	return 64;
}

uint64_t
found_claim(struct founds *l, size_t from, const struct schema *s,
    const struct keys *k, const struct doc *doc, uint32_t map,
    uint64_t missing)
{
	const struct prop *p;
	struct found *f;
	struct str typed;
	uint32_t at;

	for (; from < l->n && missing; from++) {
		f = &l->v[from];
		if (f->code != FOUND_UNKNOWN || f->a != map ||
		    s->subs[f->sub].keys != k)
			continue;
		typed = doc->nodes[f->node].text;
		p = by_label(s, &s->subs[f->sub], typed);
		at = p ? (uint32_t)(p - k->props) : meant(k, missing, typed);
		if (at < 64)
			missing &= ~((uint64_t)1 << at);
		if (at < 64 && !p)
			f->b = CLAIMED | at;
	}
	return missing;
}

static void
say_label(const struct say *x, const struct prop *p)
{
	diag_error(x->dg, "label-key", x->doc->src, x->n->at,
	    "'%.*s' is only the label; the key is '%.*s'", STR(x->n->text),
	    STR(p->name.s));
	diag_cure(x->dg, "%.*s", STR(p->name.s));
}

static struct str
nearest(const struct say *x, const struct keys *k)
{
	struct str *names;
	uint32_t i, n = 0;

	if (!k)
		return S("");
	names = arena_array(x->dg->arena, k->nprops, sizeof(*names));
	for (i = 0; i < k->nprops; i++)
		if (!doc_key(x->doc, x->f->a, k->props[i].name.s))
			names[n++] = k->props[i].name.s;
	return near_word(utf8_halved(x->n->text, x->dg->arena), names, n);
}

static void
say_unknown(const struct say *x)
{
	const struct keys *k = x->sub->keys;
	const struct prop *p = by_label(x->schema, x->sub, x->n->text);
	struct str near;

	if (p) {
		say_label(x, p);
		return;
	}
	if (x->f->b & CLAIMED) {
		near = k->props[x->f->b & ~CLAIMED].name.s;
		diag_error(x->dg, "unknown-key", x->doc->src, x->n->at,
		    "unknown key '%.*s', did you mean '%.*s'? (which is "
		    "missing here)", STR(x->n->text), STR(near));
	} else {
		near = nearest(x, k);
		if (near.n)
			diag_error(x->dg, "unknown-key", x->doc->src,
			    x->n->at, "unknown key '%.*s', did you mean "
			    "'%.*s'?", STR(x->n->text), STR(near));
		else
			diag_error(x->dg, "unknown-key", x->doc->src,
			    x->n->at, "unknown key '%.*s'", STR(x->n->text));
	}
	if (near.n)
		diag_cure(x->dg, "%.*s", STR(near));
}

/* Columns before the mapping's first key, as the line for a new one has. */
static size_t
indent(const struct say *x)
{
	struct str s = x->doc->src->bytes;
	size_t at = say_at(x).at, from = at;

	if (x->n->style == STYLE_FLOW || x->n->n == 0)
		return 0;
	while (from > 0 && s.p[from - 1] != '\n' && s.p[from - 1] != '\r')
		from--;
	if (str_starts(str_sub(s, from, at), S("\xef\xbb\xbf")))
		from += 3;
	return at - from;
}

/* From examples or default of a schema; empty where it has none. */
static struct str
given_example(const struct doc *d, uint32_t node)
{
	uint32_t list;

	if (d->nodes[node].kind != NODE_MAP)
		return S("");
	list = doc_get(d, node, S("examples"));
	if (list && doc_first(d, list))
		return d->nodes[doc_first(d, list)].text;
	return doc_text(d, node, "default");
}

/* A value that a property might have, to show how the line looks. */
static struct str
example(const struct say *x, const struct prop *p)
{
	const struct sub *sub = &x->schema->subs[p->sub];
	struct str s = S("");

	if (p->node)
		s = given_example(x->sdoc, p->node);
	if (!s.n && p->sub > SUB_FALSE)
		s = given_example(x->schema->docs[sub->doc].doc, sub->node);
	if (!s.n && sub->choices && sub->choices->nwords)
		s = sub->choices->words[0].s;
	if (!s.n && format_is_date(sub->format))
		s = S("2026-03-16");
	if (s.n && sub->types == IS_TEXT &&
	    (scalar_type(s) != TYPE_STR || (scalar_disputed(s) &&
	    !format_is_date(sub->format))))
		s = arena_printf(x->dg->arena, "\"%.*s\"", STR(s));
	return s.n ? s : sub->types == IS_LIST ? S("[…]") : S("…");
}

static void
say_missing(const struct say *x)
{
	const struct prop *p = &x->sub->keys->props[x->f->a];

	if (x->who.n && x->f->node == x->root)
		diag_error(x->dg, "required", x->doc->src, say_at(x),
		    "record %.*s lacks the required key '%.*s'",
		    STR(x->who), STR(p->name.s));
	else if (x->f->key)
		diag_error(x->dg, "required", x->doc->src, say_at(x),
		    "'%.*s' lacks the required key '%.*s'",
		    STR(say_name(x)), STR(p->name.s));
	else
		diag_error(x->dg, "required", x->doc->src, say_at(x),
		    "the required key '%.*s' is missing", STR(p->name.s));
	diag_cure(x->dg, "%*s%.*s: %.*s", (int)indent(x), "",
	    STR(p->name.s), STR(example(x, p)));
}

static void
say_needs(const struct say *x)
{
	const struct needs *w = &x->sub->keys->needs[x->f->a];

	diag_error(x->dg, "dependent", x->doc->src, say_at(x),
	    "where '%.*s' stands, '%.*s' must stand too", STR(w->key),
	    STR(w->others[x->f->b]));
}

static void
say_count(const struct say *x)
{
	struct str name = say_name(x);
	unsigned n = x->n->n, limit = x->f->a;

	if (x->f->code == FOUND_FEW_ITEMS)
		diag_error(x->dg, "items", x->doc->src, say_at(x),
		    "'%.*s' has %u items, at least %u are needed",
		    STR(name), n, limit);
	else if (x->f->code == FOUND_MANY_ITEMS)
		diag_error(x->dg, "items", x->doc->src, say_at(x),
		    "'%.*s' has %u items, at most %u are allowed",
		    STR(name), n, limit);
	else if (x->f->code == FOUND_FEW_KEYS)
		diag_error(x->dg, "keys", x->doc->src, say_at(x),
		    "'%.*s' has %u keys, at least %u are needed",
		    STR(name), n, limit);
	else
		diag_error(x->dg, "keys", x->doc->src, say_at(x),
		    "'%.*s' has %u keys, at most %u are allowed",
		    STR(name), n, limit);
}

static void
say_twice(const struct say *x)
{
	diag_error(x->dg, "duplicate-item", x->doc->src, say_at(x),
	    "'%.*s' stands twice in '%.*s'", STR(say_shown(x)),
	    STR(say_name(x)));
}

static void
say_contains(const struct say *x)
{
	if (x->f->a < x->f->b)
		diag_error(x->dg, "contains", x->doc->src, say_at(x),
		    "'%.*s' lacks an item that it must contain",
		    STR(say_name(x)));
	else
		diag_error(x->dg, "contains", x->doc->src, say_at(x),
		    "'%.*s' has too many items of one sort",
		    STR(say_name(x)));
}

static void
say_one(const struct say *x)
{
	diag_error(x->dg, "one-of", x->doc->src, say_at(x),
	    "'%.*s' fits more than one of the forms that exclude each other",
	    STR(say_name(x)));
}

static void
say_not(const struct say *x)
{
	struct str words = say_rule_text(x, "x-not-zh", "x-not-en");

	if (words.n)
		diag_error(x->dg, "not", x->doc->src, say_at(x), "%.*s",
		    STR(words));
	else
		diag_error(x->dg, "not", x->doc->src, say_at(x),
		    "'%.*s' has a form that the schema rules out",
		    STR(say_name(x)));
}

void
found_say(const struct schema *s, const struct doc *doc, uint32_t root,
    const struct founds *l, struct str who, struct diag *dg)
{
	static void (*const codes[])(const struct say *) = {
		[FOUND_FEW_ITEMS] = say_count, [FOUND_MANY_ITEMS] = say_count,
		[FOUND_TWICE] = say_twice, [FOUND_CONTAINS] = say_contains,
		[FOUND_FEW_KEYS] = say_count, [FOUND_MANY_KEYS] = say_count,
		[FOUND_UNKNOWN] = say_unknown, [FOUND_MISSING] = say_missing,
		[FOUND_NEEDS] = say_needs, [FOUND_ONE] = say_one,
		[FOUND_NOT] = say_not,
	};
	const struct found *f;
	struct say x;
	size_t i;

	for (i = 0; i < l->n; i++) {
		f = &l->v[i];
		x = (struct say){ s, &s->subs[f->sub], NULL, doc,
		    &doc->nodes[f->node], f, root, who, dg };
		x.sdoc = s->docs[x.sub->doc].doc;
		if (f->code <= FOUND_BOUND)
			say_value(&x);
		else
			codes[f->code](&x);
	}
}
