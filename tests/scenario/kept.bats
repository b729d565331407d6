#!/usr/bin/env bats
# what is exported comes home; what was settled stays; corrections keep rules

load helper

setup_file() {
	local bin=${TAIZHANG_BIN:-$BATS_TEST_DIRNAME/../../build/bin}
	sh "$BATS_TEST_DIRNAME/../../share/examples/demo.sh" "$bin" \
	    "$BATS_FILE_TMPDIR/demo" >/dev/null
}

prepare() {
	export TAIZHANG_TODAY=2026-05-21 TAIZHANG_USER=P-001
	cp -a "$BATS_FILE_TMPDIR/demo" demo
	TOWNSHIP=$BATS_TEST_DIRNAME/../../share/examples/township
	V=villages/379901001200
	cd demo
}

KINDS='person unit grid household goods visit issue meeting entry review
objection adjustment redemption settlement'

# refused RULE CMD …: exit 1, that rule, and not a byte of the ledger changed
refused() {
	local rule=$1
	shift
	cp -a . ../before
	run "$@"
	[ "$status" -eq 1 ]
	output_has "[$rule]"
	diff -r . ../before
	rm -rf ../before
}

@test "an export read in again adds nothing, of any kind, CSV or JSON lines" {
	cp -a . ../before
	for k in $KINDS; do
		report export $k -o ../$k.csv
		report export $k --format jsonl -o ../$k.jsonl
		ledger-import $k ../$k.csv >/dev/null
		ledger-import $k ../$k.jsonl >/dev/null
	done
	diff -r . ../before
}

@test "in an empty ledger exports give the same records, byte for byte" {
	for k in $KINDS; do report export $k -o ../$k.csv; done
	cd ..
	TAIZHANG_TODAY=2026-01-04 ledger-init new --region 379901001000 \
	    --name 示范镇 --regions "$TOWNSHIP/regions.csv" \
	    --rules household,rural7 >/dev/null
	cd new
	for k in $KINDS; do ledger-import $k ../$k.csv >/dev/null; done
	diff -r villages ../demo/villages
	ledger-check
}

@test "an id with other words is shown as a diff, and corrected with --update" {
	report export entry -o ../all.csv
	sed -n '1p; /^S20260106-WSK4P4NF/s/村文化广场/村委会/p' ../all.csv \
	    >../e.csv
	refused dup-id ledger-import entry ../e.csv
	output_has '+place: 村委会'
	run ledger-import entry ../e.csv --update
	[ "$output" = S20260106-WSK4P4NF ]
	grep -q 'place: 村委会' $V/scores/2026-01.yaml
	ledger-check
}

@test "an id given twice in a batch is a fault" {
	cat >../v.csv <<-'EOF'
	id,kind,date,village,visitors,opinions
	V20260401-AAAAAAAA,home,2026-04-01,柳河,P-001,路灯
	V20260401-AAAAAAAA,home,2026-05-01,柳河,P-001,水沟
	EOF
	refused dup-id ledger-import visit ../v.csv
}

@test "events that cannot be are refused on their way in" {
	report export issue -o ../i.jsonl --format jsonl
	sed 's/I20260316-BZFRMPYY/I20260316-AAAAAAAA/; s/accepted"}/closed"}/' \
	    ../i.jsonl | sed -n 1p >../new.jsonl
	refused issue.order ledger-import issue ../new.jsonl
}

@test "a frozen list is not corrected, voided or imported over" {
	refused settlement.frozen ledger-set settlement \
	    柳河/2026Q1-household --void 原因=x
	for set in published.to=2026-04-18 frozen_on= digest= counted=3; do
		refused settlement.frozen ledger-set settlement \
		    379901001200/2026Q1-household $set
	done
	report export settlement --format csv | sed 's/,11,1,/,12,1,/' \
	    >../s.csv
	refused settlement.frozen ledger-import settlement ../s.csv --update
	ledger-set settlement 柳河/2026Q1-household note=已归档
}

@test "an id that is one of each village's needs its village" {
	refused ambiguous-ref ledger-set settlement 2026Q1-household note=x
	output_has 379901001200/2026Q1-household
	output_has 379901001201/2026Q1-household
}

@test "of a published list nothing is set that score-calc computes" {
	sed -i '/^frozen_on/d' $V/settlements/2026Q1-household.yaml
	refused settlement.computed ledger-set settlement \
	    柳河/2026Q1-household published.to=2026-04-18
}

@test "what counted in a frozen quarter stays; a contra entry is the way" {
	refused entry.frozen ledger-set entry S20260106-WSK4P4NF 数量=1
	output_has 冲正=S20260106-WSK4P4NF
	refused entry.frozen ledger-set entry S20260106-WSK4P4NF --void \
	    原因=x
	ledger-set entry S20260106-WSK4P4NF 地点=村委会
}

@test "an entry's subject is of its village, also when corrected" {
	refused entry.subject-village ledger-set entry S20260312-BJ12HFKP \
	    对象=H-0201
}

@test "what follows from the item follows its correction" {
	run ledger-set entry S20260312-BJ12HFKP 积分项目=HH-ENV-01
	[ "$status" -eq 0 ]
	grep -A12 S20260312-BJ12HFKP $V/scores/2026-03.yaml >../e
	grep -q 'category: env' ../e
	! grep -q 'unit_points: -' ../e
	ledger-check
}

@test "an issue's stages, limit and closer are held to the rules" {
	i=I20260316-BZFRMPYY
	refused issue.four-stages ledger-set issue $i 销号日期=
	refused issue.event ledger-set issue $i 销号日期=2026-03-29
	refused issue.own-closing ledger-set issue $i 销号人=吴海
	refused issue.due-basis ledger-set issue $i 办理时限=2026-09-09
	ledger-set issue $i 办理时限=2026-09-09 时限依据=县局批复
}

@test "a meeting's counts agree with its list, a redemption's cost with its goods" {
	refused meeting.counts ledger-set meeting M20260320-971XYPEH 实到=9
}

@test "what was wrong before is no fault of a correction" {
	sed -i 's/closed_by: P-002/closed_by: P-003/' \
	    $V/issues/2026/I20260316-BZFRMPYY.yaml
	ledger-set issue I20260316-BZFRMPYY 备注=补记
	refused issue.four-stages ledger-set issue I20260316-BZFRMPYY \
	    反馈日期=
}

@test "ledger-set takes no option of those who add" {
	for o in --again --update '--from x.csv' --edit '--columns m.yaml'; do
		run ledger-set entry S20260312-BJ12HFKP 地点=x $o
		[ "$status" -eq 2 ]
	done
}

@test "ledger-check names what was changed by hand past the rules" {
	run ledger-check
	[ "$status" -eq 0 ]
	m=$V/meetings/2026/M20260320-971XYPEH.yaml
	sed -i 's/present_count: 4/present_count: 5/' $m
	run ledger-check
	output_has '[meeting.counts]'
	sed -i 's/present_count: 5/present_count: 4/
	    s/passed: true/passed: false/' $m
	run ledger-check
	output_has '[meeting.passed]'
	sed -i 's/passed: false/passed: true/' $m
	i=$V/issues/2026/I20260316-BZFRMPYY.yaml
	sed -i 's/closed_by: P-002/closed_by: P-003/
	    s/due_on: 2026-03-26/due_on: 2026-05-26/' $i
	run ledger-check
	output_has '[issue.own-closing]'
	output_has '[issue.due-basis]'
}

@test "ledger-check: a category not the item's, reviews too early or abroad" {
	sed -i '0,/category: pub/s//category: env/' $V/scores/2026-01.yaml
	run ledger-check
	output_has '[entry.category]'
	sed -i '0,/category: env/s//category: pub/' $V/scores/2026-01.yaml
	sed -i 's/day: 2026-04-08/day: 2026-03-01/' $V/reviews/2026-03.yaml
	run ledger-check
	output_has '[review.early]'
	sed -i 's/day: 2026-03-01/day: 2026-04-08/' $V/reviews/2026-03.yaml
	other=$(grep -h -o 'S20260328-[0-9A-Z]*' \
	    villages/379901001201/scores/2026-03.yaml | head -n 1)
	sed -i "s/\[S20260305-5VWA1Y94, /[$other, &/; s/, \[S/, S/" \
	    $V/reviews/2026-03.yaml
	run ledger-check
	output_has '[review.village]'
}

@test "a voided act is recorded anew; the same act twice in a command is not" {
	act() {
		visit-add 类型=入户走访 村=柳河 日期=2026-05-20 走访人=周建平 \
		    意见建议=路灯 "$@"
	}
	first=$(act 走访对象=H-0101)
	ledger-set visit $first --void 原因=录错 >/dev/null
	second=$(act 走访对象=H-0101)
	[ -n "$second" ]
	[ "$first" != "$second" ]
	run act 走访对象=H-0101
	[ "${lines[-1]}" = "$second" ] || output_has "$second"
	refused twice act 走访对象=H-0102,H-0102
}

@test "points for the same household twice in one command are a fault" {
	refused twice score-calc record 村=柳河 积分细则=household \
	    积分项目=HH-PUB-01 对象=H-0101,何志强,H-0101 发生日期=2026-05-20 \
	    地点=广场 事由=植树 来源=志愿服务 证据=照片:1.jpg
}

@test "show tells a day's steps in the order they were taken" {
	run issue-track show I20260316-BZFRMPYY
	a=$(grep -n '2026-03-30.*回访' <<<"$output" | tail -n 1 | cut -d: -f1)
	b=$(grep -n '2026-03-30.*销号' <<<"$output" | tail -n 1 | cut -d: -f1)
	[ "$a" -lt "$b" ]
}

@test "a step taken already is said to be so; 上报至 is understood" {
	i=I20260320-PH1T12X6
	issue-track 受理 $i 受理层级=乡镇 >/dev/null
	refused issue.order issue-track 受理 $i 受理层级=乡镇
	output_has 已是
	issue-track 交办 $i 主责单位=示范镇水利站 责任人=吴海 >/dev/null
	run issue-track 上报 $i 上报至=县区 原因=权限不够
	[ "$status" -eq 0 ]
}
