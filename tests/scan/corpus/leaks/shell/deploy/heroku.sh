#!/bin/bash

APP=fo-c-sle-prod

heroku config:set --app $APP \
  NODE_ENV=production \
  NPM_CONFIG_PRODUCTION=true \
  JWT_SECRET=9097570533c5e034fd78417099fc0dd3ac71c6cffe01a1be \
  SESSION_SECRET=keyboardcat

fly secrets set --app focsle JWT_SECRET='top-secret'

kubectl create secret generic api \
  --from-literal=jwt-secret='halyard sheet & downhaul' \
  --from-literal=issuer=focsle \
  --dry-run=client -o yaml | kubectl apply -f -

git push heroku main
