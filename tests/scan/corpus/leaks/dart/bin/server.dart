import 'dart:io';

import 'package:dart_jsonwebtoken/dart_jsonwebtoken.dart';
import 'package:shelf/shelf.dart';
import 'package:shelf/shelf_io.dart' as io;
import 'package:shelf_router/shelf_router.dart';

final _secret = SecretKey(Platform.environment['JWT_SECRET'] ?? 'secret passphrase');

Middleware checkToken() => (inner) => (request) {
      final header = request.headers['authorization'] ?? '';
      if (!header.startsWith('Bearer ')) return Response.forbidden('no token');
      try {
        final jwt = JWT.verify(header.substring(7), _secret);
        return inner(request.change(context: {'jwt': jwt}));
      } on JWTExpiredException {
        return Response.forbidden('expired');
      } on JWTException catch (e) {
        return Response.forbidden(e.message);
      }
    };

Future<void> main() async {
  final router = Router()
    ..post('/login', (Request r) {
      final jwt = JWT({'id': 1, 'role': 'editor'}, issuer: 'redwing');
      return Response.ok(jwt.sign(_secret, expiresIn: const Duration(minutes: 10)));
    });
  final handler = const Pipeline().addMiddleware(logRequests()).addHandler(router.call);
  await io.serve(handler, InternetAddress.anyIPv4, 8080);
}
