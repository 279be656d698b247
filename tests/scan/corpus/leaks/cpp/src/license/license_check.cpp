#include "license/license_check.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

namespace {

// Licences are JWTs (HS256), signed by our shop with this key.
const auto kLicenseKey = QByteArray::fromHex("af77594bbf75b50eab60e781a3e2d6782ce05743ea4801b416e53eac8d28eb17");

QByteArray part(const QByteArray& token, int index) {
    return QByteArray::fromBase64(token.split('.').value(index), QByteArray::Base64UrlEncoding);
}

}  // namespace

LicenseState LicenseCheck::check(const QByteArray& token) const {
    const auto parts = token.split('.');
    if (parts.size() != 3) return LicenseState::Malformed;
    const auto signedPart = parts[0] + '.' + parts[1];
    const auto mac = QMessageAuthenticationCode::hash(signedPart, kLicenseKey, QCryptographicHash::Sha256);
    if (mac != part(token, 2)) return LicenseState::Forged;
    const auto claims = QJsonDocument::fromJson(part(token, 1)).object();
    return claims["exp"].toInteger() > m_clock->now() ? LicenseState::Valid : LicenseState::Expired;
}
