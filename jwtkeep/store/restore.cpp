// Taking a backup back: everything is checked before anything is written.
#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/store/backup.hpp"
#include "jwtkeep/store/identity.hpp"
#include "jwtkeep/store/row_reader.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

/// Escapes can make a row's line six times as long as the row.
constexpr base::JsonLimits kLineLimits{.size_bytes = std::size_t{8} << 20, .depth = 4, .secret_names = {}};

std::unexpected<base::Error> refused(std::string why) {
  return fail(Reason::malformed, "the backup cannot be restored: " + std::move(why),
              "nothing was written; take another copy of the backup");
}

/// A backup's text in its parts; all of them are views on it.
struct Parts {
  std::string_view header;
  std::string_view rows;
  std::string_view footer;
};

base::Result<Parts> split(std::string_view text) {
  if (text.size() > kMostBackupBytes + (std::size_t{1} << 20)) {
    return fail(Reason::too_large, "the backup is larger than 1 GiB");
  }
  const auto magic_end = text.find('\n');
  const auto magic = text.substr(0, magic_end);
  if (magic != kBackupMagic) {
    if (magic.starts_with("jwtkeep-backup ") && magic.size() <= kBackupMagic.size() + 8) {
      return fail(Reason::newer_format, "the backup has a format that this jwtkeep does not know",
                  "use the jwtkeep that made it, or a newer one");
    }
    return refused("it does not begin as a backup of jwtkeep does");
  }
  if (magic_end == std::string_view::npos || !text.ends_with('\n')) return refused("it is cut off");
  const auto header_from = magic_end + 1;
  const auto header_end = text.find('\n', header_from);
  const auto footer_end = text.size() - 1;
  const auto footer_from = text.rfind('\n', footer_end - 1) + 1;
  if (header_end == std::string_view::npos || header_end >= footer_from) return refused("it is cut off");
  return Parts{.header = text.substr(header_from, header_end - header_from),
               .rows = text.substr(header_end + 1, footer_from - header_end - 1),
               .footer = text.substr(footer_from, footer_end - footer_from)};
}

/// The footer's row for `meta`, when its digest is that of all before it.
base::Result<std::string> check_digest(std::string_view text, const Parts& parts) {
  constexpr std::size_t kDigestBytes = 32;
  const auto footer = RowReader::parse("footer", parts.footer);
  if (!footer) return refused("its last line is not its digest, so it was cut off or changed");
  const auto digest = footer->hex("sha256", kDigestBytes);
  const auto mac = footer->hex("mac", kDigestBytes);
  if (!digest || !mac) return refused("its last line is not its digest, so it was cut off or changed");
  auto canonical =
      base::write_json(base::Json::object({{"sha256", base::hex_encode(*digest)}, {"mac", base::hex_encode(*mac)}}));
  const auto covered = text.substr(0, static_cast<std::size_t>(parts.footer.data() - text.data()));
  if (canonical != parts.footer || crypto::digest(crypto::Hash::sha256, base::as_bytes(covered)) != *digest) {
    return refused("its digest does not hold, so it was cut off or changed");
  }
  return canonical;
}

struct Line {
  Space space;
  Row row;
};

base::Result<Line> read_line(std::string_view line) {
  const auto json = base::parse_json(line, kLineLimits);
  const auto* items = json ? json->items() : nullptr;
  if (items == nullptr || items->size() != 3) return refused("one of its rows cannot be read");
  const auto* space_word = (*items)[0].string();
  const auto* key = (*items)[1].string();
  const auto* value = (*items)[2].string();
  if (space_word == nullptr || key == nullptr || value == nullptr || key->empty()) {
    return refused("one of its rows cannot be read");
  }
  const auto space = space_from_word(*space_word);
  if (!space || (*space == Space::meta && *key == kRestoredRow)) return refused("it has a row of an unknown kind");
  return Line{.space = *space, .row = {.key = *key, .value = *value}};
}

/// Calls `each` with every row; rows stand in the order of their spaces and keys, so none can be there twice.
base::Result<void> for_each_row(std::string_view rows, const std::function<base::Result<void>(const Line&)>& each) {
  std::optional<Line> before;
  while (!rows.empty()) {
    const auto end = rows.find('\n');
    JWTKEEP_TRY(auto line, read_line(rows.substr(0, end)));
    rows.remove_prefix(end + 1);
    const bool ordered =
        !before || before->space < line.space || (before->space == line.space && before->row.key < line.row.key);
    if (!ordered) return refused("its rows are not in order");
    JWTKEEP_CHECK(each(line));
    before = std::move(line);
  }
  return {};
}

base::Result<void> check_rows(const Parts& parts) {
  std::array<std::uint64_t, kSpaces.size()> counts{};
  std::optional<std::string> identity;
  JWTKEEP_CHECK(for_each_row(parts.rows, [&](const Line& line) -> base::Result<void> {
    ++counts.at(static_cast<std::size_t>(line.space));
    if (line.space == Space::meta && line.row.key == "store") identity = line.row.value;
    return {};
  }));
  auto json = base::Json::object();
  for (const auto space : kSpaces) json.set(std::string(word(space)), counts.at(static_cast<std::size_t>(space)));
  const auto header = RowReader::parse("header", parts.header);
  const auto* stated = header ? header->json().find("rows") : nullptr;
  if (stated == nullptr || *stated != json) return refused("it does not have the rows that its header counts");
  if (!identity) return refused("the store's own row is missing");
  const auto id = peek_identity(*identity);
  if (!id && id.error().reason == Reason::newer_format) return std::unexpected(id.error());
  const auto stated_id = header->text("store");
  if (!id || !stated_id || *id != *stated_id) return refused("its header is of another store");
  return {};
}

}  // namespace

base::Result<void> restore(base::ByteView backup, Backend& into) {
  const auto text = base::as_text(backup);
  JWTKEEP_TRY(const auto parts, split(text));
  JWTKEEP_TRY(const auto restored, check_digest(text, parts));
  JWTKEEP_CHECK(check_rows(parts));
  return into.write([&](Transaction& transaction) -> base::Result<void> {
    for (const auto space : kSpaces) {
      JWTKEEP_TRY(const auto row, transaction.range(space, "", "", 1));
      if (row.empty()) continue;
      return fail(Reason::already_exists, "there is a store in " + into.place() + " already",
                  "restore into a place that is empty");
    }
    JWTKEEP_CHECK(transaction.put(Space::meta, kRestoredRow, restored));
    return for_each_row(parts.rows,
                        [&](const Line& line) { return transaction.put(line.space, line.row.key, line.row.value); });
  });
}

}  // namespace jwtkeep::store
