#include "auth/kms_signer.hpp"

#include <aws/kms/KMSClient.h>
#include <aws/kms/model/GenerateMacRequest.h>

namespace harbour::auth {

namespace {
constexpr const char* kKeyAlias = "alias/harbour-jwt-secret";
constexpr const char* kHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";  // {"alg":"HS256","typ":"JWT"}
}  // namespace

std::string KmsSigner::sign(const std::string& payload) const {
    const std::string input = std::string(kHeader) + "." + base64url(payload);
    Aws::KMS::Model::GenerateMacRequest request;
    request.SetKeyId(kKeyAlias);
    request.SetMacAlgorithm(Aws::KMS::Model::MacAlgorithmSpec::HMAC_SHA_256);
    request.SetMessage(Aws::Utils::ByteBuffer(reinterpret_cast<const unsigned char*>(input.data()), input.size()));
    auto outcome = client_->GenerateMac(request);
    if (!outcome.IsSuccess()) throw SignError("KMS: " + outcome.GetError().GetMessage());
    const auto& mac = outcome.GetResult().GetMac();
    return input + "." + base64url({reinterpret_cast<const char*>(mac.GetUnderlyingData()), mac.GetLength()});
}

}  // namespace harbour::auth
