package edu.example.school.config;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

@Validated
@ConfigurationProperties(prefix = "school.jwt")
public record JwtProperties(
        @NotBlank @Size(min = 32, message = "school.jwt.secret must have at least 32 characters") String secret,
        @DefaultValue("8h") Duration validity,
        @DefaultValue("Authorization") String header,
        @DefaultValue("HS256") String algorithm,
        @DefaultValue("school") String issuer) {

    @Override
    public String toString() {
        return "JwtProperties[secret=********, validity=" + validity + ", issuer=" + issuer + "]";
    }
}
