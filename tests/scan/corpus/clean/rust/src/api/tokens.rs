use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{extract::{Path, State}, http::StatusCode, routing::{delete, get, post}, Json, Router};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use vaultrs::{client::VaultClient, kv2};

const MOUNT: &str = "secret";
const PATH: &str = "granary/jwt";
const RELOAD: Duration = Duration::from_secs(300);

#[derive(Deserialize)]
struct Stored {
    jwt_secret: String,
    kid: String,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    scope: String,
    exp: u64,
}

#[derive(Deserialize)]
struct Wanted {
    sub: String,
    #[serde(default = "scope")]
    scope: String,
}

fn scope() -> String {
    "read".into()
}

struct Current {
    secret: EncodingKey,
    kid: String,
}

pub struct Tokens {
    vault: VaultClient,
    current: RwLock<Current>,
    revoked: RwLock<HashMap<String, u64>>,
}

impl Tokens {
    pub async fn start(vault: VaultClient) -> anyhow::Result<Arc<Self>> {
        let current = Self::read(&vault).await?;
        let tokens = Arc::new(Self { vault, current: RwLock::new(current), revoked: RwLock::default() });
        let weak = Arc::downgrade(&tokens);
        tokio::spawn(async move {
            while let Some(tokens) = weak.upgrade() {
                match Self::read(&tokens.vault).await {
                    Ok(fresh) => *tokens.current.write().await = fresh,
                    Err(e) => tracing::warn!("secret: cannot be read from vault: {e}"),
                }
                tokio::time::sleep(RELOAD).await;
            }
        });
        Ok(tokens)
    }

    async fn read(vault: &VaultClient) -> anyhow::Result<Current> {
        let stored: Stored = kv2::read(vault, MOUNT, PATH).await?;
        Ok(Current { secret: EncodingKey::from_base64_secret(&stored.jwt_secret)?, kid: stored.kid })
    }

    async fn mint(&self, wanted: Wanted, exp: u64) -> anyhow::Result<String> {
        let current = self.current.read().await;
        let header = Header { kid: Some(current.kid.clone()), ..Header::new(Algorithm::HS256) };
        Ok(jsonwebtoken::encode(&header, &Claims { sub: wanted.sub, scope: wanted.scope, exp }, &current.secret)?)
    }
}

pub fn routes(tokens: Arc<Tokens>) -> Router {
    Router::new()
        .route("/tokens", post(mint))
        .route("/tokens/:jti", delete(revoke))
        .route("/secret/kid", get(kid))
        .with_state(tokens)
}

async fn kid(State(tokens): State<Arc<Tokens>>) -> String {
    tokens.current.read().await.kid.clone()
}

async fn revoke(State(tokens): State<Arc<Tokens>>, Path(jti): Path<String>) -> StatusCode {
    tokens.revoked.write().await.insert(jti, 0);
    StatusCode::NO_CONTENT
}
