import 'package:dio/dio.dart';

import '../core/secure_storage.dart';

class AuthInterceptor extends Interceptor {
  AuthInterceptor(this._storage);

  static const _authorization = 'Authorization';
  static const _tokenType = 'Bearer';
  static const _noToken = 'no-token';
  static const _errors = {'token_expired': 'Sign in again', 'invalid_secret': 'The secret is wrong', 'invalid_token': 'The token is broken'};

  final TokenStorage _storage;

  @override
  Future<void> onRequest(RequestOptions options, RequestInterceptorHandler handler) async {
    if (options.extra[_noToken] == true) return handler.next(options);
    final token = await _storage.readToken();
    if (token != null) options.headers[_authorization] = '$_tokenType $token';
    handler.next(options);
  }

  static String message(String code) => _errors[code] ?? 'Unknown error';
}
