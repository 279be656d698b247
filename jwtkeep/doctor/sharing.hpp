// Who has the same secret as whom. Pure: fingerprints in, groups and findings out.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/doctor/finding.hpp"
#include "jwtkeep/keyring/name.hpp"

namespace jwtkeep::doctor {

/// Somebody who has a secret.
struct Holder {
  keyring::Name keyring;    ///< whose it is, or to which the destination belongs
  std::string destination;  ///< where it stands; empty: in the store
  std::string kid;          ///< of the key in the store; empty for what a destination holds
  bool verifies = true;     ///< tokens are taken under it still
  bool replaced = false;    ///< and another key signs: the last of them are ending
  friend auto operator<=>(const Holder&, const Holder&) = default;
};

/// A fingerprint (DESIGN) and one who has it.
struct Sighting {
  base::Bytes fingerprint;
  Holder holder;
};

/// Those who have one secret: at least two keyrings, one of which takes tokens under it still.
struct Group {
  std::vector<Holder> holders;  ///< in order
};

/// Groups of at least two keyrings, in the order of their first holders. A destination that holds its own keyring's
/// secret is no sharing.
std::vector<Group> groups(std::vector<Sighting> sightings);

/// Whether a keyring's name is for whoever reads what is told.
using Visible = std::function<bool(const keyring::Name&)>;
inline constexpr std::string_view kAnotherKeyring = "another keyring";  ///< what is said of one whose name is not

/// What each group breaks, the worst rule alone for each pair of keyrings. Of a pair that is half visible the visible
/// one is told of, and the other is another keyring; empty: all are visible.
std::vector<Finding> findings(const std::vector<Group>& groups, const Visible& visible = {});

/// Whether an environment is one that users depend on (`prod`, `production`, `live` and the like), or one for
/// development and tests (`dev`, `test`, `staging`, `local`, `ci` and the like). Others are neither.
bool is_production(std::string_view environment) noexcept;
bool is_development(std::string_view environment) noexcept;

}  // namespace jwtkeep::doctor
