/* SPDX-License-Identifier: MIT */
/* schema-ref - URI references (RFC 3986, 5.2) and JSON pointers (RFC 6901). */
#include "buf.h"
#include "schema-ops.h"

struct uri {
	struct str scheme, authority, path, query;
	bool       has_authority, has_query;
};

/* The fragment is not looked at: callers cut it off. */
static struct uri
split(struct str s)
{
	struct uri u = { .path = s };
	size_t i = 0;

	while (i < s.n && !strchr(":/?", s.p[i]))
		i++;
	if (i > 0 && i < s.n && s.p[i] == ':') {
		u.scheme = str_sub(s, 0, i);
		u.path = s = str_sub(s, i + 1, s.n);
	}
	i = str_find(s, S("?"));
	if (i < s.n) {
		u.has_query = true;
		u.query = str_sub(s, i + 1, s.n);
		u.path = s = str_sub(s, 0, i);
	}
	if (str_starts(s, S("//"))) {
		for (i = 2; i < s.n && s.p[i] != '/'; i++)
			;
		u.has_authority = true;
		u.authority = str_sub(s, 2, i);
		u.path = str_sub(s, i, s.n);
	}
	return u;
}

/* Takes the last segment, with the '/' before it, off the end. */
static void
drop_segment(struct buf *b)
{
	while (b->n && b->p[b->n - 1] != '/')
		b->n--;
	if (b->n)
		b->n--;
}

/* Without "." and ".." segments. */
static struct str
clean(struct str path, struct arena *a)
{
	struct buf b;
	struct str segment;
	size_t end;
	bool rooted = str_starts(path, S("/"));

	buf_init(&b, a);
	if (rooted)
		path = str_sub(path, 1, path.n);
	for (;; path = str_sub(path, end + 1, path.n)) {
		end = str_find(path, S("/"));
		segment = str_sub(path, 0, end);
		if (str_is(segment, "..")) {
			drop_segment(&b);
		} else if (!str_is(segment, ".")) {
			if (b.n || rooted)
				buf_char(&b, '/');
			buf_add(&b, segment);
		}
		if (end == path.n)
			break;
	}
	if (str_is(segment, ".") || str_is(segment, ".."))
		buf_char(&b, '/');
	return buf_str(&b);
}

static struct str
merge(const struct uri *base, struct str path, struct arena *a)
{
	size_t n = base->path.n;

	if (path.n && path.p[0] == '/')
		return clean(path, a);
	while (n && base->path.p[n - 1] != '/')
		n--;
	if (n == 0 && base->has_authority)
		return clean(arena_printf(a, "/%.*s", STR(path)), a);
	return clean(arena_printf(a, "%.*s%.*s", (int)n, base->path.p,
	    STR(path)), a);
}

struct str
uri_join(struct str base, struct str ref, struct arena *a)
{
	struct uri b = split(base), r = split(ref);
	struct buf out;

	if (r.scheme.n == 0) {
		r.scheme = b.scheme;
		if (r.has_authority) {
			r.path = clean(r.path, a);
		} else {
			r.has_authority = b.has_authority;
			r.authority = b.authority;
			if (r.path.n) {
				r.path = merge(&b, r.path, a);
			} else {
				r.path = b.path;
				if (!r.has_query) {
					r.has_query = b.has_query;
					r.query = b.query;
				}
			}
		}
	}
	buf_init(&out, a);
	if (r.scheme.n)
		buf_printf(&out, "%.*s:", STR(r.scheme));
	if (r.has_authority)
		buf_printf(&out, "//%.*s", STR(r.authority));
	buf_add(&out, r.path);
	if (r.has_query)
		buf_printf(&out, "?%.*s", STR(r.query));
	return buf_str(&out);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str
percent_decode(struct str s, struct arena *a)
{
	struct buf b;
	size_t i;

	if (str_find(s, S("%")) == s.n)
		return s;
	buf_init(&b, a);
	for (i = 0; i < s.n; i++)
		if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 &&
		    hex(s.p[i + 2]) >= 0) {
			buf_char(&b, (char)(hex(s.p[i + 1]) << 4 |
			    hex(s.p[i + 2])));
			i += 2;
		} else {
			buf_char(&b, s.p[i]);
		}
	return buf_str(&b);
}

/* ~0 and ~1 of a pointer. */
static struct str
token(struct str s, struct arena *a)
{
	struct buf b;
	size_t i;

	if (str_find(s, S("~")) == s.n)
		return s;
	buf_init(&b, a);
	for (i = 0; i < s.n; i++)
		if (s.p[i] == '~' && i + 1 < s.n &&
		    (s.p[i + 1] == '0' || s.p[i + 1] == '1'))
			buf_char(&b, s.p[++i] == '0' ? '~' : '/');
		else
			buf_char(&b, s.p[i]);
	return buf_str(&b);
}

/* The items of a list by their number, for lists of many references. */
static const uint32_t *
items_of(struct schema_doc *sd, uint32_t list, struct arena *a)
{
	const struct doc *d = sd->doc;
	uint32_t at, n = 0;

	if (!sd->items)
		sd->items = arena_array(a, d->n, sizeof(*sd->items));
	if (sd->items[list])
		return sd->items[list];
	sd->items[list] = arena_array(a, d->nodes[list].n,
	    sizeof(**sd->items));
	for (at = list + 1; at < d->nodes[list].next; at = d->nodes[at].next)
		sd->items[list][n++] = at;
	return sd->items[list];
}

static uint32_t
item_at(struct schema_doc *sd, uint32_t list, struct str s, struct arena *a)
{
	uint32_t want = 0;

	if (s.n == 0 || s.n > 9 || (s.n > 1 && s.p[0] == '0'))
		return UINT32_MAX;
	for (; s.n; s.p++, s.n--) {
		if (s.p[0] < '0' || s.p[0] > '9')
			return UINT32_MAX;
		want = want * 10 + (uint32_t)(s.p[0] - '0');
	}
	return want < sd->doc->nodes[list].n ? items_of(sd, list, a)[want] :
	    UINT32_MAX;
}

uint32_t
pointer_find(struct schema_doc *sd, uint32_t from, struct str s,
    struct arena *a, uint32_t *within)
{
	const struct doc *doc = sd->doc;
	uint32_t at = from;
	struct str name;
	size_t end;

	while (s.n) {
		if (sd->resources[at])
			*within = at;
		s = str_sub(s, 1, s.n);
		end = str_find(s, S("/"));
		name = token(str_sub(s, 0, end), a);
		s = str_sub(s, end, s.n);
		if (doc->nodes[at].kind == NODE_SEQ)
			at = item_at(sd, at, name, a);
		else if (doc->nodes[at].kind == NODE_MAP)
			at = doc_get(doc, at, name);
		else
			return UINT32_MAX;
		if (at == 0 || at == UINT32_MAX)
			return UINT32_MAX;
	}
	return at;
}
