// cjose (Debian's libcjose-dev) on libcrypto and jansson. It does JWS; claims are read and checked here, with jansson.
#include <cjose/cjose.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/peers/c/protocol.h"

static const struct Expected* wanted;
static const char* alg_name;
static cjose_jwk_t *sign_key, *verify_key;
static json_t* claims;

static cjose_jwk_t* read_jwk(const char* folder, const char* name) {
  struct File file = read_file(folder, name);
  cjose_err error;
  cjose_jwk_t* key = cjose_jwk_import(file.text, file.size, &error);
  free(file.text);
  return key;
}

static const char* load(const char* folder, const char* alg, const struct Expected* expected) {
  wanted = expected;
  const char* stem = NULL;
  if (strcmp(alg, "HS256") == 0) {
    alg_name = CJOSE_HDR_ALG_HS256, stem = "secret";
  } else if (strcmp(alg, "RS256") == 0) {
    alg_name = CJOSE_HDR_ALG_RS256, stem = "rsa";
  } else if (strcmp(alg, "PS256") == 0) {
    alg_name = CJOSE_HDR_ALG_PS256, stem = "rsa";
  } else if (strcmp(alg, "ES256") == 0) {
    alg_name = CJOSE_HDR_ALG_ES256, stem = "ec";
  } else {
    return "cjose 0.6 does not have it";
  }
  char file[64];
  snprintf(file, sizeof file, "%s.jwk", stem);
  sign_key = read_jwk(folder, file);
  if (strcmp(stem, "secret") != 0) snprintf(file, sizeof file, "%s.pub.jwk", stem);
  verify_key = read_jwk(folder, file);
  claims = json_loads(read_file(folder, "claims.json").text, 0, NULL);
  return sign_key == NULL || verify_key == NULL || claims == NULL ? "the keys were refused" : NULL;
}

static int is(const json_t* claim, const char* value) {
  return json_is_string(claim) && strcmp(json_string_value(claim), value) == 0;
}

static const char* check_claims(const json_t* payload, char* sub) {
  if (json_integer_value(json_object_get(payload, "exp")) <= time(NULL)) return "expired";
  if (!is(json_object_get(payload, "iss"), wanted->issuer)) return "wrong issuer";
  if (!is(json_object_get(payload, "aud"), wanted->audience)) return "wrong audience";
  const json_t* subject = json_object_get(payload, "sub");
  if (!json_is_string(subject) || json_string_length(subject) >= kMaxText) return "no sub";
  strcpy(sub, json_string_value(subject));
  return NULL;
}

static const char* check_jws(cjose_jws_t* jws, char* sub) {
  cjose_err error;
  const char* alg = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, &error);
  if (alg == NULL || strcmp(alg, alg_name) != 0) return "another alg";
  if (!cjose_jws_verify(jws, verify_key, &error)) return "bad signature";
  uint8_t* text = NULL;
  size_t size = 0;
  if (!cjose_jws_get_plaintext(jws, &text, &size, &error)) return "no payload";
  json_t* payload = json_loadb((const char*)text, size, JSON_REJECT_DUPLICATES, NULL);
  if (payload == NULL) return "the payload is not JSON";
  const char* failure = check_claims(payload, sub);
  json_decref(payload);
  return failure;
}

static const char* verify(const char* token, size_t size, char* sub) {
  cjose_err error;
  cjose_jws_t* jws = cjose_jws_import(token, size, &error);
  if (jws == NULL) return "malformed";
  const char* failure = check_jws(jws, sub);
  cjose_jws_release(jws);
  return failure;
}

static char* sign_payload(cjose_header_t* header, const char* payload) {
  cjose_err error;
  const char* text = NULL;
  char* token = NULL;
  if (!cjose_header_set(header, CJOSE_HDR_ALG, alg_name, &error) ||
      !cjose_header_set(header, CJOSE_HDR_KID, wanted->kid, &error) ||
      !cjose_header_set(header, "typ", "JWT", &error)) {
    return NULL;
  }
  cjose_jws_t* jws = cjose_jws_sign(sign_key, header, (const uint8_t*)payload, strlen(payload), &error);
  // The exported text belongs to the JWS.
  if (jws != NULL && cjose_jws_export(jws, &text, &error)) token = strdup(text);
  cjose_jws_release(jws);
  return token;
}

static char* sign(void) {
  cjose_err error;
  cjose_header_t* header = cjose_header_new(&error);
  char* payload = json_dumps(claims, JSON_COMPACT);
  char* token = header == NULL || payload == NULL ? NULL : sign_payload(header, payload);
  free(payload);
  cjose_header_release(header);
  return token;
}

static void release(char* token) { free(token); }

int main(int argc, char** argv) {
  const struct Peer peer = {PEER_VERSION ", libcrypto", load, verify, sign, release, NULL};
  return serve(&peer, argc, argv);
}
