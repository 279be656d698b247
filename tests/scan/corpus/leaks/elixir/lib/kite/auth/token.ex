defmodule Kite.Auth.Token do
  @moduledoc "Access tokens of the mobile apps."

  use Joken.Config

  @impl true
  def token_config do
    default_claims(iss: "kite", aud: "mobile", default_exp: 900)
  end

  def signer, do: Joken.Signer.create("HS256", "topsecret")

  def mint(user_id) do
    with {:ok, token, _claims} <- generate_and_sign(%{"sub" => user_id}, signer()) do
      {:ok, token}
    end
  end

  def check(token), do: verify_and_validate(token, signer())
end
