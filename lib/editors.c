/* SPDX-License-Identifier: MIT */
/* editors - the kinds' paths as the globs that editors understand. */
#include <assert.h>

#include "buf.h"
#include "editors.h"

struct str
editors_glob(struct str pattern, struct arena *a)
{
	struct buf b;
	size_t at;

	buf_init(&b, a);
	while (pattern.n) {
		at = str_find(pattern, S("{"));
		buf_add(&b, str_sub(pattern, 0, at));
		if (at < pattern.n)
			buf_char(&b, '*');
		at += str_find(str_sub(pattern, at, pattern.n), S("}"));
		pattern = str_sub(pattern, at + 1, pattern.n);
	}
	return buf_str(&b);
}

/* RFC 3986's unreserved characters, and what separates a path. */
static bool
stays(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
}

struct str
editors_uri(struct str path, struct arena *a)
{
	struct buf b;
	size_t i;

	buf_init(&b, a);
	buf_puts(&b, "file://");
	for (i = 0; i < path.n; i++) {
		if (stays(path.p[i]))
			buf_char(&b, path.p[i]);
		else
			buf_printf(&b, "%%%02X",
			    (unsigned)(unsigned char)path.p[i]);
	}
	return buf_str(&b);
}

static void
put_kind(struct buf *b, struct ledger *led, const struct kind *kind)
{
	struct str path = arena_printf(led->arena, "%.*s/schemas/%.*s%s",
	    STR(led->env.share), STR(kind->name),
	    kind->list ? ".list.yaml" : ".yaml");

	buf_puts(b, "    ");
	buf_json(b, editors_uri(path, led->arena));
	buf_puts(b, ": [");
	buf_json(b, editors_glob(kind->path, led->arena));
	buf_char(b, ']');
}

bool
editors_settings(struct str *json, struct ledger *led, struct str template,
    struct diag *dg)
{
	size_t brace = str_find(template, S("{")), i;
	const struct kind *kind;
	bool first = true;
	struct buf b;

	assert(led->kind_names.n > 0);
	buf_init(&b, led->arena);
	buf_add(&b, str_sub(template, 0, brace + 1));
	buf_puts(&b, "\n  \"yaml.schemas\": {\n");
	for (i = 0; i < led->kind_names.n; i++) {
		kind = ledger_kind(led, led->kind_names.v[i], dg);
		if (!kind)
			return false;
		if (kind->path.n == 0)
			continue;
		buf_puts(&b, first ? "" : ",\n");
		put_kind(&b, led, kind);
		first = false;
	}
	buf_puts(&b, "\n  },");
	buf_add(&b, str_sub(template, brace + 1, template.n));
	*json = buf_str(&b);
	return true;
}
