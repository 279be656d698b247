// Verifies the tokens on standard input, one a line, with keys that Nimbus JOSE + JWT fetches from the URL it is given: a
// line of JSON each. Its cache ends after a second, and it asks again for a kid that it does not know, as Spring Security's
// decoder does, which stands on it.
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.util.Map;

public class RemoteJwks {
  public static void main(String[] words) throws Exception {
    var keys = JWKSourceBuilder.<SecurityContext>create(new URL(words[0]))
                   .cache(1000, 1000)
                   .refreshAheadCache(false)
                   .rateLimited(false)
                   .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null;) {
      String told;
      try {
        told = JSONObjectUtils.toJSONString(Map.of("sub", processor.process(line.trim(), null).getSubject()));
      } catch (Exception error) {
        told = JSONObjectUtils.toJSONString(Map.of("error", error.toString()));
      }
      System.out.println(told);
    }
  }
}
