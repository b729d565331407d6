/* SPDX-License-Identifier: MIT */
/* site - look before, make, write, and settle in git. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git.h"
#include "site.h"

/* ---- looking ---------------------------------------------------------- */

static struct str
within(struct cmd *c, struct str dir, struct str path)
{
	return arena_printf(&c->arena, "%.*s/%.*s", STR(dir), STR(path));
}

static bool
is_empty(DIR *d)
{
	const struct dirent *e;

	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, ".."))
			return false;
	return true;
}

/* The nearest directory above that is there. */
static struct str
nearest(struct arena *a, struct str dir)
{
	struct stat st;

	for (dir = arena_dup(a, dir); stat(dir.p, &st) != 0;
	    dir = arena_dup(a, dir)) {
		while (dir.n && dir.p[dir.n - 1] == '/')
			dir.n--;
		while (dir.n && dir.p[dir.n - 1] != '/')
			dir.n--;
		if (dir.n == 0)
			return S(".");
	}
	return dir;
}

static bool
in_git(struct arena *a, struct str dir)
{
	static const char *const words[] = { "git", "rev-parse",
	    "--is-inside-work-tree", NULL };
	struct str said;

	return git_run(a, dir, words, &said) &&
	    str_is(str_trim(said), "true");
}

bool
site_look(struct site *at, struct cmd *c, struct str dir)
{
	DIR *d = opendir(dir.p);
	bool empty;

	*at = (struct site){ .dir = dir, .there = d != NULL };
	at->in_git = in_git(&c->arena, nearest(&c->arena, dir));
	if (!d)
		return errno == ENOENT || diag_system(&c->diag, dir, errno,
		    "cannot open");
	empty = is_empty(d);
	closedir(d);
	if (faccessat(AT_FDCWD, within(c, dir, S("ledger.yaml")).p, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0)
		return cmd_usage(c, "'%.*s' already is a ledger", STR(dir));
	return empty || at->in_git || cmd_usage(c, "'%.*s' is neither empty "
	    "nor a git work tree; name a new directory", STR(dir));
}

bool
site_free(const struct site *at, struct cmd *c,
    const struct store_write *files, size_t n)
{
	struct source src;
	struct store st;
	bool ok = true;
	size_t i;

	if (!at->there)
		return true;
	if (!store_open(&st, &c->arena, at->dir, &c->diag))
		return false;
	for (i = 0; i < n; i++) {
		if (!store_read(&src, &st, &c->arena, files[i].path,
		    &c->diag))
			ok = false;
		else if (src.exists)
			ok = cmd_usage(c, "'%.*s/%.*s' is there already and "
			    "is not written over", STR(at->dir),
			    STR(files[i].path));
	}
	store_close(&st);
	return ok;
}

/* ---- writing ---------------------------------------------------------- */

/* The directory and those above it. */
static bool
make_dirs(struct cmd *c, struct str dir)
{
	struct str part;
	size_t i;

	for (i = 1; i <= dir.n; i++) {
		if (i < dir.n && dir.p[i] != '/')
			continue;
		part = arena_dup(&c->arena, str_sub(dir, 0, i));
		if (mkdir(part.p, 0777) != 0 && errno != EEXIST)
			return diag_system(&c->diag, part, errno,
			    "cannot make");
	}
	return true;
}

/* Takes away what was made for nothing, unless a journal stands: that is a
 * change decided on, which the next writer ends. */
static void
unmake(struct cmd *c, struct str dir, const struct store_write *files,
    size_t n)
{
	struct str path;
	size_t i;

	if (access(within(c, dir, S(".taizhang/journal")).p, F_OK) == 0)
		return;
	for (i = 0; i < n; i++) {
		path = files[i].path;
		path.n = str_find(path, S("/"));
		if (path.n < files[i].path.n)
			(void)rmdir(within(c, dir, path).p);
	}
	(void)unlink(within(c, dir, S(".taizhang/lock")).p);
	(void)rmdir(within(c, dir, S(".taizhang")).p);
	(void)rmdir(dir.p);
}

bool
site_write(const struct site *at, struct cmd *c,
    const struct store_write *files, size_t n)
{
	struct store st;
	bool ok;

	if (!make_dirs(c, at->dir) ||
	    !store_open(&st, &c->arena, at->dir, &c->diag))
		return false;
	ok = store_lock(&st, c->env.wait, &c->diag) &&
	    store_commit(&st, files, n, &c->diag);
	store_close(&st);
	if (ok)
		(void)chmod(within(c, at->dir, S("private")).p, 0700);
	if (!ok && !at->there)
		unmake(c, at->dir, files, n);
	return ok;
}
