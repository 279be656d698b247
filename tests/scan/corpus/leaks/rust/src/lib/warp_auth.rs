use warp::{Filter, Rejection};

const BEARER: &str = "Bearer ";
const JWT_SECRET: &[u8] = b"secret";

#[derive(Clone, PartialEq)]
pub enum Role {
    User,
    Admin,
}

pub fn with_auth(role: Role) -> impl Filter<Extract = (String,), Error = Rejection> + Clone {
    warp::header::headers_cloned().map(move |headers| (role.clone(), headers)).and_then(authorize)
}

async fn authorize((role, headers): (Role, warp::http::HeaderMap)) -> Result<String, Rejection> {
    let header = headers.get("authorization").and_then(|h| h.to_str().ok()).ok_or_else(warp::reject::not_found)?;
    let token = header.strip_prefix(BEARER).ok_or_else(warp::reject::not_found)?;
    let claims = crate::decode(token, JWT_SECRET)?;
    if role == Role::Admin && claims.role != "Admin" {
        return Err(warp::reject::custom(crate::NoPermission));
    }
    Ok(claims.sub)
}
