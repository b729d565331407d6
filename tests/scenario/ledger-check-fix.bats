#!/usr/bin/env bats
# ledger-check --fix, --explain and the faces for machines

load helper

V=villages/371603002200

prepare() {
	new_ledger
	cd ledger || return
	mkdir -p $V/visits $V/issues/2026
	cat >$V/people.yaml <<-'EOT'
	# 人员
	- id: P-0001
	  village: "371603002200"
	  name: 李明
	- id: P-0002
	  village: "371603002200"
	  name: 王建国   # 组长
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
	visit >$V/visits/2026-03.yaml
}

visit() {
	cat <<-'EOT'
	- id: V20260316-00000001
	  kind: home
	  date: 2026-03-16
	  village: "371603002200"
	  visitors:
	    - person: P-0001
	  subject_type: household
	  subject: [H-00001]
	  family_note: |
	    他说：好
	  opinions: 路灯不亮
	EOT
}

# spoil FILE SED: FILE.good is what it was
spoil() {
	cp "$1" ../good
	sed -i "$2" "$1"
	! cmp -s "$1" ../good
}

# mended FILE: it is, to the byte, what it was before it was spoilt
mended() {
	ledger-check --fix >../said
	cmp "$1" ../good
	ledger-check
}

# left FILE RULE: nothing is written, and the fault is told
left() {
	cp "$1" ../spoilt
	run ledger-check --lang en --fix --format gcc
	[ "$status" -eq 1 ]
	output_has "[$2]"
	[[ $output != *repaired* ]]
	cmp "$1" ../spoilt
}

@test "a good ledger is not touched, not even its times" {
	find . -type f ! -path './.taizhang/*' -printf '%p %T@ %i\n' |
	    sort >../before
	run ledger-check --fix
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	find . -type f ! -path './.taizhang/*' -printf '%p %T@ %i\n' |
	    sort | diff ../before -
}

@test "a full-width colon after a known key" {
	spoil $V/people.yaml '4s/: /：/; 7s/: /：　/'
	mended $V/people.yaml
	grep -q "people.yaml: note: 已改正 2 处 \[fullwidth-colon\]" ../said
}

@test "a full-width colon after a word that is no key is left" {
	spoil $V/people.yaml '4s/name: /昵称：/'
	left $V/people.yaml fullwidth-colon
}

@test "a full-width colon within a text is part of it" {
	before=$(sha256sum $V/visits/2026-03.yaml)
	spoil $V/people.yaml '4s/: /：/'
	mended $V/people.yaml
	[ "$(sha256sum $V/visits/2026-03.yaml)" = "$before" ]
}

@test "tabs of any width, as the lines around them ask" {
	spoil $V/households.yaml 's/^  /\t/'
	mended $V/households.yaml
	grep -q "已改正 5 处 \[tab-indent\]" ../said
	spoil $V/households.yaml '3s/^  /\t/; 4s/^  /　/'
	mended $V/households.yaml
	grep -q "\[fullwidth-space\]" ../said
	spoil $V/visits/2026-03.yaml '6s/^    /\t\t/'
	mended $V/visits/2026-03.yaml
	spoil $V/visits/2026-03.yaml '6s/^    /\t/; 7s/^  /\t/'
	run ledger-check --fix
	[ "$status" -eq 1 ] || [ "$(sed -n 7p $V/visits/2026-03.yaml)" = \
	    "  subject_type: household" ]
}

@test "a tab that could mean two depths is left to a person" {
	mkdir -p schemas
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
	  note: {title: 说明, type: string}
	  pump:
	    title: 水泵
	    type: object
	    additionalProperties: false
	    properties:
	      maker: {title: 厂家, type: string}
	      note: {title: 水泵说明, type: string}
	EOT
	printf '%s\n' '- id: W1' '  village: "371603002200"' '  pump:' \
	    '    maker: 甲' "$(printf '\tnote: 深')" >$V/wells.yaml
	left $V/wells.yaml tab-indent
}

@test "a tab that may be part of a text is left" {
	spoil $V/visits/2026-03.yaml '10s/^    /\t/'
	left $V/visits/2026-03.yaml tab-indent
}

@test "quotes around codes, leading zeros, words that are true or false" {
	spoil $V/households.yaml 's/"//g; 4s/.*/  color: red\n  group: 037/'
	printf '  group: no\n' >>$V/households.yaml
	run ledger-check --fix
	[ "$status" -eq 0 ]
	[ "$(grep -c '^  village: "371603002200"$' $V/households.yaml)" -eq 2 ]
	grep -qx '  group: "037"' $V/households.yaml
	grep -qx '  group: "no"' $V/households.yaml
	output_has "已改正 2 处 [unquoted-number]"
	output_has "已改正 1 处 [leading-zero]"
	output_has "已改正 1 处 [bool-like]"
}

@test "a comment behind a value that gets quotes stays where it is" {
	printf -- '- id: H-00003\n  village: 371603002200 # 村\n  head: 甲\n' \
	    >>$V/households.yaml
	ledger-check --fix
	grep -qx '  village: "371603002200" # 村' $V/households.yaml
}

@test "full-width digits in a code, a day, a reference" {
	spoil $V/visits/2026-03.yaml \
	    '3s/2026-03-16/２０２６-０３-１６/; 4s/371603002200/３７１６０３００２２００/
	    6s/P-0001/Ｐ-０００１/'
	mended $V/visits/2026-03.yaml
	grep -q "已改正 2 处 \[fullwidth-digit\]" ../said
	grep -q "已改正 1 处 \[unknown-ref\]" ../said
}

@test "a full-width reference to what is unknown either way is left" {
	spoil $V/visits/2026-03.yaml '6s/P-0001/Ｐ-０００９/'
	left $V/visits/2026-03.yaml unknown-ref
}

@test "full-width letters in a name are the writer's own" {
	sed -i '4s/李明/李明Ａ/' $V/people.yaml
	cp $V/people.yaml ../good
	ledger-check --fix
	cmp $V/people.yaml ../good
}

@test "days however typed, as long as they name their year" {
	for d in 2026/3/16 2026.3.16 2026年3月16日 20260316 ２０２６年３月１６日; do
		spoil $V/visits/2026-03.yaml "3s|2026-03-16|$d|"
		mended $V/visits/2026-03.yaml
	done
	for d in 3-16 3月16日 昨天 2026-02-30; do
		spoil $V/visits/2026-03.yaml "3s|2026-03-16|$d|"
		run ledger-check --fix
		[ "$status" -eq 1 ]
		grep -q "^  date: $d$" $V/visits/2026-03.yaml
		cp ../good $V/visits/2026-03.yaml
	done
}

@test "a label as key or as value becomes what it stands for" {
	spoil $V/visits/2026-03.yaml '2s/kind: home/类型: 入户走访/
	    7s/household/户/'
	mended $V/visits/2026-03.yaml
	grep -q "\[label-key\]" ../said
	grep -q "已改正 2 处 \[label-value\]" ../said
}

@test "a label beside its own key is left" {
	spoil $V/people.yaml '4s/.*/&\n  姓名: 李鸣/'
	left $V/people.yaml label-key
}

@test "a typing mistake is not repaired, even with one near" {
	spoil $V/households.yaml 's/red/rde/; 3s/head/haed/'
	left $V/households.yaml enum
	output_has "[unknown-key]"
}

@test "what can be repaired is, beside what cannot" {
	spoil $V/households.yaml 's/red/rde/; s/"//g'
	run ledger-check --fix
	[ "$status" -eq 1 ]
	output_has "[enum]"
	[ "${lines[-1]}" = "1 处错误，1 个文件" ]
	[ "$(grep -c '"371603002200"' $V/households.yaml)" -eq 2 ]
}

@test "a file that cannot be read even then stays as it was" {
	spoil $V/people.yaml '4s/: /：/; 7s/王建国.*/"王建国/'
	cp $V/people.yaml ../spoilt
	run ledger-check --fix
	[ "$status" -eq 1 ]
	cmp $V/people.yaml ../spoilt
}

@test "blanks at ends of lines go, but not those of a text" {
	spoil $V/visits/2026-03.yaml '2s/$/  /; 4s/$/\t/; 11s/$/ /'
	mended $V/visits/2026-03.yaml
	grep -q "已改正 3 处 \[trailing-space\]" ../said
	spoil $V/visits/2026-03.yaml '10s/$/  /'
	cp $V/visits/2026-03.yaml ../good
	ledger-check --fix
	cmp $V/visits/2026-03.yaml ../good
}

@test "CR LF and the byte order mark are kept; --crlf lf changes the one" {
	f=$V/households.yaml
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' $f; } >t
	cp t ../good
	sed 's/"//g' t >$f && rm t
	mended $f
	cp $f ../crlf
	ledger-check --fix --crlf keep
	cmp $f ../crlf
	run ledger-check --fix --crlf lf
	[ "$status" -eq 0 ]
	output_has "已改正 7 处 [crlf]"
	tr -d '\r' <../crlf | cmp - $f
	run ledger-check --fix --crlf cr
	[ "$status" -eq 2 ]
	run ledger-check --crlf lf
	[ "$status" -eq 2 ]
}

@test "no key moves and no other byte changes" {
	cp $V/people.yaml ../good
	printf -- '-   name:   丁 # 名\n    id:   P-0003\n    村:   371603002200   # 村\n' \
	    >>$V/people.yaml
	run ledger-check --fix
	[ "$status" -eq 0 ]
	printf -- '-   name:   丁 # 名\n    id:   P-0003\n    village:   "371603002200"   # 村\n' \
	    >>../good
	cmp $V/people.yaml ../good
}

@test "-n prints a diff that patch takes, and writes nothing" {
	spoil $V/households.yaml 's/"//g'
	cp $V/households.yaml ../spoilt
	ledger-check --fix -n >../diff
	cmp $V/households.yaml ../spoilt
	[ ! -e .taizhang/journal ]
	patch -sp0 <../diff
	cmp $V/households.yaml ../good
	run ledger-check -n
	[ "$status" -eq 2 ]
}

@test "only the files named are repaired" {
	spoil $V/households.yaml 's/"//g'
	sed -i 's/"//g' $V/people.yaml
	cp $V/people.yaml ../people
	ledger-check --fix $V/households.yaml
	cmp $V/households.yaml ../good
	cmp $V/people.yaml ../people
	cd $V
	ledger-check --fix people.yaml
	! cmp -s people.yaml ../../../people
}

@test "ledger.yaml itself is repaired, too" {
	cp ledger.yaml ../good
	sed -i 's/^region: "371603002000" /region: 371603002000   /' ledger.yaml
	run ledger-check --fix
	[ "$status" -eq 0 ]
	sed 's/ *#.*//' ledger.yaml >../a
	sed 's/ *#.*//' ../good | cmp - ../a
}

@test "a second run finds nothing to do" {
	spoil $V/visits/2026-03.yaml '3s|2026-03-16|2026/3/16|; 4s/"//g'
	ledger-check --fix
	run ledger-check --fix
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "while someone else writes, nothing is repaired" {
	spoil $V/households.yaml 's/"//g'
	cp $V/households.yaml ../spoilt
	mkdir -p .taizhang
	flock .taizhang/lock sleep 30 &
	for i in $(seq 100); do
		flock -n .taizhang/lock true || break
		read -rt 0.05 <> <(:) || :
	done
	run timeout 25 ledger-check --fix
	kill $!
	[ "$status" -eq 4 ]
	cmp $V/households.yaml ../spoilt
}

@test "--explain tells cause, example and cure in either language" {
	run ledger-check --explain fullwidth-digit
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = fullwidth-digit ]
	output_has 原因
	output_has 'date: ２０２６-０３-１６'
	output_has 办法
	run ledger-check --lang en --explain '[fullwidth-digit]'
	[ "$status" -eq 0 ]
	output_has "Write plain ones"
	sed -i 's/^language: .*/language: en/' ledger.yaml
	run ledger-check --explain fullwidth-digit
	output_has "Write plain ones"
	cd /
	run ledger-check --explain fullwidth-digit
	[ "$status" -eq 0 ]
	output_has 原因
}

@test "--explain of a rule that is not there names the nearest" {
	run ledger-check --explain fulwidth-digit
	[ "$status" -eq 2 ]
	output_has "是否想写“fullwidth-digit”"
	run ledger-check --explain zzz
	[ "$status" -eq 2 ]
	run ledger-check --explain enum --fix
	[ "$status" -eq 2 ]
}

@test "every rule that a fault can bear is explained" {
	share=$(dirname "$(command -v ledger-check)")/../share/taizhang
	for r in $(sed -n 's/^- rule: //p' "$share/diagnostics.yaml" |
	    tr -d '"' | shuf -n 12 --random-source=<(yes)); do
		ledger-check --explain "$r" >/dev/null
	done
}

# many: a ledger with faults of all sorts
many() {
	sed -i 's/red/rde/; 2s/"//g' $V/households.yaml
	printf -- '- {id: H-3, village: "371603002200", head: 秦志, color: rde}\n' \
	    >>$V/households.yaml
	sed -i '4s/: /：/' $V/people.yaml
	cp $V/people.yaml "$V/odd name.yaml"
	sed -i '3s/16$/32/' $V/visits/2026-03.yaml
}

@test "SARIF holds against its own schema, by this very validator" {
	schema=${TAIZHANG_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/suites/sarif/sarif-schema-2.1.0.json
	[ -e "$schema" ] || skip "SKIPPED: $schema is not there"
	ledger-check --format sarif >../good.sarif
	many
	run ledger-check --format sarif
	[ "$status" -eq 1 ]
	printf '%s\n' "$output" >../bad.sarif
	ledger-check --fix --format sarif >../fixed.sarif || [ $? -eq 1 ]
	cd ..
	run ledger-check --schema "$schema" --assert-format good.sarif \
	    bad.sarif fixed.sarif
	echo "$output"
	[ "$status" -eq 0 ]
	# and the schema bites
	sed 's/"level":"error"/"level":"eror"/' bad.sarif >worse.sarif
	run ledger-check --schema "$schema" worse.sarif
	[ "$status" -eq 1 ]
}

@test "SARIF regions are those of the text form" {
	many
	ledger-check --format sarif >../s || [ $? -eq 1 ]
	ledger-check --format gcc >../g || [ $? -eq 1 ]
	python3 - <<-'EOT'
	import json, re, urllib.parse
	want = {m.groups() for m in re.finditer(
	    r'^(.*?):(\d+):(\d+): .* \[(.*)\]$', open('../g').read(), re.M)}
	got = set()
	for r in json.load(open('../s'))['runs'][0]['results']:
	    p = r['locations'][0]['physicalLocation']
	    if 'region' in p:
	        got.add((urllib.parse.unquote(p['artifactLocation']['uri']),
	            str(p['region']['startLine']),
	            str(p['region']['startColumn']), r['ruleId']))
	assert got == want and got, got ^ want
	EOT
}

@test "gcc lines are one a fault, and vim's quickfix reads them" {
	many
	ledger-check --format gcc --column byte >../g || [ $? -eq 1 ]
	[ -s ../g ]
	! grep -vE '^[^:]+(:[0-9]+:[0-9]+)?: (error|warning|note): .+ \[[a-z0-9.-]+\]$' ../g
	vim --version 2>/dev/null | grep -q '+quickfix' ||
	    skip "SKIPPED: no vim with quickfix is there"
	vim -N -u NONE -es +'cgetfile ../g' \
	    +'call writefile(map(filter(getqflist(), "v:val.valid"), "bufname(v:val.bufnr) . \":\" . v:val.lnum . \":\" . v:val.col"), "../q")' \
	    +'qall!' </dev/null
	sed -nE 's/^([^:]+:[0-9]+:[0-9]+): .*/\1/p' ../g | diff - ../q
	# the column is that of the byte where the value stands
	grep -q ':8:59: error' ../g
}

@test "JSON says the same faults, with bytes" {
	many
	ledger-check --format json >../j || [ $? -eq 1 ]
	python3 - <<-'EOT'
	import json
	f = json.load(open('../j'))['faults']
	assert f
	for x in f:
	    if x['line'] is None: continue
	    b = open(x['path'], 'rb').read()
	    assert b[:x['offset']].count(b'\n') + 1 == x['line']
	    line = b[:x['offset']].rsplit(b'\n', 1)[-1]
	    assert len(line) + 1 == x['byteColumn']
	    assert len(line.decode()) + 1 == x['column']
	EOT
}
