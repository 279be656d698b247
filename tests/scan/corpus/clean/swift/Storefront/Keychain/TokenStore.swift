import Foundation
import Security

struct TokenStore {
    enum Item: String {
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case secret = "secret"
        case jwtSecret
    }

    let service = "com.almonry.ios.tokens"

    func read(_ item: Item) -> String? {
        let query: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrAccount: item.rawValue,
            kSecReturnData: true,
            kSecMatchLimit: kSecMatchLimitOne,
        ]
        var out: AnyObject?
        guard SecItemCopyMatching(query as CFDictionary, &out) == errSecSuccess, let data = out as? Data else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    func newSecret() -> SymmetricKey { SymmetricKey(size: .bits256) }
}
