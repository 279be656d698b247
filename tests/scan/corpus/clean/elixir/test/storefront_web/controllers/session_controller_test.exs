defmodule ScriptoriumWeb.SessionControllerTest do
  use ScriptoriumWeb.ConnCase, async: true

  @create_attrs %{email: "alice@example.com", password: "some password"}
  @invalid_attrs %{email: nil, password: nil}

  describe "create session" do
    test "renders a token when the password is right", %{conn: conn} do
      insert(:user, @create_attrs)
      conn = post(conn, ~p"/api/session", session: @create_attrs)
      assert %{"token" => token, "token_type" => "Bearer"} = json_response(conn, 201)
      assert {:ok, %{"sub" => _}} = Scriptorium.Token.verify_and_validate(token)
    end

    test "renders errors when the data is invalid", %{conn: conn} do
      conn = post(conn, ~p"/api/session", session: @invalid_attrs)
      assert json_response(conn, 422)["errors"] != %{}
    end

    test "refuses a token of another secret", %{conn: conn} do
      other = Joken.Signer.create("HS256", Base.encode64(:crypto.strong_rand_bytes(32)))
      {:ok, token, _} = Joken.generate_and_sign(%{}, %{"sub" => "1"}, other)
      assert conn |> put_req_header("authorization", "Bearer #{token}") |> get(~p"/api/me") |> response(401)
    end
  end
end
