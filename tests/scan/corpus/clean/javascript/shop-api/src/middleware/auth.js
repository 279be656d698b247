'use strict';

const jwt = require('jsonwebtoken');
const createError = require('http-errors');
const config = require('config');

const secret = config.get('jwt.secret');
const algorithms = ['HS256'];

/** Puts the claims on `req.auth`, or answers 401. */
module.exports = function requireToken(req, res, next) {
  const header = req.get('authorization') || '';
  const token = header.startsWith('Bearer ') ? header.slice(7) : null;
  if (!token) return next(createError(401, 'No token'));
  try {
    req.auth = jwt.verify(token, secret, { algorithms });
    next();
  } catch (err) {
    next(createError(401, err.name === 'TokenExpiredError' ? 'token_expired' : 'invalid_token'));
  }
};
