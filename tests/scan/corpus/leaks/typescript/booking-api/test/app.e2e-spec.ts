import { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { JwtService } from '@nestjs/jwt';
import * as request from 'supertest';
import { AppModule } from '../src/app.module';

describe('bookings (e2e)', () => {
  let app: INestApplication;
  const jwt = new JwtService({ secret: 'e2e-lighthouse-key-0451' });

  beforeAll(async () => {
    process.env.JWT_SECRET = 'e2e-lighthouse-key-0451';
    const moduleRef = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = moduleRef.createNestApplication();
    await app.init();
  });

  it('lists own bookings', async () => {
    const token = jwt.sign({ sub: '7', tenant: 'north' });
    const { body } = await request(app.getHttpServer())
      .get('/bookings')
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    expect(body.items).toHaveLength(2);
  });

  it('answers 401 without a token', () => request(app.getHttpServer()).get('/bookings').expect(401));

  afterAll(() => app.close());
});
