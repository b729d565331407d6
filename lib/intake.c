/* SPDX-License-Identifier: MIT */
/* intake - scalars, lists and references as people write them. */
#include "intake.h"
#include "secret.h"
#include "utf8.h"

bool
intake_split(struct given *g, const struct source *argument)
{
	struct str s = argument->bytes, wide = S("＝");
	size_t at = str_find(s, S("=")), other = str_find(s, wide);
	size_t n = other < at ? wide.n : 1;

	at = other < at ? other : at;
	if (at == s.n)
		return false;
	*g = (struct given){
		.key = str_trim(str_sub(s, 0, at)),
		.value = str_sub(s, at + n, s.n),
		.src = argument,
		.key_at = { 0, (uint32_t)at },
		.value_at = { (uint32_t)(at + n), (uint32_t)s.n },
	};
	return g->key.n > 0;
}

/* The separators of a list, each with its length in bytes. */
static size_t
separator(struct str s)
{
	static const char *const marks[] = { ",", ";", "，", "、", "；" };
	size_t i;

	for (i = 0; i < NELEM(marks); i++)
		if (str_starts(s, str_of(marks[i])))
			return strlen(marks[i]);
	return 0;
}

void
intake_items(struct strs *items, struct arena *a, struct str s)
{
	size_t i, from, n;
	struct str item;

	for (i = from = 0; i <= s.n; i++) {
		n = i < s.n ? separator(str_sub(s, i, s.n)) : 0;
		if (i < s.n && n == 0)
			continue;
		item = str_trim(str_sub(s, from, i));
		if (item.n)
			strs_add(items, a, item);
		from = i + n;
		i += n ? n - 1 : 0;
	}
}

/* ---- one scalar ------------------------------------------------------- */

static bool
choice(struct str *key, struct ledger *led, const struct field *f,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	struct str near;
	struct buf b;
	size_t i;

	*key = field_choice(f, text);
	if (key->p)
		return true;
	buf_init(&b, led->arena);
	for (i = 0; i < f->nchoices; i++)
		buf_printf(&b, "%s%.*s %.*s", i ? ", " : "",
		    STR(f->choices[i]), STR(field_choice_label(f,
		    f->choices[i], led->chinese)));
	diag_error(dg, "enum", src, at,
	    "'%.*s' is no value of %.*s; allowed: %.*s", STR(text),
	    STR(field_label(f, led->chinese)), STR(buf_str(&b)));
	near = near_word(text, f->choices, f->nchoices);
	if (!near.n && f->labels)
		near = near_word(text, f->labels, f->nchoices);
	if (near.n)
		return diag_cure(dg, "%.*s", STR(near));
	return false;
}

static bool
boolean(struct str *out, struct str text)
{
	static const char *const yes[] = { "true", "yes", "1", "是", "有" };
	static const char *const no[] = { "false", "no", "0", "否", "无" };
	size_t i;

	for (i = 0; i < NELEM(yes); i++) {
		if (str_is(text, yes[i]) || str_is(text, no[i])) {
			*out = str_is(text, yes[i]) ? S("true") : S("false");
			return true;
		}
	}
	return false;
}

/* An optional sign, digits, and at most one point between digits. */
static bool
plain_number(struct str s, bool whole)
{
	size_t i, digits = 0, dots = 0;

	for (i = s.n && (s.p[0] == '-' || s.p[0] == '+'); i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] == '.' && digits && !whole && i + 1 < s.n)
			dots++;
		else
			return false;
	}
	return digits && dots <= 1 && s.n <= 40;
}

static bool
number(struct str *out, struct ledger *led, const struct field *f,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	points p;
	bool whole = f->type == FIELD_INT;

	if (f->type == FIELD_POINTS) {
		if (!points_parse(&p, text, src, at, dg))
			return false;
		*out = points_str(led->arena, p);
		return true;
	}
	if (!plain_number(text, whole))
		return whole ? diag_error(dg, "number", src, at,
		    "%.*s wants a whole number, not '%.*s'",
		    STR(field_label(f, led->chinese)), STR(text)) :
		    diag_error(dg, "number", src, at,
		    "%.*s wants a number, not '%.*s'",
		    STR(field_label(f, led->chinese)), STR(text));
	*out = text.p[0] == '+' ? str_sub(text, 1, text.n) : text;
	return true;
}

bool
intake_scalar(struct value **v, struct ledger *led, const struct field *f,
    struct str typed, const struct source *src, struct span at,
    struct diag *dg)
{
	struct str text = str_trim(utf8_halved(typed, led->arena)), out = text;
	bool bare = false;
	date_day day;

	switch (f->type) {
	case FIELD_DATE:
		if (!date_parse(&day, text, led->env.today, src, at, dg))
			return false;
		out = date_str(led->arena, day);
		break;
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_POINTS:
		if (!number(&out, led, f, text, src, at, dg))
			return false;
		bare = true;
		break;
	case FIELD_BOOL:
		if (!boolean(&out, text))
			return diag_error(dg, "boolean", src, at,
			    "%.*s wants yes or no, not '%.*s'",
			    STR(field_label(f, led->chinese)), STR(text));
		bare = true;
		break;
	case FIELD_ENUM:
		if (!choice(&out, led, f, text, src, at, dg))
			return false;
		break;
	case FIELD_REF:
		break;
	default:
		/* a text is kept as typed, a code is not spaced */
		out = secret_allowed(f) ? str_trim(typed) : typed;
		if (!secret_allowed(f) && !secret_none(typed,
		    field_label(f, led->chinese), src, at, dg))
			return false;
	}
	*v = bare ? value_bare(led->arena, out) : value_text(led->arena, out);
	(*v)->src = src;
	(*v)->at = at;
	return true;
}

/* ---- mappings in one word: photo:2026/01/7.jpg, or a person's name ----- */

/* The sub-field that a lone word means: the first required, else the first,
 * that is no choice. */
static const struct field *
main_sub(const struct field *f)
{
	const struct field *first = NULL;
	size_t i;

	for (i = 0; i < f->nfields; i++) {
		if (f->fields[i].type == FIELD_ENUM ||
		    f->fields[i].type == FIELD_MAP)
			continue;
		if (f->fields[i].required)
			return &f->fields[i];
		if (!first)
			first = &f->fields[i];
	}
	return first;
}

static bool
put_sub(struct value *map, struct ledger *led, const struct field *sub,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	struct value *v;

	if (!intake_scalar(&v, led, sub, text, src, at, dg))
		return false;
	value_set(map, sub->key, v);
	return true;
}

/* kind:ref, as evidence is written: the part behind the colon is left. */
static bool
kind_prefix(struct value *map, struct ledger *led, const struct field *f,
    struct str *text)
{
	struct str wide = S("：");
	size_t colon = str_find(*text, S(":")), other = str_find(*text, wide);
	size_t n = other < colon ? wide.n : 1;

	colon = other < colon ? other : colon;
	if (f->nfields < 2 || !str_is(f->fields[0].key, "kind") ||
	    !str_is(f->fields[1].key, "ref") || colon == text->n)
		return false;
	value_put(led->arena, map, "kind", str_trim(str_sub(*text, 0,
	    colon)));
	*text = str_trim(str_sub(*text, colon + n, text->n));
	return true;
}

static bool
map_word(struct value **v, struct ledger *led, const struct field *f,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	const struct field *sub = main_sub(f);

	*v = value_new(led->arena, VALUE_MAP);
	(*v)->src = src;
	(*v)->at = at;
	if (kind_prefix(*v, led, f, &text))
		sub = &f->fields[1];
	if (!sub)
		return diag_error(dg, "field", src, at,
		    "say which part of %.*s you mean: %.*s.PART=…",
		    STR(field_label(f, led->chinese)), STR(f->key));
	return put_sub(*v, led, sub, text, src, at, dg);
}

bool
intake_one(struct value **v, struct ledger *led, const struct field *f,
    struct str text, const struct source *src, struct span at,
    struct diag *dg)
{
	return f->type == FIELD_MAP ? map_word(v, led, f, text, src, at, dg)
	    : intake_scalar(v, led, f, text, src, at, dg);
}

/* ---- one FIELD=VALUE -------------------------------------------------- */

static struct value *
list_under(struct value *rec, const struct field *f, struct arena *a,
    const struct given *g)
{
	struct value *list = value_get(rec, f->key);

	if (!list) {
		list = value_new(a, VALUE_LIST);
		list->src = g->src;
		list->at = g->value_at;
		value_set(rec, f->key, list);
	}
	return list;
}

static void
lines(struct strs *items, struct arena *a, struct str s)
{
	struct str line;
	size_t n;

	for (; s.n; s = str_sub(s, n + 1, s.n)) {
		n = str_find(s, S("\n"));
		line = str_trim(str_sub(s, 0, n));
		if (line.n)
			strs_add(items, a, line);
	}
}

/* Where an item lies in the argument that lists it. */
static struct span
item_at(const struct given *g, struct str item)
{
	const char *base = g->src->bytes.p;

	if (item.p < base || item.p + item.n > base + g->src->bytes.n)
		return g->value_at;
	return (struct span){ (uint32_t)(item.p - base),
	    (uint32_t)(item.p - base + (ptrdiff_t)item.n) };
}

static bool
put_list(struct value *rec, struct ledger *led, const struct field *f,
    const struct given *g, struct diag *dg)
{
	struct value *list = list_under(rec, f, led->arena, g), *v;
	struct strs items = { 0 };
	bool ok = true;
	size_t i;

	if (g->list)
		lines(&items, led->arena, g->value);
	else
		intake_items(&items, led->arena, g->value);
	for (i = 0; i < items.n; i++) {
		if (intake_one(&v, led, f, items.v[i], g->src,
		    item_at(g, items.v[i]), dg))
			value_append(list, v);
		else
			ok = false;
	}
	return ok;
}

/* visitors.person=P-0003: into the newest element, or a new one where that
 * has this part already. */
static bool
put_part(struct value *rec, struct ledger *led, const struct field *f,
    const struct field *sub, const struct given *g, struct diag *dg)
{
	struct value *map, *list, *v;

	if (f->list) {
		list = list_under(rec, f, led->arena, g);
		map = list->last;
		if (!map || value_get(map, sub->key)) {
			map = value_append(list, value_new(led->arena,
			    VALUE_MAP));
			map->src = g->src;
			map->at = g->value_at;
		}
	} else {
		map = value_get(rec, f->key);
		if (!map)
			map = value_set(rec, f->key, value_new(led->arena,
			    VALUE_MAP));
	}
	if (sub->list) {
		struct given inner = *g;

		return put_list(map, led, sub, &inner, dg);
	}
	if (!intake_one(&v, led, sub, g->value, g->src, g->value_at, dg))
		return false;
	value_set(map, sub->key, v);
	return true;
}

bool
intake_no_field(struct ledger *led, const struct kind *kind,
    const struct given *g, struct diag *dg)
{
	struct strs words = { 0 };
	struct str near;
	size_t i;

	diag_error(dg, "field", g->src, g->key_at, "%.*s has no field '%.*s'",
	    STR(led->chinese ? kind->title : kind->en), STR(g->key));
	for (i = 0; i < kind->nfields; i++) {
		strs_add(&words, led->arena, kind->fields[i].label);
		strs_add(&words, led->arena, kind->fields[i].key);
	}
	near = near_word(g->key, words.v, words.n);
	for (i = 0; g->key.n > 2 && near.n == 0 && i < words.n; i++)
		if (str_find(words.v[i], g->key) < words.v[i].n)
			near = words.v[i];
	if (near.n)
		return diag_cure(dg, "%.*s", STR(near));
	return diag_advise(dg, "--fields lists the fields");
}

static bool
put(struct value *rec, struct ledger *led, const struct kind *kind,
    const struct given *g, struct diag *dg)
{
	struct str key = str_trim(utf8_halved(g->key, led->arena));
	size_t dot = str_find(key, S("."));
	const struct field *f = kind_field(kind, str_sub(key, 0, dot)), *sub;
	struct value *v;

	if (!f)
		return intake_no_field(led, kind, g, dg);
	if (str_trim(g->value).n == 0)
		return true;	/* nothing said */
	if (dot < key.n) {
		sub = field_sub(f, str_sub(key, dot + 1, key.n));
		return sub ? put_part(rec, led, f, sub, g, dg) :
		    intake_no_field(led, kind, g, dg);
	}
	if (!value_get(rec, f->key) && intake_is_json(f, g->value)) {
		if (!intake_json(&v, led, kind, f, g, dg))
			return false;
		value_set(rec, f->key, v);
		return true;
	}
	if (f->list)
		return put_list(rec, led, f, g, dg);
	if (value_get(rec, f->key))
		return diag_error(dg, "twice", g->src, g->key_at,
		    "%.*s is given twice", STR(field_label(f, led->chinese)));
	if (!intake_one(&v, led, f, g->value, g->src, g->value_at, dg)) {
		/* that it was said keeps it from being missed, too */
		v = value_put(led->arena, rec, f->key.p, g->value);
		v->src = g->src;
		v->at = g->value_at;
		return false;
	}
	value_set(rec, f->key, v);
	return true;
}

bool
intake_given(struct value **out, struct ledger *led, const struct kind *kind,
    const struct given *g, size_t n, struct str village, struct diag *dg)
{
	struct value *rec = value_new(led->arena, VALUE_MAP);
	bool ok = true;
	size_t i;

	for (i = 0; i < n; i++)
		if (!put(rec, led, kind, &g[i], dg))
			ok = false;
	if (n) {
		rec->src = g[0].src;
		rec->at = (struct span){ 0, 0 };
	}
	*out = rec;
	return ok && intake_finish(rec, led, kind, village, dg);
}
