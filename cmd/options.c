/* SPDX-License-Identifier: MIT */
/* options - one table for what every command takes, one for its own. */
#include "options.h"
#include "utf8.h"

#define OPTIONS	64	/* in one of the tables */

static size_t
common(struct opt *o, struct cmd *c)
{
	const struct opt all[] = {
		{ 'C', NULL, "DIR", NULL, &c->dir, NULL,
		    "the ledger's directory" },
		{ 0, "today", "DAY", NULL, &c->today, NULL,
		    "the day it is, instead of the clock's" },
		{ 0, "lang", "zh|en", NULL, &c->lang, NULL,
		    "the language of messages and headings" },
		{ 0, "user", "WHO", NULL, &c->user, NULL,
		    "who acts: a person's id or name" },
		{ 'q', "quiet", NULL, &c->quiet, NULL, NULL,
		    "no notes and no progress" },
		{ 'h', "help", NULL, &c->help, NULL, NULL, "this help" },
		{ 0, "version", NULL, &c->version, NULL, NULL,
		    "the version" },
	};

	memcpy(o, all, sizeof(all));
	return NELEM(all);
}

static size_t
writer(struct opt *o, struct cmd *c)
{
	const struct opt all[] = {
		{ 'n', "dry-run", NULL, &c->dry_run, NULL, NULL,
		    "show the exact change and write nothing" },
		{ 0, "commit", NULL, &c->commit, NULL, NULL,
		    "one git commit of exactly the files changed" },
		{ 0, "again", NULL, &c->again, NULL, NULL,
		    "record an identical act once more" },
		{ 0, "update", NULL, &c->update, NULL, NULL,
		    "correct records whose ref is already known" },
		{ 0, "from", "FILE|-", NULL, &c->from_path, NULL,
		    "many records: CSV, JSON lines or YAML; all or none" },
		{ 0, "columns", "MAP", NULL, &c->columns, NULL,
		    "which column is which field (a YAML file)" },
		{ 0, "edit", NULL, &c->edit, NULL, NULL,
		    "fill in a template in $EDITOR" },
		{ 0, "fields", NULL, &c->fields, NULL, NULL,
		    "list the fields and their values" },
		{ 0, "wait", "SECONDS", NULL, &c->wait, NULL,
		    "for the lock; 10 if not said" },
	};

	memcpy(o, all, sizeof(all));
	return NELEM(all);
}

static size_t
reader(struct opt *o, struct cmd *c)
{
	const struct opt all[] = {
		{ 0, "format", "FORMAT", NULL, &c->format, NULL,
		    "text, csv, tsv, json, jsonl, md or html" },
		{ 'o', "output", "FILE", NULL, &c->output, NULL,
		    "write there instead of standard output" },
		{ 0, "each", "village", NULL, &c->each, NULL,
		    "one file a village; FILE holds {village}" },
		{ 0, "period", "PERIOD", NULL, &c->period, NULL,
		    "2026, 2026Q1, 2026-03, last-quarter, FROM..TO …" },
		{ 0, "village", "V", NULL, &c->village, NULL,
		    "only this village: code or name" },
		{ 0, "where", "EXPR", NULL, &c->where, NULL,
		    "only rows for which the expression holds" },
		{ 0, "sort", "COLUMNS", NULL, &c->sort, NULL,
		    "by these columns; -COLUMN for descending" },
		{ 0, "columns", "COLUMNS", NULL, &c->choose, NULL,
		    "these columns in this order" },
		{ 0, "group-by", "COLUMNS", NULL, &c->group_by, NULL,
		    "one row for each value" },
		{ 0, "sum", "COLUMNS", NULL, &c->sum, NULL,
		    "sums of these columns" },
		{ 0, "count", NULL, &c->count, NULL, NULL,
		    "how many rows" },
		{ 0, "audience", "WHO", NULL, &c->audience, NULL,
		    "internal, department, village, township or public" },
		{ 0, "header", "labels|keys", NULL, &c->header, NULL,
		    "what heads the columns" },
		{ 0, "excel", NULL, &c->excel, NULL, NULL,
		    "CSV for spreadsheets: BOM, CR LF, codes kept as text" },
		{ 0, "bare", NULL, &c->bare, NULL, NULL,
		    "only the table, no title and no foot" },
	};

	memcpy(o, all, sizeof(all));
	return NELEM(all);
}

/* All options of this command, its own first. */
static size_t
gather(struct opt *o, struct cmd *c)
{
	size_t n = 0;

	for (; c->info->options && c->info->options[n].help; n++)
		o[n] = c->info->options[n];
	if (c->info->groups & CMD_READS)
		n += reader(o + n, c);
	if (c->info->groups & CMD_WRITES)
		n += writer(o + n, c);
	return n + common(o + n, c);
}

/* ---- help ------------------------------------------------------------- */

static const char *
say(const struct cmd *c, const char *english)
{
	return words_get(c->diag.words, english);
}

void
options_help(struct cmd *c)
{
	struct opt o[OPTIONS];
	struct buf left;
	struct buf *b = &c->out;
	size_t i, n = gather(o, c);

	buf_printf(b, "%s: %s %s\n\n%s\n\n", say(c, "usage"), c->info->name,
	    c->info->synopsis, say(c, c->info->summary));
	for (i = 0; i < n; i++) {
		buf_init(&left, &c->arena);
		if (o[i].letter)
			buf_printf(&left, "-%c%s", o[i].letter,
			    o[i].name ? ", " : "");
		if (o[i].name)
			buf_printf(&left, "--%s", o[i].name);
		if (o[i].arg)
			buf_printf(&left, " %s", o[i].arg);
		buf_puts(b, "  ");
		buf_add(b, buf_str(&left));
		buf_fill(b, ' ', utf8_columns(buf_str(&left)) < 26 ?
		    26 - utf8_columns(buf_str(&left)) : 1);
		buf_printf(b, "%s\n", say(c, o[i].help));
	}
}

/* ---- reading argv ----------------------------------------------------- */

struct reading {
	struct cmd *c;
	struct opt  o[OPTIONS];
	size_t      n;
	char      **argv;
	int         argc, i;
	bool        ended;	/* after -- */
};

static const struct opt *
find_long(struct reading *r, struct str name)
{
	const struct opt *found = NULL;
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (!r->o[i].name)
			continue;
		if (str_is(name, r->o[i].name))
			return &r->o[i];
		if (str_starts(str_of(r->o[i].name), name))
			found = found ? &r->o[r->n] : &r->o[i];
	}
	return found && found < &r->o[r->n] ? found : NULL;
}

static const struct opt *
find_letter(struct reading *r, char letter)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->o[i].letter == letter)
			return &r->o[i];
	return NULL;
}

static bool
has_equals(struct str s)
{
	return str_find(s, S("=")) < s.n || str_find(s, S("＝")) < s.n;
}

/* The words that follow a list option: IDs, up to an option or a field. */
static bool
take_list(struct reading *r, const struct opt *o, struct str first)
{
	struct strs *l = o->list;
	size_t before = l->n;
	struct str s;

	if (first.n)
		intake_items(l, &r->c->arena, first);
	for (; r->i + 1 < r->argc; r->i++) {
		s = str_of(r->argv[r->i + 1]);
		if (s.n == 0 || s.p[0] == '-' || s.p[0] == '+' ||
		    has_equals(s))
			break;
		intake_items(l, &r->c->arena, s);
	}
	return l->n > before || cmd_usage(r->c, "--%s wants %s", o->name,
	    o->arg);
}

static bool
apply(struct reading *r, const struct opt *o, struct str value, bool given)
{
	const char *name = o->name ? o->name : "C";

	if (o->flag) {
		*o->flag = true;
		return !given || cmd_usage(r->c, "--%s takes no value", name);
	}
	if (o->list)
		return take_list(r, o, value);
	if (!given) {
		if (r->i + 1 >= r->argc)
			return cmd_usage(r->c, "--%s wants %s", name,
			    say(r->c, o->arg));
		value = str_of(r->argv[++r->i]);
	}
	*o->text = value;
	return true;
}

static bool
unknown(struct reading *r, struct str typed)
{
	struct strs names = { 0 };
	struct str near;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->o[i].name)
			strs_add(&names, &r->c->arena, str_of(r->o[i].name));
	near = near_word(typed, names.v, names.n);
	if (near.n)
		return cmd_usage(r->c, "no option '--%.*s'; did you mean "
		    "'--%.*s'?", STR(typed), STR(near));
	return cmd_usage(r->c, "no option '--%.*s'; -h lists them",
	    STR(typed));
}

static bool
long_option(struct reading *r, struct str s)
{
	size_t eq = str_find(s, S("="));
	struct str name = str_sub(s, 2, eq);
	const struct opt *o = find_long(r, name);

	return o ? apply(r, o, str_sub(s, eq + 1, s.n), eq < s.n) :
	    unknown(r, name);
}

static bool
short_options(struct reading *r, struct str s)
{
	const struct opt *o;
	size_t i;

	for (i = 1; i < s.n; i++) {
		o = find_letter(r, s.p[i]);
		if (!o)
			return cmd_usage(r->c, "no option '-%.*s'; -h lists "
			    "them", STR(str_sub(s, i, s.n)));
		if (o->flag)
			*o->flag = true;
		else
			return apply(r, o, str_sub(s, i + 1, s.n),
			    i + 1 < s.n);
	}
	return true;
}

/* ---- words and FIELD=VALUE -------------------------------------------- */

static struct cmd_group *
last_group(struct cmd *c)
{
	return &c->groups[c->ngroups - 1];
}

static void
new_group(struct cmd *c, struct str name)
{
	c->groups = arena_grow(&c->arena, c->groups, c->ngroups,
	    &c->groups_cap, sizeof(*c->groups));
	c->groups[c->ngroups++] = (struct cmd_group){ .name = name };
}

/* FIELD=@FILE: the list stands in the file, one a line. */
static bool
at_file(struct cmd *c, struct given *g)
{
	struct source *src;

	if (g->value.n < 2 || g->value.p[0] != '@')
		return true;
	src = arena_alloc(&c->arena, sizeof(*src));
	if (!store_slurp(src, &c->arena, str_sub(g->value, 1, g->value.n),
	    &c->diag))
		return false;
	g->src = src;
	g->value_at.at = str_starts(src->bytes, S("\xEF\xBB\xBF")) ? 3 : 0;
	g->value_at.end = (uint32_t)src->bytes.n;
	g->value = str_sub(src->bytes, g->value_at.at, src->bytes.n);
	g->list = true;
	return true;
}

static bool
word(struct reading *r, struct str s)
{
	struct source *src = arena_alloc(&r->c->arena, sizeof(*src));
	struct cmd_group *group;
	struct given g;

	if (str_starts(s, S("+")) && s.n > 1 && !has_equals(s)) {
		new_group(r->c, str_sub(s, 1, s.n));
		return true;
	}
	*src = source_of("", s);
	if (!intake_split(&g, src)) {
		strs_add(&r->c->words, &r->c->arena, s);
		return true;
	}
	src->path = arena_dup(&r->c->arena, g.key);
	if (!at_file(r->c, &g))
		return false;
	group = last_group(r->c);
	group->v = arena_grow(&r->c->arena, group->v, group->n, &group->cap,
	    sizeof(*group->v));
	group->v[group->n++] = g;
	return true;
}

static bool
one(struct reading *r)
{
	struct str s = str_of(r->argv[r->i]);

	if (utf8_check(s) < s.n)
		return cmd_usage(r->c, "argument %d is not UTF-8", r->i);
	if (r->ended || s.n < 2 || s.p[0] != '-')
		return word(r, s);
	if (str_is(s, "--")) {
		r->ended = true;
		return true;
	}
	return s.p[1] == '-' ? long_option(r, s) : short_options(r, s);
}

bool
options_parse(struct cmd *c, int argc, char **argv)
{
	struct reading r = { .c = c, .argv = argv, .argc = argc };
	bool ok = true;

	r.n = gather(r.o, c);
	new_group(c, S(""));
	for (r.i = 1; r.i < argc; r.i++)
		if (!one(&r))
			ok = false;
	return ok;
}
