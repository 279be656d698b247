#include "tests/matrix/readers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/destination/secret_in.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::matrix {
namespace {

using base::Instant;
using base::SecretBytes;

std::string plain(const SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

std::vector<std::uint8_t> tag_of(const SecretBytes& key, const std::string& kid) {
  const auto tag = crypto::hmac(crypto::Hash::sha256, key, base::as_bytes(kid));
  return {tag.begin(), tag.end()};
}

bool take_keys(const SecretBytes& jwks, View& view) {
  const auto set = jose::parse_jwks(jwks);
  if (!set) return false;
  for (const auto& jwk : set->keys) {
    if (!jwk.kid) return false;
    const auto* bytes = std::get_if<SecretBytes>(&jwk.material);
    view.keys[*jwk.kid] = bytes != nullptr ? bytes->clone() : SecretBytes::copy_of(std::string_view("public"));
  }
  return !view.keys.empty();
}

}  // namespace

View view_of(destination::PlaceKind kind, const std::optional<SecretBytes>& content, Instant now) {
  View view{.from = now};
  view.foreign = true;
  if (!content) return view;
  if (kind == destination::PlaceKind::jwks) {
    view.foreign = !take_keys(*content, view);
    return view;
  }
  for (const auto& part : destination::parts_of(kind, *content)) {
    if (part.name == "JWT_JWKS") view.foreign = !take_keys(part.value, view);
    if (part.name == "JWT_KID") view.kid = plain(part.value);
    if (part.name == "JWT_SECRET") view.secret = part.value.clone();
  }
  // Another hand may have changed a part alone.
  const auto signing = view.keys.find(view.kid);
  if (!view.secret.empty() && (signing == view.keys.end() || !(signing->second == view.secret))) view.foreign = true;
  return view;
}

void Readers::read(std::size_t place, View view) {
  auto& all = views_[place];
  if (!all.empty()) all.back().until = view.from;
  all.push_back(std::move(view));
}

void Readers::look(Instant now) {
  std::erase_if(tokens_, [&](const Token& token) { return token.issued + policy_.token_lifetime < now; });
  for (auto& views : views_) {
    const auto oldest = now - std::max(policy_.propagation, policy_.sign_propagation);
    std::erase_if(views, [&](const View& view) { return view.until < oldest; });
  }
  sign(now);
  for (const auto& token : tokens_) {
    for (std::size_t place = 0; place < views_.size(); ++place) {
      for (const auto& view : views_[place]) {
        if (!view.foreign && view.until > now - policy_.propagation) verify(token, place, view, now);
      }
    }
  }
}

void Readers::sign(Instant now) {
  std::vector<Token> fresh;
  for (const auto& views : views_) {
    for (const auto& view : views) {
      if (view.foreign || view.secret.empty() || view.until <= now - policy_.sign_propagation) continue;
      fresh.push_back({now, view.kid, tag_of(view.secret, view.kid)});
    }
  }
  if (!store_kid_.empty()) fresh.push_back({now, store_kid_, {}});
  std::ranges::sort(fresh);
  const auto [rest, end] = std::ranges::unique(fresh);
  fresh.erase(rest, end);
  tokens_.insert(tokens_.end(), fresh.begin(), fresh.end());
}

void Readers::verify(const Token& token, std::size_t place, const View& view, Instant now) {
  ++verifications_;
  const auto key = view.keys.find(token.kid);
  if (key != view.keys.end() && (token.tag.empty() || tag_of(key->second, token.kid) == token.tag)) return;
  refused_.push_back(fmt::format("place {} as it was {} s ago refuses a token of {} that is {} s old", place,
                                 (now - view.from).count() / 1'000'000'000, token.kid,
                                 (now - token.issued).count() / 1'000'000'000));
}

}  // namespace jwtkeep::matrix
