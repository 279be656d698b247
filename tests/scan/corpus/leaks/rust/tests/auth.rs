use axum::http::{header, Request, StatusCode};
use tower::ServiceExt;

mod common;

const TEST_SECRET: &str = "test-secret";

// sub "1", exp in 2001
const EXPIRED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwiZXhwIjoxMDAwMDAwMDAwfQ.OUQVPlaMAvluUTwTLWMQXZyNL_s8ED3SRTaBbWjpP3I";

#[tokio::test]
async fn an_expired_token_is_refused() {
    let app = common::app_with_secret(TEST_SECRET).await;
    let request = Request::get("/me").header(header::AUTHORIZATION, format!("Bearer {EXPIRED}")).body(common::empty()).unwrap();
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn no_header_is_refused() {
    let app = common::app_with_secret(TEST_SECRET).await;
    let request = Request::get("/me").body(common::empty()).unwrap();
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
