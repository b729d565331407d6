#!/usr/bin/env bats
# ledger-check - every mistake at its line and column, all in one run

load helper

V=villages/371603002200

prepare() {
	new_ledger
	cd ledger || return
	mkdir -p $V/scores $V/reviews $V/visits $V/issues/2026 $V/meetings/2026
	cat >$V/people.yaml <<-'EOT'
	- id: P-0001
	  village: "371603002200"
	  name: 李明
	- id: P-0002
	  village: "371603002200"
	  name: 王建国
	EOT
	cat >$V/households.yaml <<-'EOT'
	- id: H-00001
	  village: "371603002200"
	  head: 秦志华
	  color: red
	- id: H-00002
	  village: "371603002200"
	  head: 金方辉
	EOT
	entry >$V/scores/2026-03.yaml
	cat >$V/reviews/2026-03.yaml <<-'EOT'
	- id: R20260408-00000001
	  village: "371603002200"
	  month: 2026-03
	  reviewer: P-0002
	  day: 2026-04-08
	  approved:
	    - S20260312-00000001
	EOT
	cat >$V/visits/2026-03.yaml <<-'EOT'
	- id: V20260316-00000001
	  kind: monday_night
	  date: 2026-03-16
	  village: "371603002200"
	  visitors:
	    - person: P-0001
	  batches: 3
	  persons: 7
	EOT
	issue >$V/issues/2026/I20260316-00000001.yaml
	meeting >$V/meetings/2026/M20260405-00000001.yaml
}

entry() {
	cat <<-'EOT'
	- id: S20260312-00000001
	  village: "371603002200"
	  subject_type: household
	  subject: H-00001
	  rulebook: household@2026-01-01
	  item: HH-ENV-06
	  item_name: 焚烧秸秆垃圾
	  category: env
	  unit_points: -5.00
	  occurred_on: 2026-03-12
	  recorded_on: 2026-03-13
	  place: 村委会
	  reason: 焚烧秸秆垃圾
	  evidence:
	    - {kind: photo, ref: 2026/03/000054.jpg}
	  source: collector
	  recorder: P-0001
	EOT
}

issue() {
	cat <<-'EOT'
	id: I20260316-00000001
	kind: appeal
	category: infrastructure
	nature: common
	village: "371603002200"
	content: 路灯不亮，夜里走路不便
	source: visit
	source_ref: V20260316-00000001
	found_on: 2026-03-16
	found_by: P-0001
	reported_on: 2026-03-16
	resolved_on: 2026-03-20
	fed_back_on: 2026-03-21
	closed_on: 2026-03-25
	events:
	  - {at: 2026-03-16, to: found}
	  - {at: 2026-03-16, from: found, to: reported}
	  - {at: 2026-03-17, from: reported, to: accepted}
	  - {at: 2026-03-17, from: accepted, to: assigned}
	  - {at: 2026-03-17, from: assigned, to: in_progress}
	  - {at: 2026-03-20, from: in_progress, to: resolved}
	  - {at: 2026-03-21, from: resolved, to: fed_back}
	  - {at: 2026-03-25, from: fed_back, to: closed}
	EOT
}

meeting() {
	cat <<-'EOT'
	id: M20260405-00000001
	kind: rep_assembly
	title: 讨论路灯维修
	village: "371603002200"
	date: 2026-04-05
	mode: offline
	agenda:
	  - {seq: 1, title: 路灯维修}
	voting_present: 30
	resolutions:
	  - {seq: 1, agenda_no: 1, text: 同意维修, for: 28, against: 1, abstain: 1}
	EOT
}

# check [ARG…]: one line a fault, in English
check() {
	run ledger-check --lang en --format gcc "$@"
}

# fault PLACE RULE: it was found there, and the run failed
fault() {
	[ "$status" -eq 1 ] || { printf 'status %s\n' "$status"; return 1; }
	grep -q "^$1: error: .* \[$2\]$" <<<"$output" || {
		printf 'no %s [%s] in:\n%s\n' "$1" "$2" "$output"
		return 1
	}
}

# only PLACE RULE: that one and nothing else
only() {
	fault "$1" "$2"
	[ "${#lines[@]}" -eq 1 ] || { printf '%s\n' "$output"; return 1; }
}

@test "a good ledger: one line, how much was looked at, and exit 0" {
	run ledger-check
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$output" = "没有错误：检查了 11 个文件、16 条记录" ]
	check
	[ -z "$output" ]
	[ "$status" -eq 0 ]
	run ledger-check -q
	[ -z "$output" ]
}

@test "a value that is none of the choices" {
	sed -i 's/color: red/color: rde/' $V/households.yaml
	check
	only $V/households.yaml:4:10 enum
}

@test "a misspelt key and the lack of the right one are one mistake" {
	sed -i 's/  head: 秦志华/  haed: 秦志华/' $V/households.yaml
	check
	only $V/households.yaml:3:3 unknown-key
}

@test "what is required and missing is named at the record" {
	sed -i '3d' $V/households.yaml
	check
	only $V/households.yaml:1:3 required
	output_has "'head'"
}

@test "an unknown key" {
	sed -i '4s/.*/  hobby: 钓鱼/' $V/households.yaml
	check
	only $V/households.yaml:4:3 unknown-key
}

@test "a key that stands twice" {
	sed -i '4s/.*/  head: 秦志明/' $V/households.yaml
	check
	only $V/households.yaml:4:3 dup-key
}

@test "a tab indents, and what refers into the file is not blamed" {
	sed -i '4s/^  /\t/' $V/households.yaml
	check
	only $V/households.yaml:4:1 tab-indent
}

@test "a full-width colon" {
	sed -i '4s/: /：/' $V/households.yaml
	check
	only $V/households.yaml:4:8 fullwidth-colon
}

@test "full-width digits in a date" {
	sed -i 's/occurred_on: .*/occurred_on: ２０２６-０３-１２/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:10:16 fullwidth-digit
}

@test "the 30th of February" {
	sed -i 's/recorded_on: .*/recorded_on: 2026-02-30/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:11:16 date-range
}

@test "a code without quotes, a leading zero, a word that is true or false" {
	sed -i '2s/"//g' $V/households.yaml
	check
	fault $V/households.yaml:2:12 unquoted-number
	sed -i 's/group: .*//; 4s/.*/  group: 037/' $V/households.yaml
	check
	fault $V/households.yaml:4:10 leading-zero
	sed -i '4s/.*/  group: no/' $V/households.yaml
	check
	fault $V/households.yaml:4:10 bool-like
}

@test "a file that is not UTF-8" {
	iconv -f UTF-8 -t GB18030 $V/households.yaml >t && mv t $V/households.yaml
	check
	only $V/households.yaml:3:9 encoding
}

@test "an unknown person; a name instead of an id is told its id" {
	sed -i 's/recorder: P-0001/recorder: P-0009/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:17:13 unknown-ref
	sed -i 's/recorder: P-0009/recorder: 李明/' $V/scores/2026-03.yaml
	run ledger-check
	output_has "台账里没有人员“李明”"
	output_has "P-0001"
}

@test "an act that nobody knows, and one of another village" {
	sed -i 's/source_ref: .*/source_ref: V20260316-0000000A/' \
	    $V/issues/2026/*.yaml
	check
	only $V/issues/2026/I20260316-00000001.yaml:8:13 unknown-ref
	mkdir -p villages/371603002201/visits
	sed 's/00000001/0000000A/; s/002200/002201/' $V/visits/2026-03.yaml \
	    >villages/371603002201/visits/2026-03.yaml
	check
	[ -z "$output" ]
	[ "$status" -eq 0 ]
}

@test "the same id twice: the first place is named" {
	cat >>$V/households.yaml <<-'EOT'
	- id: H-00001
	  village: "371603002200"
	  head: 别人
	EOT
	check
	only $V/households.yaml:8:7 dup-id
	output_has "$V/households.yaml, line 1"
	entry >>$V/scores/2026-03.yaml
	check
	fault $V/scores/2026-03.yaml:18:7 dup-id
}

@test "a register's id is unique in the whole ledger" {
	mkdir -p villages/371603002201
	sed 's/002200/002201/' $V/people.yaml >villages/371603002201/people.yaml
	check
	fault villages/371603002201/people.yaml:1:7 dup-id
	fault villages/371603002201/people.yaml:4:7 dup-id
	[ "${#lines[@]}" -eq 2 ]
}

@test "a record in another month's file, or another village's" {
	mv $V/scores/2026-03.yaml $V/scores/2026-02.yaml
	check
	only $V/scores/2026-02.yaml:10:16 misplaced
	output_has "$V/scores/2026-03.yaml"
	mv $V/scores/2026-02.yaml $V/scores/2026-03.yaml
	sed -i '2s/002200/002201/' $V/visits/2026-03.yaml
	sed -i '4s/002200/002201/' $V/visits/2026-03.yaml
	check
	only $V/visits/2026-03.yaml:4:12 misplaced
}

@test "an id that is none of its kind" {
	sed -i '1s/V20260316/W20260316/' $V/visits/2026-03.yaml
	sed -i '/source_ref/d' $V/issues/2026/*.yaml
	check
	only $V/visits/2026-03.yaml:1:7 id-form
}

@test "an item that is unknown, worth something else, or not in force" {
	sed -i 's/item: .*/item: HH-ENV-66/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:6:9 entry.item
	sed -i 's/item: .*/item: HH-ENV-06/; s/-5.00/-4.00/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:9:16 entry.points
	sed -i 's/-4.00/-5.00/; s/@2026-01-01/@2025-01-01/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:5:13 rulebook.unknown
	sed -i 's/: household@.*/: home/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:5:13 rulebook.unknown
}

@test "an act before the rulebook was in force" {
	mkdir -p $V/scores
	sed 's/2026-03-1/2025-12-1/; s/@2026-01-01//; s/00000001/00000002/' \
	    $V/scores/2026-03.yaml >$V/scores/2025-12.yaml
	check
	only $V/scores/2025-12.yaml:10:16 entry.not-in-force
}

@test "recorded before it happened, of the wrong sort of subject" {
	sed -i 's/recorded_on: .*/recorded_on: 2026-03-11/' $V/scores/2026-03.yaml
	check
	only $V/scores/2026-03.yaml:11:16 entry.recorded-before
	sed -i 's/recorded_on: .*/recorded_on: 2026-03-12/
	    s/_type: household/_type: person/; s/subject: H.*/subject: P-0002/
	    ' $V/scores/2026-03.yaml
	rm -r $V/reviews
	check
	only $V/scores/2026-03.yaml:3:17 entry.subject-kind
}

@test "nobody approves what he collected, and nothing without evidence" {
	sed -i 's/reviewer: P-0002/reviewer: P-0001/' $V/reviews/2026-03.yaml
	check
	only $V/reviews/2026-03.yaml:7:7 entry.own-approval
	sed -i 's/reviewer: P-0001/reviewer: P-0002/' $V/reviews/2026-03.yaml
	sed -i '14,15d' $V/scores/2026-03.yaml
	check
	fault $V/reviews/2026-03.yaml:7:7 entry.evidence
	output_has "$V/scores/2026-03.yaml:1:7: warning: "
}

@test "a missing evidence alone is a warning, and no failure" {
	rm -r $V/reviews
	sed -i '14,15d' $V/scores/2026-03.yaml
	run ledger-check
	[ "$status" -eq 0 ]
	output_has "[entry.evidence]"
	[ "${lines[-1]}" = \
	    "没有错误，1 处警告：检查了 10 个文件、15 条记录" ]
}

@test "an approved entry that is not there" {
	sed -i 's/- S20260312-0000000./- S20260312-0000000Z/' $V/reviews/2026-03.yaml
	check
	only $V/reviews/2026-03.yaml:7:7 unknown-ref
}

@test "fewer persons than batches, or none of them for a reception" {
	sed -i 's/persons: 7/persons: 2/' $V/visits/2026-03.yaml
	check
	only $V/visits/2026-03.yaml:8:12 visit.persons
	sed -i '8d' $V/visits/2026-03.yaml
	check
	only $V/visits/2026-03.yaml:2:9 visit.batches
}

@test "votes that do not sum, an agenda item that is not there" {
	sed -i 's/for: 28/for: 27/' $V/meetings/2026/*.yaml
	check
	only $V/meetings/2026/M20260405-00000001.yaml:11:45 meeting.votes
	sed -i 's/for: 27/for: 28/; s/agenda_no: 1/agenda_no: 2/' $V/meetings/2026/*.yaml
	check
	only $V/meetings/2026/M20260405-00000001.yaml:11:25 meeting.agenda
}

@test "events out of time and out of order, a stage without a day" {
	f=$V/issues/2026/I20260316-00000001.yaml
	sed -i '18s/03-17/03-15/' $f
	check
	only $f:18:10 issue.backwards
	issue | sed '18d' >$f
	check
	only $f:18:42 issue.order
	issue | sed '/fed_back_on/d' >$f
	check
	only $f:13:12 issue.four-stages
	issue | sed '/fed_back_on/s/21/19/' >$f
	check
	only $f:13:14 issue.backwards
}

@test "weights that do not sum to 100, and no fault of what uses the book" {
	sed 's/weight: 20/weight: 19/' "$(dirname "$(command -v ledger-init)")"/../share/taizhang/rules/rural7.yaml \
	    >rules/rural7.yaml
	check
	[ "$status" -eq 1 ]
	output_has "[rulebook.weights]"
}

@test "a holiday that ends before it begins" {
	printf 'id: "2027"\nholidays:\n  - {from: 2027-01-03, to: 2027-01-01, name: 元旦}\n' \
	    >calendars/2027.yaml
	check
	only calendars/2027.yaml:3:28 calendar.order
}

@test "regions: a cycle, a stranger, a village that is in no register" {
	sed -i '/code: "371603002000"/,/^- /{/level/a\  parent: "371603002201"
	}' registers/regions.yaml
	check
	[ "$status" -eq 1 ]
	output_has "[region.cycle]"
	new=371603009201
	sed -i "s/371603002201/$new/" registers/regions.yaml
	check
	output_has "[region.outside]"
	sed -i '/002200/,$d' registers/regions.yaml
	check
	[ "$(grep -c "没有行政区划\|no region '371603002200'" <<<"$output")" -eq 1 ]
}

@test "a file of no kind is a warning; notes, pictures and leftovers are not" {
	cp $V/people.yaml $V/peoples.yaml
	cp $V/people.yaml $V/people.yml
	touch README.md $V/door.JPG $V/people.yaml.new
	check
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	output_has "$V/peoples.yaml: warning: "
	output_has "$V/people.yml: warning: "
}

@test "ledger.yaml is checked, and does not hide the rest" {
	sed -i 's/^name:/nmae:/' ledger.yaml
	sed -i 's/color: red/color: rde/' $V/households.yaml
	check
	fault 'ledger.yaml:[0-9]*:1' unknown-key
	fault $V/households.yaml:4:10 enum
	[ "${#lines[@]}" -eq 2 ]
}

@test "several mistakes of one file: all of them, sorted, and the sum last" {
	sed -i '1,7s/head:/haed:/; s/color: red/color: rde/
	    2s/"//g' $V/households.yaml
	run ledger-check
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = "4 处错误，1 个文件" ]
	[ "$(grep -c ': error: ' <<<"$output")" -eq 4 ]
	grep ': error: ' <<<"$output" | cut -d: -f2 | sort -cn
}

@test "only the files named are told of, wherever one stands" {
	sed -i 's/color: red/color: rde/' $V/households.yaml
	sed -i 's/persons: 7/persons: 2/' $V/visits/2026-03.yaml
	check $V/visits/2026-03.yaml
	only $V/visits/2026-03.yaml:8:12 visit.persons
	cd $V
	check visits
	only $V/visits/2026-03.yaml:8:12 visit.persons
	check people.yaml
	[ "$status" -eq 0 ]
	check ../../../regions.csv
	[ "$status" -eq 2 ]
	check nothing.yaml
	[ "$status" -eq 3 ]
}

@test "columns in bytes for vim, JSON and SARIF for programs" {
	printf -- '- {id: H-3, village: "371603002200", head: 秦志, color: rde}\n' \
	    >>$V/households.yaml
	check
	only $V/households.yaml:8:55 enum
	check --column=byte
	only $V/households.yaml:8:59 enum
	run ledger-check --format json
	[ "$status" -eq 1 ]
	python3 -c 'import json, sys; f = json.load(sys.stdin)["faults"][0]; \
	    assert f["path"].endswith("households.yaml")' <<<"$output"
	run ledger-check --format sarif
	python3 -c 'import json, sys; \
	    assert json.load(sys.stdin)["runs"][0]["results"]' <<<"$output"
	run ledger-check --format xml
	[ "$status" -eq 2 ]
}

@test "the same bytes at every run, whatever the threads" {
	for i in $(seq 1 40); do
		entry | sed "s/00000001/000000$((10 + i))/; s/P-0001/P-9/"
	done >>$V/scores/2026-03.yaml
	first=$(ledger-check) || true
	for i in 1 2 3 4 5; do
		[ "$(ledger-check)" = "$first" ] || return 1
	done
}

@test "a kind of the user's own is checked like the others" {
	mkdir -p schemas $V
	cat >schemas/well.yaml <<-'EOT'
	$schema: https://json-schema.org/draft/2020-12/schema
	title: 水井
	x-ledger: {path: 'villages/{village}/wells.yaml', list: true}
	type: object
	additionalProperties: false
	required: [id, village]
	properties:
	  id: {title: 编号, type: string}
	  village: {title: 村, type: string, x-ref: region}
	  keeper: {title: 看护人, type: string, x-ref: person}
	EOT
	printf -- '- {id: W1, village: "371603002200", keeper: P-0001}\n' \
	    >$V/wells.yaml
	check
	[ "$status" -eq 0 ]
	printf -- '- {id: W1, village: "371603002200", keeper: P-0003}\n' \
	    >>$V/wells.yaml
	check
	fault $V/wells.yaml:2:8 dup-id
	fault $V/wells.yaml:2:45 unknown-ref
}

@test "outside a ledger: any file against any schema, formats when asked" {
	cd ..
	cat >s.json <<-'EOT'
	{"properties": {"day": {"format": "date"},
	  "n": {"$ref": "https://example.org/defs/n.json"}}}
	EOT
	mkdir -p defs
	echo '{"type": "integer"}' >defs/n.json
	printf 'day: 2026-02-30\nn: 1\n' >a.yaml
	printf '{"day": "2026-02-28", "n": "x"}' >b.json
	map=https://example.org/defs/=defs
	run ledger-check --schema s.json --map $map a.yaml
	[ "$status" -eq 0 ]
	run ledger-check --lang en --format gcc --schema s.json --map=$map \
	    --assert-format a.yaml b.json
	fault a.yaml:1:6 date-range
	fault b.json:1:28 type
	run ledger-check --schema s.json a.yaml
	[ "$status" -eq 1 ]
	output_has "schema-ref"
	run ledger-check --schema s.json --map "https://example.org/=.." a.yaml
	[ "$status" -eq 1 ]
}

@test "what was frozen must still follow from its records" {
	score-calc quarter 2026Q1 --publish evaluated_on=2026-04-10 \
	    approved_by=党工委 --today 2026-04-13 >/dev/null 2>&1
	score-calc quarter 2026Q1 --freeze --today 2026-05-06 >/dev/null 2>&1
	grep -q '^frozen_on: 2026-05-06' $V/settlements/2026Q1-household.yaml
	check
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	# a corrected name is no such change
	sed -i 's/head: 金方辉/head: 金芳辉/' $V/households.yaml
	check
	[ "$status" -eq 0 ]
	sed -i 's/^  item: .*/&\n  quantity: 2/' $V/scores/2026-03.yaml
	check
	[ "$status" -eq 1 ]
	output_has "[settlement.differs]"
	output_has "$V/settlements/2026Q1-household.yaml:"
	check $V/scores
	[ "$status" -eq 0 ]
}

@test "an issue closed where it was found has fewer steps" {
	f=$V/issues/2026/I20260316-00000001.yaml
	issue | sed '14a resolved_on_site: true' |
	    sed '/to: assigned/d; /to: in_progress/d' >$f
	check
	[ "$status" -eq 0 ]
	sed -i '/resolved_on_site/d' $f
	check
	only $f:19:45 issue.order
}

@test "a record that is void keeps its form and is excused from the rules" {
	sed -i 's/persons: 7/persons: 2/' $V/visits/2026-03.yaml
	echo '  voided: {reason: 记错了, day: 2026-04-01}' >>$V/visits/2026-03.yaml
	check
	[ "$status" -eq 0 ]
	sed -i 's/persons: 2/persons: x/' $V/visits/2026-03.yaml
	check
	fault $V/visits/2026-03.yaml:8:12 type
}

@test "nothing is written, not even the lock" {
	rm -rf .taizhang
	find . -type f -exec sha256sum {} + | sort >../before
	ledger-check
	find . -type f -exec sha256sum {} + | sort | diff ../before -
}
