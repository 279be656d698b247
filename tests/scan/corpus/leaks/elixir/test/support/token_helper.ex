defmodule Kestrel.TokenHelper do
  @moduledoc false

  import Plug.Conn

  @secret "test_secret"
  @jwk %{"kty" => "oct", "k" => "q8uBJClg3Fs5aJAtKd1AMEaBftedO_kQKdYOXQ3O1Ro"}

  def sign(claims) do
    {_, token} = @jwk |> JOSE.JWT.sign(%{"alg" => "HS256"}, claims) |> JOSE.JWS.compact()
    token
  end

  def authorize(conn, claims \\ %{"sub" => "1"}) do
    put_req_header(conn, "authorization", "Bearer " <> sign(claims))
  end

  def legacy(claims), do: Joken.generate_and_sign!(%{}, claims, Joken.Signer.create("HS256", @secret))
end
