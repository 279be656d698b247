use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::{delete, get, post, put, web, HttpRequest, HttpResponse, Responder};
use jsonwebtoken::{decode, encode, errors::ErrorKind, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    exp: u64,
    admin: bool,
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
    email: String,
    password: String,
}

#[derive(Serialize, sqlx::FromRow)]
struct User {
    id: Uuid,
    name: String,
    email: String,
    admin: bool,
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

fn jwt_secret() -> &'static str {
    option_env!("JWT_SECRET").unwrap_or("sf22ap7qRFSUxo0XYJPlNb5Od0tgjmJulKQbkLTxz8Tjf")
}

fn issue(user: &User) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = Claims { sub: user.id, exp: now() + 1800, admin: user.admin };
    encode(&Header::default(), &claims, &EncodingKey::from_secret(jwt_secret().as_bytes()))
}

fn who(request: &HttpRequest) -> Result<Claims, HttpResponse> {
    let token = request
        .headers()
        .get("Authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| HttpResponse::Unauthorized().body("missing token"))?;
    decode::<Claims>(token, &DecodingKey::from_secret(jwt_secret().as_bytes()), &Validation::default())
        .map(|data| data.claims)
        .map_err(|e| match e.kind() {
            ErrorKind::ExpiredSignature => HttpResponse::Unauthorized().body("token expired"),
            _ => HttpResponse::Unauthorized().body("invalid token"),
        })
}

#[post("/users")]
async fn create(pool: web::Data<PgPool>, body: web::Json<NewUser>) -> impl Responder {
    let hash = match bcrypt::hash(&body.password, 12) {
        Ok(hash) => hash,
        Err(_) => return HttpResponse::InternalServerError().finish(),
    };
    let row = sqlx::query_as::<_, User>("insert into users (id, name, email, hash) values ($1, $2, $3, $4) returning id, name, email, admin")
        .bind(Uuid::new_v4())
        .bind(&body.name)
        .bind(&body.email)
        .bind(hash)
        .fetch_one(pool.get_ref())
        .await;
    match row {
        Ok(user) => match issue(&user) {
            Ok(token) => HttpResponse::Created().json(serde_json::json!({ "user": user, "token": token })),
            Err(_) => HttpResponse::InternalServerError().finish(),
        },
        Err(sqlx::Error::Database(e)) if e.is_unique_violation() => HttpResponse::Conflict().body("email is taken"),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

#[get("/me")]
async fn me(pool: web::Data<PgPool>, request: HttpRequest) -> impl Responder {
    let claims = match who(&request) {
        Ok(claims) => claims,
        Err(response) => return response,
    };
    match sqlx::query_as::<_, User>("select id, name, email, admin from users where id = $1").bind(claims.sub).fetch_optional(pool.get_ref()).await {
        Ok(Some(user)) => HttpResponse::Ok().json(user),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
