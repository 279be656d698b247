// PEM blocks (RFC 7468), strict, without a copy in ordinary memory. Internal to this room and its fuzz target.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

struct PemBlock {
  std::string label;       ///< e.g. `PRIVATE KEY`
  bool encrypted = false;  ///< by `Proc-Type: 4,ENCRYPTED` (RFC 1421 section 4.6.1.1) or its label
  base::SecretBytes der;   ///< empty when encrypted
};

/// All blocks of a text of at most 1 MiB, in their order; what stands between them is passed over.
/// Errors: `too_large`, `malformed`.
base::Result<std::vector<PemBlock>> read_pem(base::ByteView text);

/// One block with lines of 64 characters.
base::SecretBytes write_pem(std::string_view label, const base::SecretBytes& der);

}  // namespace jwtkeep::crypto
