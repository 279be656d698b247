defmodule FulmarWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :fulmar

  @session_options [
    store: :cookie,
    key: "_fulmar_key",
    signing_salt: "k1Xq0PzA",
    same_site: "Lax"
  ]

  socket "/live", Phoenix.LiveView.Socket, websocket: [connect_info: [session: @session_options]]

  plug Plug.RequestId
  plug Plug.Parsers, parsers: [:urlencoded, :multipart, :json], json_decoder: Phoenix.json_library()
  plug :put_secret_key_base
  plug Plug.Session, @session_options
  plug FulmarWeb.Router

  def put_secret_key_base(conn, _) do
    put_in(conn.secret_key_base, "DCvNhzZSXQc92OxeJb7ny2Cpk8RT6xKuFdjErkItND7bNJ33nwn3r1GXhTkF6ugP")
  end
end
