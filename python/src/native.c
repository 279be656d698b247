/* jwtkeep._native: the C library as Python's objects. Thin: what is pleasant to use is in jwtkeep/, in Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <jwtkeep.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "json.h"

/* Makes the exception of (word, text, hint); set by jwtkeep/errors.py. */
static PyObject *make_exception;

static PyObject *raise(jwtkeep_error *error) {
  if (make_exception == NULL) {
    PyErr_SetString(PyExc_RuntimeError, jwtkeep_error_text(error));
  } else {
    PyObject *made = PyObject_CallFunction(make_exception, "sss", jwtkeep_error_word(error), jwtkeep_error_text(error),
                                           jwtkeep_error_hint(error));
    if (made != NULL) {
      PyErr_SetObject((PyObject *)Py_TYPE(made), made);
      Py_DECREF(made);
    }
  }
  jwtkeep_error_free(error);
  return NULL;
}

/* Bytes of a str (as UTF-8), of bytes, or of what has them. */
typedef struct view {
  const char *data;
  size_t size;
  Py_buffer buffer;
  bool is_buffer;
} view;

static bool look_at(PyObject *object, const char *what, view *into) {
  into->is_buffer = false;
  if (PyUnicode_Check(object)) {
    Py_ssize_t size = 0;
    into->data = PyUnicode_AsUTF8AndSize(object, &size);
    into->size = (size_t)size;
    return into->data != NULL;
  }
  if (PyObject_GetBuffer(object, &into->buffer, PyBUF_SIMPLE) != 0) {
    PyErr_Format(PyExc_TypeError, "%s has to be str or bytes", what);
    return false;
  }
  into->is_buffer = true;
  into->data = into->buffer.buf;
  into->size = (size_t)into->buffer.len;
  return true;
}

static void look_away(view *seen) {
  if (seen->is_buffer) PyBuffer_Release(&seen->buffer);
  seen->is_buffer = false;
}

/* None: the system's clock; else seconds since 1970, whole or not. */
static bool read_now(PyObject *object, int64_t *now_us) {
  *now_us = JWTKEEP_NOW;
  if (object == NULL || object == Py_None) return true;
  const double seconds = PyFloat_AsDouble(object);
  if (seconds == -1.0 && PyErr_Occurred()) return false;
  if (!isfinite(seconds) || seconds < -1e12 || seconds > 1e12) {
    PyErr_SetString(PyExc_ValueError, "now has to be seconds since 1970-01-01 UTC");
    return false;
  }
  *now_us = (int64_t)llround(seconds * 1e6);
  return true;
}

static PyObject *take_text(jwtkeep_text *text) {
  size_t size = 0;
  const char *data = jwtkeep_text_data(text, &size);
  PyObject *made = PyUnicode_DecodeUTF8(data, (Py_ssize_t)size, NULL);
  jwtkeep_text_free(text);
  return made;
}

static PyObject *take_json(jwtkeep_text *text) {
  size_t size = 0;
  const char *data = jwtkeep_text_data(text, &size);
  PyObject *made = json_to_python(data, size);
  jwtkeep_text_free(text);
  return made;
}

/* Of a C string that may be NULL. */
static PyObject *text_or_none(const char *text) {
  if (text == NULL || *text == '\0') Py_RETURN_NONE;
  return PyUnicode_FromString(text);
}

/* A sequence of str as C strings, which live as long as the sequence. */
typedef struct names {
  const char **texts;
  size_t count;
  PyObject *sequence;
} names;

static bool read_names(PyObject *object, names *into) {
  into->texts = NULL;
  into->count = 0;
  into->sequence = NULL;
  if (object == NULL || object == Py_None) return true;
  into->sequence = PySequence_Tuple(object);
  if (into->sequence == NULL) return false;
  const Py_ssize_t count = PyTuple_Size(into->sequence);
  into->texts = PyMem_Calloc((size_t)count + 1, sizeof *into->texts);
  if (into->texts == NULL) {
    PyErr_NoMemory();
    return false;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject *one = PyTuple_GetItem(into->sequence, i);
    Py_ssize_t size = 0;
    into->texts[i] = PyUnicode_Check(one) ? PyUnicode_AsUTF8AndSize(one, &size) : NULL;
    if (into->texts[i] == NULL || strlen(into->texts[i]) != (size_t)size) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a list of str without zero characters is needed");
      return false;
    }
  }
  into->count = (size_t)count;
  return true;
}

static void free_names(names *them) {
  PyMem_Free((void *)them->texts);
  Py_XDECREF(them->sequence);
  them->texts = NULL;
  them->sequence = NULL;
}

/* An object whose handle is freed with it; FIRST is what else it frees. */
#define DEFINE_HOLDER(Type, member, FIRST)               \
  static void Type##_dealloc(PyObject *self) {           \
    PyTypeObject *type = Py_TYPE(self);                  \
    FIRST;                                               \
    jwtkeep_##member##_free(((Type *)self)->member);     \
    freefunc release = PyType_GetSlot(type, Py_tp_free); \
    release(self);                                       \
    Py_DECREF(type);                                     \
  }

/* ----------------------------------------------------------------------------------------------------------- keys */

typedef struct Keys {
  PyObject_HEAD
  jwtkeep_keys *keys;
  bool is_secret;
} Keys;

DEFINE_HOLDER(Keys, keys, (void)0)

static PyTypeObject *keys_type;

static PyObject *new_object(PyTypeObject *type) {
  allocfunc make = PyType_GetSlot(type, Py_tp_alloc);
  return make(type, 0);
}

static PyObject *new_keys(jwtkeep_error *error, jwtkeep_keys *keys, bool is_secret) {
  if (error != NULL) return raise(error);
  PyObject *made = new_object(keys_type);
  if (made == NULL) {
    jwtkeep_keys_free(keys);
    return NULL;
  }
  ((Keys *)made)->keys = keys;
  ((Keys *)made)->is_secret = is_secret;
  return made;
}

static PyObject *keys_from_secret(PyObject *module, PyObject *args) {
  (void)module;
  PyObject *secret = NULL;
  int bytes = 0;
  const char *kid = NULL;
  if (!PyArg_ParseTuple(args, "Opz", &secret, &bytes, &kid)) return NULL;
  view text;
  if (!look_at(secret, "the secret", &text)) return NULL;
  jwtkeep_keys *keys = NULL;
  jwtkeep_error *error =
      jwtkeep_keys_from_secret(text.data, text.size, bytes ? JWTKEEP_FORM_BYTES : JWTKEEP_FORM_TEXT, kid, &keys);
  look_away(&text);
  return new_keys(error, keys, true);
}

static PyObject *keys_from_text(PyObject *args, const char *format,
                                jwtkeep_error *(*make)(const void *, size_t, const char *, jwtkeep_keys **)) {
  PyObject *given = NULL;
  const char *kid = NULL;
  if (!PyArg_ParseTuple(args, format, &given, &kid)) return NULL;
  view text;
  if (!look_at(given, "the key", &text)) return NULL;
  jwtkeep_keys *keys = NULL;
  jwtkeep_error *error = make(text.data, text.size, kid, &keys);
  look_away(&text);
  return new_keys(error, keys, false);
}

static jwtkeep_error *from_jwk(const void *text, size_t size, const char *kid, jwtkeep_keys **keys) {
  (void)kid;
  return jwtkeep_keys_from_jwk(text, size, keys);
}

static jwtkeep_error *from_jwks(const void *text, size_t size, const char *kid, jwtkeep_keys **keys) {
  (void)kid;
  return jwtkeep_keys_from_jwks(text, size, keys);
}

static PyObject *keys_from_jwk(PyObject *module, PyObject *args) {
  (void)module;
  return keys_from_text(args, "O", from_jwk);
}

static PyObject *keys_from_jwks(PyObject *module, PyObject *args) {
  (void)module;
  return keys_from_text(args, "O", from_jwks);
}

static PyObject *keys_from_pem(PyObject *module, PyObject *args) {
  (void)module;
  return keys_from_text(args, "Oz", jwtkeep_keys_from_pem);
}

static PyObject *Keys_public_jwks(PyObject *self, PyObject *ignored) {
  (void)ignored;
  jwtkeep_text *jwks = NULL;
  jwtkeep_error *error = jwtkeep_keys_public_jwks(((Keys *)self)->keys, &jwks);
  return error != NULL ? raise(error) : take_json(jwks);
}

static Py_ssize_t Keys_length(PyObject *self) { return (Py_ssize_t)jwtkeep_keys_count(((Keys *)self)->keys); }

static PyMethodDef keys_methods[] = {{"public_jwks", Keys_public_jwks, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot keys_slots[] = {{Py_tp_dealloc, Keys_dealloc},
                                   {Py_tp_methods, keys_methods},
                                   {Py_sq_length, Keys_length},
                                   {0, NULL}};
static PyType_Spec keys_spec = {"jwtkeep._native.Keys", sizeof(Keys), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, keys_slots};

/* -------------------------------------------------------------------------------------------------------- results */

/* What a verification needs, kept from token to token. Another thread that verifies meanwhile takes one of its own. */
typedef struct spare {
  jwtkeep_result *idle;
} spare;

static jwtkeep_result *borrow(spare *from) {
  jwtkeep_result *result = from->idle;
  from->idle = NULL;
  if (result == NULL) result = jwtkeep_result_new();
  if (result == NULL) PyErr_NoMemory();
  return result;
}

static void give_back(spare *to, jwtkeep_result *result) {
  if (to->idle == NULL) {
    to->idle = result;
  } else {
    jwtkeep_result_free(result);
  }
}

static PyObject *claims_of(jwtkeep_result *result) {
  size_t size = 0;
  const char *claims = jwtkeep_result_claims(result, &size);
  return json_to_python(claims, size);
}

/* (header, claims, kid or None, alg) */
static PyObject *whole_of(jwtkeep_result *result) {
  size_t size = 0;
  const char *header = jwtkeep_result_header(result, &size);
  if (header == NULL) return PyErr_NoMemory();
  return Py_BuildValue("(NNNs)", json_to_python(header, size), claims_of(result),
                       text_or_none(jwtkeep_result_kid(result)), jwtkeep_result_alg(result));
}

/* The arguments of `verify(token, now=None)`, positional alone. */
static bool verify_arguments(PyObject *const *args, Py_ssize_t count, view *token, int64_t *now_us) {
  if (count < 1 || count > 2) {
    PyErr_SetString(PyExc_TypeError, "verify takes a token, and a time");
    return false;
  }
  return read_now(count == 2 ? args[1] : NULL, now_us) && look_at(args[0], "the token", token);
}

/* What verifies; what is given of a token that holds. */
typedef jwtkeep_error *(*asker)(PyObject *self, const view *token, int64_t now_us, jwtkeep_result *result);
typedef PyObject *(*answer)(jwtkeep_result *);

/* is_slow: other threads may go on meanwhile. */
static PyObject *verified(PyObject *self, spare *spare, asker ask, bool is_slow, PyObject *const *args, Py_ssize_t count,
                          answer of) {
  view token;
  int64_t now_us = 0;
  if (!verify_arguments(args, count, &token, &now_us)) return NULL;
  jwtkeep_result *result = borrow(spare);
  if (result == NULL) {
    look_away(&token);
    return NULL;
  }
  jwtkeep_error *error = NULL;
  if (is_slow) {
    Py_BEGIN_ALLOW_THREADS
    error = ask(self, &token, now_us, result);
    Py_END_ALLOW_THREADS
  } else {
    error = ask(self, &token, now_us, result);
  }
  look_away(&token);
  PyObject *given = error != NULL ? raise(error) : of(result);
  give_back(spare, result);
  return given;
}

/* ------------------------------------------------------------------------------------------------------- verifier */

typedef struct Verifier {
  PyObject_HEAD
  jwtkeep_verifier *verifier;
  spare spare;
  bool is_slow; /* a signature takes so long that other threads may go on meanwhile */
} Verifier;

DEFINE_HOLDER(Verifier, verifier, jwtkeep_result_free(((Verifier *)self)->spare.idle))

static bool names_only_hmac(const names *algs) {
  for (size_t i = 0; i < algs->count; ++i) {
    if (strncmp(algs->texts[i], "HS", 2) != 0) return false;
  }
  return true;
}

static PyObject *Verifier_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
  static char *words[] = {"keys", "algs", "issuers", "audiences", "required", "subject", "type",
                          "leeway", "max_lifetime", "max_token_bytes", "remembered", "flags", NULL};
  Keys *keys = NULL;
  PyObject *algs_given = NULL, *issuers_given = NULL, *audiences_given = NULL, *required_given = NULL;
  jwtkeep_expectations wanted = JWTKEEP_EXPECTATIONS;
  long long leeway = 0, lifetime = 0;
  Py_ssize_t longest = 0, remembered = 0;
  unsigned flags = 0;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!|OOOOzzLLnnI", words, keys_type, &keys, &algs_given,
                                   &issuers_given, &audiences_given, &required_given, &wanted.subject, &wanted.type,
                                   &leeway, &lifetime, &longest, &remembered, &flags)) {
    return NULL;
  }
  wanted.leeway_s = leeway;
  wanted.max_lifetime_s = lifetime;
  wanted.max_token_bytes = (size_t)longest;
  wanted.remembered = (size_t)remembered;
  wanted.flags = flags;
  names algs = {0}, issuers = {0}, audiences = {0}, required = {0};
  PyObject *made = NULL;
  if (read_names(algs_given, &algs) && read_names(issuers_given, &issuers) &&
      read_names(audiences_given, &audiences) && read_names(required_given, &required)) {
    wanted.algs = algs.texts;
    wanted.algs_count = algs.count;
    wanted.issuers = issuers.texts;
    wanted.issuers_count = issuers.count;
    wanted.audiences = audiences.texts;
    wanted.audiences_count = audiences.count;
    wanted.required = required.texts;
    wanted.required_count = required.count;
    jwtkeep_verifier *verifier = NULL;
    jwtkeep_error *error = jwtkeep_verifier_new(keys->keys, &wanted, &verifier);
    if (error != NULL) {
      raise(error);
    } else if ((made = new_object(type)) == NULL) {
      jwtkeep_verifier_free(verifier);
    } else {
      ((Verifier *)made)->verifier = verifier;
      ((Verifier *)made)->is_slow = !keys->is_secret && !(algs.count != 0 && names_only_hmac(&algs));
    }
  }
  free_names(&algs);
  free_names(&issuers);
  free_names(&audiences);
  free_names(&required);
  return made;
}

static jwtkeep_error *ask_verifier(PyObject *self, const view *token, int64_t now_us, jwtkeep_result *result) {
  return jwtkeep_verify(((Verifier *)self)->verifier, token->data, token->size, now_us, result);
}

static PyObject *verify_by(PyObject *self, PyObject *const *args, Py_ssize_t count, answer of) {
  return verified(self, &((Verifier *)self)->spare, ask_verifier, ((Verifier *)self)->is_slow, args, count, of);
}

static PyObject *Verifier_verify(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  return verify_by(self, args, count, claims_of);
}

static PyObject *Verifier_verify_whole(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  return verify_by(self, args, count, whole_of);
}

static PyMethodDef verifier_methods[] = {
    {"verify", (PyCFunction)(void (*)(void))Verifier_verify, METH_FASTCALL,
     "verify($self, token, now=None, /)\n--\n\nThe claims of a token whose key, signature and claims are as demanded."},
    {"_verify_whole", (PyCFunction)(void (*)(void))Verifier_verify_whole, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL}};
static PyType_Slot verifier_slots[] = {{Py_tp_dealloc, Verifier_dealloc},
                                       {Py_tp_new, Verifier_new},
                                       {Py_tp_methods, verifier_methods},
                                       {0, NULL}};
static PyType_Spec verifier_spec = {"jwtkeep._native.Verifier", sizeof(Verifier), 0,
                                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, verifier_slots};

/* --------------------------------------------------------------------------------------------------------- signer */

typedef struct Signer {
  PyObject_HEAD
  jwtkeep_signer *signer;
} Signer;

DEFINE_HOLDER(Signer, signer, (void)0)

static PyObject *Signer_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
  static char *words[] = {"keys", "alg", "kid", "type", NULL};
  Keys *keys = NULL;
  const char *alg = NULL, *kid = NULL, *typ = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!|zzz", words, keys_type, &keys, &alg, &kid, &typ)) return NULL;
  jwtkeep_signer *signer = NULL;
  jwtkeep_error *error = jwtkeep_signer_new(keys->keys, alg, kid, typ, &signer);
  if (error != NULL) return raise(error);
  PyObject *made = new_object(type);
  if (made == NULL) {
    jwtkeep_signer_free(signer);
  } else {
    ((Signer *)made)->signer = signer;
  }
  return made;
}

static PyObject *Signer_sign_json(PyObject *self, PyObject *claims) {
  view text;
  if (!look_at(claims, "the claims", &text)) return NULL;
  jwtkeep_text *token = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_sign(((Signer *)self)->signer, text.data, text.size, &token);
  Py_END_ALLOW_THREADS
  look_away(&text);
  return error != NULL ? raise(error) : take_text(token);
}

static PyMethodDef signer_methods[] = {{"sign_json", Signer_sign_json, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot signer_slots[] = {{Py_tp_dealloc, Signer_dealloc},
                                     {Py_tp_new, Signer_new},
                                     {Py_tp_methods, signer_methods},
                                     {0, NULL}};
static PyType_Spec signer_spec = {"jwtkeep._native.Signer", sizeof(Signer), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, signer_slots};

/* ---------------------------------------------------------------------------------------------------------- store */

typedef struct Keyring {
  PyObject_HEAD
  jwtkeep_keyring *keyring;
  spare spare;
} Keyring;

static PyTypeObject *keyring_type;

DEFINE_HOLDER(Keyring, keyring, jwtkeep_result_free(((Keyring *)self)->spare.idle))

static jwtkeep_error *ask_keyring(PyObject *self, const view *token, int64_t now_us, jwtkeep_result *result) {
  return jwtkeep_keyring_verify(((Keyring *)self)->keyring, token->data, token->size, now_us, result);
}

/* It may have to ask the store. */
static PyObject *keyring_verify_by(PyObject *self, PyObject *const *args, Py_ssize_t count, answer of) {
  return verified(self, &((Keyring *)self)->spare, ask_keyring, true, args, count, of);
}

static PyObject *Keyring_verify(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  return keyring_verify_by(self, args, count, claims_of);
}

static PyObject *Keyring_verify_whole(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  return keyring_verify_by(self, args, count, whole_of);
}

static PyObject *Keyring_sign_json(PyObject *self, PyObject *args) {
  PyObject *claims = NULL, *now = NULL;
  long long lifetime = 0;
  int64_t now_us = 0;
  if (!PyArg_ParseTuple(args, "OLO", &claims, &lifetime, &now)) return NULL;
  view text;
  if (!read_now(now, &now_us) || !look_at(claims, "the claims", &text)) return NULL;
  jwtkeep_text *token = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_keyring_sign(((Keyring *)self)->keyring, text.data, text.size, lifetime, now_us, &token);
  Py_END_ALLOW_THREADS
  look_away(&text);
  return error != NULL ? raise(error) : take_text(token);
}

static PyObject *keyring_json(PyObject *self, jwtkeep_error *(*ask)(const jwtkeep_keyring *, jwtkeep_text **)) {
  jwtkeep_text *json = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = ask(((Keyring *)self)->keyring, &json);
  Py_END_ALLOW_THREADS
  return error != NULL ? raise(error) : take_json(json);
}

static PyObject *Keyring_public_jwks(PyObject *self, PyObject *ignored) {
  (void)ignored;
  return keyring_json(self, jwtkeep_keyring_public_jwks);
}

static PyObject *Keyring_describe(PyObject *self, PyObject *ignored) {
  (void)ignored;
  return keyring_json(self, jwtkeep_keyring_describe);
}

static PyObject *Keyring_set_max_age(PyObject *self, PyObject *seconds) {
  int64_t age_us = 0;
  if (!read_now(seconds, &age_us)) return NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_keyring_max_age(((Keyring *)self)->keyring, age_us);
  Py_END_ALLOW_THREADS
  if (error != NULL) return raise(error);
  Py_RETURN_NONE;
}

static PyMethodDef keyring_methods[] = {
    {"verify", (PyCFunction)(void (*)(void))Keyring_verify, METH_FASTCALL,
     "verify($self, token, now=None, /)\n--\n\nThe claims of a token that is as the keyring's policy demands."},
    {"_verify_whole", (PyCFunction)(void (*)(void))Keyring_verify_whole, METH_FASTCALL, NULL},
    {"_sign_json", Keyring_sign_json, METH_VARARGS, NULL},
    {"public_jwks", Keyring_public_jwks, METH_NOARGS, "The public keys that verifiers have to know, as a JWK set."},
    {"describe", Keyring_describe, METH_NOARGS, "Its policy, and its keys with their states and times."},
    {"set_max_age", Keyring_set_max_age, METH_O,
     "How many seconds it may go on before it looks into the store again: 0 (the default) to the policy's P."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot keyring_slots[] = {{Py_tp_dealloc, Keyring_dealloc}, {Py_tp_methods, keyring_methods}, {0, NULL}};
static PyType_Spec keyring_spec = {"jwtkeep._native.Keyring", sizeof(Keyring), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, keyring_slots};

typedef struct Store {
  PyObject_HEAD
  jwtkeep_store *store;
} Store;

DEFINE_HOLDER(Store, store, (void)0)

static PyTypeObject *store_type;

static PyObject *Store_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
  static char *words[] = {"place", "key_file", "master_key", "passphrase", NULL};
  jwtkeep_store_options options = JWTKEEP_STORE_OPTIONS;
  PyObject *passphrase = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "|zzzO", words, &options.store, &options.key_file,
                                   &options.master_key, &passphrase)) {
    return NULL;
  }
  view text = {0};
  if (passphrase != Py_None) {
    if (!look_at(passphrase, "the passphrase", &text)) return NULL;
    options.passphrase = text.data;
    options.passphrase_size = text.size;
  }
  jwtkeep_store *store = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_store_open(&options, &store);
  Py_END_ALLOW_THREADS
  look_away(&text);
  if (error != NULL) return raise(error);
  PyObject *made = new_object(type);
  if (made == NULL) {
    jwtkeep_store_free(store);
  } else {
    ((Store *)made)->store = store;
  }
  return made;
}

static PyObject *Store_names(PyObject *self, PyObject *args) {
  const char *prefix = NULL, *after = NULL;
  Py_ssize_t limit = 0;
  if (!PyArg_ParseTuple(args, "zzn", &prefix, &after, &limit)) return NULL;
  jwtkeep_text *json = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_store_keyrings(((Store *)self)->store, prefix, after, (size_t)limit, &json);
  Py_END_ALLOW_THREADS
  return error != NULL ? raise(error) : take_json(json);
}

/* open_keyring(store, name, class) */
static PyObject *open_keyring(PyObject *module, PyObject *args) {
  (void)module;
  Store *store = NULL;
  const char *name = NULL;
  PyTypeObject *type = NULL;
  if (!PyArg_ParseTuple(args, "O!sO!", store_type, &store, &name, &PyType_Type, &type)) return NULL;
  if (!PyType_IsSubtype(type, keyring_type)) {
    PyErr_SetString(PyExc_TypeError, "a class of keyrings is needed");
    return NULL;
  }
  jwtkeep_keyring *keyring = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_store_keyring(store->store, name, &keyring);
  Py_END_ALLOW_THREADS
  if (error != NULL) return raise(error);
  PyObject *made = new_object(type);
  if (made == NULL) {
    jwtkeep_keyring_free(keyring);
  } else {
    ((Keyring *)made)->keyring = keyring;
  }
  return made;
}

static PyMethodDef store_methods[] = {{"_names", Store_names, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot store_slots[] = {{Py_tp_dealloc, Store_dealloc},
                                    {Py_tp_new, Store_new},
                                    {Py_tp_methods, store_methods},
                                    {0, NULL}};
static PyType_Spec store_spec = {"jwtkeep._native.Store", sizeof(Store), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                                 store_slots};

/* ------------------------------------------------------------------------------------------------------ functions */

static PyObject *set_exception_maker(PyObject *module, PyObject *maker) {
  (void)module;
  Py_INCREF(maker);
  Py_XDECREF(make_exception);
  make_exception = maker;
  Py_RETURN_NONE;
}

static PyObject *inspect(PyObject *module, PyObject *token) {
  (void)module;
  view text;
  if (!look_at(token, "the token", &text)) return NULL;
  jwtkeep_text *json = NULL;
  jwtkeep_error *error = jwtkeep_inspect(text.data, text.size, &json);
  look_away(&text);
  return error != NULL ? raise(error) : take_json(json);
}

static PyObject *encrypt(PyObject *module, PyObject *args) {
  (void)module;
  Keys *keys = NULL;
  const char *alg = NULL, *enc = NULL;
  PyObject *content = NULL;
  if (!PyArg_ParseTuple(args, "O!zzO", keys_type, &keys, &alg, &enc, &content)) return NULL;
  view plain;
  if (!look_at(content, "the content", &plain)) return NULL;
  jwtkeep_text *token = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_encrypt(keys->keys, alg, enc, plain.data, plain.size, &token);
  Py_END_ALLOW_THREADS
  look_away(&plain);
  return error != NULL ? raise(error) : take_text(token);
}

static PyObject *decrypt(PyObject *module, PyObject *args) {
  (void)module;
  Keys *keys = NULL;
  PyObject *encs_given = NULL, *given = NULL;
  if (!PyArg_ParseTuple(args, "O!OO", keys_type, &keys, &encs_given, &given)) return NULL;
  names encs = {0};
  view token;
  if (!read_names(encs_given, &encs) || !look_at(given, "the token", &token)) {
    free_names(&encs);
    return NULL;
  }
  jwtkeep_secret *content = NULL;
  jwtkeep_text *header = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_decrypt(keys->keys, encs.texts, encs.count, token.data, token.size, &content, &header);
  Py_END_ALLOW_THREADS
  look_away(&token);
  free_names(&encs);
  if (error != NULL) return raise(error);
  size_t size = 0;
  const char *bytes = jwtkeep_secret_data(content, &size);
  PyObject *plain = PyBytes_FromStringAndSize(bytes, (Py_ssize_t)size);
  jwtkeep_secret_free(content);
  return Py_BuildValue("(NN)", plain, take_json(header));
}

static PyObject *judge(PyObject *module, PyObject *args) {
  (void)module;
  PyObject *secret = NULL, *context_given = NULL;
  const char *alg = NULL;
  if (!PyArg_ParseTuple(args, "OzO", &secret, &alg, &context_given)) return NULL;
  names context = {0};
  view text;
  if (!read_names(context_given, &context) || !look_at(secret, "the secret", &text)) {
    free_names(&context);
    return NULL;
  }
  int strong = 0;
  jwtkeep_text *json = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_judge(text.data, text.size, alg, context.texts, context.count, &strong, &json);
  Py_END_ALLOW_THREADS
  look_away(&text);
  free_names(&context);
  return error != NULL ? raise(error) : take_json(json);
}

static PyObject *generate(PyObject *module, PyObject *args) {
  (void)module;
  const char *alg = NULL, *format = NULL;
  int bits = 0;
  if (!PyArg_ParseTuple(args, "ziz", &alg, &bits, &format)) return NULL;
  jwtkeep_secret *secret = NULL;
  jwtkeep_text *public_half = NULL;
  jwtkeep_error *error = NULL;
  Py_BEGIN_ALLOW_THREADS
  error = jwtkeep_generate(alg, bits, format, &secret, &public_half);
  Py_END_ALLOW_THREADS
  if (error != NULL) return raise(error);
  size_t size = 0;
  const char *bytes = jwtkeep_secret_data(secret, &size);
  PyObject *text = PyUnicode_DecodeUTF8(bytes, (Py_ssize_t)size, NULL);
  jwtkeep_secret_free(secret);
  PyObject *half = public_half == NULL ? text_or_none(NULL) : take_text(public_half);
  return Py_BuildValue("(NN)", text, half);
}

static PyMethodDef functions[] = {{"set_exception_maker", set_exception_maker, METH_O, NULL},
                                  {"keys_from_secret", keys_from_secret, METH_VARARGS, NULL},
                                  {"keys_from_jwk", keys_from_jwk, METH_VARARGS, NULL},
                                  {"keys_from_jwks", keys_from_jwks, METH_VARARGS, NULL},
                                  {"keys_from_pem", keys_from_pem, METH_VARARGS, NULL},
                                  {"open_keyring", open_keyring, METH_VARARGS, NULL},
                                  {"inspect", inspect, METH_O, NULL},
                                  {"encrypt", encrypt, METH_VARARGS, NULL},
                                  {"decrypt", decrypt, METH_VARARGS, NULL},
                                  {"judge", judge, METH_VARARGS, NULL},
                                  {"generate", generate, METH_VARARGS, NULL},
                                  {NULL, NULL, 0, NULL}};

static bool add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type) {
  *type = (PyTypeObject *)PyType_FromSpec(spec);
  return *type != NULL && PyModule_AddType(module, *type) == 0;
}

static struct PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT,
                                        .m_name = "jwtkeep._native",
                                        .m_size = -1,
                                        .m_methods = functions};

PyMODINIT_FUNC PyInit__native(void) {
  PyObject *module = PyModule_Create(&definition);
  PyTypeObject *verifier_type = NULL, *signer_type = NULL;
  if (module == NULL) return NULL;
  if (!add_type(module, &keys_spec, &keys_type) || !add_type(module, &verifier_spec, &verifier_type) ||
      !add_type(module, &signer_spec, &signer_type) || !add_type(module, &keyring_spec, &keyring_type) ||
      !add_type(module, &store_spec, &store_type) ||
      PyModule_AddStringConstant(module, "version", jwtkeep_version()) != 0 ||
      PyModule_AddIntConstant(module, "ANY_ISSUER", JWTKEEP_ANY_ISSUER) != 0 ||
      PyModule_AddIntConstant(module, "ANY_AUDIENCE", JWTKEEP_ANY_AUDIENCE) != 0 ||
      PyModule_AddIntConstant(module, "ANY_TYPE", JWTKEEP_ANY_TYPE) != 0 ||
      PyModule_AddIntConstant(module, "NO_EXPIRATION", JWTKEEP_NO_EXPIRATION) != 0) {
    Py_DECREF(module);
    return NULL;
  }
  return module;
}
