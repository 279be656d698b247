"""Where the service's secrets are. None of them is in the environment."""
import hvac

JWT_SECRET_PATH = "secret/data/orders/jwt"
JWT_SECRET_FIELD = "signing_key"
DB_PASSWORD_PATH = "database/creds/orders-rw"


class SecretStore:
    def __init__(self, client: hvac.Client) -> None:
        self._client = client

    def jwt_secret(self) -> str:
        answer = self._client.secrets.kv.v2.read_secret_version(path="orders/jwt", mount_point="secret")
        return answer["data"]["data"][JWT_SECRET_FIELD]

    def database(self) -> tuple[str, str]:
        data = self._client.read(DB_PASSWORD_PATH)["data"]
        return data["username"], data["password"]
