#include "jwtkeep/rotate/push_many.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace jwtkeep::rotate {
namespace {

class Run {
 public:
  Run(const Pusher& pusher, const std::vector<keyring::Name>& names, const PushOptions& options)
      : pusher_(pusher), names_(names), options_(options), reports_(names.size()) {}

  base::Result<std::vector<PushReport>> run() {
    const auto threads = std::min(std::max<std::size_t>(options_.threads, 1), names_.size());
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
      work();
    }
    if (error_) return std::unexpected(*std::move(error_));
    std::vector<PushReport> reports;
    reports.reserve(reports_.size());
    for (auto& report : reports_) reports.push_back(*std::move(report));
    return reports;
  }

 private:
  void work() {
    const auto opener = options_.opener();
    while (!stop_) {
      const auto i = next_.fetch_add(1);
      if (i >= names_.size()) return;
      auto report = push(pusher_, *opener, names_[i]);
      const std::scoped_lock lock(mutex_);
      if (report) {
        reports_[i] = *std::move(report);
      } else if (report.error().reason == base::Reason::tampered) {
        reports_[i] = {.name = names_[i], .revision = 0, .places = {}, .unreadable = std::move(report).error()};
      } else {
        if (!error_) error_ = std::move(report).error();
        stop_ = true;
      }
      ++done_;
      if (options_.progress) options_.progress(done_);
    }
  }

  const Pusher& pusher_;
  const std::vector<keyring::Name>& names_;
  const PushOptions& options_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::vector<std::optional<PushReport>> reports_;
  std::optional<base::Error> error_;
  std::size_t done_ = 0;
};

}  // namespace

base::Result<std::vector<PushReport>> push_many(const Pusher& pusher, const std::vector<keyring::Name>& names,
                                                const PushOptions& options) {
  if (names.empty()) return std::vector<PushReport>{};
  return Run(pusher, names, options).run();
}

}  // namespace jwtkeep::rotate
