// The limits: what the bare operations of libcrypto and libsodium take over the same signing input, with contexts made
// once. Nothing is parsed; base64url and JSON are what a JOSE library adds to this.
#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_CTX is the only way to a copied midstate without an allocation
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers/c/protocol.h"

enum { kHashBytes = 32, kMaxSignatureBytes = 512 };

static char signing_input[1024];
static size_t signing_input_size;
static unsigned char signature[kMaxSignatureBytes];
static size_t signature_size;

static SHA256_CTX inner, outer;           // HS256: the midstates after the key's pads (RFC 2104)
static EVP_PKEY_CTX *signer, *verifier;   // RS256, PS256, ES256
static unsigned char ed25519_secret[64];  // seed and public key, as libsodium keeps them
static const char* alg_now;

static void hmac(unsigned char* tag) {
  SHA256_CTX hash = inner;
  SHA256_Update(&hash, signing_input, signing_input_size);
  SHA256_Final(tag, &hash);
  hash = outer;
  SHA256_Update(&hash, tag, kHashBytes);
  SHA256_Final(tag, &hash);
}

static void pad(SHA256_CTX* hash, const struct File* secret, unsigned char byte) {
  unsigned char block[SHA256_CBLOCK];
  memset(block, byte, sizeof block);
  for (size_t i = 0; i < secret->size; ++i) block[i] ^= (unsigned char)secret->text[i];
  SHA256_Init(hash);
  SHA256_Update(hash, block, sizeof block);
}

static EVP_PKEY* read_key(const char* folder, const char* name, int is_private) {
  struct File file = read_file(folder, name);
  BIO* bio = BIO_new_mem_buf(file.text, (int)file.size);
  EVP_PKEY* key =
      is_private ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
  BIO_free(bio);
  free(file.text);
  return key;
}

static int set_scheme(EVP_PKEY_CTX* context, const char* alg) {
  if (strcmp(alg, "ES256") == 0) return EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) > 0;
  const int pss = strcmp(alg, "PS256") == 0;
  return EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) > 0 &&
         EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) > 0 &&
         (!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0);
}

static int evp_sign(void) {
  unsigned char hash[kHashBytes];
  SHA256((const unsigned char*)signing_input, signing_input_size, hash);
  signature_size = sizeof signature;
  return EVP_PKEY_sign(signer, signature, &signature_size, hash, sizeof hash) == 1;
}

static int evp_verify(void) {
  unsigned char hash[kHashBytes];
  SHA256((const unsigned char*)signing_input, signing_input_size, hash);
  return EVP_PKEY_verify(verifier, signature, signature_size, hash, sizeof hash) == 1;
}

static const char* load_evp(const char* folder, const char* alg) {
  EVP_PKEY_CTX_free(signer);
  EVP_PKEY_CTX_free(verifier);
  EVP_PKEY *secret = read_key(folder, private_key_file(alg), 1), *open = read_key(folder, public_key_file(alg), 0);
  signer = EVP_PKEY_CTX_new(secret, NULL);
  verifier = EVP_PKEY_CTX_new(open, NULL);
  EVP_PKEY_free(secret);
  EVP_PKEY_free(open);
  const int ready = signer != NULL && verifier != NULL && EVP_PKEY_sign_init(signer) == 1 &&
                    EVP_PKEY_verify_init(verifier) == 1 && set_scheme(signer, alg) && set_scheme(verifier, alg) &&
                    evp_sign();
  return ready ? NULL : "libcrypto refused the keys";
}

static const char* load_ed25519(const char* folder) {
  // The last 32 bytes of PKCS#8 are the seed (RFC 8410 section 7).
  EVP_PKEY* key = read_key(folder, "ed25519.pem", 1);
  unsigned char seed[crypto_sign_ed25519_SEEDBYTES], open[crypto_sign_ed25519_PUBLICKEYBYTES];
  size_t size = sizeof seed;
  if (key == NULL || EVP_PKEY_get_raw_private_key(key, seed, &size) != 1) return "no Ed25519 key";
  EVP_PKEY_free(key);
  crypto_sign_ed25519_seed_keypair(open, ed25519_secret, seed);
  crypto_sign_ed25519_detached(signature, NULL, (const unsigned char*)signing_input, signing_input_size,
                               ed25519_secret);
  return NULL;
}

static const char* load(const char* folder, const char* alg, const struct Expected* expected) {
  (void)expected;
  static char name[kMaxText];
  strncpy(name, alg, sizeof name - 1);
  alg_now = name;
  char file[kMaxText + 16] = "";
  strncat(strncat(file, alg, kMaxText - 1), ".good.jwt", 10);
  struct File token = read_file(folder, file);
  signing_input_size = (size_t)(strrchr(token.text, '.') - token.text);
  if (signing_input_size > sizeof signing_input) return "the token is too long";
  memcpy(signing_input, token.text, signing_input_size);
  free(token.text);
  if (strcmp(alg, "EdDSA") == 0) return load_ed25519(folder);
  if (strcmp(alg, "HS256") != 0) return load_evp(folder, alg);
  struct File secret = read_file(folder, "secret.bin");
  pad(&inner, &secret, 0x36);
  pad(&outer, &secret, 0x5c);
  free(secret.text);
  hmac(signature);
  return NULL;
}

static int verify_once(void) {
  if (strcmp(alg_now, "HS256") == 0) {
    unsigned char tag[kHashBytes];
    hmac(tag);
    return memcmp(tag, signature, sizeof tag) == 0;  // nothing is secret here
  }
  if (strcmp(alg_now, "EdDSA") != 0) return evp_verify();
  return crypto_sign_ed25519_verify_detached(signature, (const unsigned char*)signing_input, signing_input_size,
                                             ed25519_secret + crypto_sign_ed25519_SEEDBYTES) == 0;
}

static const char* verify(const char* token, size_t size, char* sub) {
  (void)token;
  (void)size;
  sub[0] = '-';
  sub[1] = '\0';
  return verify_once() ? NULL : "bad signature";
}

static char* sign(void) {
  if (strcmp(alg_now, "HS256") == 0) {
    hmac(signature);
  } else if (strcmp(alg_now, "EdDSA") == 0) {
    crypto_sign_ed25519_detached(signature, NULL, (const unsigned char*)signing_input, signing_input_size,
                                 ed25519_secret);
  } else if (!evp_sign()) {
    return NULL;
  }
  return (char*)signature;
}

static void release(char* token) { (void)token; }

int main(int argc, char** argv) {
  char version[kMaxText];
  snprintf(version, sizeof version, "libcrypto %s, libsodium %s", OpenSSL_version(OPENSSL_VERSION_STRING),
           sodium_version_string());
  const struct Peer peer = {version, load, verify, sign, release, NULL};
  if (sodium_init() < 0) return 2;
  return serve(&peer, argc, argv);
}
