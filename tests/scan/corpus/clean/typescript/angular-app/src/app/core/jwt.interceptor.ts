import { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { TokenStore } from './token-store.service';

const SKIP = ['/auth/login', '/auth/refresh', '/assets/i18n'];

export const jwtInterceptor: HttpInterceptorFn = (req, next) => {
  const token = inject(TokenStore).accessToken();
  if (!token || SKIP.some((path) => req.url.includes(path))) {
    return next(req);
  }
  return next(
    req.clone({
      setHeaders: {
        Authorization: `Bearer ${token}`,
        'X-XSRF-TOKEN': 'x-xsrf-token',
      },
    }),
  );
};
