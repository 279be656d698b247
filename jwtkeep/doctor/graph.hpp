// Draws who shares with whom, by name.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/doctor/sharing.hpp"

namespace jwtkeep::doctor {

/// One tree for each group, e.g.
///
///     orders/prod ─┬─ billing/prod
///                  └─ dotenv:/srv/orders/.env (of orders/dev)
///
/// In ASCII where `unicode` is false. Ends in a newline.
std::string draw_sharing(const std::vector<Group>& groups, bool unicode);

/// The same for machines: `nodes` (keyrings and destinations by name) and `edges` (pairs of their indices).
/// Of a group that holds keyrings which are not visible these are one node without a name of its own, and a group of
/// such alone is left out.
base::Json sharing_json(const std::vector<Group>& groups, const Visible& visible = {});

}  // namespace jwtkeep::doctor
