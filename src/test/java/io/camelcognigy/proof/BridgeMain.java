package io.camelcognigy.proof;

import io.camelcognigy.app.BridgeApplication;

/** The bridge's process: its own main class, which ends with its parent. */
final class BridgeMain {

    private BridgeMain() {}

    public static void main(String[] args) throws InterruptedException {
        Commands.none();
        BridgeApplication.main(args);
    }
}
