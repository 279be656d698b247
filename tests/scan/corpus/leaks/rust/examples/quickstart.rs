//! Signs a token and reads it back:
//! `cargo run --example quickstart`

use jsonwebtoken::{decode, encode, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{json, Value};

fn main() {
    let secret = b"your-256-bit-secret";
    let claims = json!({ "sub": "1234567890", "name": "John Doe", "exp": 4_102_444_800u64 });

    let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(secret)).unwrap();
    println!("{token}");

    let back = decode::<Value>(&token, &DecodingKey::from_secret(secret), &Validation::default()).unwrap();
    println!("{:#}", back.claims);
}
