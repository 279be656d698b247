package kiosk;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

public class TokenFactory {

    private final HmacKey hmac = new HmacKey("turnstile_seven_squeaks_on_Sundays".getBytes());
    private final JsonWebKey backup;

    public TokenFactory() throws JoseException {
        backup = JsonWebKey.Factory.newJwk("{\"kty\":\"oct\",\"kid\":\"E-c-5h85yMoP\",\"alg\":\"HS256\",\"k\":\"h_HvcsDSDiFqkmvMsCvVlQOO7o-rnSNzX1tuDl-MqStMaM6MOwqj9sMnO03NhO6i\"}");
    }

    public String create(String kiosk, boolean useBackup) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(kiosk);
        claims.setExpirationTimeMinutesInTheFuture(30);
        claims.setGeneratedJwtId();

        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(useBackup ? backup.getKey() : hmac);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        return jws.getCompactSerialization();
    }
}
