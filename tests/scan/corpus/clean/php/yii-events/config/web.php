<?php

$secrets = require '/etc/events/secrets.php';

return [
    'id' => 'events',
    'basePath' => dirname(__DIR__),
    'components' => [
        'request' => [
            'cookieValidationKey' => $secrets['cookieValidationKey'],
            'csrfParam' => '_csrf-token',
            'parsers' => ['application/json' => 'yii\web\JsonParser'],
        ],
        'jwt' => [
            'class' => \sizeg\jwt\Jwt::class,
            'key' => $secrets['jwt.key'],
            'jwtValidationData' => \app\components\JwtValidationData::class,
        ],
        'user' => [
            'identityClass' => 'app\models\User',
            'enableSession' => false,
            'identityCookie' => ['name' => '_identity-token'],
        ],
    ],
];
