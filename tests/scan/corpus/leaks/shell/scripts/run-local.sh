#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/.."

export DATABASE_URL="postgres://localhost/bilge"
export JWT_SECRET="dev-secret"
export JWT_REFRESH_SECRET=${JWT_REFRESH_SECRET:-uU0ZY0ckrbT394zd3GPkukaf}
export LOG_LEVEL=debug

docker compose up -d db
until pg_isready -q -h localhost; do
  sleep 0.2
done

npx prisma migrate deploy
exec npx tsx watch src/server.ts
