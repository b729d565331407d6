/* SPDX-License-Identifier: MIT */
/*
 * render-csv - CSV (RFC 4180) and TSV: one heading row, then the rows
 *
 * No title, no head or foot lines: nothing but the table.  Lines end in LF;
 * for spreadsheets (excel) in CR LF after a byte order mark, and what a
 * spreadsheet would change is written ="037030": digits with a leading zero
 * or more than it keeps, codes that look like days; numbers never.  TSV has no quoting, so in it a control
 * character within a cell becomes a blank.
 *
 * No text becomes a formula (CWE-1236).  A cell of text whose first
 * character, after blanks, quotes and what cannot be seen, is one of
 * = + - @ (full-width too), or that begins with a tab or a line end, gets
 * an apostrophe in front, with and without excel; a heading is text, too.
 * Left alone are numbers and days, which are typed cells, and text that is
 * a plain number (-5, 3.50) or a single hyphen.  An apostrophe that was in
 * the data gets another one, so the guard comes off without loss: drop a
 * leading apostrophe where what follows would need one.
 */
#include <strings.h>

#include "csv.h"
#include "render.h"
#include "utf8.h"

#define CODE_MAX	200	/* a spreadsheet ends a literal at 255 */
#define DIGITS_KEPT	11	/* of more, a spreadsheet shows 1.39E+11 */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* MAR1, 12-dec: a spreadsheet reads English months. */
static bool
has_month(struct str s)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	size_t i, m;

	for (i = 0; i + 3 <= s.n; i++)
		for (m = 0; m < sizeof(months) - 1; m += 3)
			if (strncasecmp(s.p + i, months + m, 3) == 0)
				return true;
	return false;
}

/*
 * Text that a spreadsheet would read as another number, or as a day.  A code
 * may be written with marks, too; one that begins with a letter (H-0101) is
 * text to a spreadsheet, unless it is a month.
 */
static bool
is_fragile(const struct cell *c)
{
	size_t i, digits = 0;
	struct str s = c->text;

	if (s.n == 0 || s.n > CODE_MAX)
		return false;
	for (i = 0; i < s.n; i++) {
		digits += is_digit(s.p[i]);
		if (!is_digit(s.p[i]) && (c->type != CELL_CODE ||
		    !(is_letter(s.p[i]) || memchr("+-./:", s.p[i], 5))))
			return false;
	}
	if (digits == s.n)
		return s.n > DIGITS_KEPT || (s.n > 1 && s.p[0] == '0');
	return digits > 0 && (!is_letter(s.p[0]) || has_month(s));
}

static void
put_field(struct buf *b, struct str s, char separator)
{
	if (separator == '\t')
		buf_add(b, s);
	else
		csv_put(b, s, separator);
}

/* What a ledger never holds is not handed on to a terminal, either. */
static struct str
clean(struct str s, char separator, struct arena *a)
{
	if (separator != '\t' && utf8_check(s) == s.n &&
	    utf8_unsafe(s) == s.n)
		return s;
	return render_line(s, a);
}

static void
put_text(struct buf *b, struct str s, char separator)
{
	bool guard = csv_needs_guard(s);

	s = clean(s, separator, b->arena);
	if (guard)
		s = arena_printf(b->arena, "'%.*s", STR(s));
	put_field(b, s, separator);
}

static void
put_cell(struct buf *b, const struct cell *c, char separator, bool excel)
{
	if (c->type == CELL_NONE)
		return;
	if (c->type != CELL_TEXT && c->type != CELL_CODE)
		put_field(b, cell_text(c, b->arena), separator);
	else if (excel && is_fragile(c))
		put_field(b, arena_printf(b->arena, "=\"%.*s\"",
		    STR(c->text)), separator);
	else
		put_text(b, c->text, separator);
}

static bool
render(struct buf *b, const struct table *t, const struct render_opts *o,
    char separator)
{
	const char *end = o->excel ? "\r\n" : "\n";
	size_t i, n = t->ncolumns;

	if (!t->cut)
		return false;
	buf_puts(b, o->excel ? "\xEF\xBB\xBF" : "");
	for (i = 0; i < n; i++) {
		put_text(b, render_heading(&t->columns[i], o), separator);
		if (i + 1 < n)
			buf_char(b, separator);
		else
			buf_puts(b, end);
	}
	for (i = 0; i < t->ncells; i++) {
		put_cell(b, &t->cells[i], separator, o->excel);
		if ((i + 1) % n)
			buf_char(b, separator);
		else
			buf_puts(b, end);
	}
	return true;
}

bool
render_csv(struct buf *b, const struct table *t, const struct render_opts *o)
{
	return render(b, t, o, ',');
}

bool
render_tsv(struct buf *b, const struct table *t, const struct render_opts *o)
{
	return render(b, t, o, '\t');
}
