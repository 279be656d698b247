defmodule Buttery.Token do
  use Joken.Config

  @alg "HS256"
  @secret_key_name "jwt_secret"

  @impl true
  def token_config, do: default_claims(iss: "buttery", default_exp: 900)

  def signer do
    Joken.Signer.create(@alg, secret())
  end

  defp secret do
    :buttery
    |> Application.fetch_env!(:vault)
    |> Buttery.Vault.read("secret/data/buttery/jwt")
    |> Map.fetch!(@secret_key_name)
  end
end
