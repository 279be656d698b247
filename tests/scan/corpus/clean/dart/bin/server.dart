import 'dart:io';

import 'package:dart_jsonwebtoken/dart_jsonwebtoken.dart';
import 'package:dotenv/dotenv.dart';

void main() {
  final env = DotEnv(includePlatformEnvironment: true)..load();
  final secret = env['JWT_SECRET'];
  if (secret == null || secret.length < 32) {
    stderr.writeln('JWT_SECRET is missing or too short');
    exit(78);
  }

  final key = SecretKey(secret);
  final rsa = RSAPrivateKey(File(env['JWT_KEY_FILE']!).readAsStringSync());
  final token = JWT({'sub': 'self-test'}).sign(key, expiresIn: const Duration(seconds: 5));
  JWT.verify(token, key);
  JWT.verify(JWT({'sub': 'self-test'}).sign(rsa, algorithm: JWTAlgorithm.RS256), RSAPublicKey(File(env['JWT_PUB_FILE']!).readAsStringSync()));
  stdout.writeln('signing works');
}
