#include "jwtkeep/store/postgres/rows.hpp"

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::size_t kMostKnown = 20'000;  // rows of a space: some batches of `rotate --due`, some ten megabytes

}  // namespace

void ByteaArray::add(std::string_view bytes) {
  // In an array's text a backslash is written twice.
  items_ += items_.empty() ? "{\"\\\\x" : ",\"\\\\x";
  items_ += base::hex_encode(base::as_bytes(bytes));
  items_ += '"';
}

const std::optional<std::string>* KnownRows::find(std::string_view key) const {
  const auto row = rows_.find(key);
  return row == rows_.end() ? nullptr : &row->second.value;
}

std::optional<std::vector<Row>> KnownRows::range(std::string_view from, std::string_view until,
                                                 std::size_t limit) const {
  const auto known = ranges_.find(from);
  if (known == ranges_.end() || known->second != until) return std::nullopt;
  std::vector<Row> rows;
  for (auto row = rows_.lower_bound(from); row != rows_.end() && row->first < until && rows.size() < limit; ++row) {
    if (row->second.value) rows.push_back({.key = row->first, .value = *row->second.value});
  }
  return rows;
}

void KnownRows::learn(std::string_view key, std::optional<std::string> value) {
  rows_.try_emplace(std::string(key), Known{.value = std::move(value), .changed = false});
}

void KnownRows::learn_range(std::string_view from, std::string_view until) {
  ranges_.insert_or_assign(std::string(from), std::string(until));
}

void KnownRows::change(std::string_view key, std::optional<std::string> value) {
  auto& known = rows_[std::string(key)];
  if (!known.changed) ++unsent_count_;
  known = {.value = std::move(value), .changed = true};
}

std::vector<Row> KnownRows::over(std::vector<Row> rows, std::string_view from, std::string_view until) const {
  auto known = rows_.lower_bound(from);
  const auto in_reach = [&] { return known != rows_.end() && (until.empty() || known->first < until); };
  std::vector<Row> merged;
  const auto take_known = [&] {
    if (known->second.changed && known->second.value) {
      merged.push_back({.key = known->first, .value = *known->second.value});
    }
    ++known;
  };
  for (auto& row : rows) {
    while (in_reach() && known->first < row.key) take_known();
    if (in_reach() && known->first == row.key && known->second.changed) continue;  // taken, or left out, in its turn
    merged.push_back(std::move(row));
  }
  while (in_reach()) take_known();
  return merged;
}

KnownRows::Unsent KnownRows::unsent() const {
  ByteaArray put_keys;
  ByteaArray put_values;
  ByteaArray erased_keys;
  for (const auto& [key, known] : rows_) {
    if (!known.changed) continue;
    if (known.value) {
      put_keys.add(key);
      put_values.add(*known.value);
    } else {
      erased_keys.add(key);
    }
  }
  const auto text = [](const ByteaArray& array) { return array.empty() ? std::string{} : array.text(); };
  return {.put_keys = text(put_keys), .put_values = text(put_values), .erased_keys = text(erased_keys)};
}

void KnownRows::sent() {
  unsent_count_ = 0;
  if (rows_.size() > kMostKnown) {
    forget();
    return;
  }
  for (auto& [key, known] : rows_) known.changed = false;
}

void KnownRows::forget() {
  rows_.clear();
  ranges_.clear();
  unsent_count_ = 0;
  expected.fetched = false;
}

void KnownStore::see(std::int64_t generation) {
  bool much = false;
  for (const auto& space : spaces_) much = much || space.size() > kMostKnown;
  if (much || generation_ != generation) forget();
  generation_ = generation;
}

void KnownStore::forget() {
  for (auto& space : spaces_) space.forget();
  generation_.reset();
}

}  // namespace jwtkeep::store
