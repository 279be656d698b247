#include "jwtkeep/store/master_key.hpp"

#include <utility>

namespace jwtkeep::store {

Opener::Opener(Kind kind, base::SecretBytes secret, std::string id, PassphraseCost cost)
    : kind_(kind), secret_(std::move(secret)), id_(std::move(id)), cost_(cost) {}

Opener Opener::key_file(base::SecretBytes key, std::string id) {
  return {Kind::key_file, std::move(key), std::move(id), {}};
}

Opener Opener::passphrase(base::SecretBytes passphrase, PassphraseCost cost) {
  return {Kind::passphrase, std::move(passphrase), {}, cost};
}

Opener Opener::remote(std::shared_ptr<KeyWrapper> wrapper) {
  auto address = wrapper->address();
  Opener opener(Kind::remote, {}, std::move(address), {});
  opener.wrapper_ = std::move(wrapper);
  return opener;
}

std::string_view word(Opener::Kind kind) noexcept {
  switch (kind) {
    case Opener::Kind::key_file: return "key_file";
    case Opener::Kind::passphrase: return "passphrase";
    case Opener::Kind::remote: return "remote";
  }
  return "";
}

}  // namespace jwtkeep::store
