package com.example;

import io.camelcognigy.test.CognigyEndpoint;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A scripted bot for the tests: Quarkus asks for its address before it starts the application. */
public class Bot implements QuarkusTestResourceLifecycleManager {

    private final CognigyEndpoint endpoint =
            CognigyEndpoint.create().on("hello", answer -> answer.say("Hello, Anna"));

    @Override
    public Map<String, String> start() {
        return Map.of("cognigy.endpoint-url", endpoint.endpointUrl());
    }

    @Override
    public void stop() {
        endpoint.close();
    }
}
