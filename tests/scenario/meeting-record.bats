#!/usr/bin/env bats
# meeting-record - attendance, quorum, votes, actions that become issues

bats_require_minimum_version 1.5.0
load helper

prepare() {
	new_ledger
	cd ledger || return
	printf '%s\n' 'id,village,name,roles' \
	    'P-1,371603002200,方承先,secretary' \
	    'P-2,371603002200,何生才,collector' \
	    'P-3,371603002200,温元振,representative' >../people.csv
	ledger-import person ../people.csv >/dev/null
	register-add unit id=U-001 名称=水利站 >/dev/null
}

# The deliberation about the ditch; further words are added.
ditch() {
	meeting-record 类型=议事会 标题=排水沟改造议事会 村=小房村 \
	    日期=2026-03-20 方式=线下 主持=方承先 记录=何生才 \
	    到会=方承先、何生才、温元振、王一、王二 缺席=李二 "$@" \
	    +议题 标题=排水沟改造方案 提出人=方承先
}

# reps PRESENT: a representatives' meeting of 31, by numbers
reps() {
	local present=$1
	shift
	meeting-record 类型=村民代表会议 标题=修路 村=小房村 \
	    日期=2026-03-20 方式=线下 主持=方承先 记录=何生才 \
	    通知日期=2026-03-15 通知方式=广播 应到=31 实到="$present" \
	    应到女代表=11 实到女代表="${women:-8}" "$@" \
	    +议题 标题=修路 提出人=方承先
}

meetings() {
	find villages -path '*/meetings/*' -type f
}

issues() {
	find villages -path '*/issues/*' -type f
}

@test "one meeting, one resolution, one action: two records in one act" {
	run --separate-stderr ditch \
	    +决议 议题=1 内容=同意改造 赞成=4 反对=1 弃权=0 \
	    +任务 内容=改造涵管 主责单位=水利站 责任人=温元振 时限=2026-05-18
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == M20260320-* ]]
	[[ ${lines[1]} == I20260320-* ]]
	grep -q "source_ref: ${lines[0]}" "$(issues)"
	grep -q 'due_on: 2026-05-18' "$(issues)"
	grep -q 'to: reported' "$(issues)"
	grep -q "issue_ref: ${lines[1]}" "$(meetings)"
	grep -q 'present_count: 5' "$(meetings)"
	grep -q 'due_count: 6' "$(meetings)"
	grep -q 'passed: true' "$(meetings)"
	[ "$(grep -c 'state:' "$(meetings)")" -eq 0 ]
}

@test "an action says which kind of issue it becomes" {
	run ditch +任务 内容=改造村东涵管 类型=民生实事 类别=基础设施
	[ "$status" -eq 0 ]
	grep -q 'kind: livelihood' "$(issues)"
	grep -q 'category: infrastructure' "$(issues)"
	grep -q 'content: 改造村东涵管' "$(issues)"
}

@test "votes that do not add up are shown with their sum; nothing is written" {
	run ditch +决议 内容=同意改造 赞成=5 反对=1 \
	    +任务 内容=改造村东涵管
	[ "$status" -eq 1 ]
	output_has "赞成 5＋反对 1＋弃权 0＝6，可是实到有表决权的是 5 人"
	output_has "[meeting.votes]"
	[ -z "$(meetings)$(issues)" ]
}

@test "a resolution belongs to an agenda item" {
	run ditch +决议 议题=2 内容=同意改造 赞成=5
	[ "$status" -eq 1 ]
	output_has "[meeting.agenda]"
}

@test "a field of the meeting behind a group is shown to be misplaced" {
	run ditch +决议 内容=同意改造 赞成=5 实到=5
	[ "$status" -eq 1 ]
	output_has "“+决议”没有“实到”这个字段"
	output_has "会议的字段写在第一个“+”之前"
}

@test "given counts must agree with the list" {
	run ditch 实到=6
	[ "$status" -eq 1 ]
	output_has "“实到”填的是 6，按到会名单数是 5"
}

@test "the same meeting again adds nothing" {
	local first
	first=$(ditch +任务 内容=改造村东涵管 | head -n 1)
	run --separate-stderr ditch +任务 内容=改造村东涵管
	[ "$status" -eq 0 ]
	[ "$output" = "$first" ]
	[ "$(meetings | wc -l)" -eq 1 ]
	[ "$(issues | wc -l)" -eq 1 ]
}

@test "21 of 31 are a quorum, and it is said on standard error" {
	run --separate-stderr reps 21 +决议 内容=同意修路 赞成=11 反对=10
	[ "$status" -eq 0 ]
	[[ $output == M20260320-* ]]
	[[ $stderr == *"需到 21 人，计入 21 人"* ]]
	grep -q 'need: 21, have: 21, ok: true' "$(meetings)"
	grep -q 'passed: true' "$(meetings)"
}

@test "10 of 21 present in favour is not more than half" {
	reps 21 +决议 内容=同意修路 赞成=10 反对=11
	grep -q 'passed: false' "$(meetings)"
}

@test "20 of 31 decide nothing" {
	run reps 20 +决议 内容=同意修路 赞成=20
	[ "$status" -eq 1 ]
	output_has "[meeting.quorum]"
	[ -z "$(meetings)" ]
}

@test "without resolutions a meeting short of its quorum is kept as 流会" {
	run --separate-stderr reps 20
	[ "$status" -eq 0 ]
	[[ $stderr == *流会* ]]
	run meeting-record list 状态=流会 --format csv
	output_has 修路
}

@test "too few of the women, too, are no quorum in Shandong" {
	women=7 run reps 25 +决议 内容=同意修路 赞成=25
	[ "$status" -eq 1 ]
	output_has "到会的女代表不够"
}

@test "notice comes early enough, or there is a reason" {
	run meeting-record 类型=村民代表会议 标题=防汛 村=小房村 \
	    日期=2026-03-20 方式=线下 主持=方承先 记录=何生才 应到=31 \
	    实到=21 应到女代表=11 实到女代表=8 通知日期=2026-03-19 通知方式=电话
	[ "$status" -eq 1 ]
	output_has "[meeting.notice]"
	run meeting-record 类型=村民代表会议 标题=防汛 村=小房村 \
	    日期=2026-03-20 方式=线下 主持=方承先 记录=何生才 应到=31 \
	    实到=21 应到女代表=11 实到女代表=8 通知日期=2026-03-19 通知方式=电话 \
	    缩短通知的理由=汛情紧急
	[ "$status" -eq 0 ]
}

@test "what was held does not lie ahead" {
	run meeting-record 类型=议事会 标题=明天的会 村=小房村 \
	    日期=2026-04-12 方式=线下 主持=方承先 记录=何生才 到会=王一
	[ "$status" -eq 1 ]
	output_has "[meeting.future]"
	run meeting-record 类型=议事会 标题=没人的会 村=小房村 \
	    日期=2026-04-10 方式=线下 主持=方承先 记录=何生才
	[ "$status" -eq 1 ]
	output_has "[meeting.attendance]"
}

@test "from topics to archive, a verb a stage; comments stay" {
	local id
	id=$(meeting-record plan 类型=议事会 标题=修路 村=小房村 \
	    日期=2026-04-10 方式=线下 议题征集日期=2026-04-01)
	run meeting-record 表决 "$id" +决议 内容=同意
	[ "$status" -eq 1 ]
	output_has "[meeting.state]"
	sed -i '1i # 手写的说明' "$(meetings)"
	meeting-record 议题 "$id" 议题确定日期=2026-04-03 \
	    +议题 标题=修路方案 提出人=方承先
	meeting-record 通知 "$id" 方式=广播 通知日期=2026-04-05
	meeting-record 召开 "$id" 主持=方承先 记录=何生才 到会=王一、王二 \
	    缺席=王三
	run meeting-record 表决 "$id" +决议 内容=同意 赞成=2 \
	    +任务 内容=联系施工队伍
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "$id" ]
	[[ ${lines[1]} == I20260410-* ]]
	run meeting-record 公开 "$id" 上墙日期=2026-04-11 下架日期=2026-04-13
	[ "$status" -eq 1 ]
	meeting-record 公开 "$id" 上墙日期=2026-04-11 下架日期=2026-04-16
	meeting-record 实施 "$id" 内容=施工队进场
	run meeting-record show "$id"
	output_has "# 状态: 实施"
	output_has "# 手写的说明"
	meeting-record 实施 "$id" 实施结果公开日期=2026-04-11
	meeting-record 归档 "$id"
	run meeting-record list --format jsonl
	output_has '"state": "archived"'
}

@test "a meeting may be put off, called together anew, or cancelled" {
	local id
	id=$(meeting-record plan 类型=议事会 标题=修路 村=小房村 \
	    日期=2026-04-20 方式=线下)
	meeting-record 延期 "$id" 原因=大雨 至=2026-04-25
	grep -q '^date: 2026-04-25' "$(meetings)"
	run meeting-record list 状态=延期 --format csv
	output_has "$id"
	meeting-record 取消 "$id" 原因=并入下次
	run meeting-record 召开 "$id" 到会=王一
	[ "$status" -eq 1 ]
	output_has 取消
}

@test "a confidential meeting is not listed for others" {
	ditch 保密=是
	run meeting-record list --format csv
	output_has 排水沟
	run meeting-record list --format csv --audience public
	[[ $output != *排水沟* ]]
}

@test "a list of a month has that month's meetings" {
	ditch
	run meeting-record list --period 2026-03 --format csv
	output_has 排水沟
	run meeting-record list --period 2026-04 --format csv
	[[ $output != *排水沟* ]]
}

@test "records from a file open their issues, too, and only once" {
	cat >../in.yaml <<-'EOF'
	- kind: 议事会
	  title: 路灯
	  village: 小房村
	  date: 2026-04-01
	  mode: 线下
	  chair: 方承先
	  recorder: 何生才
	  attendees: [{person: 方承先, status: 到会}, {name: 王五, status: 到会}]
	  actions: [{text: 安装路灯十盏, lead_unit: 水利站}]
	EOF
	run meeting-record --from ../in.yaml
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	run meeting-record --from ../in.yaml
	[ "$status" -eq 0 ]
	[ "$(issues | wc -l)" -eq 1 ]
}

@test "--dry-run shows both files and writes neither" {
	run ditch -n +任务 内容=改造村东涵管
	[ "$status" -eq 0 ]
	output_has "+kind: deliberation"
	output_has "+source: meeting"
	[ -z "$(meetings)$(issues)" ]
}

@test "attendance may come from a file" {
	printf '王一\n王二\n\n方承先\n' >../came.txt
	meeting-record 类型=议事会 标题=小会 村=小房村 日期=2026-04-10 \
	    方式=线下 主持=方承先 记录=何生才 到会=@../came.txt
	grep -q 'present_count: 3' "$(meetings)"
	grep -q 'person: P-1, side: village_cadre' "$(meetings)"
}

@test "who is named twice is told so" {
	run ditch 请假=王一
	[ "$status" -eq 1 ]
	output_has "“王一”写了两次"
}

@test "an unknown verb or group is usage" {
	run meeting-record adjourn
	[ "$status" -eq 2 ]
	run ditch +惊喜 内容=无
	[ "$status" -eq 2 ]
	run meeting-record publish
	[ "$status" -eq 2 ]
	run ditch +任务 内容=
	[ "$status" -eq 2 ]
}
