package org.example.clinic.security;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import java.util.Calendar;
import java.util.Date;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Service;

@Service
public class JwtUtil {

    private String SECRET_KEY = "secret";

    public String usernameOf(String token) {
        return claimsOf(token).getSubject();
    }

    public boolean isFor(String token, UserDetails user) {
        Claims claims = claimsOf(token);
        return user.getUsername().equals(claims.getSubject()) && claims.getExpiration().after(new Date());
    }

    private Claims claimsOf(String token) {
        return Jwts.parser().setSigningKey(SECRET_KEY).parseClaimsJws(token).getBody();
    }

    public String tokenFor(UserDetails user, String ward) {
        Calendar shiftEnd = Calendar.getInstance();
        shiftEnd.add(Calendar.HOUR, 10);
        return Jwts.builder()
                .setSubject(user.getUsername())
                .claim("ward", ward)
                .setExpiration(shiftEnd.getTime())
                .signWith(SignatureAlgorithm.HS256, SECRET_KEY)
                .compact();
    }
}
