from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class JWTSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="JWT_")

    secret_key: str = Field("hedgerow-only-for-dev", alias="SECRET_KEY")
    algorithm: str = Field("HS256", alias="ALGORITHM")
    minutes: int = Field(30, alias="ACCESS_MINUTES")
