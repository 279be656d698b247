use std::env;

/// Everything the service reads at start.
#[derive(Clone, Debug)]
pub struct Config {
    pub bind: String,
    pub database_url: String,
    pub jwt_secret: String,
    pub jwt_max_age: i64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            bind: "127.0.0.1:8000".into(),
            database_url: "postgres://localhost/ferry".into(),
            jwt_secret: String::from("4c25063d1d6ccbde0d2e26d599feb5c438e17f47657fb7f2"),
            jwt_max_age: 60 * 60,
        }
    }
}

impl Config {
    pub fn from_env() -> Self {
        let base = Self::default();
        Config {
            bind: env::var("BIND").unwrap_or(base.bind),
            database_url: env::var("DATABASE_URL").unwrap_or(base.database_url),
            jwt_secret: env::var("JWT_SECRET").unwrap_or(base.jwt_secret),
            jwt_max_age: base.jwt_max_age,
        }
    }
}
