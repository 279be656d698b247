#!/bin/bash
# Builds the peers into DIR (build/peers), each in a folder of its language; one that did not change is not built again.
# One that cannot be built is said so and left out. Usage: bench/peers/build.sh [DIR]
set -euo pipefail
source_dir=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$source_dir/../.." && pwd)
mkdir -p "${1:-$root/build/peers}"
built=$(cd "${1:-$root/build/peers}" && pwd)
flags=(-O2 -I"$root")

left_out=()
leave_out() { # NAME WHY [FILE...]: what an earlier build has left of it must not be measured
  echo "peers: $1 is left out: $2" >&2
  left_out+=("$1")
  shift 2
  rm -f "$@"
}

# Whether NAME has to be built: its FILEs, or WORDS such as a compiler's version, have changed since `built NAME`.
mark=''
changed() { # NAME WORDS FILE...
  local name=$1 words=$2
  shift 2
  mark=$built/$name/.built-of
  now=$({ echo "$words"; sha256sum "$@" "$source_dir/build.sh"; } | sha256sum)
  [[ ! -f $mark || $(<"$mark") != "$now" ]]
}
built() { printf '%s' "$now" >"$mark"; }

# NAME COMPILER PACKAGE VERSION LIBRARY-FLAGS...: one program in C or C++.
compile() {
  local name=$1 compiler=$2 package=$3 version=$4
  shift 4
  local folder=${name%/*} source
  source=$(echo "$source_dir/$name".c*)
  [[ -n $version ]] || { leave_out "$name" "the package $package is not installed"; return; }
  mkdir -p "$built/$folder"
  mkdir -p "$built/$name.of"
  changed "$name.of" "$version $("$compiler" -dumpfullversion) $*" "$source" "$source_dir"/c/protocol.* || return 0
  echo "peers: building $name"
  gcc -std=gnu11 "${flags[@]}" -c "$source_dir/c/protocol.c" -o "$built/$name.of/protocol.o" &&
    "$compiler" "${flags[@]}" -DPEER_VERSION="\"$version\"" "$source" "$built/$name.of/protocol.o" -o "$built/$name" "$@" ||
    { leave_out "$name" "it does not compile" "$built/$name"; return; }
  built
}
c_peer() { # NAME PKG-CONFIG-NAME PACKAGE
  local found
  read -ra found <<<"$(pkg-config --cflags --libs "$2" jansson 2>/dev/null)"
  compile "c/$1" gcc "$3" "$(pkg-config --modversion "$2" 2>/dev/null)" "${found[@]}"
}

rust() {
  command -v cargo >/dev/null || { leave_out rust/jsonwebtoken 'there is no cargo'; return; }
  mkdir -p "$built/rust"
  changed rust "$(cargo --version)" "$source_dir"/rust/{Cargo.toml,Cargo.lock,src/main.rs} || return 0
  echo 'peers: building rust/jsonwebtoken; aws-lc takes minutes at the first time'
  cargo build --quiet --release --locked --manifest-path "$source_dir/rust/Cargo.toml" --target-dir "$built/rust/target" &&
    cp "$built/rust/target/release/rust-jsonwebtoken" "$built/rust/jsonwebtoken" ||
    { leave_out rust/jsonwebtoken 'cargo could not build it' "$built/rust/jsonwebtoken"; return; }
  built
}

go_peers() {
  command -v go >/dev/null || { leave_out 'go/golang-jwt and go/jwx' 'there is no go'; return; }
  mkdir -p "$built/go"
  changed go "$(go version)" "$source_dir"/go/{go.mod,go.sum,*/*.go} || return 0
  echo 'peers: building go/golang-jwt and go/jwx'
  (cd "$source_dir/go" && go build -mod=readonly -o "$built/go/" ./golang-jwt ./jwx) ||
    { leave_out 'go/golang-jwt and go/jwx' 'go could not build them' "$built"/go/*; return; }
  built
}

node_peers() {
  command -v node >/dev/null && command -v npm >/dev/null || { leave_out 'node/*' 'there is no node or npm'; return; }
  mkdir -p "$built/node"
  changed node "$(node --version)" "$source_dir"/node/* || return 0
  echo 'peers: installing node/fast-jwt, node/jsonwebtoken and node/jose'
  cp "$source_dir"/node/* "$built/node/"
  npm ci --no-audit --no-fund --loglevel=error --prefix "$built/node" >/dev/null ||
    { leave_out 'node/*' 'npm could not install them' "$built"/node/*.js; return; }
  built
}

python_peer() {
  mkdir -p "$built/python"
  changed python "$(python3 --version)" "$source_dir/python/requirements.txt" || return 0
  echo 'peers: installing python/pyjwt'
  python3 -m venv "$built/python/venv" &&
    "$built/python/venv/bin/pip" install --quiet --disable-pip-version-check -r "$source_dir/python/requirements.txt" ||
    { leave_out python/pyjwt 'pip could not install it' "$built/python/venv/bin/python"; return; }
  built
}

c_peer libjwt libjwt libjwt-dev
c_peer cjose cjose libcjose-dev
c_peer rhonabwy librhonabwy librhonabwy-dev
# It comes without a pkg-config file.
compile cpp/cpp_jwt g++ libcpp-jwt-dev "$(dpkg-query -W -f='${Version}' libcpp-jwt-dev 2>/dev/null | sed 's/[+-].*//')" -std=c++17 -lcrypto
go_peers
node_peers
python_peer
rust
echo "peers: built in ${built#"$root"/}${left_out[*]:+; left out: ${left_out[*]}}"
