#!/usr/bin/env bats
# numbers of people - refused on every way in, warned of where they stand

load helper
load town

prepare() {
	town
}

ID=11010519491231002X
PHONE=13800138000

@test "an identity number or a mobile number in a text is refused" {
	unchanged visit "备注=身份证$ID，电话$PHONE"
	[ "$status" -eq 1 ]
	output_has "[secret.identity]"
	output_has "备注"
	output_has "private/"
	unchanged visit note=$PHONE
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
	run visit "备注=证书编号110105194912310021，办公室0543-3400110"
	[ "$status" -eq 0 ]
}

@test "in a name, an issue, a table, JSON, a correction and a reason, too" {
	unchanged register-add person 编号=P-9 村=小房村 姓名=王$PHONE
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
	unchanged visit +issue 内容=请打电话$PHONE联系他
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
	printf '编号,村,姓名\nP-8,小房村,甲\nP-9,小房村,乙%s\nP-10,小房村,丙 138 0013 8000\n' $ID >../t.csv
	unchanged ledger-import person ../t.csv
	[ "$status" -eq 1 ]
	output_has "t.csv:3:9"
	output_has "t.csv:4:10"
	printf '{"id":"P-9","village":"小房村","name":"%s"}\n' $PHONE >../t.jsonl
	unchanged ledger-import person ../t.jsonl
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
	unchanged ledger-set household H-00412 户主=王$PHONE
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
	unchanged ledger-set household H-00412 --void 原因=户主电话$PHONE
	[ "$status" -eq 1 ]
	output_has "[secret.phone]"
}

@test "ledger-check warns of what stands there, and of no id and no office" {
	run ledger-check
	[ "$status" -eq 0 ]
	cat >>villages/$HOME_VILLAGE/people.yaml <<-EOF2
	- {id: P-13800138000, village: "$HOME_VILLAGE", name: 王$PHONE}
	EOF2
	grep -q contact: ledger.yaml && sed -i "s/contact: .*/contact: \"$PHONE\"/" ledger.yaml
	run ledger-check
	[ "$status" -eq 0 ]
	output_has "people.yaml:11:55: warning:"
	output_has "[secret.phone]"
	[ "$(grep -c secret <<<"$output")" -eq 1 ]
}
