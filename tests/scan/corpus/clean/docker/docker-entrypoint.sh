#!/bin/sh
set -e

# file_env JWT_SECRET: takes JWT_SECRET or the content of the file JWT_SECRET_FILE
file_env() {
	var="$1"
	file_var="${var}_FILE"
	default="${2:-}"
	eval "value=\${$var:-}"
	eval "file=\${$file_var:-}"
	if [ -n "$value" ] && [ -n "$file" ]; then
		echo >&2 "error: both $var and $file_var are set"
		exit 1
	fi
	[ -n "$file" ] && value="$(cat "$file")"
	export "$var=${value:-$default}"
	unset "$file_var"
}

file_env JWT_SECRET
file_env SESSION_SECRET
file_env DATABASE_PASSWORD
file_env TOKEN_ISSUER 'https://auth.storefront.example'

[ -n "$JWT_SECRET" ] || { echo >&2 'error: JWT_SECRET="" is not allowed'; exit 1; }
exec "$@"
