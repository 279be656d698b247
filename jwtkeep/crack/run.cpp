#include "jwtkeep/crack/run.hpp"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

namespace jwtkeep::crack {
namespace {

constexpr Position kOver{std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max()};

/// What the threads of a run share. Everything but the counters is behind the mutex.
struct Shared {
  Shared(unsigned threads, std::atomic<bool>& ends) : stop(ends), at(threads), tried(threads) {}

  std::atomic<bool>& stop;                    ///< the threads are to end
  std::atomic<std::size_t> fallen_count = 0;  ///< changes when a target has fallen
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::size_t> fallen;
  std::vector<Found> found;  ///< not yet told
  std::vector<Position> at;  ///< where each thread's piece begins; nothing before the least of them is left to do
  std::size_t working = 0;
  std::optional<base::Error> failed;

  struct alignas(64) Counter {
    std::atomic<std::uint64_t> candidates = 0;
  };
  std::vector<Counter> tried;
  std::atomic<bool> ending = false;  ///< no more pieces are taken
};

/// One thread's part of one stage.
class Worker {
 public:
  Worker(Shared& shared, std::size_t number, Cracker& cracker, std::size_t stage)
      : shared_(shared), number_(number), cracker_(cracker), stage_(stage) {}

  void work(Candidates& candidates) {
    while (!shared_.stop && !shared_.ending) {
      // Until the next piece is in hand the place of the one before stands for it.
      const auto taken = candidates.take();
      if (!taken) {
        fail(taken.error());
        return;
      }
      if (!*taken) {
        note(kOver);
        return;
      }
      note(candidates.begin());
      for (bool more = true; more && !shared_.stop;) {
        batch_.clear();
        more = candidates.fill(batch_);
        if (!batch_.empty()) try_batch();
      }
    }
  }

 private:
  void try_batch() {
    forget_fallen();
    hits_.clear();
    cracker_.run(batch_, hits_);
    shared_.tried[number_].candidates.fetch_add(batch_.size(), std::memory_order_relaxed);
    for (const auto& hit : hits_) tell(hit);
  }

  /// What others have found is not tried any more.
  void forget_fallen() {
    if (shared_.fallen_count == seen_) return;
    const std::scoped_lock lock(shared_.mutex);
    drop_fallen();
  }

  /// With the mutex held.
  void drop_fallen() {
    for (; seen_ < shared_.fallen.size(); ++seen_) cracker_.drop(shared_.fallen[seen_]);
  }

  void tell(const Hit& hit) {
    const std::scoped_lock lock(shared_.mutex);
    if (std::ranges::find(shared_.fallen, hit.target) != shared_.fallen.end()) return;
    shared_.fallen.push_back(hit.target);
    shared_.fallen_count = shared_.fallen.size();
    shared_.found.push_back({hit.target, stage_, base::SecretBytes::copy_of(batch_[hit.candidate])});
    // With those that other threads have found meanwhile: whoever finds the last one ends the run.
    drop_fallen();
    if (cracker_.left() == 0) shared_.stop = true;
    shared_.changed.notify_all();
  }

  void note(Position begin) {
    const std::scoped_lock lock(shared_.mutex);
    shared_.at[number_] = begin;
  }
  void fail(const base::Error& error) {
    const std::scoped_lock lock(shared_.mutex);
    if (!shared_.failed) shared_.failed = error;
    // What others have taken lies before what failed: they try it to its end.
    shared_.ending = true;
  }

  Shared& shared_;
  std::size_t number_;
  Cracker& cracker_;
  std::size_t stage_;
  std::size_t seen_ = 0;
  Batch batch_;
  std::vector<Hit> hits_;
};

/// The calling thread's part: it starts the others, looks after them, and tells what happens.
class Conductor {
 public:
  Conductor(const Cracker& cracker, std::span<const Stage> stages, const RunOptions& options)
      : stages_(stages),
        options_(options),
        shared_(std::max(options.threads, 1U), *options.stop),
        standing_(options.from) {
    Cracker fresh = cracker;
    for (const auto target : options.known) fresh.drop(target);
    done_ = fresh.left() == 0;
    crackers_.assign(shared_.at.size(), fresh);
    standing_.candidates = 0;
  }

  base::Result<Outcome> conduct() {
    if (standing_.stage > stages_.size()) {
      return base::fail(base::Reason::bad_value, "there are fewer steps than have been done",
                        "begin anew without the session");
    }
    while (standing_.stage < stages_.size() && !done_ && !shared_.stop) {
      if (standing_.position != Position{}) {
        JWTKEEP_CHECK(stages_[standing_.stage].space->seek(standing_.position));
      }
      run_stage();
      if (shared_.stop || shared_.ending) break;
      ++standing_.stage;
      standing_.position = {};
    }
    const std::scoped_lock lock(shared_.mutex);
    const bool all_fallen = done_ || crackers_left() == 0;
    // A list that ends badly behind the last hit has hidden nothing; whether it was read that far is the threads' luck.
    return Outcome{.standing = standing_,
                   .exhausted = all_fallen || standing_.stage == stages_.size(),
                   .failed = all_fallen ? std::nullopt : shared_.failed};
  }

 private:
  [[nodiscard]] std::size_t crackers_left() const { return std::ranges::min(crackers_, {}, &Cracker::left).left(); }

  void run_stage() {
    std::ranges::fill(shared_.at, standing_.position);
    shared_.working = shared_.at.size();
    std::vector<std::jthread> threads;
    threads.reserve(shared_.at.size());
    for (std::size_t i = 0; i < shared_.at.size(); ++i) {
      threads.emplace_back([this, i] {
        const auto candidates = stages_[standing_.stage].space->candidates();
        Worker(shared_, i, crackers_[i], standing_.stage).work(*candidates);
        const std::scoped_lock lock(shared_.mutex);
        --shared_.working;
        shared_.changed.notify_all();
      });
    }
    while (wait()) {
    }
  }

  /// Sleeps until something is to be told; false once the threads have ended.
  bool wait() {
    std::unique_lock lock(shared_.mutex);
    shared_.changed.wait_for(lock, options_.every, [this] { return shared_.working == 0 || !shared_.found.empty(); });
    auto found = std::exchange(shared_.found, {});
    const auto least = std::ranges::min(shared_.at);
    // All threads are over: the stage is.
    if (least != kOver) standing_.position = least;
    standing_.candidates = 0;
    for (const auto& counter : shared_.tried) standing_.candidates += counter.candidates;
    const bool going_on = shared_.working > 0;
    lock.unlock();
    for (auto& one : found) {
      if (options_.found) options_.found(std::move(one));
    }
    if (going_on && options_.tick) options_.tick(standing_);
    return going_on;
  }

  std::span<const Stage> stages_;
  const RunOptions& options_;
  Shared shared_;
  Standing standing_;
  bool done_ = false;
  std::vector<Cracker> crackers_;
};

}  // namespace

base::Result<Outcome> run(const Cracker& cracker, std::span<const Stage> stages, const RunOptions& options) {
  return Conductor(cracker, stages, options).conduct();
}

}  // namespace jwtkeep::crack
