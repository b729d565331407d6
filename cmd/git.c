/* SPDX-License-Identifier: MIT */
/* git - run as a child, without a shell. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "git.h"

#define WORDS	16	/* of one call, besides paths */

static struct str
slurp(struct arena *a, int fd)
{
	char piece[4096];
	struct buf b;
	ssize_t n;

	buf_init(&b, a);
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			buf_add(&b, (struct str){ piece, (size_t)n });
	}
	return buf_str(&b);
}

static void
child(struct str dir, const char *const *words, int out)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(out, 1);
	dup2(out, 2);
	if (chdir(dir.p) == 0)
		execvp("git", (char *const *)words);
	_exit(127);
}

bool
git_run(struct arena *a, struct str dir, const char *const *words,
    struct str *output)
{
	int fd[2], status;
	struct str s;
	pid_t pid;

	dir = arena_dup(a, dir);
	if (pipe(fd) != 0)
		return false;
	pid = fork();
	if (pid == 0)
		child(dir, words, fd[1]);
	close(fd[1]);
	s = slurp(a, fd[0]);
	close(fd[0]);
	if (output)
		*output = s;
	if (pid < 0)
		return false;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct str
git_user(struct arena *a, struct str dir)
{
	static const char *const words[] = { "git", "config", "user.name",
	    NULL };
	struct str out;

	return git_run(a, dir, words, &out) ? str_trim(out) : S("");
}

/* The ledger was written all the same: that is said, and why git would not. */
static bool
refused(struct diag *dg, struct str said)
{
	diag_failed(dg, "the ledger was written, but git made no commit of "
	    "it; commit by hand");
	return diag_more(dg, said);
}

bool
git_commit(struct arena *a, struct str dir, const struct strs *paths,
    struct str message, struct diag *dg)
{
	const char **words = arena_array(a, paths->n + WORDS, sizeof(*words));
	struct str said = S("");
	size_t n = 0, i;

	if (paths->n == 0)
		return true;
	words[n++] = "git";
	words[n++] = "add";
	words[n++] = "-A";
	words[n++] = "--";
	for (i = 0; i < paths->n; i++)
		words[n++] = arena_dup(a, paths->v[i]).p;
	words[n] = NULL;
	if (!git_run(a, dir, words, &said))
		return refused(dg, said);
	n = 1;
	words[n++] = "commit";
	words[n++] = "-q";
	words[n++] = "-m";
	words[n++] = arena_dup(a, message).p;
	words[n++] = "--only";
	words[n++] = "--";
	for (i = 0; i < paths->n; i++)
		words[n++] = arena_dup(a, paths->v[i]).p;
	words[n] = NULL;
	return git_run(a, dir, words, &said) || refused(dg, said);
}
