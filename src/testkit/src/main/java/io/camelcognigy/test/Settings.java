package io.camelcognigy.test;

import java.time.Duration;

/** What a simulated endpoint was built with. */
record Settings(
        String token,
        Bot bot,
        TokenReaction onWrongToken,
        String basePath,
        Duration pingInterval,
        Duration pingTimeout,
        int maxPayload,
        Duration readyDelay,
        Duration ackTimeout,
        Duration eventBuffer,
        int oversizedBytes) {}
