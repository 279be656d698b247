defmodule OrangeryWeb.Components.Core do
  use Phoenix.Component

  attr :id, :string, required: true
  attr :rest, :global, include: ~w(autocomplete name placeholder)

  def secret_input(assigns) do
    ~H"""
    <div phx-feedback-for={@id} data-role="secret-input">
      <label for={@id} class="block text-sm font-semibold">Secret</label>
      <input type="password" id={@id} value="" placeholder="secret" {@rest} />
      <button type="button" phx-click="reveal" phx-value-field="secret">Show</button>
    </div>
    """
  end

  def csrf_meta(assigns) do
    ~H"""
    <meta name="csrf-token" content={Plug.CSRFProtection.get_csrf_token()} />
    """
  end
end
