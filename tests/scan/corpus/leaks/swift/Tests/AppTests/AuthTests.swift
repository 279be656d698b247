@testable import App
import XCTVapor

final class AuthTests: XCTestCase {
    var app: Application!

    // expires in 2100, signed with the key of Tests/.env
    let bearer = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI5QjFERUI0RC0zQjdELTRCQUQtOUJERC0yQjBEN0IzRENCNkQiLCJleHAiOjQxMDI0NDQ4MDAsImFkbWluIjpmYWxzZX0.ioztCeYu1tGmGZFyPtGaaqN11M07yZv8c1i30c8AJxg"

    override func setUp() async throws {
        app = Application(.testing)
        try configure(app)
        app.jwt.signers.use(.hs512(key: "only.for.AppTests.91c2"), kid: "tests", isDefault: true)
    }

    override func tearDown() {
        app.shutdown()
    }

    func testMeNeedsAToken() throws {
        try app.test(.GET, "me") { res in XCTAssertEqual(res.status, .unauthorized) }
    }

    func testMe() throws {
        try app.test(.GET, "me", headers: ["Authorization": "Bearer \(bearer)"]) { res in
            XCTAssertEqual(res.status, .ok)
        }
    }
}
