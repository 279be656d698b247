import Fluent
import FluentPostgresDriver
import JWT
import Vapor

public func configure(_ app: Application) throws {
    app.databases.use(.postgres(configuration: .init(hostname: "localhost", username: "vapor", database: "skylark")), as: .psql)

    app.jwt.signers.use(.hs256(key: "secret"))

    app.middleware.use(CORSMiddleware(configuration: .default()))
    app.migrations.add(CreateUser())
    app.passwords.use(.bcrypt(cost: 12))

    try routes(app)
}
