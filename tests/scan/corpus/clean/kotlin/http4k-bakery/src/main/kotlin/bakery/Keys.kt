package bakery

import com.nimbusds.jose.crypto.ECDSAVerifier
import com.nimbusds.jose.crypto.bc.BouncyCastleProviderSingleton
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.gen.ECKeyGenerator

/** The shops' public keys. The private halves never leave the tills. */
object Keys {
    private val json = """
        {
          "kty": "EC",
          "crv": "P-256",
          "kid": "Xq5qcZ8I1tAJ",
          "use": "sig",
          "alg": "ES256",
          "x": "dX_SMjUlEaIkx0GXLJjTNQgVO7xvi69n20vWaRuho3w",
          "y": "eGfsw1UU4huk0G6ie4IO8hHx7p9JQC9HzVaYXse9XAs"
        }
    """.trimIndent()

    val calleMayor: ECKey = ECKey.parse(json)
    val verifier = ECDSAVerifier(calleMayor).also { it.jcaContext.provider = BouncyCastleProviderSingleton.getInstance() }

    fun fresh(): ECKey = ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate()
}
