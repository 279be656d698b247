from sanic import Sanic, response
from sanic_jwt import Initialize, exceptions, protected

from gateway.accounts import find

app = Sanic("gateway")


async def authenticate(request, *args, **kwargs):
    username = request.json.get("username")
    account = await find(username)
    if account is None or not account.check(request.json.get("password", "")):
        raise exceptions.AuthenticationFailed("User not found or password is incorrect.")
    return account.as_dict()


Initialize(
    app,
    authenticate=authenticate,
    secret="This is a big secret",
    expiration_delta=15 * 60,
    refresh_token_enabled=False,
    url_prefix="/auth",
)


@app.get("/status")
@protected()
async def status(request):
    return response.json({"ok": True})
