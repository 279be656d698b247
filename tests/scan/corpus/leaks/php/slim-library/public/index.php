<?php

use Slim\Factory\AppFactory;
use Tuupola\Middleware\JwtAuthentication;

require __DIR__ . '/../vendor/autoload.php';

$app = AppFactory::create();

$app->add(new JwtAuthentication([
    'path' => '/api',
    'ignore' => ['/api/token', '/api/ping'],
    'secret' => 'supersecretkeyyoushouldnotcommittogithub',
    'attribute' => 'jwt',
    'error' => function ($response, $arguments) {
        $response->getBody()->write(json_encode(['status' => 'error', 'message' => $arguments['message']]));
        return $response->withHeader('Content-Type', 'application/json');
    },
]));

$app->get('/api/loans', function ($request, $response) {
    $token = $request->getAttribute('jwt');
    $response->getBody()->write(json_encode(loans_of($token['sub'])));
    return $response;
});

$app->run();
