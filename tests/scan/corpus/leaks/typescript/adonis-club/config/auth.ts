import { defineConfig } from '@adonisjs/auth'
import { jwtGuard } from '#auth/jwt_guard'
import env from '#start/env'

const authConfig = defineConfig({
  default: 'jwt',
  guards: {
    jwt: jwtGuard({
      provider: 'users',
      secret: env.get('APP_JWT_SECRET', 'please-change-me'),
      expiresIn: '2h',
    }),
    kiosk: jwtGuard({
      provider: 'kiosks',
      secret: 'turnpike_&_Toll_booth_(13)',
      expiresIn: '365d',
    }),
  },
})

export default authConfig
