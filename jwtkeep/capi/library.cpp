// The library itself, and what it hands out.
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/crypto/secure_heap.hpp"

const char* jwtkeep_version(void) { return JWTKEEP_VERSION; }

int jwtkeep_prepare_openssl(void) { return jwtkeep::crypto::prepare_openssl() ? 1 : 0; }

const char* jwtkeep_text_data(const jwtkeep_text* text, size_t* size) {
  if (size != nullptr) *size = text == nullptr ? 0 : text->text.size();
  return text == nullptr ? "" : text->text.c_str();
}

void jwtkeep_text_free(jwtkeep_text* text) { delete text; }

const void* jwtkeep_secret_data(const jwtkeep_secret* secret, size_t* size) {
  if (size != nullptr) *size = secret == nullptr ? 0 : secret->bytes.size();
  if (secret == nullptr) return nullptr;
  return secret->bytes.reveal([](jwtkeep::base::ByteView bytes) { return bytes.data(); });
}

void jwtkeep_secret_free(jwtkeep_secret* secret) { delete secret; }
