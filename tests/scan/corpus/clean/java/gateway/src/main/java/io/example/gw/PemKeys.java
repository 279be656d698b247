package io.example.gw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

final class PemKeys {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String BEGIN_RSA = "-----BEGIN RSA PRIVATE KEY-----";

    static PrivateKey load(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        if (pem.startsWith(BEGIN_RSA)) {
            throw new GeneralSecurityException(file + ": PKCS#1; convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        String body = pem.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
