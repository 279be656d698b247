#!/bin/sh
# Smoke test of staging. Takes a minute.

BASE=${1:-https://staging.binnacle.example}
TOKEN="eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJzbW9rZSIsInJvbGVzIjpbInJlYWRlciJdLCJpYXQiOjE3MDkyNTEyMDAsImV4cCI6MTc0MDc4NzIwMH0.d-NPV1F3aJlHXJTbaXgMJ5zM_g5FlJq47SkZ_gZcszlP43untikzosWnLRfT5OIyOekgJ9I2NQSVBz__LSbs5A"

check() {
    code=$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $TOKEN" "$BASE$1")
    if [ "$code" != "$2" ]; then
        echo "FAIL $1: $code, not $2" >&2
        exit 1
    fi
    echo "ok   $1"
}

check /health 200
check /v1/compasses 200
check /v1/admin 403

curl -sf -X POST "$BASE/v1/echo" \
    -H 'Content-Type: application/json' \
    -H 'Authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmJpbm5hY2xlLmV4YW1wbGUiLCJhdWQiOiJlY2hvIiwiZXhwIjoxNzA5MjU0ODAwfQ.3oufVnMOXHJESLE0UYVn8aQMiVI5jK9MOt8giSuX_eiLiKYy28SDoq-_8PTaS_XyI1is0qYWewrs1xXjkJ_lJq_k0od1jjjwR7rlQTfN1wUHBV64BBRbeQ2V4WNebj3NGTRHSoTCbJQzfzQOCbJj1dEHZN_Rq4RfVukgfFRxdVaczK5K2GJFLIXlfLOaW3elmnvHNdjDNvWxUcwX6K7N_9VRD0D36hBzEoxzDX9Xie31f0KOjrHzCf1HU3_YG0sgmD20sde23j4Uo4wj1zalMWMO4FlBxzK2Va65NZ_KEbvfIZyF0jFpBoi9JrPzdh4EcDeKKHobeh8UIMiI1p4VQA' \
    -d '{"hello": "world"}'
