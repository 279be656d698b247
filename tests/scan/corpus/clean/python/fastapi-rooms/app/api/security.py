from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPBearer, OAuth2PasswordBearer

from app.core.config import Settings, settings

oauth2 = OAuth2PasswordBearer(tokenUrl="token", scopes={"rooms:read": "Read rooms"})
bearer = HTTPBearer(bearerFormat="JWT", description="`Authorization: Bearer <token>`")

unauthorized = HTTPException(
    status_code=status.HTTP_401_UNAUTHORIZED,
    detail="Could not validate credentials",
    headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
)


def claims(token: Annotated[str, Depends(oauth2)], config: Annotated[Settings, Depends(settings)]) -> dict:
    try:
        return jwt.decode(token, config.jwt_secret.get_secret_value(), algorithms=[config.jwt_algorithm])
    except jwt.PyJWTError as error:
        raise unauthorized from error
