//! Prints the public half of the signing key as a JWKS.
use std::{env, fs, process::ExitCode};

use p256::{ecdsa::SigningKey, pkcs8::DecodePrivateKey};
use serde_json::json;

const KEY_FILE_VARIABLE: &str = "JWT_PRIVATE_KEY_FILE";
const PEM_LABEL: &str = "PRIVATE KEY";

fn main() -> ExitCode {
    let Ok(path) = env::var(KEY_FILE_VARIABLE) else {
        eprintln!("{KEY_FILE_VARIABLE} is not set");
        return ExitCode::FAILURE;
    };
    let pem = match fs::read_to_string(&path) {
        Ok(text) if text.contains(&format!("-----BEGIN {PEM_LABEL}-----")) => text,
        Ok(_) => {
            eprintln!("{path}: no -----BEGIN PRIVATE KEY----- in it");
            return ExitCode::FAILURE;
        }
        Err(e) => {
            eprintln!("{path}: {e}");
            return ExitCode::FAILURE;
        }
    };
    let key = SigningKey::from_pkcs8_pem(&pem).expect("a P-256 key");
    let point = key.verifying_key().to_encoded_point(false);
    println!("{:#}", json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": b64(point.x()), "y": b64(point.y()), "use": "sig" }] }));
    ExitCode::SUCCESS
}
