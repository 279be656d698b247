// Which forgeries are to be tried, and what they are: nothing is sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/probe/forgery.hpp"

namespace jwtkeep::probe {

/// Ids of forgeries. What is empty leaves nothing out.
struct Choice {
  std::vector<std::string> only = {};
  std::vector<std::string> skip = {};
  bool bombs = true;  ///< those that are judged by strain
};

struct Planned {
  const Forgery* forgery = nullptr;
  Attempts attempts;
};

/// In the catalogue's order. Errors: `bad_value` for an id that there is not, with those that there are.
base::Result<std::vector<Planned>> plan(const Material& material, const Choice& choice);

/// The good token signed anew by the owner's key, a control: where it is not accepted, what only the owner can make
/// shows nothing. Nothing where there is no such key.
std::optional<std::string> signed_anew(const Material& material);

/// The good token with another signature of the same length, the first control: whoever takes it takes anything.
std::string badly_signed(const GoodToken& good);

}  // namespace jwtkeep::probe
