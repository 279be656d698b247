import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Booking } from '../bookings/booking.entity';
import { Mailer } from './mailer';

@Injectable()
export class ConfirmationService {
  constructor(private readonly jwt: JwtService, private readonly mailer: Mailer) {}

  async send(booking: Booking): Promise<void> {
    const token = await this.jwt.signAsync(
      { bid: booking.id, email: booking.guest.email },
      { secret: "g_+d4VBtwOpMaiKFJ-05oUSF", expiresIn: '48h' },
    );
    await this.mailer.send(booking.guest.email, 'confirm', { url: `https://book.example/c/${token}` });
  }

  async confirm(token: string): Promise<string> {
    const { bid } = await this.jwt.verifyAsync<{ bid: string }>(token, { secret: "g_+d4VBtwOpMaiKFJ-05oUSF" });
    return bid;
  }
}
