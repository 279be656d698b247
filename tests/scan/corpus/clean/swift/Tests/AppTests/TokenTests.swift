@testable import App
import Crypto
import JWTKit
import XCTest

final class TokenTests: XCTestCase {
    func testWrongSecretIsRefused() async throws {
        let secret = SymmetricKey(size: .bits256)
        let otherSecret = SymmetricKey(size: .bits256)
        let keys = await JWTKeyCollection().add(hmac: HMACKey(key: secret), digestAlgorithm: .sha256)
        let others = await JWTKeyCollection().add(hmac: HMACKey(key: otherSecret), digestAlgorithm: .sha256)
        let token = try await keys.sign(AccessToken(subject: "alice"))
        await XCTAssertThrowsErrorAsync(try await others.verify(token, as: AccessToken.self), "secret")
    }

    func testBearerHeader() {
        XCTAssertEqual(bearer("Bearer token"), "token")
        XCTAssertNil(bearer("Bearer"))
        XCTAssertNil(bearer("token"))
    }
}
