/* SPDX-License-Identifier: MIT */
/* schema-regex - one walk over an expression; groups are kept on a stack. */
#include "schema-regex-work.h"
#include "utf8.h"

/* ---- groups ----------------------------------------------------------- */

/* The name after "(?<", or empty where none is well-formed. */
static struct str
name_at(struct str s)
{
	size_t i = 0, end = str_find(s, S(">"));
	uint32_t c;

	s = str_sub(s, 0, end);
	if (s.n && regex_digit(s.p[0]))
		return S("");
	while (i < s.n) {
		c = utf8_next(s, &i);
		if (c < 128 && !regex_word(c) && c != '_' && c != '$')
			return S("");
	}
	return s;
}

/* Calls of groups so far, or the number of the one called so. */
static unsigned
count_groups(struct str s, struct str name)
{
	unsigned n = 0;
	bool inside = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\') {
			i++;
		} else if (s.p[i] == '[' || s.p[i] == ']') {
			inside = s.p[i] == '[';
		} else if (s.p[i] == '(' && !inside) {
			if (i + 1 < s.n && s.p[i + 1] == '?' &&
			    (!str_starts(str_sub(s, i, s.n), S("(?<")) ||
			    (i + 3 < s.n && strchr("=!", s.p[i + 3]))))
				continue;
			n++;
			if (name.n && str_starts(str_sub(s, i, s.n),
			    S("(?<")) && str_eq(name_at(str_sub(s, i + 3,
			    s.n)), name))
				return n;
		}
	}
	return name.n ? 0 : n;
}

static bool
push(struct regex *r, bool look)
{
	if (r->depth == REGEX_DEPTH)
		return regex_fail(r, "groups are nested too deep");
	r->open[r->depth++] = (struct group){ r->flags, look };
	r->repeatable = false;
	return true;
}

static bool
named(struct regex *r)
{
	struct str name = name_at(str_sub(r->s, r->at + 3, r->s.n));

	if (name.n == 0 || regex_peek(r, 3 + name.n) != '>')
		return regex_fail(r, "a group wants a name");
	/* the same name a second time? */
	if (count_groups(r->s, name) !=
	    count_groups(str_sub(r->s, 0, r->at), S("")) + 1)
		return regex_fail(r, "two groups have one name");
	r->at += 4 + name.n;
	regex_emit(r, "(");
	return push(r, false);
}

/* (?i:…) and (?-s:…) */
static bool
modified(struct regex *r)
{
	static const char *const letters = "ims";
	unsigned on = 0, *into = &on, off = 0, bit;
	size_t i = 2;

	for (; regex_peek(r, i) != ':'; i++) {
		if (regex_peek(r, i) == '-' && into == &on) {
			into = &off;
			continue;
		}
		if (!regex_peek(r, i) || !strchr(letters, regex_peek(r, i)))
			return regex_fail(r, "this kind of group is not known");
		bit = 1u << (strchr(letters, regex_peek(r, i)) - letters);
		if ((on | off) & bit)
			return regex_fail(r, "a flag stands twice");
		*into |= bit;
	}
	if (into == &off && !(on | off))
		return regex_fail(r, "this kind of group is not known");
	if (!push(r, false))
		return false;
	r->at += i + 1;
	r->flags = (r->flags | on) & ~off;
	regex_emit(r, on & FLAG_I ? "(?i:" : off & FLAG_I ? "(?-i:" : "(?:");
	return true;
}

static bool
open_group(struct regex *r)
{
	static const char *const looks[] = { "(?=", "(?!", "(?<=", "(?<!" };
	size_t i;

	if (regex_peek(r, 1) != '?') {
		r->at++;
		regex_emit(r, "(");
		return push(r, false);
	}
	for (i = 0; i < NELEM(looks); i++)
		if (regex_next(r, looks[i])) {
			r->at += strlen(looks[i]);
			regex_emit(r, looks[i]);
			return push(r, true);
		}
	return regex_next(r, "(?<") ? named(r) : modified(r);
}

static bool
close_group(struct regex *r)
{
	if (r->depth == 0)
		return regex_fail(r, "a ')' without its '('");
	r->flags = r->open[--r->depth].flags;
	r->repeatable = !r->open[r->depth].look;
	r->at++;
	regex_emit(r, ")");
	return true;
}

static bool
refer(struct regex *r, unsigned group)
{
	if (group == 0 || group > r->ngroups)
		return regex_fail(r, "there is no such group to refer to");
	if (r->out)
		buf_printf(r->out, "\\g{%u}", group);
	r->repeatable = true;
	return true;
}

/* \1 and \k<name> */
static bool
reference(struct regex *r)
{
	struct str name;
	unsigned n = 0;

	if (regex_peek(r, 1) != 'k') {
		for (r->at++; regex_digit(regex_peek(r, 0)); r->at++)
			n = n > 9999 ? n : n * 10 +
			    (unsigned)(regex_peek(r, 0) - '0');
		return refer(r, n);
	}
	name = name_at(str_sub(r->s, r->at + 3, r->s.n));
	if (regex_peek(r, 2) != '<' || name.n == 0 ||
	    regex_peek(r, 3 + name.n) != '>')
		return regex_fail(r, "\\k wants the name of a group");
	r->at += 4 + name.n;
	return refer(r, count_groups(r->s, name));
}

/* ---- classes ---------------------------------------------------------- */

/* One character, or SET where a set was added. */
static bool
class_atom(struct regex *r, uint32_t *code)
{
	char c = regex_peek(r, 1);

	*code = SET;
	if (regex_peek(r, 0) != '\\') {
		*code = utf8_next(r->s, &r->at);
		return true;
	}
	if (regex_set(r, c, true))
		return true;
	if (c == 'p' || c == 'P')
		return regex_property(r);
	if (c == 'b') {
		*code = 8;
		r->at += 2;
		return true;
	}
	return regex_char(r, code, true);
}

/* Ends that are halves of surrogate pairs are moved out of them. */
static void
emit_range(struct regex *r, uint32_t from, uint32_t to)
{
	if (from >= 0xD800 && from <= 0xDFFF)
		from = 0xE000;
	if (to >= 0xD800 && to <= 0xDFFF)
		to = 0xD7FF;
	if (from > to)
		return;
	regex_code(r, from, true);
	regex_emit(r, "-");
	regex_code(r, to, true);
}

static bool
class_range(struct regex *r)
{
	uint32_t from, to;

	if (!class_atom(r, &from))
		return false;
	if (regex_peek(r, 0) != '-' || regex_peek(r, 1) == ']' ||
	    r->at + 1 == r->s.n) {
		if (from != SET)
			regex_code(r, from, true);
		return true;
	}
	r->at++;
	if (!class_atom(r, &to))
		return false;
	if (from != SET && to != SET) {
		if (from > to)
			return regex_fail(r, "a range that runs backwards");
		emit_range(r, from, to);
		return true;
	}
	if (r->strict)
		return regex_fail(r, "a set cannot end a range");
	if (from != SET)
		regex_code(r, from, true);
	regex_emit(r, "\\x2d");
	if (to != SET)
		regex_code(r, to, true);
	return true;
}

static bool
class(struct regex *r)
{
	r->at++;
	regex_emit(r, "[");
	if (regex_peek(r, 0) == '^') {
		r->at++;
		regex_emit(r, "^");
	}
	while (regex_peek(r, 0) != ']' || r->at == r->s.n) {
		if (r->at == r->s.n)
			return regex_fail(r, "a '[' without its ']'");
		if (!class_range(r))
			return false;
	}
	r->at++;
	regex_emit(r, "]");
	r->repeatable = true;
	return true;
}

/* ---- the whole -------------------------------------------------------- */

/* {2} {2,} {2,3}: bytes of it, or 0 where it is none. */
static size_t
braces(const struct regex *r, bool *backwards)
{
	uint64_t v[2] = { 0, UINT64_MAX };
	size_t i = 1, k, from;

	for (k = 0; k < 2; k++) {
		from = i;
		if (regex_digit(regex_peek(r, i)))
			v[k] = 0;
		for (; regex_digit(regex_peek(r, i)); i++)
			if (v[k] < UINT32_MAX)
				v[k] = v[k] * 10 +
				    (uint64_t)(regex_peek(r, i) - '0');
		if (k == 0 && i == from)
			return 0;
		if (regex_peek(r, i) != ',' || k)
			break;
		i++;
	}
	*backwards = k == 1 && v[0] > v[1];
	return regex_peek(r, i) == '}' ? i + 1 : 0;
}

static bool
literal(struct regex *r)
{
	uint32_t code = utf8_next(r->s, &r->at);

	if (code == UTF8_BAD)
		return regex_fail(r, "not well-formed UTF-8");
	regex_code(r, code, false);
	r->repeatable = true;
	return true;
}

static bool
repeat(struct regex *r)
{
	bool backwards = false;
	size_t n = regex_peek(r, 0) == '{' ? braces(r, &backwards) : 1;

	if (n == 0)
		return r->strict ? regex_fail(r, "a '{' that counts nothing") :
		    literal(r);
	if (!r->repeatable)
		return regex_fail(r, "nothing to repeat");
	if (backwards)
		return regex_fail(r, "a range that runs backwards");
	n += regex_peek(r, n) == '?';
	if (r->out)
		buf_add(r->out, str_sub(r->s, r->at, r->at + n));
	r->at += n;
	r->repeatable = false;
	return true;
}

static bool
escape(struct regex *r)
{
	char c = regex_peek(r, 1);
	uint32_t code;

	r->repeatable = c != 'b' && c != 'B';
	if (c == 'b' || c == 'B') {
		regex_emit(r, c == 'b' ? "\\b" : "\\B");
		r->at += 2;
		return true;
	}
	if ((c >= '1' && c <= '9') || c == 'k')
		return reference(r);
	if (c == 'p' || c == 'P')
		return regex_property(r);
	if (regex_set(r, c, false))
		return true;
	if (!regex_char(r, &code, false))
		return false;
	regex_code(r, code, false);
	return true;
}

/* ^ $ . | */
static bool
sign(struct regex *r)
{
#define ENDS	"\\n\\r\\x{2028}\\x{2029}"
	char c = regex_peek(r, 0);
	bool lines = r->flags & FLAG_M;

	r->at++;
	r->repeatable = c == '.';
	if (c == '.')
		regex_emit(r, r->flags & FLAG_S ? "[^]" : "[^" ENDS "]");
	else if (c == '^')
		regex_emit(r, lines ? "(?:^|(?<=[" ENDS "]))" : "^");
	else if (c == '$')
		regex_emit(r, lines ? "(?=[" ENDS "]|$)" : "$");
	else
		regex_emit(r, "|");
	return true;
}

static bool
one(struct regex *r)
{
	switch (regex_peek(r, 0)) {
	case '^': case '$': case '.': case '|':
		return sign(r);
	case '(':
		return open_group(r);
	case ')':
		return close_group(r);
	case '*': case '+': case '?': case '{':
		return repeat(r);
	case '[':
		return class(r);
	case '\\':
		return escape(r);
	case ']': case '}':
		return r->strict ? regex_fail(r, "a bracket without its other") :
		    literal(r);
	default:
		return literal(r);
	}
}

static bool
whole(struct regex *r)
{
	if (r->s.n > REGEX_MAX)
		return regex_fail(r, "too long");
	r->ngroups = count_groups(r->s, S(""));
	while (r->at < r->s.n)
		if (!one(r))
			return false;
	return r->depth == 0 || regex_fail(r, "a '(' without its ')'");
}

bool
regex_ok(struct str s)
{
	struct regex r = { .s = s, .strict = true };

	return whole(&r);
}

bool
regex_translate(struct str *out, const char **why, struct str s,
    struct arena *a)
{
	struct buf b;
	struct regex r = { .s = s, .out = &b };

	buf_init(&b, a);
	*why = NULL;
	if (!whole(&r)) {
		*why = r.why;
		return false;
	}
	*out = buf_str(&b);
	return true;
}
