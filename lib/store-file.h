/* SPDX-License-Identifier: MIT */
/*
 * store-file - files below a directory, without following links
 *
 * The part of store that knows system calls on single files.  A path is
 * relative, its components are plain names, and it is walked below an open
 * directory; a component that is a symbolic link is an error (ELOOP).  Those
 * that return a descriptor return -1 and leave errno where they fail.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <sys/stat.h>

#include "diag.h"

#define STORE_PATH	4096		/* bytes in a path */
#define STORE_OWN	".taizhang"	/* lock and journal are in it */
#define STORE_NEW	".new"		/* NAME.new is NAME to be */

/* Fault "path-outside" where it is no path within a ledger. */
MUST_USE bool	store_file_path(struct str path, struct diag *);

/* Opens what is there; `suffix` is added to the path. */
int	store_file_open(int dir, struct str path, const char *suffix,
	    int flags);

/* The directory that holds it, made where `make` says so; "" is `dir`. */
int	store_file_dir(int dir, struct str path, bool make);

/* What a path names in its directory, and where that is. */
struct str	store_file_name(struct str path);
struct str	store_file_parent(struct str path);

/* NAME with the suffix, empty and ours alone, in an open directory; whatever
 * bore that name before is removed. */
int	store_file_create(int at, struct str name, const char *suffix);

/* fsync of an open directory. */
bool	store_file_sync(int at);

/* unlinkat, renameat and fsync of a directory, given paths. */
bool	store_file_unlink(int dir, struct str path, const char *suffix);
bool	store_file_rename(int dir, struct str path);	/* .new to final */
bool	store_file_sync_dir(int dir, struct str path);

/* The first n bytes, or as many as there are; false with errno. */
bool	store_file_fill(struct str *out, int fd, size_t n, struct arena *);

/* All of them; false with errno. */
bool	store_file_put(int fd, struct str bytes);

/* What was seen of a file, in the source that is made of it. */
void	store_file_seen(struct source *, const struct stat *);

/* A fault for a path that could not be opened, by errno. */
bool	store_file_fault(struct diag *, struct str path, int error);

/* Closes, and leaves errno alone. */
void	store_file_close(int fd);

#endif
