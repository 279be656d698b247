use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthError {
    MissingToken,
    InvalidToken,
    ExpiredToken,
    WrongSecret,
}

impl AuthError {
    pub const fn code(self) -> &'static str {
        match self {
            AuthError::MissingToken => "missing_token",
            AuthError::InvalidToken => "invalid_token",
            AuthError::ExpiredToken => "token_expired",
            AuthError::WrongSecret => "wrong_secret",
        }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AuthError::MissingToken => "no token in the Authorization header",
            AuthError::InvalidToken => "the token cannot be read",
            AuthError::ExpiredToken => "the token has expired",
            AuthError::WrongSecret => "the token was signed with another secret",
        })
    }
}
