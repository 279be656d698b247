#include "jwtkeep/jose/verified_view.hpp"

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/json_claims.hpp"
#include "jwtkeep/jose/node_claims.hpp"
#include "jwtkeep/jose/prepared_key.hpp"
#include "jwtkeep/jose/workspace.hpp"

namespace jwtkeep::jose {
namespace {

/// Seconds since 1970; nothing where they are no time that a claim may name.
std::optional<base::Instant> instant_of(double seconds) {
  if (!(seconds >= 0 && seconds < base::kYear10000)) return std::nullopt;
  return base::Instant{std::chrono::microseconds{static_cast<std::int64_t>(std::floor(seconds * 1e6))}};
}

}  // namespace

bool VerifiedView::has(std::string_view claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  return slot.nodes != 0 ? workspace_->root(slot).find(claim).has_value() : slot.json->find(claim) != nullptr;
}

std::optional<std::string_view> VerifiedView::issuer() const { return known_text(KnownClaim::iss); }
std::optional<std::string_view> VerifiedView::subject() const { return known_text(KnownClaim::sub); }

std::optional<std::string_view> VerifiedView::known_text(KnownClaim claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes == 0) return text(name(claim));
  const auto found = workspace_->known(slot, claim);
  return found ? found->string() : std::nullopt;
}

std::optional<std::string_view> VerifiedView::text(std::string_view claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes != 0) {
    const auto found = workspace_->root(slot).find(claim);
    return found ? found->string() : std::nullopt;
  }
  const auto* found = slot.json->find(claim);
  if (found == nullptr || found->string() == nullptr) return std::nullopt;
  return std::string_view(*found->string());
}

std::optional<std::int64_t> VerifiedView::integer(std::string_view claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes != 0) {
    const auto found = workspace_->root(slot).find(claim);
    return found ? found->integer() : std::nullopt;
  }
  const auto* found = slot.json->find(claim);
  if (found == nullptr || found->integer() == nullptr) return std::nullopt;
  return *found->integer();
}

std::optional<bool> VerifiedView::boolean(std::string_view claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes != 0) {
    const auto found = workspace_->root(slot).find(claim);
    return found ? found->boolean() : std::nullopt;
  }
  const auto* found = slot.json->find(claim);
  if (found == nullptr || found->boolean() == nullptr) return std::nullopt;
  return *found->boolean();
}

std::optional<base::Instant> VerifiedView::instant(std::string_view claim) const {
  if (const auto seconds = integer(claim)) return instant_of(static_cast<double>(*seconds));
  const auto& slot = workspace_->slot(slot_, generation_);
  const auto* found = slot.nodes != 0 ? nullptr : slot.json->find(claim);
  return found == nullptr ? std::nullopt : instant_of(found->number());
}

bool VerifiedView::for_each_text(std::string_view claim, const std::function<void(std::string_view)>& each) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes != 0) {
    const auto found = workspace_->root(slot).find(claim);
    return found && NodeClaims::for_each_text(*found, each);
  }
  const auto* found = slot.json->find(claim);
  return found != nullptr && JsonClaims::for_each_text(*found, each);
}

bool VerifiedView::holds_text(std::string_view claim, std::string_view text) const {
  bool holds = false;
  for_each_text(claim, [&](std::string_view one) { holds = holds || one == text; });
  return holds;
}

std::optional<base::Json> VerifiedView::claim(std::string_view claim) const {
  const auto& slot = workspace_->slot(slot_, generation_);
  if (slot.nodes != 0) {
    const auto found = workspace_->root(slot).find(claim);
    return found ? std::optional(found->to_json()) : std::nullopt;
  }
  const auto* found = slot.json->find(claim);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

base::Json VerifiedView::claims() const {
  const auto& slot = workspace_->slot(slot_, generation_);
  return slot.nodes != 0 ? workspace_->root(slot).to_json() : *slot.json;
}

const std::string& VerifiedView::kid() const { return workspace_->slot(slot_, generation_).key->key.kid(); }
Alg VerifiedView::alg() const { return workspace_->slot(slot_, generation_).key->key.alg(); }

std::string_view VerifiedView::payload() const {
  return base::as_text(workspace_->bytes(workspace_->slot(slot_, generation_).payload));
}

VerifiedToken VerifiedView::to_verified_token() const {
  const auto& slot = workspace_->slot(slot_, generation_);
  // The header was read strictly when it was first met.
  const auto header = base::base64url_decode(workspace_->header_text(slot));
  return {claims(), base::parse_json(base::as_text(header.value())).value(), kid(), alg()};
}

}  // namespace jwtkeep::jose
