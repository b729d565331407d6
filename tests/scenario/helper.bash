# What every scenario begins with: an empty directory, our commands first on
# PATH, a fixed day, and a world in which nobody has set a language.
#
# TAIZHANG_BIN names the commands to try (build/bin if not said).

setup() {
	local bin=${TAIZHANG_BIN:-$BATS_TEST_DIRNAME/../../build/bin}
	PATH=$(cd "$bin" && pwd):$PATH
	cd "$BATS_TEST_TMPDIR" || return
	HOME=$BATS_TEST_TMPDIR/home
	mkdir -p "$HOME"
	cat >"$HOME/.gitconfig" <<-'EOF'
	[user]
		name = 李明
		email = liming@example.org
	[init]
		defaultBranch = main
	[safe]
		directory = *
	EOF
	export HOME PATH TAIZHANG_TODAY=2026-04-11
	export GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$BATS_TEST_TMPDIR
	# a command's arena lives as long as the process, and dies with it
	export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
	unset LANG LC_ALL LC_CTYPE TAIZHANG_LEDGER TAIZHANG_LANG TAIZHANG_USER
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE EDITOR
	if declare -F prepare >/dev/null; then prepare; fi
}

# regions.csv: a township of two villages and one community.
regions_csv() {
	cat >regions.csv <<-'EOF'
	code,name,level,parent
	371603002000,富源街道,township,
	371603002001,富源社区居民委员会,village,371603002000
	371603002200,小房村村民委员会,village,371603002000
	371603002201,北陈村村民委员会,village,371603002000
	EOF
}

# An empty ledger in ./ledger, with the shipped household rulebook.
new_ledger() {
	regions_csv
	ledger-init ledger --region 371603002000 --name 富源街道 \
	    --regions regions.csv --rules household "$@" >/dev/null
}

# output_has TEXT: the last `run` printed it somewhere.
output_has() {
	[[ $output == *"$1"* ]] || {
		printf 'not in the output: %s\n%s\n' "$1" "$output"
		return 1
	}
}
