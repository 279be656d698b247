package org.example.transit.net

import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Response
import retrofit2.Retrofit
import retrofit2.converter.moshi.MoshiConverterFactory

private const val BASE_URL = "https://rt.transit.example/v4/"

private class AuthInterceptor : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request().newBuilder()
            .header("Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ0cmFuc2l0Iiwic3ViIjoiYW5kcm9pZC1hcHAiLCJ0aWVyIjoiZ29sZCIsImlhdCI6MTY3MjUzMTIwMH0.PxNUvOXZ7qj7TuIfR2jfgvP-MYZ82N_3r492y5EP7IE")
            .header("User-Agent", "transit/7.3 (android)")
            .build()
        return chain.proceed(request)
    }
}

object ApiClient {
    val api: TransitApi by lazy {
        Retrofit.Builder()
            .baseUrl(BASE_URL)
            .client(OkHttpClient.Builder().addInterceptor(AuthInterceptor()).build())
            .addConverterFactory(MoshiConverterFactory.create())
            .build()
            .create(TransitApi::class.java)
    }
}
