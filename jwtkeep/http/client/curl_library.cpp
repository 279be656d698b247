#include "jwtkeep/http/client/curl_library.hpp"

#include <curl/curl.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::http {
namespace {

/// Of this thread; nullptr mostly.
SecretCopies*& now_watched() noexcept {
  thread_local SecretCopies* watched = nullptr;
  return watched;
}

// Blocks stay malloc's own, so that an application's free() of what libcurl gave it goes on to be right.
// NOLINTBEGIN(cppcoreguidelines-no-malloc)
void wiping_free(void* block) {
  if (block == nullptr) return;
  if (now_watched() != nullptr) now_watched()->freed(block);
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

char* watched_strdup(const char* text) {
  char* copy = ::strdup(text);
  if (now_watched() != nullptr && copy != nullptr && now_watched()->is_text(copy)) now_watched()->made(copy);
  return copy;
}

CURLcode start() {
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, wiping_free, wiping_realloc, watched_strdup,
                              std::calloc);
}
// NOLINTEND(cppcoreguidelines-no-malloc)

}  // namespace

base::Result<void> start_curl() {
  static const CURLcode started = start();
  if (started == CURLE_OK) return {};
  return base::fail(base::Reason::internal, std::string("libcurl does not start: ") + curl_easy_strerror(started));
}

SecretCopies::SecretCopies(base::SecretBytes text) noexcept : text_(std::move(text)) { now_watched() = this; }

SecretCopies::~SecretCopies() {
  now_watched() = nullptr;
  for (char* copy : copies_) {
    // It stays a string, an empty one.
    if (copy != nullptr) base::wipe({reinterpret_cast<std::uint8_t*>(copy), text_.size()});
  }
}

bool SecretCopies::is_text(const char* other) const noexcept {
  return text_.reveal(
      [&](base::ByteView text) { return std::strcmp(reinterpret_cast<const char*>(text.data()), other) == 0; });
}

void SecretCopies::made(char* copy) noexcept {
  const auto free_place = std::ranges::find(copies_, nullptr);
  if (free_place != copies_.end()) *free_place = copy;
}

void SecretCopies::freed(const void* copy) noexcept {
  const auto place = std::ranges::find(copies_, copy);
  if (place != copies_.end()) *place = nullptr;
}

}  // namespace jwtkeep::http
