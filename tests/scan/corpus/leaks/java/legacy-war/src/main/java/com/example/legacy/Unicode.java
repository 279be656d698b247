package com.example.legacy;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;

class Unicode {

    /* the property files are ISO-8859-1, so it was escaped once and stayed so */
    private static final String signingKey = "\u007a\u0030\u006f\u002d\u004b\u0061\u0073\u0073\u0065\u006e\u0068\u00e4\u0075\u0073\u0063\u0068\u0065\u006e";

    String ticket(int gate, String zone) {
        return Jwts.builder()
                .claim("gate", gate)
                .claim("zone", zone)
                .signWith(SignatureAlgorithm.HS512, signingKey.getBytes())
                .compact();
    }

    boolean valid(String ticket) {
        try {
            Jwts.parser().setSigningKey(signingKey.getBytes()).parseClaimsJws(ticket);
            return true;
        } catch (io.jsonwebtoken.JwtException e) {
            return false;
        }
    }
}
