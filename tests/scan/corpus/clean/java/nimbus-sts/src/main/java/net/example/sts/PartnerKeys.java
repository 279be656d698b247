package net.example.sts;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.Map;

/** Public keys of partners without a JWKS endpoint of their own. */
final class PartnerKeys {

    private static final String JWKS = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"s8rwqlYjuh-b\",\"use\":\"sig\",\"alg\":\"ES256\",\"x\":\"1gdfaeGvQC05sWIoZ3SNq3H0otmhJTlrPg2qp10y7wQ\",\"y\":\"CFuj7AIR8dKu31fvZwxMSiYns1N_Rb9focyQiuOp6IE\"},{\"kty\":\"RSA\",\"kid\":\"AL88sI9_FiqH\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"5NHe1FPM_4bb2sI8x2IZUnCDPdSVdg0W-E5DW4V1AURIm0Oa2EbG73JoEne6DuE97jBWqD-NzedHWSru2XqDh29GWq2llctHcVDC_Ap2HGQ68hBBVi8MBGPuiu7M1VrBpzobMocTSiuF196Ujlv5L5sGu7YF3o9opMsn9-TSEhuneKts680pnbPTnG_K2K4gFzL2JgGGQyGHeRTiM-qLNbBWdiTnH36rh_xlWH5CeTqdtarGwJrenFrZbFgV24jRJStVklHqJDscqNIkZjl3dKKj7cI3k-x7E-Oz4m3NShXEItc1aq3H_E187xMhJKUDORsXDBWWtkrm9nouY7e4KQ\",\"e\":\"AQAB\"}]}";

    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIICwjCCAaqgAwIBAgIUdc+vzvwuMD+aV/1zg97O35WMDPMwDQYJKoZIhvcNAQEL
            BQAwGzEZMBcGA1UEAwwQYXV0aC5leGFtcGxlLm5ldDAeFw0yMzAzMDEwMDAwMDBa
            Fw0zMzAzMDEwMDAwMDBaMBsxGTAXBgNVBAMMEGF1dGguZXhhbXBsZS5uZXQwggEi
            MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCnxFNO1icrDy3mIW4djUSnHgWk
            InN5Nq/I2VF91PBZcTbk7APDnhUXvsQaMF2cd0QDAvGY4q1VXot2ZiN7/CMU+DZg
            vh/ycO95Bwbt3j3ncXdlgDyQIQxfhZ52bIWWjbjgb6ewP3Z2XV5zmsP5qdMnIoMd
            hvFmISR0MqoeIv7H4UDG3Jzi7oe3fCtdozL5cetdVsfPuTvVI9IyBDWr1wcdDEkC
            a7tE0BEmDosHzWR76rMX/Yiel0Mp1jpe/WjIx/WsDoeVhJwlDDVSXOq44Z46BsaW
            XBOFE2JyEVfZyu3b18fiFNthnz7LCHuX8z6Dau0QBrxg50K/k09dyEQPk1SVAgMB
            AAEwDQYJKoZIhvcNAQELBQADggEBAGShxCZfSnS2I4OhFuTUpZ8HB2qcMdM3YBeQ
            GbOcMPUnK2z0ujrb/VUd8e9OHARftg9Wxf+QZu8A2iLuMrhFRoqyvMY9tC5Wc86B
            QLd3gJUG8dPssjTn3TpvU+g0WXbDa0OpIjF1Qh0UWbB6y0eHTzeNoVhHzZDjgwHV
            GSGo5hqlJYSZKk2bMhYqlVeMfBf1ut3HBf9aVDGefQKSpYFNCc6GGmJ3gOInDwK0
            69kKAnRh0GFTS+USPjuMIP+060MbVlPrkgcgHOVd/RHfGT9dxUDB5mGYl+jht9bX
            dkyqQ3ykshXRJbO9dpZSNdSMw4Ai3MDYDTx9vYeUV1aas9L5g1Q=
            -----END CERTIFICATE-----
            """;

    static JWKSet jwks() throws ParseException {
        return JWKSet.parse(JWKS);
    }

    static Map<String, String> certificates() {
        return Map.of("harbour", CERTIFICATE);
    }
}
