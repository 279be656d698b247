package shop;

import com.nimbusds.jose.JOSEException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Logs people in and checks their tokens, with keys that jwtkeep keeps: docs/how-to/spring-boot.md says how and why. */
@SpringBootApplication
@RestController
class Orders {
  record Login(String user, String password) {}

  private final Keys keys;
  private final long tokenSeconds;

  Orders(Keys keys, @Value("${jwt.token-seconds}") long tokenSeconds) {
    this.keys = keys;
    this.tokenSeconds = tokenSeconds;
  }

  public static void main(String[] words) {
    Keys.listen();
    SpringApplication.run(Orders.class, words);
  }

  @PostMapping("/login")
  Map<String, String> login(@RequestBody Login wanted) throws JOSEException {
    if (!keys.maySign()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    if (!isKnown(wanted)) {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
    }
    return Map.of("token", keys.sign(wanted.user(), tokenSeconds));
  }

  @GetMapping("/orders")
  Map<String, Object> orders(@AuthenticationPrincipal Jwt token) {
    return Map.of("user", token.getSubject(), "orders", List.of());
  }

  /** Stands for your table of users. */
  private static boolean isKnown(Login login) {
    var expected = System.getenv("LOGIN_PASSWORD");
    return expected != null && !expected.isEmpty() && login.user() != null && !login.user().isEmpty()
        && login.password() != null
        && MessageDigest.isEqual(login.password().getBytes(StandardCharsets.UTF_8),
                                 expected.getBytes(StandardCharsets.UTF_8));
  }
}
