from aiohttp import web
from aiohttp_jwt import JWTMiddleware

ALLOWED = ("/healthz", r"/public/.*")


def create_app() -> web.Application:
    jwt_middleware = JWTMiddleware(
        secret_or_pub_key="37urytc9queq6wm0a30c58fwt4qhdbt54j7c6ggpwyihb1e3",
        request_property="user",
        token_getter=cookie_token,
        credentials_required=True,
        whitelist=ALLOWED,
        algorithms=["HS256"],
    )
    app = web.Application(middlewares=[jwt_middleware])
    app.router.add_get("/healthz", health)
    return app


async def cookie_token(request: web.Request):
    return request.cookies.get("sync_session")


async def health(request: web.Request) -> web.Response:
    return web.json_response({"status": "up"})
