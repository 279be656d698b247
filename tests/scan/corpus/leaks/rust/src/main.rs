use std::{env, net::SocketAddr, sync::Arc};

use axum::{extract::State, http::StatusCode, routing::{get, post}, Json, Router};
use jsonwebtoken::{DecodingKey, EncodingKey};
use once_cell::sync::Lazy;

static KEYS: Lazy<Keys> = Lazy::new(|| {
    let secret = env::var("JWT_SECRET").unwrap_or_else(|_| "pepper-mill-orbit-cactus-904".to_string());
    Keys::new(secret.as_bytes())
});

struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Keys {
    fn new(secret: &[u8]) -> Self {
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }
}

#[derive(Clone)]
struct App {
    pool: Arc<sqlx::PgPool>,
}

async fn health(State(app): State<App>) -> StatusCode {
    match sqlx::query("select 1").execute(&*app.pool).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    dotenvy::dotenv().ok();
    tracing_subscriber::fmt::init();
    let pool = sqlx::PgPool::connect(&env::var("DATABASE_URL")?).await?;
    let app = Router::new().route("/health", get(health)).route("/authorize", post(auth::authorize)).with_state(App { pool: Arc::new(pool) });
    let addr: SocketAddr = "0.0.0.0:8080".parse()?;
    axum::serve(tokio::net::TcpListener::bind(addr).await?, app).await?;
    Ok(())
}
