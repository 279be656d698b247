package net.example.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Date;

class Signer {

    private final JWSSigner signer;

    Signer() throws JOSEException {
        signer = new MACSigner("9gwXhMRo1t0AgH02D97XZawBmZ4W8NJ6738fcRjau69Z");
    }

    String sign(String subject) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(subject)
                .issuer("https://sts.example.net")
                .expirationTime(new Date(new Date().getTime() + 60 * 1000))
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    boolean verify(String token) throws ParseException, JOSEException {
        return SignedJWT.parse(token).verify(new MACVerifier("9gwXhMRo1t0AgH02D97XZawBmZ4W8NJ6738fcRjau69Z"));
    }
}
