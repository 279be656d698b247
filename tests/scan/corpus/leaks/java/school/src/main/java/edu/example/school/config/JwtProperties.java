package edu.example.school.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties(prefix = "school.jwt")
public class JwtProperties {

    /** Secret that signs the tokens. */
    private String secret = "mySecretKey";

    private Duration validity = Duration.ofHours(8);

    private String header = "Authorization";

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public Duration getValidity() {
        return validity;
    }

    public void setValidity(Duration validity) {
        this.validity = validity;
    }

    public String getHeader() {
        return header;
    }
}
