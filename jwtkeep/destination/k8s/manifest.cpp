#include "jwtkeep/destination/k8s/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/k8s/secret_data.hpp"
#include "jwtkeep/destination/yaml_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBuilder;
using base::SecretBytes;

/// The character that begins a UTF-8 text, which is taken off it.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t character = length == 1 ? first : first & (0x7fU >> length);
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i) {
    character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3fU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return character;
}

/// In double quotes, with escapes for all but printable ASCII: YAML 1.1 takes three characters for line ends that are
/// none in JSON (U+0085, U+2028, U+2029), and some not at all.
void append_quoted(SecretBuilder& out, std::string_view text) {
  out.append("\"");
  while (!text.empty()) {
    const auto character = take_character(text);
    const auto plain = static_cast<char>(character);
    if (character == '"' || character == '\\') out.append("\\");
    if (character >= 0x20 && character < 0x7f) {
      out.append(std::string_view(&plain, 1));
    } else {
      out.append(fmt::format("\\U{:08X}", static_cast<std::uint32_t>(character)));
    }
  }
  out.append("\"");
}

void append_texts(SecretBuilder& out, std::string_view title, const std::vector<Variable>& texts) {
  if (texts.empty()) return;
  out.append("  ").append(title).append(":\n");
  for (const auto& text : texts) {
    out.append("    ");
    append_quoted(out, text.name);
    out.append(": ");
    text.value.reveal([&](base::ByteView bytes) { append_quoted(out, base::as_text(bytes)); });
    out.append("\n");
  }
}

std::unexpected<base::Error> not_ours(std::string_view path, const std::string& why) {
  return fail(Reason::destination_failed, fmt::format("{} is not the Secret's manifest alone: {}", path, why),
              "it is not overwritten: give the manifest a file of its own, or put it right");
}

bool is_text(const Json* value, std::string_view text) {
  const auto* secret = value != nullptr ? value->secret() : nullptr;
  return secret != nullptr && *secret == SecretBytes::copy_of(text);
}

Result<void> only(const Json& object, std::initializer_list<std::string_view> names, std::string_view where,
                  std::string_view path) {
  for (const auto& [name, value] : *object.members()) {
    if (std::ranges::find(names, name) != names.end()) continue;
    return not_ours(path, fmt::format("{} has more members than jwtkeep writes", where));
  }
  return {};
}

Result<std::vector<Variable>> texts_of(const Json* object, std::string_view what, std::string_view path) {
  std::vector<Variable> texts;
  if (object == nullptr || object->is_null()) return texts;
  if (object->members() == nullptr) return not_ours(path, fmt::format("its {} are no mapping", what));
  for (const auto& [name, value] : *object->members()) {
    if (value.secret() == nullptr) return not_ours(path, fmt::format("one of its {} is no text", what));
    texts.push_back({name, value.secret()->clone(), true});
  }
  return texts;
}

}  // namespace

SecretBytes write_manifest(const ManifestHead& head, const std::vector<Variable>& variables) {
  SecretBuilder out;
  // Quoted, because `prod` is a text in YAML but `123` or `no` would not be.
  out.append("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"").append(head.name).append("\"\n");
  if (!head.name_space.empty()) out.append("  namespace: \"").append(head.name_space).append("\"\n");
  append_texts(out, "labels", head.labels);
  append_texts(out, "annotations", head.annotations);
  // Base64 in `data` rather than text in `stringData`: exact for every byte, and YAML has nothing to misread.
  out.append("type: Opaque\ndata:").append(variables.empty() ? " {}\n" : "\n");
  for (const auto& variable : variables) {
    out.append("  ").append(variable.name).append(": \"");
    out.append(base::base64_encode_secret(variable.value)).append("\"\n");
  }
  return out.take();
}

Result<Manifest> read_manifest(const SecretBytes& text, std::string_view path, std::string_view name,
                               std::string_view name_space) {
  JWTKEEP_TRY(const auto object, parse_yaml(text, path));
  if (!object.is_object() || !is_text(object.find("apiVersion"), "v1") || !is_text(object.find("kind"), "Secret")) {
    return not_ours(path, "it is no Secret of apiVersion v1");
  }
  JWTKEEP_CHECK(only(object, {"apiVersion", "kind", "metadata", "type", "data", "stringData"}, "it", path));
  const auto* type = object.find("type");
  if (type != nullptr && !type->is_null() && !is_text(type, "Opaque")) return not_ours(path, "its type is not Opaque");
  const auto* metadata = object.find("metadata");
  if (metadata == nullptr || !metadata->is_object()) return not_ours(path, "it has no metadata");
  JWTKEEP_CHECK(only(*metadata, {"name", "namespace", "labels", "annotations"}, "its metadata", path));
  if (!is_text(metadata->find("name"), name)) return not_ours(path, fmt::format("its name is not {}", name));
  const auto* space = metadata->find("namespace");
  if (space != nullptr && !is_text(space, name_space)) {
    return not_ours(path, fmt::format("its namespace is not {}", name_space));
  }
  Manifest manifest{.head = {.name = std::string(name), .name_space = std::string(name_space)}, .text = {}};
  JWTKEEP_TRY(manifest.head.labels, texts_of(metadata->find("labels"), "labels", path));
  JWTKEEP_TRY(manifest.head.annotations, texts_of(metadata->find("annotations"), "annotations", path));
  auto data = secret_data(object);
  if (!data) return not_ours(path, "its data are no mapping of names to base64");
  manifest.text = canonical_data(*data);
  return manifest;
}

}  // namespace jwtkeep::destination
