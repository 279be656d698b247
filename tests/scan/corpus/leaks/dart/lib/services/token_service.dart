import 'package:dart_jsonwebtoken/dart_jsonwebtoken.dart';

import '../models/user.dart';

class TokenService {
  String sign(User user) {
    final jwt = JWT(
      {'id': user.id, 'email': user.email},
      issuer: 'https://redwing.example',
      subject: user.id,
    );
    return jwt.sign(SecretKey('secret passphrase'), algorithm: JWTAlgorithm.HS256);
  }

  User? verify(String token) {
    final jwt = JWT.tryVerify(token, SecretKey('secret passphrase'));
    return jwt == null ? null : User.fromJson(jwt.payload as Map<String, dynamic>);
  }

  String signForPartner(User user) =>
      JWT({'sub': user.id}).sign(SecretKey('ix/14Px0N2oz74PwC+hD+aHw+XmNx7POm/z4gerRMNk=', isBase64Encoded: true));
}
