use config::{Config, ConfigError, Environment, File};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Auth {
    pub jwt_secret: String,
    pub issuer: String,
    pub leeway_seconds: u64,
}

#[derive(Debug, Deserialize)]
pub struct Settings {
    pub auth: Auth,
    pub http_port: u16,
}

pub fn load() -> Result<Settings, ConfigError> {
    Config::builder()
        .set_default("http_port", 3000)?
        .set_default("auth.issuer", "kiln")?
        .set_default("auth.leeway_seconds", 30)?
        .set_default("auth.jwt_secret", "secret123")?
        .add_source(File::with_name("config/local").required(false))
        .add_source(Environment::with_prefix("KILN").separator("__"))
        .build()?
        .try_deserialize()
}
