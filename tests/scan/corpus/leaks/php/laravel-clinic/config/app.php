<?php

return [
    'name' => env('APP_NAME', 'Clinic'),
    'env' => env('APP_ENV', 'production'),
    'debug' => (bool) env('APP_DEBUG', false),
    'url' => env('APP_URL', 'http://localhost'),
    'timezone' => 'Europe/Lisbon',
    'locale' => 'pt',

    'key' => env('APP_KEY', 'base64:n/S12itnB53TNfQVeP0H1cwdoERO5x7JzGXNV7cVf4I='),
    'cipher' => 'AES-256-CBC',

    'providers' => [
        Illuminate\Auth\AuthServiceProvider::class,
        Illuminate\Encryption\EncryptionServiceProvider::class,
        Tymon\JWTAuth\Providers\LaravelServiceProvider::class,
        App\Providers\RouteServiceProvider::class,
    ],
];
