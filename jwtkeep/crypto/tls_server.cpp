#include "jwtkeep/crypto/tls_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/pem.hpp"
#include "jwtkeep/crypto/tls_context.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;
using Context = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, FreeWith<SSL_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;

/// Wire form (RFC 7301 section 3.1): a length, then the name.
constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr const char* kCiphers12 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr int kSecurityLevel = 2;  // 112 bits; RSA of 2048 bits and up, no SHA-1

// The socket as OpenSSL's own BIO has it, but that a peer's end raises no SIGPIPE: a library does not set what a signal
// does in the whole process.
int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));  // NOLINT(*-reinterpret-cast)
}

int write_socket(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(socket_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int read_socket(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(socket_of(bio), data, static_cast<std::size_t>(size), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long control_socket(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* socket_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "quiet socket");
    must(made != nullptr && BIO_meth_set_write(made, write_socket) == 1 && BIO_meth_set_read(made, read_socket) == 1 &&
         BIO_meth_set_ctrl(made, control_socket) == 1);
    return made;
  }();
  return method;
}

int choose_protocol(SSL* /*session*/, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned int offered_size, void* /*unused*/) {
  auto* chosen = const_cast<unsigned char*>(*out);  // NOLINT(*-const-cast)
  const int found = SSL_select_next_proto(&chosen, out_size, kHttp11.data(), kHttp11.size(), offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

base::Result<std::vector<Certificate>> read_certificates(std::string_view pem, std::string_view whose) {
  constexpr auto kLooks = "give a file whose text begins with -----BEGIN CERTIFICATE-----";
  const auto blocks = read_pem(base::as_bytes(pem));
  if (!blocks) return fail(Reason::malformed, fmt::format("{}: {}", whose, blocks.error().what), kLooks);
  std::vector<Certificate> found;
  for (const auto& block : *blocks) {
    if (block.label != "CERTIFICATE") continue;
    const auto size = static_cast<long>(block.der.size());
    Certificate certificate(block.der.reveal([&](base::ByteView der) {
      const unsigned char* at = der.data();
      return d2i_X509(nullptr, &at, size);
    }));
    if (certificate == nullptr)
      return fail(Reason::malformed, std::string(whose) + " holds a certificate that is malformed",
                  "copy it again, whole");
    found.push_back(std::move(certificate));
  }
  if (found.empty()) return fail(Reason::malformed, std::string(whose) + " holds no certificate in PEM form", kLooks);
  return found;
}

base::Result<void> set_identity(SSL_CTX* context, const TlsMaterial& material) {
  JWTKEEP_TRY(const auto certificates, read_certificates(material.certificates, "the server's certificate"));
  JWTKEEP_TRY(const auto key, PrivateKey::from_pem(material.key));
  const auto kind = key.kind();
  if (kind != KeyKind::rsa && kind != KeyKind::ec_p256 && kind != KeyKind::ec_p384 && kind != KeyKind::ec_p521) {
    return fail(Reason::bad_value,
                "a server's key for TLS is RSA, EC P-256, P-384 or P-521, not " + std::string(describe(kind)),
                "clients that know no other kinds are many");
  }
  if (SSL_CTX_use_certificate(context, certificates.front().get()) != 1) {
    return fail(Reason::bad_value, "the server's certificate is too weak for TLS",
                "RSA of 2048 bits and SHA-256 at least");
  }
  for (std::size_t i = 1; i < certificates.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, certificates[i].get()) != 1) {
      return fail(Reason::bad_value, "a certificate of the server's chain is too weak for TLS",
                  "have it issued anew: RSA of 2048 bits and SHA-256 at least");
    }
  }
  if (X509_check_private_key(certificates.front().get(), key.impl().pkey.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, key.impl().pkey.get()) != 1) {
    return fail(Reason::bad_value, "the private key is not the one of the server's certificate",
                "the server's own certificate stands first in its file");
  }
  return {};
}

base::Result<void> set_clients(SSL_CTX* context, const TlsMaterial& material) {
  if (material.client_ca.empty()) {
    if (!material.client_certificate_must) return {};
    return fail(Reason::bad_value, "client certificates are asked for, and no CA is named that signs them",
                "name the CA that signs client certificates: --tls-client-ca FILE");
  }
  JWTKEEP_TRY(const auto authorities, read_certificates(material.client_ca, "the CA of client certificates"));
  for (const auto& authority : authorities) {
    must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) == 1 &&
         SSL_CTX_add_client_CA(context, authority.get()) == 1);
  }
  const int must_have = material.client_certificate_must ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | must_have, nullptr);
  return {};
}

void set_rules(SSL_CTX* context) {
  must(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
  SSL_CTX_set_security_level(context, kSecurityLevel);
  must(SSL_CTX_set_cipher_list(context, kCiphers12) == 1);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  must(SSL_CTX_set_num_tickets(context, 0) == 1);
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  guard_tls(context);
}

std::string subject_of(const X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  must(memory != nullptr);
  X509_NAME_print_ex(memory.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(std::max(size, 0L))};
}

/// A name with a control character or NUL is left out: it is there to be taken for another one.
void append_text(std::vector<std::string>& names, std::string_view kind, const ASN1_STRING* text) {
  const base::ByteView bytes(ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text)));
  if (base::is_printable_ascii(bytes)) names.push_back(std::string(kind) + std::string(base::as_text(bytes)));
}

void append_address(std::vector<std::string>& names, const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int size = ASN1_STRING_length(address);
  if (size != 4 && size != 16) return;
  ::inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), text.data(), text.size());
  names.push_back("IP:" + std::string(text.data()));
}

std::vector<std::string> names_of(const X509* certificate) {
  const Names all(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; all != nullptr && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(all.get(), i);
    // NOLINTBEGIN(*-pro-type-union-access): OpenSSL's own
    switch (name->type) {
      case GEN_DNS: append_text(names, "DNS:", name->d.dNSName); break;
      case GEN_URI: append_text(names, "URI:", name->d.uniformResourceIdentifier); break;
      case GEN_EMAIL: append_text(names, "email:", name->d.rfc822Name); break;
      case GEN_IPADD: append_address(names, name->d.iPAddress); break;
      default: break;
    }
    // NOLINTEND(*-pro-type-union-access)
  }
  return names;
}

std::string fingerprint_of(const X509* certificate) {
  const int size = i2d_X509(certificate, nullptr);
  must(size > 0);
  base::Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  must(i2d_X509(certificate, &at) == size);
  return base::hex_encode(digest(Hash::sha256, der));
}

int bounded(std::size_t size) noexcept {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

struct TlsServer::Impl {
  Context context;
};

struct TlsSession::Impl {
  Session session;

  [[nodiscard]] TlsStep step(int result) const {
    if (result > 0) return {.state = TlsStep::State::done, .size = static_cast<std::size_t>(result)};
    switch (SSL_get_error(session.get(), result)) {
      case SSL_ERROR_WANT_READ: return {.state = TlsStep::State::want_read};
      case SSL_ERROR_WANT_WRITE: return {.state = TlsStep::State::want_write};
      case SSL_ERROR_ZERO_RETURN: return {.state = TlsStep::State::closed};
      default: return {.state = TlsStep::State::failed};
    }
  }
};

base::Result<TlsServer> TlsServer::make(const TlsMaterial& material) {
  const ErrorQueue errors;
  Context context(SSL_CTX_new(TLS_server_method()));
  must(context != nullptr);
  set_rules(context.get());
  JWTKEEP_CHECK(set_identity(context.get(), material));
  JWTKEEP_CHECK(set_clients(context.get(), material));
  return TlsServer(std::make_shared<const Impl>(Impl{.context = std::move(context)}));
}

std::optional<TlsSession> TlsServer::session(int socket) const {
  const ErrorQueue errors;
  Session session(SSL_new(impl_->context.get()));
  BIO* bio = session == nullptr ? nullptr : BIO_new(socket_method());
  if (bio == nullptr) return std::nullopt;
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));  // NOLINT
  BIO_set_init(bio, 1);
  SSL_set_bio(session.get(), bio, bio);
  SSL_set_accept_state(session.get());
  return TlsSession(std::make_unique<TlsSession::Impl>(TlsSession::Impl{.session = std::move(session)}));
}

TlsSession::TlsSession(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
TlsSession::TlsSession(TlsSession&&) noexcept = default;
TlsSession& TlsSession::operator=(TlsSession&&) noexcept = default;
TlsSession::~TlsSession() = default;

TlsStep TlsSession::handshake() {
  const ErrorQueue errors;
  auto step = impl_->step(SSL_do_handshake(impl_->session.get()));
  step.size = 0;
  return step;
}

TlsStep TlsSession::read(std::span<char> into) {
  const ErrorQueue errors;
  return impl_->step(SSL_read(impl_->session.get(), into.data(), bounded(into.size())));
}

TlsStep TlsSession::write(base::ByteView bytes) {
  const ErrorQueue errors;
  return impl_->step(SSL_write(impl_->session.get(), bytes.data(), bounded(bytes.size())));
}

void TlsSession::finish() noexcept {
  const ErrorQueue errors;
  if (SSL_is_init_finished(impl_->session.get()) == 1) SSL_shutdown(impl_->session.get());
}

std::optional<ClientCertificate> TlsSession::client() const {
  const auto* certificate = SSL_get0_peer_certificate(impl_->session.get());
  if (certificate == nullptr || SSL_get_verify_result(impl_->session.get()) != X509_V_OK) return std::nullopt;
  return ClientCertificate{
      .subject = subject_of(certificate), .names = names_of(certificate), .fingerprint = fingerprint_of(certificate)};
}

}  // namespace jwtkeep::crypto
