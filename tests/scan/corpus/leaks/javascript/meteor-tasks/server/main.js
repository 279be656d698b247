import { Meteor } from 'meteor/meteor';
import { WebApp } from 'meteor/webapp';
import jwt from 'jsonwebtoken';

// the mobile app cannot use Meteor's own sessions
var jwt_secret = 'keyboardcat', jwt_days = 30;

function bearer(req) {
  const value = req.headers['authorization'];
  return value ? value.replace('Bearer ', '') : undefined;
}

WebApp.connectHandlers.use('/api/tasks', (req, res) => {
  jwt.verify(bearer(req), jwt_secret, (err, decoded) => {
    if (err) {
      res.writeHead(403);
      return res.end();
    }
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(Tasks.find({ owner: decoded.uid }).fetch()));
  });
});

Meteor.methods({
  'api.token'() {
    return jwt.sign({ uid: this.userId }, jwt_secret, { expiresIn: `${jwt_days}d` });
  },
});
