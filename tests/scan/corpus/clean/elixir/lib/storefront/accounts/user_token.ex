defmodule Solarium.Accounts.UserToken do
  use Ecto.Schema

  import Ecto.Query

  @hash_algorithm :sha256
  @rand_size 32
  @reset_password_context "reset_password"
  @session_context "session"
  @secret_kinds ~w(secret token password)a

  schema "users_tokens" do
    field :token, :binary, redact: true
    field :context, :string
    field :sent_to, :string
    belongs_to :user, Solarium.Accounts.User
    timestamps(updated_at: false)
  end

  def build_session_token(user) do
    token = :crypto.strong_rand_bytes(@rand_size)
    {token, %__MODULE__{token: token, context: @session_context, user_id: user.id}}
  end

  def build_email_token(user) do
    token = :crypto.strong_rand_bytes(@rand_size)
    hashed = :crypto.hash(@hash_algorithm, token)
    {Base.url_encode64(token, padding: false), %__MODULE__{token: hashed, context: @reset_password_context, user_id: user.id}}
  end

  def by_context(context), do: from(t in __MODULE__, where: t.context == ^context)
  def kinds, do: @secret_kinds
end
