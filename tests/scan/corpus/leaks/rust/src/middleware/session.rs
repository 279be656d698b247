use actix_session::{storage::CookieSessionStore, SessionMiddleware};
use actix_web::cookie::{Key, SameSite};

// 64 bytes, or Key::from panics at start.
const SESSION_SECRET: &[u8; 64] = b"jAPsyEag5M0Rbuw1br24XcMtexdGs7v2ldwaMqpgywXlmG0v1OtYa4PpqY4o1ivB";

pub fn session() -> SessionMiddleware<CookieSessionStore> {
    SessionMiddleware::builder(CookieSessionStore::default(), Key::from(SESSION_SECRET))
        .cookie_name("depot".to_owned())
        .cookie_same_site(SameSite::Lax)
        .cookie_secure(!cfg!(debug_assertions))
        .build()
}

/// Nothing of the session may be cached.
pub fn no_store(response: &mut actix_web::HttpResponse) {
    use actix_web::http::header::{HeaderValue, CACHE_CONTROL};
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}
