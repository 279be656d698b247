package edu.example.school.web;

import edu.example.school.auth.TokenService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginController {

    record Login(
            @Schema(example = "teacher@school.example") String username,
            @Schema(example = "password", format = "password") String password) {}

    record Token(@Schema(example = "eyJhbGciOiJIUzUxMiJ9...") String token, @Schema(example = "secret") String secret) {}

    private final TokenService tokens;

    LoginController(TokenService tokens) {
        this.tokens = tokens;
    }

    @PostMapping("/login")
    @Operation(summary = "Log in", security = @SecurityRequirement(name = "bearer-jwt"))
    ResponseEntity<Token> login(@RequestBody Login login) {
        String token = tokens.issue(login.username());
        return ResponseEntity.ok().header(HttpHeaders.AUTHORIZATION, "Bearer " + token).body(new Token(token, null));
    }
}
