#include "jwtkeep/server/once.hpp"

#include <fmt/format.h>

#include "jwtkeep/rotate/push.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/kept_answers.hpp"
#include "jwtkeep/store/kept_document.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBuilder;

constexpr std::string_view kHeader = "Idempotency-Key";
/// Of one answer. A keyring with all its keys has some KiB.
constexpr std::size_t kMostKeptBytes = std::size_t{256} << 10;
/// The answers are in 64 documents, by their ids: each change writes one of them anew, and none gets too large.
constexpr std::string_view kLetters = "abcdefgh";

std::string digest_of(Service& service, SecretBuilder& text) {
  // Keyed by the store: a body may hold what can be guessed.
  return rotate::content_digest(service.store().fingerprint_key(), text.take());
}

/// With their sizes, so that no two lists of texts are the same.
void append(SecretBuilder& to, std::string_view text) { to.append(fmt::format("{}:", text.size())).append(text); }

std::string id_of(Service& service, const Asker& asker, std::string_view key) {
  SecretBuilder text;
  append(text, asker.session() ? "session" : "principal");
  append(text, asker.name());
  append(text, key);
  return digest_of(service, text);
}

std::string request_digest(Service& service, const web::Incoming& incoming) {
  SecretBuilder text;
  append(text, incoming.method());
  append(text, incoming.raw_path());
  const auto& target = incoming.target();
  for (std::size_t i = 0; i < target.parameter_count(); ++i) {
    append(text, target.parameter(i).name);
    append(text, target.parameter(i).value);
  }
  incoming.reveal_body([&](base::ByteView body) { append(text, base::as_text(body)); });
  return digest_of(service, text);
}

std::string document_of(std::string_view id) {
  const auto digit = [&](std::size_t at) {
    const auto c = static_cast<unsigned char>(id[at]);
    return kLetters[(c <= '9' ? c - '0' : c - 'a' + 10) % kLetters.size()];
  };
  return fmt::format("answers{}{}", digit(0), digit(1));
}

/// One change of the document that this id is in, with its record.
Result<void> change_kept(Service& service, const std::string& id, const std::string& actor, const char* action,
                         const std::function<bool(KeptAnswers&)>& work) {
  const auto now = service.options().clock();
  return store::change_document<KeptAnswers>(
      service.store(), document_of(id), [&](KeptAnswers& kept) -> Result<std::optional<store::TrailEvent>> {
        if (!work(kept)) return std::nullopt;
        return store::TrailEvent{.at = now,
                                 .actor = actor,
                                 .action = action,
                                 .keyring = {},
                                 .detail = Json::object({{"request", id.substr(0, 8)}})};
      });
}

/// The value of a field as it stands in an answer's lines; empty where there is none.
std::string field_of(const web::Answer& answer, std::string_view name) {
  auto rest = answer.lines();
  while (!rest.empty()) {
    const auto end = rest.find("\r\n");
    const auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 2);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      return std::string(line.substr(name.size() + 2));
    }
  }
  return {};
}

std::optional<KeptAnswer> kept_of(const web::Answer& answer) {
  if (!is_kept(answer.status()) || answer.body_size() > kMostKeptBytes) return std::nullopt;
  return KeptAnswer{.status = answer.status(),
                    .type = field_of(answer, "Content-Type"),
                    .location = field_of(answer, "Location"),
                    .body = answer.reveal_body([](base::ByteView body) { return std::string(base::as_text(body)); })};
}

web::Answer again(const KeptAnswer& kept) {
  web::Answer answer(kept.status);
  answer.with("Content-Type", kept.type).with("Cache-Control", "no-store").with("Idempotency-Replayed", "true");
  if (!kept.location.empty()) answer.with("Location", kept.location);
  return std::move(answer.text(kept.body));
}

web::Answer refusal(const KeptAnswers::Begun& begun) {
  if (begun.kind == KeptAnswers::Kind::different) {
    return web::problem(422, "idempotency_mismatch", "Unprocessable Content",
                        "this Idempotency-Key belongs to another request of yours",
                        "take a new key for each thing that is to be done once");
  }
  return web::problem(409, "busy", "Conflict", "the same request is being done", "ask again in a moment")
      .with("Retry-After", "1");
}

/// The key; nothing where there is none.
Result<std::optional<std::string>> key_of(const web::Incoming& incoming) {
  if (!incoming.field(kHeader)) return std::nullopt;
  const auto key = incoming.only_field(kHeader);
  if (!key) return fail(Reason::bad_value, "there are several lines of Idempotency-Key", "send one");
  JWTKEEP_CHECK(check_idempotency_key(*key));
  return std::string(*key);
}

}  // namespace

web::Answer once(Service& service, const Call& call, const Asker& asker, const Json& intent,
                 const std::function<web::Answer(const Json& intent)>& work) {
  const auto key = key_of(call.incoming);
  if (!key) return endpoints::failure(key.error());
  if (!*key) return work(intent);
  const auto id = id_of(service, asker, **key);
  const auto actor = actor_of(asker, call);
  const KeptRequest request{
      .id = id, .digest = request_digest(service, call.incoming), .at = service.options().clock(), .intent = intent};
  KeptAnswers::Begun begun;
  const auto began = change_kept(service, id, actor, "request.begin", [&](KeptAnswers& kept) {
    begun = kept.begin(request);
    return begun.kind == KeptAnswers::Kind::fresh;
  });
  if (!began) return endpoints::failure(began.error());
  if (begun.kind == KeptAnswers::Kind::answered) return again(*begun.request.answer);
  if (begun.kind != KeptAnswers::Kind::fresh) return refusal(begun);
  auto answer = work(begun.request.intent);
  // Where it cannot be kept, it is done all the same: who asks again meets what was done.
  static_cast<void>(change_kept(service, id, actor, "request.done",
                                [&](KeptAnswers& kept) { return kept.end(id, begun.request.at, kept_of(answer)); }));
  return answer;
}

web::Answer once(Service& service, const Call& call, const Asker& asker, const std::function<web::Answer()>& work) {
  return once(service, call, asker, Json(nullptr), [&](const Json& /*intent*/) { return work(); });
}

}  // namespace jwtkeep::server
