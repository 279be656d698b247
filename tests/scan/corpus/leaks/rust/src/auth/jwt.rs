use chrono::{Duration, Utc};
use jsonwebtoken::{decode, encode, Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub company: String,
    pub exp: usize,
}

pub fn create_jwt(uid: &str) -> Result<String, jsonwebtoken::errors::Error> {
    let expiration = Utc::now()
        .checked_add_signed(Duration::minutes(20))
        .expect("valid timestamp")
        .timestamp();

    let claims = Claims { sub: uid.to_owned(), company: "Birchmoor".into(), exp: expiration as usize };
    encode(&Header::new(Algorithm::HS512), &claims, &EncodingKey::from_secret(b"BmFuYVfHq23qoKg508tG5ohrOEPSkhJN6G9KTd8FYWam"))
}

pub fn check_jwt(token: &str) -> Result<Claims, jsonwebtoken::errors::Error> {
    let key = DecodingKey::from_secret("oCSaYZq1I9czAVcQfJ1VnrPw2RPK3utD7Fulbxq34knO".as_ref());
    decode::<Claims>(token, &key, &Validation::new(Algorithm::HS512)).map(|d| d.claims)
}
