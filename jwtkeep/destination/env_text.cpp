#include "jwtkeep/destination/env_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/k8s/manifest.hpp"

namespace jwtkeep::destination {
namespace {

using base::ByteView;
using base::fail;
using base::Reason;
using base::Result;
using base::SecretBuilder;
using base::SecretBytes;

struct FormatWord {
  EnvFormat format;
  std::string_view word;
};
constexpr std::array kWords{FormatWord{EnvFormat::dotenv, "dotenv"}, FormatWord{EnvFormat::shell, "shell"},
                            FormatWord{EnvFormat::json, "json"}, FormatWord{EnvFormat::docker, "docker"},
                            FormatWord{EnvFormat::k8s, "k8s"}};

/// The Docker client reads a line of an env file up to this size (Go's bufio.MaxScanTokenSize).
constexpr std::size_t kDockerLineBytes = std::size_t{64} * 1024;

bool has(std::string_view text, std::string_view piece) { return text.find(piece) != std::string_view::npos; }

/// Whether single quotes carry the text literally to every reader. dotenv for Node turns CR
/// into LF; python-dotenv undoes `\\` and `\'` and replaces `${NAME}` within single quotes, too; all of them take
/// `\'` for a quote that goes on.
bool single_quotes_carry(std::string_view text) {
  return !has(text, "'") && !has(text, "\r") && !has(text, "${") && !has(text, "\\\\") && !text.ends_with('\\');
}

/// Double quotes mean escapes to all readers and variables to docker compose: only plain text is the same everywhere.
bool double_quotes_carry(std::string_view text) { return text.find_first_of("\"\\$\r`") == std::string_view::npos; }

Result<void> append_dotenv(SecretBuilder& out, const Variable& variable, std::string_view value) {
  std::string_view quote;
  if (single_quotes_carry(value)) {
    quote = "'";
  } else if (double_quotes_carry(value)) {
    quote = "\"";
  } else {
    return fail(Reason::bad_value,
                fmt::format("the value of {} has characters that readers of dotenv files take differently "
                            "(quotes of both kinds, `${{`, backslashes or a carriage return)",
                            variable.name),
                "use `--format json` or `--format shell`, or `jwtkeep run`");
  }
  out.append(variable.name).append("=").append(quote).append(value).append(quote).append("\n");
  return {};
}

Result<void> append_shell(SecretBuilder& out, const Variable& variable, std::string_view value) {
  out.append("export ").append(variable.name).append("='");
  while (true) {
    const auto at = value.find('\'');
    out.append(value.substr(0, at));
    if (at == std::string_view::npos) break;
    out.append("'\\''");
    value.remove_prefix(at + 1);
  }
  out.append("'\n");
  return {};
}

Result<void> append_docker(SecretBuilder& out, const Variable& variable, std::string_view value) {
  if (has(value, "\n") || has(value, "\r")) {
    return fail(Reason::bad_value,
                fmt::format("the value of {} has line breaks, which an env file of Docker cannot hold", variable.name),
                "use `--format dotenv` with docker compose, or mount the key as a file");
  }
  if (variable.name.size() + 1 + value.size() >= kDockerLineBytes) {
    return fail(Reason::too_large,
                fmt::format("the value of {} is longer than Docker reads (64 KiB a line)", variable.name),
                "use `--format dotenv` with docker compose, or mount the key as a file");
  }
  out.append(variable.name).append("=").append(value).append("\n");
  return {};
}

using AppendLine = Result<void> (*)(SecretBuilder&, const Variable&, std::string_view);

Result<SecretBytes> lines(const std::vector<Variable>& variables, AppendLine append) {
  SecretBuilder out;
  for (const auto& variable : variables) {
    JWTKEEP_CHECK(variable.value.reveal([&](ByteView value) { return append(out, variable, base::as_text(value)); }));
  }
  return out.take();
}

Result<SecretBytes> json_text(const std::vector<Variable>& variables) {
  auto object = base::Json::object();
  for (const auto& variable : variables) object.set(variable.name, base::Json(variable.value.clone()));
  SecretBuilder out;
  out.append(base::write_with_secrets(object, false)).append("\n");
  return out.take();
}

/// RFC 1123 label (section 2.1), as Kubernetes wants it for a namespace; a Secret's name is taken as strictly.
bool is_k8s_label(std::string_view name, std::size_t longest) {
  const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= longest && alnum(name.front()) && alnum(name.back()) &&
         std::ranges::all_of(name, [&](char c) { return alnum(c) || c == '-'; });
}

Result<SecretBytes> k8s_manifest(const std::vector<Variable>& variables, std::string_view name,
                                 std::string_view space) {
  if (!is_k8s_label(name, 253)) {
    return fail(Reason::bad_value, fmt::format("`{}` cannot name a Kubernetes Secret", name),
                "use at most 253 of a-z, 0-9 and `-`, beginning and ending with a letter or a digit");
  }
  if (!space.empty() && !is_k8s_label(space, 63)) {
    return fail(Reason::bad_value, fmt::format("`{}` cannot name a Kubernetes namespace", space),
                "use at most 63 of a-z, 0-9 and `-`, beginning and ending with a letter or a digit");
  }
  return write_manifest({.name = std::string(name), .name_space = std::string(space)}, variables);
}

Result<void> check(const Variable& variable, EnvFormat format) {
  if (!is_variable_name(variable.name)) {
    return fail(Reason::bad_value, fmt::format("`{}` is no name of an environment variable", variable.name),
                "use letters, digits and `_`, not beginning with a digit");
  }
  const bool any_bytes = format == EnvFormat::shell || format == EnvFormat::k8s;
  return variable.value.reveal([&](ByteView value) -> Result<void> {
    if (has(base::as_text(value), std::string_view("\0", 1))) {
      return fail(Reason::bad_value,
                  fmt::format("the value of {} has a NUL, which no environment can hold", variable.name),
                  "give the keyring the form `bytes`, so that its text is base64url");
    }
    if (!any_bytes && !base::is_utf8(value)) {
      return fail(Reason::bad_value, fmt::format("the value of {} is not UTF-8", variable.name),
                  "use `--format shell` or `--format k8s`, or `jwtkeep run`");
    }
    return {};
  });
}

}  // namespace

std::string_view word(EnvFormat format) noexcept {
  return std::ranges::find(kWords, format, &FormatWord::format)->word;
}

std::optional<EnvFormat> env_format_from_word(std::string_view word) noexcept {
  const auto found = std::ranges::find(kWords, word, &FormatWord::word);
  if (found == kWords.end()) return std::nullopt;
  return found->format;
}

Result<SecretBytes> env_text(const std::vector<Variable>& variables, EnvFormat format, std::string_view k8s_name,
                             std::string_view k8s_namespace) {
  for (const auto& variable : variables) JWTKEEP_CHECK(check(variable, format));
  switch (format) {
    case EnvFormat::dotenv: return lines(variables, append_dotenv);
    case EnvFormat::shell: return lines(variables, append_shell);
    case EnvFormat::docker: return lines(variables, append_docker);
    case EnvFormat::json: return json_text(variables);
    case EnvFormat::k8s: return k8s_manifest(variables, k8s_name, k8s_namespace);
  }
  return fail(Reason::internal, "unknown format of an environment");
}

std::string k8s_name_for(const keyring::Name& name) {
  std::string label = name.text() + "-jwt";
  std::ranges::replace_if(label, [](char c) { return c == '/' || c == '.' || c == '_'; }, '-');
  return label;
}

}  // namespace jwtkeep::destination
