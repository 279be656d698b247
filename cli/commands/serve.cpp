#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "cli/command.hpp"
#include "cli/file_watch.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/pushing.hpp"
#include "cli/serve_settings.hpp"
#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/rotate/everywhere.hpp"
#include "jwtkeep/server/service.hpp"
#include "jwtkeep/web/server.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr auto kUsualPlace = "127.0.0.1:8377";
constexpr auto kUsualWebhook = "hook";
constexpr auto kDrainLimit = std::chrono::seconds{30};
constexpr auto kLook = std::chrono::milliseconds{100};
constexpr std::size_t kServerIdBytes = 8;
constexpr auto kLookAtFiles = std::chrono::seconds{1};
constexpr auto kRotateEvery = std::chrono::seconds{1};

/// A certificate for a desk: nobody has reason to trust it.
base::Result<crypto::TlsMaterial> self_signed() {
  JWTKEEP_TRY(const auto key, crypto::PrivateKey::generate(crypto::KeyKind::ec_p256));
  const auto now = Session::now();
  JWTKEEP_TRY(const auto der,
              crypto::self_signed_certificate(key, "localhost", now - std::chrono::hours{1},
                                              now + std::chrono::days{30}, "DNS:localhost,IP:127.0.0.1,IP:::1"));
  return crypto::TlsMaterial{.certificates = crypto::certificate_pem(der), .key = key.to_pem()};
}

base::Result<std::optional<crypto::TlsMaterial>> tls_of(const ServeOptions& options) {
  if (options.self_signed && !options.certificate.empty()) {
    return fail(Reason::bad_value, "--tls-self-signed and --tls-cert exclude each other", "leave one of them out");
  }
  if (options.certificate.empty() != options.key.empty()) {
    return fail(Reason::bad_value, "--tls-cert and --tls-key belong together", "give both");
  }
  std::optional<crypto::TlsMaterial> material;
  if (options.self_signed) {
    JWTKEEP_TRY(material, self_signed());
  } else if (!options.certificate.empty()) {
    JWTKEEP_TRY(auto certificates, read_text_file(options.certificate));
    JWTKEEP_TRY(auto key, read_secret_file(options.key));
    material = crypto::TlsMaterial{.certificates = std::move(certificates), .key = std::move(key)};
  }
  if (options.client_ca.empty()) {
    if (!options.client_must) return material;
    return fail(Reason::bad_value, "--tls-client-required needs --tls-client-ca", "say who signs client certificates");
  }
  if (!material) {
    return fail(Reason::bad_value, "client certificates are shown over TLS alone", "add --tls-cert and --tls-key");
  }
  JWTKEEP_TRY(material->client_ca, read_text_file(options.client_ca));
  material->client_certificate_must = options.client_must;
  return material;
}

base::Result<std::vector<web::Listen>> places_of(const ServeOptions& options, bool tls) {
  std::vector<web::Listen> places;
  auto texts = options.listen;
  if (texts.empty()) texts.emplace_back(kUsualPlace);
  for (const auto& text : texts) {
    JWTKEEP_TRY(const auto place, web::Listen::parse(text, tls));
    // Whoever may use a Unix socket is said by its folder; TLS would tell nothing more.
    if (place.is_unix()) {
      JWTKEEP_TRY(auto plain, web::Listen::parse(text, false));
      places.push_back(std::move(plain));
      continue;
    }
    if (!tls && !place.is_local()) {
      return fail(Reason::unsafe_place, "plain HTTP is spoken on this machine alone, not at " + printable(text),
                  "add --tls-cert and --tls-key, or listen on 127.0.0.1 behind something that speaks TLS");
    }
    places.push_back(place);
  }
  return places;
}

base::Result<std::shared_ptr<oidc::Provider>> provider_of(const ProviderWish& wish, const std::string& public_url) {
  if (wish.issuer.empty()) {
    return fail(Reason::bad_value, "the provider " + printable(wish.name) + " has no issuer",
                "say which: --oidc-issuer, or issuer under [[oidc]]");
  }
  if (public_url.empty()) {
    return fail(Reason::bad_value, "a provider sends browsers back to an address, and there is none",
                "give --public-url");
  }
  oidc::ProviderOptions wanted{.name = wish.name,
                               .issuer = wish.issuer,
                               .client_id = wish.client_id,
                               .client_secret = {},
                               .scopes = wish.scopes,
                               .redirect_uri = fmt::format("{}/login/{}/callback", public_url, wish.name),
                               .ca_file = wish.ca_file};
  if (wanted.scopes.empty()) wanted.scopes = {"email"};
  if (!wish.client_secret_file.empty()) {
    JWTKEEP_TRY(wanted.client_secret, read_secret_word(wish.client_secret_file));
  }
  JWTKEEP_TRY(auto provider, oidc::Provider::open(std::move(wanted)));
  return std::make_shared<oidc::Provider>(std::move(provider));
}

/// The people's ways in, each name once.
base::Result<std::vector<std::shared_ptr<oidc::Provider>>> providers_of(const ServeOptions& options) {
  auto wishes = options.providers;
  const auto& own = options.provider;
  if (own != ProviderWish{}) wishes.push_back(own);
  std::vector<std::shared_ptr<oidc::Provider>> providers;
  for (const auto& wish : wishes) {
    JWTKEEP_TRY(auto provider, provider_of(wish, options.public_url));
    if (std::ranges::any_of(providers, [&](const auto& other) { return other->name() == wish.name; })) {
      return fail(Reason::bad_value, "two providers are called " + printable(wish.name), "give each its own name");
    }
    providers.push_back(std::move(provider));
  }
  return providers;
}

base::Result<webhook::Hook> hook_of(const WebhookWish& wish) {
  const auto name = printable(wish.name);
  if (wish.url.empty()) {
    return fail(Reason::bad_value, "the webhook " + name + " has no url",
                "say where it is told: --webhook-url, or url under [[webhook]]");
  }
  if (wish.secret_file.empty()) {
    return fail(Reason::bad_value, "the webhook " + name + " has no secret file",
                "by its secret the receiver knows that it is told by you; make one with: echo whsec_$(openssl rand "
                "-base64 32)");
  }
  JWTKEEP_TRY(auto url, http::Url::parse(wish.url));
  JWTKEEP_TRY(const auto secret, read_secret_word(wish.secret_file));
  JWTKEEP_TRY(auto key, webhook::read_key(secret));
  webhook::Hook hook{
      .name = wish.name, .url = std::move(url), .keyrings = {}, .key = std::move(key), .ca_file = wish.ca_file};
  for (const auto& text : wish.keyrings) {
    JWTKEEP_TRY(auto pattern, access::Pattern::parse(text));
    hook.keyrings.push_back(std::move(pattern));
  }
  JWTKEEP_CHECK(webhook::check_hook(hook));
  return hook;
}

/// Those who are told of what happens; null where there is nobody.
base::Result<std::shared_ptr<webhook::Senders>> senders_of(const ServeOptions& options, store::Store& store,
                                                           Output& out) {
  auto wishes = options.webhooks;
  if (options.webhook != WebhookWish{}) wishes.push_back(options.webhook);
  if (wishes.empty()) return std::shared_ptr<webhook::Senders>{};
  webhook::SendersOptions wanted{
      .hooks = {},
      .clock = &Session::now,
      .server = Session::actor() + "#" + base::hex_encode(crypto::random_bytes(kServerIdBytes)),
      .remark = [&out](const std::string& what) { out.warn(printable(what)); }};
  for (auto& wish : wishes) {
    if (wish.name.empty()) wish.name = kUsualWebhook;
    JWTKEEP_TRY(auto hook, hook_of(wish));
    wanted.hooks.push_back(std::move(hook));
  }
  JWTKEEP_TRY(auto senders, webhook::Senders::open(store, std::move(wanted)));
  return std::shared_ptr<webhook::Senders>(std::move(senders));
}

/// It may come yet; until then who asks for it is told that there are none.
void remark_on_default(const server::Service& service, const std::string& name, Output& out) {
  const auto ring = service.rings().find(name);
  if (ring && (*ring)->public_keys()) return;
  out.warn(ring ? name + " has no public keys: /.well-known/jwks.json is not found"
                : "there is no keyring " + name + " yet: /.well-known/jwks.json is not found");
}

/// Each connection is a file descriptor.
void allow_many_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// What keeps keyrings from being rotated, a line each.
std::vector<std::string> troubles(const base::Result<rotate::DueEverywhereReport>& done) {
  if (!done) return {"no rotation: " + printable(done.error().what)};
  std::vector<std::string> lines;
  for (const auto& [name, error] : done->due.unreadable) {
    lines.push_back((name ? name->text() + " is not rotated: " : "") + printable(error.what));
  }
  return lines;
}

/// Takes the steps that are due, again and again. Any number of servers may: each step is planned again inside the
/// transaction that takes it. Each trouble is told once while it lasts.
void rotate_due(store::Store& store, const rotate::PushOptions& options, Output& out, const std::stop_token& stop) {
  std::vector<std::string> told;
  while (!stop.stop_requested()) {
    auto lines = troubles(rotate::rotate_due_everywhere(pusher_on(store), options));
    for (const auto& line : lines) {
      if (std::ranges::find(told, line) == told.end()) out.warn(line);
    }
    told = std::move(lines);
    for (auto waited = std::chrono::milliseconds{0}; waited < kRotateEvery && !stop.stop_requested(); waited += kLook) {
      std::this_thread::sleep_for(kLook);
    }
  }
}

/// New connections get the certificate that is in the files now; those that are there go on. One that is of no use is
/// told of, and the old one stays.
void reload_certificate(const ServeOptions& options, web::Server& server, Output& out) {
  auto material = tls_of(options);
  const auto replaced =
      material ? server.replace_tls(**material) : base::Result<void>(std::unexpected(material.error()));
  if (replaced) {
    out.note("new connections get the certificate that is in the files now");
    return;
  }
  out.warn("the certificate in the files is not taken, the one before stays: " + printable(replaced.error().what));
  if (!replaced.error().hint.empty()) out.note("  " + printable(replaced.error().hint));
}

/// Until it is told to end: looks after its certificate.
void wait_for_end(const ServeOptions& options, FileWatch& files, web::Server& server, Output& out,
                  const std::atomic<bool>& stop, std::atomic<bool>& hangup) {
  const bool has_files = !options.certificate.empty();
  for (auto next = std::chrono::steady_clock::now() + kLookAtFiles; !stop; std::this_thread::sleep_for(kLook)) {
    const bool asked = hangup.exchange(false);
    const bool due = std::chrono::steady_clock::now() >= next;
    if (due) next += kLookAtFiles;
    if (!has_files || (!asked && !(due && files.changed()))) continue;
    if (asked) files.forget();
    reload_certificate(options, server, out);
  }
}

void tell_places(Output& out, const web::Server& server) {
  for (const auto& place : server.addresses()) {
    out.note(place.is_unix() ? "serving at " + place.text()
                             : fmt::format("serving at http{}://{}", place.tls() ? "s" : "", place.text()));
  }
}

/// What counts, and where it comes from.
void tell_check(Output& out, const Settings& settings, std::size_t keyrings) {
  if (out.json()) {
    auto said = base::Json::array();
    for (const auto& [key, value, from] : settings.said) {
      said.push(base::Json::object({{"key", key}, {"value", value}, {"from", from}}));
    }
    out.document(base::Json::object({{"keyrings", std::uint64_t{keyrings}}, {"settings", std::move(said)}}));
    return;
  }
  if (!settings.said.empty()) {
    std::vector<std::vector<std::string>> rows{{"SETTING", "VALUE", "FROM"}};
    for (const auto& [key, value, from] : settings.said) {
      rows.push_back(
          {key, printable(value.string() != nullptr ? *value.string() : base::write_json(value)), printable(from)});
    }
    out.write(table(rows));
  }
  out.line(base::counted(keyrings, "keyring") + " can be served");
}

base::Result<int> serve(ServeOptions options, const Arguments& given, Session& session) {
  JWTKEEP_TRY(const auto settings,
              gather_settings(options, [&](const std::string& name) { return given.was_given(name); }));
  for (const auto& remark : settings.remarks) session.out().warn(remark);
  // Before they are read, so that no change falls in between.
  FileWatch files({options.certificate, options.key, options.client_ca});
  JWTKEEP_TRY(auto material, tls_of(options));
  JWTKEEP_TRY(auto places, places_of(options, material.has_value()));
  auto drain = base::Seconds{kDrainLimit};
  if (!options.drain.empty()) {
    JWTKEEP_TRY(drain, base::parse_duration_of("--drain", options.drain));
  }
  if (!options.default_keyring.empty()) JWTKEEP_CHECK(keyring::Name::parse(options.default_keyring));
  JWTKEEP_TRY(auto providers, providers_of(options));
  JWTKEEP_TRY(auto opener, openers(options.pushing));
  JWTKEEP_TRY(auto store, session.open_store());
  const auto rotate_one = [&store, opener](const rotate::Request& request) {
    const auto mine = opener();
    return rotate::rotate_everywhere(pusher_on(store), request, *mine);
  };
  auto& out = session.out();
  JWTKEEP_TRY(const auto webhooks, senders_of(options, store, out));
  JWTKEEP_TRY(auto service, server::Service::start(store, {.public_url = options.public_url,
                                                           .default_keyring = options.default_keyring,
                                                           .clock = &Session::now,
                                                           .rotate = rotate_one,
                                                           .opener = opener,
                                                           .providers = std::move(providers),
                                                           .webhooks = webhooks}));
  web::Options wanted{.listen = std::move(places), .tls = std::move(material), .clock = &Session::now};
  wanted.limits = &server::Service::most_body_bytes;
  wanted.threads = options.threads != 0 ? options.threads : std::max(std::thread::hardware_concurrency(), 1U);
  if (!options.default_keyring.empty()) remark_on_default(*service, options.default_keyring, out);
  if (options.check) {
    JWTKEEP_CHECK(web::Server::check(wanted));
    tell_check(out, settings, service->rings().size());
    return 0;
  }
  allow_many_files();
  if (webhooks != nullptr) webhooks->start();
  std::atomic<bool> stop = false;
  std::atomic<bool> hangup = false;
  const Interrupt interrupt(stop, hangup);
  JWTKEEP_TRY(auto server, web::Server::start(std::move(wanted), service));
  tell_places(out, server);
  {
    const rotate::PushOptions pushing{.threads = options.pushing.parallel, .opener = opener};
    std::jthread rotation;
    if (!options.no_rotate) {
      rotation = std::jthread([&](const std::stop_token& token) { rotate_due(store, pushing, out, token); });
    }
    wait_for_end(options, files, server, out, stop, hangup);
    service->begin_to_end();
    const auto drained = server.drain(drain);
    out.note(drained.cut == 0
                 ? "ended: every request was answered"
                 : fmt::format("ended: {} connections were cut after {}", drained.cut, base::format_duration(drain)));
  }
  return 0;
}

void add_webhook_options(Arguments& app, WebhookWish& webhook) {
  app.add_option("--webhook-url", webhook.url, "is told of each step of a key, and of destinations that fail")
      ->type_name("URL")
      ->group("Webhook");
  app.add_option("--webhook-name", webhook.name, "what it is called in the audit trail and in metrics (default hook)")
      ->type_name("NAME")
      ->group("Webhook");
  app.add_option("--webhook-keyring", webhook.keyrings, "of these alone; may be given again (default: all)")
      ->type_name("PATTERN")
      ->one_each()
      ->group("Webhook");
  app.add_option("--webhook-secret-file", webhook.secret_file, "by which it knows us: whsec_ and base64")
      ->type_name("FILE")
      ->group("Webhook");
  app.add_option("--webhook-ca-file", webhook.ca_file, "who signs its certificate, PEM (default: the system's)")
      ->type_name("FILE")
      ->group("Webhook");
}

}  // namespace

void add_serve(Commands& commands) {
  auto options = std::make_shared<ServeOptions>();
  auto& app = commands.add("serve", "Serve key sets, sign, verify and rotate over HTTP",
                           "  jwtkeep serve --check\n"
                           "  jwtkeep serve --listen 0.0.0.0:8377 --tls-cert server.pem --tls-key server.key");
  app.add_option("--config", options->config,
                 "TOML with these options (default: serve.toml in the configuration folder)")
      ->type_name("FILE");
  app.add_option("--listen", options->listen, "HOST:PORT or unix:PATH; may be given again (default 127.0.0.1:8377)")
      ->type_name("PLACE")
      ->one_each();
  app.add_option("--public-url", options->public_url, "under which others reach it: begins issuers and addresses")
      ->type_name("URL");
  app.add_option("--default-keyring", options->default_keyring, "whose keys /.well-known/jwks.json has")
      ->type_name("KEYRING");
  app.add_option("--threads", options->threads, "that serve (default: one a processor)")->type_name("COUNT");
  app.add_option("--drain", options->drain, "how long what is in flight may take at the end (default 30s)")
      ->type_name("DURATION");
  app.add_flag("--no-rotate", options->no_rotate, "leave rotations to another: nothing is rotated here");
  app.add_flag("--check", options->check, "read everything that serving needs, say which settings count, then end");
  app.add_option("--tls-cert", options->certificate, "the server's certificate and those above it, PEM")
      ->type_name("FILE")
      ->group("TLS");
  app.add_option("--tls-key", options->key, "its key, PEM")->type_name("FILE")->group("TLS");
  app.add_flag("--tls-self-signed", options->self_signed, "a certificate made now, for a desk: nobody trusts it")
      ->group("TLS");
  app.add_option("--tls-client-ca", options->client_ca, "who signs client certificates, PEM")
      ->type_name("FILE")
      ->group("TLS");
  app.add_flag("--tls-client-required", options->client_must, "turn away who shows no client certificate")
      ->group("TLS");
  app.add_option("--oidc-issuer", options->provider.issuer, "an OpenID provider with which people log in")
      ->type_name("URL")
      ->group("People");
  app.add_option("--oidc-name", options->provider.name, "its name here: /login/NAME (default sso)")
      ->type_name("NAME")
      ->group("People");
  app.add_option("--oidc-client-id", options->provider.client_id, "what it calls this server")
      ->type_name("ID")
      ->group("People");
  app.add_option("--oidc-client-secret-file", options->provider.client_secret_file, "what this server shows it")
      ->type_name("FILE")
      ->group("People");
  app.add_option("--oidc-scope", options->provider.scopes,
                 "asked for beside openid; may be given again (default email)")
      ->type_name("SCOPE")
      ->one_each()
      ->group("People");
  app.add_option("--oidc-ca-file", options->provider.ca_file, "who signs its certificate, PEM (default: the system's)")
      ->type_name("FILE")
      ->group("People");
  add_webhook_options(app, options->webhook);
  add_pushing_options(app, options->pushing);
  commands.on(app, [options, &app](Session& session) { return serve(*options, app, session); });
}

}  // namespace jwtkeep::cli
