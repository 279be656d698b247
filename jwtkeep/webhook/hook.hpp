// Somebody who is told what happens to keyrings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/access/grant.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/url.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::webhook {

struct Hook {
  std::string name;  ///< 1 to 32 characters of a-z, 0-9 and `-`: in metrics, in the audit trail
  http::Url url;
  std::vector<access::Pattern> keyrings;  ///< none: all
  base::SecretBytes key;                  ///< of its signatures
  std::string ca_file;                    ///< PEM of who signs its certificate; empty: the system's authorities
};

/// Errors: `bad_value`, also for a URL that is neither https nor on this machine.
base::Result<void> check_hook(const Hook& hook);

/// `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks writes a secret. Errors: `bad_value`, with how one is
/// made.
base::Result<base::SecretBytes> read_key(const base::SecretBytes& text);

/// Whether it is told of this entry: each step of a key, a compromise, and a destination that fails or that another
/// hand has changed.
bool is_told(const Hook& hook, const store::TrailEvent& event);

}  // namespace jwtkeep::webhook
