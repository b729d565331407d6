#!/usr/bin/env bats
# ledger-check --staged, and the hook that ledger-init leaves in git

load helper

V=villages/371603002200

prepare() {
	new_ledger --git --commit
	cd ledger || return
	mkdir -p $V/visits
	people >$V/people.yaml
	visit >$V/visits/2026-03.yaml
}

people() {
	printf -- '- id: P-000%s\n  village: "371603002200"\n  name: 李明\n' 1
}

visit() {
	cat <<-'EOT'
	- id: V20260316-00000001
	  kind: home
	  date: 2026-03-16
	  village: "371603002200"
	  visitors:
	    - person: P-0001
	  opinions: 路灯不亮
	EOT
}

staged() {
	run ledger-check --lang en --format gcc --staged
}

# commits: how many there are
commits() {
	git rev-list --count HEAD
}

@test "a good commit goes through, without a word of ours" {
	git add -A
	run git commit -qm 1
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$(commits)" -eq 2 ]
}

@test "a bad one does not, and says why; --no-verify goes past" {
	sed -i 's/kind: home/kind: hom/' $V/visits/2026-03.yaml
	git add -A
	run git commit -qm 1
	[ "$status" -ne 0 ]
	output_has "$V/visits/2026-03.yaml:2:9: error: "
	output_has "[enum]"
	[ "$(commits)" -eq 1 ]
	git commit -qm 1 --no-verify
	[ "$(commits)" -eq 2 ]
}

@test "what counts is the index, not the work tree" {
	sed -i 's/kind: home/kind: hom/' $V/visits/2026-03.yaml
	git add -A
	visit >$V/visits/2026-03.yaml
	staged
	[ "$status" -eq 1 ]
	output_has "[enum]"
	git add -A
	sed -i 's/kind: home/kind: hom/' $V/visits/2026-03.yaml
	staged
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	git commit -qm 1
	git show HEAD:$V/visits/2026-03.yaml | grep -q 'kind: home'
}

@test "a reference to a register that is not staged does not hold" {
	git add $V/visits
	staged
	[ "$status" -eq 1 ]
	output_has "$V/visits/2026-03.yaml:6:15: error: "
	output_has "[unknown-ref]"
	git add $V/people.yaml
	staged
	[ "$status" -eq 0 ]
}

@test "a register of an earlier commit is known, though changed since" {
	git add -A && git commit -qm 1
	sed -i 's/P-0001/P-0009/' $V/people.yaml
	sed -i 's/路灯不亮/路灯还是不亮/' $V/visits/2026-03.yaml
	git add $V/visits
	staged
	[ "$status" -eq 0 ]
}

@test "only what is staged is told of, whatever else is wrong" {
	sed -i 's/kind: home/kind: hom/' $V/visits/2026-03.yaml
	git add -A && git commit -qm 1 --no-verify
	sed -i 's/李明/李鸣/' $V/people.yaml
	git add $V/people.yaml
	staged
	[ "$status" -eq 0 ]
	git commit -qm 2
	echo '  note: 补记' >>$V/visits/2026-03.yaml
	git add -A
	staged
	[ "$status" -eq 1 ]
}

@test "nothing staged, a file removed, a file renamed" {
	staged
	[ "$status" -eq 0 ]
	git add -A && git commit -qm 1
	git rm -q $V/visits/2026-03.yaml
	staged
	[ "$status" -eq 0 ]
	git commit -qm 2
	git mv $V/people.yaml $V/peoples.yaml
	staged
	[ "$status" -eq 0 ]
	output_has "$V/peoples.yaml: warning: "
	output_has "[unknown-file]"
}

@test "names that git would quote" {
	mkdir -p "$V/照 片"
	visit >"$V/照 片/走访 \"一\".yaml"
	git add -A
	staged
	[ "$status" -eq 0 ]
	[ "$(grep -c unknown-file <<<"$output")" -eq 1 ]
}

@test "git commit -a and git commit FILE are checked as they will be" {
	git add -A && git commit -qm 1
	sed -i 's/kind: home/kind: hom/' $V/visits/2026-03.yaml
	run git commit -qam 2
	[ "$status" -ne 0 ]
	output_has "[enum]"
	sed -i 's/李明/李鸣/' $V/people.yaml
	git commit -qm 2 $V/people.yaml
	[ "$(commits)" -eq 3 ]
}

@test "a ledger in a directory of a larger work tree" {
	cd ..
	git init -q all
	ledger-init all/台账 --region 371603002000 --name 富源街道 \
	    --regions regions.csv --rules household >/dev/null
	cd all
	git add -A && git commit -qm 1
	mkdir -p docs 台账/$V
	people >台账/$V/people.yaml
	sed -i 's/name/nmae/' 台账/$V/people.yaml
	echo 1 >docs/a
	git add -A
	cd docs
	run git commit -qm 2
	[ "$status" -ne 0 ]
	output_has "$V/people.yaml:3:3: error: "
	git reset -q ../台账
	git commit -qm 2
	cd ..
	git worktree add -q ../other
	cd ../other
	mkdir -p 台账/$V
	people | sed 's/name/nmae/' >台账/$V/people.yaml
	git add -A
	run git commit -qm 3
	[ "$status" -ne 0 ]
	output_has "$V/people.yaml:3:3: error: "
	sed -i 's/nmae/name/' 台账/$V/people.yaml
	git add -A
	git commit -qm 3
}

@test "a kind of the user's own is the one that is staged" {
	mkdir -p schemas
	cat >schemas/well.yaml <<-'EOT'
	$schema: https://json-schema.org/draft/2020-12/schema
	title: 水井
	x-ledger: {path: 'villages/{village}/wells.yaml', list: true}
	type: object
	additionalProperties: false
	required: [id, village]
	properties:
	  id: {title: 编号, type: string}
	  village: {title: 村, type: string, x-ref: region}
	EOT
	printf -- '- {id: W1, village: "371603002200"}\n' >$V/wells.yaml
	git add -A
	sed -i 's/required: .*/required: [id, village, depth]/' schemas/well.yaml
	staged
	[ "$status" -eq 0 ]
}

@test "what the commands commit themselves passes through the hook" {
	git add -A && git commit -qm 1
	ledger-set person P-0001 姓名=李鸣 --village 小房村 --commit ||
	    ledger-set person P-0001 姓名=李鸣 --commit
	[ "$(commits)" -eq 3 ]
}

@test "nothing is left behind, and nobody else could read it" {
	mkdir tmp && TMPDIR=$PWD/tmp
	export TMPDIR
	echo tmp/ >>.git/info/exclude
	git add -A
	staged
	[ "$status" -eq 0 ]
	[ -z "$(ls -A tmp)" ]
	sed -i 's/name/nmae/' $V/people.yaml
	git add -A
	staged
	[ "$status" -eq 1 ]
	[ -z "$(ls -A tmp)" ]
	TMPDIR=$PWD/nowhere
	staged
	[ "$status" -eq 3 ]
}

@test "the work tree and the index are as before" {
	git add $V/people.yaml
	git status --porcelain >../before
	find . -path ./.git -prune -o -type f -print -exec sha256sum {} + |
	    sort >>../before
	staged
	{
		git status --porcelain
		find . -path ./.git -prune -o -type f -print \
		    -exec sha256sum {} + | sort
	} | diff ../before -
}

@test "without git, or without ledger.yaml in it, it is wrong usage" {
	git rm -q --cached ledger.yaml
	git add $V
	staged
	[ "$status" -eq 2 ]
	output_has "ledger.yaml"
	rm -rf .git
	staged
	[ "$status" -eq 2 ]
	run ledger-check --staged $V/people.yaml
	[ "$status" -eq 2 ]
}

@test "a hook that is there already stays" {
	cd ..
	git init -q mine
	mkdir -p mine/.git/hooks
	printf '#!/bin/sh\nexit 0\n' >mine/.git/hooks/pre-commit
	cksum mine/.git/hooks/pre-commit >before
	ledger-init mine --region 371603002000 --name 富源街道 \
	    --regions regions.csv --rules household >/dev/null
	cksum mine/.git/hooks/pre-commit | cmp - before
}

@test "hooks that lie outside the repository are nobody's to change" {
	cd ..
	mkdir shared-hooks
	git config --global core.hooksPath "$PWD/shared-hooks"
	new_ledger_at() {
		ledger-init "$1" --region 371603002000 --name 富源街道 \
		    --regions regions.csv --git >/dev/null
	}
	new_ledger_at two
	[ -z "$(ls -A shared-hooks)" ]
	[ ! -e two/.git/hooks/pre-commit ]
}

@test "without git there is no hook, with it one that may be run" {
	[ -x .git/hooks/pre-commit ]
	cd ..
	ledger-init plain --region 371603002000 --name 富源街道 \
	    --regions regions.csv >/dev/null
	[ ! -e plain/.git ]
}

@test "commands that were moved are found on PATH" {
	sed -i "s|^check=.*|check='/nowhere/ledger-check'|" .git/hooks/pre-commit
	git add -A
	git commit -qm 1
	sed -i 's/name/nmae/' $V/people.yaml
	run git commit -qam 2
	[ "$status" -ne 0 ]
	output_has "[unknown-key]"
}
