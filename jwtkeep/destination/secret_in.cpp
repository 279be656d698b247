#include "jwtkeep/destination/secret_in.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/destination/dotenv_text.hpp"
#include "jwtkeep/destination/ring_json.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

bool is_object(const base::SecretBytes& content) {
  return content.reveal([](base::ByteView bytes) {
    const auto text = base::as_text(bytes);
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
  });
}

/// `JWT_` of `JWT_SECRET`: what its neighbours' names begin with.
std::string prefix_of(std::string_view name) {
  constexpr std::string_view kSecret = "SECRET";
  return name.ends_with(kSecret) ? std::string(name.substr(0, name.size() - kSecret.size())) : std::string();
}

std::string public_text(const std::vector<Variable>& parts, const std::string& name) {
  const auto found = std::ranges::find(parts, name, &Variable::name);
  constexpr std::size_t kLongest = 256;  // a kid, an algorithm; not somebody's secret under an odd name
  if (found == parts.end() || found->value.size() > kLongest) return {};
  return found->value.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

const Variable* only(const std::vector<Variable>& parts, auto&& fits) {
  const Variable* found = nullptr;
  for (const auto& part : parts) {
    if (!fits(part)) continue;
    if (found != nullptr) return nullptr;
    found = &part;
  }
  return found;
}

const Variable* choose(const std::vector<Variable>& parts, std::string_view field) {
  if (!field.empty()) return only(parts, [&](const Variable& part) { return part.name == field; });
  if (const auto* usual = only(parts, [](const Variable& part) { return part.name == "JWT_SECRET"; })) return usual;
  const auto named = [](const Variable& part) {
    return part.name.ends_with("SECRET") || part.name.ends_with("PRIVATE_KEY");
  };
  if (const auto* like = only(parts, named)) return like;
  return parts.size() == 1 ? &parts.front() : nullptr;
}

std::string names_of(const std::vector<Variable>& parts) {
  std::string names;
  for (const auto& part : parts) names += (names.empty() ? "" : ", ") + part.name;
  return names;
}

}  // namespace

std::vector<Variable> parts_of(PlaceKind kind, const base::SecretBytes& content) {
  if (kind == PlaceKind::dotenv) {
    if (auto parts = read_dotenv(content)) return *std::move(parts);
  } else if (is_object(content)) {
    if (auto parts = members_of(content)) return *std::move(parts);
  }
  std::vector<Variable> whole;
  whole.push_back({"", content.clone(), true});
  return whole;
}

Result<FoundSecret> secret_in(PlaceKind kind, const base::SecretBytes& content, std::string_view field) {
  if (kind == PlaceKind::jwks) {
    return fail(Reason::bad_value, "a JWKS file holds public keys: nothing could be signed with them",
                "import the private key from where it is");
  }
  if (kind == PlaceKind::dotenv) JWTKEEP_CHECK(read_dotenv(content));
  const auto parts = parts_of(kind, content);
  const auto* chosen = choose(parts, field);
  if (chosen == nullptr) {
    return fail(Reason::not_found,
                field.empty() ? "which of the values there is the secret?"
                              : fmt::format("there is no value called {} there", field),
                parts.empty() ? "the place is empty" : fmt::format("add --field with one of: {}", names_of(parts)));
  }
  FoundSecret found{.text = chosen->value.clone(), .kid = {}, .alg = {}, .form = {}};
  if (const auto prefix = prefix_of(chosen->name); !prefix.empty()) {
    found.kid = public_text(parts, prefix + "KID");
    // What is no such word is somebody else's, and must not be repeated in a message.
    if (auto alg = public_text(parts, prefix + "ALG"); jose::alg_from_name(alg)) found.alg = std::move(alg);
    if (auto form = public_text(parts, prefix + "FORM"); keyring::form_from_word(form)) found.form = std::move(form);
  }
  return found;
}

}  // namespace jwtkeep::destination
