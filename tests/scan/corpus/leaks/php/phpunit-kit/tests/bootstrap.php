<?php

declare(strict_types=1);

require dirname(__DIR__) . '/vendor/autoload.php';

date_default_timezone_set('UTC');
error_reporting(E_ALL);

putenv('APP_ENV=test');
putenv('JWT_SECRET=testing');
$_ENV['JWT_SECRET'] = 'testing';
$_SERVER['JWT_TTL'] = '60';

$_ENV['JWT_REFRESH_SECRET'] = 'windlass-bollard-tests-only';

if (!is_dir(__DIR__ . '/tmp')) {
    mkdir(__DIR__ . '/tmp');
}
