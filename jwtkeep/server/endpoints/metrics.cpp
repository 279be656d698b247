// For Prometheus (text format 0.0.4).
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "jwtkeep/server/endpoints/endpoints.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;

class Family {
 public:
  Family(std::string name, std::string help, prometheus::MetricType type) {
    family_.name = std::move(name);
    family_.help = std::move(help);
    family_.type = type;
  }

  void add(Labels labels, double value) {
    prometheus::ClientMetric metric;
    metric.label = std::move(labels);
    (family_.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    family_.metric.push_back(std::move(metric));
  }

  [[nodiscard]] prometheus::MetricFamily take() { return std::move(family_); }

 private:
  prometheus::MetricFamily family_;
};

prometheus::ClientMetric::Label label(std::string name, std::string_view value) {
  prometheus::ClientMetric::Label label;
  label.name = std::move(name);
  label.value = value;
  return label;
}

double seconds(base::Instant::duration duration) { return std::chrono::duration<double>(duration).count(); }

/// All that is told, family by family.
class Report {
 public:
  void add(const std::string& name, const ServedRing& ring, base::Instant now) {
    ring.counts().for_each([&](const std::string& kid, const KeyCounts& counts) {
      const auto labels = [&] { return Labels{label("keyring", name), label("kid", kid)}; };
      const auto value = [](const std::atomic<std::uint64_t>& counter) {
        return static_cast<double>(counter.load(std::memory_order_relaxed));
      };
      signed_.add(labels(), value(counts.signed_tokens));
      verified_.add(labels(), value(counts.verified));
      for (std::size_t i = 0; i < kTokenReasons; ++i) {
        const auto refused = counts.refused(i);
        if (refused == 0) continue;
        auto with_reason = labels();
        with_reason.push_back(label("reason", base::word(static_cast<base::Reason>(i))));
        refused_.add(std::move(with_reason), static_cast<double>(refused));
      }
    });
    if (const auto* active = ring.ring().active()) {
      age_.add({label("keyring", name)}, seconds(now - *active->activated_at));
    }
    if (const auto due = keyring::next_due(ring.ahead(now))) next_.add({label("keyring", name)}, seconds(*due - now));
    for (const auto& destination : ring.destinations()) {
      const auto held = destination.confirmed_revision();
      const auto behind = ring.ring().revision > held ? ring.ring().revision - held : 0;
      lag_.add({label("keyring", name), label("destination", destination.id)}, static_cast<double>(behind));
    }
  }

  void add(const webhook::Counts& counts) {
    const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
    const auto labels = [&] { return Labels{label("webhook", counts.name)}; };
    hooks_sent_.add(labels(), number(counts.sent));
    hooks_failed_.add(labels(), number(counts.failed));
    hooks_dropped_.add(labels(), number(counts.dropped));
    hooks_waiting_.add(labels(), number(counts.waiting));
  }

  void set_ready(bool ready) { ready_.add({}, ready ? 1 : 0); }

  [[nodiscard]] std::string text() {
    std::vector<prometheus::MetricFamily> families;
    for (auto* family : {&ready_, &signed_, &verified_, &refused_, &age_, &next_, &lag_, &hooks_sent_, &hooks_failed_,
                         &hooks_dropped_, &hooks_waiting_}) {
      families.push_back(family->take());
    }
    return prometheus::TextSerializer().Serialize(families);
  }

 private:
  using Type = prometheus::MetricType;
  Family ready_{"jwtkeep_store_reachable", "Whether the store could be read the last time that was tried.",
                Type::Gauge};
  Family signed_{"jwtkeep_tokens_signed_total", "Tokens signed, by key.", Type::Counter};
  Family verified_{"jwtkeep_tokens_verified_total", "Tokens found valid, by key: whether an old key is still used.",
                   Type::Counter};
  Family refused_{"jwtkeep_tokens_refused_total",
                  "Tokens refused, by reason and by the key that they name; no kid: none of the keyring's.",
                  Type::Counter};
  Family age_{"jwtkeep_signing_key_age_seconds", "Since when the key that signs has signed.", Type::Gauge};
  Family next_{"jwtkeep_next_step_seconds", "Until the next step of the rotation is due; below 0: since then.",
               Type::Gauge};
  Family hooks_sent_{"jwtkeep_webhook_messages_total", "Messages that a webhook has taken from this server.",
                     Type::Counter};
  Family hooks_failed_{"jwtkeep_webhook_failures_total", "Times that a webhook did not take a message.", Type::Counter};
  Family hooks_dropped_{"jwtkeep_webhook_dropped_total", "Messages that a webhook was not told of within a day.",
                        Type::Counter};
  Family hooks_waiting_{"jwtkeep_webhook_waiting", "Messages that wait for a webhook, ten at most.", Type::Gauge};
  Family lag_{"jwtkeep_destination_lag_revisions", "Revisions of the keyring that a destination has yet to confirm.",
              Type::Gauge};
};

}  // namespace

web::Answer metrics(Service& service, const Call& call) {
  // They name every keyring. Whoever is on this machine may know them, but no page that a browser there shows; anybody
  // else has to have the right.
  const auto& peer = call.incoming.peer();
  const bool is_here = peer.uid || (peer.loopback && service.gate().browser().is_of_no_other_site(call.incoming));
  if (!is_here) {
    auto asker = service.gate().enter(call.incoming);
    if (!asker) return std::move(asker).error();
    auto right = service.gate().may_on_all(*asker, call.incoming, access::Verb::read);
    if (!right) return std::move(right).error();
  }
  Report report;
  report.set_ready(!service.trouble());
  for (const auto& name : service.rings().names({}, {}, service.rings().size())) {
    const auto ring = service.rings().find(name);
    if (ring) report.add(name, **ring, call.now);
  }
  if (const auto& webhooks = service.options().webhooks) {
    for (const auto& each : webhooks->counts()) report.add(each);
  }
  return web::Answer()
      .with("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
      .with("Cache-Control", "no-store")
      .text(report.text());
}

}  // namespace jwtkeep::server::endpoints
