#include "jwtkeep/scan/scanner.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/scan/allow_mark.hpp"
#include "jwtkeep/scan/asked_owners.hpp"
#include "jwtkeep/scan/automaton/automaton.hpp"
#include "jwtkeep/scan/choose.hpp"
#include "jwtkeep/scan/decoded_text.hpp"
#include "jwtkeep/scan/detect/der.hpp"
#include "jwtkeep/scan/doubt.hpp"
#include "jwtkeep/scan/extract.hpp"
#include "jwtkeep/scan/finding_id.hpp"
#include "jwtkeep/scan/found_tokens.hpp"
#include "jwtkeep/scan/line_counter.hpp"
#include "jwtkeep/scan/mask.hpp"
#include "jwtkeep/scan/name_words.hpp"
#include "jwtkeep/scan/parts.hpp"
#include "jwtkeep/scan/setting.hpp"
#include "jwtkeep/scan/severity.hpp"
#include "jwtkeep/scan/token_facts.hpp"
#include "jwtkeep/strength/known_list.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLargestDer = std::size_t{64} << 10;
constexpr std::size_t kLongestSecret = std::size_t{2} << 10;  // what is longer is a text
constexpr std::size_t kNeighbours = 32;                       // secrets of the same line, on each side

void extract(const SourceText& source, Candidates& found) {
  if (source.has(Sign::token)) extract_tokens(source, found);
  if (source.has(Sign::pem)) extract_pem(source, found);
  if (source.has(Sign::der)) extract_der(source, found);
  if (source.has(Sign::jwk)) extract_jwks(source, found);
  if (!source.has_names()) return;
  const bool has_both = source.language == Language::markdown || source.language == Language::html;
  if (is_code(source.language) || has_both) extract_from_code(source, found);
  extract_from_config(source, found);
}

/// `auth.config.js`, `src/jwt/settings.py`: what the path says of the file, the file need not.
bool names_tokens(std::string_view path) {
  const auto last = path.find_last_of("/!");
  const auto before = last == std::string_view::npos || last == 0 ? last : path.find_last_of("/!", last - 1);
  return NameWords(path.substr(before == std::string_view::npos ? 0 : before + 1))
      .has({"jwt", "auth", "jose", "authentication"});
}

/// A key is one by what it is; everything else may be a name, a reference, a sentence.
bool can_be_doubted(const Candidate& candidate) noexcept { return candidate.kind > Kind::token; }

/// What a name alone is worth: in a file that says nothing of JWTs `secret_key` is a key of something, and told where
/// it was drawn at random.
bool is_key_by_look(const Candidate& candidate) noexcept {
  constexpr std::size_t kLeast = 20;
  return candidate.certainty != Certainty::hinted ||
         (candidate.value.size() >= kLeast && looks_random(candidate.value.view()));
}

}  // namespace

struct Scanner::State {
  State(Automaton words, const ScannerOptions& chosen)
      : automaton(std::move(words)), options(chosen), owners(chosen.ownership) {}

  void scan_text(const Blob& blob, std::string_view text, std::vector<Finding>& findings);
  void read_part(const SourceText& file, const Part& part);
  Finding finding_of(const Candidate& candidate);
  void judge(const Candidate& candidate, Finding& finding) const;
  void scan_der(const Blob& blob, std::vector<Finding>& findings);

  Automaton automaton;
  ScannerOptions options;
  AskedOwners owners;
  FoundTokens tokens;
  std::size_t given = 0;  ///< findings so far
  // Kept from blob to blob.
  Characters transcoded;
  std::vector<Trigger> triggers;
  std::vector<Trigger> part_triggers;
  std::vector<Part> parts;
  Candidates found;
  Candidates candidates;
};

void Scanner::State::read_part(const SourceText& file, const Part& part) {
  part_triggers.assign(part.signs.begin(), part.signs.end());
  for (auto& trigger : part_triggers) trigger.offset -= part.span.begin;
  auto source = file;
  source.text = part.span.of(file.text);
  source.triggers = part_triggers;
  source.is_part = file.is_part || source.text.size() < file.text.size();
  found.clear();
  extract(source, found);
  for (auto& candidate : found) {
    if (candidate.span.end > source.text.size() || candidate.span.begin > candidate.span.end) continue;
    if (can_be_doubted(candidate) && candidate.value.size() > kLongestSecret) continue;
    if (!file.speaks_of_jwt && !is_key_by_look(candidate)) continue;
    if (can_be_doubted(candidate)) {
      const bool published = options.known_words && strength::is_published(candidate.value.bytes());
      if (doubt_of(candidate, source, published) != Doubt::none) continue;
    }
    candidate.span.begin += part.span.begin;
    candidate.span.end += part.span.begin;
    candidates.push_back(std::move(candidate));
  }
}

void Scanner::State::judge(const Candidate& candidate, Finding& finding) const {
  if (!can_be_doubted(candidate) && candidate.kind != Kind::jwk) return;
  if (candidate.kind == Kind::jwk && !candidate.decoded) return;
  const auto text = candidate.kind == Kind::jwk ? candidate.decoded->view() : candidate.value.view();
  const auto judgement =
      strength::judge(base::SecretBytes::copy_of(text), {.context = {}, .published_counts = options.known_words});
  finding.strength = judgement.strength;
  for (const auto& one : judgement.findings) {
    if (one.kind == strength::FindingKind::known_secret && !one.product.empty()) finding.product = one.product;
  }
}

Finding Scanner::State::finding_of(const Candidate& candidate) {
  Finding finding;
  finding.rule = candidate.rule;
  finding.kind = candidate.kind;
  finding.certainty = candidate.certainty;
  finding.name = candidate.name;
  finding.length_bytes = candidate.value.size();
  finding.masked = options.reveal ? std::string(candidate.value.view()) : masked(candidate.value.view());
  if (candidate.kind == Kind::token) finding.token = token_facts(candidate.value.view());
  judge(candidate, finding);
  finding.owners = owners.of(candidate);
  return finding;
}

void Scanner::State::scan_text(const Blob& blob, std::string_view text, std::vector<Finding>& findings) {
  automaton.find(text, triggers);
  if (triggers.empty()) return;
  SourceText file{.path = blob.path,
                  .text = text,
                  .language = language_of(blob.path, text),
                  .triggers = triggers,
                  .is_part = blob.is_piece};
  file.speaks_of_jwt = names_tokens(blob.path) || file.has(Sign::library) || file.has(Sign::token);
  auto reach = Reach::whole;
  if (!file.speaks_of_jwt && is_code(file.language)) {
    // Where nothing is said of JWTs no library is called: a name and what it is given stand together, and `privateKey`
    // is no secret by its name.
    reach = Reach::near;
    std::erase_if(triggers, [](const Trigger& one) { return one.sign == Sign::private_key; });
    file.triggers = triggers;
  }
  candidates.clear();
  split_into_parts(text, triggers, reach, parts);
  for (const auto& part : parts) read_part(file, part);
  choose(candidates);

  std::vector<Span> secrets;
  secrets.reserve(candidates.size());
  for (const auto& candidate : candidates) secrets.push_back(candidate.span);
  LineCounter begins(text, blob.first_line);
  LineCounter ends(text, blob.first_line);
  std::unordered_map<std::string, std::size_t> seen;
  const auto setting = setting_of(blob.path);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    const auto& span = candidate.span;
    if (span.begin < blob.tell_from || span.begin >= blob.tell_until) continue;
    auto finding = finding_of(candidate);
    finding.setting = setting;
    auto& place = finding.place;
    place.path = blob.path;
    place.begin = begins.at(span.begin);
    place.end = ends.at(span.end);
    if (place.begin.line == blob.first_line) place.begin.column += blob.first_column - 1;
    if (place.end.line == blob.first_line) place.end.column += blob.first_column - 1;
    const auto first = i - std::min(i, kNeighbours);
    auto line = masked_line(text, span,
                            std::span(secrets).subspan(first, std::min(secrets.size(), i + kNeighbours + 1) - first),
                            options.reveal);
    place.line = std::move(line.text);
    place.mask_begin = line.mask_begin;
    place.mask_end = line.mask_end;
    if (const auto mark = allow_mark(text, span)) {
      finding.allowed = mark->reason;
      finding.mark_without_reason = mark->reason.empty();
    }
    finding.severity = severity_of(finding, options.now);
    finding.id = finding_id(finding, candidate.value.view(), 0);
    if (const auto nth = seen[finding.id]++; nth > 0) finding.id = finding_id(finding, candidate.value.view(), nth);
    if (options.known_words && finding.token && !finding.token->encrypted) tokens.add(candidate.value.view(), given);
    ++given;
    findings.push_back(std::move(finding));
  }
  candidates.clear();
}

void Scanner::State::scan_der(const Blob& blob, std::vector<Finding>& findings) {
  Candidate candidate;
  candidate.rule = "der-private-key";
  candidate.kind = Kind::der;
  candidate.certainty = Certainty::sink;
  candidate.value = Characters(base::as_text(blob.bytes));
  auto finding = finding_of(candidate);
  finding.masked = masked("");
  finding.setting = setting_of(blob.path);
  finding.place.path = blob.path;
  finding.place.end = {1, blob.bytes.size() + 1};
  finding.severity = severity_of(finding, options.now);
  finding.id = finding_id(finding, candidate.value.view(), 0);
  findings.push_back(std::move(finding));
}

Scanner::Scanner(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

base::Result<Scanner> Scanner::create(const ScannerOptions& options) {
  JWTKEEP_TRY(auto automaton, Automaton::create());
  return Scanner(std::make_unique<State>(std::move(automaton), options));
}

Seen Scanner::scan(const Blob& blob, std::vector<Finding>& findings) {
  if (is_binary(blob.bytes)) {
    if (!blob.is_piece && blob.bytes.size() <= kLargestDer && is_private_key_der(blob.bytes)) {
      state_->scan_der(blob, findings);
      ++state_->given;
    }
    return Seen::binary;
  }
  state_->scan_text(blob, text_of(blob.bytes, state_->transcoded), findings);
  return Seen::text;
}

void Scanner::crack(std::vector<Finding>& findings) {
  state_->tokens.crack(findings);
  for (auto& finding : findings) {
    if (finding.token && finding.token->cracked) finding.severity = severity_of(finding, state_->options.now);
  }
}

}  // namespace jwtkeep::scan
