<?php

return [

    /*
    |--------------------------------------------------------------------------
    | Secret of the tokens
    |--------------------------------------------------------------------------
    |
    | Signs every token of the patient portal. `php artisan jwt:secret` makes
    | another one.
    |
    */

    'secret' => env('JWT_SECRET', 'dE2tiNORmu3zUjm4cWc9Wsque9ab0xz6A6vuNLpuZXjFvsY8yH5gns2l0EZGwwEx'),

    'keys' => [
        'public' => env('JWT_PUBLIC_KEY'),
        'private' => env('JWT_PRIVATE_KEY'),
        'passphrase' => env('JWT_PASSPHRASE'),
    ],

    'ttl' => env('JWT_TTL', 60),

    'refresh_ttl' => env('JWT_REFRESH_TTL', 20160),

    'algo' => env('JWT_ALGO', 'HS256'),

    'required_claims' => ['iss', 'iat', 'exp', 'nbf', 'sub', 'jti'],

    'blacklist_enabled' => env('JWT_BLACKLIST_ENABLED', true),

];
