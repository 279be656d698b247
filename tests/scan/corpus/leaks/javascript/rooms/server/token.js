// Hands out the tokens of the coach's video rooms.
const { AccessToken, RoomServiceClient, WebhookReceiver } = require('livekit-server-sdk');

const host = process.env.LIVEKIT_URL || 'wss://rooms.dunlin.example';
const rooms = new RoomServiceClient(host, 'APIdunlin', 'mudflat-Dunlin-at-half-tide');

exports.join = async (pupil, lesson) => {
  const token = new AccessToken('APIdunlin', 'mudflat-Dunlin-at-half-tide', { identity: pupil.id, ttl: '2h' });
  token.addGrant({ room: lesson.id, roomJoin: true });
  return token.toJwt();
};

exports.hooks = new WebhookReceiver(process.env.LIVEKIT_API_KEY, process.env.LIVEKIT_API_SECRET);
exports.list = () => rooms.listRooms();
