/* SPDX-License-Identifier: MIT */
/* textconv - labels for keys and choices, names after ids. */
#include "patch.h"
#include "refs.h"
#include "textconv.h"

#define REGION_DIGITS	12
#define DAY_ENDS	9	/* in the ids we make: I20260316-… */
#define NAME_FITS	16	/* what the file's name weighs, and ... */
#define LETTER_FITS	8	/* ... the letter of the id, in keys */

struct job {
	struct ledger    *led;
	const struct doc *doc;
	struct patch      patch;
	struct diag       quiet;
	struct str        village;	/* of the record at hand */
};

/* ---- which kind ------------------------------------------------------- */

/* households.yaml, 9fK2xQ_households.yaml: the pattern's last part. */
static bool
name_fits(struct str pattern, struct str path)
{
	size_t slash;

	while ((slash = str_find(pattern, S("/"))) < pattern.n)
		pattern = str_sub(pattern, slash + 1, pattern.n);
	return str_find(pattern, S("{")) == pattern.n &&
	    str_ends(path, pattern) && (path.n == pattern.n ||
	    strchr("/_", path.p[path.n - pattern.n - 1]));
}

/* S20260316-…: an id that we made, of the kind with that letter. */
static bool
letter_fits(char letter, struct str id)
{
	size_t i;

	if (id.n <= DAY_ENDS || id.p[0] != letter || id.p[DAY_ENDS] != '-')
		return false;
	for (i = 1; i < DAY_ENDS; i++)
		if (id.p[i] < '0' || id.p[i] > '9')
			return false;
	return true;
}

/* Keys that the kind has, less those it lacks. */
static int
keys_fit(const struct kind *kind, const struct doc *doc, uint32_t map)
{
	const struct field *f;
	uint32_t key;
	int n = 0;

	for (key = doc_first(doc, map); key;
	    key = doc_after(doc, map, doc->nodes[key].next)) {
		f = kind_field(kind, doc->nodes[key].text);
		n += f && str_eq(f->key, doc->nodes[key].text) ? 1 : -2;
	}
	return n;
}

/* How well a record fits a kind; 0 and less is not at all. */
static int
fit(const struct kind *kind, const struct doc *doc, uint32_t map)
{
	int n = keys_fit(kind, doc, map);
	size_t i;

	if (kind->letter)
		return letter_fits(kind->letter, doc_text(doc, map,
		    kind->fields[kind->id].key.p)) ? n + LETTER_FITS : 0;
	for (i = 0; i < kind->nfields; i++)
		if (kind->fields[i].required &&
		    !doc_get(doc, map, kind->fields[i].key))
			n -= 2;
	return n;
}

const struct kind *
textconv_kind(struct ledger *led, const struct doc *doc, struct str path,
    struct diag *dg)
{
	bool list = doc->nodes[0].kind == NODE_SEQ;
	uint32_t map = list ? doc_first(doc, 0) : 0;
	const struct kind *kind, *best = NULL;
	int n, most = 0;
	size_t i;

	if ((list && map == 0) || doc->nodes[map].kind != NODE_MAP ||
	    !ledger_kind(led, S("region"), dg))
		return NULL;
	for (i = 0; i < led->kind_names.n; i++) {
		kind = ledger_kind(led, led->kind_names.v[i], dg);
		if (!kind || kind->list != list)
			continue;
		n = fit(kind, doc, map);
		if (n > 0 && name_fits(kind->path, path))
			n += NAME_FITS;
		if (n > most) {
			most = n;
			best = kind;
		}
	}
	return best;
}

/* ---- names ------------------------------------------------------------ */

/* Of several kinds a field may refer to, the one that this id is of. */
static struct str
target(const struct job *j, const struct field *f, uint32_t map,
    struct str id)
{
	struct str type = doc_text(j->doc, map, "subject_type");
	size_t i;

	if (f->nrefs == 0)
		return f->ref;
	if (str_is(type, "village") || (type.n == 0 && id.n == REGION_DIGITS))
		type = S("region");
	for (i = 0; i < f->nrefs; i++)
		if (str_eq(f->refs[i], type))
			return type;
	return f->refs[0];
}

/* One trouble with a register, and names are left out from there on. */
static void
add_name(struct job *j, const struct field *f, uint32_t map,
    const struct node *n)
{
	struct arena *a = j->led->arena;
	struct str to = target(j, f, map, n->text), name;
	const struct kind *kind;

	if (to.n == 0 || j->quiet.nerrors)
		return;
	kind = ledger_need(j->led, arena_dup(a, to).p, &j->quiet);
	if (!kind || kind->letter || kind->name_field < 0)
		return;
	name = refs_name(j->led, to, n->text, j->village, &j->quiet);
	if (!str_eq(name, n->text))
		patch_insert(&j->patch, n->at.end, arena_printf(a,
		    j->led->chinese ? "（%.*s）" : " (%.*s)", STR(name)));
}

/* ---- labels ----------------------------------------------------------- */

static void	say_map(struct job *, uint32_t map, const struct field *);

static void
say_value(struct job *j, uint32_t node, const struct field *f, uint32_t map)
{
	const struct node *n = &j->doc->nodes[node];
	struct str label;
	uint32_t i;

	if (n->kind == NODE_MAP) {
		say_map(j, node, f);
		return;
	}
	if (n->kind == NODE_SEQ) {
		for (i = doc_first(j->doc, node); i;
		    i = doc_after(j->doc, node, i))
			say_value(j, i, f, map);
		return;
	}
	if (f->type == FIELD_ENUM) {
		label = field_choice_label(f, n->text, j->led->chinese);
		if (label.n)
			patch_replace(&j->patch, n->at, label);
	} else if (f->ref.n) {
		add_name(j, f, map, n);
	}
}

/* Fields of the mapping; depth is bounded by that of the doc. */
static void
say_map(struct job *j, uint32_t map, const struct field *of)
{
	const struct node *n;
	const struct field *f;
	struct str label;
	uint32_t key;

	for (key = doc_first(j->doc, map); key;
	    key = doc_after(j->doc, map, n->next)) {
		n = &j->doc->nodes[key];
		f = field_sub(of, n->text);
		if (!f || !str_eq(f->key, n->text))
			continue;
		label = field_label(f, j->led->chinese);
		if (label.n)
			patch_replace(&j->patch, n->at, label);
		say_value(j, n->next, f, map);
	}
}

static void
say_record(struct job *j, const struct kind *kind, uint32_t map)
{
	struct field whole = { .fields = kind->fields,
	    .nfields = kind->nfields };

	if (j->doc->nodes[map].kind != NODE_MAP)
		return;
	j->village = doc_text(j->doc, map, "village");
	say_map(j, map, &whole);
}

struct str
textconv_say(struct ledger *led, const struct source *src)
{
	struct job j = { .led = led };
	struct doc doc;
	const struct kind *kind;
	struct str out;
	uint32_t i;

	diag_init(&j.quiet, led->arena, NULL);
	if (!doc_read(&doc, src, led->arena, &j.quiet) || doc.n == 0)
		return src->bytes;
	kind = textconv_kind(led, &doc, src->path, &j.quiet);
	if (!kind)
		return src->bytes;
	j.doc = &doc;
	patch_init(&j.patch, src, led->arena);
	if (!kind->list)
		say_record(&j, kind, 0);
	for (i = kind->list ? doc_first(&doc, 0) : 0; i;
	    i = doc_after(&doc, 0, i))
		say_record(&j, kind, i);
	return patch_apply(&out, &j.patch, &j.quiet) ? out : src->bytes;
}
