#!/usr/bin/env bats
# visit-add - visits and receptions, and the issues they bring up

load helper
load town

prepare() {
	town
}

@test "it prints the id of the visit, and nothing else" {
	run visit
	[ "$status" -eq 0 ]
	[[ $output =~ ^V20260411-[0-9A-HJKMNP-TV-Z]{8}$ ]]
}

@test "the visit stands in its village's file of the month, in the schema's order" {
	visit 备注=第一次 >/dev/null
	run cat $VISITS
	[ "$output" = "- id: $(sed -n 's/^- id: //p' $VISITS)
  kind: home
  date: 2026-04-11
  village: \"371603002200\"
  visitors:
    - {person: P-0001}
  subject: [H-00413]
  opinions: 路灯不亮
  recorded_on: 2026-04-11
  typed_by: 李明
  note: 第一次" ]
}

@test "keys and Chinese labels, choices by key or label say the same" {
	a=$(visit)
	b=$(visit-add -n 类型=入户走访 村=371603002200 走访人=P-0001 \
	    走访对象=H-00413 意见建议=路灯不亮 2>&1)
	[[ $b == *"$a"* ]]
	[[ $b == *没有重复添加* ]]
}

@test "what a Chinese input method leaves on is understood" {
	run visit-add 类型＝接访 村＝小房村 走访人＝李明，王建国＠三组 \
	    批次＝２ 人次＝１０ 日期＝２０２６－４－１
	[ "$status" -eq 0 ]
	grep -q 'batches: 2$' $VISITS
	grep -q 'persons: 10$' $VISITS
	grep -q 'date: 2026-04-01$' $VISITS
	grep -q 'person: P-0004' $VISITS
}

@test "a text is kept as it was typed, full-width forms included" {
	visit 'note=ＡＢＣ，１２３： “好”' >/dev/null
	grep -qF 'note: ＡＢＣ，１２３： “好”' $VISITS
}

@test "days are understood as people write them" {
	n=0
	for day in 2026-4-1 2026/4/1 2026.4.1 2026年4月1日 20260401 4-1 4月1日; do
		n=$((n + 1))
		run quietly visit date="$day" note="$n"
		[ "$status" -eq 0 ]
		[[ ${lines[-1]} == V20260401-* ]]
	done
	run quietly visit date=昨天 note=昨
	[[ ${lines[-1]} == V20260410-* ]]
	run quietly visit date=today note=今
	[[ ${lines[-1]} == V20260411-* ]]
}

@test "lists: by commas, by repetition, from a file" {
	printf '%s\n' H-00412 '' ' H-00413 ' >list
	visit-add kind=survey village=小房村 visitors=P-0001、P-0003 \
	    visitors=P-0004 subject=@list needs=饮水,housing >/dev/null
	grep -q 'subject: \[H-00412, H-00413\]' $VISITS
	grep -q 'needs: \[water, housing\]' $VISITS
	[ "$(grep -c 'person:' $VISITS)" -eq 3 ]
}

@test "parts of a list's element by dots" {
	visit-add kind=home village=小房村 visitors.person=李明 \
	    visitors.role=网格员 visitors.person=P-0003 needs=water \
	    evidence=photo:2026/4/1.jpg evidence=签到表：柜3 >/dev/null
	grep -q '{person: P-0001, role: 网格员}' $VISITS
	grep -q '{person: P-0003}' $VISITS
	grep -q '{kind: photo, ref: 2026/4/1.jpg}' $VISITS
	grep -q '{kind: 签到表, ref: 柜3}' $VISITS
}

@test "FIELD= with nothing behind it says nothing" {
	run visit note= place=
	[ "$status" -eq 0 ]
	run grep -E 'note|place' $VISITS
	[ "$status" -eq 1 ]
}

# ---- issues in the same act -----------------------------------------------

@test "a night visit and the issues it brought up, in one command" {
	run visit-add 类型=周一夜访 村=小房村 批次=3 人次=7 走访人=李明 \
	    date=2026-04-06 +问题 内容=村东排水沟雨季倒灌 类别=基础设施 \
	    +问题 内容=垃圾清运不及时 类别=环境保护/人居环境 类型=诉求
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[[ ${lines[0]} == V20260406-* ]]
	[[ ${lines[1]} == I20260406-* ]]
	[[ ${lines[2]} == I20260406-* ]]
	grep -q "issues: \[${lines[1]}, ${lines[2]}\]" $VISITS
	f=villages/$HOME_VILLAGE/issues/2026/${lines[1]}.yaml
	grep -q "source_ref: ${lines[0]}" "$f"
	grep -q 'kind: appeal' "$f"
	grep -q 'nature: common' "$f"
	grep -q 'found_by: P-0001' "$f"
	grep -q 'found_on: 2026-04-06' "$f"
	grep -q 'village: "371603002200"' "$f"
}

@test "an issue from a reception, a night visit or a down-visit says so" {
	for kind in reception monday_night down_petition home; do
		run quietly visit-add kind=$kind village=小房村 visitors=李明 \
		    subject=H-00413 batches=1 persons=1 note=$kind \
		    +issue content="路灯坏了没人修：$kind" category=infrastructure
		[ "$status" -eq 0 ]
		want=reception
		[ $kind = home ] && want=visit
		grep -q "source: $want" villages/*/issues/2026/"${lines[-1]}".yaml
	done
}

@test "an issue's fault leaves neither the visit nor the other issue" {
	unchanged visit +issue content=路灯坏了没人修 category=基础设施 \
	    +issue content=路灯 类别=没有这一类
	[ "$status" -eq 1 ]
	output_has '[enum]'
}

@test "a group that is no issue is wrong usage" {
	unchanged visit +meeting title=x
	[ "$status" -eq 2 ]
}

# ---- the same act ---------------------------------------------------------

@test "the same act again warns, prints the id and adds nothing" {
	id=$(visit)
	unchanged visit
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$id" ] || [ "${lines[0]}" = "$id" ]
	output_has '[same-act]'
}

@test "--again records it once more, and each time another id" {
	visit >/dev/null
	visit --again >/dev/null
	visit --again >/dev/null
	[ "$(grep -c '^- id' $VISITS)" -eq 3 ]
	[ "$(sed -n 's/^- id: //p' $VISITS | sort -u | wc -l)" -eq 3 ]
}

@test "with a ref the act is the one of that ref, whatever else is said" {
	with_ref() {
		visit-add ref=2026-018 kind=home village=小房村 visitors=李明 "$@"
	}
	a=$(with_ref opinions=路灯不亮)
	unchanged with_ref opinions=别的话
	[ "$status" -eq 1 ]
	output_has '[ref-differs]'
	output_has '-opinions: 路灯不亮'
	output_has '+opinions: 别的话'
	run with_ref opinions=别的话 --update
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$a" ]
	grep -q 'opinions: 别的话' $VISITS
	[ "$(grep -c '^- id' $VISITS)" -eq 1 ]
}

# ---- wrong input ----------------------------------------------------------

@test "an unknown field is named, with the nearest one" {
	unchanged visit opinons=x
	[ "$status" -eq 1 ]
	output_has 'opinons'
	output_has '改为: opinions'
	output_has '[field]'
}

@test "an unknown choice is named, with those there are" {
	unchanged visit channel=信鸽
	[ "$status" -eq 1 ]
	output_has 'face 面谈'
	output_has '[enum]'
}

@test "a day that does not exist is named" {
	unchanged visit date=2026-02-30
	[ "$status" -eq 1 ]
	output_has '2026 年 2 月只有 28 天'
	output_has '[date-range]'
}

@test "a year that nobody means is named" {
	unchanged visit date=0226-04-01
	[ "$status" -eq 1 ]
	output_has '[date-range]'
}

@test "a day in the future is refused" {
	unchanged visit date=2026-04-12
	[ "$status" -eq 1 ]
	output_has '[visit.future]'
}

@test "a number that is none is named" {
	unchanged visit batches=三
	[ "$status" -eq 1 ]
	output_has '[number]'
}

@test "an unknown person, village or household is named" {
	unchanged visit-add kind=home village=小房村 visitors=赵六 note=x
	[ "$status" -eq 1 ]
	output_has 赵六
	output_has '[unknown-ref]'
	unchanged visit-add kind=home village=大房村 visitors=李明 note=x
	[ "$status" -eq 1 ]
	output_has 大房村
	unchanged visit subject=H-99999
	[ "$status" -eq 1 ]
	output_has H-99999
}

@test "a name two people share lists both; the group tells them apart" {
	unchanged visit-add kind=home village=小房村 visitors=王建国 note=x
	[ "$status" -eq 1 ]
	output_has 'P-0003 王建国@二组'
	output_has 'P-0004 王建国@三组'
	output_has '[ambiguous-ref]'
	run visit-add kind=home village=小房村 visitors=王建国@3组 note=x
	[ "$status" -eq 0 ]
	grep -q 'person: P-0004' $VISITS
}

@test "a household of another village is refused" {
	unchanged visit-add kind=home village=小房村 visitors=李明 note=x \
	    subject_type=household subject=H-00500
	[ "$status" -eq 1 ]
	output_has '[visit.subject-village]'
}

@test "all faults of one command come at once" {
	unchanged visit date=2026-13-01 channel=信鸽 colour=red
	[ "$status" -eq 1 ]
	output_has '[enum]'
	output_has '[field]'
	[[ $output == *'[date-'* ]]
}

@test "a reception says both batches and persons, and not fewer persons" {
	unchanged visit-add kind=reception village=小房村 visitors=李明 batches=3
	[ "$status" -eq 1 ]
	output_has '[visit.batches]'
	unchanged visit-add kind=reception village=小房村 visitors=李明 \
	    batches=3 persons=2
	[ "$status" -eq 1 ]
	output_has '[visit.persons]'
}

@test "a required field that is missing is named, and stdin is left alone" {
	run bash -c 'echo home | visit-add village=小房村 visitors=李明; cat'
	output_has '[required]'
	output_has kind
	run bash -c '{ visit-add village=小房村 visitors=李明 >/dev/null 2>&1; cat; } <<<stays'
	[ "$output" = stays ]
}

# ---- what is already there ------------------------------------------------

@test "everything already in the file stays, comments included" {
	mkdir -p villages/$HOME_VILLAGE/visits
	printf '# 四月\r\n\r\n-   id: V20260401-00000000 # 手写\r\n    visitors: [ {person: "P-0001"}, ]\r\n    kind:   home\r\n    village: "371603002200"\r\n    date: 2026-04-01   \r\n# 完' >$VISITS
	cp $VISITS before
	run visit
	[ "$status" -eq 0 ]
	cmp before <(head -c "$(stat -c %s before)" $VISITS)
	[ "$(tail -c 1 $VISITS)" != "" ]
	[ "$(grep -c $'\r$' $VISITS)" -eq "$(wc -l <$VISITS)" ]
}

@test "a file that does not parse is named and left as it is" {
	mkdir -p villages/$HOME_VILLAGE/visits
	printf -- '- id: [\n' >$VISITS
	unchanged visit
	[ "$status" -eq 1 ]
	output_has "$VISITS:"
}

@test "a file that breaks its schema is named and left as it is" {
	mkdir -p villages/$HOME_VILLAGE/visits
	printf -- '- id: V20260401-00000000\n  kind: home\n' >$VISITS
	unchanged visit
	[ "$status" -eq 1 ]
	output_has "$VISITS:1"
	output_has '[required]'
}
