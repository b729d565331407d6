# issue-track: from found to closed, step by step and at once.

bats_require_minimum_version 1.5.0
load helper

V=村=小房村村民委员会

prepare() {
	new_ledger
	cd ledger || return
	export TAIZHANG_USER=赵玲
	register-add person id=P-0001 "$V" name=王建国 >/dev/null
	register-add person id=P-0002 "$V" name=李明 >/dev/null
	register-add person id=P-0009 "$V" name=赵玲 >/dev/null
	register-add unit id=U-1 name=镇水利站 >/dev/null
}

# One issue, found on 16 March; prints its id.
open_one() {
	issue-track open 类型=诉求 类别=基础设施 "$V" 来源=接访 \
	    发现日期=3-16 发现人=王建国 内容=村东排水沟雨季倒灌 "$@"
}

file_of() {
	cat villages/*/issues/2026/"$1".yaml
}

@test "an issue goes from found to closed step by step, in Chinese" {
	id=$(open_one)
	issue-track 受理 "${id#*-}" 受理日期=3-17
	issue-track 交办 "$id" 交办日期=3-17 主责单位=镇水利站 责任人=李明
	issue-track 办理 "$id" 首次联系=3-18
	issue-track 进展 "$id" 日期=3-19 内容=已到现场勘查
	issue-track 办结 "$id" 办结日期=3-20 结果=涵管已改造 \
	    结果类别=已解决 化解层级=乡镇 证据=photo:1.jpg
	issue-track 反馈 "$id" 反馈日期=3-21 反馈方式=电话
	issue-track 回访 "$id" 回访日期=3-23 满意度=满意
	run --separate-stderr issue-track 销号 "$id" 销号日期=3-24
	[ "$status" -eq 0 ]
	[ "$output" = "$id" ]
	[ -z "$stderr" ]
	run issue-track 查看 "$id"
	output_has "$id  销号"
	output_has "2026-03-19  进展"
	output_has "时限依据：appeal-7w"
}

@test "and in English, with the same file" {
	id=$(open_one)
	issue-track accept "$id" accepted_on=2026-03-17
	file_of "$id" >en
	rm -r villages/*/issues
	id=$(open_one)
	issue-track 受理 "$id" 受理日期=3月17日
	file_of "$id" | diff en -
}

@test "finish enters several stages with their days" {
	id=$(open_one)
	issue-track finish "$id" 受理日期=3-17 交办日期=3-17 \
	    主责单位=镇水利站 责任人=李明 首次联系=3-18 办结日期=3-20 \
	    结果=涵管已改造 结果类别=已解决 化解层级=乡镇 \
	    证据=photo:1.jpg 反馈日期=3-21 反馈方式=电话 \
	    回访日期=3-23 满意度=满意 销号日期=3-24
	[ "$(file_of "$id" | grep -c ' to: ')" -eq 8 ]
	file_of "$id" | grep -q 'at: 2026-03-24, by: P-0009, from: fed_back, to: closed'
}

@test "finish names the stages that lack a day" {
	id=$(open_one)
	run issue-track finish "$id" 受理日期=3-17 销号日期=3-24
	[ "$status" -eq 1 ]
	output_has "还缺：交办日期、办结日期、反馈日期"
	output_has "[issue.four-stages]"
}

@test "a verb out of order says where the issue is and what may follow" {
	id=$(open_one)
	file_of "$id" >before
	run issue-track 销号 "$id"
	[ "$status" -eq 1 ]
	output_has "这件事现在是“反映”，还不能“销号”"
	output_has "accept 受理"
	output_has "[issue.order]"
	file_of "$id" | cmp before -
}

@test "a dry run shows the change and writes nothing" {
	id=$(open_one)
	file_of "$id" >before
	run issue-track accept "$id" -n
	[ "$status" -eq 0 ]
	output_has "+accepted_on: 2026-04-11"
	file_of "$id" | cmp before -
}

@test "what an editor left in the file stays" {
	id=$(open_one)
	f=$(echo villages/*/issues/2026/"$id".yaml)
	sed -i 's/^category: .*/& # 镇里催过/' "$f"
	issue-track accept "$id"
	grep -q '^category: infrastructure # 镇里催过$' "$f"
}

@test "the responsible person does not close the issue" {
	id=$(open_one)
	issue-track finish "$id" 受理日期=3-17 交办日期=3-17 \
	    主责单位=镇水利站 责任人=赵玲 首次联系=3-18 办结日期=3-20 \
	    结果=已改造 结果类别=已解决 化解层级=乡镇 证据=photo:1.jpg \
	    反馈日期=3-21 反馈方式=电话
	run issue-track 销号 "$id" 满意度=满意 回访日期=3-23
	[ "$status" -eq 1 ]
	output_has "赵玲 是这件事的责任人，不能自己销号"
	issue-track 销号 "$id" 满意度=满意 回访日期=3-23 --user 王建国
}

@test "one closed where it was found has all stages on that day" {
	id=$(open_one 当场办结=是 结果=已疏通 化解层级=村社 满意度=满意)
	[ "$(file_of "$id" | grep -c '_on: 2026-03-16')" -eq 6 ]
	run issue-track list 状态=销号 --format csv --header keys
	output_has "$id"
}

@test "issues opened by a visit can be taken up at once" {
	ids=$(visit-add 类型=周一夜访 "$V" 批次=1 人次=2 走访人=王建国 \
	    日期=3-16 +问题 类型=诉求 类别=基础设施 内容=自来水水压太低)
	id=$(echo "$ids" | tail -1)
	run issue-track 受理 "$id" 日期=3-17
	[ "$status" -eq 0 ]
	file_of "$id" | grep -q 'due_on: 2026-03-26'
}

@test "one issue is merged into another that is open" {
	a=$(open_one)
	b=$(issue-track open 类型=诉求 类别=基础设施 "$V" 来源=来信 \
	    发现日期=3-18 发现人=王建国 内容=排水沟又倒灌了)
	issue-track 并案 "$b" 并入="${a#*-}"
	file_of "$b" | grep -q "merged_into: $a"
	run issue-track 并案 "$a" 并入="$b"
	[ "$status" -eq 1 ]
	output_has "[issue.merge]"
}

@test "a whole problem list comes in as a table, stages included" {
	cat >list.csv <<-'CSV'
	登记号,村,类型,类别,内容,来源,发现日期,发现人,受理日期
	A-1,小房村村民委员会,诉求,其他,路灯坏了没人修,网格上报,2026/3/2,王建国,2026/3/3
	A-2,小房村村民委员会,诉求,其他,井盖丢了一个,网格上报,2026/3/2,王建国,
	CSV
	[ "$(issue-track open --from list.csv | wc -l)" -eq 2 ]
	run issue-track list 状态=受理 --format csv
	[ "${#lines[@]}" -eq 2 ]
	run issue-track open --from list.csv
	[ "$status" -eq 0 ]
	run issue-track list --format csv
	[ "${#lines[@]}" -eq 3 ]
}

@test "one bad row of a table and nothing is written" {
	cat >list.csv <<-'CSV'
	登记号,村,类型,类别,内容,来源,发现日期,发现人
	A-1,小房村村民委员会,诉求,其他,路灯坏了没人修,网格上报,2026/3/2,王建国
	A-2,小房村村民委员会,诉求,其他,井盖丢了一个,网格上报,2026/4/20,王建国
	CSV
	run issue-track open --from list.csv
	[ "$status" -eq 1 ]
	output_has "list.csv:3"
	output_has "[issue.future]"
	[ ! -e villages/371603002200/issues ]
}

@test "several issues take one verb in one change" {
	a=$(open_one)
	b=$(open_one 地点=二组)
	run issue-track accept "$a" "$b"
	[ "$output" = "$a
$b" ]
	run issue-track accept "$a" "$b"
	[ "$status" -eq 1 ]
}

@test "the list of what is overdue" {
	id=$(open_one)
	issue-track accept "$id" 受理日期=3-17
	run issue-track list --overdue --format csv --header keys
	output_has "$id"
	run issue-track list --overdue --today 2026-03-26 --format csv
	[ "${#lines[@]}" -eq 1 ]
}

@test "who complained is for internal eyes" {
	id=$(open_one 反映人=张三)
	run issue-track show "$id"
	output_has 张三
	run issue-track show "$id" --audience department
	[[ $output != *张三* ]]
}

@test "a commit holds exactly the issue" {
	git init -q && git add -A && git commit -qm start
	echo draft >notes.txt
	id=$(open_one --commit)
	[ "$(git show --name-only --format=)" = \
	    "villages/371603002200/issues/2026/$id.yaml" ]
}
