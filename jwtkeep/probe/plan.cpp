#include "jwtkeep/probe/plan.hpp"

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/probe/compact.hpp"

namespace jwtkeep::probe {
namespace {

base::Result<void> check_ids(const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    if (find_forgery(id) != nullptr) continue;
    std::vector<std::string> names;
    std::string known;
    for (const auto& forgery : forgeries()) {
      names.emplace_back(forgery.id);
      known += (known.empty() ? "" : ", ") + names.back();
    }
    return base::fail(base::Reason::bad_value, "no forgery is called \"" + id + "\"",
                      base::did_you_mean(base::near_words(names, id), "there are: " + known));
  }
  return {};
}

bool holds(const std::vector<std::string>& ids, std::string_view id) { return std::ranges::find(ids, id) != ids.end(); }

bool is_chosen(const Forgery& forgery, const Choice& choice) {
  if (!choice.only.empty() && !holds(choice.only, forgery.id)) return false;
  if (holds(choice.skip, forgery.id)) return false;
  return choice.bombs || forgery.judging != Judging::strain;
}

/// The last part with every bit pattern changed: no zeros, no unused bits, nothing that a lenient reader repairs.
std::string with_other_last_part(const std::string& token) {
  auto changed = token;
  constexpr std::string_view kFrom = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // The last character may stand for two bits only; it is left as it is.
  for (std::size_t i = changed.rfind('.') + 1; i + 1 < changed.size(); ++i) {
    const auto at = kFrom.find(changed[i]);
    if (at != std::string_view::npos) changed[i] = kFrom[(at + 21) % kFrom.size()];
  }
  return changed;
}

}  // namespace

base::Result<std::vector<Planned>> plan(const Material& material, const Choice& choice) {
  JWTKEEP_CHECK(check_ids(choice.only));
  JWTKEEP_CHECK(check_ids(choice.skip));
  std::vector<Planned> planned;
  for (const auto& forgery : forgeries()) {
    if (!is_chosen(forgery, choice)) continue;
    auto attempts = forgery.make(material);
    // The good token itself proves nothing: such as one with a signature of one byte, cut to its first byte.
    std::erase_if(attempts.list, [&](const auto& attempt) { return attempt.token == material.good.text; });
    planned.push_back({&forgery, std::move(attempts)});
  }
  return planned;
}

std::optional<std::string> signed_anew(const Material& material) {
  if (!material.signer) return std::nullopt;
  return owner_token(material, {});
}

std::string badly_signed(const GoodToken& good) { return with_other_last_part(good.text); }

}  // namespace jwtkeep::probe
