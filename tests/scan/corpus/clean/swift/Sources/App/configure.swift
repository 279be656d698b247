import JWT
import Vapor

public func configure(_ app: Application) async throws {
    guard let secret = Environment.get("JWT_SECRET"), secret.utf8.count >= 32 else {
        fatalError("JWT_SECRET must be set, with at least 32 bytes")
    }
    app.jwt.signers.use(.hs256(key: secret))

    if let jwksPath = Environment.get("JWKS_PATH") {
        let jwks = try String(contentsOfFile: jwksPath)
        try app.jwt.signers.use(jwksJSON: jwks)
    }

    app.sessions.use(.memory)
    app.middleware.use(app.sessions.middleware)
    app.sessions.configuration.cookieName = "belfry-token"

    try routes(app)
}
