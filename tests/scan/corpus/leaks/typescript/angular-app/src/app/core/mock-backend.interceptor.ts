import { HttpEvent, HttpHandler, HttpInterceptor, HttpRequest, HttpResponse } from '@angular/common/http';
import { Injectable } from '@angular/core';
import { Observable, of, throwError } from 'rxjs';
import { delay } from 'rxjs/operators';

@Injectable()
export class MockBackendInterceptor implements HttpInterceptor {
  intercept(req: HttpRequest<unknown>, next: HttpHandler): Observable<HttpEvent<unknown>> {
    if (req.url.endsWith('/users/authenticate') && req.method === 'POST') {
      const { username } = req.body as { username: string };
      if (username !== 'test') return throwError(() => ({ error: { message: 'Username or password is incorrect' } }));
      return of(
        new HttpResponse({
          status: 200,
          body: { id: 1, username, token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwibmFtZSI6InRlc3QiLCJpYXQiOjE1MTYyMzkwMjJ9.oeJCYA6JzGojeuvgds9eRQgQ-BaFdlEFrDQkjC319fc' },
        }),
      ).pipe(delay(400));
    }
    return next.handle(req);
  }
}
