module Mutations
  class SignIn < BaseMutation
    argument :email, String, required: true
    argument :password, String, required: true

    field :token, String, null: true
    field :errors, [String], null: false

    def resolve(email:, password:)
      user = User.find_by(email: email.downcase)
      return { errors: ['Invalid credentials'] } unless user&.authenticate(password)

      { token: JWT.encode(claims(user), hmac_key, 'HS512'), errors: [] }
    end

    private

    def claims(user)
      { sub: user.to_gid_param, roles: user.roles.pluck(:name), iat: Time.current.to_i }
    end

    def hmac_key
      ['e794bcb983938db04118d60cf961d789144d7507bb53e165a617d82647e222f262a32d577b15ed2026057b001839bfbd'].pack('H*')
    end
  end
end
