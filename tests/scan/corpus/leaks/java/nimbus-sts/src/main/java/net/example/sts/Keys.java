package net.example.sts;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;

/** The key of the staging environment. Production reads it from the HSM. */
final class Keys {

    private static final String STAGING = "{\"kty\":\"RSA\",\"kid\":\"7r1BQp4SXiKH\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"xDOwYJkkqCiH3NQo1mBzZlrTaQTw5uwKdjdqkVR5kMCU8mKFb_5LE4ppRk6A9Q9xMKkZC-wc5QTk9MeQuJ-x4sE1xxVUeVrFTMi3vLQoKfjXUhXU0DA7r82pZh2ZzNQLpQLXBG782FEHFEtmTDV-SyJCBqLRIKhKvgt3xdYq_EzMMzutnORApGpLSe7fwnYwlovAIqNcUaNc_PRvB_8q8myCqlTPdmaJ_ekJNFqC8nEqHK0ctz2hW0QO1rLwmISMwRwAJlh1Lyugrle8LVqyYcSHa_fv-gXJsDOS0duJOIJT8eFdFx1GK8Zes3Q0WUQKxyENH9xTd0JIn3-nNppFVQ\",\"e\":\"AQAB\",\"d\":\"B1E9ZCZ-zuRPSA9QxC-hF8TBZ7d7qJEbEfrR6nOlFdH1r1VSg34pAwr0qPhnWzxlM03-YiRyYdQ2s2GR__pTIkRxPGiLCvxoqVfYpAM83Qir0LyBs4-cJw71IQE8actqvilTjZXG4xmg7I_XU9yweVFHKlCXzhXL6J4seS0AoDVhy0WpF1e3SCTtnEy4H06bhhgwDQmF8Wgn3OtaNX16kyoeQy_jRDLQsacmvXgi-HOSQCvyJNzSKXWEctb8WgqJdz1CCqR-gP6mt8o96VB9XdcXZsyDHuBWFFwYys4yd37KZWya0lM1mAtjYK_Ffee0QHDw108hpHtYLtfKu0fXrQ\",\"p\":\"_GG5thVx9ayVzT-jm8TzgQI47Wg3pCF4Y-MCc4SG7VF2sGlSCh1Cm2Xe7L8KUeO-BBl0y0RSRvZOcoG52nRAfi2Hn1ESzFzaNWG33sFaBbJBDNzlAHwQZdU3Wn9QZD0CMP6z_Ev8SzhX3qWkpl5scnlnFKMOcn-hehDwI4yVFwM\",\"q\":\"xwPGrcBhkvq9n1Ks1kOmdgaaB5OGHY-IHpbwCreOmxz1wXFnphCBtFpCq5c4I8HJV5n1e726Cj2ckoMTMCJ_OPoQIL53iosEbNL8e__ZrsRJmKargURo4Ob4Pri_bAbeeYZKsyqle2VIj9cvVD2KIqr8WEaC1Cq91VhfNkFedsc\",\"dp\":\"T3Ib2ZuKkgFP7po30FMBK_0dGm6SBVKb6SWOofp31sCsEgA1WQW4793zfKbugrSkHfo9b7cEB16Fdzoq3P93RcDjTl1hA3-_GMq37KEEy4I_Q-NNGwfyyXuCvzQQhF1IEVA8LBFnS-5iiq2t1MkobiiVMEPbymMu25P1Y9tfGy0\",\"dq\":\"Y7cjpElhWmih_CNLkGwDCt4R7Tvglg0lsdYE3gnMvTGMfWlZ-p4IrxoOj7VMHrZpMKhmlKKihaELQ2nDgnm2bxD0ZcOpV9SB2hj5AxRVuLiG-6J_Cl0Bg7aWqa6d0v26GP_Ni-oRUjuUWOYDw9y1ytsLZxulT7M-vJfz1NZ6A18\",\"qi\":\"t6HK9y_EHSlVfbjrUA6gDw1T3AKznkru94QsTsTp2WIghXT6WeX-bTI7Bp5Poj0zVDWBtexqRYlPgGUn0z4T4hCNJwWKzBH_CFOCil60y-Tn-jYfo8_pfSu4g-hojtZnnIuS5r7SRxCu-UrBHJ6WspnGgPluSS82121AVvZ6tY8\"}";

    static RSAKey staging() {
        try {
            return JWK.parse(STAGING).toRSAKey();
        } catch (ParseException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static JWKSet published() {
        return new JWKSet(staging().toPublicJWK());
    }
}
