# A small town for the writers' scenarios: two villages, their people.

HOME_VILLAGE=371603002200
AWAY_VILLAGE=371603002201

# town: a ledger in ./ledger, the current directory inside it.
town() {
	new_ledger "$@"
	cd ledger || return
	mkdir -p villages/$HOME_VILLAGE villages/$AWAY_VILLAGE
	cat >villages/$HOME_VILLAGE/people.yaml <<-'EOF2'
	# 小房村
	- {id: P-0001, village: "371603002200", name: 李明, roles: [collector]}
	- id: P-0003
	  village: "371603002200"
	  group: 二组
	  name: 王建国
	- id: P-0004
	  village: "371603002200"
	  group: 三组
	  name: 王建国
	EOF2
	cat >villages/$HOME_VILLAGE/households.yaml <<-'EOF2'
	- id: H-00412
	  village: "371603002200"
	  group: 三组
	  head: 王建国      # 户主
	  members: 4
	- id: H-00413
	  village: "371603002200"
	  head: 张薇薇
	EOF2
	cat >villages/$AWAY_VILLAGE/households.yaml <<-'EOF2'
	- id: H-00500
	  village: "371603002201"
	  head: 陈大海
	EOF2
}

VISITS=villages/$HOME_VILLAGE/visits/2026-04.yaml

# visit ...: an ordinary one, with more fields or other options behind it
visit() {
	visit-add kind=home village=小房村 visitors=李明 subject=H-00413 \
	    opinions=路灯不亮 "$@"
}

# sums: every file of the ledger with its checksum, git's and the lock's out
sums() {
	find . -type f ! -path './.git/*' ! -path './.taizhang/*' \
	    -exec cksum {} + | LC_ALL=C sort
}

# unchanged COMMAND...: it fails as `run` tells, and no byte is another
unchanged() {
	local before
	before=$(sums)
	run "$@"
	[ "$(sums)" = "$before" ] || {
		echo "files changed by: $*"
		return 1
	}
}

# quietly COMMAND...: without its warnings
quietly() {
	"$@" 2>/dev/null
}
