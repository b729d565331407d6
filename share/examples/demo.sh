#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh BIN LEDGER - a quarter of a small invented township, from nothing
# to the points list on the notice board.  Every line is one a person types.
set -eu
bin=$(cd "$1" && pwd)
ledger=$2
here=$(cd "$(dirname "$0")/township" && pwd)
PATH=$bin:$PATH
export PATH
unset TAIZHANG_USER TAIZHANG_LEDGER

# on DAY: the clock of what follows
on() { TAIZHANG_TODAY=$1; export TAIZHANG_TODAY; }
# run CMD …: shows the command and what it prints
run() { printf '\n$ %s\n' "$*"; "$@"; }
# quietly CMD …: shows the command and how many lines it printed; a table's
# heading is none of them
quietly() {
	printf '\n$ %s\n' "$*"
	case $* in *"--format tsv") skip=1 ;; *) skip=0 ;; esac
	"$@" | awk -v skip=$skip 'END { print NR - skip " 条" }'
}

rm -rf "$ledger"
on 2026-01-04
run ledger-init "$ledger" --region 379901001000 --name 示范镇 \
    --regions "$here/regions.csv" --rules household,rural7
cd "$ledger"
quietly ledger-import person "$here/people.csv"
quietly ledger-import unit "$here/units.csv"
quietly ledger-import grid "$here/grids.csv"
quietly ledger-import household "$here/households.csv"
run register-add goods 编号=GD-01 名称=洗衣液 所需积分=15 累计入库=20

# --- March: a night visit that brings up two issues --------------------
on 2026-03-16
run visit-add --user 周建平 类型=周一夜访 村=柳河 批次=3 人次=7 \
    走访人=周建平 开始时间=19:00 场所=道德庭 意见建议=村东排水沟雨季倒灌 \
    +问题 类型=诉求 类别=基础设施 内容=村东排水沟雨季倒灌，十二户受淹 \
    +问题 类型=微实事 类别=基础设施 内容=文化广场三盏路灯不亮 >.taizhang/demo
cat .taizhang/demo
ditch=$(grep ^I .taizhang/demo | sed -n 1p)
lamp=$(grep ^I .taizhang/demo | sed -n 2p)
rm .taizhang/demo

# step by step, each stage on its day
run issue-track --user 郑文静 --today 2026-03-17 受理 "$ditch" 受理层级=乡镇
run issue-track --user 郑文静 --today 2026-03-17 交办 "$ditch" \
    主责单位=示范镇水利站 责任人=吴海
run issue-track --user 吴海 --today 2026-03-18 办理 "$ditch" 首次联系=2026-03-18
run issue-track --user 吴海 --today 2026-03-25 办结 "$ditch" \
    办理结果=清淤并更换涵管两处 结果类别=已解决 化解层级=乡镇 \
    证据=照片:2026/03/ditch.jpg
run issue-track --user 吴海 --today 2026-03-28 反馈 "$ditch" 反馈方式=入户
run issue-track --user 郑文静 --today 2026-03-30 回访 "$ditch" 回访.method=电话 \
    回访.finding=路面无积水
run issue-track --user 郑文静 --today 2026-03-30 销号 "$ditch" \
    满意度.value=非常满意 满意度.channel=电话
# and a small matter in one honest command
run issue-track --user 钱玉兰 --today 2026-03-20 finish "$lamp" \
    受理日期=2026-03-17 受理层级=村社 主责单位=示范镇水利站 责任人=吴海 \
    交办日期=2026-03-17 首次联系=2026-03-17 办理结果=更换灯头三个 \
    结果类别=已解决 化解层级=村社 办结日期=2026-03-18 \
    反馈日期=2026-03-19 反馈方式=电话 followups.day=2026-03-20 \
    followups.method=电话 followups.finding=灯亮了 \
    满意度.value=满意 满意度.channel=电话 销号日期=2026-03-20
run issue-track show "$ditch"

# --- a deliberation, its vote, and an action that becomes an issue -----
run meeting-record --user 赵明远 --today 2026-03-20 类型=议事会 \
    标题=排水沟改造议事会 村=柳河 日期=2026-03-20 方式=线下 \
    主持=赵明远 记录=钱玉兰 到会=赵明远、钱玉兰、王建国@一组、陈春梅 \
    缺席=王建国@三组 \
    +议题 标题=排水沟改造方案 提出人=陈春梅 \
    +决议 议题=1 内容=同意沿村东路改造排水沟 赞成=3 反对=1 弃权=0 \
    +任务 内容=编制村东排水沟改造预算 主责单位=示范镇财政所 时限=2026-05-18

# --- points: recorded day by day, reviewed month by month ---------------
on 2026-03-31
quietly score-calc record --user 钱玉兰 --from "$here/entries_2026Q1.csv"
run score-calc record --user 李秀英 村=石桥 积分细则=household \
    积分项目=义务劳动、志愿服务每2小时 对象=高志远、梁爱华、宋玉珍 \
    发生日期=2026-03-28 地点=石桥小学 事由=春季植树2小时 来源=志愿服务 \
    采集人=李秀英 证据=照片:2026/03/trees.jpg
run score-calc record --user 郑文静 积分细则=rural7 村=柳河 对象=柳河 \
    积分项目=RV-ENV-01 数量=2 发生日期=2026-03-12 地点=村东大沟 \
    事由=每月检查发现成堆垃圾两处 来源=检查 采集人=吴海 \
    证据=照片:2026/03/env.jpg
for month in 2026-01:2026-02-05 2026-02:2026-03-05 2026-03:2026-04-08; do
	for who in 柳河:赵明远 石桥:孙立国; do
		quietly score-calc review "${month%:*}" --approve-all \
		    --village "${who%:*}" --user "${who#*:}" \
		    --today "${month#*:}"
	done
done
on 2026-04-13
quietly score-calc quarter 2026Q1 --book household --draft --format tsv
run score-calc quarter 2026Q1 --book household --user 郑文静 \
    --publish evaluated_on=2026-04-10 approved_by=示范镇党委
run report publicity-list --period 2026Q1 --each village \
    -o '公示/{village}.html'
on 2026-04-21
run score-calc quarter 2026Q1 --book household --user 郑文静 --freeze
run score-calc verify 2026Q1 --book household
run score-calc explain 王建国@一组 2026Q1
run report today
run ledger-check
run report publicity-list --period 2026Q1 --village 柳河
