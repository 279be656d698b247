const Joi = require('joi');

exports.login = Joi.object({
  username: Joi.string().email().required().example('jane@clinic.example'),
  password: Joi.string().min(12).max(128).required().example('<password>'),
  otp: Joi.string().pattern(/^\d{6}$/),
}).label('Login');

exports.tokenResponse = Joi.object({
  access_token: Joi.string().required().example('eyJhbGciOi...').description('JWT, HS256'),
  token_type: Joi.string().valid('Bearer'),
  expires_in: Joi.number().integer().example(900),
}).label('Token');

exports.settings = Joi.object({
  jwtSecret: Joi.string().min(32).required().description('Secret that signs the tokens'),
  jwt_secret_previous: Joi.string().allow(''),
  algorithm: Joi.string().valid('HS256', 'HS384', 'HS512').default('HS256'),
});
