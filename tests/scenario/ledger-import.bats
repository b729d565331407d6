#!/usr/bin/env bats
# ledger-import - many records from a table, all of them or none

load helper
load town

prepare() {
	town
	rm villages/*/households.yaml villages/*/people.yaml
}

HOUSEHOLDS=villages/371603002200/households.yaml

table() {
	cat >../table.csv
}

@test "a table with keys or with labels as its header" {
	table <<-'EOF2'
	id,village,group,head,members,type
	H-1,371603002200,1,王建国,4,floating;party
	H-2,371603002200,,张薇薇,,
	EOF2
	run ledger-import household ../table.csv
	[ "$status" -eq 0 ]
	[ "$output" = $'H-1\nH-2' ]
	[ "$(head -6 $HOUSEHOLDS)" = '- id: H-1
  village: "371603002200"
  group: "1"
  head: 王建国
  members: 4
  type: [floating, party]' ]
	[ "$(sed -n '/H-2/,$p' $HOUSEHOLDS | grep -cE 'group|members|type')" -eq 0 ]
	table <<-'EOF2'
	编号,村,户主,颜色,类型
	H-3,北陈村,陈大海,红,老龄户；一般户
	EOF2
	run ledger-import 户 ../table.csv
	[ "$output" = H-3 ]
	grep -q 'color: red' villages/371603002201/households.yaml
	grep -q 'type: \[elderly, ordinary\]' villages/371603002201/households.yaml
}

@test "a table as a Chinese office saves it: GB18030, UTF-16, BOM, CR LF" {
	printf '编号,村,户主\r\nH-1,小房村,䶮建国\r\n' >utf8.csv
	iconv -f UTF-8 -t GB18030 utf8.csv >gb.csv
	iconv -f UTF-8 -t UTF-16 utf8.csv >utf16.csv
	{ printf '\xef\xbb\xbf'; cat utf8.csv; } >bom.csv
	for f in gb utf16 bom utf8; do
		rm -f $HOUSEHOLDS
		run ledger-import household $f.csv
		[ "$status" -eq 0 ]
		[ "$output" = H-1 ]
		grep -q 'head: 䶮建国' $HOUSEHOLDS
	done
}

@test "tabs, JSON lines, JSON and YAML will do as well" {
	printf 'id\tvillage\thead\nH-1\t小房村\t甲\n' >t.tsv
	printf '{"id":"H-2","village":"小房村","head":"乙"}\n\n{"编号":"H-3","村":"小房村","户主":"丙","type":["floating"]}\n' >t.jsonl
	printf '[{"id":"H-4","village":"371603002200","head":"丁"}]' >t.json
	printf -- '- {id: H-5, village: 小房村, head: 戊}\n- id: H-6\n  village: 小房村\n  head: 己\n' >t.yaml
	for f in t.tsv t.jsonl t.json t.yaml; do
		run ledger-import household $f
		[ "$status" -eq 0 ]
	done
	[ "$(sed -n 's/^- id: //p' $HOUSEHOLDS | tr '\n' ' ')" = 'H-1 H-2 H-3 H-4 H-5 H-6 ' ]
}

@test "the same table twice adds nothing twice" {
	table <<-'EOF2'
	kind,date,village,visitors,note
	home,2026-04-01,小房村,P-0001,甲
	home,2026-04-01,小房村,P-0001,甲
	home,2026/4/2,小房村,P-0001,乙
	EOF2
	printf -- '- {id: P-0001, village: "371603002200", name: 李明}\n' \
	    >villages/371603002200/people.yaml
	run ledger-import visit ../table.csv
	[ "$status" -eq 0 ]
	first=$output
	[ "$(printf '%s\n' "$output" | sort -u | wc -l)" -eq 3 ]
	unchanged ledger-import visit ../table.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$first" ]
}

@test "a row that is known with other cells is shown as a diff; --update corrects it" {
	table <<-'EOF2'
	id,village,head,members
	H-1,小房村,王建国,4
	H-2,小房村,张薇薇,2
	EOF2
	ledger-import household ../table.csv >/dev/null
	echo '# 手写' >>$HOUSEHOLDS
	sed -i 's/王建国,4/王建国,5/' ../table.csv
	unchanged ledger-import household ../table.csv
	[ "$status" -eq 1 ]
	output_has 'table.csv:2:'
	output_has '-members: 4'
	output_has '+members: 5'
	run ledger-import household ../table.csv --update
	[ "$status" -eq 0 ]
	grep -q 'members: 5' $HOUSEHOLDS
	grep -q 手写 $HOUSEHOLDS
	[ "$(grep -c '^- id' $HOUSEHOLDS)" -eq 2 ]
}

@test "a row is known by its ref, even where its day was corrected" {
	table <<-'EOF2'
	ref,kind,date,village,visitors,note
	018,home,2026-04-01,小房村,P-0001,甲
	EOF2
	printf -- '- {id: P-0001, village: "371603002200", name: 李明}\n' \
	    >villages/371603002200/people.yaml
	id=$(ledger-import visit ../table.csv)
	sed -i 's/2026-04-01/2026-03-31/' ../table.csv
	unchanged ledger-import visit ../table.csv
	[ "$status" -eq 1 ]
	output_has '[ref-differs]'
	run ledger-import visit ../table.csv --update
	[ "$output" = "$id" ]
	grep -q "$id" villages/371603002200/visits/2026-03.yaml
	unchanged ledger-import visit ../table.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$id" ]
}

@test "a missing column is named once, at the head" {
	table <<-'EOF2'
	id,head
	H-1,王建国
	H-2,张薇薇
	EOF2
	unchanged ledger-import household ../table.csv
	[ "$status" -eq 1 ]
	output_has 'table.csv:1:'
	output_has 'village'
	output_has '[missing-column]'
	[ "$(printf '%s\n' "$output" | grep -c error:)" -eq 1 ]
}

@test "an unknown column is named, with the nearest" {
	table <<-'EOF2'
	id,village,haed
	H-1,小房村,王建国
	EOF2
	unchanged ledger-import household ../table.csv
	[ "$status" -eq 1 ]
	output_has 'table.csv:1:12: error:'
	output_has '改为: head'
}

@test "every bad row is named with its line, and no row is taken" {
	table <<-'EOF2'
	id,village,head,members,updated_on
	H-1,小房村,王建国,4,2026-04-01
	H-2,大房村,张薇薇,2,2026-04-01
	H-3,小房村,,2,2026-04-01
	H-4,小房村,李四,多,2026-02-30
	H-5,小房村,李四
	H-6,小房村,李四,1,2026-04-01,x
	EOF2
	unchanged ledger-import household ../table.csv
	[ "$status" -eq 1 ]
	output_has 'table.csv:3:5: error:'
	output_has 'table.csv:4:'
	output_has 'table.csv:5:'
	output_has 'table.csv:6:'
	output_has 'table.csv:7:'
	[[ $output != *'table.csv:2:'* ]]
}

@test "a quote that never ends is named by its line" {
	printf 'id,village,head\nH-1,小房村,"王建国\nH-2,小房村,张\n' >q.csv
	unchanged ledger-import household q.csv
	[ "$status" -eq 1 ]
	output_has 'q.csv:'
}

@test "quoted cells hold commas, quotes and line ends" {
	printf 'id,village,head,note\nH-1,小房村,王建国,"甲,""乙""\n丙"\n' >q.csv
	run ledger-import household q.csv
	[ "$status" -eq 0 ]
	grep -qF 'note: "甲,\"乙\"\n丙"' $HOUSEHOLDS
}

@test "the same id twice in one table is a fault" {
	table <<-'EOF2'
	id,village,head
	H-1,小房村,王建国
	H-1,北陈村,张薇薇
	EOF2
	unchanged ledger-import household ../table.csv
	[ "$status" -eq 1 ]
	output_has '[dup-id]'
	output_has 'table.csv:3:'
}

@test "a columns file renames columns, leaves some out and adds constants" {
	printf '户号,姓名,电话\n1,王建国,139\n' >t.csv
	cat >map.yaml <<-'EOF2'
	columns: {户号: id, 姓名: head, 电话: ""}
	const: {village: 小房村, 颜色: 红}
	EOF2
	run ledger-import household t.csv --columns map.yaml
	[ "$status" -eq 0 ]
	[ "$(cat $HOUSEHOLDS | head -4)" = '- id: "1"
  village: "371603002200"
  head: 王建国
  color: red' ]
}

@test "standard input is read when it is named" {
	run bash -c 'printf "id,village,head\nH-1,小房村,甲\n" |
	    ledger-import household -'
	[ "$status" -eq 0 ]
	[ "$output" = H-1 ]
}

@test "an empty table, a missing file and an unknown kind are told" {
	: >empty.csv
	unchanged ledger-import household empty.csv
	[ "$status" -eq 1 ]
	output_has 'empty.csv'
	unchanged ledger-import household nowhere.csv
	[ "$status" -eq 3 ] || [ "$status" -eq 2 ]
	output_has 'nowhere.csv'
	unchanged ledger-import houshold empty.csv
	[ "$status" -eq 2 ]
	output_has household
	unchanged ledger-import household
	[ "$status" -eq 2 ]
}

@test "--dry-run shows what would be added and adds nothing" {
	table <<-'EOF2'
	id,village,head
	H-1,小房村,王建国
	EOF2
	unchanged ledger-import -n household ../table.csv
	[ "$status" -eq 0 ]
	output_has '+- id: H-1'
	output_has '--- /dev/null'
}

@test "thousands of rows in a moment" {
	{ echo id,village,head; seq 5000 | sed 's/.*/H-&,小房村,户&/'; } >big.csv
	start=$(date +%s)
	run ledger-import household big.csv
	[ "$status" -eq 0 ]
	sed -i 's/$/甲/; 1s/甲//' big.csv
	run ledger-import household big.csv --update
	[ "$status" -eq 0 ]
	[ "$(grep -c '甲$' $HOUSEHOLDS)" -eq 5000 ]
	[ $(($(date +%s) - start)) -le 5 ]
}
