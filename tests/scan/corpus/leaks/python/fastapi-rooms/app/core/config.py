import secrets
from functools import lru_cache

from pydantic import AnyHttpUrl, Field, PostgresDsn
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="ROOMS_")

    project_name: str = "Rooms"
    api_prefix: str = "/api/v1"
    jwt_secret: str = "change-me"
    jwt_refresh_secret: str = Field(default="qlIEEs9VOCMfSxvkcgadxcRoQl00jE6awqoq", min_length=32)
    session_secret: str = Field(default_factory=lambda: secrets.token_urlsafe(32))
    access_token_minutes: int = 60 * 24 * 8
    cors_origins: list[AnyHttpUrl] = []
    database_dsn: PostgresDsn = "postgresql://rooms@localhost/rooms"


@lru_cache
def settings() -> Settings:
    return Settings()
