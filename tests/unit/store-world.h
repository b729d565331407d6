/* SPDX-License-Identifier: MIT */
/* store-world - a ledger's directory to do harm in, for the tests of store */
#ifndef STORE_WORLD_H
#define STORE_WORLD_H

#include "../fault.c"

#include <dirent.h>

#include "buf.h"
#include "store.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define CALLS	200	/* more than any commit here makes */
#define SPEC	40	/* bytes of a fault's specification */

struct world {
	struct arena a;
	struct diag  dg;
	char         dir[64];
	int          at;	/* the ledger's directory, open */
};

static inline void
fresh(struct diag *dg, struct arena *a)
{
	diag_init(dg, a, NULL);
}

static inline void
put(const struct world *w, const char *path, const char *text)
{
	int fd = openat(w->at, path, O_WRONLY | O_CREAT | O_TRUNC, 0640);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* What is in a file, by no code of ours; "-" where there is none. */
static inline const char *
raw(struct world *w, const char *path)
{
	char *p = arena_alloc(&w->a, 4096);
	int fd = openat(w->at, path, O_RDONLY | O_NOFOLLOW);

	if (fd < 0)
		return "-";
	assert_true(read(fd, p, 4095) >= 0);
	close(fd);
	return p;
}

static inline int
begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	arena_init(&w->a);
	fresh(&w->dg, &w->a);
	snprintf(w->dir, sizeof(w->dir), "/tmp/taizhang-store-XXXXXX");
	if (!mkdtemp(w->dir))
		return -1;
	w->at = open(w->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*state = w;
	return w->at < 0;
}

static inline void
clear(int at)
{
	DIR *d = fdopendir(openat(at, ".", O_RDONLY | O_DIRECTORY));
	struct dirent *e;
	int below;

	while (d && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 ||
		    unlinkat(at, e->d_name, 0) == 0)
			continue;
		below = openat(at, e->d_name, O_RDONLY | O_DIRECTORY |
		    O_NOFOLLOW);
		if (below >= 0) {
			clear(below);
			close(below);
		}
		unlinkat(at, e->d_name, AT_REMOVEDIR);
	}
	if (d)
		closedir(d);
}

static inline int
end(void **state)
{
	struct world *w = *state;

	clear(w->at);
	close(w->at);
	rmdir(w->dir);
	arena_free(&w->a);
	free(w);
	return 0;
}

static inline void
opened(struct store *st, struct world *w)
{
	fresh(&w->dg, &w->a);
	assert_true(store_open(st, &w->a, str_of(w->dir), &w->dg));
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, begin, end)

#endif
