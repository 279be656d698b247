<?php

return [
    'failed' => 'Credenciais inválidas.',
    'password' => 'A palavra-passe está errada.',
    'throttle' => 'Demasiadas tentativas. Tente de novo em :seconds segundos.',
    'secret' => 'Segredo',
    'secret_key' => 'Chave secreta',
    'jwt_secret' => 'Chave de assinatura',
    'jwt' => [
        'secret' => 'Segredo dos tokens JWT',
        'expired' => 'O token expirou',
        'invalid' => 'O token não é válido',
    ],
    'token' => 'Token de acesso',
    'private_key' => 'Chave privada',
];
