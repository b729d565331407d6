# score-calc quarter, year, verify, explain: from records to frozen lists.

bats_require_minimum_version 1.5.0
load helper

V=371603002200

# Three households of 小房村 and one of the next village; Q1 2026 reviewed
# month by month, with one entry that has no evidence and one objected to.
prepare() {
	new_ledger --rules household,rural7
	cd ledger || return
	cat >people.csv <<-'EOF'
	id,village,name,roles
	P-0001,371603002200,方承先,reviewer
	P-0002,371603002200,何生才,collector
	P-0003,371603002201,严家洲,reviewer
	P-0008,371603002000,镇审,reviewer
	P-0009,371603002000,赵玲,reviewer
	EOF
	cat >households.csv <<-'EOF'
	id,village,group,head
	H-00001,371603002200,3,乔春贤
	H-00002,371603002200,1,王建国
	H-00003,371603002200,1,李四
	H-00011,371603002201,2,秦志华
	EOF
	cat >entries.csv <<-'EOF'
	ref,occurred_on,recorded_on,village,subject,item,place,reason,evidence,source,recorder,event_ref
	a,2026-01-17,2026-01-18,371603002200,H-00001,HH-PUB-02,村委会,参加会议,form:1.pdf,inspection,P-0002,
	b,2026-02-18,2026-02-18,371603002200,H-00001,HH-ENV-04,村口,乱倒垃圾,photo:2.jpg,inspection,P-0002,
	c,2026-03-19,2026-03-19,371603002200,H-00002,HH-PUB-02,村委会,参加会议,form:3.pdf,inspection,P-0002,E1
	d,2026-03-19,2026-03-19,371603002200,H-00002,HH-ENV-03,村口,分类正确,photo:4.jpg,inspection,P-0002,E1
	e,2026-03-20,2026-03-20,371603002200,H-00003,HH-PUB-02,村委会,参加会议,,inspection,P-0002,
	f,2026-03-21,2026-03-21,371603002201,H-00011,HH-PUB-02,村委会,参加会议,form:5.pdf,inspection,P-0002,
	EOF
	ledger-import person people.csv >/dev/null
	ledger-import household households.csv >/dev/null
	score-calc record --from entries.csv --user 李明 >ids 2>/dev/null
	i=0
	for name in a b c d e f; do
		i=$((i + 1))
		declare -g "$name=$(sed -n ${i}p ids)"
	done
	LIST=villages/$V/settlements/2026Q1-household.yaml
}

review() {
	score-calc review 2026-01 --village $V --approve-all --user P-0001 \
	    --today 2026-02-05
	score-calc review 2026-02 --village $V --approve-all --user P-0001 \
	    --today 2026-03-05
	score-calc review 2026-03 --village $V --approve-all --user P-0001 \
	    --today 2026-04-08
	score-calc review 2026-03 --village 371603002201 --approve-all \
	    --user P-0003 --today 2026-04-08
} >/dev/null 2>&1

quarter() {
	score-calc quarter 2026Q1 --book household "$@"
}

publish() {
	quarter --publish evaluated_on=2026-04-10 approved_by=党工委 -q "$@"
}

# row SUBJECT KEY…: members of its JSON line.
row() {
	local subject=$1 key
	shift
	quarter -q --format jsonl --today 2026-04-13 >rows
	for key; do
		grep "\"subject\": \"$subject\"" rows |
		    sed "s/.*\"$key\": \([^,}]*\).*/\1/"
	done | paste -sd' '
}

@test "every household has a row, zeros included, ranked in its village" {
	review
	run -0 --separate-stderr quarter --draft -q --format jsonl
	[ "${#lines[@]}" -eq 4 ]
	[ -z "$stderr" ]
	[ "$(row H-00001 plus minus earned rank)" = "2.00 -2.00 0.00 2" ]
	[ "$(row H-00002 plus minus earned rank)" = "2.00 0.00 2.00 1" ]
	[ "$(row H-00003 plus minus earned rank)" = "0.00 0.00 0.00 2" ]
	[ "$(row H-00011 village rank)" = '"371603002201" 1' ]
}

@test "what is not reviewed counts nothing and is named for its village" {
	review
	run -0 --separate-stderr quarter --draft --format csv
	[[ $stderr == *小房村*1*settlement.unreviewed* ]]
	run -0 --separate-stderr quarter --draft -q --format csv
	[ -z "$stderr" ]
}

@test "all villages with unreviewed entries are named in one note" {
	run -0 --separate-stderr quarter --draft --format csv
	[ "$(grep -c settlement.unreviewed <<<"$stderr")" -eq 1 ]
	[[ $stderr == *6*小房村*5*北陈村*1*settlement.unreviewed* ]]
	[[ $stderr == *"score-calc review"* ]]
}

@test "the village is shown no negative total and the first third of ranks" {
	score-calc record 对象=H-00003 积分项目=HH-ENV-04 发生日期=2026-03-22 \
	    地点=村口 事由=乱倒 来源=检查 证据=photo:7.jpg 采集人=P-0002 \
	    --user 李明 --today 2026-03-22 >/dev/null
	review
	show() {
		quarter --draft -q --format csv --header keys \
		    --columns subject,earned,rank --village $V "$@"
	}
	run -0 --separate-stderr show
	output_has H-00003,-2.00,
	run -0 --separate-stderr show --audience village
	[[ $output != *H-00003* && $output != *,-* ]]
	output_has H-00002,2.00,1
	[ "$(grep -c '[0-9]$' <<<"$output")" -eq 1 ]
}

@test "a quarter is never published without its evaluation" {
	review
	run --separate-stderr quarter --publish
	[ "$status" -eq 2 ]
	[[ $stderr == *evaluated_on=*approved_by=* ]]
	run --separate-stderr quarter --publish evaluated_on=2026-04-10
	[ "$status" -eq 2 ]
	[[ $stderr != *evaluated_on=* && $stderr == *approved_by=* ]]
	[ ! -e "$LIST" ]
}

@test "nor before the review of its last month closed" {
	review
	run -1 --separate-stderr publish --today 2026-04-10
	[[ $stderr == *settlement.open-month* ]]
	[ ! -e "$LIST" ]
}

@test "a list hangs for seven days from the first working day" {
	review
	run -0 --separate-stderr publish --today 2026-04-11
	[ "${lines[0]}" = $V/2026Q1-household ]
	grep -qx '  posted_on: 2026-04-13' "$LIST"
	grep -qx '  from: 2026-04-13' "$LIST"
	grep -qx '  to: 2026-04-19' "$LIST"
	grep -qx '  approved_by: 党工委' "$LIST"
}

@test "publishing twice changes nothing" {
	review
	publish --today 2026-04-13 >/dev/null
	cp "$LIST" before
	run -0 --separate-stderr publish --today 2026-04-14
	cmp "$LIST" before
}

@test "it is frozen when the window is over, and no day before" {
	review
	publish --today 2026-04-13 >/dev/null
	run -1 --separate-stderr quarter --freeze --today 2026-04-19
	[[ $stderr == *settlement.window* ]]
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	grep -qx 'frozen_on: 2026-04-20' "$LIST"
	run -0 --separate-stderr quarter --freeze --today 2026-04-21
	[ -z "$output" ]
	[ "$(row H-00002 earned rank state)" = '2.00 1 "frozen"' ]
}

@test "what was never published is not frozen" {
	review
	run -1 --separate-stderr quarter --freeze --today 2026-04-20
	[[ $stderr == *settlement.unpublished* ]]
}

@test "an open objection holds up its own village and no other" {
	review
	publish --today 2026-04-13 >/dev/null
	score-calc object village=$V rulebook=household period=2026Q1 \
	    subject=H-00003 claim=漏记一次会议 content=漏记 \
	    --today 2026-04-14 --user 赵玲 >/dev/null
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	[ "$output" = 371603002201/2026Q1-household ]
	[[ $stderr == *settlement.objected* ]]
	run ! grep -q frozen_on "$LIST"
}

@test "a founded objection is put right in the quarter it was about" {
	review
	publish --today 2026-04-13 >/dev/null
	o=$(score-calc object village=$V rulebook=household period=2026Q1 \
	    subject=H-00003 claim=漏记一次会议 content=漏记 \
	    --today 2026-04-14 --user 赵玲)
	s=$(score-calc record village=$V subject=H-00003 item=HH-PUB-02 \
	    occurred_on=2026-03-25 place=村委会 reason=漏记的会议 \
	    evidence=form:9.pdf source=inspection recorder=P-0002 \
	    --today 2026-04-15 --user 李明)
	score-calc decide "$o" decision=founded reason=属实 by=P-0009 \
	    entry="$s" --today 2026-04-15 --user 赵玲
	score-calc review 2026-03 --village $V --approve "$s" --user P-0001 \
	    --today 2026-04-15
	[ "$(row H-00003 earned rank)" = "2.00 1" ]
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	[[ $stderr == *settlement.changed* ]]
	[ "$output" = 371603002201/2026Q1-household ]
	publish --today 2026-04-20 >/dev/null
	grep -qx '  to: 2026-04-26' "$LIST"
	grep -q '^earlier:' "$LIST"
	grep -q 'to: 2026-04-19' "$LIST"
	quarter --freeze --today 2026-04-27 -q
	run -0 --separate-stderr score-calc verify 2026Q1 --village $V
}

@test "a founded objection names what puts it right, and waits for it" {
	review
	publish --today 2026-04-13 >/dev/null
	o=$(score-calc object village=$V rulebook=household period=2026Q1 \
	    subject=H-00003 claim=漏记一次会议 content=漏记 \
	    --today 2026-04-14 --user 赵玲)
	decide() {
		score-calc decide "$o" decision=部分成立 reason=属实 \
		    by=P-0009 --today 2026-04-15 --user 赵玲 "$@"
	}
	run -1 --separate-stderr decide
	[[ $stderr == *objection.entry*更正记录=* ]]
	run -1 --separate-stderr decide entry="$a"
	[[ $stderr == *H-00001*H-00003*objection.entry* ]]
	s=$(score-calc record village=$V subject=H-00003 item=HH-PUB-02 \
	    occurred_on=2026-03-25 place=村委会 reason=漏记的会议 \
	    evidence=form:9.pdf source=inspection recorder=P-0002 \
	    --today 2026-04-15 --user 李明)
	decide 更正记录="$s"
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	[[ $stderr == *"$o"*settlement.objected* ]]
	run ! grep -q frozen_on "$LIST"
	score-calc review 2026-03 --village $V --reject "$s" reason=重复 \
	    --user P-0001 --today 2026-04-20
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	grep -q frozen_on "$LIST"
}

@test "one that was decided without it holds up the freeze until it is set" {
	review
	publish --today 2026-04-13 >/dev/null
	o=$(score-calc object village=$V rulebook=household period=2026Q1 \
	    subject=H-00001 claim=漏记一次会议 content=漏记 \
	    --today 2026-04-14 --user 赵玲)
	score-calc decide "$o" decision=异议成立 reason=属实 by=P-0009 \
	    entry="$a" --today 2026-04-15 --user 赵玲
	sed -i "s/, entry: $a//; /entry: $a/d" \
	    villages/$V/objections/2026.yaml
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	[[ $stderr == *"$o"*settlement.objected* ]]
	run ! grep -q frozen_on "$LIST"
	ledger-set objection "$o" decision.entry="$a" --today 2026-04-20
	run -0 --separate-stderr quarter --freeze --today 2026-04-20
	grep -q frozen_on "$LIST"
}

@test "what is approved after the freeze counts in the next quarter" {
	review
	publish --today 2026-04-13 >/dev/null
	quarter --freeze --today 2026-04-20 >/dev/null
	ledger-set entry "$e" evidence=form:3.pdf >/dev/null
	score-calc review 2026-03 --village $V --approve "$e" --user P-0001 \
	    --today 2026-04-21 2>/dev/null
	[ "$(row H-00003 earned)" = 0.00 ]
	run -0 --separate-stderr score-calc verify 2026Q1
	run -0 --separate-stderr score-calc quarter 2026Q2 --book household \
	    --today 2026-05-01 -q --format csv --village $V
	[[ $output == *H-00003,李四,2.00,0.00,2.00,* ]]
}

@test "verify names what no longer follows from the records" {
	review
	publish --today 2026-04-13 >/dev/null
	quarter --freeze --today 2026-04-20 >/dev/null
	run -0 --separate-stderr score-calc verify 2026Q1
	output_has 2026Q1-household
	sed -i 's/reason: 参加会议/reason: 开会/; s/item_name: .*/item_name: 会/' \
	    villages/$V/scores/2026-01.yaml
	run -0 --separate-stderr score-calc verify 2026Q1
	sed -i 's/unit_points: -2.00/unit_points: -1.00/' \
	    villages/$V/scores/2026-02.yaml
	run -1 --separate-stderr score-calc verify 2026Q1
	[[ $stderr == *"$LIST"*H-00001*villages/$V*settlement.differs* ]]
	run -1 --separate-stderr quarter --publish evaluated_on=2026-04-20 \
	    approved_by=党工委 --today 2026-04-21
	[[ $stderr == *settlement.frozen* ]]
}

@test "who comes or leaves after the freeze changes nothing in it" {
	review
	publish --today 2026-04-13 >/dev/null
	quarter --freeze --today 2026-04-20 >/dev/null
	register-add household id=H-00901 village=$V head=新来户 \
	    --today 2026-04-21
	run -0 --separate-stderr score-calc verify 2026Q1
	run -0 ledger-check
	ledger-set household H-00001 left_on=2026-03-30 --today 2026-04-22
	ledger-set household H-00002 --void reason=重复 --today 2026-04-22
	run -0 --separate-stderr score-calc verify 2026Q1
	# one who came and has something to count is a difference
	sed -i 's/subject: H-00001/subject: H-00901/' \
	    villages/$V/scores/2026-01.yaml
	run -1 --separate-stderr score-calc verify 2026Q1
	[[ $stderr == *H-00901*settlement.differs* ]]
}

@test "the days of a frozen list follow one another" {
	review
	publish --today 2026-04-13 >/dev/null
	quarter --freeze --today 2026-04-20 >/dev/null
	run -0 --separate-stderr score-calc verify 2026Q1
	cp "$LIST" good
	while read -r key day rule; do
		sed "s/^\( *$key:\) .*/\1 $day/" good >"$LIST"
		run -1 --separate-stderr score-calc verify 2026Q1
		[[ $stderr == *"$LIST"*$rule* ]]
		run -1 ledger-check
		output_has "$rule"
	done <<-'EOF'
	frozen_on 2026-04-19 settlement.window
	to 2026-04-18 settlement.window
	from 2026-04-12 settlement.window
	posted_on 2026-04-09 settlement.evaluation
	evaluated_on 2026-04-09 settlement.evaluation
	EOF
}

@test "the evaluation comes after the review has closed" {
	review
	run -1 --separate-stderr quarter --publish evaluated_on=2026-04-09 \
	    approved_by=党工委 --today 2026-04-13
	[[ $stderr == *2026-04-10*settlement.evaluation* ]]
	[ ! -e "$LIST" ]
}

@test "explain adds up to the row, and says why an entry counts nothing" {
	review
	run -0 --separate-stderr score-calc explain 王建国 2026Q1 \
	    --format jsonl --lang en
	[ "${#lines[@]}" -eq 2 ]
	output_has '"cumulative": 2.00'
	output_has "same act: only the largest counts ($c "
	run -0 --separate-stderr score-calc explain H-00003 2026Q1 --lang en
	output_has "not reviewed yet"
	output_has "earned 0.00"
}

@test "villages are ranked over the township, with a figure for each rate" {
	list=villages/371603002000/settlements/2026Q1-rural7.yaml
	say() {
		score-calc record rulebook=rural7 place=镇 evidence=form:r.pdf \
		    source=department recorder=P-0009 --user 李明 \
		    --today 2026-03-30 occurred_on=2026-03-30 "$@"
	}
	for v in 371603002001 $V 371603002201; do
		for item in RV-DIS-01 RV-EVA-01 RV-EVA-02 RV-EVA-03; do
			say village=$v subject=$v item=$item rate.value=95.83 \
			    reason=季度数据
		done
	done >/dev/null
	say village=$V subject=$V item=RV-ENV-01 reason=垃圾成堆 >/dev/null
	for v in 371603002001 $V; do
		score-calc review 2026-03 --village $v --approve-all \
		    --user P-0008 --today 2026-04-08
	done >/dev/null 2>&1
	run -0 --separate-stderr score-calc quarter 2026Q1 --book rural7 -q \
	    --format csv --header keys \
	    --columns subject,plus,minus,total,rank,note
	[ "${lines[1]}" = 371603002001,0.00,0.00,99.01,1, ]
	[ "${lines[2]}" = $V,0.00,-1.00,98.01,2, ]
	[[ ${lines[3]} == "371603002201,0.00,0.00,76.00,,"*"dis eva"* ]]
	score-calc review 2026-03 --village 371603002201 --approve-all \
	    --user P-0008 --today 2026-04-09 >/dev/null 2>&1
	score-calc quarter 2026Q1 --book rural7 --publish -q \
	    evaluated_on=2026-04-10 approved_by=党工委 --today 2026-04-13
	grep -qx '      - {code: dis, points: 19.42}' $list
	[ "$(grep -c 'rank: 1$' $list)" -eq 2 ]
	grep -q 'rank: 3$' $list
	score-calc quarter 2026Q1 --book rural7 --freeze --today 2026-04-20
	run -0 --separate-stderr score-calc verify 2026Q1 --book rural7
	run -0 --separate-stderr score-calc explain $V 2026Q1 --lang en
	output_has "total 98.01"
}

# rate FIELD=VALUE…: a figure of 小房村 for the resolved disputes
rate() {
	score-calc record rulebook=rural7 place=镇 evidence=form:r.pdf \
	    source=department recorder=P-0009 --user 李明 --today 2026-03-30 \
	    occurred_on=2026-03-30 village=$V subject=$V reason=季度数据 \
	    item=RV-DIS-01 "$@"
}

@test "a rate is between 0 and 100 per cent, and never left out" {
	for wrong in "指标值.num=50 指标值.den=10" "指标值=120" \
	    "指标值.num=1 指标值.den=0" "指标值.num=5" \
	    "指标值=90 指标值.num=9 指标值.den=10" ""; do
		run -1 rate $wrong
		[ ! -e villages/$V/scores/2026-03.yaml ] ||
		    ! grep -q RV-DIS-01 villages/$V/scores/2026-03.yaml
	done
	output_has entry.rate
	run -1 rate 指标值.num=12 指标值.den=10
	output_has entry.rate
	run -0 --separate-stderr rate 指标值.num=10 指标值.den=10
	[ -z "$stderr" ]
	run -0 --separate-stderr rate 指标值=0.95
	[[ $stderr == *0.95*95.00*entry.rate* ]]
}

@test "two figures for one rate are named, and neither counts" {
	rate 指标值=90 >/dev/null
	rate 指标值=80 >/dev/null
	score-calc review 2026-03 --village $V --approve-all --user P-0008 \
	    --today 2026-04-08 >/dev/null 2>&1
	run -0 --separate-stderr score-calc quarter 2026Q1 --book rural7 -q \
	    --village $V --format csv --header keys --lang en \
	    --columns subject,note
	output_has "two figures for one rate of dis"
	run -0 --separate-stderr score-calc explain $V 2026Q1 --lang en
	[ "$(grep -c "two figures for one rate" <<<"$output")" -eq 2 ]
	[[ $output != *12.60*12.60* ]]
}

@test "explain shows what a rate gives, and ends at the total" {
	score-calc record rulebook=rural7 place=村东 evidence=form:r.pdf \
	    source=department recorder=P-0009 --user 李明 --today 2026-03-30 \
	    occurred_on=2026-03-30 village=$V subject=$V item=RV-ENV-01 \
	    reason=垃圾成堆 >/dev/null
	rate 指标值=90 >/dev/null
	score-calc review 2026-03 --village $V --approve-all --user P-0008 \
	    --today 2026-04-08 >/dev/null 2>&1
	run -0 --separate-stderr score-calc explain $V 2026Q1 --lang en \
	    --book rural7 --format csv --header keys --bare \
	    --columns item,raw,counted,cumulative,why
	[ "${lines[1]}" = ",76.00,76.00,76.00,what there is to lose" ]
	grep -q '^RV-DIS-01,12.60,12.60,.*90.00 % of 14.00$' <<<"$output"
	grep -q '^RV-ENV-01,-1.00,-1.00,' <<<"$output"
	[[ ${lines[-1]} == *,87.60,* ]]
	run -0 --separate-stderr score-calc explain $V 2026Q1 --lang en
	output_has "total 87.60"
}

@test "a year without a quarter has no mean, and a sum no columns of it" {
	run -0 --separate-stderr score-calc year 2026 --draft --book rural7 \
	    -q --format csv --header keys --village $V \
	    --columns mean,governance,total
	[ "${lines[1]}" = ,, ]
	run -0 --separate-stderr score-calc year 2026 --draft \
	    --book household -q --format csv --header keys
	[[ ${lines[0]} == *q4* && ${lines[0]} != *mean* ]]
}

@test "an entry whose rate cannot be is not approved" {
	rate 指标值.num=9 指标值.den=10 >/dev/null
	sed -i 's/num: 9/num: 19/' villages/$V/scores/2026-03.yaml
	run -0 --separate-stderr score-calc review 2026-03 --village $V \
	    --approve-all --user P-0008 --today 2026-04-08 对象=$V
	[[ $stderr == *entry.rate* ]]
	[ -z "$output" ]
}

@test "a category that is not the item's is refused" {
	run -1 rate 指标值=90 category=env
	output_has entry.category
	run -0 --separate-stderr rate 指标值=90 category=dis
}

@test "the year is the sum of its quarters" {
	review
	publish --today 2026-04-13 >/dev/null
	quarter --freeze --today 2026-04-20 >/dev/null
	run -0 --separate-stderr score-calc year 2026 --book household -q \
	    --format csv --header keys --today 2026-05-01
	[[ $output == *H-00002,王建国,2.00,0.00,2.00,100.00,102.00,2.00,* ]]
}

@test "4,300 households of a township, to the cent" {
	data=${TAIZHANG_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/data/township
	if [ ! -e "$data/expected_2026Q1.csv" ]; then
		echo "# SKIPPED: $data is not there" >&3
		skip "$data is not there"
	fi
	cd ..
	ledger-init town --region 371603002000 --name 富源街道 \
	    --regions "$data/regions.csv" --rules household >/dev/null
	cp "$data"/rules/*.yaml town/rules/
	cd town
	ledger-import household "$data/households.csv" >/dev/null
	ledger-import person "$data/people.csv" >/dev/null
	ledger-import entry "$data/entries_2026Q1.csv" --user 录入 \
	    >/dev/null 2>&1
	tr -d '\r' <"$data/people.csv" | grep ',reviewer$' |
	    while IFS=, read -r id v _; do
		for m in 01:2026-02-05 02:2026-03-05 03:2026-04-08; do
			score-calc review 2026-${m%%:*} --village "$v" \
			    --approve-all --user "$id" --today ${m#*:}
		done
	done >/dev/null 2>&1
	tr -d '\r' <"$data/expected_2026Q1.csv" | sed 1d | sort >want
	score-calc quarter 2026Q1 -q --format jsonl |
	    sed 's/.*"village": "\([0-9]*\)".*"subject": "\([^"]*\)".*"plus": \([^,]*\), "minus": \([^,]*\), "earned": \([^,]*\),.*"rank": \([^,]*\),.*/\1,\2,\3,\4,\5,\6/' |
	    sort >got
	[ "$(wc -l <got)" -eq 4300 ]
	diff want got
	score-calc quarter 2026Q1 --publish evaluated_on=2026-04-10 \
	    approved_by=党工委 -q --today 2026-04-13 >/dev/null
	score-calc quarter 2026Q1 --freeze --today 2026-04-20 >/dev/null
	run -0 --separate-stderr score-calc verify 2026Q1
}
