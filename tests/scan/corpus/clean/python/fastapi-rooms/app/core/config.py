from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", secrets_dir="/run/secrets")

    jwt_secret: SecretStr = Field(..., min_length=32, alias="JWT_SECRET")
    jwt_previous_secret: SecretStr | None = None
    jwt_algorithm: str = "HS256"
    jwt_audience: str = "rooms-api"
    jwt_issuer: str = "https://rooms.example"
    token_url: str = "token"
    database_password: SecretStr


@lru_cache
def settings() -> Settings:
    return Settings()  # type: ignore[call-arg]
