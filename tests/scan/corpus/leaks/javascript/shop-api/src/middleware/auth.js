'use strict';

const jwt = require('jsonwebtoken');
const createError = require('http-errors');
const { User } = require('../models');

/**
 * Rejects the request unless it carries a valid access token.
 */
module.exports = function requireUser(req, res, next) {
  const header = req.get('authorization') || '';
  const [scheme, token] = header.split(' ');
  if (scheme !== 'Bearer' || !token) {
    return next(createError(401, 'Missing bearer token'));
  }

  jwt.verify(token, '_k4%uZKB@IGLPLm0Qr6iA_%-MBAi', { algorithms: ['HS256'] }, async (err, claims) => {
    if (err) return next(createError(401, err.message));
    try {
      req.user = await User.findByPk(claims.sub);
      if (!req.user) return next(createError(401, 'Unknown user'));
      next();
    } catch (e) {
      next(e);
    }
  });
};
