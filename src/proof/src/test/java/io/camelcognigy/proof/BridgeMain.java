package io.camelcognigy.proof;

import io.camelcognigy.demo.DemoApplication;
import java.lang.management.ManagementFactory;

/** The bridge's process: its own main class, which ends with its parent. Command: {@code heap}. */
final class BridgeMain {

    private BridgeMain() {}

    public static void main(String[] args) throws InterruptedException {
        Commands.serveBeside(command -> Long.toString(heapMebibytes()));
        DemoApplication.main(args);
    }

    private static long heapMebibytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
