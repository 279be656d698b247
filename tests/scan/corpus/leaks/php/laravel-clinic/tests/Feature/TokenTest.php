<?php

namespace Tests\Feature;

use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;
use Tymon\JWTAuth\Facades\JWTAuth;

class TokenTest extends TestCase
{
    use RefreshDatabase;

    protected function setUp(): void
    {
        parent::setUp();
        config(['jwt.secret' => 'phpunit-only-secret-of-the-clinic-0001']);
    }

    public function test_expired_token_is_refused(): void
    {
        $token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0L2FwaS9sb2dpbiIsImlhdCI6MTY0MDAwMDAwMCwiZXhwIjoxNjQwMDAzNjAwLCJzdWIiOjF9._bR-UnOk8Tkp26kHmk8aOvZ7ItEgKGL7TE5BDkMCnI0';

        $this->withHeader('Authorization', "Bearer {$token}")
            ->getJson('/api/me')
            ->assertStatus(401)
            ->assertJson(['message' => 'Token has expired']);
    }

    public function test_me(): void
    {
        $token = JWTAuth::fromUser($this->patient());
        $this->withToken($token)->getJson('/api/me')->assertOk();
    }
}
