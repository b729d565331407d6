/* SPDX-License-Identifier: MIT */
/* store-file - openat2 where the kernel has it, else step by step. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store-file.h"

#define ALWAYS		(O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
#define OPEN_TRIES	8	/* openat2 gives EAGAIN under renames */

/* A path as the system wants it, with room for a suffix. */
struct cpath {
	char c[STORE_PATH + 16];
};

static const char *
cpath(struct cpath *p, struct str path, const char *suffix)
{
	if (path.n > STORE_PATH)
		return NULL;
	snprintf(p->c, sizeof(p->c), "%.*s%s", STR(path), suffix);
	return p->c;
}

static bool
plain_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && s.n <= NAME_MAX && !str_is(s, ".") &&
	    !str_is(s, "..");
}

bool
store_file_path(struct str path, struct diag *dg)
{
	struct str rest = path, part;
	bool ok = path.n > 0 && path.n <= STORE_PATH;

	while (ok && rest.p) {
		part = str_sub(rest, 0, str_find(rest, S("/")));
		ok = plain_name(part);
		rest = part.n == rest.n ? (struct str){ NULL, 0 } :
		    str_sub(rest, part.n + 1, rest.n);
	}
	return ok || diag_error(dg, "path-outside", NULL, DIAG_FILE,
	    "'%.*s' is not the name of a file within the ledger", STR(path));
}

struct str
store_file_name(struct str path)
{
	size_t at = path.n;

	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_sub(path, at, path.n);
}

struct str
store_file_parent(struct str path)
{
	struct str name = store_file_name(path);

	return str_sub(path, 0, name.n < path.n ? path.n - name.n - 1 : 0);
}

void
store_file_close(int fd)
{
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
}

bool
store_file_sync(int at)
{
	/* some file systems have no such thing for directories */
	return fsync(at) == 0 || errno == EINVAL;
}

/* One component; a symbolic link is ELOOP whatever the flags. */
static int
step(int at, const char *name, int flags, bool make)
{
	struct stat st;
	int fd = openat(at, name, flags | ALWAYS | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT && make) {
		if (mkdirat(at, name, 0777) < 0 || !store_file_sync(at))
			return -1;
		return openat(at, name, flags | ALWAYS | O_NOFOLLOW);
	}
	if (fd < 0 && errno == ENOTDIR) {
		if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

/* Component by component; all are directories where they may be made. */
static int
steps(int dir, const char *path, int flags, bool make)
{
	char name[NAME_MAX + 1];
	int at = dir, next;
	size_t n;
	bool last;

	do {
		n = strcspn(path, "/");
		last = path[n] == '\0';
		if (n > NAME_MAX) {
			errno = ENAMETOOLONG;
			next = -1;
		} else {
			memcpy(name, path, n);
			name[n] = '\0';
			next = step(at, name, last ? flags :
			    O_RDONLY | O_DIRECTORY, make);
		}
		if (at != dir)
			store_file_close(at);
		at = next;
		path += n + !last;
	} while (!last && next >= 0);
	return next;
}

static int
open_below(int dir, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(flags | ALWAYS),
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	int i, fd = -1;

	if (!path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (i = 0; i < OPEN_TRIES; i++) {
		fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof(how));
		if (fd >= 0 || errno != EAGAIN)
			break;
	}
	/* an old kernel, or a sandbox that does not know the call */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		return steps(dir, path, flags, false);
	return fd;
}

int
store_file_open(int dir, struct str path, const char *suffix, int flags)
{
	struct cpath p;

	return open_below(dir, cpath(&p, path, suffix), flags);
}

int
store_file_dir(int dir, struct str path, bool make)
{
	struct cpath p;
	const char *c = cpath(&p, path.n ? path : S("."), "");
	int fd = open_below(dir, c, O_RDONLY | O_DIRECTORY);

	if (fd < 0 && errno == ENOENT && make)
		return steps(dir, c, O_RDONLY | O_DIRECTORY, true);
	return fd;
}

int
store_file_create(int at, struct str name, const char *suffix)
{
	struct cpath p;

	if (!cpath(&p, name, suffix) || (unlinkat(at, p.c, 0) < 0 &&
	    errno != ENOENT))
		return -1;
	return openat(at, p.c, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0666);
}

bool
store_file_unlink(int dir, struct str path, const char *suffix)
{
	struct cpath p;
	int at = store_file_dir(dir, store_file_parent(path), false);
	bool ok = at >= 0 &&
	    unlinkat(at, cpath(&p, store_file_name(path), suffix), 0) == 0;

	store_file_close(at);
	return ok || errno == ENOENT;
}

bool
store_file_rename(int dir, struct str path)
{
	struct cpath from, to;
	int at = store_file_dir(dir, store_file_parent(path), false);
	struct str name = store_file_name(path);
	bool ok = at >= 0 && renameat(at, cpath(&from, name, STORE_NEW),
	    at, cpath(&to, name, "")) == 0;

	store_file_close(at);
	return ok;
}

bool
store_file_sync_dir(int dir, struct str path)
{
	int at = store_file_dir(dir, path, false);
	bool ok = at >= 0 && store_file_sync(at);

	store_file_close(at);
	return ok;
}

bool
store_file_fill(struct str *out, int fd, size_t n, struct arena *a)
{
	char *p = arena_alloc(a, n + 1);
	size_t have = 0;
	ssize_t got = 1;

	while (have < n && got != 0) {
		got = read(fd, p + have, n - have);
		if (got < 0 && errno != EINTR)
			return false;
		have += got > 0 ? (size_t)got : 0;
	}
	*out = (struct str){ p, have };
	return true;
}

bool
store_file_put(int fd, struct str s)
{
	ssize_t n;

	while (s.n > 0) {
		n = write(fd, s.p, s.n);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

void
store_file_seen(struct source *src, const struct stat *st)
{
	src->exists = true;
	src->dev = st->st_dev;
	src->ino = st->st_ino;
	src->size = (uint64_t)st->st_size;
	src->mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
	    st->st_mtim.tv_nsec;
}

bool
store_file_fault(struct diag *dg, struct str path, int error)
{
	struct source src = { .path = path };

	if (error == ELOOP)
		return diag_error(dg, "store.symlink", &src, DIAG_FILE,
		    "a symbolic link, which a ledger does not follow");
	return diag_system(dg, path, error, "cannot open");
}
