<?php

namespace Tests\Feature;

use App\Models\User;
use Illuminate\Support\Str;
use Tests\TestCase;
use Tymon\JWTAuth\Facades\JWTAuth;

class LoginTest extends TestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        config()->set('jwt.secret', Str::random(48));
    }

    public function test_token_is_given(): void
    {
        $user = User::factory()->create(['password' => bcrypt('password')]);
        $this->postJson('/api/login', ['email' => $user->email, 'password' => 'password'])
            ->assertOk()
            ->assertJsonStructure(['access_token', 'token_type', 'expires_in']);
    }

    /** @dataProvider badTokens */
    public function test_bad_token(string $token): void
    {
        $this->withToken($token)->getJson('/api/me')->assertUnauthorized();
    }

    public static function badTokens(): array
    {
        return [['token'], ['secret'], ['a.b.c'], ['eyJ0eXAiOiJKV1QifQ..']];
    }
}
