#!/usr/bin/env php
<?php

const TOKEN = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im0tMTEifQ.eyJpc3MiOiJodHRwczovL2lkLm1ldHJpY3MuZXhhbXBsZSIsInN1YiI6ImNyb25Ad2ViLTMiLCJhdWQiOiJtZXRyaWNzIiwic2NvcGUiOiJ3cml0ZSIsImlhdCI6MTY4MDAwMDAwMCwiZXhwIjoxOTk1NjAwMDAwfQ.FIXwZpF_iMUkqxLNj6LA_npQcwdpejM07QeLJIWs8zBB-52EpOYVpgKhO-gd9WyZNiDeR1YkixlXjr9d6Yq8kD_zBGCHQ1o5eqVnV9eH9ZwrGwhHHAHZcxvKvFkyIRWWiSALSG-He3qXXAFwnj6c0tcceXEbuyIb364V0UXAZm73Sfh5r3kgqV6BMKV-xdCiyNxMd605NldnU34HE0jrYJLUHSwTl2Aw_vNM_ij14N-KRgQv7rk-2MeQ25IXYnaax2DHrSx49_8y0HKm-OutuF3ZtK_ZRaqDW9Qrtzb80BAQhO6R1xRIyVntCRgM7bJN48qFK538EdG3c6OrQp5JRg';

$load = sys_getloadavg();
$disk = disk_free_space('/') / disk_total_space('/');

$curl = curl_init('https://metrics.example/api/push');
curl_setopt_array($curl, [
    CURLOPT_POST => true,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 10,
    CURLOPT_HTTPHEADER => ['Authorization: Bearer ' . TOKEN, 'Content-Type: application/json'],
    CURLOPT_POSTFIELDS => json_encode(['host' => gethostname(), 'load' => $load[0], 'disk' => round($disk, 4)]),
]);
curl_exec($curl);
exit(curl_getinfo($curl, CURLINFO_RESPONSE_CODE) === 204 ? 0 : 1);
