//! The provider's public keys, as they stood in March.

use jsonwebtoken::{jwk::JwkSet, DecodingKey};

const JWKS: &str = r#"{
  "keys": [
    {
      "kty": "RSA",
      "n": "ukAoYbb3qCIhLkHMQvnD4hwbXP2x3zURW7IdOWNyO_MXkRtgN2XTr1wo5mOhn68xs-DerL5T_ZtQRFEEssQmveR9tLkn6wlOnkLIc2fNEYvvHEyM4w97UmcfmYSReeO10sPFCK7jewTo7Ky-EKi2DVsa0YLTa1BgK9Lnlm7tpJ65iDQt1NZXIFKbuYysUHQoXZ7wTP5thga99sjbPIVzE4Fhswv7xwRmUB_exOpgYoKc385AcihH-aw-Qs2V4-AXu60VZiHukOZrZo_EgB2jmtgVr81L8QRX9rYcdjfTEhlygIT3uKgdmxqNIXL6vCpl1gooNRh5m_f-kYCFWVzpPw",
      "e": "AQAB",
      "kid": "sig-2024-03",
      "use": "sig",
      "alg": "RS256"
    },
    {
      "kty": "EC",
      "crv": "P-256",
      "x": "LAHbR29aBhI-nXFLkmH1uHVP8TAZShyQCfJXWiGwQdQ",
      "y": "0iDHC-sOSY2OLR9Ebm9od1-VpEQ8E3mPTl5TE6UA5a0",
      "kid": "sig-2024-03-ec",
      "use": "sig",
      "alg": "ES256"
    }
  ]
}"#;

#[test]
fn both_keys_can_verify() {
    let set: JwkSet = serde_json::from_str(JWKS).unwrap();
    for jwk in &set.keys {
        DecodingKey::from_jwk(jwk).unwrap();
    }
    assert!(set.find("sig-2024-03").is_some());
}
