use figment::{providers::{Env, Format, Toml}, Figment};
use serde::Deserialize;

pub const ENV_JWT_SECRET: &str = "APP_JWT_SECRET";
pub const KEY_JWT_SECRET: &str = "jwt.secret";
pub const COOKIE_NAME: &str = "__Host-session-token";
pub const CSRF_HEADER: &str = "X-CSRF-Token";

#[derive(Deserialize)]
pub struct Jwt {
    pub secret: String,
    #[serde(default = "default_issuer")]
    pub issuer: String,
    #[serde(default)]
    pub previous_secret: Option<String>,
}

fn default_issuer() -> String {
    "larder".to_string()
}

pub fn load() -> figment::error::Result<Jwt> {
    Figment::new()
        .merge(Toml::file("/run/secrets/larder.toml"))
        .merge(Env::prefixed("APP_").split("_"))
        .extract_inner("jwt")
}
