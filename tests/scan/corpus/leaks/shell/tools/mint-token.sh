#!/usr/bin/env bash
# Mints a token of an hour for a user: tools/mint-token.sh alice
set -eu

user=${1:?user}
secret='rudder#tiller$pintle'

b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

now=$(date +%s)
header=$(printf '{"alg":"HS256","typ":"JWT"}' | b64)
payload=$(printf '{"sub":"%s","iat":%d,"exp":%d}' "$user" "$now" "$((now + 3600))" | b64)
signature=$(printf '%s.%s' "$header" "$payload" | openssl dgst -sha256 -hmac "$secret" -binary | b64)

printf '%s.%s.%s\n' "$header" "$payload" "$signature"
