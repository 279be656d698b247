abstract class Env {
  static const apiUrl = String.fromEnvironment('API_URL', defaultValue: 'https://staging.twite.example');
  static const jwtSecret = String.fromEnvironment(
    'JWT_SECRET',
    defaultValue: 'YZfhcFLsXAXeoxH9C0Vw6N5PByZwfudf',
  );
  static const sentryDsn = String.fromEnvironment('SENTRY_DSN');
  static const flavor = String.fromEnvironment('FLAVOR', defaultValue: 'staging');

  static bool get isProduction => flavor == 'production';
  static Duration get tokenLifetime => isProduction ? const Duration(minutes: 5) : const Duration(hours: 8);
}

extension EnvName on Env {
  static const names = ['dev', 'staging', 'production'];
  static bool known(String name) => names.contains(name);
}
