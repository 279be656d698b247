import { io } from 'socket.io-client';
import { getToken, onTokenRefresh } from './session.js';

export function connect(url = import.meta.env.VITE_CHAT_URL) {
  const socket = io(url, {
    transports: ['websocket'],
    auth: (cb) => cb({ token: getToken() }),
  });

  socket.on('connect_error', (err) => {
    if (err.message === 'unauthorized') {
      console.warn('token refused, waiting for a fresh one');
    }
  });
  onTokenRefresh((token) => {
    socket.auth = { token };
    socket.disconnect().connect();
  });
  return socket;
}
