/* SPDX-License-Identifier: MIT */
/* store-outside - files that a user names: input to read, output to write */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store-file.h"
#include "store.h"

#define FIRST	((size_t)64 << 10)	/* read from what has no size */
#define TRIES	100	/* names for the file beside */

/* To its end, whatever it is; false with errno, EFBIG past SOURCE_MAX. */
static bool
read_all(struct str *out, int fd, size_t guess, struct arena *a)
{
	size_t cap = guess ? guess + 1 : FIRST, n = 0;
	char *p = arena_alloc(a, cap);
	ssize_t got;

	for (;;) {
		if (n > SOURCE_MAX) {
			errno = EFBIG;
			return false;
		}
		if (n == cap)
			p = arena_grow(a, p, n, &cap, 1);
		got = read(fd, p + n, cap - n);
		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return false;
		n += got > 0 ? (size_t)got : 0;
	}
	*out = (struct str){ p, n };
	return true;
}

static bool
slurp_fd(struct source *src, int fd, struct arena *a, struct diag *dg)
{
	struct stat sb;
	size_t guess = 0;
	bool ok = fstat(fd, &sb) == 0;

	if (ok && S_ISREG(sb.st_mode) && sb.st_size <= (off_t)SOURCE_MAX)
		guess = (size_t)sb.st_size;
	if (ok && read_all(&src->bytes, fd, guess, a)) {
		store_file_seen(src, &sb);
		return true;
	}
	if (errno == EFBIG)
		return diag_error(dg, "file-size", src, DIAG_FILE,
		    "larger than %u MiB", SOURCE_MAX >> 20);
	return diag_system(dg, src->path, errno, "cannot read");
}

bool
store_slurp(struct source *src, struct arena *a, struct str path,
    struct diag *dg)
{
	struct str name = arena_dup(a, path);
	bool ok;
	int fd;

	*src = (struct source){ .path = name };
	if (str_is(name, "-"))
		return slurp_fd(src, STDIN_FILENO, a, dg);
	if (memchr(name.p, '\0', name.n))
		return diag_system(dg, name, EINVAL, "cannot open");
	fd = open(name.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return diag_system(dg, name, errno, "cannot open");
	ok = slurp_fd(src, fd, a, dg);
	store_file_close(fd);
	return ok;
}

/* A new file beside the path, under a name that nothing has. */
static int
create_beside(char *name, size_t size, const char *path)
{
	int i, n, fd = -1;

	for (i = 0; i < TRIES && fd < 0; i++) {
		n = snprintf(name, size, "%s.%d" STORE_NEW, path, i);
		if (n < 0 || (size_t)n >= size) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		    O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			return -1;
	}
	return fd;
}

/* False with errno; closes the file in any case. */
static bool
put(int fd, struct str bytes, bool sync)
{
	if (!store_file_put(fd, bytes) || (sync && fsync(fd) != 0)) {
		store_file_close(fd);
		return false;
	}
	return close(fd) == 0;
}

/* That a file has got its name should last, too; it is whole without. */
static void
sync_parent(const char *path)
{
	struct str dir = store_file_parent(str_of(path));
	char name[PATH_MAX];
	int fd;

	if (dir.n)
		snprintf(name, sizeof(name), "%.*s", STR(dir));
	else
		snprintf(name, sizeof(name), "%s", path[0] == '/' ? "/" : ".");
	fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)store_file_sync(fd);
	store_file_close(fd);
}

/* False with errno, and then the path is as it was. */
static bool
replace(const char *path, const struct stat *old, struct str bytes)
{
	char beside[PATH_MAX];
	int error, fd = create_beside(beside, sizeof(beside), path);

	if (fd < 0)
		return false;
	if (old && fchmod(fd, old->st_mode & 0777) != 0)
		store_file_close(fd);
	else if (put(fd, bytes, true) && rename(beside, path) == 0) {
		sync_parent(path);
		return true;
	}
	error = errno;
	unlink(beside);
	errno = error;
	return false;
}

bool
store_export(struct str path, struct str bytes, struct diag *dg)
{
	char name[PATH_MAX], real[PATH_MAX];
	struct stat sb;
	bool there, ok;
	int fd;

	if (path.n >= sizeof(name) || memchr(path.p, '\0', path.n))
		return diag_system(dg, path, EINVAL, "cannot write");
	snprintf(name, sizeof(name), "%.*s", STR(path));
	there = stat(name, &sb) == 0;
	if (there && !S_ISREG(sb.st_mode)) {
		/* a terminal, a pipe: nothing there to be kept whole */
		fd = open(name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		ok = fd >= 0 && put(fd, bytes, false);
	} else if (there) {
		/* a link stays, what it points to is replaced */
		ok = realpath(name, real) && replace(real, &sb, bytes);
	} else {
		ok = replace(name, NULL, bytes);
	}
	return ok || diag_system(dg, path, errno, "cannot write");
}
