use aws_sdk_kms::{primitives::Blob, types::{MessageType, SigningAlgorithmSpec}, Client};
use base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine};

pub struct KmsSigner {
    client: Client,
    key_id: String,
}

impl KmsSigner {
    pub const KEY_ALIAS: &'static str = "alias/gazebo-jwt-signing";

    pub async fn sign(&self, header: &[u8], claims: &[u8]) -> anyhow::Result<String> {
        let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let answer = self
            .client
            .sign()
            .key_id(&self.key_id)
            .message_type(MessageType::Raw)
            .signing_algorithm(SigningAlgorithmSpec::RsassaPkcs1V15Sha256)
            .message(Blob::new(input.as_bytes()))
            .send()
            .await?;
        let signature = answer.signature().ok_or_else(|| anyhow::anyhow!("KMS gave no signature"))?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}
