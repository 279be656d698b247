#include "cli/watch.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/hand_out.hpp"
#include "cli/session.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::cli {
namespace {

constexpr auto kLease = std::chrono::seconds{30};
constexpr auto kRenewEvery = std::chrono::seconds{10};

bool same(const std::vector<destination::Variable>& a, const std::vector<destination::Variable>& b) {
  return std::ranges::equal(a, b, [](const destination::Variable& x, const destination::Variable& y) {
    return x.name == y.name && x.value == y.value;
  });
}

std::string host_name() {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  return host;
}

std::vector<destination::Variable> copy(const std::vector<destination::Variable>& variables) {
  std::vector<destination::Variable> copies;
  copies.reserve(variables.size());
  for (const auto& variable : variables) copies.push_back({variable.name, variable.value.clone(), variable.secret});
  return copies;
}

}  // namespace

Watch::Watch(store::Store& store, std::vector<keyring::Name> names, destination::Role role, std::string command)
    : store_(store),
      names_(std::move(names)),
      role_(role),
      command_(std::move(command)),
      id_(fmt::format("process:{}:{}-{}", host_name(), getpid(), base::hex_encode(crypto::random_bytes(4)))) {}

base::Result<std::vector<destination::Variable>> Watch::load() {
  std::vector<destination::Held> held;
  for (const auto& name : names_) {
    JWTKEEP_TRY(auto one, rotate::hold(store_, name, role_));
    revisions_[name.text()] = one.keyring.revision;
    held.push_back(std::move(one));
  }
  return destination::variables_of_all(held, role_);
}

base::Result<std::vector<destination::Variable>> Watch::begin() {
  // In this order a change between two of them is heard by the next poll.
  JWTKEEP_TRY(changes_, store_.changes());
  JWTKEEP_TRY(generation_, store_.generation());
  JWTKEEP_TRY(current_, load());
  return copy(current_);
}

base::Result<std::optional<std::vector<destination::Variable>>> Watch::poll() {
  const auto now = Session::now();
  if (now - renewed_ > kRenewEvery || now < renewed_) JWTKEEP_CHECK(renew());
  JWTKEEP_TRY(const bool heard, changes_->wait(std::chrono::milliseconds::zero()));
  look_ = look_ || heard;
  if (!look_) return std::nullopt;
  JWTKEEP_TRY(const auto generation, store_.generation());
  if (generation == generation_) {
    look_ = false;
    return std::nullopt;
  }
  const auto before = revisions_;
  JWTKEEP_TRY(auto variables, load());
  generation_ = generation;
  look_ = false;
  if (revisions_ == before) return std::nullopt;
  if (same(variables, current_)) {
    // Nothing that the child sees has changed (a destroyed secret, say): it holds this revision already.
    JWTKEEP_CHECK(save(true));
    return std::nullopt;
  }
  current_ = std::move(variables);
  return copy(current_);
}

base::Result<void> Watch::confirm(int pid) {
  pid_ = pid;
  return save(true);
}

base::Result<void> Watch::renew() {
  if (pid_ == 0) return {};
  return save(false);
}

base::Result<void> Watch::save(bool with_confirmation) {
  const auto now = Session::now();
  JWTKEEP_CHECK(store_.change([&](store::Change& change) -> base::Result<void> {
    for (const auto& name : names_) {
      JWTKEEP_TRY(const auto known, change.destinations(name));
      const auto mine = std::ranges::find(known, id_, &store::Destination::id);
      store::Destination destination;
      if (mine != known.end()) destination = *mine;
      const bool first = destination.confirmed.empty();
      destination.id = id_;
      destination.kind = "process";
      destination.details = base::Json::object({{"command", command_}, {"pid", pid_}});
      destination.lease_until = now + kLease;
      if (with_confirmation) {
        JWTKEEP_TRY(const auto ring, change.keyring(name));
        const auto revision = revisions_.at(name.text());
        // A process that has just begun has never held anything older: nobody has to wait for its readers.
        const auto since = first && ring.revision == revision ? ring.changed_at : now;
        if (first || destination.confirmed.back().revision < revision)
          destination.confirmed.push_back({revision, since});
        store::forget_old_confirmations(destination, ring);
      }
      JWTKEEP_CHECK(change.save_destination(name, destination));
    }
    return {};
  }));
  renewed_ = now;
  return {};
}

base::Result<void> Watch::leave() {
  const auto now = Session::now();
  return store_.change([&](store::Change& change) -> base::Result<void> {
    for (const auto& name : names_) {
      JWTKEEP_TRY(const auto known, change.destinations(name));
      const auto mine = std::ranges::find(known, id_, &store::Destination::id);
      if (mine == known.end()) continue;
      JWTKEEP_TRY(const auto ring, change.keyring(name));
      if (!mine->confirmed.empty() && mine->confirmed.back().revision >= ring.revision) {
        JWTKEEP_CHECK(change.remove_destination(name, id_));
        continue;
      }
      // Its readers may have seen an older keyring until now: that moment goes on counting for a while.
      auto departed = *mine;
      departed.lease_until = now;
      JWTKEEP_CHECK(change.save_destination(name, departed));
    }
    return {};
  });
}

}  // namespace jwtkeep::cli
