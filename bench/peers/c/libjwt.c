// libjwt (Debian's libjwt-dev) on libcrypto. It checks the signature; exp, iss and aud are left to its user, so they
// are here.
#include <jwt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/peers/c/protocol.h"

static const struct Expected* wanted;
static jwt_alg_t alg;
static struct File sign_key, verify_key;
static jwt_t* unsigned_token;

static const char* load(const char* folder, const char* name, const struct Expected* expected) {
  wanted = expected;
  alg = jwt_str_alg(name);
  if (alg == JWT_ALG_INVAL) return "libjwt 1.10 does not have it";
  if (alg == JWT_ALG_HS256) {
    sign_key = verify_key = read_file(folder, "secret.bin");
  } else {
    sign_key = read_file(folder, private_key_file(name));
    verify_key = read_file(folder, public_key_file(name));
  }
  struct File claims = read_file(folder, "claims.json");
  jwt_free(unsigned_token);
  if (jwt_new(&unsigned_token) != 0 || jwt_add_grants_json(unsigned_token, claims.text) != 0 ||
      jwt_add_header(unsigned_token, "kid", wanted->kid) != 0 ||
      jwt_set_alg(unsigned_token, alg, (const unsigned char*)sign_key.text, (int)sign_key.size) != 0) {
    return "claims were refused";
  }
  return NULL;
}

static const char* check_claims(jwt_t* jwt, char* sub) {
  if (jwt_get_alg(jwt) != alg) return "another alg";
  if (jwt_get_grant_int(jwt, "exp") <= time(NULL)) return "expired";
  const char* issuer = jwt_get_grant(jwt, "iss");
  if (issuer == NULL || strcmp(issuer, wanted->issuer) != 0) return "wrong issuer";
  const char* audience = jwt_get_grant(jwt, "aud");
  if (audience == NULL || strcmp(audience, wanted->audience) != 0) return "wrong audience";
  const char* subject = jwt_get_grant(jwt, "sub");
  if (subject == NULL || strlen(subject) >= kMaxText) return "no sub";
  strcpy(sub, subject);
  return NULL;
}

static const char* verify(const char* token, size_t size, char* sub) {
  (void)size;
  jwt_t* jwt = NULL;
  if (jwt_decode(&jwt, token, (const unsigned char*)verify_key.text, (int)verify_key.size) != 0) return "bad signature";
  const char* failure = check_claims(jwt, sub);
  jwt_free(jwt);
  return failure;
}

static char* sign(void) { return jwt_encode_str(unsigned_token); }
static void release(char* token) { free(token); }

int main(int argc, char** argv) {
  const struct Peer peer = {PEER_VERSION ", libcrypto", load, verify, sign, release, NULL};
  return serve(&peer, argc, argv);
}
