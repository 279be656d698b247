defmodule CurlewWeb.Plugs.VerifyWebhook do
  @behaviour Plug

  import Plug.Conn
  require Logger

  # Whoever calls us signs the body's hash into a short JWT.
  @shared Base.decode64!("DQhlaItq8+y/W0ADoHK0WYAV98fjbne33fsah2ODTnBBLGzgvR6mlA==")

  @impl true
  def init(opts), do: Keyword.get(opts, :header, "x-webhook-token")

  @impl true
  def call(conn, header) do
    with [token] <- get_req_header(conn, header),
         {true, %JOSE.JWT{fields: fields}, _} <- JOSE.JWT.verify_strict(JOSE.JWK.from_oct(@shared), ["HS256"], token),
         true <- fields["body_sha256"] == conn.assigns.body_sha256 do
      assign(conn, :webhook, fields)
    else
      _ ->
        Logger.info("webhook refused")
        conn |> send_resp(401, "") |> halt()
    end
  end
end
