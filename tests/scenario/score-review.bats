# score-calc review, object, decide, adjust, redeem, expire.

bats_require_minimum_version 1.5.0
load helper

V=371603002200

prepare() {
	new_ledger
	cd ledger || return
	cat >people.csv <<-'EOF'
	id,village,name,roles,household
	P-0001,371603002200,方承先,reviewer,H-00003
	P-0002,371603002200,何生才,collector,
	P-0004,371603002200,温元振,collector,
	P-0003,371603002001,严家洲,reviewer,
	P-0009,371603002000,赵玲,reviewer,
	EOF
	cat >households.csv <<-'EOF'
	id,village,group,head
	H-00001,371603002200,3,乔春贤
	H-00002,371603002200,1,王建国
	H-00003,371603002200,1,方承先
	H-00011,371603002001,2,秦志华
	EOF
	# people and households name each other: whichever comes first
	sed 's/,[^,]*$//' people.csv >names.csv
	ledger-import person names.csv >/dev/null
	ledger-import household households.csv >/dev/null
	ledger-import person people.csv --update >/dev/null
	cat >entries.csv <<-'EOF'
	ref,occurred_on,recorded_on,village,subject,item,place,reason,evidence,source,recorder
	good,2026-03-17,2026-03-18,371603002200,H-00001,HH-PUB-02,河道边,参加会议,form:1.pdf,inspection,P-0002
	bare,2026-03-18,2026-03-18,371603002200,H-00001,HH-ENV-03,村口,分类正确,,inspection,P-0002
	mine,2026-03-19,2026-03-19,371603002200,H-00002,HH-ENV-03,村口,分类正确,photo:3.jpg,inspection,P-0001
	home,2026-03-20,2026-03-20,371603002200,H-00003,HH-ENV-03,村口,分类正确,photo:4.jpg,inspection,P-0002
	self,2026-03-21,2026-03-21,371603002200,H-00002,HH-ENV-03,村口,自报,photo:5.jpg,self_online,
	also,2026-03-22,2026-03-22,371603002200,H-00002,HH-PUB-02,村委会,参加会议,form:6.pdf,inspection,P-0002
	else,2026-03-23,2026-03-23,371603002001,H-00011,HH-ENV-03,村口,分类正确,photo:7.jpg,inspection,P-0002
	EOF
	score-calc record --from entries.csv --user 李明 >ids 2>/dev/null
	i=0
	for name in good bare mine home self also else; do
		i=$((i + 1))
		declare -g "$name=$(sed -n ${i}p ids)"
	done
	REVIEWS=villages/$V/reviews/2026-03.yaml
	export TAIZHANG_TODAY=2026-04-08
}

review() {
	score-calc review 2026-03 --user P-0001 "$@"
}

# A frozen quarter, as score-calc quarter --freeze leaves it.
settled() {
	mkdir -p villages/$V/settlements
	cat >villages/$V/settlements/2026Q1-household.yaml <<-EOF
	id: 2026Q1-household
	village: "$V"
	rulebook: household
	ranking_group: village
	period: 2026Q1
	versions: [household@2026-01-01]
	published: {evaluated_on: 2026-04-10, approved_by: 党工委, posted_on: 2026-04-13, from: 2026-04-13, to: 2026-04-20}
	${1-frozen_on: 2026-04-21}
	rows:
	  - {subject: H-00001, plus: 30.00, minus: -2.00, earned: 28.00, base: 100.00, total: 128.00}
	  - {subject: H-00002, plus: 10.00, minus: 0.00, earned: 10.00, base: 100.00, total: 110.00}
	EOF
	cat >registers/goods.yaml <<-'EOF'
	- id: G-01
	  name: 洗洁精
	  kind: goods
	  points: 10.00
	  stock: 3
	- id: G-02
	  name: 香皂
	  points: 4.00
	  village: "371603002001"
	- id: G-03
	  name: 毛巾
	  points: 0.50
	  valid_to: 2026-04-20
	EOF
	export TAIZHANG_TODAY=2026-04-22
}

@test "one act approves what passes, and tells what did not and why" {
	run -0 --separate-stderr review --village $V --approve-all
	[[ $output =~ ^R20260408-[0-9A-Z]{8}$ ]]
	grep -q "$good" $REVIEWS
	grep -q "$also" $REVIEWS
	[ "$(grep -o 'S2026[0-9]*-' $REVIEWS | wc -l)" = 2 ]
	grep "$bare" <<<"$stderr" | grep -q entry.evidence
	grep "$mine" <<<"$stderr" | grep -q entry.own-approval
	grep "$home" <<<"$stderr" | grep -q entry.own-household
	grep "$self" <<<"$stderr" | grep -q entry.declared
	grep -q 'reviewer: P-0001' $REVIEWS
	grep -q 'month: "2026-03"' $REVIEWS
}

@test "the entries themselves are not touched" {
	cp -r villages/$V/scores before
	review --approve-all
	diff -r before villages/$V/scores
}

@test "a second run adds nothing and is no failure" {
	review --approve-all
	cp -r villages before
	run -0 --separate-stderr review --approve-all
	[ -z "$output" ]
	diff -r villages before
}

@test "nothing to review is no failure" {
	run -0 score-calc review 2026-01 --user P-0001 --approve-all
	[ -z "$output" ]
}

@test "who typed an entry in does not approve it" {
	ledger-set entry "$good" typed_by=方承先
	run -0 review --approve-all
	grep "$good" <<<"$output" | grep -q entry.own-approval
	! grep -q "$good" $REVIEWS
}

@test "who reviews must be a registered person" {
	run -1 score-calc review 2026-03 --village $V --user 张三 --approve-all
	output_has review.reviewer
	[ ! -e $REVIEWS ]
	score-calc review 2026-03 --village 小房村 --user 方承先 --approve-all
	grep -q 'reviewer: P-0001' $REVIEWS
}

@test "another village's reviewer is warned of" {
	run -0 score-calc review 2026-03 --village $V --user P-0003 \
	    --approve-all
	output_has review.reviewer
	output_has P-0001
}

@test "without --village a village's reviewer does his own, the township's all" {
	review --approve-all
	[ ! -e villages/371603002001/reviews ]
	run -0 --separate-stderr score-calc review 2026-03 --user 赵玲 \
	    --approve-all
	grep -q "$else" villages/371603002001/reviews/2026-03.yaml
	grep -q "$mine" $REVIEWS
}

@test "--except leaves out, conditions choose" {
	review --approve-all --except "${good#*-}"
	! grep -q "$good" $REVIEWS
	grep -q "$also" $REVIEWS
	review --approve-all item=HH-ENV-03
	! grep -q "$good" $REVIEWS
	review --approve-all --where 'subject = H-00001 and evidence > 0'
	grep -q "$good" $REVIEWS
}

@test "a condition that names no column is a fault, and nothing is approved" {
	run -1 review --approve-all itme=HH-ENV-03
	output_has itme
	[ ! -e $REVIEWS ]
}

@test "rejecting and giving back need a reason, and say it" {
	run -2 review --reject "$good"
	review --reject "$good" --return "$bare" reason=照片不清
	grep -q "{id: $good, reason: 照片不清}" $REVIEWS
	run -0 review --approve-all
	grep "$bare" <<<"$output" | grep -q review.returned
	! sed -n '/approved/,$p' $REVIEWS | grep -q "$good"
	ledger-set entry "$bare" evidence=photo:9.jpg
	review --approve "$bare"
	tail -n 1 $REVIEWS | grep -q "$bare"
}

@test "what is approved stays approved" {
	review --approve "$good"
	cp $REVIEWS before
	run -0 review --reject "$good" reason=记错了
	output_has review.decided
	cmp $REVIEWS before
}

@test "his own entry a reviewer cannot even reject" {
	run -0 review --reject "$mine" reason=记错了
	output_has entry.own-approval
	[ ! -e $REVIEWS ]
}

@test "an id that is not of the month is a fault, and nothing is approved" {
	run -1 review --approve "$good" S20260101-00000000
	output_has unknown-ref
	run -1 review --approve S2026
	output_has ambiguous-ref
	[ ! -e $REVIEWS ]
}

@test "after the month closed an approval is late, and that is told" {
	run -0 review --approve-all --today 2026-04-10
	[[ $output != *review.late* ]]
	run -0 score-calc review 2026-03 --user P-0004 --village $V \
	    --approve "$mine" --today 2026-04-11
	output_has review.late
}

@test "what waits is listed, with what stands in the way" {
	run -0 --separate-stderr score-calc review 2026-03 --user P-0001 \
	    --village $V --format csv --header keys --columns id,obstacle
	[ "${#lines[@]}" -eq 7 ]
	grep -qx "$good," <<<"$output"
	grep -q "$bare,." <<<"$output"
	[ ! -e $REVIEWS ]
	review --approve-all
	run -0 score-calc review 2026-03 --village $V --format csv
	[ "${#lines[@]}" -eq 5 ]
}

@test "the list needs no user, and speaks of all villages" {
	run -0 score-calc review 2026-03 --format csv --header keys
	[ "${#lines[@]}" -eq 8 ]
	run -2 score-calc review 2026Q1
	run -2 score-calc review
}

@test "an objection takes its book and quarter from the entry" {
	review --approve-all
	settled ""
	id=$(score-calc object entry="$good" content=不是我家 day=4-16)
	[[ $id =~ ^O20260416-[0-9A-Z]{8}$ ]]
	grep -q 'rulebook: household' villages/$V/objections/2026.yaml
	grep -q 'period: 2026Q1' villages/$V/objections/2026.yaml
}

@test "what was left out is objected to by subject and claim" {
	settled ""
	score-calc object subject=王建国@1 claim=漏记义务劳动 content=有签到表 \
	    day=4-17
	grep -q 'subject: H-00002' villages/$V/objections/2026.yaml
	run -1 score-calc object subject=H-00002 content=有签到表 day=4-17
	output_has objection.about
}

@test "an objection is made while the list hangs" {
	settled ""
	for day in 4-12 4-21; do
		run -1 score-calc object entry="$good" content=x day=$day
		output_has objection.window
	done
	score-calc object entry="$good" content=x day=4-13
	score-calc object entry="$good" content=x day=4-20
}

@test "who reviewed an entry does not decide on the objection to it" {
	review --approve-all
	settled ""
	id=$(score-calc object entry="$good" content=不是我家 day=4-16)
	run -1 score-calc decide "$id" decision=不成立 reason=属实 by=方承先
	output_has objection.own-decision
	run -0 --separate-stderr score-calc decide "$id" decision=不成立 \
	    reason=属实 by=温元振
	[ "$output" = "$id" ]
	[ -z "$stderr" ]
	grep -q 'kind: unfounded, day: 2026-04-22, by: P-0004' \
	    villages/$V/objections/2026.yaml
	run -1 score-calc decide "$id" decision=异议成立 reason=x by=温元振
	output_has objection.decided
}

@test "a decision after seven working days is late, and still one" {
	settled ""
	id=$(score-calc object entry="$good" content=不是我家 day=4-16)
	run -0 score-calc decide "$id" decision=异议成立 reason=改正 by=温元振 \
	    entry="$good" --today 2026-04-28
	output_has objection.late
	output_has 2026-04-27
}

@test "an adjustment goes the way of its reason, 1 to 10 points" {
	score-calc adjust subject=小房村 reason_kind=pioneer points=3 \
	    basis=富办发〔2026〕3号 decided_by=党工委 decided_on=4-7
	grep -q 'direction: bonus' villages/$V/adjustments/2026.yaml
	grep -q 'points: 3.00' villages/$V/adjustments/2026.yaml
	run -1 score-calc adjust subject=小房村 reason_kind=safety \
	    direction=加分 points=3 basis=1号 decided_by=党工委 decided_on=4-7
	output_has adjustment.direction
	run -1 score-calc adjust subject=小房村 reason_kind=safety \
	    points=10.5 basis=1号 decided_by=党工委 decided_on=4-7
}

@test "settled credit buys goods, and no more than there is of either" {
	settled
	run -0 score-calc redeem subject=H-00001 goods=洗洁精 quantity=2
	[[ $output =~ ^X20260422-[0-9A-Z]{8}$ ]]
	grep -q 'points_cost: 20.00' villages/$V/redemptions/2026-04.yaml
	run -1 score-calc redeem subject=H-00001 goods=G-01
	output_has redemption.balance
	output_has 8.00
	score-calc redeem subject=H-00002 goods=G-01
	run -1 score-calc redeem subject=H-00002 goods=G-01 quantity=2
	output_has redemption.stock
	[ "$(grep -c '^- id' villages/$V/redemptions/2026-04.yaml)" = 2 ]
}

@test "what is published and not frozen cannot be spent" {
	settled ""
	run -1 score-calc redeem subject=H-00001 goods=G-01
	output_has redemption.balance
}

@test "of a file of redemptions the balance covers all or none" {
	settled
	cat >x.csv <<-'EOF'
	ref,subject,goods,quantity
	1,H-00001,G-01,1
	2,H-00001,G-01,2
	EOF
	run -1 score-calc redeem --from x.csv
	output_has 'x.csv:3:'
	output_has redemption.balance
	[ ! -e villages/$V/redemptions ]
}

@test "a second identical redemption asks for --again, however it is typed" {
	settled
	score-calc redeem subject=H-00001 goods=洗洁精
	for words in "goods=洗洁精" "goods=G-01 quantity=1"; do
		run -1 score-calc redeem subject=乔春贤 $words
		output_has same-act
	done
	score-calc redeem subject=H-00001 goods=洗洁精 --again
	[ "$(grep -c '^- id' villages/$V/redemptions/2026-04.yaml)" = 2 ]
}

@test "goods of another village, or of the past, are not handed out" {
	settled
	run -1 score-calc redeem subject=H-00001 goods=G-02
	output_has redemption.goods
	run -1 score-calc redeem subject=H-00001 goods=G-03
	output_has redemption.goods
	run -1 score-calc redeem subject=H-00001 goods=G-01 points_cost=1
	output_has redemption.cost
}

@test "what is reversed is back on the balance and on the shelf" {
	settled
	id=$(score-calc redeem subject=H-00002 goods=G-01)
	run -1 score-calc redeem subject=H-00002 goods=G-01 --again
	ledger-set redemption "$id" reversed.day=4-22 reversed.reason=发错
	score-calc redeem subject=H-00002 goods=G-01 --again
}

@test "on the clearing day what is left expires" {
	settled
	score-calc redeem subject=H-00001 goods=G-01 quantity=2
	run -0 score-calc expire --today 2027-02-28 --format csv
	[ "${#lines[@]}" -eq 1 ]
	run -0 score-calc expire --today 2027-03-01 --format csv \
	    --header keys --columns subject,expired,cleared_on,balance
	[ "${lines[1]}" = 乔春贤,8.00,2027-03-01,0.00 ]
	[ "${lines[2]}" = 王建国,10.00,2027-03-01,0.00 ]
	run -1 score-calc redeem subject=H-00002 goods=G-01 --today 2027-03-01
	output_has redemption.balance
}

@test "policy.redeem_from approved spends what is not settled yet" {
	settled ""
	rm -r villages/$V/settlements
	review --approve-all --today 2026-04-08
	cat >>registers/goods.yaml <<-'EOF'
	- id: G-04
	  name: 纸巾
	  points: 2.00
	EOF
	run -1 score-calc redeem subject=H-00001 goods=G-04
	output_has redemption.balance
	sed -i 's/redeem_from: settled/redeem_from: approved/' ledger.yaml
	score-calc redeem subject=H-00001 goods=G-04
	run -1 score-calc redeem subject=H-00001 goods=G-04 --again
	output_has redemption.balance
}

@test "an empty --where is refused, and approves nothing" {
	before=$(cat villages/*/reviews/*.yaml 2>/dev/null || :)
	run score-calc review 2026-03 --user P-0001 --approve-all --where ""
	[ "$status" -ne 0 ]
	[ "$(cat villages/*/reviews/*.yaml 2>/dev/null || :)" = "$before" ]
}
