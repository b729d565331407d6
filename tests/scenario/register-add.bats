#!/usr/bin/env bats
# register-add - one line in any register, also in one of the user's own

load helper
load town

prepare() {
	town
}

@test "one line in a register; its id is printed" {
	run register-add household id=H-00600 village=小房村 head=赵大 \
	    members=3 type=老龄户,党员户 updated_on=4月1日
	[ "$status" -eq 0 ]
	[ "$output" = H-00600 ]
	[ "$(tail -7 villages/$HOME_VILLAGE/households.yaml)" = '- id: H-00600
  village: "371603002200"
  head: 赵大
  members: 3
  type: [party, elderly]
  updated_on: 2026-04-01' ] ||
	[ "$(tail -6 villages/$HOME_VILLAGE/households.yaml)" = '- id: H-00600
  village: "371603002200"
  head: 赵大
  members: 3
  type: [elderly, party]
  updated_on: 2026-04-01' ]
}

@test "the first line of a register makes its file" {
	run register-add unit id=U-01 name=镇水利站
	[ "$status" -eq 0 ]
	[ "$(head -2 registers/units.yaml)" = '- id: U-01
  name: 镇水利站' ]
}

@test "an id is unique in its kind in the whole ledger" {
	unchanged register-add household id=H-00412 village=北陈村 head=赵大
	[ "$status" -eq 1 ]
	output_has '[dup-id]'
	unchanged register-add household id=H-00412 village=小房村 head=赵大
	[ "$status" -eq 1 ]
	output_has '[dup-id]'
}

@test "the same line again warns and adds nothing" {
	unchanged register-add household id=H-00413 village=小房村 head=张薇薇
	[ "$status" -eq 0 ]
	output_has '[same-act]'
}

@test "a reference is looked up: by id, by name, in the own village first" {
	cat >villages/$AWAY_VILLAGE/people.yaml <<-'EOF2'
	- {id: P-0100, village: "371603002201", name: 李明}
	EOF2
	run register-add household id=H-00601 village=小房村 head=李明 \
	    head_person=李明
	[ "$status" -eq 0 ]
	grep -q 'head_person: P-0001' villages/$HOME_VILLAGE/households.yaml
	run register-add household id=H-00602 village=北陈村 head=李明 \
	    head_person=李明
	grep -q 'head_person: P-0100' villages/$AWAY_VILLAGE/households.yaml
	unchanged register-add household id=H-00603 village=北陈村 head=x \
	    head_person=赵六
	[ "$status" -eq 1 ]
	output_has '[unknown-ref]'
}

@test "what is wrong or missing is named" {
	unchanged register-add household village=小房村 head=赵大
	[ "$status" -eq 1 ]
	output_has '[required]'
	unchanged register-add household 'id=H 1' village=小房村 head=赵大
	[ "$status" -eq 1 ]
	unchanged register-add household id=H-1 village=小房村 head=x members=百
	[ "$status" -eq 1 ]
	output_has '[number]'
	unchanged register-add household
	[ "$status" -eq 1 ]
	unchanged register-add
	[ "$status" -eq 2 ]
	unchanged register-add houshold id=1
	[ "$status" -eq 2 ]
	output_has household
}

@test "a register of the user's own needs a schema and nothing else" {
	mkdir schemas
	cat >schemas/tool.yaml <<-'EOF2'
	$schema: https://json-schema.org/draft/2020-12/schema
	title: 农机
	x-en: tool
	x-ledger: {path: "villages/{village}/tools.yaml", list: true, name: name}
	type: object
	additionalProperties: false
	required: [id, village, name]
	properties:
	  id: {title: 编号, type: string}
	  village: {title: 村, type: string, x-ref: region}
	  name: {title: 名称, type: string}
	  owner: {title: 户, type: string, x-ref: household}
	  power: {title: 功率, type: number}
	EOF2
	run register-add 农机 编号=T-1 村=小房村 名称=拖拉机 户=张薇薇 功率=22.5
	[ "$status" -eq 0 ]
	run cat villages/$HOME_VILLAGE/tools.yaml
	[ "$output" = '- id: T-1
  village: "371603002200"
  name: 拖拉机
  owner: H-00413
  power: 22.5' ]
	run ledger-set tool 拖拉机 功率=18
	[ "$status" -eq 0 ]
	grep -q 'power: 18' villages/$HOME_VILLAGE/tools.yaml
	unchanged register-add tool id=T-2 village=小房村 name=x colour=red
	[ "$status" -eq 1 ]
	output_has '[field]'
}

@test "--from takes many, all or none" {
	printf '{"id":"P-1","village":"小房村","name":"甲"}\n{"id":"P-2","village":"小房村"}\n' >p.jsonl
	unchanged register-add person --from p.jsonl
	[ "$status" -eq 1 ]
	output_has 'p.jsonl'
	sed -i 's/"小房村"}/"小房村","name":"乙"}/' p.jsonl
	run register-add person --from p.jsonl
	[ "$status" -eq 0 ]
	[ "$output" = $'P-1\nP-2' ]
	run bash -c 'printf "id,village,name\nP-3,小房村,丙\n" |
	    register-add person --from -'
	[ "$output" = P-3 ]
	run bash -c 'printf -- "- {id: P-4, village: 小房村, name: 丁}\n" |
	    register-add person --from -'
	[ "$output" = P-4 ]
}
