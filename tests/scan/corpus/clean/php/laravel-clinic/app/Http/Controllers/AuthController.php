<?php

namespace App\Http\Controllers;

use App\Http\Requests\LoginRequest;
use Illuminate\Http\JsonResponse;
use Illuminate\Support\Facades\Hash;
use Illuminate\Support\Str;
use Tymon\JWTAuth\Facades\JWTAuth;

class AuthController extends Controller
{
    public function login(LoginRequest $request): JsonResponse
    {
        $credentials = $request->only('email', 'password');
        if (!$token = JWTAuth::attempt($credentials)) {
            return response()->json(['error' => 'invalid_credentials', 'message' => __('auth.failed')], 401);
        }
        return response()->json(['access_token' => $token, 'token_type' => 'bearer', 'expires_in' => config('jwt.ttl') * 60]);
    }

    public function integration(): JsonResponse
    {
        $secret = Str::random(64);
        $this->user()->integrations()->create(['jwt_secret' => encrypt($secret), 'token' => Hash::make($secret)]);
        return response()->json(['secret' => $secret, 'csrf_token' => csrf_token()]);
    }
}
