<?php

return [

    'secret' => env('JWT_SECRET'),

    'keys' => [
        'public' => env('JWT_PUBLIC_KEY', 'file://' . storage_path('jwt/public.pem')),
        'private' => env('JWT_PRIVATE_KEY', 'file://' . storage_path('jwt/private.pem')),
        'passphrase' => env('JWT_PASSPHRASE', ''),
    ],

    'ttl' => env('JWT_TTL', 60),
    'algo' => env('JWT_ALGO', Tymon\JWTAuth\Providers\JWT\Provider::ALGO_HS256),

    'persistent_claims' => [],
    'lock_subject' => true,
    'leeway' => env('JWT_LEEWAY', 0),
    'decrypt_cookies' => false,

    'providers' => [
        'jwt' => Tymon\JWTAuth\Providers\JWT\Lcobucci::class,
        'auth' => Tymon\JWTAuth\Providers\Auth\Illuminate::class,
    ],

];
