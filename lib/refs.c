/* SPDX-License-Identifier: MIT */
/* refs - registers indexed by id and name, a village at a time. */
#include <stdlib.h>

#include "refs.h"
#include "utf8.h"

#define CANDIDATES	8	/* named in one message */

struct entry {
	struct ref    ref;	/* first: handed out as such */
	struct entry *same;	/* the next of the same name */
};

struct refs_index {
	const struct ref **v;
	size_t             n, cap;
	struct map         by_id, by_name;
};

/* What matched, in the order found. */
struct matches {
	const struct ref *v[CANDIDATES];
	size_t            n;	/* also those that did not fit */
};

/* ---- building --------------------------------------------------------- */

static struct str
joined(const struct record *r, const char *key, struct arena *a)
{
	uint32_t list = record_get(r, key), i;
	struct buf b;

	buf_init(&b, a);
	if (!list || r->doc->nodes[list].kind != NODE_SEQ)
		return S("");
	for (i = doc_first(r->doc, list); i; i = doc_after(r->doc, list, i)) {
		if (b.n)
			buf_char(&b, ' ');
		buf_add(&b, r->doc->nodes[i].text);
	}
	return buf_str(&b);
}

static void
add(struct refs_index *x, const struct record *r, struct str village,
    struct arena *a)
{
	struct entry *e = arena_alloc(a, sizeof(*e));
	void **slot;

	e->ref = (struct ref){
		.id = arena_dup(a, record_id(r)),
		.name = arena_dup(a, record_str(r, r->kind->name_field)),
		.village = arena_dup(a, r->kind->village >= 0 ?
		    record_str(r, r->kind->village) : village),
		.group = arena_dup(a, record_text(r, "group")),
		.household = arena_dup(a, record_text(r, "household")),
		.roles = joined(r, "roles", a),
		.voided = record_voided(r),
	};
	x->v = arena_grow(a, x->v, x->n, &x->cap, sizeof(*x->v));
	x->v[x->n++] = &e->ref;
	*map_put(&x->by_id, e->ref.id) = e;
	slot = map_put(&x->by_name, e->ref.name);
	e->same = *slot;
	*slot = e;
}

static bool
fill(struct refs_index *x, struct ledger *led, const struct kind *kind,
    struct str village, struct diag *dg)
{
	struct ledger_scope scope = { .village = village };
	struct ledger_file f;
	struct record r;
	struct strs paths;
	struct arena a;
	uint32_t node;
	size_t i;
	bool ok = true;

	if (!ledger_paths(&paths, led, kind, &scope, dg))
		return false;
	arena_init(&a);
	for (i = 0; i < paths.n && ok; i++) {
		arena_reset(&a);
		ok = ledger_read(&f, led, kind, paths.v[i], led->run, &a, dg);
		for (node = ok ? ledger_next(&f, 0) : 0; node;
		    node = ledger_next(&f, node)) {
			record_init(&r, kind, &f.doc, node - 1);
			add(x, &r, f.found.village, led->arena);
		}
	}
	arena_free(&a);
	return ok;
}

/* The index of a kind in a village, built when first asked for. */
static const struct refs_index *
index_of(struct ledger *led, struct str name, struct str village,
    struct diag *dg)
{
	const struct kind *kind = ledger_kind(led, name, dg);
	struct refs_index *x;
	struct str key;

	if (!kind)
		return NULL;
	if (str_find(kind->path, S("{village}")) == kind->path.n)
		village = S("");
	key = arena_printf(led->arena, "%.*s/%.*s", STR(name), STR(village));
	x = map_get(&led->refs, key);
	if (x)
		return x;
	x = arena_alloc(led->arena, sizeof(*x));
	map_init(&x->by_id, led->arena);
	map_init(&x->by_name, led->arena);
	if (!fill(x, led, kind, village, dg))
		return NULL;
	*map_put(&led->refs, key) = x;
	return x;
}

/* ---- matching --------------------------------------------------------- */

static void
hit(struct matches *m, const struct ref *r)
{
	size_t i;

	for (i = 0; i < m->n && i < CANDIDATES; i++)
		if (m->v[i] == r)
			return;
	if (m->n < CANDIDATES)
		m->v[m->n] = r;
	m->n++;
}

/* 一二三…十 of a group's name as digits: 三组 and 3组 are both "3". */
static struct str
group_number(struct str s, struct arena *a)
{
	static const char *const digits[] = { "一", "二", "三", "四", "五",
	    "六", "七", "八", "九" };
	int tens = 0, ones = 0;
	size_t i, at;
	bool ten = false;

	if (str_starts(s, S("第")))
		s = str_sub(s, 3, s.n);
	for (at = 0; at < s.n; at += 3) {
		if (str_starts(str_sub(s, at, s.n), S("十"))) {
			tens = ones ? ones : 1;
			ones = 0;
			ten = true;
			continue;
		}
		for (i = 0; i < NELEM(digits); i++)
			if (str_starts(str_sub(s, at, s.n), str_of(digits[i])))
				break;
		if (i == NELEM(digits))
			break;
		ones = (int)i + 1;
	}
	if (at > 0 && (ten || ones))
		return arena_printf(a, "%d", tens * 10 + ones);
	for (at = 0; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++)
		;
	return at ? str_sub(s, 0, at) : s;
}

static bool
in_group(const struct ref *r, struct str group, struct arena *a)
{
	return group.n == 0 ||
	    str_eq(group_number(r->group, a), group_number(group, a)) ||
	    str_eq(r->village, group) || str_eq(r->id, group);
}

static void
match_name(struct matches *m, const struct refs_index *x, struct str name,
    struct str group, struct arena *a)
{
	const struct entry *e;

	for (e = map_get(&x->by_name, name); e; e = e->same)
		if (!e->ref.voided && in_group(&e->ref, group, a))
			hit(m, &e->ref);
}

static bool
ascii(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return s.n > 0;
}

/* A part of an id, or the beginning of a place's name (小房村). */
static void
match_part(struct matches *m, const struct refs_index *x, struct str text,
    bool place)
{
	bool id = ascii(text) && text.n >= 2;
	size_t i;

	for (i = 0; i < x->n; i++) {
		const struct ref *r = x->v[i];

		if (r->voided)
			continue;
		if ((id && str_find(r->id, text) < r->id.n) ||
		    (place && str_starts(r->name, text)))
			hit(m, r);
	}
}

static void
match(struct matches *m, const struct refs_index *x, struct str text,
    bool place, struct arena *a)
{
	const struct entry *e = map_get(&x->by_id, text);
	size_t at = str_find(text, S("@"));

	if (e) {
		hit(m, &e->ref);
		return;
	}
	match_name(m, x, text, S(""), a);
	if (m->n == 0 && at < text.n)
		match_name(m, x, str_sub(text, 0, at),
		    str_sub(text, at + 1, text.n), a);
	if (m->n == 0)
		match_part(m, x, text, place);
}

static int
by_id(const void *va, const void *vb)
{
	const struct ref *const *a = va, *const *b = vb;

	return str_cmp((*a)->id, (*b)->id);
}

static bool
ambiguous(struct matches *m, struct str text, const struct source *src,
    struct span at, struct ledger *led, struct diag *dg)
{
	struct buf b;
	size_t i;

	buf_init(&b, led->arena);
	qsort(m->v, m->n < CANDIDATES ? m->n : CANDIDATES, sizeof(m->v[0]),
	    by_id);
	for (i = 0; i < m->n && i < CANDIDATES; i++)
		buf_printf(&b, "%s%.*s %.*s%s%.*s", i ? "; " : "",
		    STR(m->v[i]->id), STR(m->v[i]->name),
		    m->v[i]->group.n ? "@" : "", STR(m->v[i]->group));
	if (m->n > CANDIDATES)
		buf_puts(&b, "; …");
	diag_error(dg, "ambiguous-ref", src, at,
	    "'%.*s' could be any of %zu: %.*s", STR(text), m->n,
	    STR(buf_str(&b)));
	return diag_advise(dg, "write the id, or name@group");
}

static bool
unknown(const struct refs_index *x, const struct kind *kind, struct str text,
    const struct source *src, struct span at, struct ledger *led,
    struct diag *dg)
{
	struct strs names = { 0 };
	struct str near;
	size_t i;

	diag_error(dg, "unknown-ref", src, at,
	    "the ledger has no %.*s '%.*s'",
	    STR(led->chinese ? kind->title : kind->en), STR(text));
	for (i = 0; x && i < x->n; i++) {
		strs_add(&names, led->arena, x->v[i]->name);
		strs_add(&names, led->arena, x->v[i]->id);
	}
	near = near_word(text, names.v, names.n);
	if (near.n)
		return diag_cure(dg, "%.*s", STR(near));
	return false;
}

bool
refs_resolve(struct str *id, struct ledger *led, struct str name,
    struct str text, struct str village, const struct source *src,
    struct span at, struct diag *dg)
{
	struct str places[3] = { village, led->region, S("") };
	const struct kind *kind = ledger_kind(led, name, dg);
	const struct refs_index *x, *own = NULL;
	struct refs_record found;
	struct matches m = { 0 };
	bool place;
	size_t i;

	if (!kind)
		return false;
	if (kind->letter) {
		if (!refs_find(&found, led, kind, text, src, at, dg))
			return false;
		*id = found.id;
		return true;
	}
	place = str_is(name, "region") || str_is(name, "unit");
	text = utf8_halved(text, led->arena);
	for (i = 0; i < 3 && m.n == 0; i++) {
		if (i < 2 && places[i].n == 0)
			continue;
		x = index_of(led, name, places[i], dg);
		if (!x)
			return false;
		own = own ? own : x;
		match(&m, x, text, place, led->arena);
	}
	if (m.n == 1) {
		*id = m.v[0]->id;
		return true;
	}
	return m.n ? ambiguous(&m, text, src, at, led, dg) :
	    unknown(own, kind, text, src, at, led, dg);
}

const struct ref *
refs_get(struct ledger *led, struct str kind, struct str id,
    struct str village, struct diag *dg)
{
	struct str places[3] = { village, led->region, S("") };
	const struct refs_index *x;
	const struct entry *e;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (i < 2 && places[i].n == 0)
			continue;
		x = index_of(led, kind, places[i], dg);
		if (!x)
			return NULL;
		e = map_get(&x->by_id, id);
		if (e)
			return &e->ref;
	}
	return NULL;
}

struct str
refs_short(struct str name)
{
	static const char *const offices[] = {
		"村民委员会", "居民委员会", "村委会", "居委会"
	};
	struct str end;
	size_t i;

	for (i = 0; i < NELEM(offices); i++) {
		end = str_of(offices[i]);
		if (!str_ends(name, end) || name.n == end.n)
			continue;
		name.n -= end.n;
		return name;
	}
	return name;
}

struct str
refs_name(struct ledger *led, struct str kind, struct str id,
    struct str village, struct diag *dg)
{
	const struct ref *r = id.n ? refs_get(led, kind, id, village, dg)
	    : NULL;

	if (!r || r->name.n == 0)
		return id;
	return str_is(kind, "region") ? refs_short(r->name) : r->name;
}

bool
refs_all(const struct ref *const **v, size_t *n, struct ledger *led,
    struct str kind, struct str village, struct diag *dg)
{
	const struct refs_index *x = index_of(led, kind, village, dg);

	*v = x ? x->v : NULL;
	*n = x ? x->n : 0;
	return x != NULL;
}

/* ---- records of any kind ---------------------------------------------- */

struct hunt {
	struct ledger      *led;
	const struct kind  *kind;
	struct str          text;
	struct refs_record *found;
	struct strs         ids;	/* of all that fit in part */
	bool                exact;
};

static void
take(struct hunt *h, struct str id, struct str path)
{
	h->exact = str_eq(id, h->text);
	if (h->exact || h->ids.n == 0)
		*h->found = (struct refs_record){ h->kind,
		    arena_dup(h->led->arena, id), path };
	strs_add(&h->ids, h->led->arena, arena_dup(h->led->arena, id));
}

/* Looks into one file, parsing it only where the bytes hold the text. */
static bool
look_into(struct hunt *h, struct str path, struct arena *a, struct diag *dg)
{
	struct ledger_file f;
	struct record r;
	struct source src;
	struct str id;
	uint32_t node;

	if (!h->kind->list) {
		layout_match(h->kind->path, path, &f.found);
		id = f.found.stem;
		if (str_find(id, h->text) < id.n)
			take(h, id, path);
		return true;
	}
	if (!store_read(&src, &h->led->store, a, path, dg))
		return false;
	if (str_find(src.bytes, h->text) == src.bytes.n)
		return true;
	if (!ledger_read(&f, h->led, h->kind, path, h->led->run, a, dg))
		return false;
	for (node = ledger_next(&f, 0); node && !h->exact;
	    node = ledger_next(&f, node)) {
		record_init(&r, h->kind, &f.doc, node - 1);
		id = record_id(&r);
		if (str_find(id, h->text) < id.n)
			take(h, id, path);
	}
	return true;
}

/* The month an id was made in: its file is the first place to look. */
static bool
likely(const struct kind *kind, struct str id, struct ledger_scope *scope)
{
	char text[DATE_TEXT];
	date_day day;

	if (!kind->letter || id.n < 9 || id.p[0] != kind->letter)
		return false;
	memcpy(text, id.p + 1, 4);
	text[4] = text[7] = '-';
	memcpy(text + 5, id.p + 5, 2);
	memcpy(text + 8, id.p + 7, 2);
	day = date_iso((struct str){ text, 10 });
	if (day == DATE_NONE)
		return false;
	scope->period = period_of(PERIOD_MONTH, day);
	return true;
}

static bool
hunt(struct hunt *h, const struct ledger_scope *scope, struct diag *dg)
{
	struct strs paths;
	struct arena a;
	bool ok = true;
	size_t i;

	if (!ledger_paths(&paths, h->led, h->kind, scope, dg))
		return false;
	arena_init(&a);
	for (i = 0; i < paths.n && ok && !h->exact; i++) {
		arena_reset(&a);
		ok = look_into(h, paths.v[i], &a, dg);
	}
	arena_free(&a);
	return ok;
}

static bool
several(const struct hunt *h, const struct source *src, struct span at,
    struct diag *dg)
{
	struct buf b;
	size_t i;

	buf_init(&b, h->led->arena);
	for (i = 0; i < h->ids.n && i < CANDIDATES; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR(h->ids.v[i]));
	if (h->ids.n > CANDIDATES)
		buf_puts(&b, ", …");
	return diag_error(dg, "ambiguous-ref", src, at,
	    "'%.*s' could be any of %zu: %.*s", STR(h->text), h->ids.n,
	    STR(buf_str(&b)));
}

/* A register's record may be called by its name: its id is what to hunt. */
static bool
named(struct hunt *h, const struct source *src, struct span at,
    struct diag *dg)
{
	struct ledger_scope all = { 0 };

	return refs_resolve(&h->text, h->led, h->kind->name, h->text, S(""),
	    src, at, dg) && hunt(h, &all, dg);
}

bool
refs_find(struct refs_record *found, struct ledger *led,
    const struct kind *kind, struct str text, const struct source *src,
    struct span at, struct diag *dg)
{
	struct ledger_scope scope = { 0 }, all = { 0 };
	struct hunt h = { .led = led, .kind = kind, .found = found };

	h.text = utf8_halved(text, led->arena);
	if (kind->letter && h.text.n < 3)
		return diag_error(dg, "unknown-ref", src, at,
		    "'%.*s' is too short to be part of an id", STR(text));
	if (!kind->letter && kind->list)
		return named(&h, src, at, dg);
	if (likely(kind, h.text, &scope) && !hunt(&h, &scope, dg))
		return false;
	if (!h.exact && !hunt(&h, &all, dg))
		return false;
	strs_sort(&h.ids);
	if (h.exact || h.ids.n == 1)
		return true;
	if (h.ids.n > 1)
		return several(&h, src, at, dg);
	return diag_error(dg, "unknown-ref", src, at,
	    "the ledger has no %.*s '%.*s'",
	    STR(led->chinese ? kind->title : kind->en), STR(text));
}
