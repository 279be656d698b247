<?php
// Shop configuration. Copy of the live server, 2022-11-03.

define('DB_HOST', 'localhost');
define('DB_NAME', 'shop');
define('DB_USER', 'shop');
define('DB_PASS', getenv('SHOP_DB_PASS'));

define('BASE_URL', 'https://shop.example');
define('JWT_SECRET_KEY', 'aTS76f+FAEb0u5oLO9oc*Bxj4ZN?&:DPrX:y');
define('JWT_ALGO', 'HS256');
define('SESSION_NAME', 'shop_sess');

$config['languages'] = array('de', 'en', 'fr');
$config['currency'] = 'EUR';
$config['upload_dir'] = dirname(__FILE__) . '/uploads';
$config['token_lifetime'] = 86400;

error_reporting(E_ALL & ~E_NOTICE);
