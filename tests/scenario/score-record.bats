# score-calc record: the daily act, by hand and by the file.

bats_require_minimum_version 1.5.0
load helper

prepare() {
	new_ledger
	cd ledger || return
	cat >people.csv <<-'EOF'
	id,village,name,roles
	P-0001,371603002200,方承先,reviewer
	P-0002,371603002200,何生才,collector
	EOF
	cat >households.csv <<-'EOF'
	id,village,group,head,type
	H-00001,371603002200,3,乔春贤,ordinary
	H-00002,371603002200,1,王建国,ordinary
	H-00003,371603002200,3,王建国,ordinary
	H-00011,371603002001,2,秦志华,ordinary
	EOF
	ledger-import person people.csv >/dev/null
	ledger-import household households.csv >/dev/null
	cat >entries.csv <<-'EOF'
	ref,occurred_on,recorded_on,village,subject_type,subject,rulebook,item,quantity,unit_points,place,reason,evidence,source,recorder
	R1,2026-03-17,2026-03-18,371603002200,household,H-00001,household,HH-PUB-02,1,2.00,河道边,参加村民会议,form:1.pdf,inspection,P-0002
	R2,2026-03-18,2026-03-18,371603002001,household,H-00011,household,HH-ENV-03,1,0.50,村口,垃圾分类正确,photo:2.jpg,collector,P-0002
	EOF
	MARCH=villages/371603002200/scores/2026-03.yaml
}

record() {
	score-calc record "$@" item=HH-ENV-03 occurred_on=4-10 place=村口 \
	    reason=分类正确 source=检查 evidence=photo:1.jpg
}

@test "an act is priced by the rulebook of its day" {
	run -0 --separate-stderr record subject=H-00001 --user P-0002
	[[ $output =~ ^S20260410-[0-9A-Z]{8}$ ]]
	[ -z "$stderr" ]
	diff - <(tail -n +2 villages/371603002200/scores/2026-04.yaml) <<-'EOF'
	  village: "371603002200"
	  subject_type: household
	  subject: H-00001
	  rulebook: household@2026-01-01
	  item: HH-ENV-03
	  item_name: 垃圾分类正确
	  category: env
	  unit_points: 0.50
	  occurred_on: 2026-04-10
	  recorded_on: 2026-04-11
	  place: 村口
	  reason: 分类正确
	  evidence:
	    - {kind: photo, ref: 1.jpg}
	  source: inspection
	  recorder: P-0002
	  typed_by: P-0002
	EOF
}

@test "labels, a name and an item's name do as well as keys and codes" {
	score-calc record 对象=乔春贤 积分项目=垃圾分类正确 发生日期=4月10日 \
	    地点=村口 事由=分类正确 来源=检查 证据=photo:1.jpg
	grep -q 'subject: H-00001' villages/371603002200/scores/2026-04.yaml
	grep -q 'item: HH-ENV-03' villages/371603002200/scores/2026-04.yaml
}

@test "namesakes are told apart, and an ambiguous name lists them" {
	run -1 record subject=王建国
	output_has ambiguous-ref
	output_has H-00002
	output_has H-00003
	record subject=王建国@三组
	grep -q 'subject: H-00003' villages/371603002200/scores/2026-04.yaml
}

@test "several subjects make one record each, in their own villages" {
	run -0 --separate-stderr record subject=H-00001,H-00011
	[ "${#lines[@]}" -eq 2 ]
	grep -q H-00001 villages/371603002200/scores/2026-04.yaml
	grep -q H-00011 villages/371603002001/scores/2026-04.yaml
}

@test "who acts is the recorder, unless the household declared it itself" {
	record subject=H-00001 --user 何生才
	score-calc record subject=H-00002 item=HH-ENV-03 occurred_on=4-10 \
	    place=村口 reason=自报 source=线上申报 evidence=photo:2.jpg \
	    --user P-0002
	grep -c 'recorder: P-0002' villages/371603002200/scores/2026-04.yaml |
	    grep -qx 1
}

@test "one who is in no register has only typed it in" {
	record subject=H-00001 --user 李明
	! grep -q recorder villages/371603002200/scores/2026-04.yaml
	grep -q 'typed_by: 李明' villages/371603002200/scores/2026-04.yaml
}

@test "the same act by hand warns, prints the id and adds nothing" {
	id=$(record subject=H-00001)
	cp -r villages before
	run -0 --separate-stderr record subject=H-00001
	[ "$output" = "$id" ]
	[[ $stderr == *same-act* ]]
	diff -r villages before
}

@test "--again records the same act once more, and once more" {
	record subject=H-00001
	record subject=H-00001 --again
	record subject=H-00001 --again
	[ "$(grep -c '^- id' villages/371603002200/scores/2026-04.yaml)" = 3 ]
	[ "$(grep '^- id' villages/371603002200/scores/2026-04.yaml | sort -u |
	    wc -l)" = 3 ]
}

@test "--again also after the first was corrected" {
	id=$(record subject=H-00001)
	ledger-set entry "$id" place=文化广场
	run -0 --separate-stderr record subject=H-00001
	[ "$output" = "$id" ]
	run -0 record subject=H-00001 --again
	[ "$output" != "$id" ]
}

@test "two honest identical rows of one file are two records, once" {
	cat >two.csv <<-'EOF'
	发生日期,对象,积分项目,地点,事由,来源,证据
	2026-04-08,H-00001,HH-ENV-03,村口,分类正确,检查,photo:a.jpg
	2026-04-08,H-00001,HH-ENV-03,村口,分类正确,检查,photo:a.jpg
	EOF
	run -0 score-calc record --from two.csv
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" != "${lines[1]}" ]
	first=$output
	cp -r villages before
	run -0 score-calc record --from two.csv
	[ "$output" = "$first" ]
	diff -r villages before
}

@test "the same file again adds nothing, although it says less than is stored" {
	first=$(score-calc record --from entries.csv)
	cp -r villages before
	run -0 --separate-stderr score-calc record --from entries.csv
	[ "$output" = "$first" ]
	[ -z "$stderr" ]
	diff -r villages before
}

@test "a file again does not warn again of what it was warned of" {
	sed 's/form:1.pdf//' entries.csv >bare.csv
	run -0 score-calc record --from bare.csv
	output_has entry.evidence
	run -0 --separate-stderr score-calc record --from bare.csv
	[ -z "$stderr" ]
}

@test "a corrected cell is a fault that shows a diff, and changes nothing" {
	score-calc record --from entries.csv
	cp -r villages before
	sed 's/河道边/村委会/' entries.csv >fixed.csv
	run -1 score-calc record --from fixed.csv
	output_has 'fixed.csv:2:'
	output_has ref-differs
	output_has '-place: 河道边'
	output_has '+place: 村委会'
	diff -r villages before
}

@test "--update corrects the cell and what follows from it, nothing else" {
	score-calc record --from entries.csv >ids
	cp $MARCH before
	sed 's/HH-PUB-02,1,2.00/HH-ENV-03,1,/' entries.csv >fixed.csv
	run -0 score-calc record --from fixed.csv --update
	[ "$output" = "$(cat ids)" ]
	run diff before $MARCH
	[ "$(grep -c '^>' <<<"$output")" = 4 ]
	output_has '>   item: HH-ENV-03'
	output_has '>   item_name: 垃圾分类正确'
	output_has '>   category: env'
	output_has '>   unit_points: 0.50'
}

@test "--update leaves defaults and links of the record alone" {
	sed 's/,recorded_on//; s/,2026-03-18,37/,37/' entries.csv >short.csv
	score-calc record --from short.csv --today 2026-04-01 --user P-0002
	sed 's/河道边/村委会/' short.csv >fixed.csv
	score-calc record --from fixed.csv --update --today 2026-04-09 \
	    --user P-0001
	grep -q 'recorded_on: 2026-04-01' $MARCH
	grep -q 'typed_by: P-0002' $MARCH
	grep -q 'place: 村委会' $MARCH
}

@test "a corrected day moves the record to its month, under its old id" {
	id=$(score-calc record --from entries.csv | head -n 1)
	sed 's/R1,2026-03-17/R1,2026-02-17/' entries.csv >fixed.csv
	run -0 score-calc record --from fixed.csv --update
	[ "${lines[0]}" = "$id" ]
	grep -q "$id" villages/371603002200/scores/2026-02.yaml
	! grep -q "$id" $MARCH
}

@test "of a file with one bad row nothing is recorded, and the row is named" {
	sed 's/HH-ENV-03/HH-ENV-99/' entries.csv >bad.csv
	run -1 score-calc record --from bad.csv
	output_has 'bad.csv:3:'
	output_has entry.item
	[ ! -e villages/371603002200/scores ]
}

@test "each rule of an entry names the argument it is about" {
	run -1 record subject=H-00001 unit_points=5
	output_has entry.points
	run -1 record subject=H-00001 village=富源社区居民委员会
	output_has entry.subject-village
	run -1 score-calc record subject=H-00001 item=HH-ENV-03 \
	    occurred_on=4-12 place=村口 reason=早 source=检查
	output_has entry.future
	run -1 score-calc record subject=H-00001 item=HH-ENV-03 \
	    occurred_on=2025-12-31 place=村口 reason=旧 source=检查
	output_has entry.not-in-force
	run -1 record subject=H-00001 recorded_on=4-9
	output_has entry.recorded-before
	[ ! -e villages/371603002200/scores ]
}

@test "all that is missing is told at once" {
	run -1 score-calc record subject=H-00001
	[ "$(grep -c '\[required\]' <<<"$output")" -eq 5 ]
}

@test "a range of points wants the judged value" {
	run -1 score-calc record subject=H-00001 item=HH-ENV-02 \
	    occurred_on=4-10 place=村口 reason=清洁户 source=检查
	output_has entry.points
	output_has 2.00
	output_has 4.00
	score-calc record subject=H-00001 item=HH-ENV-02 unit_points=4 \
	    occurred_on=4-10 place=村口 reason=示范户 source=检查
	grep -q 'unit_points: 4.00' villages/371603002200/scores/2026-04.yaml
}

@test "a register's line again is nothing new; with other cells a fault" {
	cp -r villages before
	run -0 --separate-stderr ledger-import household households.csv
	[ "${#lines[@]}" -eq 4 ]
	diff -r villages before
	sed 's/乔春贤/乔春仙/' households.csv >other.csv
	run -1 ledger-import household other.csv
	output_has dup-id
	output_has '-head: 乔春贤'
	output_has '+head: 乔春仙'
	diff -r villages before
	ledger-import household other.csv --update
	run diff -r before villages
	[ "$(grep -c '^[<>]' <<<"$output")" -eq 2 ]
}

@test "a household that moved goes to its new village with --update" {
	sed 's/H-00001,371603002200/H-00001,371603002001/' households.csv \
	    >moved.csv
	run -1 ledger-import household moved.csv
	output_has '+village: "371603002001"'
	ledger-import household moved.csv --update
	grep -q H-00001 villages/371603002001/households.yaml
	! grep -q H-00001 villages/371603002200/households.yaml
}

@test "--dry-run shows the record and writes nothing" {
	run -0 record subject=H-00001 -n
	output_has '+  subject: H-00001'
	[ ! -e villages/371603002200/scores ]
}

@test "a verb that is none, and options of another verb, are wrong usage" {
	run -2 score-calc recrod subject=H-00001
	output_has record
	run -2 record subject=H-00001 --freeze
	run -2 score-calc
}
