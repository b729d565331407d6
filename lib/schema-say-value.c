/* SPDX-License-Identifier: MIT */
/*
 * schema-say-value - what is wrong with one value, in words
 *
 * A schema only knows "not a string" or "not in the list".  People type
 * dates with full-width digits, labels instead of keys, codes without
 * quotes; those are named, each with what to write instead.
 */
#include <strings.h>

#include "buf.h"
#include "date.h"
#include "near.h"
#include "schema-say.h"
#include "utf8.h"

static bool
truth_word(struct str s)
{
	static const char *const words[] = { "no", "yes", "on", "off", "n",
	    "y", "true", "false" };
	size_t i;

	for (i = 0; i < NELEM(words); i++)
		if (s.n == strlen(words[i]) &&
		    strncasecmp(s.p, words[i], s.n) == 0)
			return true;
	return false;
}

static bool
is_number(const struct node *n)
{
	return n->kind == NODE_SCALAR &&
	    (n->type == TYPE_INT || n->type == TYPE_FLOAT);
}

static struct str
halved(const struct say *x)
{
	return utf8_halved(x->n->text, x->dg->arena);
}

/* "text or number" */
static struct str
types_text(const struct say *x, uint32_t types)
{
	static const struct { uint32_t types; const char *name; } names[] = {
		{ IS_TEXT, "text" }, { IS_NUMBER, "a number" },
		{ IS_INT, "a whole number" }, { IS_BOOL, "true or false" },
		{ IS_LIST, "a list" }, { IS_MAP, "a mapping" },
		{ IS_NULL, "nothing" },
	};
	struct buf b;
	size_t i;

	buf_init(&b, x->dg->arena);
	for (i = 0; i < NELEM(names); i++) {
		if ((types & names[i].types) != names[i].types)
			continue;
		types &= ~names[i].types;
		if (b.n)
			buf_add(&b, say_word(x, " or "));
		buf_add(&b, say_word(x, names[i].name));
	}
	return buf_str(&b);
}

static bool
quote_cure(const struct say *x)
{
	return diag_cure(x->dg, "\"%.*s\"", STR(x->n->text));
}

/* 037030: 37030 to the one reader, 15896 to the other. */
static void
say_zero(const struct say *x)
{
	struct str s = x->n->text, digits = s;
	uint64_t octal = 0;
	size_t i;

	while (digits.n > 1 && digits.p[0] == '0')
		digits = str_sub(digits, 1, digits.n);
	for (i = 0; i < digits.n && i < 20; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '7')
			break;
		octal = octal * 8 + (uint64_t)(digits.p[i] - '0');
	}
	if (i == digits.n)
		diag_error(x->dg, "leading-zero", x->doc->src, say_at(x),
		    "%.*s without quotes is read as the number %.*s or %llu",
		    STR(s), STR(digits), (unsigned long long)octal);
	else
		diag_error(x->dg, "leading-zero", x->doc->src, say_at(x),
		    "%.*s without quotes is read as the number %.*s",
		    STR(s), STR(digits));
	quote_cure(x);
}

static bool
zero_first(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 1 && s.p[0] == '0';
}

static void
say_date(const struct say *x)
{
	struct diag_mark mark = diag_mark(x->dg);
	struct str s = x->n->text, half = halved(x);
	date_day day;
	size_t i = 0;

	if (!date_parse(&day, s, 0, x->doc->src, say_at(x), x->dg))
		return;
	diag_back(x->dg, mark);
	while (i < 4 && i < half.n && half.p[i] >= '0' && half.p[i] <= '9')
		i++;
	if (str_eq(half, s) || i < 4)
		diag_error(x->dg, "date-form", x->doc->src, say_at(x),
		    "'%.*s' is not how dates are written in files, like "
		    "2026-03-16", STR(s));
	else
		diag_error(x->dg, "fullwidth-digit", x->doc->src, say_at(x),
		    "full-width characters in the date '%.*s'", STR(s));
	if (i == 4)
		diag_cure(x->dg, "%.*s", STR(date_str(x->dg->arena, day)));
}

/* A number, true or false stands plain where text belongs. */
static void
say_unquoted(const struct say *x)
{
	const struct node *n = x->n;

	if (format_is_date(x->sub->format)) {
		say_date(x);
		return;
	}
	if (n->type != TYPE_BOOL && zero_first(n->text)) {
		say_zero(x);
		return;
	}
	if (n->type == TYPE_BOOL)
		diag_error(x->dg, "bool-like", x->doc->src, say_at(x),
		    "%.*s without quotes is a truth value; '%.*s' wants text",
		    STR(n->text), STR(say_name(x)));
	else
		diag_error(x->dg, "unquoted-number", x->doc->src, say_at(x),
		    "%.*s without quotes is a number; '%.*s' wants text",
		    STR(say_shown(x)), STR(say_name(x)));
	quote_cure(x);
}

static void
say_plain_type(const struct say *x)
{
	const struct node *n = x->n;
	struct str half;
	struct decimal d;
	bool wants_number = x->f->a & IS_NUMBER;

	diag_error(x->dg, "type", x->doc->src, say_at(x),
	    "'%.*s' must be %.*s, not %.*s", STR(say_name(x)),
	    STR(types_text(x, x->f->a)), STR(is_number(n) ? say_shown(x) :
	    types_text(x, value_type(n))));
	if (n->kind != NODE_SCALAR || n->type != TYPE_STR)
		return;
	half = halved(x);
	if (wants_number && decimal_parse(&d, half))
		diag_cure(x->dg, "%.*s", STR(half));
	else if (x->f->a == IS_LIST && n->style == STYLE_PLAIN)
		diag_cure(x->dg, "[%.*s]", STR(n->text));
}

/* A number but for its full-width digits? */
static bool
wide_number(const struct say *x)
{
	struct str half = halved(x);
	struct decimal d;

	return !str_eq(half, x->n->text) && decimal_parse(&d, half);
}

static void
say_type(const struct say *x)
{
	const struct node *n = x->n;

	if (n->kind != NODE_SCALAR) {
		say_plain_type(x);
	} else if (n->type == TYPE_NULL) {
		diag_error(x->dg, "empty-value", x->doc->src, say_at(x),
		    "'%.*s' has no value; write one, or leave the line out",
		    STR(say_name(x)));
	} else if (x->f->a & IS_TEXT && n->type != TYPE_STR) {
		say_unquoted(x);
	} else if (x->f->a & IS_NUMBER && n->type == TYPE_STR &&
	    wide_number(x)) {
		diag_error(x->dg, "fullwidth-digit", x->doc->src, say_at(x),
		    "full-width digits in the number '%.*s'",
		    STR(say_shown(x)));
		diag_cure(x->dg, "%.*s", STR(halved(x)));
	} else {
		say_plain_type(x);
	}
}

/* The key whose label was written, or none. */
static struct str
labelled(const struct say *x, const struct choices *c, const char *labels)
{
	const struct doc *d = x->sdoc;
	uint32_t list = doc_get(d, x->sub->node, str_of(labels)), key, label;

	if (!list || !c->list || d->nodes[list].kind != NODE_SEQ)
		return S("");
	key = doc_first(d, c->list);
	label = doc_first(d, list);
	for (; key && label; key = doc_after(d, c->list, key),
	    label = doc_after(d, list, label))
		if (str_eq(d->nodes[label].text, x->n->text))
			return d->nodes[key].text;
	return S("");
}

static struct str
allowed(const struct say *x, const struct choices *c)
{
	const struct doc *d = x->sdoc;
	struct buf b;
	uint32_t at, n = 0;

	buf_init(&b, x->dg->arena);
	for (at = doc_first(d, c->list); at; at = doc_after(d, c->list, at)) {
		if (n++ == SAY_CHOICES) {
			buf_puts(&b, " …");
			break;
		}
		if (b.n)
			buf_char(&b, ' ');
		buf_add(&b, d->nodes[at].kind == NODE_SCALAR ?
		    d->nodes[at].text : S("…"));
	}
	return buf_str(&b);
}

static struct str
nearest(const struct say *x, const struct choices *c)
{
	struct str *words, s = halved(x);
	uint32_t i;

	if (x->n->kind != NODE_SCALAR)
		return S("");
	words = arena_array(x->dg->arena, c->nwords, sizeof(*words));
	for (i = 0; i < c->nwords; i++)
		words[i] = c->words[i].s;
	return near_word(s, words, c->nwords);
}

static bool
has_choice(const struct choices *c, struct str s)
{
	uint32_t i;

	for (i = 0; i < c->nwords; i++)
		if (str_eq(c->words[i].s, s))
			return true;
	return false;
}

/* Not one of the choices, and no better word for it. */
static void
say_not_chosen(const struct say *x, const struct choices *c)
{
	struct str near = nearest(x, c);

	if (near.n) {
		diag_error(x->dg, "enum", x->doc->src, say_at(x),
		    "'%.*s' is not allowed for '%.*s', did you mean '%.*s'? "
		    "allowed: %.*s", STR(say_shown(x)), STR(say_name(x)),
		    STR(near), STR(allowed(x, c)));
		diag_cure(x->dg, "%.*s", STR(near));
	} else {
		diag_error(x->dg, "enum", x->doc->src, say_at(x),
		    "'%.*s' is not allowed for '%.*s'; allowed: %.*s",
		    STR(say_shown(x)), STR(say_name(x)), STR(allowed(x, c)));
	}
}

static void
say_enum(const struct say *x)
{
	const struct choices *c = x->sub->choices;
	const struct node *n = x->n;
	struct str key = { NULL, 0 };
	bool plain = n->kind == NODE_SCALAR && n->style == STYLE_PLAIN;

	if (n->kind == NODE_SCALAR) {
		key = labelled(x, c, "enumDescriptions");
		if (!key.n)
			key = labelled(x, c, "x-enum-en");
	}
	if (key.n) {
		diag_error(x->dg, "label-value", x->doc->src, say_at(x),
		    "'%.*s' is only the label; the file wants '%.*s'",
		    STR(n->text), STR(key));
		diag_cure(x->dg, "%.*s", STR(key));
	} else if (plain && c->nothers == 0 && truth_word(n->text)) {
		diag_error(x->dg, "bool-like", x->doc->src, say_at(x),
		    "'%.*s' is not allowed for '%.*s'; YAML 1.1 tools read "
		    "no/yes/on/off as true or false, so quote such words; "
		    "allowed: %.*s", STR(n->text), STR(say_name(x)),
		    STR(allowed(x, c)));
	} else if (plain && is_number(n) && has_choice(c, n->text)) {
		say_unquoted(x);
	} else {
		say_not_chosen(x, c);
	}
}

static void
say_const(const struct say *x)
{
	const struct choices *c = x->sub->only;
	struct str want = c->nwords ? c->words[0].s :
	    x->sdoc->nodes[c->others[0]].kind == NODE_SCALAR ?
	    x->sdoc->nodes[c->others[0]].text : S("…");

	diag_error(x->dg, "const", x->doc->src, say_at(x),
	    "'%.*s' must be '%.*s', not '%.*s'", STR(say_name(x)),
	    STR(want), STR(say_shown(x)));
}

static void
say_disputed(const struct say *x)
{
	struct str s = x->n->text;

	if (zero_first(s)) {
		say_zero(x);
		return;
	}
	if (truth_word(s))
		diag_error(x->dg, "bool-like", x->doc->src, say_at(x),
		    "%.*s without quotes is true or false to YAML 1.1 tools",
		    STR(s));
	else
		diag_error(x->dg, "disputed-scalar", x->doc->src, say_at(x),
		    "%.*s without quotes is not text to every reader of YAML",
		    STR(s));
	quote_cure(x);
}

static void
say_number_zero(const struct say *x)
{
	struct str s = x->n->text;
	size_t sign = s.n && (s.p[0] == '-' || s.p[0] == '+'), i = sign;

	while (i + 1 < s.n && s.p[i] == '0' && s.p[i + 1] >= '0' &&
	    s.p[i + 1] <= '9')
		i++;
	diag_error(x->dg, "leading-zero", x->doc->src, say_at(x),
	    "%.*s begins with 0, which some readers take for octal", STR(s));
	diag_cure(x->dg, "%.*s%.*s", (int)sign, s.p,
	    STR(str_sub(s, i, s.n)));
}

static void
say_format(const struct say *x)
{
	uint32_t format;

	if (format_is_date(x->sub->format)) {
		say_date(x);
		return;
	}
	format = doc_get(x->sdoc, x->sub->node, S("format"));
	diag_error(x->dg, "format", x->doc->src, say_at(x),
	    "'%.*s' of '%.*s' is not of the format '%.*s'",
	    STR(say_shown(x)), STR(say_name(x)),
	    STR(x->sdoc->nodes[format].text));
}

static void
say_length(const struct say *x)
{
	unsigned n = (unsigned)utf8_count(x->n->text);

	if (x->f->code == FOUND_SHORT && x->sub->min == 1)
		diag_error(x->dg, "length", x->doc->src, say_at(x),
		    "'%.*s' is empty; write something, or leave it out",
		    STR(say_name(x)));
	else if (x->f->code == FOUND_SHORT)
		diag_error(x->dg, "length", x->doc->src, say_at(x),
		    "'%.*s' has %u characters, at least %u are needed",
		    STR(say_name(x)), n, x->sub->min);
	else
		diag_error(x->dg, "length", x->doc->src, say_at(x),
		    "'%.*s' has %u characters, at most %u are allowed",
		    STR(say_name(x)), n, x->sub->max);
}

/* Would it pass but for full-width characters? */
static bool
passes_halved(const struct say *x)
{
	struct pattern_run *r;
	struct str half = halved(x);

	if (str_eq(half, x->n->text))
		return false;
	r = pattern_run_new(x->dg->arena);
	return pattern_match(x->sub->pattern, r, half) == PATTERN_YES;
}

static void
say_pattern(const struct say *x)
{
	struct str words = say_rule_text(x, "x-pattern-zh", "x-pattern-en");
	uint32_t pattern = doc_get(x->sdoc, x->sub->node, S("pattern"));

	if (x->f->code == FOUND_GAVE_UP) {
		diag_error(x->dg, "pattern-limit", x->doc->src, say_at(x),
		    "the pattern for '%.*s' takes too many steps on this "
		    "value", STR(say_name(x)));
	} else if (passes_halved(x)) {
		diag_error(x->dg, "fullwidth-digit", x->doc->src, say_at(x),
		    "full-width characters in '%.*s'", STR(say_shown(x)));
		diag_cure(x->dg, "%.*s", STR(halved(x)));
	} else if (words.n) {
		diag_error(x->dg, "pattern", x->doc->src, say_at(x),
		    "'%.*s' is not a valid '%.*s': %.*s", STR(say_shown(x)),
		    STR(say_name(x)), STR(words));
	} else {
		diag_error(x->dg, "pattern", x->doc->src, say_at(x),
		    "'%.*s' is not a valid '%.*s'; its form is %.*s",
		    STR(say_shown(x)), STR(say_name(x)),
		    STR(x->sdoc->nodes[pattern].text));
	}
}

static void
say_bound(const struct say *x)
{
	static const char *const keys[] = { "minimum", "maximum",
	    "exclusiveMinimum", "exclusiveMaximum", "multipleOf" };
	struct str limit = doc_text(x->sdoc, x->sub->node, keys[x->f->a % 5]);
	struct str v = say_shown(x), name = say_name(x);

	if (x->f->a == MINIMUM)
		diag_error(x->dg, "range", x->doc->src, say_at(x),
		    "%.*s is too small: '%.*s' must be at least %.*s",
		    STR(v), STR(name), STR(limit));
	else if (x->f->a == MAXIMUM)
		diag_error(x->dg, "range", x->doc->src, say_at(x),
		    "%.*s is too large: '%.*s' must be at most %.*s",
		    STR(v), STR(name), STR(limit));
	else if (x->f->a == ABOVE)
		diag_error(x->dg, "range", x->doc->src, say_at(x),
		    "%.*s is too small: '%.*s' must be more than %.*s",
		    STR(v), STR(name), STR(limit));
	else if (x->f->a == BELOW)
		diag_error(x->dg, "range", x->doc->src, say_at(x),
		    "%.*s is too large: '%.*s' must be less than %.*s",
		    STR(v), STR(name), STR(limit));
	else
		diag_error(x->dg, "multiple", x->doc->src, say_at(x),
		    "%.*s is no multiple of %.*s, as '%.*s' must be",
		    STR(v), STR(limit), STR(name));
}

static void
say_never(const struct say *x)
{
	diag_error(x->dg, "unknown-key", x->doc->src, say_at(x),
	    "nothing may stand here: '%.*s'", STR(say_name(x)));
}

void
say_value(const struct say *x)
{
	static void (*const codes[])(const struct say *) = {
		[FOUND_NEVER] = say_never, [FOUND_TYPE] = say_type,
		[FOUND_ENUM] = say_enum, [FOUND_CONST] = say_const,
		[FOUND_DISPUTED] = say_disputed,
		[FOUND_ZERO] = say_number_zero,
		[FOUND_FORMAT] = say_format, [FOUND_SHORT] = say_length,
		[FOUND_LONG] = say_length, [FOUND_PATTERN] = say_pattern,
		[FOUND_GAVE_UP] = say_pattern, [FOUND_BOUND] = say_bound,
	};

	codes[x->f->code](x);
}
