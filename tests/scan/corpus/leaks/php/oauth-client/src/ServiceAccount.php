<?php

namespace OAuthClient;

use Firebase\JWT\JWT;
use GuzzleHttp\Client;

class ServiceAccount
{
    private $privateKey = "-----BEGIN PRIVATE KEY-----\n"
        . "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDBAlGk9wTNUgg5\n"
        . "lArCvUbfzPJ/1SWYa9sDGoKGEWqs1PgknlXglNxnb/7OHJeTxTo1oYoiMszm7fVF\n"
        . "I6GMKoI2aknSKEAgbjJ1ThYN6oWMdOgkmMFWUvklBwjzj9rNNfcKBkM2QlcCyVJ8\n"
        . "fPegfVIHmH+onjGyQ4PSoOgTJQxEJizECQE6lrNh5Ck56zdIrDSMA4V7zzT0lJrK\n"
        . "gNIQSl00XljYonpAaBt1g936hcKy3W18epDE4MY2f04L0wd0MOAOC5f4+jJ6fbef\n"
        . "D8VpzJQWfsJYVojdYyMR4+fvFgtUtDKjhVT/P7AZB6bkPcFd5QveK9X9Ls+AJWxD\n"
        . "R9f/eSV7AgMBAAECggEAPggHw3Qcl/ygZhj9aF860xzkZ09S2Oz5I8M2Ze5dEZUU\n"
        . "93fn89kECT6GbynjUXvW3HvBkIIxNpsN9B2igxD6bpC0jxWeno2sK+Vf0zMnnt/H\n"
        . "6FMr+BmMt2jOaLE4SjHo5tDicyLZIi0gFKB5WZxNa+GITeIh6MAoMt7CF70VdyUa\n"
        . "0srkPF2O7G2deMYIIb1m8vJr5+k4NdsufZVtEmkyeJ/vyR01GM03JvK6Y88/fhvE\n"
        . "yCWxdzGvjqiqH9HhF1L8TP4SWF1e0UtdaHl3Dcy8I0gy3BaX5XE5/iterY9sVXhh\n"
        . "bJ5XYjP8TqsM6wm3r5O2GEI3k70P/r//e6JxJDILiQKBgQDlo8HQ4+RwGQcpK+RU\n"
        . "hqyq79+YW4XjNBeOFdoLONHX+G3c7a5vMlWfSNUm24bMx843KFM8V1phQmzdYuzr\n"
        . "uRcOzJjTeLiQZxdpuH5cC30Xte3Jn3nlr2XYWPRuPSvtpS4ptFHSvHLUGLlnyee7\n"
        . "g2oQWKST9ANM4PYkRVZVa+JDHwKBgQDXKiBVBC9r3fZReEVrWO6yI6pNhxh+xPsO\n"
        . "6IzVA+cQCP84zX324RMCHBsZx+R8SeTedMsldDU1Y/vGhaC7+qQfW4z0k7TNZZIZ\n"
        . "TM8iqk/mXCmWeky1s7G5n3sEeGmjHRuOC48y3ULYJw953dA/Op0jp45I87XZuEIt\n"
        . "iYJEYG5OJQKBgGPLBi8A2gTc23/I0zDoVaDzHPfYzhYuTQ4x8M9vocF49EVOBL/N\n"
        . "3+eYfwij3bCgI71UiNdwHpalhymuE8dcZ+jGgKNlks8t/b6zrjXRyErFhNBZvV9T\n"
        . "Ga8q+Q3vB2f+oFD/S4+I1V3WYLv5wfp64Vy5KMwi/kwqdszMVPhKKcmBAoGBALbR\n"
        . "x3kVPknT5kgg/jMQ9HgOT9Th9hE4w+1N8OPKFhmM23bjO6V6ZpFDWk+UhfKJQts1\n"
        . "t6qSS+ealcJ/piwy8iLmwiTKIDTpmbK/jbxxo8QjCP8f2XAGR/tlo7wPqAp9X/1Y\n"
        . "mwrn77UDs2Wj8B7Zac1ywDYCRcDBjBFvJm181hy1AoGAPlTvI3SObZB2cTREarLH\n"
        . "zOSgDlbp0uRNRMKezfHpgsjRFm6tiGbGzhb2gPXFAtfLc87QvL/sRVIyH6zpoZgx\n"
        . "tVdoTT3KVfYf9pVtrxvGR25Ut1kBhnedS5rLZb2fweT3+AnsreHWTltLUEQN8yCc\n"
        . "zI3SQv8C6stH+HP4qOeQfMA=\n"
        . "-----END PRIVATE KEY-----\n";

    private $email = 'reports@tidal-reach-308112.iam.gserviceaccount.com';

    public function accessToken(Client $http)
    {
        $assertion = JWT::encode([
            'iss' => $this->email,
            'scope' => 'https://www.googleapis.com/auth/analytics.readonly',
            'aud' => 'https://oauth2.googleapis.com/token',
            'iat' => time(),
            'exp' => time() + 600,
        ], $this->privateKey, 'RS256');

        $response = $http->post('https://oauth2.googleapis.com/token', ['form_params' => [
            'grant_type' => 'urn:ietf:params:oauth:grant-type:jwt-bearer',
            'assertion' => $assertion,
        ]]);
        return json_decode((string) $response->getBody(), true)['access_token'];
    }
}
