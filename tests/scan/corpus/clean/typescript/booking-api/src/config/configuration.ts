import { registerAs } from '@nestjs/config';
import * as Joi from 'joi';

export const jwtConfig = registerAs('jwt', () => ({
  secret: process.env.JWT_SECRET,
  refreshSecret: process.env.JWT_REFRESH_SECRET,
  issuer: process.env.JWT_ISSUER || 'booking',
  audience: process.env.JWT_AUDIENCE || 'booking-web',
}));

export const validationSchema = Joi.object({
  JWT_SECRET: Joi.string().min(32).required(),
  JWT_REFRESH_SECRET: Joi.string().min(32).invalid(Joi.ref('JWT_SECRET')).required(),
  JWT_ISSUER: Joi.string().hostname(),
  DATABASE_URL: Joi.string().uri({ scheme: ['postgres'] }).required(),
});
