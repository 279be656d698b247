#include "jwtkeep/doctor/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace jwtkeep::doctor {
namespace {

std::string label(const Holder& holder) {
  if (holder.destination.empty()) return holder.keyring.text();
  return fmt::format("{} (of {})", holder.destination, holder.keyring.text());
}

/// A keyring's several keys with one secret are one node.
std::vector<std::string> labels(const Group& group) {
  std::vector<std::string> found;
  for (const auto& holder : group.holders) {
    if (auto text = label(holder); std::ranges::find(found, text) == found.end()) found.push_back(std::move(text));
  }
  return found;
}

}  // namespace

std::string draw_sharing(const std::vector<Group>& groups, bool unicode) {
  std::string drawn;
  for (const auto& group : groups) {
    const auto names = labels(group);
    const std::string indent(names.front().size() + 1, ' ');
    for (std::size_t i = 1; i < names.size(); ++i) {
      const bool only = names.size() == 2;
      const bool first = i == 1;
      const bool last = i + 1 == names.size();
      const char* branch = nullptr;
      if (only) {
        branch = unicode ? "───" : "---";
      } else if (first) {
        branch = unicode ? "─┬─" : "-+-";
      } else {
        branch = last ? (unicode ? " └─" : " `-") : (unicode ? " ├─" : " |-");
      }
      drawn += (first ? names.front() + " " : indent) + branch + " " + names[i] + "\n";
    }
  }
  return drawn;
}

base::Json sharing_json(const std::vector<Group>& groups, const Visible& visible) {
  std::vector<std::string> nodes;
  auto edges = base::Json::array();
  const auto index = [&](const std::string& name) {
    auto at = std::ranges::find(nodes, name);
    // Those without a name are different ones in different groups, or may be: nobody is to conclude either.
    if (at == nodes.end() || name == kAnotherKeyring) at = nodes.insert(nodes.end(), name);
    return static_cast<std::int64_t>(at - nodes.begin());
  };
  for (const auto& group : groups) {
    Group shown;
    std::ranges::copy_if(group.holders, std::back_inserter(shown.holders),
                         [&](const Holder& holder) { return !visible || visible(holder.keyring); });
    if (shown.holders.empty()) continue;
    auto names = labels(shown);
    if (shown.holders.size() < group.holders.size()) names.emplace_back(kAnotherKeyring);
    std::vector<std::int64_t> places;
    std::ranges::transform(names, std::back_inserter(places), index);
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t j = i + 1; j < places.size(); ++j) edges.push(base::Json::array({places[i], places[j]}));
    }
  }
  auto list = base::Json::array();
  for (auto& node : nodes) list.push(std::move(node));
  return base::Json::object({{"nodes", std::move(list)}, {"edges", std::move(edges)}});
}

}  // namespace jwtkeep::doctor
