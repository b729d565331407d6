/* SPDX-License-Identifier: MIT */
/*
 * fault - makes one system call of a program fail, or kills it there
 *
 *	cc -shared -fPIC -D_GNU_SOURCE -o fault.so tests/fault.c
 *	TAIZHANG_FAULT=rename:2:EIO LD_PRELOAD=./fault.so visit-add
 *
 * CALL:N:WHAT - the Nth call of CALL does WHAT; with N+ so does every later
 * one, as on a disk that stays full.  CALL is one of those below, or "any"
 * for all of them counted together.  WHAT is EIO, ENOSPC, EACCES, EROFS,
 * EDQUOT or ENOSYS, or SHORT (a write writes half of what it should), or
 * KILL, which kills the process just before the call.  Standard output and
 * error are left alone, and so is what open and openat open for reading.
 *
 * A unit test may include this file instead, and call fault_arm.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name)	((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { SHORT = -1, KILL = -2 };

static const struct { const char *name; int what; } whats[] = {
	{ "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EACCES", EACCES },
	{ "EROFS", EROFS }, { "EDQUOT", EDQUOT },
	{ "ENOSYS", ENOSYS },
	{ "SHORT", SHORT }, { "KILL", KILL },
};

static struct {
	bool armed, on;
	char call[16], what_name[8];
	unsigned long nth;
	int what;
} fault;
static atomic_ulong counted, struck;

void		fault_arm(const char *spec);
unsigned long	fault_struck(void);

/* NULL disarms; what is no specification stops the program at once. */
void
fault_arm(const char *spec)
{
	char plus[2] = "";
	size_t i;

	fault.armed = false;
	counted = struck = 0;
	if (!spec)
		return;
	if (sscanf(spec, "%15[a-z0-9]:%lu%1[+]:%7[A-Z]", fault.call,
	    &fault.nth, plus, fault.what_name) != 4 &&
	    sscanf(spec, "%15[a-z0-9]:%lu:%7[A-Z]", fault.call, &fault.nth,
	    fault.what_name) != 3)
		abort();
	fault.on = plus[0] == '+';
	for (i = 0; i < sizeof(whats) / sizeof(whats[0]); i++)
		if (strcmp(whats[i].name, fault.what_name) == 0)
			break;
	if (i == sizeof(whats) / sizeof(whats[0]) || fault.nth == 0)
		abort();
	fault.what = whats[i].what;
	fault.armed = true;
}

/* How often it has happened. */
unsigned long
fault_struck(void)
{
	return struck;
}

__attribute__((constructor)) static void
arm_from_environment(void)
{
	fault_arm(getenv("TAIZHANG_FAULT"));
}

/* Whether this call is the one: 0, an errno, or SHORT. */
static int
strike(const char *call)
{
	unsigned long n;

	bool any = strcmp(fault.call, "any") == 0;

	if (!fault.armed || (strcmp(fault.call, call) != 0 && !any))
		return 0;
	n = ++counted;
	if (fault.on ? n < fault.nth : n != fault.nth)
		return 0;
	struck++;
	if (fault.what == KILL)
		raise(SIGKILL);
	return fault.what;
}

/* -1 with errno where the call is to fail, else 0. */
static int
fails(const char *call)
{
	int what = strike(call);

	if (what <= 0)
		return 0;
	errno = what;
	return -1;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	int what = fd > STDERR_FILENO ? strike("write") : 0;

	if (what > 0) {
		errno = what;
		return -1;
	}
	return REAL(write)(fd, p, what == SHORT && n > 1 ? n / 2 : n);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	int what = strike("pwrite");

	if (what > 0) {
		errno = what;
		return -1;
	}
	return REAL(pwrite)(fd, p, what == SHORT && n > 1 ? n / 2 : n, at);
}

int
fsync(int fd)
{
	return fails("fsync") ? -1 : REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	return fails("fdatasync") ? -1 : REAL(fdatasync)(fd);
}

int
ftruncate(int fd, off_t n)
{
	return fails("ftruncate") ? -1 : REAL(ftruncate)(fd, n);
}

int
fchmod(int fd, mode_t mode)
{
	return fails("fchmod") ? -1 : REAL(fchmod)(fd, mode);
}

int
fchown(int fd, uid_t uid, gid_t gid)
{
	return fails("fchown") ? -1 : REAL(fchown)(fd, uid, gid);
}

int
rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : REAL(rename)(from, to);
}

/* Counted with rename: what a program calls it is its own affair. */
int
renameat(int at, const char *from, int to_at, const char *to)
{
	return fails("rename") ? -1 : REAL(renameat)(at, from, to_at, to);
}

int
unlink(const char *path)
{
	return fails("unlink") ? -1 : REAL(unlink)(path);
}

int
unlinkat(int at, const char *path, int flags)
{
	return fails("unlink") ? -1 : REAL(unlinkat)(at, path, flags);
}

int
mkdirat(int at, const char *path, mode_t mode)
{
	return fails("mkdir") ? -1 : REAL(mkdirat)(at, path, mode);
}

/* As the kernel does it: the descriptor is closed, whatever is said. */
int
close(int fd)
{
	int error = fd > STDERR_FILENO ? fails("close") : 0;
	int why = errno, result = REAL(close)(fd);

	if (!error)
		return result;
	errno = why;
	return -1;
}

static bool
is_read_only(int flags)
{
	return (flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT);
}

int
open(const char *path, int flags, ...)
{
	mode_t mode;
	va_list ap;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (!is_read_only(flags) && fails("open"))
		return -1;
	return REAL(open)(path, flags, mode);
}

int
openat(int at, const char *path, int flags, ...)
{
	mode_t mode;
	va_list ap;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (!is_read_only(flags) && fails("open"))
		return -1;
	return REAL(openat)(at, path, flags, mode);
}

/* "openat2:1+:ENOSYS" is an old kernel. */
long
syscall(long number, ...)
{
	long v[6];
	va_list ap;
	size_t i;

	va_start(ap, number);
	for (i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		v[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_openat2 && fails("openat2"))
		return -1;
	return REAL(syscall)(number, v[0], v[1], v[2], v[3], v[4], v[5]);
}
