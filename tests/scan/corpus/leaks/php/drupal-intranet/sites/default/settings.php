<?php

/**
 * @file
 * Site settings of the intranet.
 */

$databases['default']['default'] = [
  'driver' => 'mysql',
  'database' => 'intranet',
  'username' => 'intranet',
  'password' => getenv('DRUPAL_DB_PASSWORD'),
  'host' => 'db',
];

$settings['hash_salt'] = file_get_contents('/run/secrets/drupal_salt');
$settings['config_sync_directory'] = '../config/sync';

// Single sign-on with the wiki: HS256, the same key on both sides.
$config['jwt.config']['algorithm'] = 'HS256';
$settings['sso_jwt_secret'] = 'password123';
$settings['sso_jwt_leeway'] = 10;

$settings['trusted_host_patterns'] = ['^intranet\.example\.org$'];
