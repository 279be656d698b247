use actix_web::cookie::Key;
use rand::{distributions::Alphanumeric, rngs::OsRng, Rng, RngCore};

/// A key that lives as long as the process: sessions end with it.
pub fn session_key() -> Key {
    Key::generate()
}

pub fn signing_secret() -> [u8; 32] {
    let mut secret = [0u8; 32];
    OsRng.fill_bytes(&mut secret);
    secret
}

pub fn reset_token() -> String {
    OsRng.sample_iter(&Alphanumeric).take(48).map(char::from).collect()
}

pub fn key_from_disk(path: &std::path::Path) -> std::io::Result<Key> {
    let secret = std::fs::read(path)?;
    Ok(Key::derive_from(&secret))
}
