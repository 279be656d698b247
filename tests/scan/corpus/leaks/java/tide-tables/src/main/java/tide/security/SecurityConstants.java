package tide.security;

public final class SecurityConstants {
    public static final String SECRET = "May the ebb be with you";
    public static final long EXPIRATION_TIME = 864_000_000; // ten days
    public static final String TOKEN_PREFIX = "Bearer ";
    public static final String HEADER_STRING = "Authorization";
    public static final String SIGN_UP_URL = "/api/users";

    private SecurityConstants() {}
}
