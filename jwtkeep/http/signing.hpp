// How AWS and its like are told who asks: Signature Version 4.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::http {

struct Request;
class Url;

/// With what a request is signed (AWS "Signature Version 4 for API requests"): its method, path, body and all of its
/// own headers, with the clock's time in them. libcurl signs (`CURLOPT_AWS_SIGV4`), anew each time the request is sent.
struct Signing {
  std::string scope;  ///< libcurl's own form: `aws:amz:REGION:SERVICE`
  std::string key_id;
  base::SecretBytes secret;
  base::SecretBytes session_token = {};  ///< of temporary keys; sent, and signed, as `x-amz-security-token`
};

/// Whether libcurl signs such a request as AWS reads it. The libcurl 7.88 of Debian 12 signs some forms wrongly; they
/// are refused here rather than by a server that can say no more than that the signature is wrong:
/// - a query: its parameters are signed in the order and form in which they stand, AWS has them sorted and encoded
/// anew;
/// - a path with more than letters, digits, `-._~` and `/`: AWS encodes it twice, libcurl does not;
/// - a header without a value: its name is signed with a semicolon;
/// - two headers one of whose names begins with the other: they are signed in the wrong order;
/// - a header twice: its lines are not joined;
/// - a body without Content-Type: libcurl says it is a form, and signs another header than it sends; and one of
///   1 MiB and more: libcurl adds `Expect`.
/// Errors: `bad_value`.
base::Result<void> check_signable(const Request& request, const Url& url);

}  // namespace jwtkeep::http
