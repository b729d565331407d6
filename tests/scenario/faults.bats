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
