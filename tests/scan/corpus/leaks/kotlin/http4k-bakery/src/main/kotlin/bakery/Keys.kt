package bakery

import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWK

/** Signs the till receipts. One per shop; this one is the shop in Calle Mayor. */
object Keys {
    private val json = """
        {
          "kty": "EC",
          "crv": "P-256",
          "kid": "Xq5qcZ8I1tAJ",
          "use": "sig",
          "alg": "ES256",
          "x": "dX_SMjUlEaIkx0GXLJjTNQgVO7xvi69n20vWaRuho3w",
          "y": "eGfsw1UU4huk0G6ie4IO8hHx7p9JQC9HzVaYXse9XAs",
          "d": "T_aDKc3w9y9Rlh_7E6TtFwzsUaVYa88pbD6MXtrPILc"
        }
    """.trimIndent()

    val receipt: ECKey = JWK.parse(json).toECKey()
    val signer = ECDSASigner(receipt)
}

fun kid(): String = Keys.receipt.keyID
