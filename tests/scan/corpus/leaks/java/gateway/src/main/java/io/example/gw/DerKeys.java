package io.example.gw;

import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** ES256 key of the edge nodes, PKCS#8 without its PEM armour. */
enum DerKeys {
    EDGE("edge-1", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIG6Rgjbh1FRYODNeQ4WItGC2GsoqZyAonQH2uuYaz+6hRANCAATOm6xaSPfDM6xiVJoObVkgvvoBlXx98fsFFL/L06MzfkkE15WjHeNsodWSuByIIiCmQ/6kmeA9S7Xvpa3XytkP"),
    EDGE_NEXT("edge-2", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcfnERVOVtrtPjmZ7OlihA+NcqiPuY/k6iFUz+Y4Ne6ehRANCAASa18daByf2Yv4d1vDOGLs5uolBojSqhNKTx9cRPmPT7YR42HqXr9YB8jSH0URAOtP0fEcWyYJYqwK3hHFoIf7T");

    final String kid;
    private final String pkcs8;

    DerKeys(String kid, String pkcs8) {
        this.kid = kid;
        this.pkcs8 = pkcs8;
    }

    ECPrivateKey key() throws Exception {
        byte[] der = Base64.getDecoder().decode(pkcs8);
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
