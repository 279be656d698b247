#include "jwtkeep/scan/asked_owners.hpp"

#include <utility>

#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/scan/detect/key_identity.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kMostAnswers = 4096;

std::string digest_of(const Candidate& candidate) {
  Characters text(std::string_view(word(candidate.kind)));
  for (const auto& part :
       {std::string_view(candidate.value.view()), candidate.decoded ? candidate.decoded->view() : std::string_view()}) {
    text.push_back('\0');
    text.append(part);
  }
  return std::string(base::as_text(crypto::digest(crypto::Hash::sha256, text.bytes())));
}

}  // namespace

std::vector<Owner> AskedOwners::of(const Candidate& candidate) {
  if (ownership_ == nullptr) return {};
  auto digest = digest_of(candidate);
  if (const auto known = answers_.find(digest); known != answers_.end()) return known->second;
  auto owners = ask(candidate);
  if (answers_.size() < kMostAnswers) answers_.emplace(std::move(digest), owners);
  return owners;
}

std::vector<Owner> AskedOwners::ask(const Candidate& candidate) const {
  if (candidate.kind == Kind::token) return ownership_->of_token(candidate.value.view());
  if (const auto thumbprint = private_key_thumbprint(candidate)) return ownership_->of_key_pair(*thumbprint);
  if (candidate.kind <= Kind::der) return {};
  if (candidate.decoded) {
    auto owners = ownership_->of_secret(base::SecretBytes::copy_of(candidate.decoded->view()));
    if (!owners.empty()) return owners;
  }
  return ownership_->of_secret(base::SecretBytes::copy_of(candidate.value.view()));
}

}  // namespace jwtkeep::scan
