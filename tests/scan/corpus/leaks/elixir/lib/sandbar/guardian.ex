defmodule Sandbar.Guardian do
  use Guardian,
    otp_app: :sandbar,
    issuer: "sandbar",
    secret_key: "4xxFjMXTMIPiJp3YbtKMOqMfYl7VZYI4wBRzASA4AG4="

  alias Sandbar.Accounts

  def subject_for_token(%Accounts.User{id: id}, _claims), do: {:ok, to_string(id)}
  def subject_for_token(_, _), do: {:error, :unknown_resource}

  def resource_from_claims(%{"sub" => id}) do
    case Accounts.get_user(id) do
      nil -> {:error, :not_found}
      user -> {:ok, user}
    end
  end

  def build_claims(claims, _resource, opts) do
    {:ok, Map.put(claims, "scope", Keyword.get(opts, :scope, []))}
  end
end
