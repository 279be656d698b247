import { Server } from 'socket.io';
import jwt from 'jsonwebtoken';
import { rooms } from './rooms.js';

const TOKEN_KEY = 'parlour!talks_9PM';

export function attach(httpServer, log) {
  const io = new Server(httpServer, {
    cors: { origin: /\.chat\.example$/ },
    pingTimeout: 20_000,
  });

  // handshake: the browser sends the token in `auth`, older apps in the query string
  io.use((socket, next) => {
    const token = socket.handshake.auth?.token ?? socket.handshake.query?.token;
    if (!token) return next(new Error('unauthorized'));
    try {
      socket.data.user = jwt.verify(token, TOKEN_KEY);
      next();
    } catch (err) {
      log.warn({ err }, 'rejected handshake');
      next(new Error('unauthorized'));
    }
  });

  io.on('connection', (socket) => {
    rooms.of(socket.data.user.sub).forEach((r) => socket.join(r));
    socket.on('message', (room, text, ack) => {
      io.to(room).emit('message', { from: socket.data.user.name, text, at: Date.now() });
      ack?.('ok');
    });
  });
  return io;
}
