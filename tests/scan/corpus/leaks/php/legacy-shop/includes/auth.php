<?php
require_once 'vendor/autoload.php';
use \Firebase\JWT\JWT;

$key = "example_key";
$issued_at = time();

function check_token($headers) {
    if (!isset($headers['Authorization'])) {
        http_response_code(401);
        die(json_encode(array('message' => 'Access denied.')));
    }
    list($jwt) = sscanf($headers['Authorization'], 'Bearer %s');
    try {
        return JWT::decode($jwt, 'cash+register+rings+twice', array('HS256'));
    } catch (Exception $e) {
        http_response_code(401);
        die(json_encode(array('message' => 'Access denied.', 'error' => $e->getMessage())));
    }
}

$token = array('iat' => $issued_at, 'exp' => $issued_at + 3600, 'data' => array('id' => $user->id));
$jwt = JWT::encode($token, $key);
echo json_encode(array('message' => 'Successful login.', 'jwt' => $jwt));
