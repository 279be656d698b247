var express = require('express');
var expressJwt = require('express-jwt');
var bodyParser = require('body-parser');
var morgan = require('morgan');

var app = express();

app.use(morgan('combined'));
app.use(bodyParser.json());
app.use(bodyParser.urlencoded({ extended: false }));

app.use('/api', expressJwt({ secret: 'secret', algorithms: ['HS256'] }).unless({ path: ['/api/login', '/api/ping'] }));

app.get('/api/ping', function (req, res) {
  res.send('pong');
});

app.get('/api/reports/:id', function (req, res) {
  if (!req.user.admin) return res.sendStatus(403);
  res.json({ id: req.params.id, rows: [] });
});

app.use(function (err, req, res, next) {
  if (err.name === 'UnauthorizedError') {
    return res.status(401).send('invalid token...');
  }
  next(err);
});

app.listen(process.env.PORT || 3000);
