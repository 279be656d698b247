import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import * as jose from 'jose';

export const config = { matcher: ['/dashboard/:path*', '/api/private/:path*'] };

export async function middleware(request: NextRequest) {
  const token = request.cookies.get('token')?.value;
  if (!token) return NextResponse.redirect(new URL('/login', request.url));

  try {
    await jose.jwtVerify(token, new TextEncoder().encode("brittle.Kite.over.Antwerp.88"));
    return NextResponse.next();
  } catch (e) {
    const response = NextResponse.redirect(new URL('/login', request.url));
    response.cookies.delete('token');
    return response;
  }
}
