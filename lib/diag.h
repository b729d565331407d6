/* SPDX-License-Identifier: MIT */
/*
 * diag - collected faults: rule, place, words, cure
 *
 * Checkers record every fault they find and go on.  Recording a fault
 * returns false, so that finding and failing are one line:
 *
 *	return diag_error(dg, "date-range", src, at, "no such day: ...");
 *
 * The format is a literal; it is looked up in the words the command handed
 * over.  Everything a fault shows (path, line, source text, message) is
 * copied when it is recorded, so sources may die before the diag.  Data
 * quoted in messages is made safe to print here, not by the caller.
 */
#ifndef DIAG_H
#define DIAG_H

#include <stdarg.h>

#include "map.h"
#include "source.h"

#define DIAG_MAX	100000	/* faults kept; further ones are only counted */
#define DIAG_FILE	((struct span){ UINT32_MAX, UINT32_MAX })

/* The other language, English to translation; see words.h. */
struct words {
	struct map map;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* What a fault says about the run; the value is the exit status. */
enum diag_class {
	DIAG_DATA = 1,		/* the data break a rule */
	DIAG_USAGE = 2,		/* the command was called wrongly */
	DIAG_SYSTEM = 3,	/* the system failed */
	DIAG_BUSY = 4,		/* someone else is writing */
};

struct fault {
	enum diag_level level;
	enum diag_class class;
	const char     *rule;	/* stable name, never translated */
	struct str      path;	/* empty: no place */
	struct place    place;	/* line 0: the whole file */
	uint32_t        at, end;	/* bytes in the source */
	struct span     mark;	/* the same within place.text, which is ... */
	bool            cut_left, cut_right;	/* ... part of a long line */
	struct str      text;	/* the message, in the user's language */
	struct str      cure;	/* what to write instead; may be empty */
	bool            advice;	/* the cure says what to do instead */
	struct str      more;	/* further lines, as a diff; may be empty */
};

struct diag {
	struct arena       *arena;	/* borrowed: owns the copies */
	const struct words *words;	/* borrowed; NULL speaks English */
	struct fault       *faults;
	size_t              n, cap;
	size_t              nerrors, nwarnings;	/* also the ones not kept */
	enum diag_class     status;	/* the worst of an error; 0 none */
	bool                lost;	/* the last one was only counted */
	/* the source of the last place, and one mark each few kilobytes */
	struct str          near, near_path;
	struct source_mark *marks;
	size_t              nmarks, marks_cap;
};

void	diag_init(struct diag *, struct arena *, const struct words *);

/*
 * Records an error about data at a span of a source and returns false.
 * With src NULL it has no place; with DIAG_FILE it is about the whole file.
 */
bool	diag_error(struct diag *, const char *rule, const struct source *src,
	    struct span, const char *fmt, ...)
	    __attribute__((format(printf, 5, 6)));
void	diag_warn(struct diag *, const char *rule, const struct source *src,
	    struct span, const char *fmt, ...)
	    __attribute__((format(printf, 5, 6)));
void	diag_note(struct diag *, const char *rule, const struct source *src,
	    struct span, const char *fmt, ...)
	    __attribute__((format(printf, 5, 6)));

/* Adds to the fault recorded last what to write, or do, instead. False. */
bool	diag_cure(struct diag *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
bool	diag_advise(struct diag *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Adds lines to it that are printed as they are (a diff). False. */
bool	diag_more(struct diag *, struct str lines);

/* The same for the other classes, without a place in a source. False. */
bool	diag_usage(struct diag *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
bool	diag_busy(struct diag *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
bool	diag_failed(struct diag *, const char *fmt, ...)	/* DIAG_SYSTEM */
	    __attribute__((format(printf, 2, 3)));
/* The path, quoted, and the system's word for `error` (errno) follow it. */
bool	diag_system(struct diag *, struct str path, int error,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Takes over the faults of a worker's diag (they are copied). */
void	diag_merge(struct diag *into, const struct diag *from);

/* By path, offset, then order of recording; one of what stands twice. */
void	diag_sort(struct diag *);

/* For a trial that must leave no trace: note before, go back after. */
struct diag_mark { size_t n, nerrors, nwarnings; enum diag_class status; };
struct diag_mark	diag_mark(const struct diag *);
void			diag_back(struct diag *, struct diag_mark);

/* The text in the user's language, formatted into the diag's arena. */
struct str	diag_say(struct diag *, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

/* What words_get gives, for those who stand before words. */
const char	*diag_word(const struct words *, const char *english)
		    __attribute__((format_arg(2)));

#endif
