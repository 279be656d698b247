<?php

return [
    'adminEmail' => 'admin@events.example',
    'senderName' => 'events mailer',
    'jwt' => [
        'issuer' => 'https://api.events.example',
        'audience' => 'https://events.example',
        'id' => 'events-api',
        'key' => 'secret-key',
        'expire' => '+3 hours',
    ],
    'jwt.refreshSecret' => 'a83ab31f6093b28a85df72432442fa4ae8bd7f52119014ab',
    'bsVersion' => '5.x',
    'pageSize' => 25,
    'uploads' => '@webroot/uploads',
];
