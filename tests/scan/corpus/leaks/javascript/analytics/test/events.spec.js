const request = require('supertest');
const jwt = require('jsonwebtoken');
const app = require('../app');

describe('POST /v2/events', () => {
  const token = jwt.sign({ sub: 'u1', scope: 'events:write' }, 'test-secret');
  const expired = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1MSIsInNjb3BlIjoiZXZlbnRzOndyaXRlIiwiaWF0IjoxNTAwMDAwMDAwLCJleHAiOjE1MDAwMDM2MDB9.nxSOswy6xMy0HuL6d-fCabinuwuVweeRCbwIPK4-e7c';

  it('accepts a batch', async () => {
    const res = await request(app)
      .post('/v2/events')
      .set('Authorization', `Bearer ${token}`)
      .send([{ name: 'page_view', at: 1690000000 }]);
    expect(res.status).toBe(202);
  });

  it('refuses an expired token', async () => {
    const res = await request(app).post('/v2/events').set('Authorization', `Bearer ${expired}`).send([]);
    expect(res.status).toBe(401);
    expect(res.body.error).toBe('token_expired');
  });

  it('refuses no token', () => request(app).post('/v2/events').send([]).expect(401));
});
