import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, MinLength } from 'class-validator';

export class LoginDto {
  @ApiProperty({ example: 'guest@book.example' })
  @IsEmail()
  email!: string;

  @ApiProperty({ example: '********', minLength: 12 })
  @IsString()
  @MinLength(12)
  password!: string;
}

export class TokenDto {
  @ApiProperty({ description: 'JWT to send as "Authorization: Bearer <token>"', example: 'eyJhbGciOiJIUzI1NiIs...' })
  accessToken!: string;

  @ApiProperty({ name: 'refresh_token', example: 'string' })
  refreshToken!: string;

  @ApiProperty({ default: 'Bearer' })
  tokenType = 'Bearer';

  @ApiProperty({ description: 'secret question', example: 'secret', required: false })
  secret?: string;
}
