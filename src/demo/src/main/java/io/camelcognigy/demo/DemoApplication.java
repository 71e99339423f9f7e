package io.camelcognigy.demo;

import io.camelcognigy.bridge.BridgeApplication;
import org.springframework.boot.SpringApplication;

/** The bridge with a server brought along for each address that is not configured. */
public final class DemoApplication {

    private DemoApplication() {}

    public static void main(String[] args) throws InterruptedException {
        BridgeApplication.run(application(args), args);
    }

    /** The demonstration, ready to run. */
    public static SpringApplication application(String... args) {
        return BridgeApplication.application(args, new EmbeddedServers());
    }
}
