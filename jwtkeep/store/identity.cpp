#include "jwtkeep/store/identity.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/authentic.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::string_view kPlace = "the store's own row";
constexpr std::size_t kIdBytes = 16;

Binding binding(const StoreKeys& keys) {
  return {.purpose = "jwtkeep-identity-1", .store_id = keys.id, .row = "store"};
}

}  // namespace

std::string write_identity(const StoreKeys& keys, base::Instant created_at) {
  return authenticate(
      keys.manifest, binding(keys),
      base::Json::object({{"format", kFormat}, {"id", keys.id}, {"created_at", base::format_instant(created_at)}}));
}

base::Result<std::string> peek_identity(std::string_view text) {
  JWTKEEP_TRY(const auto row, RowReader::parse(std::string(kPlace), text));
  JWTKEEP_TRY(const auto format, row.count("format"));
  if (format != kFormat) {
    return base::fail(
        base::Reason::newer_format,
        "the store has format " + std::to_string(format) + ", this jwtkeep knows " + std::to_string(kFormat),
        "use the jwtkeep that made it, or a newer one");
  }
  JWTKEEP_TRY(const auto id, row.hex("id", kIdBytes));
  return base::hex_encode(id);
}

base::Result<void> check_identity(const StoreKeys& keys, std::string_view text) {
  JWTKEEP_CHECK(read_authentic(keys.manifest, binding(keys), std::string(kPlace), text));
  return {};
}

}  // namespace jwtkeep::store
