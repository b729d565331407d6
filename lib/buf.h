/* SPDX-License-Identifier: MIT */
/*
 * buf - text under construction
 *
 * A growing run of bytes in an arena.  Nothing here can fail; the finished
 * text is a slice that lives as long as the arena.
 */
#ifndef BUF_H
#define BUF_H

#include <stdarg.h>

#include "arena.h"

struct buf {
	struct arena *arena;	/* borrowed: owns the bytes */
	char         *p;
	size_t        n, cap;
};

void	buf_init(struct buf *, struct arena *);
void	buf_add(struct buf *, struct str);
void	buf_puts(struct buf *, const char *);
void	buf_char(struct buf *, char);
void	buf_fill(struct buf *, char, size_t times);
void	buf_printf(struct buf *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	buf_vprintf(struct buf *, const char *fmt, va_list);

/* As a JSON string with its quotes; what cannot be seen as \u escapes. */
void	buf_json(struct buf *, struct str);

/* What was added so far; valid until the next addition. */
struct str	buf_str(const struct buf *);

#endif
