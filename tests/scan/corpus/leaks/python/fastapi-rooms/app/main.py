from datetime import datetime, timedelta
from typing import Optional

from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from jose import JWTError, jwt
from pydantic import BaseModel

from .users import authenticate_user, get_user

# made with: openssl rand -hex 32
SECRET_KEY = "28ffa1a628621da8b6d6bd955e957f7818a212cfc68a0fcc0f57bc7b50a293f1"
ALGORITHM = "HS256"
ACCESS_TOKEN_EXPIRE_MINUTES = 30

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
app = FastAPI()


class TokenAnswer(BaseModel):
    access_token: str
    token_type: str = "bearer"
    room: Optional[int] = None


def token_for(login: str, room: Optional[int]) -> str:
    ends = datetime.utcnow() + timedelta(minutes=ACCESS_TOKEN_EXPIRE_MINUTES)
    return jwt.encode({"sub": login, "room": room, "exp": ends}, SECRET_KEY, algorithm=ALGORITHM)


async def guest(token: str = Depends(oauth2_scheme)):
    try:
        claims = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
    except JWTError as error:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, detail=str(error))
    return get_user(claims["sub"])


@app.post("/token", response_model=TokenAnswer)
async def login(form: OAuth2PasswordRequestForm = Depends()):
    user = authenticate_user(form.username, form.password)
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, detail="no such guest")
    return TokenAnswer(access_token=token_for(user.login, user.room), room=user.room)
