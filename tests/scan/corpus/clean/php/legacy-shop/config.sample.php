<?php
// Copy to config.inc.php and fill in the values.

define('DB_HOST', 'localhost');
define('DB_NAME', '<database>');
define('DB_USER', '<user>');
define('DB_PASS', '<password>');

// at least 32 characters: php -r 'echo bin2hex(random_bytes(32));'
define('JWT_SECRET_KEY', '<your-secret>');
define('JWT_ALGO', 'HS256');
define('JWT_PUBLIC_KEY_FILE', '/etc/shop/jwt_public.pem');
define('SESSION_NAME', 'shop_sess');
define('CSRF_TOKEN_NAME', 'shop_csrf_token');

$config['token_header'] = 'Authorization';
