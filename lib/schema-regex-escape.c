/* SPDX-License-Identifier: MIT */
/* schema-regex-escape - what a backslash may mean in ECMA-262. */
#include "schema-regex-work.h"
#include "utf8.h"

bool
regex_fail(struct regex *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return false;
}

void
regex_emit(struct regex *r, const char *text)
{
	if (r->out)
		buf_puts(r->out, text);
}

bool
regex_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
regex_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' &&
	    (c | 32) <= 'z' && c < 128);
}

/* One character as itself; half of a surrogate pair is found nowhere. */
void
regex_code(struct regex *r, uint32_t code, bool inside)
{
	if (!r->out)
		return;
	if (code >= 0xD800 && code <= 0xDFFF)
		regex_emit(r, inside ? "" : "(?!)");
	else if (regex_word(code))
		buf_char(r->out, (char)code);
	else
		buf_printf(r->out, "\\x{%x}", code);
}

char
regex_peek(const struct regex *r, size_t ahead)
{
	return r->at + ahead < r->s.n ? r->s.p[r->at + ahead] : '\0';
}

bool
regex_next(const struct regex *r, const char *text)
{
	return str_starts(str_sub(r->s, r->at, r->s.n), str_of(text));
}

/* ---- escapes ---------------------------------------------------------- */

static const struct { char c; const char *in, *out; } sets[] = {
	{ 'd', "0-9", NULL }, { 'w', "0-9A-Z_a-z", NULL },
	{ 's', "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}"
	    "\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}", NULL },
	{ 'D', NULL, "\\x00-\\x2f\\x3a-\\x{10ffff}" },
	{ 'W', NULL, "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60"
	    "\\x7b-\\x{10ffff}" },
	{ 'S', NULL, "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}"
	    "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
	    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
	    "\\x{ff00}-\\x{10ffff}" },
};

/* \d and the like; false where it is something else. */
bool
regex_set(struct regex *r, char c, bool inside)
{
	size_t i;

	for (i = 0; i < NELEM(sets); i++) {
		if (sets[i].c != c)
			continue;
		regex_emit(r, inside ? "" : "[");
		regex_emit(r, sets[i].in ? sets[i].in : sets[i].out);
		regex_emit(r, inside ? "" : "]");
		r->at += 2;
		return true;
	}
	return false;
}

/* General categories by their long names, and others PCRE2 knows otherwise. */
static const struct { const char *name, *code; } categories[] = {
	{ "Letter", "L" }, { "Cased_Letter", "L&" }, { "LC", "L&" },
	{ "Uppercase_Letter", "Lu" }, { "Lowercase_Letter", "Ll" },
	{ "Titlecase_Letter", "Lt" }, { "Modifier_Letter", "Lm" },
	{ "Other_Letter", "Lo" }, { "Mark", "M" }, { "Combining_Mark", "M" },
	{ "Nonspacing_Mark", "Mn" }, { "Spacing_Mark", "Mc" },
	{ "Enclosing_Mark", "Me" }, { "Number", "N" },
	{ "Decimal_Number", "Nd" }, { "digit", "Nd" },
	{ "Letter_Number", "Nl" }, { "Other_Number", "No" },
	{ "Punctuation", "P" }, { "punct", "P" },
	{ "Connector_Punctuation", "Pc" }, { "Dash_Punctuation", "Pd" },
	{ "Open_Punctuation", "Ps" }, { "Close_Punctuation", "Pe" },
	{ "Initial_Punctuation", "Pi" }, { "Final_Punctuation", "Pf" },
	{ "Other_Punctuation", "Po" }, { "Symbol", "S" },
	{ "Math_Symbol", "Sm" }, { "Currency_Symbol", "Sc" },
	{ "Modifier_Symbol", "Sk" }, { "Other_Symbol", "So" },
	{ "Separator", "Z" }, { "Space_Separator", "Zs" },
	{ "Line_Separator", "Zl" }, { "Paragraph_Separator", "Zp" },
	{ "Other", "C" }, { "Control", "Cc" }, { "cntrl", "Cc" },
	{ "Format", "Cf" }, { "Surrogate", "Cs" }, { "Private_Use", "Co" },
	{ "Unassigned", "Cn" },
};

static bool
plain_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!regex_word((unsigned char)s.p[i]) && s.p[i] != '_')
			return false;
	return s.n > 0;
}

/* \p{Name}, \p{Name=Value} */
bool
regex_property(struct regex *r)
{
	static const struct { const char *name, *prefix; } kinds[] = {
		{ "General_Category", "" }, { "gc", "" },
		{ "Script", "sc:" }, { "sc", "sc:" },
		{ "Script_Extensions", "scx:" }, { "scx", "scx:" },
	};
	struct str s = str_sub(r->s, r->at + 3, r->s.n), name;
	size_t end = str_find(s, S("}")), sign, i, k = 0;
	bool negated = regex_peek(r, 1) == 'P';

	if (regex_peek(r, 2) != '{' || end == s.n)
		return regex_fail(r, "\\p wants a name in braces");
	r->at += end + 4;
	s = str_sub(s, 0, end);
	sign = str_find(s, S("="));
	name = sign < s.n ? str_sub(s, sign + 1, s.n) : s;
	while (sign < s.n && k < NELEM(kinds) &&
	    !str_is(str_sub(s, 0, sign), kinds[k].name))
		k++;
	if (k == NELEM(kinds) || !plain_name(name))
		return regex_fail(r, "\\p wants the name of a property");
	if (sign == s.n && str_is(name, "Assigned")) {
		regex_emit(r, negated ? "\\p{Cn}" : "\\P{Cn}");
		return true;
	}
	for (i = 0; kinds[k].prefix[0] == '\0' && i < NELEM(categories); i++)
		if (str_is(name, categories[i].name))
			name = str_of(categories[i].code);
	if (r->out)
		buf_printf(r->out, "\\%c{%s%.*s}", negated ? 'P' : 'p',
		    kinds[k].prefix, STR(name));
	return true;
}

static bool
hex(struct regex *r, uint32_t *code, size_t from, size_t n)
{
	uint32_t v = 0;
	size_t i;
	char c;

	for (i = from; i < from + n; i++) {
		c = regex_peek(r, i);
		if (regex_digit(c))
			v = v << 4 | (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v = v << 4 | (uint32_t)((c | 32) - 'a' + 10);
		else
			return false;
	}
	*code = v;
	return n > 0;
}

/* \uXXXX, two of them for one character, \u{X…} */
static bool
unicode(struct regex *r, uint32_t *code)
{
	uint32_t low;
	size_t n = 0;

	if (regex_peek(r, 2) == '{') {
		while (regex_peek(r, 3 + n) != '}' && n < 9)
			n++;
		if (n > 8 || !hex(r, code, 3, n) || *code > 0x10FFFF)
			return regex_fail(r, "\\u wants a code point");
		r->at += 4 + n;
		return true;
	}
	if (!hex(r, code, 2, 4))
		return regex_fail(r, "\\u wants four hex digits");
	r->at += 6;
	if (*code >= 0xD800 && *code < 0xDC00 && regex_next(r, "\\u") &&
	    hex(r, &low, 2, 4) && low >= 0xDC00 && low < 0xE000) {
		*code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
		r->at += 6;
	}
	return true;
}

/* An escape that stands for one character. */
bool
regex_char(struct regex *r, uint32_t *code, bool inside)
{
	static const char *const names = "tnvfr", *const codes = "\t\n\v\f\r";
	char c = regex_peek(r, 1), letter = regex_peek(r, 2);

	if (c == 'u')
		return unicode(r, code);
	if (c == 'x') {
		if (!hex(r, code, 2, 2))
			return regex_fail(r, "\\x wants two hex digits");
		r->at += 4;
		return true;
	}
	if (c == 'c') {
		if ((letter | 32) < 'a' || (letter | 32) > 'z')
			return regex_fail(r, "\\c wants a letter");
		*code = (uint32_t)letter & 31;
		r->at += 3;
		return true;
	}
	r->at++;
	if (c == '0' && !regex_digit(letter))
		*code = 0;
	else if (c && strchr(names, c))
		*code = (uint32_t)codes[strchr(names, c) - names];
	else if (c && (strchr("^$\\.*+?()[]{}|/", c) ||
	    (inside && c == '-')))
		*code = (uint32_t)c;
	else if (r->at < r->s.n && !r->strict &&
	    !regex_word((unsigned char)c) && c != '_') {
		*code = utf8_next(r->s, &r->at);
		return true;
	} else {
		return regex_fail(r, "this escape has no meaning");
	}
	r->at++;
	return true;
}
