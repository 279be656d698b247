#include "jwtkeep/scan/found_tokens.hpp"

#include <algorithm>
#include <atomic>

#include "jwtkeep/crack/run.hpp"
#include "jwtkeep/strength/known_list.hpp"

namespace jwtkeep::scan {

void FoundTokens::add(std::string_view token, std::size_t finding) {
  auto target = crack::target_of(token);
  if (!target) return;
  const auto same = std::ranges::find_if(targets_, [&](const crack::Target& other) {
    return other.signing_input == target->signing_input && other.tag == target->tag;
  });
  if (same != targets_.end()) {
    findings_[static_cast<std::size_t>(same - targets_.begin())].push_back(finding);
    return;
  }
  targets_.push_back(*std::move(target));
  findings_.push_back({finding});
}

void FoundTokens::crack(std::vector<Finding>& findings) {
  if (targets_.empty()) return;
  const auto cracker = crack::Cracker::create(targets_);
  std::atomic<bool> stop = false;
  const auto stages = crack::make_stages({.known_only = true}, strength::known_list(), stop);
  if (cracker && stages) {
    crack::RunOptions run{.threads = 1, .stop = &stop};
    run.found = [&](crack::Found found) {
      const auto product = strength::published_product(found.secret);
      for (const auto number : findings_[found.target]) {
        auto& token = findings[number].token;
        if (!token) continue;
        token->cracked = true;
        token->product = product;
      }
    };
    // It can fail for memory alone: then they are not known to fall.
    static_cast<void>(crack::run(*cracker, *stages, run));
  }
  targets_.clear();
  findings_.clear();
}

}  // namespace jwtkeep::scan
