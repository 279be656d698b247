// One request and its answer by libcurl. Internal to this room: it holds libcurl's types.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/http/client/curl_library.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::http {

struct CurlHandleFree {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct CurlListFree {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CurlHandleFree>;
using CurlList = std::unique_ptr<curl_slist, CurlListFree>;

/// Lines for libcurl. Errors: `internal` (no memory).
base::Result<void> append(CurlList& list, const char* line);

/// One exchange without redirects. It is made for one call of `run` and stays where it is: libcurl calls back into it.
class Transfer {
 public:
  Transfer(CURL* handle, const ClientOptions& options, const Request& request, const Url& url, std::stop_token stop);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer();

  /// `resolved` is a line for CURLOPT_RESOLVE, or null. Errors as for `Client::send`.
  base::Result<Response> run(curl_slist* resolved, std::chrono::milliseconds left);

 private:
  void set_bounds(std::chrono::milliseconds left);
  void set_trust();
  [[nodiscard]] bool is_renamed() const;
  /// Bytes that outlive the transfer.
  void set_blob(CURLoption option, base::ByteView bytes);
  void set_callbacks();
  base::Result<void> set_request();
  base::Result<void> set_fields();
  base::Result<void> append_field(std::string_view name, const base::SecretBytes& value);
  void set_signing();
  void set_method();
  [[nodiscard]] bool sends_body() const noexcept;

  static std::size_t on_head(char* data, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self) noexcept;
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept;
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;
  static CURLcode on_tls(CURL*, void* ssl_context, void*) noexcept;
  bool take_head_line(std::string_view line);
  [[nodiscard]] base::Error explain(CURLcode code) const;

  /// Options are checked all together: one that libcurl does not take must not be missing unseen.
  template <class Value>
  void set(CURLoption option, Value value) {
    if (setting_ == CURLE_OK) setting_ = (curl_easy_setopt)(handle_, option, value);
  }

  CURL* handle_;
  const ClientOptions& options_;
  const Request& request_;
  const Url& url_;
  std::stop_token stop_;
  CURLcode setting_ = CURLE_OK;
  CurlList fields_;
  std::optional<SecretCopies> signing_secret_;  ///< ends after the handle was reset
  std::array<char, CURL_ERROR_SIZE> detail_{};
  Response response_;
  base::SecretBuilder body_;
  std::size_t head_size_ = 0;
  bool in_head_ = true;
  bool head_too_large_ = false;
  bool body_too_large_ = false;
  bool found_allowed_ = false;  ///< an address that may be connected to
  std::string refused_;         ///< why another may not
};

}  // namespace jwtkeep::http
