/* SPDX-License-Identifier: MIT */
/* change-world - a ledger with two kinds of its own, for the tests of change */
#ifndef CHANGE_WORLD_H
#define CHANGE_WORLD_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change.h"

#define HOME	"371603002200"
#define AWAY	"371603002201"
#define MARCH	"villages/" HOME "/things/2026-03.yaml"

struct world {
	struct arena  a;
	struct diag   dg;
	struct ledger led;
	char          dir[64];
};

static const char world_fields[] =
	"  ref: {title: 登记号, type: string}\n"
	"  date: {title: 日期, type: string, format: date}\n"
	"  village: {title: 村, type: string}\n"
	"  members: {title: 人数, type: integer}\n"
	"  points: {title: 分值, type: number, x-type: points}\n"
	"  tags: {title: 标签, type: array, items: {type: string}}\n"
	"  visitors:\n"
	"    title: 走访人\n"
	"    type: array\n"
	"    items:\n"
	"      type: object\n"
	"      properties:\n"
	"        person: {title: 人员, type: string}\n"
	"        role: {title: 身份, type: string}\n"
	"  mark:\n"
	"    title: 评价\n"
	"    type: object\n"
	"    additionalProperties: false\n"
	"    properties:\n"
	"      value: {title: 满意度, type: string}\n"
	"      why: {title: 原因, type: string}\n"
	"      day: {title: 评价日期, type: string}\n"
	"  note: {title: 备注, type: string}\n"
	"  place: {title: 地点, type: string}\n";

static inline void
world_put(const struct world *w, const char *path, struct str text)
{
	char full[256];
	char *slash;
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", w->dir, path);
	for (slash = full + strlen(w->dir) + 1; (slash = strchr(slash, '/'));
	    slash++) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = fopen(full, "w");
	if (!f || fwrite(text.p, 1, text.n, f) != text.n || fclose(f) != 0)
		abort();
}

static inline void
world_remove(const struct world *w, const char *path)
{
	char full[256];

	snprintf(full, sizeof(full), "%s/%s", w->dir, path);
	unlink(full);
}

static inline void
world_schemas(struct world *w)
{
	static const char head[] =
	    "type: object\n"
	    "additionalProperties: false\n"
	    "required: [id, date, village]\n"
	    "properties:\n"
	    "  id: {title: 编号, type: string}\n";

	world_put(w, "ledger.yaml", S("format: 1\nregion: \"371603002000\"\n"
	    "name: 富源街道\n"));
	world_put(w, "schemas/thing.yaml", arena_printf(&w->a,
	    "title: 事\nx-en: thing\nx-ledger:\n"
	    "  path: villages/{village}/things/{date:month}.yaml\n"
	    "  list: true\n  letter: T\n  day: date\n%s%s", head,
	    world_fields));
	world_put(w, "schemas/card.yaml", arena_printf(&w->a,
	    "title: 卡\nx-en: card\nx-ledger:\n"
	    "  path: villages/{village}/cards/{id}.yaml\n"
	    "  list: false\n  letter: C\n  day: date\n%s%s", head,
	    world_fields));
}

static inline int
world_begin(struct world *w)
{
	struct ledger_env env = { .share = S("share"), .today = 20000 };

	arena_init(&w->a);
	diag_init(&w->dg, &w->a, NULL);
	snprintf(w->dir, sizeof(w->dir), "/tmp/taizhang-change-XXXXXX");
	if (!mkdtemp(w->dir))
		return -1;
	world_schemas(w);
	env.dir = str_of(w->dir);
	env.write = true;
	return ledger_open(&w->led, &w->a, &env, &w->dg) ? 0 : -1;
}

static inline void
world_clear(int at)
{
	DIR *d = fdopendir(openat(at, ".", O_RDONLY | O_DIRECTORY));
	struct dirent *e;
	int below;

	while (d && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 ||
		    unlinkat(at, e->d_name, 0) == 0)
			continue;
		below = openat(at, e->d_name, O_RDONLY | O_DIRECTORY);
		if (below >= 0) {
			world_clear(below);
			close(below);
		}
		unlinkat(at, e->d_name, AT_REMOVEDIR);
	}
	if (d)
		closedir(d);
}

static inline void
world_end(struct world *w)
{
	int at = open(w->dir, O_RDONLY | O_DIRECTORY);

	ledger_close(&w->led);
	world_clear(at);
	close(at);
	rmdir(w->dir);
	arena_free(&w->a);
}

/* What a file holds now, "-" where there is none. */
static inline struct str
world_get(struct world *w, const char *path)
{
	struct source src;
	struct diag dg;

	diag_init(&dg, w->led.arena, NULL);
	if (!store_read(&src, &w->led.store, w->led.arena, str_of(path), &dg))
		abort();
	return src.exists ? src.bytes : S("-");
}

/* YAML in one line as a value: numbers bare, all else text. */
static inline struct value *
world_value(struct world *w, const char *yaml)
{
	struct source *src = arena_alloc(w->led.arena, sizeof(*src));
	struct doc *doc = arena_alloc(w->led.arena, sizeof(*doc));

	*src = source_of("value.yaml", str_of(yaml));
	if (!doc_read_yaml(doc, src, w->led.arena, &w->dg))
		abort();
	return value_from_node(w->led.arena, doc, 0);
}

#endif
