package io.example.gw;

public final class SecurityConstants {

    public static final String JWT_SECRET_PROPERTY = "gateway.jwt.secret";
    public static final String SECRET_ENV = "GATEWAY_JWT_SECRET";
    public static final String SECRET_PARAMETER = "secret";
    public static final String TOKEN_PREFIX = "Bearer ";
    public static final String TOKEN_HEADER = "Authorization";
    public static final String TOKEN_TYPE = "JWT";
    public static final String TOKEN_ISSUER = "secure-api";
    public static final String TOKEN_AUDIENCE = "secure-app";
    public static final String PASSWORD_PARAMETER = "password";
    public static final String CSRF_TOKEN = "X-CSRF-TOKEN";
    public static final String KEY_ALIAS = "jwt-signing";
    public static final String SECRET_VERSION_HEADER = "X-Secret-Version";

    private SecurityConstants() {}
}
