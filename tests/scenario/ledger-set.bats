#!/usr/bin/env bats
# ledger-set - corrections: the fields named, and no other byte

load helper
load town

prepare() {
	town
	mkdir -p villages/$HOME_VILLAGE/visits
	cat >$VISITS <<-'EOF2'
	# 四月走访

	- id: V20260401-AAAAAAAA   # 第一次
	  kind: home
	  date: 2026-04-01
	  village: "371603002200"
	  # 谁去的
	  visitors: [{person: P-0001, role: 网格员}]
	  opinions: 路灯不亮  # 原话
	  place: 村东

	- id: V20260402-BBBBBBBB
	  visitors:
	  - person: P-0001
	  kind: home
	  village: '371603002200'
	  date: 2026-04-02
	# 完
	EOF2
}

# only_line FROM TO: this line changed so, and no other byte of the file
only_line() {
	diff before $VISITS >diff.out || true
	printf '%s\n' "$1" "$2" | diff - <(sed -n 's/^[<>] //p' diff.out)
}

@test "one field is corrected; its comment, and every other byte, stays" {
	cp $VISITS before
	run ledger-set visit V20260401-AAAAAAAA opinions=路灯修好了
	[ "$status" -eq 0 ]
	[ "$output" = V20260401-AAAAAAAA ]
	only_line '  opinions: 路灯不亮  # 原话' '  opinions: 路灯修好了  # 原话'
}

@test "a kind and a field may be called by their labels, the id by its last part" {
	cp $VISITS before
	run ledger-set 走访记录 AAAAAAAA 地点＝村西
	[ "$status" -eq 0 ]
	only_line '  place: 村东' '  place: 村西'
}

@test "a unique part of an id is enough; one that fits two lists both" {
	run ledger-set visit AAAA place=村西
	[ "$output" = V20260401-AAAAAAAA ]
	unchanged ledger-set visit V202604 place=村北
	[ "$status" -eq 1 ]
	output_has 'V20260401-AAAAAAAA, V20260402-BBBBBBBB'
	output_has '[ambiguous-ref]'
	unchanged ledger-set visit ZZZZZZ place=村北
	[ "$status" -eq 1 ]
	output_has '[unknown-ref]'
}

@test "a register's record is found by its id or by its name" {
	run ledger-set household H-00412 members=5
	[ "$output" = H-00412 ]
	grep -q '  members: 5$' villages/$HOME_VILLAGE/households.yaml
	grep -q 'head: 王建国      # 户主' villages/$HOME_VILLAGE/households.yaml
	run ledger-set 户 张薇薇 颜色=红
	[ "$output" = H-00413 ]
	grep -q 'color: red' villages/$HOME_VILLAGE/households.yaml
	unchanged ledger-set person 王建国 gender=male
	[ "$status" -eq 1 ]
	output_has '[ambiguous-ref]'
	run ledger-set person 王建国@二组 group=五组
	[ "$output" = P-0003 ]
}

@test "several fields at once; new ones stand where the schema has them" {
	ledger-set visit AAAAAAAA channel=面谈 place= note=补记 >/dev/null
	run sed -n 3,12p $VISITS
	[ "$output" = '- id: V20260401-AAAAAAAA   # 第一次
  kind: home
  date: 2026-04-01
  village: "371603002200"
  # 谁去的
  visitors: [{person: P-0001, role: 网格员}]
  channel: face
  opinions: 路灯不亮  # 原话
  note: 补记' ]
}

@test "FIELD= takes the field away" {
	cp $VISITS before
	ledger-set visit AAAAAAAA opinions= >/dev/null
	[ "$(diff before $VISITS | grep -c '^[<>]')" -eq 1 ]
	run grep opinions $VISITS
	[ "$status" -eq 1 ]
}

@test "a required field cannot be taken away" {
	unchanged ledger-set visit AAAAAAAA kind=
	[ "$status" -eq 1 ]
	output_has '[required]'
}

@test "a corrected day moves the record to its month; the id stays" {
	ledger-set visit AAAAAAAA date=2026-03-31 >/dev/null
	f=villages/$HOME_VILLAGE/visits/2026-03.yaml
	run cat $f
	[ "$output" = '- id: V20260401-AAAAAAAA   # 第一次
  kind: home
  date: 2026-03-31
  village: "371603002200"
  # 谁去的
  visitors: [{person: P-0001, role: 网格员}]
  opinions: 路灯不亮  # 原话
  place: 村东' ]
	run grep -c AAAAAAAA $VISITS
	[ "$output" = 0 ]
	# and back: only its place in the list is another
	ledger-set visit AAAAAAAA date=2026-04-01 >/dev/null
	[ ! -e $f ]
	[ "$(tail -8 $VISITS | head -1)" = '- id: V20260401-AAAAAAAA   # 第一次' ]
}

@test "a household that moves goes to the other village's register" {
	run ledger-set household H-00412 village=北陈村
	[ "$status" -eq 0 ]
	grep -q H-00412 villages/$AWAY_VILLAGE/households.yaml
	run grep H-00412 villages/$HOME_VILLAGE/households.yaml
	[ "$status" -eq 1 ]
	run ledger-set household H-00412 members=3
	[ "$status" -eq 0 ]
}

@test "a corrected village moves an issue's file" {
	id=$(quietly visit-add kind=home village=小房村 visitors=李明 note=x \
	    +issue content=路灯坏了没人修 category=基础设施 | tail -1)
	a=villages/$HOME_VILLAGE/issues/2026/$id.yaml
	b=villages/$AWAY_VILLAGE/issues/2026/$id.yaml
	sed "s/\"$HOME_VILLAGE\"/\"$AWAY_VILLAGE\"/" "$a" >want
	ledger-set issue "$id" village=北陈村 >/dev/null
	[ ! -e "$a" ]
	cmp want "$b"
}

@test "an id never changes" {
	unchanged ledger-set visit AAAAAAAA id=V20260401-CCCCCCCC
	[ "$status" -eq 1 ]
	output_has '[id-fixed]'
}

@test "wrong fields, choices, days and names are refused, all at once" {
	unchanged ledger-set visit AAAAAAAA plac=x channel=信鸽 date=2026-4-31 \
	    visitors=赵六
	[ "$status" -eq 1 ]
	output_has '[field]'
	output_has '[enum]'
	output_has '[date-range]'
}

@test "names are looked up in the record's own village" {
	cat >villages/$AWAY_VILLAGE/people.yaml <<-'EOF2'
	- {id: P-0100, village: "371603002201", name: 李明}
	EOF2
	ledger-set visit AAAAAAAA talents_found=李明 >/dev/null
	grep -q 'talents_found: \[P-0001\]' $VISITS
}

# ---- void -----------------------------------------------------------------

@test "--void marks the record with a reason, the day and who did it" {
	cp $VISITS before
	run ledger-set visit AAAAAAAA --void 原因=重复录入 --user P-0001
	[ "$status" -eq 0 ]
	[ "$output" = V20260401-AAAAAAAA ]
	run diff before $VISITS
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[1]}" = '>   voided: {reason: 重复录入, day: 2026-04-11, by: P-0001}' ]
}

@test "--void asks for a reason, and takes nothing else" {
	unchanged ledger-set visit AAAAAAAA --void
	[ "$status" -eq 2 ]
	unchanged ledger-set visit AAAAAAAA --void reason=x place=y
	[ "$status" -eq 2 ]
}

@test "what is void stays void, with its first reason" {
	ledger-set visit AAAAAAAA --void reason=一 >/dev/null
	unchanged ledger-set visit AAAAAAAA --void reason=二
	[ "$status" -eq 0 ]
	output_has '[same-act]'
	output_has V20260401-AAAAAAAA
	run ledger-set visit AAAAAAAA place=村西
	[ "$status" -eq 0 ]
	output_has '[voided]'
	grep -q 'place: 村西' $VISITS
}

# ---- the shape of the call ------------------------------------------------

@test "--dry-run shows the exact change, and --fields the fields" {
	unchanged ledger-set -n visit AAAAAAAA place=村西
	[ "$status" -eq 0 ]
	output_has '-  place: 村东'
	output_has '+  place: 村西'
	printf '%s\n' "$output" >patch
	ledger-set visit AAAAAAAA place=村西 >/dev/null
	cp $VISITS after
	patch -s -R -p0 <patch
	grep -q 'place: 村东' $VISITS
	patch -s -p0 <patch
	cmp after $VISITS
	run ledger-set visit --fields
	[ "$status" -eq 0 ]
	output_has $'place\t地点'
}

@test "without a kind, an id or a field it is wrong usage" {
	for words in '' visit 'visit AAAAAAAA' 'visit AAAAAAAA BBBBBBBB x=y'; do
		unchanged ledger-set $words
		[ "$status" -eq 2 ]
	done
	unchanged ledger-set vist AAAAAAAA place=x
	[ "$status" -eq 2 ]
	output_has visit
	unchanged ledger-set visit AAAAAAAA --from list.csv
	[ "$status" -eq 2 ]
}

@test "the same value again changes nothing, and makes no commit" {
	git init -q . && git add -A && git commit -qm 1
	unchanged ledger-set visit AAAAAAAA place=村东 --commit
	[ "$status" -eq 0 ]
	[ "$(git log --oneline | wc -l)" -eq 1 ]
}

@test "a record that stands twice is not guessed at" {
	{ cat $VISITS; sed -n '/AAAAAAAA/,/村东/p' $VISITS; } >twice
	mv twice $VISITS
	unchanged ledger-set visit AAAAAAAA place=村西
	[ "$status" -eq 1 ]
	output_has '[dup-id]'
}
