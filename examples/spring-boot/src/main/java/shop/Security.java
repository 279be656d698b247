package shop;

import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class Security {
  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    return http
        .authorizeHttpRequests(
            ask -> ask.requestMatchers(HttpMethod.POST, "/login").permitAll()
                       .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll() // keys that cannot be fetched are no 401
                       .anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable()) // no cookie is taken for anybody
        .build();
  }

  @Bean
  JwtDecoder decoder(Keys keys, @Value("${jwt.skew-seconds}") long skewSeconds) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    // Never the algorithm that the token names.
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(keys.algorithm, keys.source));
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the validators below do it
    var decoder = new NimbusJwtDecoder(processor);
    var times = new JwtTimestampValidator(Duration.ofSeconds(skewSeconds));
    times.setAllowEmptyExpiryClaim(false);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        times,
        new JwtIssuerValidator(keys.issuer),
        new JwtAudienceValidator(keys.audience),
        new JwtClaimValidator<String>("sub", subject -> subject != null && !subject.isEmpty())));
    return decoder;
  }
}
