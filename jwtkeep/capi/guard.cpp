#include "jwtkeep/capi/guard.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstring>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/jose/name_list.hpp"

namespace jwtkeep::capi {
namespace {

using base::fail;
using base::Reason;

/// NumericDates and the store end there.
constexpr std::int64_t kEnd = static_cast<std::int64_t>(base::kYear10000) * 1'000'000;
constexpr std::size_t kMostNames = 1024;
constexpr std::size_t kMostNameBytes = std::size_t{64} << 10;

/// Made when the library is loaded: later there may be no memory for it. Never freed.
const jwtkeep_error* const kNoMemory =
    new jwtkeep_error{{Reason::internal, "there is no memory left", "free some, then try again"}};

}  // namespace

jwtkeep_error* no_memory() noexcept { return const_cast<jwtkeep_error*>(kNoMemory); }

jwtkeep_error* new_error(base::Error error) noexcept {
  auto* const made = new (std::nothrow) jwtkeep_error{std::move(error)};
  return made == nullptr ? no_memory() : made;
}

base::Result<void> there(const void* pointer, const char* what) {
  if (pointer != nullptr) return {};
  return fail(Reason::bad_value, fmt::format("{} is NULL", what), "see jwtkeep.h for what may be left out");
}

base::Result<base::ByteView> bytes(const void* data, std::size_t size, const char* what, std::size_t most) {
  if (data == nullptr && size != 0) return fail(Reason::bad_value, fmt::format("{} is NULL, and has a size", what));
  if (size > PTRDIFF_MAX) return fail(Reason::bad_value, fmt::format("{} is longer than memory can be", what));
  if (size > most) return fail(Reason::too_large, fmt::format("{} is longer than {} bytes", what, most));
  return base::ByteView(static_cast<const std::uint8_t*>(data), size);
}

base::Result<std::string_view> text(const char* data, std::size_t size, const char* what, std::size_t most) {
  JWTKEEP_TRY(const auto view, bytes(data, size, what, most));
  return base::as_text(view);
}

base::Result<std::string> string(const char* text, const char* what) {
  JWTKEEP_CHECK(there(text, what));
  const auto size = strnlen(text, kMostNameBytes + 1);
  if (size > kMostNameBytes) {
    return fail(Reason::bad_value, fmt::format("{} is longer than {} bytes", what, kMostNameBytes));
  }
  return std::string(text, size);
}

base::Result<std::string> name(const char* text, const char* what) {
  JWTKEEP_TRY(auto read, string(text, what));
  if (!base::is_utf8(base::as_bytes(read))) {
    return fail(Reason::bad_value, fmt::format("{} is not valid UTF-8", what),
                "give UTF-8, as jwtkeep.h says of strings");
  }
  return read;
}

base::Result<std::vector<std::string>> names(const char* const* texts, std::size_t count, const char* what) {
  if (count > kMostNames) return fail(Reason::bad_value, fmt::format("{} are more than {}", what, kMostNames));
  if (count != 0) JWTKEEP_CHECK(there(static_cast<const void*>(texts), what));
  std::vector<std::string> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    JWTKEEP_TRY(auto one, name(texts[i], what));
    all.push_back(std::move(one));
  }
  return all;
}

base::Result<jose::Alg> alg(const char* name) {
  JWTKEEP_TRY(const auto text, capi::name(name, "alg"));
  if (const auto found = jose::alg_from_name(text)) return *found;
  const auto what = text == "none" ? std::string("\"none\" is no signature")
                                   : fmt::format("no algorithm is called {}", base::quote_json(text));
  return fail(Reason::bad_value, what, "choose one of " + jose::name_list(jose::algs()));
}

base::Result<base::Instant> instant(std::int64_t now_us) {
  if (now_us == JWTKEEP_NOW) {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
  if (now_us < 0 || now_us >= kEnd) {
    return fail(Reason::bad_value, "now_us is not between the years 1970 and 9999",
                "give microseconds since 1970-01-01 UTC, or JWTKEEP_NOW");
  }
  return base::Instant(std::chrono::microseconds(now_us));
}

}  // namespace jwtkeep::capi
