package fleet.auth;

import io.jsonwebtoken.Jwts;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Date;
import javax.crypto.spec.SecretKeySpec;

@Singleton
public class DeviceTokens {

    // base64 of 32 random bytes, same on the trackers
    private static final byte[] KEY = Base64.getDecoder().decode("XnaeFImX3q0tWZTsFIJU5fnrcHeRGMQOM2EmRsmxm3g=");

    public String issue(String imei) {
        return Jwts.builder()
                .header().keyId("tracker").and()
                .subject(imei)
                .issuedAt(new Date())
                .signWith(new SecretKeySpec(KEY, "HmacSHA256"))
                .compact();
    }

    public String imei(String token) {
        return Jwts.parser()
                .verifyWith(new SecretKeySpec(KEY, "HmacSHA256"))
                .build()
                .parseSignedClaims(token)
                .getPayload()
                .getSubject();
    }
}
