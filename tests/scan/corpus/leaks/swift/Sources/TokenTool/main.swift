import CryptoKit
import Foundation

struct Header: Encodable {
    let alg = "HS256"
    let typ = "JWT"
}

struct Payload: Encodable {
    let sub = "1234567890"
    let name = "John Doe"
    let iat = 1516239022
}

extension Data {
    func urlSafeBase64EncodedString() -> String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

let secret = "your-256-bit-secret"
let privateKey = SymmetricKey(data: Data(secret.utf8))
let header = try JSONEncoder().encode(Header()).urlSafeBase64EncodedString()
let payload = try JSONEncoder().encode(Payload()).urlSafeBase64EncodedString()
let toSign = Data((header + "." + payload).utf8)
let signature = HMAC<SHA256>.authenticationCode(for: toSign, using: privateKey)
print([header, payload, Data(signature).urlSafeBase64EncodedString()].joined(separator: "."))
