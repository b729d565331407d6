/* SPDX-License-Identifier: MIT */
/* store - the readers' half: open, read, list.  Writers: store-commit.c */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store-journal.h"
#include "store.h"

#define OWN	STORE_OWN

/* What writers count up just before they change a file; 0 before the first. */
static uint64_t
changes(const struct store *st)
{
	uint64_t n = 0;
	int fd = store_file_open(st->dir, S(OWN "/lock"), "", O_RDONLY);

	if (fd >= 0 && pread(fd, &n, sizeof(n), 0) != sizeof(n))
		n = 0;
	store_file_close(fd);
	return n;
}

/* A change that is decided but perhaps not yet carried out. */
static bool
read_journal(struct store *st, struct diag *dg)
{
	struct store_journal *j = arena_alloc(st->arena, sizeof(*j));
	size_t i;

	if (!store_journal_read(j, st->own, JOURNAL, st->arena))
		return diag_system(dg, S(OWN "/" JOURNAL), errno,
		    "cannot read");
	for (i = 0; i < j->n; i++)
		*map_put(&st->journal, j->v[i].path) = &j->v[i];
	st->pending = j->n ? j : NULL;
	return true;
}

bool
store_open(struct store *st, struct arena *a, struct str dir,
    struct diag *dg)
{
	struct str path = arena_dup(a, dir);

	*st = (struct store){ .arena = a, .path = path, .dir = -1, .own = -1,
	    .lock = -1 };
	map_init(&st->journal, a);
	if (memchr(path.p, '\0', path.n))
		return diag_system(dg, path, EINVAL, "cannot open");
	st->dir = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (st->dir < 0)
		return diag_system(dg, path, errno, "cannot open");
	/* the count first: what changes after it is noticed, if twice */
	st->changes = changes(st);
	st->own = store_file_open(st->dir, S(OWN), "",
	    O_RDONLY | O_DIRECTORY);
	if (st->own < 0 && errno == ENOENT)
		return true;
	if (st->own >= 0 ? read_journal(st, dg) :
	    store_file_fault(dg, S(OWN), errno))
		return true;
	store_close(st);
	return false;
}

bool
store_settled(const struct store *st)
{
	return st->lock >= 0 || changes(st) == st->changes;
}

void
store_close(struct store *st)
{
	store_file_close(st->lock);
	store_file_close(st->own);
	store_file_close(st->dir);
	st->lock = st->own = st->dir = -1;
}

static bool
check_kind(const struct stat *sb, struct str path, struct diag *dg)
{
	struct source src = { .path = path };

	if (!S_ISREG(sb->st_mode))
		return diag_error(dg, "store.not-file", &src, DIAG_FILE,
		    "not a regular file");
	if (sb->st_size > (off_t)SOURCE_MAX)
		return diag_error(dg, "file-size", &src, DIAG_FILE,
		    "larger than %u MiB", SOURCE_MAX >> 20);
	return true;
}

static bool
read_fd(struct source *src, int fd, struct arena *a, struct diag *dg)
{
	struct stat sb;

	if (fstat(fd, &sb) != 0)
		return diag_system(dg, src->path, errno, "cannot read");
	if (!check_kind(&sb, src->path, dg))
		return false;
	if (!store_file_fill(&src->bytes, fd, (size_t)sb.st_size, a))
		return diag_system(dg, src->path, errno, "cannot read");
	store_file_seen(src, &sb);
	return true;
}

static bool
read_one(struct source *src, const struct store *st, struct str path,
    const char *suffix, struct arena *a, struct diag *dg)
{
	int fd = store_file_open(st->dir, path, suffix, O_RDONLY);
	bool ok;

	*src = (struct source){ .path = path };
	if (fd < 0)
		return errno == ENOENT || store_file_fault(dg, path, errno);
	ok = read_fd(src, fd, a, dg);
	store_file_close(fd);
	return ok;
}

bool
store_read(struct source *src, const struct store *st, struct arena *a,
    struct str path, struct diag *dg)
{
	const struct store_step *s;

	*src = (struct source){ .path = path };
	if (!store_file_path(path, dg))
		return false;
	s = map_get(&st->journal, path);
	if (s && s->remove)
		return true;
	if (s) {
		if (!read_one(src, st, path, STORE_NEW, a, dg))
			return false;
		/* else it is in place by now, and this is a later one */
		if (src->exists && src->size == s->size &&
		    store_journal_hash(src->bytes) == s->hash)
			return true;
	}
	return read_one(src, st, path, "", a, dg);
}

static bool
is_dir(int at, const struct dirent *d)
{
	struct stat sb;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type == DT_DIR;
	return fstatat(at, d->d_name, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(sb.st_mode);
}

static struct str
join(struct arena *a, struct str dir, struct str name)
{
	return dir.n ? arena_printf(a, "%.*s/%.*s", STR(dir), STR(name)) :
	    name;
}

static void
list_entry(struct strs *out, const struct store *st, struct arena *a,
    struct str dir, DIR *d, const struct dirent *e)
{
	struct str name = str_of(e->d_name);
	const struct store_step *s;

	if (name.p[0] == '.' || str_ends(name, S(STORE_NEW)))
		return;
	if (is_dir(dirfd(d), e)) {
		strs_add(out, a, arena_printf(a, "%s/", e->d_name));
		return;
	}
	s = st->pending ? map_get(&st->journal, join(a, dir, name)) : NULL;
	if (!s || !s->remove)
		strs_add(out, a, arena_dup(a, name));
}

static void
list_pending(struct strs *out, const struct store *st, struct arena *a,
    struct str dir)
{
	const struct store_step *s;
	size_t i;

	for (i = 0; st->pending && i < st->pending->n; i++) {
		s = &st->pending->v[i];
		if (!s->remove && str_eq(store_file_parent(s->path), dir))
			strs_add(out, a, store_file_name(s->path));
	}
}

bool
store_list(struct strs *out, const struct store *st, struct arena *a,
    struct str dir, struct diag *dg)
{
	const struct dirent *e;
	DIR *d;
	int fd, error;

	*out = (struct strs){ 0 };
	if (str_ends(dir, S("/")))
		dir.n--;
	if (dir.n && !store_file_path(dir, dg))
		return false;
	fd = store_file_dir(st->dir, dir, false);
	if (fd < 0)
		return errno == ENOENT || store_file_fault(dg, dir, errno);
	d = fdopendir(fd);
	if (!d) {
		error = errno;
		store_file_close(fd);
		return diag_system(dg, dir, error, "cannot list");
	}
	for (errno = 0; (e = readdir(d)) != NULL; errno = 0)
		list_entry(out, st, a, dir, d, e);
	error = errno;
	closedir(d);
	if (error)
		return diag_system(dg, dir, error, "cannot list");
	list_pending(out, st, a, dir);
	strs_sort(out);
	return true;
}
