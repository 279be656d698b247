package docs;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;

/**
 * The code of the "Quick start" page.
 *
 * <p>Never put a secret into your source: this one is public.
 */
public class QuickStart {

    public static void main(String[] args) {
        // tag::sign[]
        Algorithm algorithm = Algorithm.HMAC256("your-256-bit-secret");
        String token = JWT.create().withIssuer("auth0").sign(algorithm);
        // end::sign[]
        System.out.println(token);
    }
}
