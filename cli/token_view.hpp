// A token taken apart for a person or a program, without trusting it.
#pragma once

#include <string>

#include "cli/remark.hpp"
#include "cli/session.hpp"

namespace jwtkeep::cli {

/// What `inspect` found.
struct TokenView {
  base::Json json = base::Json::object();  ///< the members of `--json` before `remarks`
  std::string text;                        ///< for people
  Remarks remarks;
};

// Errors of all: what keeps the token from being one (`malformed`, `too_large`, `duplicate_member` ...).

/// Either, told apart as RFC 7516 section 9 says.
base::Result<TokenView> view_token(const std::string& token, const Output& out, base::Instant now);

// One file each.

/// A signed token in any form, its payload within it or apart.
base::Result<TokenView> view_signed(const std::string& token, const Output& out, base::Instant now);
/// An encrypted token in any form.
base::Result<TokenView> view_encrypted(const std::string& token, const Output& out);

}  // namespace jwtkeep::cli
