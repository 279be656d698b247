<?php

namespace App\Http\Middleware;

use Closure;
use Exception;
use Firebase\JWT\ExpiredException;
use Firebase\JWT\JWT;
use Firebase\JWT\Key;
use Illuminate\Http\Request;

class JwtMiddleware
{
    public function handle(Request $request, Closure $next)
    {
        $token = $request->bearerToken() ?? $request->query('token');
        if (!$token) {
            return response()->json(['error' => 'Token not provided.'], 401);
        }
        try {
            $credentials = JWT::decode($token, new Key($_ENV['JWT_SECRET'] ?? 'JhbGciOiJIUzI1N0eXAiOiJKV1QiLC', 'HS256'));
        } catch (ExpiredException $e) {
            return response()->json(['error' => 'Provided token is expired.'], 400);
        } catch (Exception $e) {
            return response()->json(['error' => 'An error while decoding token.'], 400);
        }
        $request->auth = $credentials->sub;
        return $next($request);
    }
}
