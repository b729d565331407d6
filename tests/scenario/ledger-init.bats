#!/usr/bin/env bats
# ledger-init - from nothing to a ledger, git and editors included

load helper

prepare() {
	regions_csv
}

init() {
	ledger-init "$@" --region 371603002000 --name 富源街道 \
	    --regions regions.csv
}

# files DIR: what is in it, sorted, git's and the lock's own left out
files() {
	(cd "$1" && find . -type f ! -path './.git/*' ! -path './.taizhang/*' |
	    sed 's|^\./||' | LC_ALL=C sort)
}

@test "it prints the directory, and last what must not be recorded" {
	run init ledger
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = ledger ]
	[ "${lines[1]}" = 涉密、工作秘密不得录入 ]
	run init --lang en other
	[ "${lines[1]}" = "state and work secrets must not be recorded here" ]
}

@test "a new ledger holds settings, regions, rulebooks, this year's calendar" {
	init ledger --rules household,rural7
	run files ledger
	[ "$output" = ".editorconfig
.gitattributes
.gitignore
.vim/coc-settings.json
.vscode/extensions.json
.vscode/settings.json
calendars/2026.yaml
ledger.yaml
private/README.md
registers/regions.yaml
rules/household.yaml
rules/rural7.yaml" ]
}

@test "every setting stands in ledger.yaml with its default" {
	init ledger
	grep -q '^format: 1 ' ledger/ledger.yaml
	grep -q '^region: "371603002000" ' ledger/ledger.yaml
	grep -q '^name: 富源街道 ' ledger/ledger.yaml
	grep -q '^  review_day: 10 .*# 审核截止日' ledger/ledger.yaml
	grep -q '^    lonely_elder: 15 ' ledger/ledger.yaml
	grep -q '^      petition: "60d" ' ledger/ledger.yaml
	grep -q '^  redeem_from: settled ' ledger/ledger.yaml
	# each key of the schema is there, set or not
	share=$(dirname "$(command -v ledger-init)")/../share/taizhang
	for key in $(sed -n 's/^ *\([a-z_]*\):$/\1/p' \
	    "$share/schemas/ledger.yaml" |
	    grep -vE '^(properties|required|enum|enumDescriptions|items|label)$' |
	    grep -v x-ledger); do
		grep -qE "^ *(# )?$key:" ledger/ledger.yaml
	done
}

@test "the region tree keeps the table's order and quotes its codes" {
	init ledger
	run head -8 ledger/registers/regions.yaml
	[ "$output" = '- code: "371603002000"
  name: 富源街道
  level: township
- code: "371603002001"
  name: 富源社区居民委员会
  level: village
  parent: "371603002000"
- code: "371603002200"' ]
}

@test "a region table without the township itself gets it as the root" {
	printf '%s\n' 代码,名称,级别,上级 \
	    '371603002200,小房村,村(社区),371603002000' |
	    iconv -f UTF-8 -t GB18030 >regions.csv
	init ledger
	run cat ledger/registers/regions.yaml
	[ "$output" = '- code: "371603002000"
  name: 富源街道
  level: township
- code: "371603002200"
  name: 小房村
  level: village
  parent: "371603002000"' ]
}

@test "all faults of the region table come at once, and nothing is made" {
	cat >regions.csv <<-'EOF'
	code,name,level,parent
	371603002200,甲村,village,371603002201
	371603002200,甲村,village,
	371603003200,外村,village,
	371603002202,乙村,vilage,
	3.71603E+11,丙村,village,
	371603002203,,village,
	EOF
	run init ledger
	[ "$status" -eq 1 ]
	output_has 'regions.csv:3:1: error: 代码“371603002200”重复；第 2 行已经有了 [dup-id]'
	output_has 'regions.csv:4:1: error: “371603003200”不属于 371603002000'
	output_has 'regions.csv:5:17: error:'
	output_has '[enum]'
	output_has 'regions.csv:6:1: error: 表格软件把代码变成了数字'
	output_has 'regions.csv:7:'
	output_has '[required]'
	[ ! -e ledger ]
}

@test "a region above that is missing or below itself is a fault" {
	cat >regions.csv <<-'EOF'
	code,name,level,parent
	371603002200,甲村,village,371603002201
	371603002201,乙村,village,371603002200
	371603002202,丙村,village,371603002999
	EOF
	run init ledger
	[ "$status" -eq 1 ]
	output_has 'regions.csv:2:25: error:'
	output_has '[region.cycle]'
	output_has 'regions.csv:4:25: error: 上级“371603002999”不在表里'
	output_has '办法: 给它补一行，或把这一格留空'
	[ ! -e ledger ]
}

@test "a column that no region has is refused with the nearest name" {
	sed -i '1s/level/levl/' regions.csv
	run init ledger
	[ "$status" -eq 1 ]
	output_has 'regions.csv:1:11: error:'
	output_has level
}

@test "a rulebook is copied byte for byte, comments included" {
	share=$(dirname "$(command -v ledger-init)")/../share/taizhang
	{ cat "$share/rules/household.yaml"; printf '# 末行无换行'; } >own.yaml
	init ledger --rules ./own.yaml,member5
	cmp own.yaml ledger/rules/household.yaml
	cmp "$share/rules/member5.yaml" ledger/rules/member5.yaml
}

@test "an unknown rulebook is wrong usage that lists those shipped" {
	run init ledger --rules houshold
	[ "$status" -eq 2 ]
	output_has 'household, member5, representative, rural7, urban6'
	[ ! -e ledger ]
}

@test "a rulebook that does not hold is refused, and nothing is made" {
	share=$(dirname "$(command -v ledger-init)")/../share/taizhang
	sed 's/^settle: accrue/settle: acrue/' "$share/rules/household.yaml" \
	    >own.yaml
	run init ledger --rules own.yaml
	[ "$status" -eq 1 ]
	output_has 'own.yaml:'
	output_has '[enum]'
	[ ! -e ledger ]
}

@test "the same rulebook twice is a fault" {
	run init ledger --rules household,household
	[ "$status" -eq 1 ]
	output_has '[dup-id]'
}

@test "a directory with other things in it is left alone" {
	mkdir ledger && echo 别动 >ledger/notes
	run init ledger
	[ "$status" -eq 2 ]
	run files ledger
	[ "$output" = notes ]
}

@test "a ledger is never made over a ledger" {
	init ledger
	before=$(cat ledger/ledger.yaml | cksum)
	run init ledger
	[ "$status" -eq 2 ]
	output_has 已经是台账
	[ "$(cat ledger/ledger.yaml | cksum)" = "$before" ]
}

@test "in a git work tree it names every file that is there already" {
	git init -q ledger && echo '*.o' >ledger/.gitignore
	run init ledger
	[ "$status" -eq 2 ]
	output_has 'ledger/.gitignore'
	[ "$(cat ledger/.gitignore)" = '*.o' ]
	[ ! -e ledger/ledger.yaml ]
}

@test "an existing git work tree is set up for the ledger" {
	git init -q ledger && echo hello >ledger/README
	init ledger
	[ "$(git -C ledger config core.quotePath)" = false ]
	[ -n "$(git -C ledger config diff.taizhang.textconv)" ]
	[ "$(cat ledger/README)" = hello ]
}

@test "--git makes a work tree; private/ and the lock stay out of it" {
	init ledger --git
	cd ledger
	git add -A
	run git ls-files private .taizhang
	[ -z "$output" ]
	[ -f private/README.md ]
}

@test "--commit makes one commit of what was written" {
	init ledger --git --commit
	[ "$(git -C ledger log --format=%s)" = "新建台账：富源街道" ]
	[ -z "$(git -C ledger status --porcelain)" ]
}

@test "git diff shows labels and names" {
	init ledger --git --commit
	mkdir -p ledger/villages/371603002200
	cat >ledger/villages/371603002200/households.yaml <<-'EOF'
	- id: H-00412
	  village: "371603002200"
	  head: 王建国
	  type: [ordinary]   # 一般
	EOF
	cat >ledger/villages/371603002200/scores.yaml <<-'EOF'
	- id: S20260316-7QK4M2ZD
	  village: "371603002200"
	  subject_type: household
	  subject: H-00412
	EOF
	cd ledger
	git add -AN .
	run git diff
	[ "$status" -eq 0 ]
	output_has '+  户主: 王建国'
	output_has '+  类型: [一般户]   # 一般'
	output_has '+  村: "371603002200"（小房村）'
	output_has '+  对象: H-00412（王建国）'
}

@test "git diff finds the ledger in a directory of the work tree" {
	git init -q all && init all/ledger
	cd all
	git add -A && git commit -qm 1
	sed -i '/北陈村/s/$/甲/' ledger/registers/regions.yaml
	run git diff
	[ "$status" -eq 0 ]
	output_has '+  名称: 北陈村村民委员会甲'
}

@test "what ledger-textconv does not understand it prints as it is" {
	printf 'a: [1\n' >broken.yaml
	printf '\xb0\xa1\x00\xff' >bytes
	: >empty
	for f in broken.yaml bytes empty regions.csv; do
		ledger-textconv "$f" | cmp - "$f"
	done
	init ledger
	for f in broken.yaml bytes empty regions.csv; do
		ledger-textconv -C ledger "$f" | cmp - "$f"
	done
}

@test "editors hold every kind of file to its schema" {
	init ledger
	python3 - <<-'EOF'
	import json, os, urllib.parse
	maps = [json.load(open('ledger/' + f))['yaml.schemas'] for f in
	    ('.vscode/settings.json', '.vim/coc-settings.json')]
	assert maps[0] == maps[1]
	globs = {}
	for uri, paths in maps[0].items():
	    path = urllib.parse.urlparse(uri).path
	    assert os.path.isfile(urllib.parse.unquote(path)), uri
	    globs[os.path.basename(path)] = paths
	assert globs['visit.list.yaml'] == ['villages/*/visits/*.yaml']
	assert globs['issue.yaml'] == ['villages/*/issues/*/*.yaml']
	assert globs['ledger.yaml'] == ['ledger.yaml']
	EOF
}

@test "--dry-run lists the files and makes nothing" {
	run init -n ledger
	[ "$status" -eq 0 ]
	output_has ledger/ledger.yaml
	output_has ledger/registers/regions.yaml
	[ ! -e ledger ]
}

@test "a year whose holidays are not shipped is a warning" {
	run init ledger --today 2030-01-02
	[ "$status" -eq 0 ]
	output_has '还没有 2030 年的节假日安排'
	[ ! -e ledger/calendars/2030.yaml ]
}

@test "what is missing or malformed on the command line is wrong usage" {
	run ledger-init ledger
	[ "$status" -eq 2 ]
	run ledger-init ledger --region 37160300200 --name 富源街道 \
	    --regions regions.csv
	[ "$status" -eq 2 ]
	output_has 37160300200
	[ ! -e ledger ]
}
