#include "jwtkeep/store/memory/memory_backend.hpp"

#include <array>
#include <map>
#include <mutex>

namespace jwtkeep::store {

using Tables = std::array<std::map<std::string, std::string, std::less<>>, kSpaces.size()>;

struct MemoryRows {
  std::recursive_mutex mutex;  // recursive, so that a transaction within another is refused rather than stuck
  bool busy = false;
  Tables tables;
  std::uint64_t generation = 0;
};

namespace {

using base::fail;
using base::Reason;

/// What stood under a key before a transaction changed it.
struct Before {
  Space space;
  std::string key;
  std::optional<std::string> value;  ///< nothing: there was no row
};

class MemoryTransaction final : public Transaction {
 public:
  MemoryTransaction(Tables& tables, bool may_write) : tables_(tables), may_write_(may_write) {}

  base::Result<std::optional<std::string>> get(Space space, std::string_view key) override {
    const auto& table = at(space);
    const auto row = table.find(key);
    if (row == table.end()) return std::optional<std::string>{};
    return std::optional(row->second);
  }
  base::Result<std::vector<Row>> range(Space space, std::string_view from, std::string_view until,
                                       std::size_t limit) override {
    const auto& table = at(space);
    std::vector<Row> rows;
    for (auto row = table.lower_bound(from); row != table.end() && rows.size() < limit; ++row) {
      if (!until.empty() && row->first >= until) break;
      rows.push_back({row->first, row->second});
    }
    return rows;
  }
  base::Result<std::optional<Row>> last(Space space) override {
    const auto& table = at(space);
    if (table.empty()) return std::optional<Row>{};
    return std::optional(Row{table.rbegin()->first, table.rbegin()->second});
  }
  base::Result<void> put(Space space, std::string_view key, std::string_view value) override {
    if (!may_write_) return refuse();
    remember(space, key);
    at(space).insert_or_assign(std::string(key), std::string(value));
    return {};
  }
  base::Result<void> erase(Space space, std::string_view key) override {
    if (!may_write_) return refuse();
    remember(space, key);
    auto& table = at(space);
    if (const auto row = table.find(key); row != table.end()) table.erase(row);
    return {};
  }
  void leave_no_copy() noexcept override {}

  void undo() {
    while (!undo_.empty()) {
      auto& [space, key, value] = undo_.back();
      if (value) {
        at(space).insert_or_assign(std::move(key), *std::move(value));
      } else {
        at(space).erase(key);
      }
      undo_.pop_back();
    }
  }

 private:
  static std::unexpected<base::Error> refuse() {
    return fail(Reason::internal, "a reading transaction was asked to write");
  }
  std::map<std::string, std::string, std::less<>>& at(Space space) {
    return tables_.at(static_cast<std::size_t>(space));
  }
  void remember(Space space, std::string_view key) {
    const auto row = at(space).find(key);
    undo_.push_back({space, std::string(key), row == at(space).end() ? std::nullopt : std::optional(row->second)});
  }

  Tables& tables_;
  bool may_write_;
  std::vector<Before> undo_;
};

/// Marks the rows as being in a transaction.
class Busy {
 public:
  explicit Busy(MemoryRows& rows) : rows_(rows) { rows_.busy = true; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { rows_.busy = false; }

 private:
  MemoryRows& rows_;
};

std::unexpected<base::Error> nested() { return fail(Reason::internal, "a transaction was begun within another"); }

}  // namespace

MemoryBackend::MemoryBackend() : rows_(std::make_shared<MemoryRows>()) {}
MemoryBackend::MemoryBackend(std::shared_ptr<MemoryRows> rows) : rows_(std::move(rows)) {}
MemoryBackend::~MemoryBackend() = default;

base::Result<void> MemoryBackend::read(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(rows_->mutex);
  if (rows_->busy) return nested();
  const Busy busy(*rows_);
  MemoryTransaction transaction(rows_->tables, false);
  return work(transaction);
}

base::Result<void> MemoryBackend::write(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(rows_->mutex);
  if (rows_->busy) return nested();
  const Busy busy(*rows_);
  MemoryTransaction transaction(rows_->tables, true);
  auto done = work(transaction);
  if (done) {
    ++rows_->generation;
  } else {
    transaction.undo();
  }
  return done;
}

base::Result<std::uint64_t> MemoryBackend::generation() {
  const std::lock_guard lock(rows_->mutex);
  return rows_->generation;
}

}  // namespace jwtkeep::store
