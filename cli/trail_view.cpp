#include "cli/trail_view.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::cli {
namespace {

std::string detail_text(const base::Json& detail) {
  if (detail.is_null()) return {};
  if (const auto* text = detail.string()) return printable(*text);
  const auto* members = detail.members();
  if (members == nullptr) return printable(base::write_json(detail));
  std::string text;
  for (const auto& [name, value] : *members) {
    const auto* words = value.string();
    std::string shown = words != nullptr ? *words : base::write_json(value);
    if (name == "kid" || name == "supersedes") shown = short_kid(shown);
    text += (text.empty() ? "" : ", ") + printable(std::string(name).append(" ").append(shown));
  }
  return text;
}

}  // namespace

std::string entries_text(const Output& out, const std::vector<store::TrailEntry>& entries, bool with_keyring) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : entries) {
    std::vector<std::string> row{out.styled(Style::dim, std::to_string(entry.sequence)),
                                 base::describe_instant(entry.event.at) + "Z", printable(entry.event.actor),
                                 out.styled(Style::bold, printable(entry.event.action))};
    if (with_keyring) row.push_back(entry.event.keyring ? entry.event.keyring->text() : "");
    row.push_back(detail_text(entry.event.detail));
    rows.push_back(std::move(row));
  }
  return table(rows);
}

}  // namespace jwtkeep::cli
