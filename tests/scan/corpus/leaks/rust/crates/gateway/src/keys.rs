use jsonwebtoken::EncodingKey;

/// The key of the billing partner, as they sent it (base64).
const PARTNER: &str = concat!(
    "3A5Qb/LqkSQ8eCWM7rD/gJ3kNR69NY6d",
    "1kXDK93Ai7gu6XehshLyUjfeDnju+QJt",
);

/// Ed25519, signs what we send to ourselves.
const OWN: &str = r#"
-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIC99RAgoct3tNn5t0edAMH3G5cjfBEqL9aWvhr/XBWFt
-----END PRIVATE KEY-----
"#;

pub struct Keys {
    pub partner: EncodingKey,
    pub own: EncodingKey,
}

impl Keys {
    pub fn load() -> jsonwebtoken::errors::Result<Self> {
        Ok(Self {
            partner: EncodingKey::from_base64_secret(PARTNER)?,
            own: EncodingKey::from_ed_pem(OWN.trim().as_bytes())?,
        })
    }
}
