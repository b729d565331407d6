/* SPDX-License-Identifier: MIT */
/* check-issue - the closed loop of an issue, as its file tells it. */
#include "case.h"
#include "check-work.h"

static enum case_state
state_named(struct str key)
{
	int i;

	for (i = 0; i < CASE_STATES; i++)
		if (str_is(key, case_state_key((enum case_state)i)))
			return (enum case_state)i;
	return CASE_STATES;
}

/* Does a verb lead from one state to the other, or one that does two steps? */
static bool
leads(enum case_state from, enum case_state to, bool on_site)
{
	static const char *const moves[] = { "report", "accept", "reject",
	    "merge", "assign", "return", "start", "escalate", "suspend",
	    "resume", "resolve", "feed-back", "close", "reopen", "withdraw" };
	const struct case_verb *verb;
	size_t i;

	if (from == to || to == CASE_ARCHIVED ||
	    (from == CASE_RETURNED && to == CASE_ESCALATED) ||
	    (from == CASE_ASSIGNED && to == CASE_RESOLVED) ||
	    (on_site && from == CASE_ACCEPTED && to == CASE_RESOLVED))
		return true;
	for (i = 0; i < NELEM(moves); i++) {
		verb = case_verb(str_of(moves[i]));
		if (verb && verb->to == to && (verb->from & (1u << from)))
			return true;
	}
	return false;
}

/* A day, or a day and a time: 2026-03-16 lies not before 2026-03-16 19:30. */
static bool
before(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;

	return str_cmp(str_sub(a, 0, n), str_sub(b, 0, n)) < 0;
}

struct step {
	struct str      at;	/* of the event before */
	enum case_state state;
	bool            begun, on_site;
};

static void
event(struct check_file *f, const struct doc *doc, uint32_t node,
    struct step *s)
{
	uint32_t at = doc_get(doc, node, S("at"));
	uint32_t to = doc_get(doc, node, S("to"));
	enum case_state next;

	if (!at || !to)
		return;
	next = state_named(doc->nodes[to].text);
	if (s->at.n && before(doc->nodes[at].text, s->at))
		diag_error(f->dg, "issue.backwards", &f->f.src,
		    doc->nodes[at].at, "%.*s lies before the event above it, "
		    "%.*s; times never go backwards",
		    STR(doc->nodes[at].text), STR(s->at));
	if (s->begun && s->state != CASE_STATES && next != CASE_STATES &&
	    !leads(s->state, next, s->on_site))
		diag_error(f->dg, "issue.order", &f->f.src, doc->nodes[to].at,
		    "'%.*s' cannot follow '%.*s'",
		    STR(case_state_label(f->check->led, next, f->dg)),
		    STR(case_state_label(f->check->led, s->state, f->dg)));
	s->at = doc->nodes[at].text;
	s->state = next;
	s->begun = true;
}

/* Found, reported, resolved, fed back: each dated, none before another. */
static void
stages(struct check_file *f, const struct record *r)
{
	static const char *const four[] = { "found_on", "reported_on",
	    "resolved_on", "fed_back_on", "closed_on" };
	struct str last = S(""), day;
	const struct field *fd;
	struct buf missing;
	uint32_t node;
	size_t i;

	buf_init(&missing, &f->v->scratch);
	for (i = 0; i < NELEM(four); i++) {
		node = record_get(r, four[i]);
		fd = kind_field(r->kind, str_of(four[i]));
		day = record_text(r, four[i]);
		if (!node && fd && i < 4)
			buf_printf(&missing, "%s%.*s", missing.n ? ", " : "",
			    STR(field_label(fd, f->check->led->chinese)));
		if (node && last.n && before(day, last))
			diag_error(f->dg, "issue.backwards", &f->f.src,
			    r->doc->nodes[node].at,
			    "%.*s lies before the stage that comes first, "
			    "%.*s", STR(day), STR(last));
		last = node ? day : last;
	}
	node = record_get(r, "closed_on");
	if (missing.n && !f->faulty)
		diag_error(f->dg, "issue.four-stages", &f->f.src,
		    r->doc->nodes[node ? node : r->at[r->kind->id]].at,
		    "found, reported, resolved, fed back: all four must be "
		    "dated before closing; missing: %.*s",
		    STR(buf_str(&missing)));
}

void
check_issue(struct check_file *f, const struct record *r)
{
	uint32_t list = record_get(r, "events"), i;
	struct step s = { .state = CASE_FOUND, .on_site = str_is(
	    record_text(r, "resolved_on_site"), "true") };

	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i))
		event(f, r->doc, i, &s);
	if (s.state == CASE_CLOSED || (!list && record_get(r, "closed_on")))
		stages(f, r);
}
