/* SPDX-License-Identifier: MIT */
/* doc - the way in, the look at all bytes, and the ways through the nodes. */
#include "buf.h"
#include "doc-build.h"

#define ROUNDS	50			/* readings of one file */
#define WORK	(2 * (size_t)SOURCE_MAX)	/* bytes read in them */

static uint32_t
mark_length(struct str s)
{
	return str_starts(s, S("\xef\xbb\xbf")) ? 3 : 0;
}

/* ---- reading ------------------------------------------------------------ */

/*
 * One reading, and what it leaves to be mended.  What it says of anchors and
 * the like goes to `said`: if lines are mended, the next reading says it too.
 */
static enum doc_end
read_and_lint(struct doc *doc, struct doc_mender *m, struct arena *a,
    struct diag *said)
{
	struct doc_stumble s = { 0 };
	size_t lost = m->done->nlost;
	enum doc_end end;

	end = quick_read(doc, &m->text, &m->scan, a) ? READ_GOOD :
	    yaml_read(doc, &s, m, a, said);

	if (end == READ_OVER)
		return end;
	if (end == READ_STUMBLED) {
		m->done->nlost = lost;
		lint_stumble(m, s);
		/* the first of two documents is whole */
		return s.second ? READ_FAULTY : end;
	}
	lint_nodes(m, doc);
	if (m->ndue)
		m->done->nlost = lost;
	return end;
}

/* Reads, mends and reads again, until it is read or that is no use. */
static enum doc_end
read_on(struct doc *doc, struct doc_mender *m, struct arena *a)
{
	struct arena room[2], *now = a;
	enum doc_end end;
	struct diag said;
	size_t work = 0, n;

	arena_init(&room[0]);
	arena_init(&room[1]);
	for (n = 1;; n++) {
		diag_init(&said, m->dg->arena, m->dg->words);
		end = read_and_lint(doc, m, now, &said);
		work += m->text.bytes.n;
		if (m->ndue == 0 || n == ROUNDS || work > WORK)
			break;
		now = &room[n & 1];
		arena_reset(now);
		mend_apply(m, now);
		if (!doc_scan(&m->scan, &m->text))
			break;
	}
	diag_merge(m->dg, &said);
	if (m->ndue || end == READ_STUMBLED)
		end = READ_OVER;
	if (now != a)
		arena_adopt(a, now);
	arena_free(&room[0]);
	arena_free(&room[1]);
	return end;
}

/* Where keys were lost, the mapping that they belong to is in doubt. */
static void
widen(const struct doc *doc, struct doc_loss *x)
{
	const struct node *n;
	uint32_t i;

	for (i = doc->n; i > 0; i--) {
		n = &doc->nodes[i - 1];
		if (n->kind == NODE_MAP && n->at.at <= x->at.at &&
		    n->at.end >= x->at.end) {
			x->at = n->at;
			return;
		}
	}
}

/* The nodes of the mended text, told of in the source. */
static void
settle(struct doc *doc, const struct doc_mender *m)
{
	uint32_t i;

	doc->src = m->src;
	doc->mended = m->done->n || m->done->nlost ? m->done : NULL;
	if (m->done->n)
		for (i = 0; i < doc->n; i++)
			doc->nodes[i].at = mend_told(m->done,
			    doc->nodes[i].at);
	for (i = 0; i < m->done->nlost; i++)
		if (m->done->lost[i].whole)
			widen(doc, &m->done->lost[i]);
}

bool
doc_read_repaired(struct doc *doc, const struct source *src,
    struct arena *a, struct diag *dg)
{
	size_t before = dg->nerrors;
	struct doc_mender m;
	enum doc_end end = READ_OVER;

	if (str_ends(src->path, S(".json")))
		return doc_read_json(doc, src, a, dg);
	*doc = (struct doc){ .src = src };
	mend_init(&m, src, a, dg);
	if (doc_scan(&m.scan, src) || doc_clean(&m))
		end = read_on(doc, &m, a);
	if (end == READ_GOOD || end == READ_FAULTY)
		settle(doc, &m);
	else
		*doc = (struct doc){ .src = src };
	return end == READ_GOOD && dg->nerrors == before;
}

bool
doc_read(struct doc *doc, const struct source *src, struct arena *a,
    struct diag *dg)
{
	if (doc_read_repaired(doc, src, a, dg))
		return true;
	*doc = (struct doc){ .src = src };
	return false;
}

bool
doc_read_yaml(struct doc *doc, const struct source *src, struct arena *a,
    struct diag *dg)
{
	struct doc_mender m;
	struct doc_stumble s;
	enum doc_end end;

	*doc = (struct doc){ .src = src };
	mend_init(&m, src, a, dg);
	if (!doc_scan(&m.scan, src) && (!doc_clean(&m) || m.done->n))
		return false;
	end = yaml_read(doc, &s, &m, a, dg);
	if (end == READ_STUMBLED)
		lint_stumble(&m, s);
	if (end == READ_GOOD)
		settle(doc, &m);
	else
		*doc = (struct doc){ .src = src };
	return end == READ_GOOD;
}

bool
doc_read_quick(struct doc *doc, const struct source *src, struct arena *a)
{
	struct doc_scan scan;

	return doc_scan(&scan, src) && quick_read(doc, src, &scan, a);
}

/* ---- the ways through --------------------------------------------------- */

bool
doc_lost(const struct doc *doc, uint32_t node)
{
	struct span at = doc->nodes[node].at;
	const struct doc_loss *x;
	size_t i;

	for (i = 0; doc->mended && i < doc->mended->nlost; i++) {
		x = &doc->mended->lost[i];
		if (x->whole && x->at.at < at.end && (x->at.end > at.at ||
		    x->at.at == at.at))
			return true;
	}
	return false;
}

bool
doc_doubtful(const struct doc *doc, uint32_t at)
{
	const struct doc_loss *x;
	size_t i;

	for (i = 0; doc->mended && i < doc->mended->nlost; i++) {
		x = &doc->mended->lost[i];
		if (at >= x->at.at && at <= x->at.end)
			return true;
	}
	return false;
}

void
doc_drop_doubtful(const struct doc *doc, struct diag *dg, size_t from)
{
	size_t i, n = from;

	for (i = from; doc->mended && i < dg->n; i++)
		if (!doc_doubtful(doc, dg->faults[i].at))
			dg->faults[n++] = dg->faults[i];
		else if (dg->faults[i].level == DIAG_ERROR)
			dg->nerrors--;
		else if (dg->faults[i].level == DIAG_WARNING)
			dg->nwarnings--;
	if (doc->mended)
		dg->n = n;
}

uint32_t
doc_first(const struct doc *doc, uint32_t i)
{
	const struct node *x;

	if (i >= doc->n)
		return 0;
	x = &doc->nodes[i];
	return x->kind != NODE_SCALAR && x->next > i + 1 ? i + 1 : 0;
}

uint32_t
doc_after(const struct doc *doc, uint32_t collection, uint32_t i)
{
	uint32_t next = doc->nodes[i].next;

	return next < doc->nodes[collection].next ? next : 0;
}

uint32_t
doc_key(const struct doc *doc, uint32_t map, struct str key)
{
	uint32_t i, end;

	if (map >= doc->n || doc->nodes[map].kind != NODE_MAP)
		return 0;
	end = doc->nodes[map].next;
	for (i = map + 1; i < end; i = doc->nodes[i + 1].next)
		if (str_eq(doc->nodes[i].text, key))
			return i;
	return 0;
}

uint32_t
doc_get(const struct doc *doc, uint32_t map, struct str key)
{
	uint32_t i = doc_key(doc, map, key);

	return i ? i + 1 : 0;
}

struct str
doc_text(const struct doc *doc, uint32_t map, const char *key)
{
	uint32_t i = doc_get(doc, map, str_of(key));

	return i && doc->nodes[i].kind == NODE_SCALAR ? doc->nodes[i].text :
	    (struct str){ "", 0 };
}

static bool
same_node(const struct node *x, const struct node *y)
{
	if (x->kind != y->kind)
		return false;
	if (x->kind != NODE_SCALAR)
		return x->n == y->n;
	return x->type == y->type && str_eq(x->text, y->text);
}

bool
doc_same(const struct doc *d, uint32_t a, const struct doc *e, uint32_t b)
{
	uint32_t i, n;

	if (a >= d->n || b >= e->n)
		return a >= d->n && b >= e->n;
	n = d->nodes[a].next - a;
	if (e->nodes[b].next - b != n)
		return false;
	/* equal counts all the way down make the shape equal */
	for (i = 0; i < n; i++)
		if (!same_node(&d->nodes[a + i], &e->nodes[b + i]))
			return false;
	return true;
}

static uint32_t
line_begin(struct str s, uint32_t at)
{
	while (at > mark_length(s) && s.p[at - 1] != '\n')
		at--;
	return at;
}

static uint32_t
past(struct str s, uint32_t at, uint32_t end, const char *set)
{
	while (at < end && s.p[at] && strchr(set, s.p[at]))
		at++;
	return at;
}

/*
 * The line that begins the item at `at`: its own or, where the dash stands
 * alone, one above.  False where the item shares its line with others.
 */
static bool
dash_line(struct str s, uint32_t at, uint32_t *begin)
{
	uint32_t dash;

	*begin = line_begin(s, at);
	for (;;) {
		dash = past(s, *begin, at, " ");
		if (dash < at && s.p[dash] == '-')
			break;
		/* above it there may be blank lines and comments only */
		if ((dash < at && !strchr("#\r\n", s.p[dash])) ||
		    *begin <= mark_length(s))
			return false;
		*begin = line_begin(s, *begin - 1);
	}
	dash = past(s, dash + 1, at, " \t\r\n");
	return dash == at || s.p[dash] == '#';
}

struct span
doc_item_lines(const struct doc *doc, uint32_t item)
{
	struct str s = doc->src->bytes;
	struct span at = doc->nodes[item].at;
	uint32_t begin, end = at.end;

	if (!dash_line(s, at.at, &begin))
		return (struct span){ at.at, at.at };
	while (end < s.n && s.p[end] != '\n')
		end++;
	return (struct span){ begin, end < s.n ? end + 1 : end };
}

static void
add_key(struct buf *b, struct str key)
{
	size_t i;

	for (i = 0; i < key.n; i++) {
		if (key.p[i] == '~')
			buf_puts(b, "~0");
		else if (key.p[i] == '/')
			buf_puts(b, "~1");
		else
			buf_char(b, key.p[i]);
	}
}

struct str
doc_pointer(const struct doc *doc, uint32_t node, struct arena *a)
{
	uint32_t at = 0, i, k;
	struct buf b;

	buf_init(&b, a);
	while (at < node && node < doc->n) {
		bool map = doc->nodes[at].kind == NODE_MAP;

		/* a key stands where its value stands */
		for (i = at + 1, k = 0; doc->nodes[i].next <= node &&
		    !(map && i + 1 == doc->nodes[i].next &&
		    k % 2 == 0 && i == node); i = doc->nodes[i].next)
			k++;
		buf_char(&b, '/');
		if (map)
			add_key(&b, doc->nodes[k % 2 ? i - 1 : i].text);
		else
			buf_printf(&b, "%u", k);
		at = i;
	}
	return buf_str(&b);
}
