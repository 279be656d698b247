#include "jwtkeep/store/due.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/store/load.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {
namespace {

std::string time_text(base::Instant at) {
  return fmt::format("{:020}", std::max<std::int64_t>(0, at.time_since_epoch().count()));
}

}  // namespace

std::string due_key(base::Instant at, const keyring::Name& name) { return time_text(at) + "|" + name.text(); }

base::Result<std::vector<DueKeyring>> due_page(Transaction& transaction, base::Instant now, std::size_t limit,
                                               std::string_view after) {
  std::vector<DueKeyring> page;
  const auto from = after.empty() ? std::string{} : std::string(after) + '\0';
  const auto until = time_text(now + std::chrono::microseconds{1});
  if (from >= until) return page;
  JWTKEEP_TRY(const auto rows, transaction.range(Space::due, from, until, limit));
  std::vector<keyring::Name> names;
  for (const auto& row : rows) {
    auto name = keyring::Name::parse(row.value);
    if (!name || !row.key.ends_with("|" + name->text())) {
      name = tampered("the list of due keyrings", "the row " + tellable(row.key) + " is odd");
    } else {
      names.push_back(*name);
    }
    page.push_back({.position = row.key, .name = std::move(name)});
  }
  // Whoever asks what is due looks at each of them.
  expect_keyrings(transaction, names);
  return page;
}

}  // namespace jwtkeep::store
