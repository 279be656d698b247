"""A vault's user with Microsoft's own client (azure-identity, azure-keyvault-secrets), told what to do line by line.

usage: PYTHON client.py     (PYTHON: that of the environment in which the client is installed)

The environment names the credential as Azure's tools have it (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, or a
managed identity), VAULT the vault's URL, AUTHORITY the authority's and CA the authorities that count. Commands come as
JSON lines on stdin, each answered by one, {"is": ...} or {"refused": NAME OF THE EXCEPTION, "says": TEXT}:
  {"do": "set", "name": N, "value": V, "tags": {}}      -> the version
  {"do": "get", "name": N, "version": V}                -> {"value", "version", "tags", "type"}; without a version the newest
  {"do": "versions", "name": N}                         -> [{"version", "enabled", "tags"}, ...]
  {"do": "enable", "name": N, "version": V, "to": false}
  {"do": "delete", "name": N}, {"do": "recover", "name": N}    -> true when it is done
"""

import json
import os
import sys

from azure.core.exceptions import AzureError
from azure.identity import AzureAuthorityHosts, ClientSecretCredential, ManagedIdentityCredential
from azure.keyvault.secrets import SecretClient


def client():
    how = {"connection_verify": os.environ["CA"]}
    if "AZURE_CLIENT_SECRET" in os.environ:
        credential = ClientSecretCredential(
            os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"],
            authority=os.environ.get("AUTHORITY", AzureAuthorityHosts.AZURE_PUBLIC_CLOUD),
            disable_instance_discovery=True, **how)
    else:
        credential = ManagedIdentityCredential()
    # The stand-in is no vault.azure.net; that this check is made is jwtkeep's own tests' to show.
    return SecretClient(os.environ["VAULT"], credential, verify_challenge_resource=False, retry_total=0, **how)


def about(properties):
    return {"version": properties.version, "enabled": properties.enabled, "tags": properties.tags or {},
            "type": properties.content_type}


def do(vault, told):
    name = told["name"]
    if told["do"] == "set":
        return vault.set_secret(name, told["value"], tags=told.get("tags")).properties.version
    if told["do"] == "get":
        secret = vault.get_secret(name, told.get("version"))
        return {"value": secret.value} | about(secret.properties)
    if told["do"] == "versions":
        return [about(each) for each in vault.list_properties_of_secret_versions(name)]
    if told["do"] == "enable":
        return vault.update_secret_properties(name, told.get("version"), enabled=told["to"]).enabled
    if told["do"] == "delete":
        poller = vault.begin_delete_secret(name)
    else:
        poller = vault.begin_recover_deleted_secret(name)
    poller.wait()  # result() does not
    return poller.done()


def main():
    vault = client()
    for line in sys.stdin:
        try:
            answer = {"is": do(vault, json.loads(line))}
        except AzureError as error:
            answer = {"refused": type(error).__name__, "says": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
