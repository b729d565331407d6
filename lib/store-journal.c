/* SPDX-License-Identifier: MIT */
/* store-journal - a small text, written whole and read with suspicion. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "map.h"
#include "store-journal.h"

#define TAG	"taizhang-journal-1 "
#define DIGITS	16	/* of a number, in hex */

struct store_step *
store_journal_add(struct store_journal *j, struct arena *a, struct str path)
{
	j->v = arena_grow(a, j->v, j->n, &j->cap, sizeof(*j->v));
	j->v[j->n] = (struct store_step){ .path = path };
	return &j->v[j->n++];
}

static int
by_path(const void *a, const void *b)
{
	const struct store_step *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

void
store_journal_sort(struct store_journal *j)
{
	if (j->n)
		qsort(j->v, j->n, sizeof(*j->v), by_path);
}

uint64_t
store_journal_hash(struct str s)
{
	return hash_str(s, 0);
}

struct str
store_journal_text(const struct store_journal *j, struct arena *a)
{
	struct buf b;
	size_t i;

	buf_init(&b, a);
	buf_printf(&b, TAG "%016zx\n", j->n);
	for (i = 0; i < j->n; i++)
		buf_printf(&b, "%s %016" PRIx64 " %016" PRIx64 " %.*s\n",
		    j->v[i].remove ? "remove" : "rename", j->v[i].size,
		    j->v[i].hash, STR(j->v[i].path));
	buf_printf(&b, "end %016" PRIx64 "\n",
	    store_journal_hash(buf_str(&b)));
	return buf_str(&b);
}

static bool
take(struct str *s, struct str prefix)
{
	if (!str_starts(*s, prefix))
		return false;
	*s = str_sub(*s, prefix.n, s->n);
	return true;
}

static bool
number(struct str *s, char after, uint64_t *out)
{
	static const char digits[] = "0123456789abcdef";
	const char *d;
	size_t i;

	if (s->n <= DIGITS || s->p[DIGITS] != after)
		return false;
	*out = 0;
	for (i = 0; i < DIGITS; i++) {
		d = memchr(digits, s->p[i], sizeof(digits) - 1);
		if (!d)
			return false;
		*out = *out << 4 | (uint64_t)(d - digits);
	}
	*s = str_sub(*s, DIGITS + 1, s->n);
	return true;
}

static bool
parse_step(struct store_journal *j, struct arena *a, struct str *s)
{
	struct store_step step = { 0 };
	struct diag unheard;
	size_t end;

	if (take(s, S("remove ")))
		step.remove = true;
	else if (!take(s, S("rename ")))
		return false;
	if (!number(s, ' ', &step.size) || !number(s, ' ', &step.hash))
		return false;
	end = str_find(*s, S("\n"));
	step.path = str_sub(*s, 0, end);
	*s = str_sub(*s, end + 1, s->n);
	diag_init(&unheard, a, NULL);
	if (!store_file_path(step.path, &unheard))
		return false;
	*store_journal_add(j, a, step.path) = step;
	return true;
}

bool
store_journal_parse(struct store_journal *j, struct arena *a, struct str text)
{
	struct str s = text;
	uint64_t n, sum, body;

	*j = (struct store_journal){ 0 };
	if (!take(&s, S(TAG)) || !number(&s, '\n', &n))
		return false;
	while (j->n < n)
		if (!parse_step(j, a, &s))
			return false;
	body = store_journal_hash(str_sub(text, 0, text.n - s.n));
	return take(&s, S("end ")) && number(&s, '\n', &sum) && s.n == 0 &&
	    sum == body;
}

bool
store_journal_read(struct store_journal *j, int own, const char *name,
    struct arena *a)
{
	struct stat st;
	struct str text = { NULL, 0 };
	int fd = openat(own, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	bool ok;

	*j = (struct store_journal){ 0 };
	if (fd < 0)
		return errno == ENOENT;
	ok = fstat(fd, &st) == 0;
	if (ok && S_ISREG(st.st_mode) && st.st_size <= (off_t)SOURCE_MAX)
		ok = store_file_fill(&text, fd, (size_t)st.st_size, a);
	store_file_close(fd);
	if (ok && !store_journal_parse(j, a, text))
		*j = (struct store_journal){ 0 };
	return ok;
}

bool
store_journal_sync(const struct store_journal *j, int dir)
{
	struct str last = { NULL, 0 }, parent;
	size_t i;

	for (i = 0; i < j->n; i++) {
		parent = store_file_parent(j->v[i].path);
		if (i > 0 && str_eq(parent, last))
			continue;
		/* where nothing is there is nothing to sync */
		if (!store_file_sync_dir(dir, parent) && errno != ENOENT)
			return false;
		last = parent;
	}
	return true;
}

bool
store_journal_finish(const struct store_journal *j, int dir, bool again,
    size_t *done)
{
	const struct store_step *s;
	bool ok;

	for (*done = 0; *done < j->n; (*done)++) {
		s = &j->v[*done];
		ok = s->remove ? store_file_unlink(dir, s->path, "") :
		    store_file_rename(dir, s->path);
		if (!ok && !(again && errno == ENOENT))
			return false;
	}
	return store_journal_sync(j, dir);
}

void
store_journal_drop(const struct store_journal *j, int dir)
{
	size_t i;

	for (i = 0; i < j->n; i++)
		if (!j->v[i].remove)
			(void)store_file_unlink(dir, j->v[i].path, STORE_NEW);
}
