/* SPDX-License-Identifier: MIT */
/*
 * kind - what a schema file says of one sort of record
 *
 * Fields in the schema's order with their labels, types, choices, references
 * and privacy, and (x-ledger) where the records live.  Everything generic -
 * lists, exports, imports, completion, checks - works from this alone, so a
 * new kind is a schema file and no C.
 *
 * Extensions read here (all ignored by other validators):
 *   x-en       the English label, at the top and on properties
 *   x-ref      the value is an id of that kind (on the items of a list)
 *   x-refs     an id of one of these kinds: which, subject_type says
 *   x-privacy  internal | department | village | township | public
 *   x-name     this text is a person's name (masked for wider audiences)
 *   x-type     points: a number of two decimals, printed so
 *   x-default  today | user: filled in when not given
 *   x-hash     false: not part of what makes an id (links, defaults)
 *   x-derived  follows from other fields: corrected along with them
 *   enumDescriptions   the Chinese labels of an enum, one each
 *   x-enum-en  the English labels of an enum, where not the key itself
 *   x-ledger   {path, list, letter, day, order, label, name, id}
 */
#ifndef KIND_H
#define KIND_H

#include "map.h"
#include "schema.h"
#include "table.h"

#define KIND_FIELDS	96	/* in one kind */

enum field_type {
	FIELD_TEXT, FIELD_DATE, FIELD_INT, FIELD_NUMBER, FIELD_POINTS,
	FIELD_BOOL, FIELD_ENUM, FIELD_REF, FIELD_MAP
};

struct field {
	struct str      key;	/* as in files */
	struct str      label;	/* title: Chinese */
	struct str      en;	/* x-en, else the key */
	struct str      description;
	enum field_type type;	/* of the value, or of each item of a list */
	bool            list;
	bool            required;
	bool            is_name;
	bool            hashed;	/* part of what makes an id */
	bool            derived;	/* follows from other fields */
	enum audience   privacy;
	struct str      ref;	/* FIELD_REF: the kind referred to */
	const struct str *refs;	/* x-refs: or one of these */
	size_t          nrefs;
	struct str      fallback;	/* x-default, or default */
	const struct str *choices, *labels, *labels_en;	/* FIELD_ENUM */
	size_t          nchoices;
	struct field   *fields;	/* FIELD_MAP */
	size_t          nfields;
};

struct kind {
	struct str     name;	/* visit: the schema's file stem */
	struct str     title, en;
	struct field  *fields;	/* in the schema's order */
	size_t         nfields;
	struct map     by_key;	/* key -> struct field */
	struct map     by_label;	/* Chinese and English label likewise */
	struct str     path;	/* villages/{village}/visits/{date:month}.yaml */
	bool           list;	/* a list a file; else one record a file */
	char           letter;	/* of the ids we make; 0: ids are given */
	int            day;	/* index of the field that dates it, or -1 */
	int            id;	/* index of the field id */
	int            village;	/* index of the field village, or -1 */
	int            name_field;	/* by which people type it, or -1 */
	struct strs    order;	/* the default order of a list */
	struct strs    label_fields;	/* what a reader is shown of one */
	const struct schema *schema;	/* of one record */
	struct str     schema_path;
};

/* From a parsed schema; `name` is the file's stem. */
MUST_USE bool	kind_parse(struct kind **, struct str name, const struct doc *,
		    const struct schema_opts *, struct arena *,
		    struct diag *);

/* By key or by either label; NULL if there is none. */
const struct field	*kind_field(const struct kind *, struct str);
const struct field	*field_sub(const struct field *, struct str);
/* Index in kind->fields, or -1: for those who read many records. */
int	kind_index(const struct kind *, const char *key);

/* An enum's key from key or label (NULL p if none), and back. */
struct str	field_choice(const struct field *, struct str);
struct str	field_choice_label(const struct field *, struct str key,
		    bool chinese);
struct str	field_label(const struct field *, bool chinese);

/* The known word nearest to `typed` (distance <= max(1, n / 3)), or none. */
struct str	near_word(struct str typed, const struct str *words,
		    size_t n);

#endif
