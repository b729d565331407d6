# report: lists, tallies and notices, from records to paper.

bats_require_minimum_version 1.5.0
load helper
load town

V=371603002200

# Six households of 小房村 and one of the next village; Q1 2026, reviewed.
prepare() {
	new_ledger
	cd ledger || return
	cat >people.csv <<-'EOF'
	id,village,name,roles
	P-0001,371603002200,方承先,reviewer
	P-0002,371603002200,何生才,collector
	P-0003,371603002201,严家洲,reviewer
	EOF
	cat >households.csv <<-'EOF'
	id,village,group,head,color,type
	H-00001,371603002200,3,乔春贤,red,party;ordinary
	H-00002,371603002200,1,王建国,yellow,ordinary
	H-00003,371603002200,1,李四,,ordinary
	H-00004,371603002200,2,赵五,,ordinary
	H-00005,371603002200,2,钱六,,ordinary
	H-00006,371603002200,2,孙七,,ordinary
	H-00011,371603002201,2,秦志华,,ordinary
	EOF
	cat >entries.csv <<-'EOF'
	ref,occurred_on,recorded_on,village,subject_type,subject,rulebook,item,place,reason,evidence,source,recorder
	a,2026-01-17,2026-01-18,371603002200,household,H-00001,household,HH-PUB-02,村委会,参加会议,form:1.pdf,inspection,P-0002
	b,2026-02-18,2026-02-25,371603002200,household,H-00001,household,HH-ENV-04,村口,乱倒垃圾,photo:2.jpg,inspection,P-0002
	c,2026-03-19,2026-03-19,371603002200,household,H-00002,household,HH-PUB-02,村委会,参加会议,form:3.pdf,inspection,P-0002
	d,2026-03-20,2026-03-20,371603002200,household,H-00003,household,HH-PUB-02,村委会,参加会议,form:4.pdf,inspection,P-0002
	e,2026-03-20,2026-03-20,371603002200,household,H-00004,household,HH-ENV-04,村口,"乱倒,垃圾",photo:5.jpg,inspection,P-0002
	f,2026-03-21,2026-03-21,371603002201,household,H-00011,household,HH-PUB-02,村委会,参加会议,form:5.pdf,inspection,P-0002
	g,2026-03-22,2026-03-22,371603002200,household,H-00005,household,HH-PUB-02,村委会,参加会议,,inspection,P-0002
	EOF
	ledger-import person people.csv >/dev/null
	ledger-import household households.csv >/dev/null
	ledger-import entry entries.csv >/dev/null 2>&1
	for m in 01 02 03; do
		score-calc review 2026-$m --village $V --approve-all \
		    --user P-0001 --today 2026-04-08 -q >/dev/null 2>&1
		score-calc review 2026-$m --village 371603002201 \
		    --approve-all --user P-0003 --today 2026-04-08 -q \
		    >/dev/null 2>&1
	done
}

publish() {
	score-calc quarter 2026Q1 --publish evaluated_on=2026-04-10 \
	    approved_by=富源街道党工委 --user 李明 "$@" >/dev/null 2>&1
}

# column KEY NAME…: the values of a column of `report NAME… --format jsonl`.
column() {
	local key=$1
	shift
	report "$@" --format jsonl | sed -n "s/.*\"$key\": \"\{0,1\}\([^\",}]*\).*/\1/p"
}

@test "every report is listed on a line, with both its names" {
	run report --list
	[ "$status" -eq 0 ]
	output_has $'publicity-list\t公示\t'
	output_has $'tally\t月度汇总\t'
	[ "${#lines[@]}" -eq 15 ]
}

@test "a name that is no report is refused, and the near one offered" {
	run report taly
	[ "$status" -eq 2 ]
	output_has tally
}

@test "a report answers to its Chinese name with the same bytes" {
	[ "$(report 月度汇总)" = "$(report tally)" ]
	[ "$(report 公示 村=小房村)" = \
	    "$(report publicity-list --village $V)" ]
}

@test "the quarter's list of a village is a draft until it is published" {
	run --separate-stderr report publicity-list --village 小房村
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	output_has 关于小房村2026年第一季度乡村治理积分情况的公示
	output_has 草稿，未公示
	output_has '根据《家庭积分细则'
	output_has 小房村党支部　小房村村民委员会　小房村村务监督委员会（盖章）
	publish
	run report publicity-list --village 小房村
	[[ $output != *草稿* ]]
	output_has 并经富源街道党工委4月10日评议会核实，现将2026年第一季度积分情况予以公示。
	output_has 公示时间：2026年4月13日至2026年4月19日（7天）
	output_has 公示地点：村务公开栏
	output_has 2026年4月13日
}

@test "what is posted holds no negative total, and its total adds up" {
	run report publicity-list --village $V --format csv
	[ "${lines[0]}" = 序号,村民小组,户主,本季积分,年度累计,名次 ]
	[[ $output != *赵五* ]]		# -2.00: told to the household
	[ "${lines[-1]}" = 合计,,,4.00,4.00, ]
	run report publicity-list --village $V --format csv \
	    --audience internal
	[[ $output == *赵五,-2.00,0.00,-2.00* ]]
}

@test "ranks are posted for the first third, equal ones alike" {
	run report publicity-list --village $V --format csv
	output_has 王建国,2.00,2.00,1
	output_has 李四,2.00,2.00,1
	output_has 乔春贤,0.00,0.00,
	[[ $output != *,3$'\n'* ]]
	run report publicity-list --village $V
	output_has 注：同分排名不分先后。
}

@test "reasons and deductions are not for the village, nor may be asked for" {
	run report publicity-list --village $V --columns 户主,minus
	[ "$status" -eq 1 ]
	[[ $output != *王建国* ]]
	run report publicity-list --village $V --audience public
	[ "$status" -eq 1 ]
}

@test "heads of households are masked where the ledger wants it" {
	sed -i 's/mask_head: false/mask_head: true/' ledger.yaml
	run report publicity-list --village $V
	output_has '王*国'
	[[ $output != *王建国* ]]
}

@test "what was posted is shown as it was posted, even if records change" {
	publish
	sed -i 's/unit_points: 2.00/unit_points: 3.00/' \
	    villages/$V/scores/2026-01.yaml
	run --separate-stderr report publicity-list --village $V
	[ "$status" -eq 0 ]
	[[ $stderr == *publicity.changed* ]]
	[[ $output == *王建国* ]]
}

@test "one file a village, named by code or name, in a new directory" {
	run report publicity-list --each village -o 'out/公示/{village}.html'
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]	# 富源社区 has no households
	[ "${lines[0]}" = out/公示/$V.html ]
	grep -q 小房村村务监督委员会 out/公示/$V.html
	run report publicity-list --each village -o out/all.html
	[ "$status" -eq 2 ]
	[ ! -e out/all.html ]
}

@test "no output file takes the place of what the ledger holds" {
	cp ledger.yaml ../was.yaml
	ln -s ledger/registers ../into
	ln -s ledger.yaml link.csv
	ln -s ../outside.csv out.csv
	for to in ledger.yaml ./ledger.yaml ../ledger/ledger.yaml \
	    "$PWD/ledger.yaml" registers/regions.yaml registers/new.csv \
	    villages/$V/households.yaml villages/$V/x.html \
	    nothing/../rules/household.yaml schemas/x.csv calendars/x.csv \
	    .taizhang/lock .git/x .gitignore wells.yaml ../into/x.csv \
	    link.csv out.csv; do
		unchanged report list household -o "$to" --format csv
		[ "$status" -eq 2 ]
		unchanged report export household -o "$to" --format jsonl
		[ "$status" -eq 2 ]
	done
	cmp ledger.yaml ../was.yaml
	[ ! -e ../outside.csv ]
	unchanged report publicity-list --each village \
	    -o 'villages/{village}/list.html'
	[ "$status" -eq 2 ]
	report list household -o list.csv
	report list household -o ../list.csv
	report list household -o 公示.csv
	cmp list.csv ../list.csv
	[ "$(report list household --format csv -o /dev/stdout)" = \
	    "$(cat list.csv)" ]
}

@test "two villages of one name are not written to one file" {
	sed -i 's/北陈村/小房村/' registers/regions.yaml
	run report publicity-list --each village -o 'out/{name}.html'
	[ "$status" -eq 2 ]
	output_has '{village}'
	[ ! -e out ]
}

@test "a name that promises another format is refused" {
	for to in x.xlsx x.xls x.ods 'x.pdf'; do
		run report list household -o $to
		[ "$status" -eq 2 ]
		[ ! -e $to ]
	done
	run report publicity-list --each village -o '{village}.xlsx'
	[ "$status" -eq 2 ]
	report export household -o ./export
	[[ $(head -n 1 export) == id,village,* ]]
	report export household -o ./export.txt
	[[ $(head -n 1 export.txt) == id,village,* ]]
}

@test "a notice stands whole under its head" {
	for how in "--where 名次=1" "户主=王建国" "--group-by 村民小组" \
	    "--count"; do
		run report publicity-list --village $V $how
		[ "$status" -eq 2 ]
		[[ $output != *公示时间* ]]
	done
}

@test "a report that wants a word says which" {
	run report handbook
	[ "$status" -eq 2 ]
	output_has '请写明是谁的：handbook'
	run report 清单
	[ "$status" -eq 2 ]
	output_has '请写明是哪一类：清单'
}

@test "without --each, a village must be named" {
	run report publicity-list
	[ "$status" -eq 2 ]
	output_has --each
}

@test "the ranking has every household, and agrees with score-calc" {
	[ "$(column points ranking | sort)" = "$(score-calc quarter 2026Q1 \
	    --draft --format jsonl 2>/dev/null |
	    sed -n 's/.*"earned": \([^,]*\).*/\1/p' | sort)" ]
	[ "$(column rank ranking --village $V | tr '\n' ' ')" = \
	    "1 1 3 3 3 6 " ]
}

@test "a figure that is missing is named, not coded" {
	cp "$(dirname "$(command -v report)")"/../share/taizhang/rules/rural7.yaml rules
	run report ranking --period 2026Q1 --book rural7 --format csv
	[ "$status" -eq 0 ]
	output_has 矛盾纠纷调处化解、
	[[ $output != *dis* ]]
}

@test "a month's tally counts by village and adds up" {
	run report tally --period 2026-03 --format csv
	[ "${lines[0]}" = 村,申报数,认定数,驳回数,加分,扣分,未审核,迟录 ]
	output_has 小房村,4,3,0,4.00,-2.00,1,0
	output_has 北陈村,1,1,0,2.00,0.00,0,0
	[ "${lines[-1]}" = 合计,5,4,0,6.00,-2.00,1,0 ]
	run report tally --period 2026-02 --format csv
	output_has 小房村,1,1,0,0.00,-2.00,0,1
}

@test "rows that are chosen have no last row of sums" {
	run report tally --period 2026-03 --where '加分 > 3' --format csv
	[ "${#lines[@]}" -eq 2 ]
	run report tally --period 2026-03 --format jsonl
	[[ $output != *合计* ]]
}

@test "a household's handbook sums up to what the ledger gives it" {
	run report handbook 乔春贤 --period 2026Q1 --format csv
	[ "${lines[0]}" = 日期,地点,事由,项目,分值,实计分,证据,采集人,审核人,累计,说明 ]
	[[ ${lines[1]} == 2026-01-17,村委会,参加会议,*,2.00,2.00,1.pdf,何生才,方承先,2.00,补记* ]]
	[[ ${lines[2]} == 2026-02-18,*,-2.00,-2.00,2.jpg,何生才,方承先,0.00,* ]]
	run report handbook 钱六 --period 2026Q1 --format jsonl
	output_has '"counted": 0.00'
	output_has unreviewed
}

@test "a handbook is for the office and its household, in every format" {
	for who in village township public; do
		for form in text csv json html; do
			run report handbook 乔春贤 --period 2026Q1 \
			    --audience $who --format $form
			[ "$status" -eq 1 ]
			[[ $output == *audience.title* ]]
			[[ $output != *乔春贤* ]]
			[[ $output != *H-00001* ]]
		done
	done
	run report handbook 乔春贤 --period 2026Q1 --audience department
	[ "$status" -eq 0 ]
	output_has 村委会
	[[ $output != *2.jpg* ]]
	run score-calc explain 乔春贤 2026Q1 --audience public
	[ "$status" -eq 1 ]
	[[ $output != *乔春贤* ]]
}

@test "rows are not ordered, grouped or summed by what is hidden" {
	for how in "--sort 颜色" "--sort=-color" "--group-by color --count" \
	    "--columns head,color"; do
		run report list household --audience village $how
		[ "$status" -eq 1 ]
		output_has audience.column
		[[ $output != *王建国* ]]
	done
	run report publicity-list --village $V --sort minus
	[ "$status" -eq 1 ]
	run report ranking --village $V --audience village --group-by village \
	    --sum minus
	[ "$status" -eq 1 ]
	run report list household --audience village --sort 户主
	[ "$status" -eq 0 ]
}

@test "a kind's own order by a hidden field is not that of a list outside" {
	mkdir -p schemas
	sed 's/^  - id$/  - color/' "$(dirname "$(command -v report)")"/../share/taizhang/schemas/household.yaml \
	    >schemas/household.yaml
	grep -q '^  - color' schemas/household.yaml
	[ "$(report list household --village $V --format csv --columns head |
	    sed -n 2p)" = 乔春贤 ]		# red
	sed -i 's/color: red/color: yellow/; t; s/color: yellow/color: red/' \
	    villages/$V/households.yaml
	[ "$(report list household --village $V --format csv --columns head |
	    sed -n 2p)" = 王建国 ]
	[ "$(report list household --village $V --format csv --columns head \
	    --audience village | sed -n 2p)" = 乔春贤 ]
}

@test "a ranking for the board has no rank and no total that is not posted" {
	run report ranking --village $V --audience village --format csv
	[ "$status" -eq 0 ]
	output_has 1,小房村,1,王建国,2.00
	output_has ,小房村,3,乔春贤,0.00
	[[ $output != *3,小房村* ]]
	[[ $output != *赵五* ]]
	run report ranking --village $V --audience village
	output_has 前三分之一
}

@test "registers are listed by the schema alone, labels before keys" {
	run report list household --village $V 颜色=红
	[ "$status" -eq 0 ]
	output_has 乔春贤
	output_has '党员户;一般户'
	[[ $output != *王建国* ]]
	run report list household --format jsonl
	output_has '"color": "red", "color_name": "红"'
	output_has '"village": "371603002200", "village_name": "小房村"'
}

@test "a value that no record can have is warned of" {
	run --separate-stderr report list household 颜色=绿色
	[ "$status" -eq 0 ]
	[[ $stderr == *query.choice* ]]
	run --separate-stderr report list household --where 'color != gren'
	[[ $stderr == *query.choice* ]]
	run --separate-stderr report visits-due 颜色=红色
	[[ $stderr == *query.choice* ]]
	for how in color=red 颜色=红 颜色=红、黄 "--where color=yellow" 颜色= \
	    户主=某某; do
		run --separate-stderr report list household $how
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
	done
}

@test "a kind that the user added is listed and exported, too" {
	mkdir -p schemas
	cat >schemas/well.yaml <<-'EOF'
	$schema: https://json-schema.org/draft/2020-12/schema
	title: 水井
	x-en: well
	x-ledger: {path: registers/wells.yaml, list: true, name: name}
	type: object
	additionalProperties: false
	required: [id, name]
	properties:
	  id: {title: 编号, x-en: id, type: string, x-privacy: public}
	  name: {title: 名称, x-en: name, type: string, x-privacy: public}
	  depth: {title: 深度, x-en: depth, type: number}
	EOF
	printf -- '- id: W-1\n  name: 老井\n  depth: 12.50\n' >registers/wells.yaml
	run report 清单 水井 --format csv
	[ "${lines[1]}" = W-1,老井,12.50 ]
	run report list well --audience public --format csv
	[ "${lines[1]}" = W-1,老井 ]
	run report export well
	[ "${lines[0]}" = id,name,depth ]
}

@test "what is exported and imported again is the same, to the byte" {
	for k in household person entry review; do
		report export $k -o ../$k.csv
		report export $k -o ../$k.jsonl
	done
	report export rulebook --format jsonl -o ../rulebook.jsonl
	for form in csv jsonl; do
		cd ..
		ledger-init again-$form --region 371603002000 \
		    --name 富源街道 --regions regions.csv \
		    --rules household >/dev/null
		cd again-$form
		for k in household person entry review; do
			ledger-import $k ../$k.$form -q >/dev/null
		done
		diff -r ../ledger/villages villages
	done
}

@test "what is more than a CSV cell is JSON in it, not cut" {
	report export rulebook -o ../rulebook.csv
	grep -q '""HH-PUB-02""' ../rulebook.csv
	[ "$(report export rulebook --format jsonl | wc -l)" -eq 1 ]
	grep -q '""cap"": {""per"": ""quarter"", ""points"": 3.00}' \
	    ../rulebook.csv
	run report export rulebook --format jsonl --audience public
	[ "$status" -eq 0 ]
	[[ $output != *'"per": "quarter"'* ]]	# the schema does not say
}

@test "visits and issues stand in their books; overdue ones by working days" {
	visit-add 类型=入户走访 村=小房村 对象类别=户 走访对象=乔春贤 \
	    走访人=何生才 日期=2026-04-01 家庭情况=独居 \
	    +问题 内容=村口路灯不亮 类别=基础设施 类型=诉求 >/dev/null
	run report visits --format csv
	output_has ,2026-04-01,小房村,何生才,乔春贤,入户走访,独居
	run report issues --format jsonl
	output_has '"state": "reported"'
	output_has '"content": "村口路灯不亮"'
	run report problem-list --village $V --format csv
	output_has 村口路灯不亮
	run report today
	[ "$status" -eq 0 ]
	output_has 审核逾期
}

@test "red households are due a week after a visit at home, not a call" {
	visit-add 类型=入户走访 村=小房村 对象类别=户 走访对象=乔春贤 \
	    走访人=何生才 日期=2026-04-01 家庭情况=独居 >/dev/null
	visit-add 类型=回访 村=小房村 对象类别=户 走访对象=乔春贤 方式=电话 \
	    走访人=何生才 日期=2026-04-09 意见建议=无 >/dev/null
	run report visits-due 颜色=红 --format csv
	[ "${lines[1]}" = 小房村,乔春贤,红,,7,2026-04-01,2026-04-08,3, ]
	run report visits-due --audience village --format csv
	[[ $output != *乔春贤* ]]
}

@test "spreadsheets get a byte order mark, CR LF, and codes as text" {
	report list region --excel --format csv >out.csv
	[ "$(head -c 3 out.csv | od -An -tx1)" = " ef bb bf" ]
	grep -q '"=""371603002200"""' out.csv
	grep -q $'\r$' out.csv
}

@test "spreadsheets can add up what they get, and codes stay whole" {
	report export entry --excel -o out.csv
	head -n 1 out.csv | grep -q unit_points
	grep -q ',2.00,' out.csv
	grep -q ',2026-01-17,' out.csv
	grep -q ',HH-PUB-02,' out.csv
	run ! grep -q '=""2' out.csv
	run ! grep -q '=""H-' out.csv
	grep -q '"=""371603002200"""' out.csv
}

@test "the same question gives the same bytes" {
	for r in ranking tally today visits-due "list household" \
	    "publicity-list --village $V --format html"; do
		[ "$(report $r | sha256sum)" = "$(report $r | sha256sum)" ]
	done
}

@test "calendar answers by its exit status" {
	run report calendar --is-workday 2026-04-13
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	run report calendar --is-workday 2026-04-12
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	run report calendar --is-workday 2026-02-14	# worked, a Saturday
	[ "$status" -eq 0 ]
	run report calendar
	[ "$status" -eq 2 ]
}

@test "nothing is printed where a file does not hold" {
	printf -- '- id: S1\n  oops\n' >villages/$V/scores/2026-02.yaml
	run --separate-stderr report tally --period 2026-02
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *2026-02.yaml* ]]
}
