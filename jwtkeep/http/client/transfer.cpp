#include "jwtkeep/http/client/transfer.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>

#include "jwtkeep/crypto/tls_context.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/client/peer.hpp"

namespace jwtkeep::http {

using base::fail;
using base::Reason;

namespace {

/// Bytes that end with a NUL.
const char* c_string(base::ByteView text) { return reinterpret_cast<const char*>(text.data()); }

}  // namespace

base::Result<void> append(CurlList& list, const char* line) {
  auto* longer = curl_slist_append(list.get(), line);
  if (longer == nullptr) return fail(Reason::internal, "no memory for a request");
  static_cast<void>(list.release());
  list.reset(longer);
  return {};
}

Transfer::Transfer(CURL* handle, const ClientOptions& options, const Request& request, const Url& url,
                   std::stop_token stop)
    : handle_(handle), options_(options), request_(request), url_(url), stop_(std::move(stop)), response_{.url = url} {}

Transfer::~Transfer() {
  curl_easy_reset(handle_);
  if (!signing_secret_) return;
  // The handle keeps the last transfer's URL, into which libcurl wrote the secret as its password, until the next
  // begins: this one begins, finds no URL, and ends. The connection stays.
  (curl_easy_setopt)(handle_, CURLOPT_URL, "://");
  curl_easy_perform(handle_);
  curl_easy_reset(handle_);
}

base::Result<Response> Transfer::run(curl_slist* resolved, std::chrono::milliseconds left) {
  set_bounds(left);
  set_trust();
  set_callbacks();
  if (resolved != nullptr) set(CURLOPT_RESOLVE, resolved);
  JWTKEEP_CHECK(set_request());
  // The body and the key stay in guarded memory; libcurl reads them from there.
  static const base::SecretBytes no_key;
  const auto& key = options_.identity ? options_.identity->key : no_key;
  const auto code = key.reveal([&](base::ByteView key_text) {
    return request_.body.reveal([&](base::ByteView body) {
      if (options_.identity) {
        set_blob(CURLOPT_SSLCERT_BLOB, base::as_bytes(options_.identity->certificates));
        set_blob(CURLOPT_SSLKEY_BLOB, key_text);
        set(CURLOPT_KEYPASSWD, "");  // or OpenSSL would ask at the terminal
      }
      if (sends_body()) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        set(CURLOPT_POSTFIELDS, body.empty() ? "" : reinterpret_cast<const char*>(body.data()));
      }
      set_method();
      return setting_ == CURLE_OK ? curl_easy_perform(handle_) : setting_;
    });
  });
  if (code != CURLE_OK) return std::unexpected(explain(code));
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  response_.body = body_.take();
  return std::move(response_);
}

void Transfer::set_bounds(std::chrono::milliseconds left) {
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, request_.limits.connect).count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  // libcurl sends again, whatever the method, what a kept connection swallowed; what is sent on a new one it never
  // does.
  if (request_.only_once) set(CURLOPT_FRESH_CONNECT, 1L);
}

void Transfer::set_trust() {
  set(CURLOPT_PROTOCOLS_STR, url_.is_https() ? "https" : "http");
  set(CURLOPT_PROXY, "");  // empty: none, and the environment's do not count
  set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_tls);
  if (options_.ca_file.empty() && options_.ca_pem.empty()) return;
  if (options_.ca_pem.empty()) {
    set(CURLOPT_CAINFO, options_.ca_file.c_str());
  } else {
    set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    set_blob(CURLOPT_CAINFO_BLOB, base::as_bytes(options_.ca_pem));
  }
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // or the system's would count besides
}

void Transfer::set_callbacks() {
  set(CURLOPT_ERRORBUFFER, detail_.data());
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_head);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
}

bool Transfer::is_renamed() const { return url_.is_https() && !options_.server_name.empty(); }

void Transfer::set_blob(CURLoption option, base::ByteView bytes) {
  // libcurl does not write there.
  curl_blob blob{.data = const_cast<std::uint8_t*>(bytes.data()), .len = bytes.size(), .flags = CURL_BLOB_NOCOPY};
  set(option, &blob);
}

bool Transfer::sends_body() const noexcept {
  switch (request_.method) {
    case Method::get:
    case Method::head: return false;
    case Method::del: return !request_.body.empty();
    case Method::post:
    case Method::put:
    case Method::patch: return true;
  }
  return false;
}

base::Result<void> Transfer::set_request() {
  const auto named = "https://" + options_.server_name + ":" + std::to_string(url_.port()) + url_.target();
  set(CURLOPT_URL, is_renamed() ? named.c_str() : url_.text().c_str());
  set(CURLOPT_USERAGENT, "jwtkeep");
  if (is_renamed()) {
    JWTKEEP_CHECK(append(fields_, ("Host: " + url_.origin().substr(std::string_view("https://").size())).c_str()));
  }
  JWTKEEP_CHECK(set_fields());
  set(CURLOPT_HTTPHEADER, fields_.get());
  if (request_.signing) set_signing();
  return {};
}

base::Result<void> Transfer::set_fields() {
  // libcurl 7.88 signs these two as if it sent them; check_signable sees to it that it would add neither.
  if (!request_.signing) {
    JWTKEEP_CHECK(append(fields_, "Expect:"));        // no waiting for 100 Continue
    JWTKEEP_CHECK(append(fields_, "Content-Type:"));  // none but the caller's
  }
  for (const auto& field : request_.fields) {
    JWTKEEP_CHECK(check_field(field));
    JWTKEEP_CHECK(append_field(field.name, field.value));
  }
  if (request_.signing && !request_.signing->session_token.empty()) {
    JWTKEEP_CHECK(append_field("X-Amz-Security-Token", request_.signing->session_token));
  }
  return {};
}

base::Result<void> Transfer::append_field(std::string_view name, const base::SecretBytes& value) {
  base::SecretBuilder line;
  line.append(name);
  // "Name;" is libcurl's way to write an empty value; "Name:" would leave the header out.
  line.append(std::string_view(value.empty() ? ";" : ": ")).append(value);
  line.append(std::string_view("\0", 1));
  return line.take().reveal([this](base::ByteView text) { return append(fields_, c_string(text)); });
}

void Transfer::set_signing() {
  const auto& signing = *request_.signing;
  set(CURLOPT_AWS_SIGV4, signing.scope.c_str());
  set(CURLOPT_USERNAME, signing.key_id.c_str());
  base::SecretBuilder secret;
  secret.append(signing.secret).append(std::string_view("\0", 1));
  signing_secret_.emplace(secret.take());
  signing_secret_->text().reveal([this](base::ByteView text) { set(CURLOPT_PASSWORD, c_string(text)); });
}

void Transfer::set_method() {
  if (request_.method == Method::head) {
    set(CURLOPT_NOBODY, 1L);
  } else if (request_.method != Method::get && request_.method != Method::post) {
    set(CURLOPT_CUSTOMREQUEST, std::string(word(request_.method)).c_str());
  }
}

std::size_t Transfer::on_head(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.head_size_ += size;
  transfer.head_too_large_ = transfer.head_size_ > transfer.request_.limits.head_bytes;
  return !transfer.head_too_large_ && transfer.take_head_line({data, size}) ? size : 0;
}

bool Transfer::take_head_line(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {
    // The last head counts: those of 1xx answers come before it.
    in_head_ = true;
    response_.fields.clear();
  } else if (line.empty()) {
    in_head_ = false;  // what follows the body is a trailer, and no trailer is understood here (RFC 9110 section 6.5.1)
  } else if (const auto colon = line.find(':'); in_head_ && colon != std::string_view::npos && is_token_char(line[0])) {
    response_.fields.push_back({lower(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
  }
  return true;
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.body_too_large_ = transfer.body_.size() + size > transfer.request_.limits.body_bytes;
  if (transfer.body_too_large_) return 0;
  transfer.body_.append(std::string_view(data, size));
  return size;
}

/// The place where every address passes that is about to be connected to.
curl_socket_t Transfer::on_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto peer = purpose == CURLSOCKTYPE_IPCXN ? address_of(address->addr) : std::nullopt;
  if (auto why = why_refused(peer, transfer.url_.is_https(), transfer.options_); !why.empty()) {
    transfer.refused_ = std::move(why);
    return CURL_SOCKET_BAD;
  }
  transfer.found_allowed_ = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<Transfer*>(self)->stop_.stop_requested() ? 1 : 0;
}

CURLcode Transfer::on_tls(CURL*, void* ssl_context, void*) noexcept {
  crypto::guard_tls(ssl_context);
  return CURLE_OK;
}

base::Error Transfer::explain(CURLcode code) const {
  const auto where = url_.shown();
  if (body_too_large_) {
    return {Reason::too_large,
            "the answer of " + where + " is longer than " + std::to_string(request_.limits.body_bytes) + " bytes", ""};
  }
  if (head_too_large_) {
    return {
        Reason::too_large,
        "the head of " + where + "'s answer is longer than " + std::to_string(request_.limits.head_bytes) + " bytes",
        ""};
  }
  if (!refused_.empty() && !found_allowed_) {
    return {Reason::unsafe_place, "no connection to " + url_.origin() + ": " + refused_,
            url_.is_https() ? "allow private addresses where that is meant" : "write https://"};
  }
  const std::string why = detail_[0] != '\0' ? detail_.data() : curl_easy_strerror(code);
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return {Reason::io_failed, "the certificate of " + url_.origin() + " is not accepted: " + why,
              "where its authority is one of your own, name it as the CA file"};
    case CURLE_OPERATION_TIMEDOUT:
      return {Reason::io_failed, "no whole answer from " + where + " in time: " + why,
              "look whether the server and the network are up; where it is slow, give it more --timeout"};
    case CURLE_ABORTED_BY_CALLBACK: return {Reason::io_failed, "the request to " + where + " was given up", ""};
    default:
      return {Reason::io_failed, "no answer from " + where + ": " + why,
              "look at the address, and whether the server and the network are up"};
  }
}

}  // namespace jwtkeep::http
