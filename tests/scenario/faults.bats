#!/usr/bin/env bats
# what is told of words and rows - at once, by their labels, at their places

load helper
load town

prepare() {
	town
}

@test "a missing field is told by its label, with the words that give it" {
	unchanged visit-add kind=home visitors=李明
	[ "$status" -eq 1 ]
	output_has '缺少必填项 村（village）'
	output_has '村=…'
	[ "$(grep -cE 'V2026|village:' <<<"$output")" -eq 0 ]
	unchanged visit-add kind=home visitors=无此人
	output_has '[unknown-ref]'
	output_has '缺少必填项 村（village）'
}

@test "a value out of bounds is told by its field's label" {
	unchanged register-add household 编号=H-9 村=小房村 户主=甲 人口=-3
	[ "$status" -eq 1 ]
	output_has '人口 不能小于 0'
	[ "$(grep -c members <<<"$output")" -eq 0 ]
}

@test "bad rows hide no fault of theirs, and none of the other rows" {
	cat >../v.csv <<-'EOF2'
	类型,村,走访人,日期,subject,意见建议,subject_type
	入户走访,小房村,无此人,2027-01-01,H-00413,甲,household
	接访,小房村,李明,2026-04-01,,乙,
	入户走访,,李明,2026-04-01,,丙,
	入户走访,小房村,李明,2026-04-02,H-00500,丁,household
	EOF2
	unchanged visit-add --from ../v.csv
	[ "$status" -eq 1 ]
	output_has 'v.csv:2:10: error'
	output_has '[visit.future]'
	output_has '3 | 接访,小房村'
	output_has '[visit.batches]'
	output_has '缺少必填项 村（village）'
	output_has '[visit.subject-village]'
}

@test "a list from a file with a BOM, a table with a blank tail and other separators" {
	printf '\xef\xbb\xbfH-00412\nH-00413\n' >../l
	run visit-add kind=home village=小房村 visitors=李明 opinions=x \
	    subject_type=household subject=@../l
	[ "$status" -eq 0 ]
	printf '编号,村,户主\n H-7 ,小房村,甲\n,,\n , ,\n' >../t.csv
	run ledger-import household ../t.csv
	[ "$output" = H-7 ]
	printf '编号;村;户主\nH-8;小房村;甲\n' >../s.csv
	run ledger-import household ../s.csv
	[ "$output" = H-8 ]
	printf '编号，村，户主\nH-8，小房村，甲\n' >../w.csv
	unchanged ledger-import household ../w.csv
	output_has 全角逗号
}

@test "the place is the user's file and line, in JSON lines and for odd bytes" {
	printf '{"id":"H-7","village":"小房村","head":"甲"}\n{"id":"H-8","village":"无此村","head":"甲"}\n' >../t.jsonl
	unchanged ledger-import household ../t.jsonl
	output_has '../t.jsonl:2:'
	printf '编号,村,户主\nH-7,小房村,甲\x1b[31m\n' >../t.csv
	unchanged ledger-import household ../t.csv
	output_has '../t.csv:2:'
	[ "$(grep -c 'ledger-import:' <<<"$output")" -eq 0 ]
}

@test "guesses only where one slip lies between" {
	unchanged register-add household 编号=H-9 村=小房村 户主=甲 x=1
	[ "$(grep -c 改为 <<<"$output")" -eq 0 ]
	unchanged visit-add kind=home village=小房村 visitors=P-0009
	output_has '[unknown-ref]'
	[ "$(grep -c 改为 <<<"$output")" -eq 0 ]
	unchanged visit visitors=王建国
	[[ $output == *P-0003*P-0004* ]]
}

@test "wrong usage: issues with a table, what the tool sets, a map's odd keys" {
	printf '类型,村,走访人\n入户走访,小房村,李明\n' >../v.csv
	unchanged visit-add --from ../v.csv +issue 内容=路灯不亮了
	[ "$status" -eq 2 ]
	unchanged visit 编号=V20260101-AAAAAAAA
	[ "$status" -eq 2 ]
	unchanged visit 作废.reason=x
	[ "$status" -eq 2 ]
	printf 'colums:\n  a: b\n' >../m.yaml
	unchanged ledger-import visit ../v.csv --columns ../m.yaml
	[ "$status" -eq 1 ]
	output_has 'm.yaml:1:1'
}

@test "private/ admits nobody else" {
	[ "$(stat -c %a private)" = 700 ]
}

@test "--edit begins with what was given, and keeps what was typed on a fault" {
	printf '#!/bin/sh\ncp "$1" %s/seen\nsed -i "s/^# note:.*/note: 好/; s/^visitors:.*/visitors: [无此人]/" "$1"\n' \
	    "$BATS_TEST_TMPDIR" >../ed
	chmod +x ../ed
	EDITOR=$BATS_TEST_TMPDIR/ed unchanged visit-add --edit 类型=入户走访 村=小房村 走访人=李明
	[ "$status" -eq 1 ]
	grep -q '^kind: "入户走访"' ../seen
	grep -q '^visitors: \["李明"\]' ../seen
	kept=$(sed -n 's/.*--from \([^ ]*\.yaml\).*/\1/p' <<<"$output")
	grep -q '^note: 好' "$kept"
	sed -i 's/无此人/李明/' "$kept"
	run visit-add --from "$kept"
	rm -f "$kept"
	[ "$status" -eq 0 ]
}

@test "an option without its value says what it wants, in Chinese" {
	run report list household --period
	[ "$status" -eq 2 ]
	output_has 期间
	[[ $output != *PERIOD* ]]
}
