/* jwtkeep as a C library: sign, verify, decrypt and judge, and use the keyrings of a jwtkeep store.
 *
 * Rules that hold for every function:
 *
 * - A function that can fail returns NULL when it succeeded, else an error, which is the caller's to free. What it was
 *   to give is then untouched or NULL. No function ever prints, exits, raises a signal or lets an exception out.
 * - What begins with `jwtkeep_` and is given by pointer is a handle: nobody outside sees into it. Whoever made one (by
 *   a function with `_new`, `_from_`, `_open`, or by an out parameter) frees it with its own `_free`, once. NULL may be
 *   freed. A handle holds all that it needs: what it was made of may be freed first.
 * - Strings (`const char *` without a size) are UTF-8 and end in a zero byte. Texts with a size need none, and may be
 *   NULL where the size is 0. Everything that comes in is copied; nothing is kept by pointer.
 * - A handle that a function takes as `const` may be used by any number of threads at once. Others are for one thread
 *   at a time.
 * - Secrets are copied into guarded memory: locked, left out of core dumps, wiped when freed. Wiping the caller's own
 *   copy is the caller's business.
 * - Times are microseconds since 1970-01-01 UTC, or JWTKEEP_NOW for the system's clock. Durations are in seconds.
 * - A NULL that is not allowed, a size that cannot be, or a struct whose `struct_size` is not one that this library
 *   knows, is the error `bad_value`.
 * - Threads must not be cancelled (`pthread_cancel`) within a call.
 *
 * docs/c-api.md shows it at work. */
#ifndef JWTKEEP_H
#define JWTKEEP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------------------------------------- the library itself */

/* The version of the library that runs, such as "0.1.0". Static. */
const char *jwtkeep_version(void);

/* Makes OpenSSL wipe what it frees and keep private keys on a locked heap, for the whole process. To be called once,
 * before anything else uses OpenSSL. 1: it is so; 0: OpenSSL had been used already, and everything works as usual. */
int jwtkeep_prepare_openssl(void);

/* The system's clock. */
#define JWTKEEP_NOW INT64_MIN

/* -------------------------------------------------------------------------------------------------------- errors */

typedef struct jwtkeep_error jwtkeep_error;

/* Why. The numbers never change; later versions may add some. The words are those of the command line and of HTTP. */
typedef enum jwtkeep_reason {
  /* A token was refused. */
  JWTKEEP_MALFORMED = 1,
  JWTKEEP_TOO_LARGE = 2,
  JWTKEEP_ALG_NOT_ALLOWED = 3,
  JWTKEEP_KEY_UNKNOWN = 4,
  JWTKEEP_KEY_NOT_YET_ACTIVE = 5,
  JWTKEEP_KEY_RETIRED = 6,
  JWTKEEP_KEY_COMPROMISED = 7,
  JWTKEEP_KEY_MISMATCH = 8,
  JWTKEEP_BAD_SIGNATURE = 9,
  JWTKEEP_DECRYPTION_FAILED = 10,
  JWTKEEP_EXPIRED = 11,
  JWTKEEP_NOT_YET_VALID = 12,
  JWTKEEP_WRONG_ISSUER = 13,
  JWTKEEP_WRONG_AUDIENCE = 14,
  JWTKEEP_WRONG_TYPE = 15,
  JWTKEEP_MISSING_CLAIM = 16,
  JWTKEEP_CRIT_UNSUPPORTED = 17,
  JWTKEEP_DUPLICATE_MEMBER = 18,
  JWTKEEP_LIFETIME_TOO_LONG = 19,
  /* The answer to another question is no. */
  JWTKEEP_WEAK_SECRET = 101,
  JWTKEEP_CHAIN_BROKEN = 102,
  /* The caller asked for something that cannot be meant. */
  JWTKEEP_BAD_VALUE = 201,
  JWTKEEP_BAD_POLICY = 202,
  JWTKEEP_NOT_FOUND = 203,
  JWTKEEP_ALREADY_EXISTS = 204,
  JWTKEEP_UNSAFE_PLACE = 205,
  /* The world failed. */
  JWTKEEP_IO_FAILED = 301,
  JWTKEEP_NO_SPACE = 302,
  JWTKEEP_BUSY = 303,
  JWTKEEP_PERMISSION = 304,
  JWTKEEP_NO_STORE = 305,
  JWTKEEP_WRONG_PASSPHRASE = 306,
  JWTKEEP_WRONG_KEY_FILE = 307,
  JWTKEEP_WRONG_MASTER_KEY = 308,
  JWTKEEP_TAMPERED = 309,
  JWTKEEP_NEWER_FORMAT = 310,
  JWTKEEP_DESTINATION_FAILED = 311,
  JWTKEEP_INTERNAL = 312
} jwtkeep_reason;

/* One of `jwtkeep_reason`, or 0 for NULL. An int, because a later library may give numbers that this header lacks. */
int jwtkeep_error_reason(const jwtkeep_error *error);
/* The reason's word, such as "bad_signature". Valid as long as the error; "" for NULL, as in the next two. */
const char *jwtkeep_error_word(const jwtkeep_error *error);
/* One sentence without a full stop: what, where, why. Holds nothing secret. Fit for a log, not for an attacker. */
const char *jwtkeep_error_text(const jwtkeep_error *error);
/* What to do next. */
const char *jwtkeep_error_hint(const jwtkeep_error *error);
void jwtkeep_error_free(jwtkeep_error *error);

/* ---------------------------------------------------------------------------------------------------------- texts */

/* A text that is no secret: a token, JSON. */
typedef struct jwtkeep_text jwtkeep_text;

/* Its bytes, with a zero byte behind them that `size` does not count; `size` may be NULL. Valid as long as the text.
 * "" for NULL. */
const char *jwtkeep_text_data(const jwtkeep_text *text, size_t *size);
void jwtkeep_text_free(jwtkeep_text *text);

/* Secret bytes in guarded memory, wiped when they are freed. */
typedef struct jwtkeep_secret jwtkeep_secret;

/* Its bytes, without a zero byte behind them. Valid as long as the secret. NULL for NULL and for an empty one. */
const void *jwtkeep_secret_data(const jwtkeep_secret *secret, size_t *size);
void jwtkeep_secret_free(jwtkeep_secret *secret);

/* ----------------------------------------------------------------------------------------------------------- keys */

/* One key or several, of any kinds, with the algorithms that their own texts name. */
typedef struct jwtkeep_keys jwtkeep_keys;

/* What a secret's text means: the commonest trouble between two libraries. */
typedef enum jwtkeep_form {
  JWTKEEP_FORM_TEXT = 0,  /* the bytes are the key, as `jwt.sign(x, process.env.JWT_SECRET)` has it */
  JWTKEEP_FORM_BYTES = 1  /* the bytes are hex, base64 or base64url of the key */
} jwtkeep_form;

/* A shared secret. `form` is one of `jwtkeep_form`. `kid` NULL: none, and no token's is compared. Errors: `too_large`
 * (above 1 MiB, as for all keys), `bad_value` (empty, or a text that encodes nothing). Whether it is long enough for its
 * algorithm is told when that is known. */
jwtkeep_error *jwtkeep_keys_from_secret(const void *secret, size_t size, int form, const char *kid,
                                        jwtkeep_keys **keys);
/* One JWK (RFC 7517), private, public or symmetric. Errors: `malformed`, `duplicate_member`, `too_large`, `bad_value`,
 * `key_mismatch`, `alg_not_allowed`. */
jwtkeep_error *jwtkeep_keys_from_jwk(const void *json, size_t size, jwtkeep_keys **keys);
/* A JWK set. An entry that is no good key is passed over (RFC 7517 section 5). Errors: `malformed`, `duplicate_member`,
 * `too_large`; `bad_value` when no key remains. */
jwtkeep_error *jwtkeep_keys_from_jwks(const void *json, size_t size, jwtkeep_keys **keys);
/* A public key, a certificate or a private key without a password, in PEM. A certificate gives its key: who signed it,
 * and until when, is not looked at. `kid` as above. Errors: `malformed`, `bad_value`, `too_large`. */
jwtkeep_error *jwtkeep_keys_from_pem(const void *pem, size_t size, const char *kid, jwtkeep_keys **keys);
/* How many. 0 for NULL. */
size_t jwtkeep_keys_count(const jwtkeep_keys *keys);
/* The public halves as a JWK set, fit to be published. Errors: `bad_value` when one is symmetric. */
jwtkeep_error *jwtkeep_keys_public_jwks(const jwtkeep_keys *keys, jwtkeep_text **jwks);
void jwtkeep_keys_free(jwtkeep_keys *keys);

/* --------------------------------------------------------------------------------------------------------- verify */

typedef struct jwtkeep_verifier jwtkeep_verifier;
typedef struct jwtkeep_result jwtkeep_result;

/* Checks that are left out have to be named. */
#define JWTKEEP_ANY_ISSUER 1u
#define JWTKEEP_ANY_AUDIENCE 2u
#define JWTKEEP_ANY_TYPE 4u
#define JWTKEEP_NO_EXPIRATION 8u /* a token without `exp` is taken too */

/* What is demanded of a token. Begin with JWTKEEP_EXPECTATIONS. */
typedef struct jwtkeep_expectations {
  size_t struct_size;            /* sizeof(jwtkeep_expectations) */
  const char *const *algs;       /* which algorithms may be; none: each key's own, HS256 for a secret, RS256 for RSA */
  size_t algs_count;
  const char *const *issuers;    /* `iss` is one of them; none: JWTKEEP_ANY_ISSUER has to be set */
  size_t issuers_count;
  const char *const *audiences;  /* `aud` holds one of them; none: JWTKEEP_ANY_AUDIENCE has to be set */
  size_t audiences_count;
  const char *const *required;   /* claims that have to be there, whatever they say */
  size_t required_count;
  const char *subject;           /* `sub` is this; NULL: any */
  const char *type;              /* the header's `typ`; NULL: JWT, or none at all */
  int64_t leeway_s;              /* how far clocks may differ: 0 to 86400 */
  int64_t max_lifetime_s;        /* the longest `exp` - `iat`; 0: any */
  size_t max_token_bytes;        /* longer tokens are refused unread; 0: 16384 */
  uint32_t flags;
  size_t remembered;             /* so many verified tokens of up to 4096 bytes are kept in memory, for which the signature is
                                    not checked again, but all else is; 0: none. At most 65536; rounded up to a power of two */
} jwtkeep_expectations;

#define JWTKEEP_EXPECTATIONS \
  { sizeof(jwtkeep_expectations), NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, NULL, 0, 0, 0, 0, 0 }

/* All that can be is worked out here, once. Errors: `bad_value`, also for a demand that says nothing of issuer or
 * audience; `alg_not_allowed`, `key_mismatch` when no key fits the algorithms. */
jwtkeep_error *jwtkeep_verifier_new(const jwtkeep_keys *keys, const jwtkeep_expectations *expectations,
                                    jwtkeep_verifier **verifier);
void jwtkeep_verifier_free(jwtkeep_verifier *verifier);

/* Memory that verifying needs, and what the last token said. Use one again and again, and one for each thread: after
 * the first tokens nothing is allocated any more. NULL when there is no memory. */
jwtkeep_result *jwtkeep_result_new(void);
void jwtkeep_result_free(jwtkeep_result *result);

/* Verifies one token: its key, its signature, its claims. `result` then says what stands in it, until it is used
 * again; after an error it says nothing. Errors: the reasons of a refused token. */
jwtkeep_error *jwtkeep_verify(const jwtkeep_verifier *verifier, const char *token, size_t size, int64_t now_us,
                              jwtkeep_result *result);

/* The claims, JSON as it was signed: an object of UTF-8 without duplicate members. Without a zero byte behind it. NULL
 * when `result` says nothing, as for all that follow. Valid until the result is next used. */
const char *jwtkeep_result_claims(const jwtkeep_result *result, size_t *size);
/* The header as JSON, with a zero byte behind it. */
const char *jwtkeep_result_header(jwtkeep_result *result, size_t *size);
/* The `kid` of the key that verified; "" when it has none. */
const char *jwtkeep_result_kid(const jwtkeep_result *result);
/* The algorithm's name. */
const char *jwtkeep_result_alg(const jwtkeep_result *result);
/* A claim that is a text; NULL when it is none. Without a zero byte behind it. */
const char *jwtkeep_result_text(const jwtkeep_result *result, const char *claim, size_t *size);
/* A claim that is a whole number: 1 and `value`, else 0. */
int jwtkeep_result_integer(const jwtkeep_result *result, const char *claim, int64_t *value);
/* 1 when the claim is this text or a list that holds it, as for `aud` or roles; else 0. */
int jwtkeep_result_holds(const jwtkeep_result *result, const char *claim, const char *text);

/* What a token of three or five parts says, without trusting it: JSON with `kind` ("signed" or "encrypted"), `header`
 * and, of a signed one whose payload is a JSON object, `claims`. To show to a person, never to decide by. Errors:
 * `malformed`, `too_large` (above 64 KiB), `duplicate_member`, `crit_unsupported`. */
jwtkeep_error *jwtkeep_inspect(const char *token, size_t size, jwtkeep_text **json);

/* ----------------------------------------------------------------------------------------------------------- sign */

typedef struct jwtkeep_signer jwtkeep_signer;

/* `keys` has to be one key that signs. `alg` NULL: the key's own, HS256 for a secret, RS256 for RSA. `kid` NULL: the
 * key's own. `type` NULL: JWT; "": none. Errors: `bad_value`, `key_mismatch`, `alg_not_allowed`. */
jwtkeep_error *jwtkeep_signer_new(const jwtkeep_keys *keys, const char *alg, const char *kid, const char *type,
                                  jwtkeep_signer **signer);
/* A token of these claims, a JSON object that is signed as it stands; nothing is added. Errors: `bad_value`,
 * `malformed`, `duplicate_member`, `too_large` (above 1 MiB). */
jwtkeep_error *jwtkeep_sign(const jwtkeep_signer *signer, const char *claims, size_t size, jwtkeep_text **token);
void jwtkeep_signer_free(jwtkeep_signer *signer);

/* -------------------------------------------------------------------------------------------------------- encrypt */

/* A JWE in compact form (RFC 7516) for the one key of `keys`. `alg` NULL: the JWK's own, RSA-OAEP-256 for RSA, ECDH-ES
 * for EC and X25519. `enc` NULL: A256GCM. Errors: `bad_value`, `key_mismatch`, `alg_not_allowed`. */
jwtkeep_error *jwtkeep_encrypt(const jwtkeep_keys *keys, const char *alg, const char *enc, const void *content,
                               size_t size, jwtkeep_text **token);
/* Opens one with one of the keys. `encs`: what its content may be encrypted with, at least one. That it opens says who
 * could read it, not who wrote it. `header` may be NULL. Errors: `malformed`, `too_large` (above 64 KiB),
 * `key_unknown`, `alg_not_allowed`, `decryption_failed` and the like. */
jwtkeep_error *jwtkeep_decrypt(const jwtkeep_keys *keys, const char *const *encs, size_t encs_count, const char *token,
                               size_t size, jwtkeep_secret **content, jwtkeep_text **header);

/* -------------------------------------------------------------------------------------------------------- secrets */

/* How guessable a secret is. `alg` NULL: HS256. `context`: words that an attacker would try first, such as the
 * company's and the service's names. `strong` becomes 1 or 0; `json` (or NULL) is the judgement as `jwtkeep judge
 * --json` gives it, which holds nothing of the secret. Errors: `bad_value`, `too_large` (above 1 MiB). */
jwtkeep_error *jwtkeep_judge(const void *secret, size_t size, const char *alg, const char *const *context,
                             size_t context_count, int *strong, jwtkeep_text **json);
/* A new secret or key pair. `alg` NULL: HS256. `bits` 0: the algorithm's own, 3072 for RSA. `format` NULL: hex for a
 * secret, whose characters are then the key, and PEM for a key pair; "jwk": a JWK. `public_half` (or NULL) becomes NULL
 * for a symmetric secret. Errors: `bad_value`. */
jwtkeep_error *jwtkeep_generate(const char *alg, int bits, const char *format, jwtkeep_secret **secret,
                                jwtkeep_text **public_half);

/* ---------------------------------------------------------------------------------------------------------- store */

/* A jwtkeep store that is open. Not to be used in a child of `fork`: open it there. */
typedef struct jwtkeep_store jwtkeep_store;

/* Which store, and what opens it. Begin with JWTKEEP_STORE_OPTIONS. What is NULL is taken from where the command line
 * takes it: JWTKEEP_STORE, JWTKEEP_MASTER_KEY, JWTKEEP_PASSPHRASE, JWTKEEP_KEYFILE, else the usual places below HOME.
 * Nobody is ever asked on a terminal. */
typedef struct jwtkeep_store_options {
  size_t struct_size;
  const char *store;      /* path, or postgres://USER@HOST/DATABASE */
  const char *key_file;   /* path; at most one of these three */
  const char *master_key; /* address of a key in a KMS or HSM, such as aws-kms:... */
  const void *passphrase;
  size_t passphrase_size;
} jwtkeep_store_options;

#define JWTKEEP_STORE_OPTIONS \
  { sizeof(jwtkeep_store_options), NULL, NULL, NULL, NULL, 0 }

/* `options` NULL: all from the environment. Errors: `no_store`, `permission` (nothing there that opens it, or others
 * may read the key file), `wrong_passphrase`, `wrong_key_file`, `wrong_master_key`, `tampered`, `newer_format`,
 * `io_failed`, `bad_value`. */
jwtkeep_error *jwtkeep_store_open(const jwtkeep_store_options *options, jwtkeep_store **store);
/* Names of keyrings that begin with `prefix` (NULL: all), in order, after the name `after` (NULL: from the first), at
 * most `limit`: a JSON array. Errors: those of the store. */
jwtkeep_error *jwtkeep_store_keyrings(const jwtkeep_store *store, const char *prefix, const char *after, size_t limit,
                                      jwtkeep_text **json);
void jwtkeep_store_free(jwtkeep_store *store);

/* One keyring, `service/environment[/use]`, with its keys in memory. Each call looks whether the store has changed (see
 * `jwtkeep_keyring_max_age`), so that a rotation and an emergency are seen at once. Where the store is out of reach it
 * goes on for as long as the policy's propagation time P, and then gives the store's error. */
typedef struct jwtkeep_keyring jwtkeep_keyring;

/* Errors: `not_found`, `bad_value` for what is no name, those of the store. */
jwtkeep_error *jwtkeep_store_keyring(const jwtkeep_store *store, const char *name, jwtkeep_keyring **keyring);
/* How old what it knows may be before it looks into the store again, from 0 (the default) to the policy's P: for stores
 * that are far away. Errors: `bad_value`. To be called before other threads use the keyring. */
jwtkeep_error *jwtkeep_keyring_max_age(jwtkeep_keyring *keyring, int64_t max_age_us);
/* Verifies as the keyring's policy demands. Errors: the reasons of a refused token, such as `key_compromised` and
 * `key_retired`; those of the store. */
jwtkeep_error *jwtkeep_keyring_verify(const jwtkeep_keyring *keyring, const char *token, size_t size, int64_t now_us,
                                      jwtkeep_result *result);
/* Signs with the active key, as `jwtkeep sign` does: `iat` and `exp` are added, and what the policy says of `iss` and
 * `aud` where the claims say nothing. `claims` is a JSON object, or empty. `lifetime_s` 0: the policy's T. Errors: `bad_value` (claims of
 * the wrong kind, a life longer than T), `key_unknown` when no key is active, those of the store. */
jwtkeep_error *jwtkeep_keyring_sign(const jwtkeep_keyring *keyring, const char *claims, size_t size,
                                    int64_t lifetime_s, int64_t now_us, jwtkeep_text **token);
/* The public keys that verifiers have to know, as a JWK set. Errors: `bad_value` for a symmetric keyring, which has
 * none; those of the store. */
jwtkeep_error *jwtkeep_keyring_public_jwks(const jwtkeep_keyring *keyring, jwtkeep_text **jwks);
/* The keyring as JSON: its policy and its keys with their states and times; nothing secret. Errors: those of the
 * store. */
jwtkeep_error *jwtkeep_keyring_describe(const jwtkeep_keyring *keyring, jwtkeep_text **json);
void jwtkeep_keyring_free(jwtkeep_keyring *keyring);

#ifdef __cplusplus
}
#endif

#endif
