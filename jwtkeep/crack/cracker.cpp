#include "jwtkeep/crack/cracker.hpp"

#include <algorithm>
#include <tuple>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crack/kernel/kernel.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace jwtkeep::crack {
namespace {

using base::fail;
using base::Reason;
using kernel::Implementation;
using kernel::Message;
using kernel::Sha256;
using kernel::Sha384;
using kernel::Sha512;

template <class Hash>
kernel::Run<Hash> run_of(const Implementation& implementation) noexcept {
  if constexpr (Hash::kHash == crypto::Hash::sha256) {
    return implementation.sha256;
  } else if constexpr (Hash::kHash == crypto::Hash::sha384) {
    return implementation.sha384;
  } else {
    return implementation.sha512;
  }
}

/// What depends on the targets alone: never changed once it is made, and shared.
struct Prepared {
  std::vector<Target> targets;
  std::tuple<std::vector<Message<Sha256>>, std::vector<Message<Sha384>>, std::vector<Message<Sha512>>> messages;
};

template <class Hash>
using Wanted = std::vector<const Message<Hash>*>;

}  // namespace

struct Cracker::State {
  const Implementation* implementation;
  std::shared_ptr<const Prepared> prepared;
  std::tuple<Wanted<Sha256>, Wanted<Sha384>, Wanted<Sha512>> wanted;  ///< those that are still tried
  std::vector<kernel::Suspect> suspects = {};
  Batch hashed = {};  ///< the batch, with each candidate that is longer than a block hashed

  template <class Hash>
  void run(const Batch& batch) {
    const auto& messages = std::get<Wanted<Hash>>(wanted);
    if (messages.empty()) return;
    run_of<Hash> (*implementation)(messages, batch.longest() > Hash::kBlockBytes ? with_digests<Hash>(batch) : batch,
                                   suspects);
  }

  /// RFC 2104 section 2: a key longer than a block is hashed first.
  template <class Hash>
  const Batch& with_digests(const Batch& batch) {
    hashed.clear();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto candidate = batch[i];
      if (candidate.size() > Hash::kBlockBytes) {
        hashed.add(crypto::digest(Hash::kHash, candidate));
      } else {
        hashed.add(candidate);
      }
    }
    return hashed;
  }

  [[nodiscard]] bool holds(const Batch& batch, const kernel::Suspect& suspect) const {
    const auto& target = prepared->targets[suspect.target];
    return crypto::verify_hmac(jose::info(target.alg).hash, base::SecretBytes::copy_of(batch[suspect.candidate]),
                               base::as_bytes(target.signing_input), target.tag);
  }
};

Cracker::Cracker(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Cracker::~Cracker() = default;
Cracker::Cracker(Cracker&&) noexcept = default;
Cracker& Cracker::operator=(Cracker&&) noexcept = default;
Cracker::Cracker(const Cracker& other) : state_(std::make_unique<State>(*other.state_)) {}
Cracker& Cracker::operator=(const Cracker& other) {
  if (this != &other) state_ = std::make_unique<State>(*other.state_);
  return *this;
}

base::Result<Cracker> Cracker::create(std::span<const Target> targets) {
  const auto all = kernel::implementations();
  return create_with(std::ranges::find_if(all, [](const auto& one) { return one.is_supported(); })->name, targets);
}

base::Result<Cracker> Cracker::create_with(std::string_view kernel, std::span<const Target> targets) {
  const auto all = kernel::implementations();
  const auto found = std::ranges::find(all, kernel, &Implementation::name);
  if (found == all.end()) {
    std::string names;
    for (const auto& one : all) names += (names.empty() ? "" : ", ") + std::string(one.name);
    return fail(Reason::bad_value, "there is no kernel \"" + std::string(kernel) + "\"", "there are " + names);
  }
  if (!found->is_supported()) {
    return fail(Reason::bad_value, "this machine cannot run the kernel " + std::string(kernel),
                "leave the choice open, or take portable");
  }
  if (targets.empty()) return fail(Reason::bad_value, "there is no token to crack");

  auto prepared = std::make_shared<Prepared>();
  prepared->targets.assign(targets.begin(), targets.end());
  auto& [sha256, sha384, sha512] = prepared->messages;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto& target = targets[i];
    if (!jose::is_symmetric(target.alg) || target.tag.size() != jose::info(target.alg).signature_size_bytes) {
      return fail(Reason::bad_value, "target " + std::to_string(i) + " is not HS256, HS384 or HS512 with a whole tag");
    }
    const auto input = base::as_bytes(target.signing_input);
    switch (jose::info(target.alg).hash) {
      case crypto::Hash::sha256: sha256.push_back(kernel::make_message<Sha256>(i, input, target.tag)); break;
      case crypto::Hash::sha384: sha384.push_back(kernel::make_message<Sha384>(i, input, target.tag)); break;
      case crypto::Hash::sha512: sha512.push_back(kernel::make_message<Sha512>(i, input, target.tag)); break;
    }
  }
  auto state = std::make_unique<State>(State{.implementation = &*found, .prepared = prepared, .wanted = {}});
  const auto want = [&]<class Hash>(const std::vector<Message<Hash>>& messages) {
    for (const auto& message : messages) std::get<Wanted<Hash>>(state->wanted).push_back(&message);
  };
  want(sha256);
  want(sha384);
  want(sha512);
  return Cracker(std::move(state));
}

void Cracker::run(const Batch& batch, std::vector<Hit>& hits) {
  state_->suspects.clear();
  state_->run<Sha256>(batch);
  state_->run<Sha384>(batch);
  state_->run<Sha512>(batch);
  for (const auto& suspect : state_->suspects) {
    if (state_->holds(batch, suspect)) hits.push_back({suspect.candidate, suspect.target});
  }
}

void Cracker::drop(std::size_t target) {
  std::apply(
      [&](auto&... wanted) { (std::erase_if(wanted, [&](const auto* one) { return one->target == target; }), ...); },
      state_->wanted);
}

std::size_t Cracker::left() const noexcept {
  return std::apply([](const auto&... wanted) { return (wanted.size() + ...); }, state_->wanted);
}

std::string_view Cracker::kernel() const noexcept { return state_->implementation->name; }

}  // namespace jwtkeep::crack
