/* SPDX-License-Identifier: MIT */
/*
 * render-html - one page that stands alone and prints as a notice
 *
 * Looks as an official notice does (GB/T 9704): centred title, indented
 * paragraphs, a ruled table whose heading is repeated on every sheet, and
 * at the right the signature, the last two lines of the foot.  A line end
 * in a text is kept: a long title may say where it breaks; else it breaks
 * behind the period it is about, or between words.  No script, no
 * image, no link; the policy in the head forbids them all.
 */
#include "render.h"
#include "utf8.h"
#include "words.h"

#define WIDE	9	/* more columns lie across the sheet */
#define SIGNED	2	/* lines of the foot that are the signature */
#define SHORT	8	/* cells of a column as narrow as this stay whole */
#define BRIEF	6	/* and headings */

#define SONG	"SimSun,\"宋体\",\"Songti SC\",\"Noto Serif CJK SC\"," \
		"\"Noto Serif SC\",\"Source Han Serif SC\",serif"
#define TITLE	"\"FZXiaoBiaoSong-B05S\",\"方正小标宋简体\"," \
		"STZhongsong,\"华文中宋\"," SONG
#define FANG	"FangSong,\"仿宋\",FangSong_GB2312,STFangsong," SONG

static const char style[] =
"html{background:#ececea}\n"
"body{margin:0;color:#000;font:12pt/1.6 " SONG ";\n"
"  -webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
"main{box-sizing:border-box;max-width:210mm;margin:8mm auto;\n"
"  padding:22mm 20mm;background:#fff;box-shadow:0 1px 6px #bbb}\n"
"main.wide{max-width:297mm}\n"
"h1{margin:0 0 9mm;font:700 20pt/1.45 " TITLE ";text-align:center;\n"
"  text-wrap:balance;overflow-wrap:anywhere}\n"
":lang(zh) h1{word-break:keep-all}\n"
".head,.note{margin:0;font:15pt/1.75 " FANG ";text-align:justify}\n"
":lang(zh) .head,:lang(zh) .note{text-indent:2em}\n"
"table{width:100%;margin:6mm 0;border-collapse:collapse;\n"
"  border:1.5pt solid #000;font-variant-numeric:tabular-nums}\n"
"th,td{padding:1.6mm 2mm;border:.75pt solid #000;\n"
"  vertical-align:middle;overflow-wrap:anywhere}\n"
"th{font-weight:700;text-align:center;background:#f2f2f0;\n"
"  overflow-wrap:normal;word-break:keep-all;text-wrap:balance}\n"
".wide table{font-size:10.5pt}\n"
".wide th,.wide td{padding:1.2mm 1.4mm}\n"
".wide th{word-break:normal}\n"
"td.n{text-align:right;white-space:nowrap}\n"
"td.c{text-align:center;white-space:nowrap}\n"
"td.s,th.s{white-space:nowrap}\n"
"thead{display:table-header-group}\n"
"tr,.sign{break-inside:avoid}\n"
".sign{width:fit-content;margin:10mm 0 0 auto;padding-right:2em;\n"
"  font:15pt/1.9 " FANG ";text-align:center}\n"
".sign p{margin:0}\n"
"@media print{html{background:none}\n"
"  main,main.wide{max-width:none;margin:0;padding:0;box-shadow:none}}\n";

static const char sheet[] =
"@page{size:A4%s;margin:25mm 22mm;\n"
"  @bottom-center{content:\"— \" counter(page) \" —\";font:12pt "
"SimSun,serif}}\n";

static void
escape(struct buf *b, struct str s)
{
	static const char marks[] = "&<>\"'";
	static const char *const entities[] = {
		"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"
	};
	const char *p;
	size_t i;

	for (i = 0; i < s.n; i++) {
		p = s.p[i] ? strchr(marks, s.p[i]) : NULL;
		if (p)
			buf_puts(b, entities[p - marks]);
		else
			buf_char(b, s.p[i]);
	}
}

/* Text with its line breaks, in which nothing is markup. */
static void
put(struct buf *b, struct str s)
{
	size_t end;

	for (s = str_trim(s); s.n; s = str_sub(s, end + 1, s.n)) {
		end = str_find(s, S("\n"));
		escape(b, render_line(str_sub(s, 0, end), b->arena));
		buf_puts(b, end < s.n ? "<br>" : "");
	}
}

static void
put_in(struct buf *b, const char *open, struct str s, const char *end)
{
	buf_puts(b, open);
	put(b, s);
	buf_puts(b, end);
}

/* Does a period end here, 季度 or 月, with more behind it? */
static bool
ends_period(struct str s, size_t at)
{
	static const struct str ends[] = { { "季度", 6 }, { "年度", 6 },
	    { "半年", 6 }, { "年", 3 }, { "月", 3 }, { "日", 3 } };
	static const struct str goes_on[] = { { "第", 3 }, { "上", 3 },
	    { "下", 3 }, { "度", 3 }, { "至", 3 } };
	struct str before = str_sub(s, 0, at), rest = str_sub(s, at, s.n);
	size_t i;

	if (rest.n == 0 || (unsigned char)rest.p[0] <= '9')
		return false;
	for (i = 0; i < NELEM(goes_on); i++)
		if (str_starts(rest, goes_on[i]))
			return false;
	for (i = 0; i < NELEM(ends); i++)
		if (str_ends(before, ends[i]))
			return true;
	return false;
}

static void
put_title(struct buf *b, struct str s)
{
	size_t at = 0, from = 0;

	buf_puts(b, "<h1>");
	while (at < s.n) {
		utf8_next(s, &at);
		if (!ends_period(s, at))
			continue;
		put(b, str_sub(s, from, at));
		buf_puts(b, "<wbr>");
		from = at;
	}
	put(b, str_sub(s, from, s.n));
	buf_puts(b, "</h1>\n");
}

/* A column of nothing but short text: a village, a state. */
static bool
is_short(const struct table *t, size_t column, struct arena *a)
{
	size_t r, rows = table_rows(t);

	for (r = 0; r < rows; r++)
		if (utf8_columns(cell_text(table_cell(t, r, column), a)) >
		    SHORT)
			return false;
	return true;
}

static const char *
cell_tag(const struct column *c, const struct cell *cell, bool narrow)
{
	if (cell->type == CELL_NONE || c->type == CELL_INT ||
	    c->type == CELL_DATE || c->type == CELL_CODE || c->is_name)
		return "<td class=\"c\">";
	return render_right(c) ? "<td class=\"n\">" :
	    narrow ? "<td class=\"s\">" : "<td>";
}

static void
put_cell(struct buf *b, const struct table *t, size_t i, bool narrow)
{
	const struct column *column = &t->columns[i % t->ncolumns];
	const struct cell *c = &t->cells[i];
	struct str s = cell_text(c, b->arena);

	if (c->type == CELL_NONE && t->chinese)
		s = S("—");
	put_in(b, cell_tag(column, c, narrow), s, "</td>");
}

static void
put_table(struct buf *b, const struct table *t, const struct render_opts *o)
{
	size_t i, n = t->ncolumns;
	bool *narrow = arena_array(b->arena, n, sizeof(*narrow));
	struct str heading;

	buf_puts(b, "<table>\n<thead>\n<tr>");
	for (i = 0; i < n; i++) {
		narrow[i] = is_short(t, i, b->arena);
		heading = render_heading(&t->columns[i], o);
		put_in(b, utf8_columns(heading) > BRIEF ? "<th scope=\"col\">" :
		    "<th class=\"s\" scope=\"col\">", heading, "</th>");
	}
	buf_puts(b, "</tr>\n</thead>\n<tbody>\n");
	for (i = 0; i < t->ncells; i++) {
		buf_puts(b, i % n ? "" : "<tr>");
		put_cell(b, t, i, narrow[i % n]);
		buf_puts(b, (i + 1) % n ? "" : "</tr>\n");
	}
	if (t->ncells == 0)
		buf_printf(b, "<tr><td class=\"c\" colspan=\"%zu\">%s"
		    "</td></tr>\n", n, words_get(o->words, "none"));
	buf_puts(b, "</tbody>\n</table>\n");
}

static void
put_foot(struct buf *b, const struct strs *foot)
{
	size_t i, notes = foot->n > SIGNED ? foot->n - SIGNED : 0;

	for (i = 0; i < notes; i++)
		put_in(b, "<p class=\"note\">", foot->v[i], "</p>\n");
	if (foot->n == 0)
		return;
	buf_puts(b, "<footer class=\"sign\">\n");
	for (; i < foot->n; i++)
		put_in(b, "<p>", foot->v[i], "</p>\n");
	buf_puts(b, "</footer>\n");
}

static void
put_opening(struct buf *b, const struct table *t)
{
	bool wide = t->ncolumns > WIDE;

	buf_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n",
	    t->chinese ? "zh-CN" : "en");
	put_in(b, "<title>", render_line(t->title, b->arena), "</title>\n");
	buf_printf(b, "<style>\n%s", style);
	buf_printf(b, sheet, wide ? " landscape" : "");
	buf_printf(b, "</style>\n</head>\n<body>\n<main%s>\n",
	    wide ? " class=\"wide\"" : "");
}

bool
render_html(struct buf *b, const struct table *t, const struct render_opts *o)
{
	size_t i;

	if (!t->cut)
		return false;
	put_opening(b, t);
	if (!o->no_head) {
		if (t->title.n)
			put_title(b, t->title);
		for (i = 0; i < t->head.n; i++)
			put_in(b, "<p class=\"head\">", t->head.v[i],
			    "</p>\n");
	}
	if (t->ncolumns)
		put_table(b, t, o);
	if (!o->no_head)
		put_foot(b, &t->foot);
	buf_puts(b, "</main>\n</body>\n</html>\n");
	return true;
}
