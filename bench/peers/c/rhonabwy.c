// rhonabwy (Debian's librhonabwy-dev) on GnuTLS and jansson.
#include <jansson.h>
#include <rhonabwy.h>
#include <string.h>

#include "bench/peers/c/protocol.h"

static const struct Expected* wanted;
static jwa_alg alg;
static jwk_t *sign_key, *verify_key;
static json_t* claims;

static jwk_t* read_key(const char* folder, const char* name, int type) {
  struct File file = read_file(folder, name);
  jwk_t* key = NULL;
  r_jwk_init(&key);
  const int made = type == R_X509_TYPE_UNSPECIFIED
                       ? r_jwk_import_from_symmetric_key(key, (const unsigned char*)file.text, file.size)
                       : r_jwk_import_from_pem_der(key, type, R_FORMAT_PEM, (const unsigned char*)file.text, file.size);
  if (made != RHN_OK) return NULL;
  r_jwk_set_property_str(key, "kid", wanted->kid);
  return key;
}

static const char* load(const char* folder, const char* name, const struct Expected* expected) {
  wanted = expected;
  alg = r_str_to_jwa_alg(name);
  if (alg == R_JWA_ALG_UNKNOWN) return "rhonabwy 1.1 does not have it";
  if (alg == R_JWA_ALG_HS256) {
    sign_key = verify_key = read_key(folder, "secret.bin", R_X509_TYPE_UNSPECIFIED);
  } else {
    sign_key = read_key(folder, private_key_file(name), R_X509_TYPE_PRIVKEY);
    verify_key = read_key(folder, public_key_file(name), R_X509_TYPE_PUBKEY);
  }
  claims = json_loads(read_file(folder, "claims.json").text, 0, NULL);
  return sign_key == NULL || verify_key == NULL || claims == NULL ? "the keys were refused" : NULL;
}

static const char* check(jwt_t* jwt, const char* token, size_t size, char* sub) {
  if (r_jwt_parsen(jwt, token, size, 0) != RHN_OK) return "malformed";
  if (r_jwt_get_sign_alg(jwt) != alg) return "another alg";
  if (r_jwt_verify_signature(jwt, verify_key, 0) != RHN_OK) return "bad signature";
  if (r_jwt_validate_claims(jwt, R_JWT_CLAIM_ISS, wanted->issuer, R_JWT_CLAIM_AUD, wanted->audience, R_JWT_CLAIM_EXP,
                            R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP) != RHN_OK) {
    return "wrong claims";
  }
  const char* subject = r_jwt_get_claim_str_value(jwt, "sub");
  if (subject == NULL || strlen(subject) >= kMaxText) return "no sub";
  strcpy(sub, subject);
  return NULL;
}

static const char* verify(const char* token, size_t size, char* sub) {
  jwt_t* jwt = NULL;
  if (r_jwt_init(&jwt) != RHN_OK) return "out of memory";
  const char* failure = check(jwt, token, size, sub);
  r_jwt_free(jwt);
  return failure;
}

static char* sign(void) {
  jwt_t* jwt = NULL;
  char* token = NULL;
  if (r_jwt_init(&jwt) != RHN_OK) return NULL;
  if (r_jwt_set_full_claims_json_t(jwt, claims) == RHN_OK && r_jwt_set_sign_alg(jwt, alg) == RHN_OK) {
    token = r_jwt_serialize_signed(jwt, sign_key, 0);
  }
  r_jwt_free(jwt);
  return token;
}

static void release(char* token) { r_free(token); }

int main(int argc, char** argv) {
  const struct Peer peer = {RHONABWY_VERSION_STR ", GnuTLS", load, verify, sign, release, NULL};
  if (r_global_init() != RHN_OK) return 2;
  const int status = serve(&peer, argc, argv);
  r_global_close();
  return status;
}
