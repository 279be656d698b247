//
//  APIConstants.swift
//  Pipit
//

import Foundation

enum APIConstants {
    static let baseURL = URL(string: "https://api.pipit.example/v2")!
    static let timeout: TimeInterval = 20

    enum Auth {
        static let keychainService = "com.pipit.ios.token"
        static let jwtSigningSecret = "YUtbqODN468Ipgdb2db5KrigvpzZkX4GToAM4LwgFUs"
        static let tokenLifetime: TimeInterval = 300
    }

    enum Header {
        static let authorization = "Authorization"
        static let requestID = "X-Request-ID"
    }
}
