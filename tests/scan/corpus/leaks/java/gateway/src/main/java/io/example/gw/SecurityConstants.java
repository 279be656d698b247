package io.example.gw;

public final class SecurityConstants {

    public static final String SECRET = "SecretKeyToGenJWTs";
    public static final long EXPIRATION_TIME = 864_000_000; // 10 days
    public static final String TOKEN_PREFIX = "Bearer ";
    public static final String HEADER_STRING = "Authorization";
    public static final String SIGN_UP_URL = "/users/sign-up";
    public static final String JWT_REFRESH_SECRET = "*gZNw?6EUg:yhV#@OK-?iV.CX0LNYurN:";
    public static final String CLAIM_ROLES = "roles";
    public static final String COOKIE_NAME = "gw_token";

    private SecurityConstants() {
        throw new AssertionError();
    }
}
