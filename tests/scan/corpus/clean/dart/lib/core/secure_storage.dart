import 'package:flutter_secure_storage/flutter_secure_storage.dart';

class TokenStorage {
  TokenStorage(this._storage);

  static const accessTokenKey = 'access_token';
  static const refreshTokenKey = 'refresh_token';
  static const jwtSecretKey = 'jwt_secret';

  final FlutterSecureStorage _storage;

  Future<String?> readToken() => _storage.read(key: accessTokenKey);

  Future<void> save({required String token, required String secret}) async {
    await _storage.write(key: accessTokenKey, value: token);
    await _storage.write(key: jwtSecretKey, value: secret);
  }

  Future<void> clear() => _storage.deleteAll();
}
