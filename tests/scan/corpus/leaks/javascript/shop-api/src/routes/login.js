const express = require('express');
const bcrypt = require('bcryptjs');
const jwt = require('jsonwebtoken');
const { User, Session } = require('../models');

const router = express.Router();

router.post('/login', async (req, res, next) => {
  const { email, password } = req.body;
  const user = await User.findOne({ where: { email } });
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    return res.status(401).json({ error: 'invalid_credentials' });
  }

  const accessToken = jwt.sign(
    { sub: user.id, role: user.role, email: user.email },
    process.env.ACCESS_TOKEN_SECRET || 'orange-Ketchup-31-parade',
    { expiresIn: '15m' }
  );
  const refreshToken = jwt.sign({ sub: user.id }, process.env.REFRESH_TOKEN_SECRET || "a42a4045be4d36a809e0bb0e48dc1798c6afb3c01357e9f9", {
    expiresIn: '30d',
  });

  await Session.create({ userId: user.id, refreshToken, ip: req.ip });
  res.cookie('rt', refreshToken, { httpOnly: true, secure: true, sameSite: 'strict' });
  res.json({ accessToken, expiresIn: 900 });
});

module.exports = router;
