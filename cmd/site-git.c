/* SPDX-License-Identifier: MIT */
/* site-git - how git is told what a ledger is. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git.h"
#include "site.h"

#define SELF	4096	/* bytes of our own path */

static bool
run(const struct site *at, struct cmd *c, const char *verb, const char *one,
    const char *two)
{
	const char *words[] = { "git", verb, one, two, NULL };

	return git_run(&c->arena, at->dir, words, NULL) ||
	    diag_error(&c->diag, "git", NULL, (struct span){ 0, 0 },
	    "the ledger was written, but 'git %s %s' failed", verb, one);
}

static void
put_quoted(struct buf *b, struct str s)
{
	size_t i;

	buf_char(b, '\'');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_puts(b, "'\\'");
		buf_char(b, s.p[i]);
	}
	buf_char(b, '\'');
}

/* One of our commands, beside the one that runs, as a shell's word. */
static void
put_command(struct buf *b, struct cmd *c, const char *name)
{
	char self[SELF];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct str beside;

	while (n > 0 && self[n - 1] != '/')
		n--;
	beside = arena_printf(&c->arena, "%.*s%s", (int)(n > 0 ? n : 0),
	    self, name);
	put_quoted(b, access(beside.p, X_OK) == 0 ? beside : str_of(name));
}

/* From the top of the work tree to the ledger: "", or "a/b/". */
static struct str
prefix(const struct site *at, struct cmd *c)
{
	static const char *const words[] = { "git", "rev-parse",
	    "--show-prefix", NULL };
	struct str said = S("");

	(void)git_run(&c->arena, at->dir, words, &said);
	return str_trim(said);
}

/*
 * What git's shell is to run: ledger-textconv, told where the ledger is
 * unless it is the whole work tree.
 */
static struct str
textconv(const struct site *at, struct cmd *c)
{
	struct str down = prefix(at, c);
	struct buf b;

	buf_init(&b, &c->arena);
	put_command(&b, c, "ledger-textconv");
	if (down.n) {
		buf_puts(&b, " -C ");
		put_quoted(&b, down);
	}
	return arena_dup(&c->arena, buf_str(&b));
}

/* ---- the hook --------------------------------------------------------- */

static struct str
hook_text(const struct site *at, struct cmd *c)
{
	struct str down = prefix(at, c);
	struct buf b;

	buf_init(&b, &c->arena);
	buf_puts(&b, "#!/bin/sh\n"
	    "# What is staged of the ledger is checked before it is "
	    "committed; see\n"
	    "# ledger-check(1).  git commit --no-verify goes past it.\n"
	    "if [ -n \"$GIT_DIR\" ]; then\n"
	    "\tGIT_DIR=$(cd \"$GIT_DIR\" && pwd) GIT_WORK_TREE=$PWD\n"
	    "\texport GIT_DIR GIT_WORK_TREE\n"
	    "fi\n"
	    "check=");
	put_command(&b, c, "ledger-check");
	buf_puts(&b, "\n[ -x \"$check\" ] || check=ledger-check\n"
	    "exec \"$check\" -q --staged -C ");
	put_quoted(&b, down.n ? down : S("."));
	buf_puts(&b, "\n");
	return buf_str(&b);
}

/* Where hooks of this repository lie; empty where they are elsewhere's. */
static struct str
hook_path(const struct site *at, struct cmd *c)
{
	static const char *const elsewhere[] = { "git", "config",
	    "core.hooksPath", NULL };
	static const char *const words[] = { "git", "rev-parse",
	    "--git-path", "hooks", NULL };
	struct str said;

	if (git_run(&c->arena, at->dir, elsewhere, NULL) ||
	    !git_run(&c->arena, at->dir, words, &said))
		return S("");
	said = str_trim(said);
	return said.n == 0 || said.p[0] == '/' ? said :
	    arena_printf(&c->arena, "%.*s/%.*s", STR(at->dir), STR(said));
}

/* Only where none is: what somebody put there is his. */
static bool
put_hook(const struct site *at, struct cmd *c)
{
	struct str dir = arena_dup(&c->arena, hook_path(at, c)), path;
	struct str text = hook_text(at, c);
	int fd;
	bool ok;

	if (dir.n == 0)
		return true;
	path = arena_printf(&c->arena, "%.*s/pre-commit", STR(dir));
	(void)mkdir(dir.p, 0777);
	fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0777);
	if (fd < 0)
		return errno == EEXIST || diag_system(&c->diag, path, errno,
		    "the ledger was written, but not its hook: cannot make");
	ok = write(fd, text.p, text.n) == (ssize_t)text.n;
	if (close(fd) == 0 && ok)
		return true;
	(void)unlink(path.p);
	return diag_system(&c->diag, path, errno,
	    "the ledger was written, but not its hook: cannot write");
}

bool
site_git(const struct site *at, struct cmd *c, bool init)
{
	if (init && !run(at, c, "init", "-q", NULL))
		return false;
	if (!init && !at->in_git)
		return true;
	return run(at, c, "config", "core.quotePath", "false") &&
	    run(at, c, "config", "diff.taizhang.textconv",
	    textconv(at, c).p) &&
	    run(at, c, "config", "diff.taizhang.xfuncname",
	    "^- .*$") && put_hook(at, c);
}
