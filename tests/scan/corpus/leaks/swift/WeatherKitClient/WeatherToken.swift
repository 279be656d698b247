import Foundation
import SwiftJWT

struct WeatherClaims: Claims {
    let iss: String
    let sub: String
    let iat: Date
    let exp: Date
}

struct WeatherToken {
    private let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjoxgEK0L9sSGqnhD
    wpnaZ8dq7up55SH+STTAzzmM7pOhRANCAASECAcEZ5MGjIdWcP98e+k2eGGc2c/o
    XeLon37KWwI8+BHX7Ld2Aey0vi7w1Fvo6vgKsjfc0tGeRMEdJvqX6II8
    -----END PRIVATE KEY-----
    """

    func make(team: String, service: String, kid: String) throws -> String {
        let now = Date()
        var jwt = JWT(header: Header(kid: kid), claims: WeatherClaims(iss: team, sub: service, iat: now, exp: now.addingTimeInterval(3000)))
        return try jwt.sign(using: .es256(privateKey: Data(key.utf8)))
    }
}
