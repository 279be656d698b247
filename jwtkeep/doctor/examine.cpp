#include "jwtkeep/doctor/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/secret_in.hpp"
#include "jwtkeep/keyring/judging.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/rotate/look.hpp"

namespace jwtkeep::doctor {
namespace {

using base::Result;
using keyring::Keyring;
using keyring::Name;

constexpr std::size_t kPage = 1000;
/// A step that is due is taken by the next `rotate --due`: so long cron may be late before that is told.
constexpr std::chrono::hours kGrace{1};

/// The shortest text that can be a secret worth comparing; `1` stands in many places.
constexpr std::size_t kShortestSecret = 8;

/// What one thread finds in some keyrings.
struct Found {
  std::size_t secrets = 0;
  std::size_t destinations = 0;
  std::vector<Finding> findings;
  std::vector<Sighting> sightings;

  void join(Found other) {
    secrets += other.secrets;
    destinations += other.destinations;
    std::ranges::move(other.findings, std::back_inserter(findings));
    std::ranges::move(other.sightings, std::back_inserter(sightings));
  }
};

bool verifies(const keyring::Key& key) {
  return key.state == keyring::State::pending || key.state == keyring::State::active ||
         key.state == keyring::State::retiring;
}

class KeyringExam {
 public:
  KeyringExam(store::Store& store, destination::Opener* opener, base::Instant now)
      : store_(store), opener_(opener), now_(now) {}

  Result<Found> run(const Name& name) {
    auto done = examine(name);
    if (!done) {
      if (done.error().reason != base::Reason::tampered) return std::unexpected(std::move(done).error());
      found_.findings.push_back({.rule = Rule::tampered,
                                 .keyring = name.text(),
                                 .destination = {},
                                 .what = std::move(done.error().what),
                                 .mend = std::move(done.error().hint)});
    }
    return std::move(found_);
  }

 private:
  Result<void> examine(const Name& name) {
    JWTKEEP_TRY(const auto ring, store_.keyring(name));
    JWTKEEP_CHECK(keys(ring));
    JWTKEEP_CHECK(steps(ring));
    if (opener_ != nullptr) JWTKEEP_CHECK(places(ring));
    return {};
  }

  void tell(const Keyring& ring, Rule rule, std::string what, std::string mend, std::string destination = {}) {
    found_.findings.push_back({.rule = rule,
                               .keyring = ring.name.text(),
                               .destination = std::move(destination),
                               .what = std::move(what),
                               .mend = std::move(mend)});
  }

  Result<void> keys(const Keyring& ring) {
    for (const auto& key : ring.keys) {
      found_.sightings.push_back({key.fingerprint,
                                  {.keyring = ring.name,
                                   .destination = {},
                                   .kid = key.kid,
                                   .verifies = verifies(key),
                                   .replaced = key.state == keyring::State::retiring}});
      ++found_.secrets;
      if (!jose::is_symmetric(key.alg) || !verifies(key)) continue;
      JWTKEEP_TRY(const auto material, store_.material(ring, key));
      const auto weakness = weakness_of(ring, key.alg, material);
      if (!weakness) continue;
      tell(ring, Rule::weak, fmt::format("the secret of its key {} {}", key.kid, *weakness),
           fmt::format("rotate as if it were known: jwtkeep rotate {} --compromised {}", ring.name.text(), key.kid));
    }
    return {};
  }

  /// What goes after "the secret"; nothing where it is strong.
  static std::optional<std::string> weakness_of(const Keyring& ring, jose::Alg alg, const base::SecretBytes& material) {
    const auto judgement = strength::judge(material, keyring::judging(alg, ring.name));
    if (judgement.strength == strength::Strength::strong) return std::nullopt;
    const auto known =
        std::ranges::find(judgement.findings, strength::FindingKind::known_secret, &strength::Finding::kind);
    if (judgement.strength == strength::Strength::weak || known == judgement.findings.end()) return "can be guessed";
    return "is " + known->explanation;
  }

  Result<void> steps(const Keyring& ring) {
    JWTKEEP_TRY(const auto destinations, store_.destinations(ring.name));
    for (const auto& step : keyring::plan(ring, ring.policy, store::confirmations(destinations, now_), now_)) {
      if (step.held(now_)) {
        tell(ring, Rule::held,
             fmt::format("the step to {} a key waits for {}", keyring::word(step.kind),
                         fmt::join(step.waiting_for, ", ")),
             fmt::format("see why: jwtkeep sync status {}", ring.name.text()));
      } else if (step.due(now_) && std::max(step.safe_at, step.wanted_at) + kGrace < now_) {
        tell(ring, Rule::overdue,
             fmt::format("the step to {} a key has been due for {}", keyring::word(step.kind),
                         base::describe_duration(now_ - std::max(step.safe_at, step.wanted_at))),
             "run it from cron or a timer: jwtkeep rotate --due");
      } else {
        continue;
      }
      return {};  // what follows from it comes after it
    }
    return {};
  }

  Result<void> places(const Keyring& ring) {
    const auto seen = [&](const rotate::Synced& synced, const destination::Standing& standing) {
      contents(ring, synced, standing);
    };
    JWTKEEP_TRY(const auto statuses, rotate::look(store_, *opener_, ring.name, seen));
    for (const auto& status : statuses) {
      ++found_.destinations;
      place(ring, status);
    }
    return {};
  }

  void place(const Keyring& ring, const rotate::PlaceStatus& status) {
    using State = rotate::PlaceStatus::State;
    const auto push = fmt::format("bring it up to date: jwtkeep sync push {}", ring.name.text());
    switch (status.state) {
      case State::in_sync: return;
      case State::behind: tell(ring, Rule::stale, "it holds older keys", push, status.destination); return;
      case State::empty: tell(ring, Rule::stale, "it holds nothing yet", push, status.destination); return;
      case State::changed:
        tell(ring, Rule::drift, "another hand changed what was written there",
             "find out who, then overwrite it: jwtkeep sync push " + ring.name.text(), status.destination);
        return;
      case State::unreachable:
        tell(ring, Rule::unreachable, "it cannot be read" + (status.error ? ": " + status.error->what : std::string()),
             status.error && !status.error->hint.empty() ? status.error->hint : push, status.destination);
    }
  }

  /// What stands there, compared by fingerprints, whether it is what was pushed or another hand's.
  void contents(const Keyring& ring, const rotate::Synced& synced, const destination::Standing& standing) {
    const Holder holder{.keyring = ring.name, .destination = synced.address.text(), .kid = {}, .verifies = true};
    for (const auto& part : destination::parts_of(synced.address.kind, standing.text)) {
      if (part.value.size() < kShortestSecret || !names_a_secret(part.name)) continue;
      see(holder, part.value);
      ++found_.secrets;
      if (!jose::is_symmetric(ring.policy.alg) || holds(ring, part.value)) continue;
      const auto weakness = weakness_of(ring, ring.policy.alg, part.value);
      if (!weakness) continue;
      tell(ring, Rule::weak, "the secret that another hand wrote there " + *weakness,
           "overwrite it: jwtkeep sync push " + ring.name.text(), holder.destination);
    }
  }

  /// Issuers, algorithms and the like are the same in many places.
  static bool names_a_secret(std::string_view name) {
    return name.empty() || name.ends_with("SECRET") || (name.ends_with("KEY") && !name.ends_with("PUBLIC_KEY"));
  }

  /// Whether it is, in either form, a key of this keyring, which was judged already.
  bool holds(const Keyring& ring, const base::SecretBytes& text) const {
    const auto& key = store_.fingerprint_key();
    const auto is_known = [&](base::ByteView bytes) {
      return std::ranges::find(ring.keys, keyring::fingerprint(key, bytes), &keyring::Key::fingerprint) !=
             ring.keys.end();
    };
    return text.reveal([&](base::ByteView bytes) {
      const auto decoded = base::base64url_decode_secret(bytes);
      return is_known(bytes) || (decoded && decoded->reveal(is_known));
    });
  }

  /// A secret's characters, and what they encode where they are an encoding: either may be the key.
  void see(const Holder& holder, const base::SecretBytes& text) {
    const auto& key = store_.fingerprint_key();
    text.reveal([&](base::ByteView bytes) {
      found_.sightings.push_back({keyring::fingerprint(key, bytes), holder});
      for (auto* decode : {base::hex_decode_secret, base::base64url_decode_secret, base::base64_decode_secret}) {
        const auto decoded = decode(bytes);
        if (!decoded || decoded->size() < kShortestSecret) continue;
        decoded->reveal(
            [&](base::ByteView inner) { found_.sightings.push_back({keyring::fingerprint(key, inner), holder}); });
      }
    });
  }

  store::Store& store_;
  destination::Opener* opener_;
  base::Instant now_;
  Found found_;
};

Result<std::vector<Name>> all_names(store::Store& store) {
  std::vector<Name> all;
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto page, store.names("", after, kPage));
    all.insert(all.end(), page.begin(), page.end());
    if (page.size() < kPage) return all;
    after = page.back().text();
  }
}

/// Examines keyrings by several threads.
class Rounds {
 public:
  Rounds(store::Store& store, const std::vector<Name>& names, const Options& options, base::Instant now)
      : store_(store), names_(names), options_(options), now_(now) {}

  Result<Found> run() {
    const auto threads = std::min(std::max<std::size_t>(options_.threads, 1), std::max<std::size_t>(names_.size(), 1));
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
      work();
    }
    if (error_) return std::unexpected(*std::move(error_));
    return std::move(found_);
  }

 private:
  void work() {
    const auto opener = options_.destinations && options_.opener ? options_.opener() : nullptr;
    while (!stop_) {
      const auto i = next_.fetch_add(1);
      if (i >= names_.size()) return;
      auto found = KeyringExam(store_, opener.get(), now_).run(names_[i]);
      const std::scoped_lock lock(mutex_);
      if (found) {
        found_.join(*std::move(found));
      } else {
        if (!error_) error_ = std::move(found).error();
        stop_ = true;
      }
      if (options_.progress) options_.progress(++done_, names_.size());
    }
  }

  store::Store& store_;
  const std::vector<Name>& names_;
  const Options& options_;
  base::Instant now_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  Found found_;
  std::optional<base::Error> error_;
  std::size_t done_ = 0;
};

bool is_about(const Finding& finding, std::string_view prefix) { return finding.keyring.starts_with(prefix); }

bool is_about(const Group& group, std::string_view prefix) {
  return std::ranges::any_of(group.holders,
                             [&](const Holder& holder) { return holder.keyring.text().starts_with(prefix); });
}

}  // namespace

Result<Report> examine(store::Store& store, const Options& options, base::Instant now) {
  JWTKEEP_TRY(const auto names, all_names(store));
  JWTKEEP_TRY(auto found, Rounds(store, names, options, now).run());
  Report report{.keyrings = names.size(),
                .secrets = found.secrets,
                .destinations = found.destinations,
                .findings = std::move(found.findings),
                .sharing = groups(std::move(found.sightings))};
  std::erase_if(report.sharing, [&](const Group& group) { return !is_about(group, options.prefix); });
  std::ranges::move(findings(report.sharing), std::back_inserter(report.findings));
  std::erase_if(report.findings, [&](const Finding& finding) { return !is_about(finding, options.prefix); });
  sort_worst_first(report.findings);
  return report;
}

}  // namespace jwtkeep::doctor
