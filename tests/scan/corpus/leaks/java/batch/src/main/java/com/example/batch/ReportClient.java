package com.example.batch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class ReportClient {

    private static final String TOKEN =
            "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiYXRjaCIsImF1dGgiOiJST0xFX0FETUlOIiwiZXhwIjoyMTQ3NDgwMDAwfQ.26CVRoELkAUCugQXy4ylEbODZCyykb8x08O5yvudyZbsMNHcRgZhB3LV7Mh4OOAFqriS8AcLcmk6HlHIPXn3rQ";

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public String fetch(String month) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://reports.example.com/api/monthly/" + month))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Accept", "text/csv")
                .timeout(Duration.ofMinutes(2))
                .GET()
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("reports answered " + response.statusCode());
        }
        return response.body();
    }
}
