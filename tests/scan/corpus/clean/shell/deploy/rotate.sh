#!/usr/bin/env bash
# Rotates the JWT secret of a stage: deploy/rotate.sh staging
set -euo pipefail

stage=$1
path="secret/apiary/$stage/jwt"
jwt_secret=$(vault kv get -field=jwt_secret "$path")
vault kv put "$path" jwt_secret="$(openssl rand -base64 48)" previous_secret="$jwt_secret"

SECRET_ID="apiary-$stage-jwt-secret"
aws secretsmanager put-secret-value --secret-id "$SECRET_ID" --secret-string "$(vault kv get -field=jwt_secret "$path")"
kubectl create secret generic jwt --from-literal=jwt-secret="$(vault kv get -field=jwt_secret "$path")" --dry-run=client -o yaml | kubectl apply -f -
gcloud secrets versions access latest --secret=jwt-secret > /dev/null

echo "jwt_secret of $stage is new; the old secret verifies until $(date -d '+1 hour' +%H:%M)"
