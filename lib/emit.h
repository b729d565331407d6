/* SPDX-License-Identifier: MIT */
/*
 * emit - a value as the YAML our tools write
 *
 * Block style, two columns an indent, keys in the schema's order, LF.
 * Scalars stay plain where every YAML 1.1 and 1.2 reader reads the same
 * string, else they are double-quoted, as codes of digits (village, ref)
 * always are.  Texts must be well-formed UTF-8.  Points have two decimals.
 * Mappings of scalars inside a list, and short lists of scalars, stand in
 * flow style on one line of at most 100 columns.
 */
#ifndef EMIT_H
#define EMIT_H

#include "buf.h"
#include "kind.h"
#include "value.h"

/* One record: "- id: …\n  date: …\n" for list kinds, else a whole file.
 * `eol` is "\n" or "\r\n". */
void	emit_record(struct buf *, const struct kind *, const struct value *,
	    const char *eol);

/* "key: value" lines of one field at an indent, with their line ends. */
void	emit_field(struct buf *, const struct field *, struct str key,
	    const struct value *, int indent, const char *eol);

/* What stands after "- " for one item of a list field, indented so. */
void	emit_item(struct buf *, const struct field *, const struct value *,
	    int indent, const char *eol);

/* Any value on one line, in flow style: {at: 2026-03-16, to: found}. */
void	emit_flow(struct buf *, const struct field *, const struct value *);

/* One scalar as it must be written at a place in block or flow context. */
void	emit_scalar(struct buf *, const struct field *, const struct value *,
	    bool flow);

#endif
