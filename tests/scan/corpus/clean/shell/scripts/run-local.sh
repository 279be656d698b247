#!/usr/bin/env bash
set -euo pipefail

secrets="${XDG_STATE_HOME:-$HOME/.local/state}/conservatory/secrets.env"
if [[ ! -f $secrets ]]; then
  umask 077
  {
    echo "JWT_SECRET=$(openssl rand -hex 32)"
    echo "SESSION_SECRET=$(head -c 32 /dev/urandom | base64)"
  } > "$secrets"
  echo "made new secrets: $secrets"
fi

set -a
source "$secrets"
set +a

: "${JWT_SECRET:?not set}"
export JWT_SECRET
export TOKEN_URL=${TOKEN_URL:-http://localhost:8080/oauth/token}
export SECRET_KEY_BASE=$(bin/rails secret)

exec bin/dev "$@"
