/** The ready-to-run bridge: a Spring Boot application around the routes in {@code routes/}. */
package io.camelcognigy.bridge;
