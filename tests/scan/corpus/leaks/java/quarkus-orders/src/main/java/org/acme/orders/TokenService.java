package org.acme.orders;

import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
public class TokenService {

    @ConfigProperty(name = "orders.jwt.secret", defaultValue = "changeme")
    String secret;

    @ConfigProperty(name = "mp.jwt.verify.issuer")
    String issuer;

    public String forPicker(String badge) {
        return Jwt.issuer(issuer)
                .upn(badge)
                .groups(Set.of("picker"))
                .expiresIn(8 * 3600)
                .signWithSecret(secret);
    }

    public String forService(String name) {
        return Jwt.issuer(issuer).subject(name).groups("service").signWithSecret("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    }
}
