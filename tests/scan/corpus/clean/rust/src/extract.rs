use axum::{async_trait, extract::FromRequestParts, http::{header::AUTHORIZATION, request::Parts, StatusCode}};

use crate::{auth::Keys, Claims};

pub struct Bearer(pub Claims);

#[async_trait]
impl<S> FromRequestParts<S> for Bearer
where
    S: Send + Sync,
    Keys: axum::extract::FromRef<S>,
{
    type Rejection = (StatusCode, &'static str);

    /// Reads `Authorization: Bearer <token>`.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let value = parts.headers.get(AUTHORIZATION).ok_or((StatusCode::UNAUTHORIZED, "missing token"))?;
        let token = value.to_str().ok().and_then(|v| v.strip_prefix("Bearer ")).ok_or((StatusCode::UNAUTHORIZED, "not a bearer token"))?;
        let keys = <Keys as axum::extract::FromRef<S>>::from_ref(state);
        jsonwebtoken::decode::<Claims>(token, keys.decoding(), &keys.validation())
            .map(|data| Bearer(data.claims))
            .map_err(|_| (StatusCode::UNAUTHORIZED, "invalid token"))
    }
}
