import { Test } from '@nestjs/testing';
import { JwtService } from '@nestjs/jwt';
import { AuthService } from './auth.service';

describe('AuthService', () => {
  let service: AuthService;
  const jwtService = { sign: jest.fn(() => 'signed'), verify: jest.fn() };

  beforeEach(async () => {
    const module = await Test.createTestingModule({
      providers: [AuthService, { provide: JwtService, useValue: jwtService }],
    }).compile();
    service = module.get(AuthService);
  });

  it('signs with the user id', async () => {
    await expect(service.login({ id: '9' } as any)).resolves.toEqual({ accessToken: 'signed' });
    expect(jwtService.sign).toHaveBeenCalledWith({ sub: '9' });
  });

  it('throws when the secret is missing', () => {
    jwtService.sign.mockImplementationOnce(() => {
      throw new Error('secretOrPrivateKey must have a value');
    });
    expect(() => service.token('9')).toThrow('secretOrPrivateKey must have a value');
  });
});
