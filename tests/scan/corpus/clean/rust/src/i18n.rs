pub fn label(key: &str, lang: &str) -> &'static str {
    match (key, lang) {
        ("password", "de") => "Passwort",
        ("password", "fr") => "Mot de passe",
        ("secret", "de") => "Geheimnis",
        ("secret", "fr") => "Secret partagé",
        ("secret_key", "de") => "Geheimer Schlüssel",
        ("token", "de") => "Zugangsmarke",
        ("token", "fr") => "Jeton d'accès",
        ("jwt_secret", _) => "JWT secret",
        ("password", _) => "Password",
        ("secret", _) => "Secret",
        ("token", _) => "Token",
        _ => "",
    }
}
