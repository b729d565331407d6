/* SPDX-License-Identifier: MIT */
/*
 * check-staged - what the next commit would hold, not what lies about
 *
 * All of the ledger that is in git's index goes to a directory of our own,
 * so that references are looked up where the commit will have them; what
 * is told of is what is staged.  The directory goes again, whatever comes.
 */
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check-mode.h"
#include "git.h"

#define OPEN_DIRS	16	/* while the directory is removed */

struct stage {
	struct str ledger;	/* in the work tree */
	struct str prefix;	/* from its top to the ledger: "", or "a/b/" */
	struct str dir;		/* ours, with '/' */
};

static bool
git_failed(struct cmd *c, const char *what)
{
	return diag_error(&c->diag, "git", NULL, (struct span){ 0, 0 },
	    "'git %s' failed in '%.*s'", what, STR(c->env.dir));
}

static int
remove_one(const char *path, const struct stat *st, int type,
    struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	(void)remove(path);
	return 0;
}

static void
clean_up(const struct stage *s)
{
	(void)nftw(s->dir.p, remove_one, OPEN_DIRS, FTW_DEPTH | FTW_PHYS);
}

/* A directory that only we may read: the ledger is nobody else's. */
static bool
make_dir(struct stage *s, struct cmd *c)
{
	const char *tmp = getenv("TMPDIR");
	struct str path = arena_printf(&c->arena, "%s/taizhang-XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");

	/* whoever interrupts us has to wait until it is gone again */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (!mkdtemp((char *)path.p))
		return diag_system(&c->diag, path, errno, "cannot make");
	s->dir = arena_printf(&c->arena, "%.*s/", STR(path));
	return true;
}

/* Paths relative to the ledger, of what is new or not as in the last commit. */
static bool
staged(struct strs *paths, struct stage *s, struct cmd *c)
{
	static const char *const words[] = { "git", "diff", "--cached",
	    "--name-only", "--no-renames", "--diff-filter=d", "--relative",
	    "-z", "--", ".", NULL };
	struct str out;
	size_t n;

	if (!git_run(&c->arena, s->ledger, words, &out))
		return git_failed(c, "diff --cached");
	for (; out.n; out = str_sub(out, n + 1, out.n)) {
		n = str_find(out, (struct str){ "", 1 });
		strs_add(paths, &c->arena, str_sub(out, 0, n));
	}
	return true;
}

static bool
check_out(struct stage *s, struct cmd *c)
{
	const char *words[] = { "git", "checkout-index", "-a", "-f",
	    arena_printf(&c->arena, "--prefix=%.*s", STR(s->dir)).p, NULL };

	return git_run(&c->arena, s->ledger, words, NULL) ||
	    git_failed(c, "checkout-index");
}

static bool
find_stage(struct stage *s, struct cmd *c)
{
	static const char *const words[] = { "git", "rev-parse",
	    "--show-prefix", NULL };

	if (!check_mode_open(c, false))
		return false;
	ledger_close(&c->led);
	c->opened = false;
	s->ledger = c->env.dir;
	if (!git_run(&c->arena, s->ledger, words, &s->prefix))
		return cmd_usage(c, "'%.*s' is not in a git work tree, so "
		    "nothing is staged", STR(s->ledger));
	while (str_ends(s->prefix, S("\n")))
		s->prefix.n--;
	return true;
}

static bool
check(struct check_sum *sum, struct stage *s, const struct strs *only,
    struct cmd *c)
{
	bool ok;

	c->dir = arena_printf(&c->arena, "%.*s%.*s", STR(s->dir),
	    STR(s->prefix));
	while (str_ends(c->dir, S("/")))
		c->dir = arena_dup(&c->arena, str_sub(c->dir, 0,
		    c->dir.n - 1));
	if (access(arena_printf(&c->arena, "%.*s/ledger.yaml",
	    STR(c->dir)).p, F_OK) != 0)
		return cmd_usage(c, "git does not know '%.*s/ledger.yaml'; "
		    "add it first", STR(s->ledger));
	ok = check_mode_open(c, false) && check_ledger(sum, &c->led, only,
	    &c->diag);
	if (c->opened)
		ledger_close(&c->led);
	c->opened = false;
	return ok;
}

bool
check_mode_staged(struct check_sum *sum, struct cmd *c)
{
	struct strs only = { 0 };
	struct stage s;
	bool ok;

	if (c->words.n)
		return cmd_usage(c, "--staged takes no files: git knows them");
	if (!find_stage(&s, c) || !staged(&only, &s, c))
		return false;
	if (only.n == 0)
		return true;
	if (!make_dir(&s, c))
		return false;
	ok = check_out(&s, c) && check(sum, &s, &only, c);
	clean_up(&s);
	return ok;
}
