#include "jwtkeep/store/copy.hpp"

#include <numeric>

#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/store/fields.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kPage = 1000;

void count(Tally& tally, Space space, const Row& row) {
  ++tally.rows.at(static_cast<std::size_t>(space));
  Fields fields;
  fields.add(base::ByteView(tally.digest))
      .add(word(space))
      .add(std::string_view(row.key))
      .add(std::string_view(row.value));
  tally.digest = crypto::digest(crypto::Hash::sha256, fields.bytes());
}

using Each = std::function<base::Result<void>(Space, const Row&)>;

/// Every row of a transaction's moment, counted, and given to `each`.
base::Result<Tally> walk(Transaction& transaction, const RowsDone& progress, const Each& each) {
  Tally tally;
  for (const auto space : kSpaces) {
    std::string from;
    for (bool more = true; more;) {
      JWTKEEP_TRY(const auto rows, transaction.range(space, from, "", kPage));
      for (const auto& row : rows) {
        count(tally, space, row);
        if (each) JWTKEEP_CHECK(each(space, row));
      }
      more = rows.size() == kPage;
      if (more) from = rows.back().key + '\0';
      if (progress && !rows.empty()) progress(tally.all());
    }
  }
  return tally;
}

base::Result<void> check_empty(Transaction& transaction, const Backend& backend) {
  for (const auto space : kSpaces) {
    JWTKEEP_TRY(const auto row, transaction.range(space, "", "", 1));
    if (row.empty()) continue;
    return fail(Reason::already_exists, "there is a store in " + backend.place() + " already",
                "copy into a place that is empty");
  }
  return {};
}

}  // namespace

std::uint64_t Tally::all() const { return std::accumulate(rows.begin(), rows.end(), std::uint64_t{0}); }

base::Result<Tally> tally(Backend& backend, const RowsDone& progress) {
  Tally found;
  JWTKEEP_CHECK(backend.read([&](Transaction& transaction) -> base::Result<void> {
    JWTKEEP_TRY(found, walk(transaction, progress, {}));
    return {};
  }));
  return found;
}

base::Result<Tally> copy_rows(Backend& from, Backend& into, const RowsDone& progress) {
  Tally copied;
  JWTKEEP_CHECK(from.read([&](Transaction& source) -> base::Result<void> {
    JWTKEEP_TRY(const auto identity, source.get(Space::meta, "store"));
    if (!identity) return fail(Reason::no_store, "there is no store in " + from.place(), "check the address");
    return into.write([&](Transaction& target) -> base::Result<void> {
      JWTKEEP_CHECK(check_empty(target, into));
      JWTKEEP_TRY(copied, walk(source, progress,
                               [&](Space space, const Row& row) { return target.put(space, row.key, row.value); }));
      return {};
    });
  }));
  JWTKEEP_TRY(const auto there, tally(into));
  if (there == copied) return copied;
  return fail(
      Reason::tampered,
      "what stands in " + into.place() + " is not what was copied from " + from.place() + ": somebody else wrote there",
      "use the one that it was copied from; nothing was changed in it");
}

}  // namespace jwtkeep::store
