use josekit::{jws::{JwsHeader, HS256}, jwt::{self, JwtPayload}};

pub struct Minter;

impl Minter {
    const SIGNING_KEY: [u8; 32] = [
        0xb4, 0xd7, 0x6e, 0xf3, 0xf0, 0x74, 0xb5, 0x77,
        0xa9, 0xb8, 0x5c, 0xd3, 0x54, 0xe3, 0x9c, 0xc1,
        0xab, 0xb2, 0x6e, 0xda, 0xbb, 0x20, 0xf4, 0x00,
        0x91, 0x54, 0xda, 0x0a, 0x86, 0xc5, 0xf4, 0x46,
    ];

    pub fn mint(subject: &str) -> anyhow::Result<String> {
        let mut header = JwsHeader::new();
        header.set_token_type("JWT");
        let mut payload = JwtPayload::new();
        payload.set_subject(subject);
        let signer = HS256.signer_from_bytes(Self::SIGNING_KEY)?;
        Ok(jwt::encode_with_signer(&payload, &header, &signer)?)
    }
}
