#include "jwtkeep/http/client/curl_library.hpp"

#include <curl/curl.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::http {
namespace {

// Blocks stay malloc's own, so that an application's free() of what libcurl gave it goes on to be right.
// NOLINTBEGIN(cppcoreguidelines-no-malloc)
void wiping_free(void* block) {
  if (block == nullptr) return;
  base::wipe({static_cast<std::uint8_t*>(block), ::malloc_usable_size(block)});
  std::free(block);
}

/// realloc itself would leave the old block as it is.
void* wiping_realloc(void* block, std::size_t size) {
  void* larger = std::malloc(size);
  if (larger == nullptr || block == nullptr) return larger;
  std::memcpy(larger, block, std::min(size, ::malloc_usable_size(block)));
  wiping_free(block);
  return larger;
}

CURLcode start() {
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, wiping_free, wiping_realloc, ::strdup, std::calloc);
}
// NOLINTEND(cppcoreguidelines-no-malloc)

}  // namespace

base::Result<void> start_curl() {
  static const CURLcode started = start();
  if (started == CURLE_OK) return {};
  return base::fail(base::Reason::internal, std::string("libcurl does not start: ") + curl_easy_strerror(started));
}

}  // namespace jwtkeep::http
