#include "jwtkeep/store/postgres/rows.hpp"

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::store {
namespace {

/// `{"\\x6a77","\\x"}`: in an array's text a backslash is written twice.
void append(std::string& array, std::string_view bytes) {
  array += array.empty() ? "{\"\\\\x" : ",\"\\\\x";
  array += base::hex_encode(base::as_bytes(bytes));
  array += '"';
}

void close(std::string& array) {
  if (!array.empty()) array += '}';
}

}  // namespace

const std::optional<std::string>* KnownRows::find(std::string_view key) const {
  const auto row = rows_.find(key);
  return row == rows_.end() ? nullptr : &row->second.value;
}

void KnownRows::learn(std::string_view key, std::optional<std::string> value) {
  rows_.try_emplace(std::string(key), Known{std::move(value), false});
}

void KnownRows::change(std::string_view key, std::optional<std::string> value) {
  auto& known = rows_[std::string(key)];
  if (!known.changed) ++unsent_count_;
  known = {std::move(value), true};
}

std::vector<Row> KnownRows::over(std::vector<Row> rows, std::string_view from, std::string_view until) const {
  auto known = rows_.lower_bound(from);
  const auto in_reach = [&] { return known != rows_.end() && (until.empty() || known->first < until); };
  std::vector<Row> merged;
  const auto take_known = [&] {
    if (known->second.changed && known->second.value) merged.push_back({known->first, *known->second.value});
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
  Unsent unsent;
  for (const auto& [key, known] : rows_) {
    if (!known.changed) continue;
    if (known.value) {
      append(unsent.put_keys, key);
      append(unsent.put_values, *known.value);
    } else {
      append(unsent.erased_keys, key);
    }
  }
  close(unsent.put_keys);
  close(unsent.put_values);
  close(unsent.erased_keys);
  return unsent;
}

void KnownRows::sent() {
  rows_.clear();
  unsent_count_ = 0;
}

}  // namespace jwtkeep::store
