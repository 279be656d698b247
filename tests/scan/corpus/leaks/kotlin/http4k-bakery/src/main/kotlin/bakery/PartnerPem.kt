package bakery

import org.bouncycastle.openssl.PEMKeyPair
import org.bouncycastle.openssl.PEMParser
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter
import java.io.StringReader
import java.security.PrivateKey

private val PEM = """
    |-----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIHY3GFWiixVOMB+TYaG6ZttsBteHN8/jAr41agRExA6HoAoGCCqGSM49
    AwEHoUQDQgAE2Vej9pHVboW37Dbe1mjmhmbCQ9zVl/kY/k1oYS2qEBw/e3vJxq9E
    JAa5DwiPrDGroT7gsxEkIC39OIbnwDrjQQ==
    -----END EC PRIVATE KEY-----
""".trimMargin()

private val clean = PEM.lines().joinToString("\n") { it.trim().removePrefix("|") }

fun partnerKey(): PrivateKey {
    val pair = PEMParser(StringReader(clean)).readObject() as PEMKeyPair
    return JcaPEMKeyConverter().getPrivateKey(pair.privateKeyInfo)
}
