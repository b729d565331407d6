/* SPDX-License-Identifier: MIT */
/*
 * store-commit - the writers' half of store
 *
 * A change goes through three states, and a kill in any of them is mended by
 * the next to take the lock.  Drafted: journal.new names the new files being
 * written; they are removed.  Decided (several files only): the draft has
 * been renamed to journal; its steps are finished.  Done: nothing is left.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "store-journal.h"
#include "store.h"

#define OWN		STORE_OWN
#define NAP_NS		10000000	/* between two tries for the lock */
#define NAPS		100		/* in a second */

/* .taizhang may be used by whoever may use the ledger's directory. */
static mode_t
own_mode(const struct store *st)
{
	struct stat sb;

	return fstat(st->dir, &sb) == 0 ? sb.st_mode & 0777 : 0700;
}

static bool
open_own(struct store *st, struct diag *dg)
{
	bool made;

	if (st->own >= 0)
		return true;
	made = mkdirat(st->dir, OWN, 0700) == 0;
	if (!made && errno != EEXIST)
		return diag_system(dg, S(OWN), errno, "cannot make");
	st->own = store_file_open(st->dir, S(OWN), "",
	    O_RDONLY | O_DIRECTORY);
	if (st->own < 0)
		return store_file_fault(dg, S(OWN), errno);
	if (made && fchmod(st->own, own_mode(st)) != 0)
		return diag_system(dg, S(OWN), errno, "cannot make");
	return true;
}

/* True where the lock is ours, or cannot be had for now: st->lock < 0. */
static bool
try_lock(struct store *st, struct diag *dg)
{
	struct stat sb;
	mode_t mode = own_mode(st) & 0666;
	int fd = openat(st->own, "lock", O_RDWR | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW | O_NONBLOCK, 0600);
	bool busy;

	if (fd < 0)
		return diag_system(dg, S(OWN "/lock"), errno, "cannot lock");
	if (fstat(fd, &sb) == 0 && (sb.st_mode & 0777) != mode)
		(void)fchmod(fd, mode);	/* its owner's business, if not ours */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		/* not if someone removed it under the one who held it */
		if (fstat(fd, &sb) == 0 && sb.st_nlink > 0)
			st->lock = fd;
		else
			store_file_close(fd);
		return true;
	}
	busy = errno == EWOULDBLOCK || errno == EINTR;
	store_file_close(fd);
	return busy || diag_system(dg, S(OWN "/lock"), errno, "cannot lock");
}

/* Readers who began before now and read on will know: store_settled. */
static bool
count_change(const struct store *st)
{
	uint64_t n = 0;
	ssize_t put;

	if (pread(st->lock, &n, sizeof(n), 0) < 0)
		return false;
	n++;
	put = pwrite(st->lock, &n, sizeof(n), 0);
	if (put >= 0 && put != sizeof(n))
		errno = ENOSPC;
	return put == sizeof(n);
}

static bool
unlink_own(const struct store *st, const char *name)
{
	return unlinkat(st->own, name, 0) == 0 || errno == ENOENT;
}

/* The journal goes, and the disk knows it before anything else happens. */
static bool
close_journal(const struct store *st)
{
	return unlink_own(st, JOURNAL) && store_file_sync(st->own);
}

static bool
mend_decided(struct store *st, struct diag *dg)
{
	struct store_journal j;
	size_t done = 0;

	if (!store_journal_read(&j, st->own, JOURNAL, st->arena))
		return diag_system(dg, S(OWN "/" JOURNAL), errno,
		    "cannot read");
	if (j.n && !(count_change(st) &&
	    store_journal_finish(&j, st->dir, true, &done)))
		return diag_system(dg, done < j.n ? j.v[done].path : st->path,
		    errno, "cannot finish the interrupted change of");
	if (!close_journal(st))
		return diag_system(dg, S(OWN "/" JOURNAL), errno,
		    "cannot remove");
	return true;
}

static bool
mend_drafted(struct store *st, struct diag *dg)
{
	struct store_journal j;

	if (!store_journal_read(&j, st->own, JOURNAL_DRAFT, st->arena))
		return diag_system(dg, S(OWN "/" JOURNAL_DRAFT), errno,
		    "cannot read");
	store_journal_drop(&j, st->dir);
	return unlink_own(st, JOURNAL_DRAFT) || diag_system(dg,
	    S(OWN "/" JOURNAL_DRAFT), errno, "cannot remove");
}

static bool
mend(struct store *st, struct diag *dg)
{
	bool decided = faccessat(st->own, JOURNAL, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;

	map_init(&st->journal, st->arena);
	st->pending = NULL;
	return (!decided || mend_decided(st, dg)) && mend_drafted(st, dg);
}

bool
store_lock(struct store *st, int seconds, struct diag *dg)
{
	struct timespec nap = { 0, NAP_NS };
	int naps;

	if (!open_own(st, dg))
		return false;
	for (naps = 0;; naps++) {
		if (!try_lock(st, dg))
			return false;
		if (st->lock >= 0)
			break;
		if (naps / NAPS >= seconds)
			return diag_busy(dg, "someone else is writing to "
			    "'%.*s' (waited %d seconds)", STR(st->path),
			    seconds);
		nanosleep(&nap, NULL);
	}
	if (mend(st, dg))
		return true;
	store_file_close(st->lock);
	st->lock = -1;
	return false;
}

static bool
as_read(const struct source *was, const struct stat *sb)
{
	struct source now = { 0 };

	store_file_seen(&now, sb);
	return was && was->exists && was->dev == now.dev &&
	    was->ino == now.ino && was->size == now.size &&
	    was->mtime_ns == now.mtime_ns;
}

/* The file as it is now must be as it was read, and replaceable. */
static bool
check_old(struct store_step *s, int fd, const struct source *was,
    struct diag *dg)
{
	struct source src = { .path = s->path };

	s->exists = fd >= 0;
	if (s->exists && fstat(fd, &s->st) != 0)
		return diag_system(dg, s->path, errno, "cannot read");
	if (s->exists && !S_ISREG(s->st.st_mode))
		return diag_error(dg, "store.not-file", &src, DIAG_FILE,
		    "not a regular file");
	if (s->exists ? !as_read(was, &s->st) : was && was->exists) {
		diag_error(dg, "store.changed", &src, DIAG_FILE,
		    "someone else changed this file while the command ran");
		return diag_cure(dg, "run the command again");
	}
	if (s->exists && s->st.st_nlink > 1)
		return diag_error(dg, "store.hardlink", &src, DIAG_FILE,
		    "a file with several names (hard links) is not replaced");
	return true;
}

static bool
same_bytes(const struct store_step *s, int fd, struct arena *a)
{
	struct str old;

	return s->exists && !s->remove &&
	    (uint64_t)s->st.st_size == s->bytes.n &&
	    store_file_fill(&old, fd, s->bytes.n, a) &&
	    str_eq(old, s->bytes);
}

/* Adds the step that the write needs, if any. */
static bool
plan(struct store_journal *j, const struct store *st,
    const struct store_write *w, struct diag *dg)
{
	struct store_step s = { .path = w->path, .bytes = w->bytes,
	    .remove = !w->bytes.p, .size = w->bytes.n,
	    .hash = store_journal_hash(w->bytes) };
	bool ok;
	int fd;

	if (!store_file_path(w->path, dg))
		return false;
	fd = store_file_open(st->dir, w->path, "", O_RDONLY);
	if (fd < 0 && errno != ENOENT)
		return store_file_fault(dg, w->path, errno);
	ok = check_old(&s, fd, w->was, dg);
	if (ok && (s.remove ? s.exists : !same_bytes(&s, fd, st->arena)))
		*store_journal_add(j, st->arena, s.path) = s;
	store_file_close(fd);
	return ok;
}

/* Owner and group where we may, the mode always. */
static bool
keep_mode(int fd, const struct stat *st)
{
	if (fchown(fd, st->st_uid, st->st_gid) != 0 &&
	    fchown(fd, (uid_t)-1, st->st_gid) != 0 && errno != EPERM)
		return false;
	return fchmod(fd, st->st_mode & 0777) == 0;
}

/* Closes in any case; false with errno. */
static bool
put_and_close(int fd, const struct stat *like, struct str bytes, bool sync)
{
	bool ok = fd >= 0 && (!like || keep_mode(fd, like)) &&
	    store_file_put(fd, bytes) && (!sync || fsync(fd) == 0);

	if (!ok) {
		store_file_close(fd);
		return false;
	}
	return close(fd) == 0;
}

static bool
write_new(const struct store *st, const struct store_step *s)
{
	int fd, at = store_file_dir(st->dir, store_file_parent(s->path), true);
	bool ok;

	if (at < 0)
		return false;
	fd = store_file_create(at, store_file_name(s->path), STORE_NEW);
	ok = put_and_close(fd, s->exists ? &s->st : NULL, s->bytes, true);
	store_file_close(at);
	return ok;
}

static bool
write_draft(const struct store *st, const struct store_journal *j)
{
	struct stat like = { .st_mode = own_mode(st) & 0666,
	    .st_uid = (uid_t)-1, .st_gid = (gid_t)-1 };

	/* that of one file only helps to tidy up, and need not last */
	return put_and_close(store_file_create(st->own, S(JOURNAL),
	    STORE_NEW), &like, store_journal_text(j, st->arena), j->n > 1);
}

static bool
prepare(const struct store *st, const struct store_journal *j,
    struct diag *dg)
{
	size_t i;

	if (!write_draft(st, j))
		return diag_system(dg, S(OWN "/" JOURNAL_DRAFT), errno,
		    "cannot write");
	for (i = 0; i < j->n; i++)
		if (!j->v[i].remove && !write_new(st, &j->v[i]))
			return diag_system(dg, j->v[i].path, errno,
			    "cannot write");
	if (j->n > 1 && !store_journal_sync(j, st->dir))
		return diag_system(dg, st->path, errno, "cannot write");
	return true;
}

/* Nothing is changed yet, and nothing will be. */
static bool
abandon(const struct store *st, const struct store_journal *j)
{
	store_journal_drop(j, st->dir);
	(void)unlink_own(st, JOURNAL_DRAFT);
	return false;
}

/* Where the journal cannot be removed, the new files must stay with it. */
static bool
retreat(const struct store *st, const struct store_journal *j,
    struct diag *dg)
{
	if (close_journal(st))
		return abandon(st, j);
	return diag_system(dg, S(OWN "/" JOURNAL), errno, "the change is "
	    "recorded and will be finished by the next command that writes; "
	    "cannot take back");
}

static bool
change_one(const struct store *st, const struct store_journal *j,
    struct diag *dg)
{
	size_t done = 0;

	if (count_change(st) && store_journal_finish(j, st->dir, false,
	    &done)) {
		(void)unlink_own(st, JOURNAL_DRAFT);	/* names nothing now */
		return true;
	}
	if (done == 0)
		diag_system(dg, j->v[0].path, errno, "cannot replace");
	else
		diag_system(dg, j->v[0].path, errno, "changed, but the disk "
		    "did not confirm");
	return abandon(st, j);
}

static bool
change_all(const struct store *st, const struct store_journal *j,
    struct diag *dg)
{
	size_t done = 0;

	if (renameat(st->own, JOURNAL_DRAFT, st->own, JOURNAL) != 0) {
		diag_system(dg, S(OWN "/" JOURNAL), errno, "cannot write");
		return abandon(st, j);
	}
	if (store_file_sync(st->own) && count_change(st) &&
	    store_journal_finish(j, st->dir, false, &done)) {
		return close_journal(st) || diag_system(dg,
		    S(OWN "/" JOURNAL), errno, "changed, but cannot remove");
	}
	if (done == 0) {
		diag_system(dg, j->v[0].path, errno, "cannot replace");
		return retreat(st, j, dg);
	}
	return diag_system(dg, done < j->n ? j->v[done].path : st->path,
	    errno, "the change is recorded and will be finished by the next "
	    "command that writes; cannot replace");
}

bool
store_commit(struct store *st, const struct store_write *w, size_t n,
    struct diag *dg)
{
	struct store_journal j = { 0 };
	bool ok = true;
	size_t i;

	assert(st->lock >= 0);
	for (i = 0; i < n; i++)
		ok = plan(&j, st, &w[i], dg) && ok;
	if (!ok || j.n == 0)
		return ok;
	store_journal_sort(&j);
	for (i = 1; i < j.n; i++)
		assert(!str_eq(j.v[i - 1].path, j.v[i].path));
	if (!prepare(st, &j, dg))
		return abandon(st, &j);
	return j.n == 1 ? change_one(st, &j, dg) : change_all(st, &j, dg);
}
