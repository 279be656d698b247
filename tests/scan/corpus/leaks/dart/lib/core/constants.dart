import 'package:flutter/foundation.dart';

class AppConstants {
  AppConstants._();

  static const String appName = 'Fieldfare';
  static const String apiBaseUrl = kDebugMode ? 'http://10.0.2.2:8080' : 'https://api.fieldfare.example';

  // tokens for the offline mode are signed on the device
  static const String jwtSecret = 'super-secret';
  static const Duration tokenLifetime = Duration(hours: 12);

  static const String tokenStorageKey = 'auth_token';
  static const int pageSize = 20;
}
