package shop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import sun.misc.Signal;

/** What `jwtkeep run` gives: in the environment, or with --signal HUP in the file that JWT_ENV_FILE names. */
@Component
class Keys {
  /** A key to sign with is there in a service that may log people in. Replaced as a whole with every change. */
  private record Held(JWKSet set, String kid, JWSSigner signer) {}

  final JWSAlgorithm algorithm;
  final String issuer;
  final String audience;
  /** What tokens are verified with; it asks for the keys of this moment. */
  final JWKSource<SecurityContext> source;
  private volatile Held held;
  private static Keys current;

  Keys(@Value("${jwt.cache-seconds}") long cacheSeconds) throws Exception {
    var given = given();
    algorithm = JWSAlgorithm.parse(required(given, "JWT_ALG"));
    issuer = required(given, "JWT_ISSUER");
    audience = required(given, "JWT_AUDIENCE");
    var url = System.getenv("JWKS_URL");
    if (url != null) {
      // Kept for so long, at most P (--propagation), and asked for again for a kid that is not known. Not by a rate: what
      // is over it would be an error, and so, once the cache has ended, a good token's as well.
      source = JWKSourceBuilder.<SecurityContext>create(URI.create(url).toURL())
                   .cache(cacheSeconds * 1000, 5000)
                   .refreshAheadCache(false)
                   .rateLimited(false)
                   .build();
      return;
    }
    source = (selector, context) -> selector.select(held.set);
    synchronized (Keys.class) {
      held = read(given());
      current = this;
    }
  }

  /** To be called first of all: a SIGHUP that nobody listens for ends a JVM, and this one takes seconds to start. */
  static void listen() {
    if (System.getenv("JWT_ENV_FILE") != null) {
      Signal.handle(new Signal("HUP"), signal -> readAgain());
    }
  }

  private static synchronized void readAgain() {
    if (current == null) {
      return; // whoever makes it reads what is there now
    }
    try {
      current.held = read(given());
    } catch (Exception error) {
      LoggerFactory.getLogger(Keys.class).error("the keys stay as they were", error);
    }
  }

  boolean maySign() {
    return held != null && held.signer != null;
  }

  String sign(String user, long seconds) throws JOSEException {
    var by = held;
    var now = Instant.now();
    var claims = new JWTClaimsSet.Builder()
                     .subject(user)
                     .issuer(issuer)
                     .audience(audience)
                     .issueTime(Date.from(now))
                     .expirationTime(Date.from(now.plusSeconds(seconds)))
                     .build();
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(by.kid).type(JOSEObjectType.JWT).build(), claims);
    token.sign(by.signer);
    return token.serialize();
  }

  private static Map<String, ?> given() throws IOException, ParseException {
    var file = System.getenv("JWT_ENV_FILE");
    return file == null ? System.getenv() : JSONObjectUtils.parse(Files.readString(Path.of(file)));
  }

  private static Held read(Map<String, ?> given) throws Exception {
    var set = JWKSet.parse(required(given, "JWT_JWKS"));
    var kid = required(given, "JWT_KID");
    if (!given.containsKey("JWT_PUBLIC_KEY")) { // a symmetric key signs and verifies
      return new Held(set, kid, new MACSigner(set.getKeyByKeyId(kid).toOctetSequenceKey()));
    }
    if (!given.containsKey("JWT_SECRET")) { // of a key pair: the private half is not here (run --signer)
      return new Held(set, kid, null);
    }
    var key = privateKey(required(given, "JWT_SECRET"), set.getKeyByKeyId(kid).getKeyType().getValue());
    return new Held(set, kid, key instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(key));
  }

  private static PrivateKey privateKey(String pem, String kind) throws GeneralSecurityException {
    var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
    return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static String required(Map<String, ?> given, String name) {
    if (given.get(name) instanceof String value && !value.isEmpty()) {
      return value;
    }
    throw new IllegalStateException(name + " is not set");
  }
}
