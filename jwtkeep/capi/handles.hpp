// What the handles of jwtkeep.h are. Internal to this room.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/capi/jwtkeep.h"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verifier.hpp"
#include "jwtkeep/store/store.hpp"

struct jwtkeep_error {
  jwtkeep::base::Error error;
};

struct jwtkeep_text {
  std::string text;
};

struct jwtkeep_secret {
  jwtkeep::base::SecretBytes bytes;
};

struct jwtkeep_keys {
  std::vector<jwtkeep::jose::Jwk> jwks;
  bool is_secret = false;  ///< a shared secret by itself, whose usual algorithm is HS256
};

struct jwtkeep_verifier {
  std::shared_ptr<const std::vector<jwtkeep::jose::Verifier>> groups;  ///< see verifier.cpp
};

struct jwtkeep_result {
  jwtkeep::jose::Workspace workspace;
  std::shared_ptr<const void> owner;  ///< whose keys `view` shows
  std::optional<jwtkeep::jose::VerifiedView> view;
  std::optional<std::string> header;  ///< once it was asked for
};

struct jwtkeep_signer {
  jwtkeep::jose::Signer signer;
};

namespace jwtkeep::capi {

/// A store, and the process that opened it: a database's connection cannot be shared with a child.
struct OpenStore {
  store::Store store;
  pid_t process;
};

/// Errors: `bad_value` in a child of the process that opened it.
base::Result<store::Store*> usable(OpenStore& open);

}  // namespace jwtkeep::capi

struct jwtkeep_store {
  std::shared_ptr<jwtkeep::capi::OpenStore> open;
};
