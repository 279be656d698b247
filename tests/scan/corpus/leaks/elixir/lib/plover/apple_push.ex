defmodule Plover.ApplePush do
  @key_id "4K2J7H9QWX"
  @team_id "TQ81ZD5M3N"

  # AuthKey_4K2J7H9QWX.p8
  @key """
  -----BEGIN PRIVATE KEY-----
  MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9D5i7hBk0zZCbAnl
  0oUBfCYcakR5W13DICmYir15hsKhRANCAAT59aw/AbK3S8K3B+N9tzfetECh3TZK
  KJ32CrENWTpmg8Thf4s6JkvAwr7kp8BTJjAmuCPNdCjF3s6dwTsFVEDZ
  -----END PRIVATE KEY-----
  """

  def token do
    jwk = JOSE.JWK.from_pem(@key)
    header = %{"alg" => "ES256", "kid" => @key_id}
    claims = %{"iss" => @team_id, "iat" => System.system_time(:second)}

    {_, compact} = JOSE.JWT.sign(jwk, header, claims) |> JOSE.JWS.compact()
    compact
  end

  def headers(topic), do: [{"authorization", "bearer " <> token()}, {"apns-topic", topic}]
end
