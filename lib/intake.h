/* SPDX-License-Identifier: MIT */
/*
 * intake - what people give, as records: words, rows, files
 *
 * FIELD=VALUE arguments, CSV rows, JSON lines and YAML become values with
 * the schema's keys: labels to keys, enum labels to enum keys, dates to ISO,
 * names to ids, full-width forms to half-width where the field is a code, a
 * date or a number.  Texts are kept as typed.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "refs.h"
#include "value.h"

/* One FIELD=VALUE as typed; the source is the argument. */
struct given {
	struct str           key, value;
	const struct source *src;
	struct span          key_at, value_at;
	bool                 list;	/* @FILE: value is one item a line */
};

/*
 * Splits an argument at its first '=' or '＝'.  False, without a fault, where
 * there is none.  "@NAME" values are read from that file by the caller.
 */
bool	intake_split(struct given *, const struct source *argument);

/*
 * One record from arguments.  `village` (may be empty) is where names are
 * looked up first when the record itself names none.  Faults: "field",
 * "enum", "date-*", "points-form", "number", "unknown-ref" …
 */
MUST_USE bool	intake_given(struct value **, struct ledger *,
		    const struct kind *, const struct given *, size_t n,
		    struct str village, struct diag *);

/* One row a record; every row is tried, so all faults come at once: what of
 * the faulty ones could be read is kept aside, for the domain to look at. */
struct intake_list {
	struct value **v;
	size_t         n, cap;
	struct value **bad;
	size_t         nbad, bad_cap;
};

void		intake_add(struct intake_list *, struct value *,
		    struct arena *);
void		intake_add_bad(struct intake_list *, struct value *,
		    struct arena *);

/*
 * Many records from a file: by its name or its looks CSV, JSON lines, JSON
 * or YAML.  `columns` (may be NULL) is a mapping file: header -> field,
 * constants under `const`.
 */
MUST_USE bool	intake_file(struct intake_list *, struct ledger *,
		    const struct kind *, struct source *,
		    const struct source *columns, struct diag *);

/*
 * A record as it stands in a doc or as JSON has its own way in, too: its
 * scalars are read as arguments are.
 */
MUST_USE bool	intake_node(struct value **, struct ledger *,
		    const struct kind *, const struct doc *, uint32_t node,
		    struct diag *);

/* Fills in x-default fields not given: today, the user. */
MUST_USE bool	intake_defaults(struct value *, struct ledger *,
		    const struct kind *, struct diag *);

/*
 * Holds a whole record (id included) against its schema, before it is a
 * line of any file: faults lie where the field was said, or at `at` of src
 * where it was not.
 */
MUST_USE bool	intake_check(const struct value *, struct ledger *,
		    const struct kind *, const struct source *, struct span at,
		    struct diag *);

/* A required field that nobody gave, and how to give it; false. */
bool		intake_missing(struct ledger *, const struct field *,
		    const struct source *, struct span, struct diag *);

/* All that a whole record lacks by what was given, and nobody fills in: to
 * be said with its other faults; false. */
bool		intake_lacking(struct ledger *, const struct kind *,
		    const struct given *, size_t n, const struct source *,
		    struct span, struct diag *);

/* The items of a list as people write it: separated by , ; or their
 * full-width forms or the Chinese comma; blanks around them dropped. */
void		intake_items(struct strs *, struct arena *, struct str);

/* One scalar as a field wants it; references stay as typed. */
MUST_USE bool	intake_scalar(struct value **, struct ledger *,
		    const struct field *, struct str text,
		    const struct source *, struct span, struct diag *);

/* One item of a field, a mapping's shorthand included (photo:1.jpg). */
MUST_USE bool	intake_one(struct value **, struct ledger *,
		    const struct field *, struct str text,
		    const struct source *, struct span, struct diag *);

/*
 * Exports write a list or mapping that no list of words can hold as JSON:
 * [{"at": "2026-03-16", …}].  Is this such a cell, and what does it say?
 * Fault "json-cell".
 */
bool		intake_is_json(const struct field *, struct str);
MUST_USE bool	intake_json(struct value **, struct ledger *,
		    const struct kind *, const struct field *,
		    const struct given *, struct diag *);

/* The fault for a key that is no field of the kind; false. */
bool		intake_no_field(struct ledger *, const struct kind *,
		    const struct given *, struct diag *);

/* Resolves the village, then all references; orders the keys. */
MUST_USE bool	intake_finish(struct value *, struct ledger *,
		    const struct kind *, struct str village, struct diag *);

/* Names to ids in all fields that refer, once the village is known. */
MUST_USE bool	intake_refs(struct value *, struct ledger *,
		    const struct field *fields, size_t nfields,
		    struct str village, struct diag *);

/* Keys of all mappings in the order of the schema. */
void		intake_order(struct value *, const struct field *fields,
		    size_t nfields);

#endif
