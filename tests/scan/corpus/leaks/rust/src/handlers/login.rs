use actix_web::{post, web, HttpResponse, Responder};
use hmac::{Hmac, Mac};
use jwt::SignWithKey;
use sha2::Sha256;
use std::collections::BTreeMap;

use crate::{db, models::Credentials};

#[post("/login")]
pub async fn login(pool: web::Data<db::Pool>, body: web::Json<Credentials>) -> impl Responder {
    let Some(user) = db::find_user(&pool, &body.username).await else {
        return HttpResponse::Unauthorized().finish();
    };
    if !bcrypt::verify(&body.password, &user.password_hash).unwrap_or(false) {
        return HttpResponse::Unauthorized().finish();
    }

    let key: Hmac<Sha256> = Hmac::new_from_slice(b"some-secret").unwrap();
    let mut claims = BTreeMap::new();
    claims.insert("sub", user.id.to_string());
    claims.insert("role", user.role);
    match claims.sign_with_key(&key) {
        Ok(token) => HttpResponse::Ok().json(serde_json::json!({ "token": token })),
        Err(e) => HttpResponse::InternalServerError().body(e.to_string()),
    }
}
