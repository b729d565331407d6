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
unset TAIZHANG_USER TAIZHANG_LEDGER 2>/dev/null || :

on() { TAIZHANG_TODAY=$1; export TAIZHANG_TODAY; }
run() { printf '\n$ %s\n' "$*"; "$@"; }
quiet() { printf '\n$ %s\n' "$*"; "$@" >/dev/null; }

rm -rf "$ledger"
on 2026-01-04
run ledger-init "$ledger" --region 379901001000 --name 示范镇 \
    --regions "$here/regions.csv" --rules household,rural7
cd "$ledger"
export TAIZHANG_USER=P-002

quiet ledger-import --user 郑文静 unit "$here/units.csv"
quiet ledger-import person "$here/people.csv"
quiet ledger-import grid "$here/grids.csv"
quiet ledger-import household "$here/households.csv"
run register-add goods id=GD-01 名称=洗衣液 积分=15 库存=20

on 2026-03-16
visit=$(visit-add 类型=周一夜访 村=柳河 批次=3 人次=7 走访人=周建平 \
    开始时间=19:00 场所=道德庭 意见建议=村东排水沟雨季倒灌 \
    +问题 内容=村东排水沟雨季倒灌，12户受淹 类别=基础设施 类型=诉求 \
    +问题 内容=文化广场路灯三盏不亮 类别=基础设施 类型=微实事 | head -1)
run report list visit --period 2026-03
on 2026-03-20
issues=$(report list issue --period 2026 --format tsv --columns 编号 --bare |
    sed 1d)
ditch=$(echo "$issues" | sed -n 1p)
lamp=$(echo "$issues" | sed -n 2p)
