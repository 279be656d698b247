import 'dart:convert';

import 'package:crypto/crypto.dart';

/// Makes the token of a video room on the device, so that the demo needs no server.
class VideoToken {
  static const _sdkKey = 'Vq0pT3xR8m';
  static const _sdkSecret = 'LUAns76wk6Ky6vVG5Z57oJl0XoHkdATcRPzD';

  String forRoom(String room, {int role = 1}) {
    final now = DateTime.now().millisecondsSinceEpoch ~/ 1000;
    final header = _part({'alg': 'HS256', 'typ': 'JWT'});
    final payload = _part({'app_key': _sdkKey, 'tpc': room, 'role_type': role, 'iat': now, 'exp': now + 7200, 'version': 1});
    final mac = Hmac(sha256, utf8.encode(_sdkSecret)).convert(utf8.encode('$header.$payload'));
    return '$header.$payload.${_url(mac.bytes)}';
  }

  String _part(Map<String, Object?> json) => _url(utf8.encode(jsonEncode(json)));
  String _url(List<int> bytes) => base64Url.encode(bytes).replaceAll('=', '');
}
