#!/bin/sh
set -eu

: "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
BASE=${1:-http://localhost:8080}

TOKEN=$(curl -sf -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials "$BASE/oauth/token" | jq -r .access_token)

case $TOKEN in
eyJ*.*.*) ;;
*) echo "no JWT came back" >&2; exit 1 ;;
esac

curl -sf -H "Authorization: Bearer $TOKEN" "$BASE/me" | jq -e '.sub == "smoke"' > /dev/null
curl -s -H "Authorization: Bearer not-a-token" -o /dev/null -w '%{http_code}' "$BASE/me" | grep -qx 401
curl -s -H "Authorization: Bearer eyJhbGciOiJub25lIn0" -o /dev/null -w '%{http_code}' "$BASE/me" | grep -qx 401
echo "Authorization: Bearer <token> works"
