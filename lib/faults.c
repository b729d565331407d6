/* SPDX-License-Identifier: MIT */
/* faults - one list of faults, four faces. */
#include "faults.h"
#include "utf8.h"

#define SAME_RULE_MAX	20	/* shown of one rule in one file */
#define GUTTER		6	/* columns of a line number */

#define SARIF_SCHEMA	"https://json.schemastore.org/sarif-2.1.0.json"

/* One rule in one file, for the text form. */
struct tally {
	const char     *rule;
	size_t          n;
	enum diag_level level;	/* the worst of those left out */
};

struct face {
	struct buf               *out;
	struct diag              *dg;
	const struct faults_opts *opts;
	struct map                seen;		/* rule -> its tally + 1 */
	struct tally             *tallies;	/* of the file under way */
	size_t                    n, cap;
};

static const char *
level_name(enum diag_level level)
{
	static const char *const names[] = {
		[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning",
		[DIAG_ERROR] = "error",
	};

	return names[level];
}

static const char *
command(const struct faults_opts *o)
{
	return o->command ? o->command : "taizhang";
}

/* How many faults were counted but not kept. */
static size_t
not_shown(const struct diag *dg)
{
	size_t i, kept = 0, all = dg->nerrors + dg->nwarnings;

	for (i = 0; i < dg->n; i++)
		kept += dg->faults[i].level != DIAG_NOTE;
	return all > kept ? all - kept : 0;
}

/* "path:line:col: error: " or what there is of it. */
static void
prefix(struct face *v, struct str path, const struct place *at,
    enum diag_level level)
{
	if (path.n)
		utf8_safe(v->out, path);
	else
		buf_puts(v->out, command(v->opts));
	if (at && at->line)
		buf_printf(v->out, ":%u:%u", at->line, v->opts->byte_columns ?
		    at->byte_column : at->column);
	buf_printf(v->out, ": %s: ", level_name(level));
}

static void
headline(struct face *v, const struct fault *f)
{
	prefix(v, f->path, &f->place, f->level);
	buf_add(v->out, f->text);
	if (f->rule)
		buf_printf(v->out, " [%s]", f->rule);
	buf_char(v->out, '\n');
}

/* Part of a source line: safe, a tab as one space.  Returns its columns. */
static size_t
shown(struct buf *b, struct str s)
{
	size_t from = b->n, tab;

	for (;;) {
		tab = str_find(s, S("\t"));
		utf8_safe(b, str_sub(s, 0, tab));
		if (tab == s.n)
			break;
		buf_char(b, ' ');
		s = str_sub(s, tab + 1, s.n);
	}
	return utf8_columns(str_sub(buf_str(b), from, b->n));
}

/* The source line behind its number, and the caret below it. */
static void
excerpt(struct face *v, const struct fault *f)
{
	struct buf line;
	struct str text = f->place.text, all;
	size_t before, marked, gutter;

	if (f->place.line == 0)
		return;
	buf_init(&line, v->dg->arena);
	before = f->cut_left;
	if (f->cut_left)
		buf_puts(&line, "…");
	before += shown(&line, str_sub(text, 0, f->mark.at));
	marked = shown(&line, str_sub(text, f->mark.at, f->mark.end));
	shown(&line, str_sub(text, f->mark.end, text.n));
	if (f->cut_right)
		buf_puts(&line, "…");

	gutter = v->out->n;
	buf_printf(v->out, "%*u", GUTTER, f->place.line);
	gutter = v->out->n - gutter;
	all = buf_str(&line);
	while (str_ends(all, S(" ")))
		all.n--;
	buf_puts(v->out, all.n ? " | " : " |");
	buf_add(v->out, all);
	buf_char(v->out, '\n');
	buf_fill(v->out, ' ', gutter);
	buf_puts(v->out, " | ");
	buf_fill(v->out, ' ', before);
	buf_fill(v->out, '^', marked ? marked : 1);
	buf_char(v->out, '\n');
}

/* Lines as they are, but safe; tabs stay, CR before LF goes. */
static void
lines(struct buf *b, struct str s)
{
	struct str line, piece;

	while (s.n) {
		line = str_sub(s, 0, str_find(s, S("\n")));
		s = str_sub(s, line.n + 1, s.n);
		if (str_ends(line, S("\r")))
			line.n--;
		for (;;) {
			piece = str_sub(line, 0, str_find(line, S("\t")));
			utf8_safe(b, piece);
			if (piece.n == line.n)
				break;
			buf_char(b, '\t');
			line = str_sub(line, piece.n + 1, line.n);
		}
		buf_char(b, '\n');
	}
}

static const char *
cure_form(const struct face *v, const struct fault *f)
{
	return diag_word(v->dg->words, f->advice ? "do: %.*s" : "write: %.*s");
}

static void
text_fault(struct face *v, const struct fault *f)
{
	headline(v, f);
	excerpt(v, f);
	if (f->cure.n) {
		buf_fill(v->out, ' ', GUTTER - 1);
		buf_printf(v->out, cure_form(v, f),
		    STR(f->cure));
		buf_char(v->out, '\n');
	}
	lines(v->out, f->more);
}

/* Counts the fault; true where there are enough of its rule in this file. */
static bool
enough(struct face *v, const struct fault *f)
{
	struct tally *t;
	void **at;

	if (!f->rule)
		return false;
	at = map_put(&v->seen, str_of(f->rule));
	if (!*at) {
		v->tallies = arena_grow(v->dg->arena, v->tallies, v->n,
		    &v->cap, sizeof(*v->tallies));
		v->tallies[v->n++] = (struct tally){ .rule = f->rule };
		*at = (void *)(uintptr_t)v->n;
	}
	t = &v->tallies[(uintptr_t)*at - 1];
	if (++t->n <= SAME_RULE_MAX)
		return false;
	if (f->level > t->level)
		t->level = f->level;
	return true;
}

/* Sums up the file whose faults are through, and begins the next. */
static void
file_end(struct face *v, struct str path)
{
	const struct tally *t;

	for (t = v->tallies; t < v->tallies + v->n; t++) {
		if (t->n <= SAME_RULE_MAX)
			continue;
		prefix(v, path, NULL, t->level);
		buf_printf(v->out, diag_word(v->dg->words,
		    "%zu more of this kind"), t->n - SAME_RULE_MAX);
		buf_printf(v->out, " [%s]\n", t->rule);
	}
	v->n = 0;
	map_init(&v->seen, v->dg->arena);
}

/* The last line, where there were more faults than are kept. */
static void
overflow(struct face *v)
{
	size_t n = not_shown(v->dg);

	if (n == 0)
		return;
	prefix(v, S(""), NULL, v->dg->nerrors ? DIAG_ERROR : DIAG_WARNING);
	buf_printf(v->out, diag_word(v->dg->words,
	    "%zu further faults are not shown"), n);
	buf_char(v->out, '\n');
}

static void
show_text(struct face *v)
{
	struct str path = { 0 };
	size_t i;

	map_init(&v->seen, v->dg->arena);
	for (i = 0; i < v->dg->n; i++) {
		const struct fault *f = &v->dg->faults[i];

		if (!str_eq(path, f->path))
			file_end(v, path);
		path = f->path;
		if (!enough(v, f))
			text_fault(v, f);
	}
	file_end(v, path);
	overflow(v);
}

static void
show_gcc(struct face *v)
{
	size_t i;

	for (i = 0; i < v->dg->n; i++)
		headline(v, &v->dg->faults[i]);
	overflow(v);
}

/* The path itself where JSON can hold it, else made printable. */
static struct str
json_path(struct face *v, struct str path)
{
	struct buf b;

	if (utf8_check(path) == path.n)
		return path;
	buf_init(&b, v->dg->arena);
	utf8_safe(&b, path);
	return buf_str(&b);
}

static void
json_text(struct buf *b, const char *key, struct str s)
{
	buf_printf(b, ",\"%s\":", key);
	if (s.n)
		buf_json(b, s);
	else
		buf_puts(b, "null");
}

static void
json_fault(struct face *v, const struct fault *f)
{
	struct buf *b = v->out;

	buf_puts(b, "{\"path\":");
	if (f->path.n)
		buf_json(b, json_path(v, f->path));
	else
		buf_puts(b, "null");
	if (f->place.line)
		buf_printf(b, ",\"line\":%u,\"column\":%u,\"byteColumn\":%u,"
		    "\"offset\":%u,\"endOffset\":%u", f->place.line,
		    f->place.column, f->place.byte_column, f->at, f->end);
	else
		buf_puts(b, ",\"line\":null,\"column\":null,"
		    "\"byteColumn\":null,\"offset\":null,\"endOffset\":null");
	buf_printf(b, ",\"level\":\"%s\"", level_name(f->level));
	json_text(b, "rule", str_of(f->rule));
	json_text(b, "message", f->text);
	json_text(b, "cure", f->cure);
	if (f->more.n && utf8_check(f->more) == f->more.n)
		json_text(b, "more", f->more);
	buf_char(b, '}');
}

static void
show_json(struct face *v)
{
	size_t i;

	buf_puts(v->out, "{\"columnUnit\":\"codepoint\",\"faults\":[");
	for (i = 0; i < v->dg->n; i++) {
		buf_puts(v->out, i ? ",\n" : "\n");
		json_fault(v, &v->dg->faults[i]);
	}
	buf_printf(v->out, "%s],\"notShown\":%zu}\n", v->dg->n ? "\n" : "",
	    not_shown(v->dg));
}

/* A relative URI: all bytes but the unreserved and '/' in percent form. */
static void
uri(struct buf *b, struct str path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	size_t i;

	buf_char(b, '"');
	for (i = 0; i < path.n; i++)
		if (path.p[i] && strchr(plain, path.p[i]))
			buf_char(b, path.p[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)path.p[i]);
	buf_char(b, '"');
}

static void
sarif_place(struct buf *b, const struct fault *f)
{
	struct str marked = str_sub(f->place.text, f->mark.at, f->mark.end);

	buf_puts(b, ",\"locations\":[{\"physicalLocation\":"
	    "{\"artifactLocation\":{\"uri\":");
	uri(b, f->path);
	buf_char(b, '}');
	if (f->place.line)
		buf_printf(b, ",\"region\":{\"startLine\":%u,"
		    "\"startColumn\":%u,\"endColumn\":%zu,\"byteOffset\":%u,"
		    "\"byteLength\":%u}", f->place.line, f->place.column,
		    f->place.column + utf8_count(marked), f->at,
		    f->end - f->at);
	buf_puts(b, "}}]");
}

static void
sarif_result(struct face *v, const struct fault *f)
{
	struct buf text;

	buf_init(&text, v->dg->arena);
	buf_add(&text, f->text);
	if (f->cure.n) {
		buf_char(&text, '\n');
		buf_printf(&text, cure_form(v, f),
		    STR(f->cure));
	}
	buf_char(v->out, '{');
	if (f->rule) {
		buf_puts(v->out, "\"ruleId\":");
		buf_json(v->out, str_of(f->rule));
		buf_char(v->out, ',');
	}
	buf_printf(v->out, "\"level\":\"%s\",\"message\":{\"text\":",
	    level_name(f->level));
	buf_json(v->out, buf_str(&text));
	buf_char(v->out, '}');
	if (f->path.n)
		sarif_place(v->out, f);
	buf_char(v->out, '}');
}

static void
sarif_rules(struct face *v)
{
	struct strs rules = { 0 };
	struct map seen;
	struct str rule;
	size_t i;

	map_init(&seen, v->dg->arena);
	for (i = 0; i < v->dg->n; i++) {
		rule = str_of(v->dg->faults[i].rule);
		if (rule.n == 0 || map_get(&seen, rule))
			continue;
		*map_put(&seen, rule) = v;
		strs_add(&rules, v->dg->arena, rule);
	}
	strs_sort(&rules);
	for (i = 0; i < rules.n; i++) {
		buf_puts(v->out, i ? ",{\"id\":" : "{\"id\":");
		buf_json(v->out, rules.v[i]);
		buf_char(v->out, '}');
	}
}

static void
show_sarif(struct face *v)
{
	size_t i;

	buf_puts(v->out, "{\"$schema\":\"" SARIF_SCHEMA "\","
	    "\"version\":\"2.1.0\",\n\"runs\":[{\"tool\":{\"driver\":"
	    "{\"name\":\"taizhang\",\"rules\":[");
	sarif_rules(v);
	buf_puts(v->out, "]}},\"columnKind\":\"unicodeCodePoints\","
	    "\n\"results\":[");
	for (i = 0; i < v->dg->n; i++) {
		buf_puts(v->out, i ? ",\n" : "\n");
		sarif_result(v, &v->dg->faults[i]);
	}
	buf_printf(v->out, "%s],\n\"properties\":{\"notShown\":%zu}}]}\n",
	    v->dg->n ? "\n" : "", not_shown(v->dg));
}

void
faults_show(struct buf *out, struct diag *dg, const struct faults_opts *opts)
{
	static void (*const faces[])(struct face *) = {
		[FAULTS_TEXT] = show_text, [FAULTS_GCC] = show_gcc,
		[FAULTS_JSON] = show_json, [FAULTS_SARIF] = show_sarif,
	};
	struct face v = { .out = out, .dg = dg, .opts = opts };

	diag_sort(dg);
	faces[opts->format](&v);
}
