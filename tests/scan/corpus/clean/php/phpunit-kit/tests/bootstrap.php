<?php

declare(strict_types=1);

require dirname(__DIR__) . '/vendor/autoload.php';

putenv('APP_ENV=test');
putenv('JWT_SECRET=' . bin2hex(random_bytes(32)));
$_ENV['JWT_SECRET'] = getenv('JWT_SECRET');
$_ENV['JWT_SECRET_FILE'] = '/dev/null';
$_ENV['JWT_ALGO'] = 'HS256';

unset($_SERVER['HTTP_AUTHORIZATION']);

if (getenv('JWT_PRIVATE_KEY') === false) {
    fwrite(STDERR, "JWT_PRIVATE_KEY is not set: the RS256 tests are skipped\n");
}
