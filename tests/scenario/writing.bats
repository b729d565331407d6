#!/usr/bin/env bats
# writing - what every writer has in common: all or nothing, one at a time,
# where from, to whom, and what may never happen

load helper
load town

prepare() {
	FAULT_SO=$(cd "$BATS_TEST_DIRNAME/../.." && realpath -m \
	    "${TAIZHANG_BUILD:-$(dirname "${TAIZHANG_BIN:-build/bin}")}")/fault.so
	town
}

# failing SPEC COMMAND...: with one system call of it failing
failing() {
	local spec=$1
	shift
	[ -e "$FAULT_SO" ] || skip "SKIPPED: $FAULT_SO is not there"
	TAIZHANG_FAULT=$spec LD_PRELOAD=$FAULT_SO \
	    ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 "$@"
}

# records: how many visits the ledger has, each file being well-formed
records() {
	cat villages/*/visits/*.yaml 2>/dev/null | grep -c '^- id: V'
}

# left_over: what a command left beside the files it is to leave
left_over() {
	find . -name '*.new' ! -path './.git/*'
}

# ---- where, and whether ---------------------------------------------------

@test "a directory that is no ledger is wrong usage, and stays as it is" {
	mkdir "$BATS_TEST_TMPDIR/else" && cd "$BATS_TEST_TMPDIR/else"
	unchanged visit
	[ "$status" -eq 2 ]
	output_has ledger-init
	unchanged visit -C .
	[ "$status" -eq 2 ]
	[ -z "$(ls -A)" ]
	run visit -C /nowhere
	[ "$status" -ne 0 ]
}

@test "the ledger: -C, else the environment, else the nearest one above" {
	id=$(visit -n 2>&1 | grep -o 'V20260411-[0-9A-Z]*')
	cd villages
	[ "$(visit)" = "$id" ]
	cd "$BATS_TEST_TMPDIR"
	[ "$(TAIZHANG_LEDGER=ledger quietly visit)" = "$id" ]
	[ "$(TAIZHANG_LEDGER=nowhere quietly visit -C ledger)" = "$id" ]
}

@test "the day: --today, else the environment" {
	[[ $(visit --today 2026-03-05) == V20260305-* ]]
	[[ $(TAIZHANG_TODAY=2026-02-03 visit) == V20260203-* ]]
	run visit --today 2026-02-30
	[ "$status" -ne 0 ]
}

@test "who typed it: --user, else the environment, else git" {
	visit note=1 --user P-0003 >/dev/null
	TAIZHANG_USER=张会计 quietly visit note=2 >/dev/null
	quietly visit note=3 >/dev/null
	[ "$(sed -n 's/  typed_by: //p' $VISITS | tr '\n' ' ')" = \
	    'P-0003 张会计 李明 ' ]
}

@test "git is not asked who it is where nobody wants to know" {
	mkdir bin
	printf '#!/bin/sh\necho asked >>"%s/asked"\n' "$PWD" >bin/git
	chmod +x bin/git
	PATH=$PWD/bin:$PATH
	register-add unit id=U-1 name=x >/dev/null
	ledger-set household H-00412 members=7 >/dev/null
	[ ! -e asked ]
	visit >/dev/null
	[ -e asked ]
}

@test "under cron it speaks Chinese, in UTF-8, and says nothing at success" {
	bin=$(dirname "$(command -v visit-add)")
	run env -i PATH=/usr/bin "$bin/visit-add" -C "$PWD" kind=home \
	    village=小房村 visitors=李明 note=x --today 2026-04-11
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	run env -i PATH=/usr/bin "$bin/visit-add" -C "$PWD" kind=home \
	    village=大房村 visitors=李明 note=x --today 2026-04-11
	[ "$status" -eq 1 ]
	output_has '台账里没有'
	run env -i PATH=/usr/bin "$bin/visit-add" -C "$PWD" kind=home --lang en \
	    village=大房村 visitors=李明 note=x --today 2026-04-11
	output_has 'the ledger has no'
}

# ---- dry, and committed ---------------------------------------------------

@test "--dry-run shows exactly the diff that then happens" {
	visit >/dev/null
	cp -R . ../copy
	unchanged visit note=二 -n +issue content=路灯坏了没人修 category=基础设施
	[ "$status" -eq 0 ]
	printf '%s\n' "$output" >../patch
	visit note=二 +issue content=路灯坏了没人修 category=基础设施 \
	    >/dev/null 2>&1
	(cd ../copy && patch -s -p0 <../patch)
	diff -r -x .taizhang . ../copy
}

@test "--dry-run takes no lock" {
	visit >/dev/null
	flock -o .taizhang/lock sleep 3 &
	sleep 0.1
	run quietly visit -n note=x --wait 0
	[ "$status" -eq 0 ]
	kill %1
}

@test "--commit makes one commit of exactly the files it changed" {
	git init -q . && git add -A && git commit -qm 1
	echo '# 手写' >>registers/regions.yaml
	git add registers/regions.yaml
	run visit --commit
	[ "$status" -eq 0 ]
	id=$output
	[ "$(git log --oneline | wc -l)" -eq 2 ]
	[ "$(git -c core.quotePath=false show --name-only --format= HEAD)" = \
	    $VISITS ]
	[[ $(git log -1 --format=%s) == *$id* ]]
	[[ $(git log -1 --format=%s) == *录入* ]]
	[ "$(git status --porcelain)" = 'M  registers/regions.yaml' ]
}

@test "commit: true in ledger.yaml does so every time; an emptied file goes" {
	git init -q .
	sed -i 's/^commit: .*//' ledger.yaml
	echo 'commit: true' >>ledger.yaml
	git add -A && git commit -qm 1
	id=$(visit)
	ledger-set visit "$id" date=2026-03-31 >/dev/null
	[ "$(git log --oneline | wc -l)" -eq 3 ]
	[ -z "$(git status --porcelain)" ]
	[ ! -e $VISITS ]
	[[ $(git log -1 --format=%s) == *更正*$id* ]]
}

@test "a file that went before git ever saw it does not disturb the commit" {
	git init -q . && git add -A && git commit -qm 1
	id=$(visit)
	run ledger-set visit "$id" date=2026-03-31 --commit
	[ "$status" -eq 0 ]
	[ "$(git log --oneline | wc -l)" -eq 2 ]
	[ -z "$(git status --porcelain)" ]
}

@test "where there is no git the ledger is written, and the fault told" {
	run visit --commit
	[ "$status" -eq 3 ]
	output_has '台账已写入'
	[ "$(records)" -eq 1 ]
}

# ---- from files, lists, editors, people -----------------------------------

@test "--from takes CSV, JSON lines, YAML, and standard input where named" {
	printf '类型,村,走访人,备注\n入户走访,小房村,李明,一\n回访,小房村,王建国@三组,二\n' >v.csv
	printf '{"kind":"home","village":"小房村","visitors":["李明"],"note":"三"}\n' >v.jsonl
	printf -- '- kind: home\n  village: 小房村\n  visitors: [{person: 李明, role: 网格员}]\n  note: 四\n' >v.yaml
	for f in v.csv v.jsonl v.yaml; do
		run quietly visit-add --from $f
		[ "$status" -eq 0 ]
	done
	printf 'kind,village,visitors,note\nhome,小房村,李明,五\n' |
	    quietly visit-add --from - >out
	[ "$(wc -l <out)" -eq 1 ]
	[ "$(records)" -eq 5 ]
}

@test "--edit takes what an editor leaves" {
	cat >ed <<-'EOF2'
	#!/bin/sh
	grep -q '^# .*走访人' "$1" || exit 1
	cp "$1" "$0.was"
	printf 'kind: 入户走访\nvillage: 小房村\nvisitors: [李明]\nnote: 编\n' >"$1"
	EOF2
	chmod +x ed
	EDITOR=$PWD/ed run visit-add --edit
	[ "$status" -eq 0 ]
	grep -q 'note: 编' $VISITS
	grep -q '^kind:' ed.was
	EDITOR=false unchanged visit-add --edit
	[ "$status" -ne 0 ]
}

@test "on a terminal it asks for what is missing, one question a field" {
	command -v script >/dev/null || skip "SKIPPED: script(1) is not there"
	printf '入户走访\n小房村\n李明\n' |
	    script -qec "visit-add note=问" /dev/null >out
	grep -q '类型' out
	grep -q '入户走访' out
	[ "$(records)" -eq 1 ]
	grep -q 'note: 问' $VISITS
}

@test "not on a terminal it never asks, and never reads unasked" {
	run bash -c 'yes | visit-add note=x'
	[ "$status" -eq 1 ]
	output_has '[required]'
}

@test "--fields lists the fields with their labels and choices" {
	run visit-add --fields
	[ "$status" -eq 0 ]
	output_has $'kind\t类型'
	output_has 'home 入户走访'
	[[ $output != *$'\nid\t'* ]]
	run visit-add --fields --lang en
	output_has $'visitors.person\tperson'
}

@test "wrong options are wrong usage, with the nearest one" {
	unchanged visit --dry-rum
	[ "$status" -eq 2 ]
	output_has '--dry-run'
	unchanged visit --wait soon
	[ "$status" -eq 2 ]
	unchanged visit home
	[ "$status" -eq 2 ]
	unchanged visit $'note=\xff\xfe'
	[ "$status" -eq 2 ]
}

# ---- one at a time --------------------------------------------------------

@test "someone else is writing: it waits, then gives up with status 4" {
	visit >/dev/null
	flock -o .taizhang/lock sleep 5 &
	sleep 0.1
	unchanged visit note=x --wait 0
	[ "$status" -eq 4 ]
	kill %1
	flock -o .taizhang/lock sleep 0.3 &
	sleep 0.1
	run quietly visit note=x --wait 5
	[ "$status" -eq 0 ]
}

@test "four writers at once lose no record" {
	for w in 1 2 3 4; do
		(for i in $(seq 50); do
			visit-add -q kind=home village=小房村 visitors=李明 \
			    note="$w-$i" --user x >>ids.$w || exit 1
		done) &
	done
	wait
	[ "$(records)" -eq 200 ]
	[ "$(cat ids.* | sort -u | wc -l)" -eq 200 ]
	[ "$(grep -c '  note: ' $VISITS)" -eq 200 ]
	[ -z "$(left_over)" ]
}

# ---- the disk fails -------------------------------------------------------

@test "a full disk: status 3, no byte changed, nothing left over" {
	visit >/dev/null
	for spec in write:1+:ENOSPC write:1+:EDQUOT fsync:1+:EIO \
	    open:1+:EROFS rename:1+:EIO; do
		unchanged failing $spec visit note=x
		[ "$status" -eq 3 ]
		[ -z "$(left_over)" ]
	done
	unchanged failing write:1+:ENOSPC visit note=x
	[ "$status" -eq 3 ]
	output_has 'error'
}

@test "a short write is carried on" {
	run failing write:1:SHORT visit
	[ "$status" -eq 0 ]
	[ "$(records)" -eq 1 ]
}

# two_files: a visit and its issue, in one act
two_files() {
	visit-add --user x kind=home village=小房村 visitors=李明 note=x \
	    +issue content=路灯坏了没人修 category=基础设施
}

# whole: both files or neither, once the next writer has been there: it
# finishes what a dead one had decided
whole() {
	ledger-set household H-00412 members=$1 >/dev/null
	[ "$(find villages -name 'I*.yaml' | wc -l)" -eq "$(records)" ]
	[ -z "$(left_over)" ]
}

@test "whichever call fails, it is all or nothing, and the status says so" {
	failed=0
	for n in $(seq 1 3 88); do
		rm -rf villages/*/visits villages/*/issues
		run quietly failing any:$n:EIO two_files
		[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
		[ "$status" -eq 0 ] || failed=$((failed + 1))
		[ "$status" -ne 0 ] || [ "$(records)" -eq 1 ]
		whole $n
	done
	[ $failed -gt 5 ]
	# it does come to an end: nothing failed, and it is done
	run quietly failing any:500:EIO two_files
	[ "$status" -eq 0 ]
}

@test "killed anywhere it leaves all or nothing" {
	nothing=0 all=0
	for n in $(seq 2 2 86); do
		rm -rf villages/*/visits villages/*/issues
		run quietly failing any:$n:KILL two_files
		whole $n
		if [ "$(records)" -eq 0 ]; then
			nothing=$((nothing + 1))
		else
			all=$((all + 1))
		fi
	done
	[ $nothing -gt 5 ]
	[ $all -gt 0 ]
}

@test "a symbolic link is not followed out of the ledger" {
	mkdir -p villages/$HOME_VILLAGE/visits ../outside
	echo '[]' >../outside/2026-04.yaml
	ln -s ../../../../outside/2026-04.yaml $VISITS
	unchanged visit
	[ "$status" -eq 3 ] || [ "$status" -eq 1 ]
	output_has "$VISITS"
	[ "$(cat ../outside/2026-04.yaml)" = '[]' ]
	rm -r villages/$HOME_VILLAGE/visits
	ln -s ../../../outside villages/$HOME_VILLAGE/visits
	unchanged visit
	[ "$status" -ne 0 ]
	[ "$(cat ../outside/2026-04.yaml)" = '[]' ]
}

@test "a reader's pipe that closes is a failed write, not a lost record" {
	set +o pipefail
	visit note=x | true
	[ "$(records)" -eq 1 ]
	run bash -c "visit-add kind=home village=小房村 visitors=李明 note=y \
	    >/dev/full"
	[ "$status" -eq 3 ]
	[ "$(records)" -eq 2 ]
	output_has 台账已写入
	output_has 磁盘满了
	output_has "$(sed -n 's/^- id: //p' $VISITS | sort | tail -1)" ||
	    output_has "$(sed -n 's/^- id: //p' $VISITS | tail -1)"
	run bash -c "report list household >&-"
	[ "$status" -eq 3 ]
	output_has 无法写到标准输出
}

@test "a reader whose pipe closes says nothing" {
	run bash -c "{ report list region; echo \$? >status; } 2>faults | true"
	for i in {1..50}; do [ -s status ] || sleep 0.1; done
	[ "$(cat status)" -eq 3 ] || [ "$(cat status)" -eq 0 ]
	[ ! -s faults ]
}

@test "a correction that changes nothing says so, and does not ask git" {
	run ledger-set household H-00413 户主=张薇薇 --commit
	[ "$status" -eq 0 ]
	output_has 没有改动
	[ "$(grep -c git <<<"$output")" -eq 0 ]
	run ledger-set household H-00413 户主=张薇薇 -q
	[ "$output" = H-00413 ]
}

@test "a year of another age in a file is named" {
	mkdir -p villages/$HOME_VILLAGE/visits
	visit >/dev/null
	sed -i 's/recorded_on: 2026/recorded_on: 0226/' $VISITS
	unchanged visit note=x
	[ "$status" -eq 1 ]
	output_has "$VISITS:9:16: error:"
	output_has '[date-range]'
}
