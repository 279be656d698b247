// One request out of bytes by the server's reader, and by Boost.Beast's, to be compared.
#pragma once

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/web/request_reader.hpp"

namespace jwtkeep::web {

namespace beast = boost::beast::http;
using State = RequestReader::State;

struct Read {
  State state = State::idle;
  int refused = 0;  ///< the status
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string left;  ///< bytes behind the request
};

/// All of `bytes`, `at_once` of them at a time, up to the first whole request.
inline Read read(std::string_view bytes, std::size_t at_once = 1 << 20, std::size_t most_body = 1 << 20) {
  RequestReader reader(16 << 10);
  Read result;
  while (true) {
    auto state = reader.advance();
    if (state == State::head_done) state = reader.begin_body(most_body);
    result.state = state;
    if (state == State::refused) {
      result.refused = reader.refusal().status;
      return result;
    }
    if (state == State::whole) break;
    if (bytes.empty()) return result;
    const auto room = reader.room();
    const auto count = std::min({room.size(), at_once, bytes.size()});
    std::memcpy(room.data(), bytes.data(), count);
    reader.took(count);
    bytes.remove_prefix(count);
  }
  const auto request = reader.take();
  result.method = request->part(request->head.method);
  result.target = request->part(request->head.target);
  result.body = base::as_text(request->body());
  for (const auto& field : request->head.fields) {
    result.fields.emplace_back(request->part(field.name), request->part(field.value));
  }
  if (reader.advance() != State::idle) result.left = reader.request().bytes.text();
  result.left += bytes;
  return result;
}

struct Theirs {
  bool taken = false;
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> fields;
  std::size_t used = 0;
};

inline Theirs beast_read(std::string_view bytes) {
  beast::request_parser<beast::string_body> parser;
  parser.eager(true);
  parser.header_limit(64 << 10);
  boost::system::error_code error;
  Theirs result;
  while (!parser.is_done() && result.used < bytes.size() && !error) {
    const auto used = parser.put(boost::asio::buffer(bytes.substr(result.used)), error);
    result.used += used;
    if (used == 0) break;
  }
  if (error || !parser.is_done()) return result;
  result.taken = true;
  const auto& message = parser.get();
  result.method = message.method_string();
  result.target = message.target();
  result.body = message.body();
  for (const auto& field : message) result.fields.emplace_back(field.name_string(), field.value());
  return result;
}

}  // namespace jwtkeep::web
