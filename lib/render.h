/* SPDX-License-Identifier: MIT */
/*
 * render - a table in any format
 *
 * A format is one file and one row of the array; help, manual and tests read
 * the same array.  Text from the ledger is escaped by the renderer, always.
 */
#ifndef RENDER_H
#define RENDER_H

#include "buf.h"
#include "table.h"

struct render_opts {
	bool keys;		/* --header keys */
	bool excel;		/* CSV: BOM, CR LF, codes kept as text */
	bool no_head;		/* only the table: for pipes */
	const struct words *words;
};

struct format {
	const char *name;	/* text csv tsv json jsonl md html */
	const char *mime;
	/* Fails only for a table that was not cut to an audience. */
	bool      (*render)(struct buf *, const struct table *,
		        const struct render_opts *);
};

extern const struct format render_formats[];	/* ends with a NULL name */

const struct format	*render_find(struct str name);

bool	render_text(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_csv(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_tsv(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_json(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_jsonl(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_md(struct buf *, const struct table *,
	    const struct render_opts *);
bool	render_html(struct buf *, const struct table *,
	    const struct render_opts *);

/* Shared by the JSON faces: a string with its quotes. */
void	render_json_string(struct buf *, struct str);

/* Shared by the faces people read: the heading of a column ... */
struct str	render_heading(const struct column *,
		    const struct render_opts *);
/* ... whether its cells stand to the right ... */
bool		render_right(const struct column *);
/* ... and text as one line that is safe to print; a break is a blank. */
struct str	render_line(struct str, struct arena *);

#endif
