/* Every function of jwtkeep.h as a C program meets it: used well, used wrongly, by many threads, with random bytes. The
 * program ends with 0 when all holds; AddressSanitizer says in its build that nothing leaks. */
#include <jwtkeep.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What programs were compiled with: a struct only grows at its end, and its struct_size says how far it goes. */
_Static_assert(sizeof(void *) != 8 || sizeof(jwtkeep_expectations) == 128, "the size of jwtkeep_expectations");
_Static_assert(sizeof(void *) != 8 || offsetof(jwtkeep_expectations, flags) == 112, "the place of its flags");
_Static_assert(sizeof(void *) != 8 || offsetof(jwtkeep_expectations, remembered) == 120, "where it ended in the first version");
_Static_assert(sizeof(void *) != 8 || sizeof(jwtkeep_store_options) == 48, "the size of jwtkeep_store_options");
_Static_assert(JWTKEEP_LIFETIME_TOO_LONG == 19 && JWTKEEP_CHAIN_BROKEN == 102 && JWTKEEP_UNSAFE_PLACE == 205 &&
                   JWTKEEP_INTERNAL == 312,
               "the numbers of the reasons");

static const char kSecret[] = "6b1f0c7ad34f9f8e2b7d10c5a4e8937756dd0b2c9e1f48a3c05b7e92d6f1a834";
static const char kClaims[] =
    "{\"iss\":\"shop\",\"sub\":\"alice\",\"aud\":[\"orders\",\"billing\"],\"iat\":1700000000,\"exp\":1700000900}";
static const int64_t kNow = INT64_C(1700000100) * 1000000;
static const char *const kShop[] = {"shop"};
static const char *const kOrders[] = {"orders"};
static int failures;

#define CHECK(condition)                                                         \
  do {                                                                           \
    if (!(condition)) {                                                          \
      fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                                \
    }                                                                            \
  } while (0)

static void must_(jwtkeep_error *error, int line) {
  if (error == NULL) return;
  fprintf(stderr, "%s:%d: %s: %s (%s)\n", __FILE__, line, jwtkeep_error_word(error), jwtkeep_error_text(error),
          jwtkeep_error_hint(error));
  jwtkeep_error_free(error);
  ++failures;
}
#define MUST(call) must_((call), __LINE__)

static void refuses_(jwtkeep_error *error, int reason, int line) {
  if (jwtkeep_error_reason(error) != reason) {
    fprintf(stderr, "%s:%d: %d was expected, and it is %d: %s\n", __FILE__, line, reason, jwtkeep_error_reason(error),
            jwtkeep_error_text(error));
    ++failures;
  }
  if (error != NULL && (jwtkeep_error_text(error)[0] == '\0' || jwtkeep_error_hint(error)[0] == '\0')) {
    fprintf(stderr, "%s:%d: says too little: %s (%s)\n", __FILE__, line, jwtkeep_error_text(error), jwtkeep_error_hint(error));
    ++failures;
  }
  jwtkeep_error_free(error);
}
#define REFUSES(reason, call) refuses_((call), (reason), __LINE__)

static jwtkeep_keys *secret_keys(void) {
  jwtkeep_keys *keys = NULL;
  MUST(jwtkeep_keys_from_secret(kSecret, strlen(kSecret), JWTKEEP_FORM_TEXT, NULL, &keys));
  return keys;
}

static jwtkeep_expectations shop_orders(void) {
  jwtkeep_expectations wanted = JWTKEEP_EXPECTATIONS;
  wanted.issuers = kShop;
  wanted.issuers_count = 1;
  wanted.audiences = kOrders;
  wanted.audiences_count = 1;
  return wanted;
}

static jwtkeep_verifier *verifier_of(const jwtkeep_keys *keys) {
  const jwtkeep_expectations wanted = shop_orders();
  jwtkeep_verifier *verifier = NULL;
  MUST(jwtkeep_verifier_new(keys, &wanted, &verifier));
  return verifier;
}

/* On the heap, ends in a zero byte. */
static char *token_of(const jwtkeep_keys *keys, const char *claims) {
  jwtkeep_signer *signer = NULL;
  MUST(jwtkeep_signer_new(keys, NULL, NULL, NULL, &signer));
  jwtkeep_text *token = NULL;
  MUST(jwtkeep_sign(signer, claims, strlen(claims), &token));
  jwtkeep_signer_free(signer);
  char *copy = strdup(jwtkeep_text_data(token, NULL));
  jwtkeep_text_free(token);
  return copy;
}

static int text_is(const char *text, size_t size, const char *wanted) {
  return text != NULL && size == strlen(wanted) && memcmp(text, wanted, size) == 0;
}

static void the_library_tells_its_version(void) {
  CHECK(strcmp(jwtkeep_version(), "0.1.0") == 0);
  CHECK(jwtkeep_prepare_openssl() == 1);
  CHECK(jwtkeep_error_reason(NULL) == 0 && jwtkeep_error_word(NULL)[0] == '\0');
  CHECK(jwtkeep_error_text(NULL)[0] == '\0' && jwtkeep_error_hint(NULL)[0] == '\0');
}

static void a_token_of_a_secret_is_verified(void) {
  jwtkeep_keys *keys = secret_keys();
  CHECK(jwtkeep_keys_count(keys) == 1);
  jwtkeep_verifier *verifier = verifier_of(keys);
  char *token = token_of(keys, kClaims);
  jwtkeep_keys_free(keys); /* the others hold what they need */
  jwtkeep_result *result = jwtkeep_result_new();
  CHECK(jwtkeep_result_claims(result, NULL) == NULL && jwtkeep_result_kid(result) == NULL);
  MUST(jwtkeep_verify(verifier, token, strlen(token), kNow, result));
  size_t size = 0;
  const char *text = jwtkeep_result_claims(result, &size);
  CHECK(text_is(text, size, kClaims));
  text = jwtkeep_result_header(result, &size);
  CHECK(text_is(text, size, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
  CHECK(strcmp(jwtkeep_result_alg(result), "HS256") == 0 && strcmp(jwtkeep_result_kid(result), "") == 0);
  text = jwtkeep_result_text(result, "sub", &size);
  CHECK(text_is(text, size, "alice"));
  int64_t number = 0;
  CHECK(jwtkeep_result_integer(result, "exp", &number) == 1 && number == 1700000900);
  CHECK(jwtkeep_result_integer(result, "sub", &number) == 0 && jwtkeep_result_text(result, "exp", NULL) == NULL);
  CHECK(jwtkeep_result_holds(result, "aud", "billing") == 1 && jwtkeep_result_holds(result, "aud", "x") == 0);
  /* What it shows stays when the verifier goes. */
  jwtkeep_verifier_free(verifier);
  CHECK(strcmp(jwtkeep_result_alg(result), "HS256") == 0 && jwtkeep_result_header(result, NULL) != NULL);
  jwtkeep_result_free(result);
  free(token);
}

/* A verifier that remembers checks at each hit all but the signature, and takes nothing else for what it knows. */
static void what_is_remembered_is_judged_again(void) {
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_expectations wanted = shop_orders();
  wanted.remembered = 64;
  jwtkeep_verifier *verifier = NULL;
  MUST(jwtkeep_verifier_new(keys, &wanted, &verifier));
  jwtkeep_result *result = jwtkeep_result_new();
  char *token = token_of(keys, kClaims);
  const size_t size = strlen(token);
  size_t claims_size = 0;
  for (int i = 0; i < 3; ++i) {
    MUST(jwtkeep_verify(verifier, token, size, kNow, result));
    const char *claims = jwtkeep_result_claims(result, &claims_size);
    CHECK(text_is(claims, claims_size, kClaims));
  }
  REFUSES(JWTKEEP_EXPIRED, jwtkeep_verify(verifier, token, size, kNow + INT64_C(800000000), result));
  CHECK(jwtkeep_result_claims(result, NULL) == NULL);
  for (size_t at = 0; at < size; ++at) {
    const char was = token[at];
    token[at] = was == 'A' ? 'B' : 'A';
    jwtkeep_error *refused = jwtkeep_verify(verifier, token, size, kNow, result);
    CHECK(refused != NULL && jwtkeep_result_claims(result, NULL) == NULL);
    jwtkeep_error_free(refused);
    token[at] = was;
  }
  MUST(jwtkeep_verify(verifier, token, size, kNow, result));
  free(token);
  jwtkeep_result_free(result);
  jwtkeep_verifier_free(verifier);
  wanted.remembered = 65537;
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_verifier_new(keys, &wanted, &verifier));
  /* A program of before: what stands behind its structure is not looked at. */
  wanted.struct_size = offsetof(jwtkeep_expectations, remembered);
  MUST(jwtkeep_verifier_new(keys, &wanted, &verifier));
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
}

static void each_refusal_has_its_reason(void) {
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_verifier *verifier = verifier_of(keys);
  jwtkeep_result *result = jwtkeep_result_new();
  char *token = token_of(keys, kClaims);
  const size_t size = strlen(token);
  REFUSES(JWTKEEP_EXPIRED, jwtkeep_verify(verifier, token, size, kNow + INT64_C(800000000), result));
  CHECK(jwtkeep_result_claims(result, NULL) == NULL);
  REFUSES(JWTKEEP_NOT_YET_VALID, jwtkeep_verify(verifier, token, size, kNow - INT64_C(200000000), result));
  token[size - 2] = token[size - 2] == 'A' ? 'B' : 'A';
  REFUSES(JWTKEEP_BAD_SIGNATURE, jwtkeep_verify(verifier, token, size, kNow, result));
  REFUSES(JWTKEEP_MALFORMED, jwtkeep_verify(verifier, "e30.e30", 7, kNow, result));
  REFUSES(JWTKEEP_MALFORMED, jwtkeep_verify(verifier, NULL, 0, kNow, result));
  static const char kNone[] = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.";
  REFUSES(JWTKEEP_ALG_NOT_ALLOWED, jwtkeep_verify(verifier, kNone, strlen(kNone), kNow, result));
  char *large = malloc(100000);
  memset(large, 'a', 100000);
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_verify(verifier, large, 100000, kNow, result));
  free(large);
  free(token);
  token = token_of(keys, "{\"iss\":\"other\",\"aud\":\"orders\",\"exp\":1700000900}");
  REFUSES(JWTKEEP_WRONG_ISSUER, jwtkeep_verify(verifier, token, strlen(token), kNow, result));
  free(token);
  token = token_of(keys, "{\"iss\":\"shop\",\"aud\":\"other\",\"exp\":1700000900}");
  REFUSES(JWTKEEP_WRONG_AUDIENCE, jwtkeep_verify(verifier, token, strlen(token), kNow, result));
  free(token);
  token = token_of(keys, "{\"iss\":\"shop\",\"aud\":\"orders\"}");
  REFUSES(JWTKEEP_MISSING_CLAIM, jwtkeep_verify(verifier, token, strlen(token), kNow, result));
  free(token);
  jwtkeep_result_free(result);
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
}

static void key_pairs_of_each_kind_sign_and_verify(void) {
  static const char *const kAlgs[] = {"ES256", "EdDSA", "RS256", "PS256", "ES384", "HS512"};
  for (size_t i = 0; i < sizeof kAlgs / sizeof *kAlgs; ++i) {
    for (int as_jwk = 0; as_jwk < 2; ++as_jwk) {
      jwtkeep_secret *private_half = NULL;
      jwtkeep_text *public_half = NULL;
      const int symmetric = kAlgs[i][0] == 'H';
      MUST(jwtkeep_generate(kAlgs[i], kAlgs[i][1] == 'S' && !symmetric && kAlgs[i][0] != 'E' ? 2048 : 0,
                            as_jwk ? "jwk" : NULL, &private_half, &public_half));
      size_t size = 0;
      const void *text = jwtkeep_secret_data(private_half, &size);
      jwtkeep_keys *keys = NULL;
      jwtkeep_keys *verifying = NULL;
      if (as_jwk) {
        MUST(jwtkeep_keys_from_jwk(text, size, &keys));
      } else if (symmetric) {
        MUST(jwtkeep_keys_from_secret(text, size, JWTKEEP_FORM_BYTES, "mine", &keys));
      } else {
        MUST(jwtkeep_keys_from_pem(text, size, NULL, &keys));
      }
      CHECK((public_half == NULL) == symmetric);
      if (public_half != NULL) {
        text = jwtkeep_text_data(public_half, &size);
        MUST(as_jwk ? jwtkeep_keys_from_jwk(text, size, &verifying) : jwtkeep_keys_from_pem(text, size, NULL, &verifying));
        jwtkeep_text *jwks = NULL;
        MUST(jwtkeep_keys_public_jwks(keys, &jwks));
        text = jwtkeep_text_data(jwks, &size);
        jwtkeep_keys *of_set = NULL;
        MUST(jwtkeep_keys_from_jwks(text, size, &of_set));
        CHECK(jwtkeep_keys_count(of_set) == 1);
        jwtkeep_keys_free(of_set);
        jwtkeep_text_free(jwks);
        jwtkeep_signer *none = NULL;
        REFUSES(JWTKEEP_KEY_MISMATCH, jwtkeep_signer_new(verifying, NULL, NULL, NULL, &none));
      }
      jwtkeep_signer *signer = NULL;
      MUST(jwtkeep_signer_new(keys, kAlgs[i], "a-kid", "JWT", &signer));
      jwtkeep_text *token = NULL;
      MUST(jwtkeep_sign(signer, kClaims, strlen(kClaims), &token));
      jwtkeep_expectations wanted = shop_orders();
      wanted.algs = &kAlgs[i];
      wanted.algs_count = 1;
      jwtkeep_verifier *verifier = NULL;
      MUST(jwtkeep_verifier_new(symmetric ? keys : verifying, &wanted, &verifier));
      jwtkeep_result *result = jwtkeep_result_new();
      const char *written = jwtkeep_text_data(token, &size);
      /* A JWK has a kid of its own, which is not the token's. */
      const int named = as_jwk || symmetric;
      jwtkeep_error *error = jwtkeep_verify(verifier, written, size, kNow, result);
      if (named) {
        REFUSES(JWTKEEP_KEY_UNKNOWN, error);
      } else {
        MUST(error);
        CHECK(strcmp(jwtkeep_result_alg(result), kAlgs[i]) == 0);
      }
      jwtkeep_result_free(result);
      jwtkeep_verifier_free(verifier);
      jwtkeep_text_free(token);
      jwtkeep_signer_free(signer);
      jwtkeep_keys_free(verifying);
      jwtkeep_keys_free(keys);
      jwtkeep_text_free(public_half);
      jwtkeep_secret_free(private_half);
    }
  }
}

static void one_secret_may_be_for_several_algorithms(void) {
  static const char *const kBoth[] = {"HS256", "HS512"};
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_expectations wanted = shop_orders();
  wanted.algs = kBoth;
  wanted.algs_count = 2;
  jwtkeep_verifier *verifier = NULL;
  MUST(jwtkeep_verifier_new(keys, &wanted, &verifier));
  jwtkeep_result *result = jwtkeep_result_new();
  static const char *const kAll[] = {"HS256", "HS384", "HS512"};
  for (int i = 0; i < 3; ++i) {
    jwtkeep_signer *signer = NULL;
    MUST(jwtkeep_signer_new(keys, kAll[i], NULL, "", &signer));
    jwtkeep_text *token = NULL;
    MUST(jwtkeep_sign(signer, kClaims, strlen(kClaims), &token));
    size_t size = 0;
    const char *text = jwtkeep_text_data(token, &size);
    REFUSES(i == 1 ? JWTKEEP_ALG_NOT_ALLOWED : 0, jwtkeep_verify(verifier, text, size, kNow, result));
    jwtkeep_text_free(token);
    jwtkeep_signer_free(signer);
  }
  jwtkeep_result_free(result);
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
}

static void content_is_encrypted_and_decrypted(void) {
  jwtkeep_secret *private_half = NULL;
  jwtkeep_text *public_half = NULL;
  MUST(jwtkeep_generate("ES256", 0, NULL, &private_half, &public_half));
  size_t size = 0;
  const char *pem = jwtkeep_text_data(public_half, &size);
  jwtkeep_keys *to = NULL;
  MUST(jwtkeep_keys_from_pem(pem, size, NULL, &to));
  pem = jwtkeep_secret_data(private_half, &size);
  jwtkeep_keys *own = NULL;
  MUST(jwtkeep_keys_from_pem(pem, size, NULL, &own));
  jwtkeep_text *token = NULL;
  MUST(jwtkeep_encrypt(to, NULL, NULL, "hello", 5, &token));
  static const char *const kEncs[] = {"A128CBC-HS256", "A256GCM"};
  jwtkeep_secret *content = NULL;
  jwtkeep_text *header = NULL;
  const char *text = jwtkeep_text_data(token, &size);
  MUST(jwtkeep_decrypt(own, kEncs, 2, text, size, &content, &header));
  size_t plain = 0;
  const char *bytes = jwtkeep_secret_data(content, &plain);
  CHECK(text_is(bytes, plain, "hello"));
  CHECK(strstr(jwtkeep_text_data(header, NULL), "\"ECDH-ES\"") != NULL);
  jwtkeep_secret_free(content);
  content = NULL;
  REFUSES(JWTKEEP_ALG_NOT_ALLOWED, jwtkeep_decrypt(own, kEncs, 1, text, size, &content, NULL));
  REFUSES(JWTKEEP_KEY_MISMATCH, jwtkeep_decrypt(to, kEncs, 2, text, size, &content, NULL));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_decrypt(own, kEncs, 0, text, size, &content, NULL));
  REFUSES(JWTKEEP_ALG_NOT_ALLOWED, jwtkeep_encrypt(to, "RSA1_5", NULL, "hello", 5, &token));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_encrypt(to, "\xff", NULL, "hello", 5, &token));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_encrypt(to, NULL, "\xff", "hello", 5, &token));
  CHECK(content == NULL);
  jwtkeep_text *seen = NULL;
  MUST(jwtkeep_inspect(text, size, &seen));
  CHECK(strstr(jwtkeep_text_data(seen, NULL), "\"encrypted\"") != NULL);
  jwtkeep_text_free(seen);
  jwtkeep_text_free(header);
  jwtkeep_text_free(token);
  jwtkeep_keys_free(own);
  jwtkeep_keys_free(to);
  jwtkeep_secret_free(private_half);
  jwtkeep_text_free(public_half);
}

static void secrets_are_judged(void) {
  static const char *const kContext[] = {"acme"};
  int strong = -1;
  jwtkeep_text *json = NULL;
  MUST(jwtkeep_judge("acme2024", 8, NULL, kContext, 1, &strong, &json));
  CHECK(strong == 0 && strstr(jwtkeep_text_data(json, NULL), "\"weak\"") != NULL);
  CHECK(strstr(jwtkeep_text_data(json, NULL), "acme2024") == NULL);
  jwtkeep_text_free(json);
  jwtkeep_secret *secret = NULL;
  MUST(jwtkeep_generate(NULL, 512, NULL, &secret, NULL));
  size_t size = 0;
  const void *text = jwtkeep_secret_data(secret, &size);
  CHECK(size == 128);
  MUST(jwtkeep_judge(text, size, "HS512", NULL, 0, &strong, NULL));
  CHECK(strong == 1);
  jwtkeep_secret_free(secret);
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_judge("x", 1, "RS256", NULL, 0, &strong, NULL));
}

/* ------------------------------------------------------------------------------------------------------ wrong use */

static void what_cannot_be_meant_is_an_error(void) {
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_keys *none = NULL;
  jwtkeep_verifier *verifier = NULL;
  jwtkeep_signer *signer = NULL;
  jwtkeep_text *text = NULL;
  jwtkeep_secret *secret = NULL;
  jwtkeep_result *result = jwtkeep_result_new();
  const int bad = JWTKEEP_BAD_VALUE;
  REFUSES(bad, jwtkeep_keys_from_secret(NULL, 3, JWTKEEP_FORM_TEXT, NULL, &none));
  REFUSES(bad, jwtkeep_keys_from_secret("", 0, JWTKEEP_FORM_TEXT, NULL, &none));
  REFUSES(bad, jwtkeep_keys_from_secret("abc", 3, JWTKEEP_FORM_TEXT, NULL, NULL));
  REFUSES(bad, jwtkeep_keys_from_secret("?!", 2, JWTKEEP_FORM_BYTES, NULL, &none));
  REFUSES(bad, jwtkeep_keys_from_secret("abc", 3, 7, NULL, &none));
  REFUSES(bad, jwtkeep_keys_from_secret("abc", SIZE_MAX, JWTKEEP_FORM_TEXT, NULL, &none));
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_keys_from_jwk("{}", (size_t)1 << 40, &none));
  REFUSES(bad, jwtkeep_keys_from_pem("abc", 3, NULL, &none));
  REFUSES(JWTKEEP_MALFORMED, jwtkeep_keys_from_jwk("abc", 3, &none));
  REFUSES(bad, jwtkeep_keys_from_jwks("{\"keys\":[]}", 11, &none));
  REFUSES(bad, jwtkeep_keys_public_jwks(keys, &text));
  REFUSES(bad, jwtkeep_keys_public_jwks(NULL, &text));
  CHECK(none == NULL && text == NULL && jwtkeep_keys_count(NULL) == 0);

  jwtkeep_expectations wanted = JWTKEEP_EXPECTATIONS;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier)); /* says nothing of issuer and audience */
  wanted = shop_orders();
  REFUSES(bad, jwtkeep_verifier_new(NULL, &wanted, &verifier));
  REFUSES(bad, jwtkeep_verifier_new(keys, NULL, &verifier));
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, NULL));
  wanted.struct_size = 8;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  wanted = shop_orders();
  wanted.flags = 1u << 20;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  wanted = shop_orders();
  wanted.leeway_s = -1;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  wanted = shop_orders();
  wanted.issuers_count = SIZE_MAX;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  wanted = shop_orders();
  wanted.issuers = NULL;
  REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  static const char *const kUnknown[] = {"none", "HS1"};
  for (int i = 0; i < 2; ++i) {
    wanted = shop_orders();
    wanted.algs = &kUnknown[i];
    wanted.algs_count = 1;
    REFUSES(bad, jwtkeep_verifier_new(keys, &wanted, &verifier));
  }
  jwtkeep_keys *short_key = NULL;
  MUST(jwtkeep_keys_from_secret("short", 5, JWTKEEP_FORM_TEXT, NULL, &short_key));
  wanted = shop_orders();
  REFUSES(JWTKEEP_KEY_MISMATCH, jwtkeep_verifier_new(short_key, &wanted, &verifier));
  jwtkeep_keys_free(short_key);
  CHECK(verifier == NULL);

  verifier = verifier_of(keys);
  REFUSES(bad, jwtkeep_verify(NULL, "a", 1, kNow, result));
  REFUSES(bad, jwtkeep_verify(verifier, NULL, 1, kNow, result));
  REFUSES(bad, jwtkeep_verify(verifier, "a", 1, kNow, NULL));
  REFUSES(bad, jwtkeep_verify(verifier, "a", 1, -1, result));
  REFUSES(bad, jwtkeep_verify(verifier, "a", 1, INT64_MAX, result));
  REFUSES(bad, jwtkeep_verify(verifier, "a", SIZE_MAX, kNow, result));
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_verify(verifier, "a", (size_t)1 << 40, kNow, result));
  CHECK(jwtkeep_result_text(result, NULL, NULL) == NULL && jwtkeep_result_integer(NULL, "a", NULL) == 0);
  CHECK(jwtkeep_result_holds(NULL, "a", "b") == 0 && jwtkeep_result_header(NULL, NULL) == NULL);
  CHECK(jwtkeep_result_alg(NULL) == NULL && jwtkeep_result_claims(NULL, NULL) == NULL);

  REFUSES(bad, jwtkeep_signer_new(NULL, NULL, NULL, NULL, &signer));
  REFUSES(bad, jwtkeep_signer_new(keys, NULL, NULL, NULL, NULL));
  REFUSES(bad, jwtkeep_signer_new(keys, "none", NULL, NULL, &signer));
  REFUSES(JWTKEEP_KEY_MISMATCH, jwtkeep_signer_new(keys, "RS256", NULL, NULL, &signer));
  MUST(jwtkeep_signer_new(keys, NULL, NULL, NULL, &signer));
  REFUSES(bad, jwtkeep_sign(NULL, "{}", 2, &text));
  REFUSES(bad, jwtkeep_sign(signer, NULL, 2, &text));
  REFUSES(bad, jwtkeep_sign(signer, "{}", 2, NULL));
  REFUSES(bad, jwtkeep_sign(signer, "[]", 2, &text));
  REFUSES(JWTKEEP_MALFORMED, jwtkeep_sign(signer, "{", 1, &text));
  REFUSES(JWTKEEP_DUPLICATE_MEMBER, jwtkeep_sign(signer, "{\"a\":1,\"a\":2}", 13, &text));
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_sign(signer, "{}", (size_t)1 << 40, &text));
  CHECK(text == NULL);
  REFUSES(bad, jwtkeep_inspect("a", 1, NULL));
  REFUSES(JWTKEEP_MALFORMED, jwtkeep_inspect(NULL, 0, &text));
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_inspect("a", (size_t)1 << 40, &text));
  REFUSES(bad, jwtkeep_encrypt(NULL, NULL, NULL, "a", 1, &text));
  REFUSES(bad, jwtkeep_encrypt(keys, "XYZ", NULL, "a", 1, &text));
  REFUSES(bad, jwtkeep_encrypt(keys, NULL, "XYZ", "a", 1, &text));
  REFUSES(bad, jwtkeep_encrypt(keys, NULL, NULL, NULL, 1, &text));
  REFUSES(bad, jwtkeep_decrypt(keys, kUnknown, 1, "a", 1, &secret, NULL));
  REFUSES(bad, jwtkeep_generate("HS256", 8, NULL, &secret, NULL));
  REFUSES(bad, jwtkeep_generate("ES256", 8, NULL, &secret, NULL));
  REFUSES(bad, jwtkeep_generate("ES256", 0, "hex", &secret, NULL));
  REFUSES(bad, jwtkeep_generate("XYZ", 0, NULL, &secret, NULL));
  REFUSES(bad, jwtkeep_generate(NULL, 0, NULL, NULL, NULL));
  REFUSES(bad, jwtkeep_judge("a", 1, NULL, NULL, 0, NULL, NULL));
  int strong = 0;
  REFUSES(JWTKEEP_TOO_LARGE, jwtkeep_judge("a", (size_t)1 << 40, NULL, NULL, 0, &strong, NULL));
  REFUSES(bad, jwtkeep_judge("a", 1, NULL, NULL, 3, &strong, NULL));
  CHECK(secret == NULL && jwtkeep_secret_data(NULL, NULL) == NULL && jwtkeep_text_data(NULL, NULL)[0] == '\0');

  jwtkeep_store *store = NULL;
  jwtkeep_keyring *ring = NULL;
  jwtkeep_store_options options = JWTKEEP_STORE_OPTIONS;
  REFUSES(bad, jwtkeep_store_open(&options, NULL));
  options.struct_size = 1;
  REFUSES(bad, jwtkeep_store_open(&options, &store));
  options.struct_size = sizeof options;
  options.store = "/nonexistent/store.db";
  REFUSES(JWTKEEP_NO_STORE, jwtkeep_store_open(&options, &store));
  options.store = "mysql://user:password@host/x";
  REFUSES(bad, jwtkeep_store_open(&options, &store));
  options.key_file = "a";
  options.passphrase = "b";
  options.passphrase_size = 1;
  REFUSES(bad, jwtkeep_store_open(&options, &store));
  REFUSES(bad, jwtkeep_store_keyrings(NULL, NULL, NULL, 1, &text));
  REFUSES(bad, jwtkeep_store_keyring(NULL, "a/b", &ring));
  REFUSES(bad, jwtkeep_keyring_verify(NULL, "a", 1, kNow, result));
  REFUSES(bad, jwtkeep_keyring_sign(NULL, "{}", 2, 0, kNow, &text));
  REFUSES(bad, jwtkeep_keyring_public_jwks(NULL, &text));
  REFUSES(bad, jwtkeep_keyring_describe(NULL, &text));
  REFUSES(bad, jwtkeep_keyring_max_age(NULL, 0));
  CHECK(store == NULL && ring == NULL && text == NULL);

  jwtkeep_error_free(NULL);
  jwtkeep_text_free(NULL);
  jwtkeep_secret_free(NULL);
  jwtkeep_keys_free(NULL);
  jwtkeep_verifier_free(NULL);
  jwtkeep_result_free(NULL);
  jwtkeep_signer_free(NULL);
  jwtkeep_store_free(NULL);
  jwtkeep_keyring_free(NULL);
  jwtkeep_signer_free(signer);
  jwtkeep_result_free(result);
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
}

/* -------------------------------------------------------------------------------------------------------- threads */

typedef struct job {
  const jwtkeep_verifier *verifier;
  const jwtkeep_signer *signer;
  const jwtkeep_keyring *ring; /* or NULL */
  const char *token;
  int done;
} job;

static void *work(void *given) {
  job *mine = given;
  jwtkeep_result *result = jwtkeep_result_new();
  const size_t size = strlen(mine->token);
  for (int i = 0; i < 200; ++i) {
    jwtkeep_error *error = mine->ring != NULL ? jwtkeep_keyring_verify(mine->ring, mine->token, size, JWTKEEP_NOW, result)
                                              : jwtkeep_verify(mine->verifier, mine->token, size, kNow, result);
    size_t length = 0;
    const char *subject = jwtkeep_result_text(result, "sub", &length);
    jwtkeep_text *text = NULL;
    jwtkeep_error *not_signed = mine->ring != NULL ? jwtkeep_keyring_sign(mine->ring, "{}", 2, 0, JWTKEEP_NOW, &text)
                                                  : jwtkeep_sign(mine->signer, kClaims, strlen(kClaims), &text);
    if (error == NULL && not_signed == NULL && text_is(subject, length, "alice")) ++mine->done;
    jwtkeep_error_free(error);
    jwtkeep_error_free(not_signed);
    jwtkeep_text_free(text);
  }
  jwtkeep_result_free(result);
  return NULL;
}

static void together(job of_each) {
  enum { count = 4 };
  pthread_t threads[count];
  job jobs[count];
  for (int i = 0; i < count; ++i) {
    jobs[i] = of_each;
    CHECK(pthread_create(&threads[i], NULL, work, &jobs[i]) == 0);
  }
  for (int i = 0; i < count; ++i) {
    pthread_join(threads[i], NULL);
    CHECK(jobs[i].done == 200);
  }
}

static void threads_share_what_is_const(void) {
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_verifier *verifier = verifier_of(keys);
  jwtkeep_signer *signer = NULL;
  MUST(jwtkeep_signer_new(keys, NULL, NULL, NULL, &signer));
  char *token = token_of(keys, kClaims);
  together((job){verifier, signer, NULL, token, 0});
  free(token);
  jwtkeep_signer_free(signer);
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
}

/* ---------------------------------------------------------------------------------------------------- random bytes */

static uint64_t random_state = 88172645463325252u;
static uint64_t random_number(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

/* Some bytes of a good input changed, cut or doubled; or nothing but chance. */
static size_t spoilt(const char *good, char *into, size_t room) {
  size_t size = strlen(good);
  if (size > room) size = room;
  memcpy(into, good, size);
  if (random_number() % 8 == 0) {
    size = random_number() % room;
    for (size_t i = 0; i < size; ++i) into[i] = (char)random_number();
    return size;
  }
  for (uint64_t changes = random_number() % 4; size != 0 && changes != 0; --changes) {
    const char sign = "{}[]\",:.eA0 -\\"[random_number() % 14];
    into[random_number() % size] = random_number() % 4 == 0 ? (char)random_number() : sign;
  }
  return random_number() % 4 == 0 && size != 0 ? random_number() % size : size;
}

static void nothing_that_comes_in_does_harm(void) {
  jwtkeep_keys *keys = secret_keys();
  jwtkeep_verifier *verifier = verifier_of(keys);
  jwtkeep_signer *signer = NULL;
  MUST(jwtkeep_signer_new(keys, NULL, NULL, NULL, &signer));
  char *token = token_of(keys, kClaims);
  jwtkeep_result *result = jwtkeep_result_new();
  static const char kJwk[] = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
  static const char kSet[] =
      "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";
  static const char kPem[] =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
  static const char *const kEncs[] = {"A256GCM"};
  static const char kJwe[] = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
  char bytes[1024];
  int taken = 0;
  for (int i = 0; i < 4000; ++i) {
    size_t size = spoilt(token, bytes, sizeof bytes);
    jwtkeep_error *error = jwtkeep_verify(verifier, bytes, size, kNow, result);
    if (error == NULL) {
      ++taken; /* only the token itself, unchanged */
      CHECK(size == strlen(token) && memcmp(bytes, token, size) == 0);
    }
    jwtkeep_error_free(error);
    jwtkeep_text *text = NULL;
    jwtkeep_error_free(jwtkeep_inspect(bytes, size, &text));
    jwtkeep_text_free(text);
    text = NULL;
    size = spoilt(kClaims, bytes, sizeof bytes);
    jwtkeep_error_free(jwtkeep_sign(signer, bytes, size, &text));
    jwtkeep_text_free(text);
    jwtkeep_keys *made[4] = {NULL, NULL, NULL, NULL};
    size = spoilt(kJwk, bytes, sizeof bytes);
    jwtkeep_error_free(jwtkeep_keys_from_jwk(bytes, size, &made[0]));
    size = spoilt(kSet, bytes, sizeof bytes);
    jwtkeep_error_free(jwtkeep_keys_from_jwks(bytes, size, &made[1]));
    size = spoilt(kPem, bytes, sizeof bytes);
    jwtkeep_error_free(jwtkeep_keys_from_pem(bytes, size, NULL, &made[2]));
    jwtkeep_error_free(jwtkeep_keys_from_secret(bytes, size, i % 3, NULL, &made[3]));
    for (int k = 0; k < 4; ++k) {
      const jwtkeep_expectations wanted = shop_orders();
      jwtkeep_verifier *other = NULL;
      jwtkeep_error_free(jwtkeep_verifier_new(made[k], &wanted, &other));
      jwtkeep_verifier_free(other);
      jwtkeep_keys_free(made[k]);
    }
    size = spoilt(kJwe, bytes, sizeof bytes);
    jwtkeep_secret *content = NULL;
    jwtkeep_error_free(jwtkeep_decrypt(keys, kEncs, 1, bytes, size, &content, NULL));
    CHECK(content == NULL);
    int strong = 0;
    if (i % 20 == 0) jwtkeep_error_free(jwtkeep_judge(bytes, size, NULL, NULL, 0, &strong, NULL));
  }
  CHECK(taken > 100);
  jwtkeep_result_free(result);
  jwtkeep_signer_free(signer);
  jwtkeep_verifier_free(verifier);
  jwtkeep_keys_free(keys);
  free(token);
}

/* ---------------------------------------------------------------------------------------------------------- store */

/* The command line, for what the library does not do. Its own leaks are looked for elsewhere. */
static void jwtkeep_command(const char *arguments) {
  char line[512];
  snprintf(line, sizeof line, "ASAN_OPTIONS=detect_leaks=0 '%s' --quiet %s >/dev/null", getenv("JWTKEEP_BINARY"), arguments);
  const int status = system(line);
  if (status != 0) {
    fprintf(stderr, "jwtkeep %s ended with %d\n", arguments, status);
    ++failures;
  }
}

static void keyrings_sign_and_verify(void) {
  jwtkeep_command("init");
  jwtkeep_command("new orders/prod --ttl 15m --iss shop");
  jwtkeep_command("new orders/test --alg ES256");
  jwtkeep_store *store = NULL;
  MUST(jwtkeep_store_open(NULL, &store));
  if (store == NULL) return;
  jwtkeep_text *text = NULL;
  MUST(jwtkeep_store_keyrings(store, NULL, NULL, 100, &text));
  CHECK(strcmp(jwtkeep_text_data(text, NULL), "[\"orders/prod\",\"orders/test\"]") == 0);
  jwtkeep_text_free(text);
  MUST(jwtkeep_store_keyrings(store, "orders/", "orders/prod", 1, &text));
  CHECK(strcmp(jwtkeep_text_data(text, NULL), "[\"orders/test\"]") == 0);
  jwtkeep_text_free(text);
  jwtkeep_keyring *ring = NULL;
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_store_keyring(store, "Not A Name", &ring));
  REFUSES(JWTKEEP_NOT_FOUND, jwtkeep_store_keyring(store, "orders/none", &ring));
  MUST(jwtkeep_store_keyring(store, "orders/test", &ring));
  MUST(jwtkeep_keyring_public_jwks(ring, &text));
  CHECK(strstr(jwtkeep_text_data(text, NULL), "\"keys\"") != NULL && strstr(jwtkeep_text_data(text, NULL), "\"d\"") == NULL);
  jwtkeep_text_free(text);
  jwtkeep_keyring_free(ring);
  ring = NULL;
  MUST(jwtkeep_store_keyring(store, "orders/prod", &ring));
  jwtkeep_store_free(store); /* the keyring holds it */
  text = NULL;
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_keyring_public_jwks(ring, &text));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_keyring_sign(ring, "[]", 2, 0, JWTKEEP_NOW, &text));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_keyring_sign(ring, "{}", 2, 86400, JWTKEEP_NOW, &text));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_keyring_max_age(ring, -1));
  REFUSES(JWTKEEP_BAD_VALUE, jwtkeep_keyring_max_age(ring, INT64_C(3600000000)));
  MUST(jwtkeep_keyring_describe(ring, &text));
  CHECK(strstr(jwtkeep_text_data(text, NULL), "\"orders/prod\"") != NULL);
  jwtkeep_text_free(text);

  MUST(jwtkeep_keyring_sign(ring, "{\"sub\":\"alice\"}", 15, 60, JWTKEEP_NOW, &text));
  char *token = strdup(jwtkeep_text_data(text, NULL));
  jwtkeep_text_free(text);
  jwtkeep_result *result = jwtkeep_result_new();
  MUST(jwtkeep_keyring_verify(ring, token, strlen(token), JWTKEEP_NOW, result));
  CHECK(jwtkeep_result_holds(result, "iss", "shop") == 1);
  char kid[128];
  snprintf(kid, sizeof kid, "%s", jwtkeep_result_kid(result));
  together((job){NULL, NULL, ring, token, 0});

  /* A connection to a database is not for two processes. */
  const pid_t child = fork();
  if (child == 0) _exit(jwtkeep_error_reason(jwtkeep_keyring_verify(ring, token, strlen(token), JWTKEEP_NOW, result)) == JWTKEEP_BAD_VALUE ? 0 : 1);
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child && status == 0);

  /* What others do to the store is seen by the next call. */
  char line[256];
  snprintf(line, sizeof line, "rotate orders/prod --compromised '%s'", kid);
  jwtkeep_command(line);
  REFUSES(JWTKEEP_KEY_COMPROMISED, jwtkeep_keyring_verify(ring, token, strlen(token), JWTKEEP_NOW, result));
  MUST(jwtkeep_keyring_sign(ring, NULL, 0, 0, JWTKEEP_NOW, &text));
  size_t size = 0;
  const char *next = jwtkeep_text_data(text, &size);
  MUST(jwtkeep_keyring_verify(ring, next, size, JWTKEEP_NOW, result));
  CHECK(strcmp(jwtkeep_result_kid(result), kid) != 0);
  jwtkeep_text_free(text);
  MUST(jwtkeep_keyring_max_age(ring, 1000000));
  jwtkeep_result_free(result);
  jwtkeep_keyring_free(ring);
  free(token);
}

int main(void) {
  char folder[] = "/tmp/jwtkeep-capi-XXXXXX";
  if (mkdtemp(folder) == NULL || getenv("JWTKEEP_BINARY") == NULL) return 2;
  static const char *const kUnset[] = {"JWTKEEP_STORE", "JWTKEEP_KEYFILE", "JWTKEEP_PASSPHRASE", "JWTKEEP_MASTER_KEY",
                                       "XDG_DATA_HOME", "XDG_CONFIG_HOME"};
  for (size_t i = 0; i < sizeof kUnset / sizeof *kUnset; ++i) unsetenv(kUnset[i]);
  setenv("HOME", folder, 1);
  the_library_tells_its_version();
  what_is_remembered_is_judged_again();
  a_token_of_a_secret_is_verified();
  each_refusal_has_its_reason();
  key_pairs_of_each_kind_sign_and_verify();
  one_secret_may_be_for_several_algorithms();
  content_is_encrypted_and_decrypted();
  secrets_are_judged();
  what_cannot_be_meant_is_an_error();
  threads_share_what_is_const();
  nothing_that_comes_in_does_harm();
  keyrings_sign_and_verify();
  char line[64];
  snprintf(line, sizeof line, "rm -r '%s'", folder);
  if (system(line) != 0) return 2;
  if (failures != 0) fprintf(stderr, "%d checks do not hold\n", failures);
  return failures == 0 ? 0 : 1;
}
