<?php

use Slim\Factory\AppFactory;
use Tuupola\Middleware\JwtAuthentication;

require __DIR__ . '/../vendor/autoload.php';

Dotenv\Dotenv::createImmutable(dirname(__DIR__))->load();

$app = AppFactory::create();
$app->add(new JwtAuthentication([
    'path' => '/api',
    'secret' => $_ENV['JWT_SECRET'],
    'algorithm' => ['HS256'],
    'header' => 'X-Token',
    'regexp' => '/(.*)/',
    'cookie' => 'library_token',
    'attribute' => 'jwt',
]));

$app->run();
