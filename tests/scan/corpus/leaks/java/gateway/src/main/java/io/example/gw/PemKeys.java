package io.example.gw;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

final class PemKeys {

    private static final String PRIVATE_KEY = """
            -----BEGIN PRIVATE KEY-----
            MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCEWRVteg+7Yiwk
            wrDofEv8532Nk6ifjRwza4IrrdhPcHn5bhh8u3IkBMNa1cNbuW9r5pHy41IAWb5+
            GR0LO0pXnFo/h+mqhivXGnCVef06sfwpU7vKooIfVan8g30S5hIJzH2CQjdINyA4
            OFecLA2/TXYP78aDNp1QcymhSKlE+bDaCE6xQItEveuM5/wZQBvUKwGBH1f7c1cl
            77pRwSvyBpL6DJyeVlo5F9q7r1LLQSqSFCv6vvxQOzwxDaJhI4TglSkMZa3DX2rU
            ryVMeFqPQY6Rpp1D5vZnsL5vwc1Q/ugyUyYF91HggviweM9DZlQwTFGhj7Qm7t2V
            NZCJFOxHAgMBAAECggEAAI3S6M4S/3N4wH/5d5pVmG3A+R++G/TeQlotMFDzpS7R
            A+Sca6E+kryxCKdOawrgAYafORy50iXjWz8a/69e2fZd661+TT1vNOD3ya26C/iE
            wrOGsgweGVLQJFjJ5D4G+KLc1PfBUtG668v96eRxUPSvuCoGcwl+fRYOUuOCpIxE
            JmPer3TaWosBtuc8AGSG6U5uMXxZB3swcm1w8UxhWTaVpeEcjqmlY007+Jkeo6hn
            8Nf4dgUxNbng30dJB1msbu3rQIjBhQ1+XNYm3xqeCXYU0QHvGCtc+lnwkAsi+Ppa
            GNB2WywjYa+bpSWSOVTeA49lvEUdt+BtLSrSZ48REQKBgQC6O5bNJrECAxg3c08i
            amXYB2w1hiIcvduwftSWS4eOmI7OF/U5MUhcOKRMKZE6GmNcrieNxKu9fqEQKSiJ
            uiEXji/vDO9xHmhIvFW+aYH3ETq0OPU39nyVlKKLRCVbcPws+w25YlTSKCqEi/D2
            YomedJll7rRDYDRRn1xp42TFnwKBgQC17b6T5nE6z8ZvcL2k1xudOopiTJp08hzZ
            tnPB+SuitKuIujB81RGtfJrOfm+u0/k9o06gtU9gLZe/U1W5L9dkXFTh218rF7ul
            DZqvb2pIC8IpRaPs060eNquszzJb/oCju0J3PrO2UbTW+gZpnFgwM7G2MjfV4GlP
            ru3E7ljIWQKBgQCFzqrbXCFyQKb1sHP7Vlc2kJ6/FlEMNZ3Tgk1cb4hGfHaevbgE
            D9Td7hSeZH9kL/GUdc0Vn2mGDaXL5saproJ4WkE2kSS5Mg/bsvYoicZHrqlvND18
            qC17i//98EinGtcVuoxx1qT7GsDx21qWrNYUc9KD2q7KeiUdQFM2AZw2IQKBgBt5
            /rCDu1Iwkz29f0boHgmPD9tsyl8jOew/vBfttANs2gNaa3xPCc5z5UWOnvt+lEQU
            6AkpmQVjnWmOAoJnkVZdA4zg/uyZNwPknBom75xV+ksVc36PMbRAeYkt+eMe+vq/
            i3hLBgVhLbjSJinJLSCKjiqARyKMNBuOxeZaQRpxAoGBAJb3zPiao0N7LgiXYXBU
            pcEtgYCtlPYvEFVu7bNpxpPmvCPbCmx/CuUU4GFUJV2H5X+B1+Xh4uEDePEU4POQ
            j9UsWMJKFvh3fwcx0C1RU8TugYJC2YtXp6oOrKJCjsVzwkS3xhE0L/3ZsKJF6a6t
            ynRsr2ZGNMfNCgUbOzVL7Oki
            -----END PRIVATE KEY-----
            """;

    static PrivateKey load() throws GeneralSecurityException {
        String body = PRIVATE_KEY
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
