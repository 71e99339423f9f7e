package io.camelcognigy.bench;

import io.camelcognigy.app.BridgeApplication;
import java.io.IOException;

/** The bridge as it is shipped, with {@code routes/kafka.yaml}, in a JVM of its own. Only its CPU time can be asked for. */
final class BridgeProcess {

    private BridgeProcess() {}

    static ChildProcess start(String endpointUrl, String brokers) throws IOException {
        return ChildProcess.start(
                "bridge",
                BridgeProcess.class,
                Jvm.options(),
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml",
                "--cognigy.endpoint-url=" + endpointUrl,
                "--kafka.brokers=" + brokers,
                "--kafka.consumers=" + BrokerProcess.PARTITIONS,
                "--camel.component.cognigy.connect-rate=5000");
    }

    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        // It returns when the bridge has stopped. That it runs is known when the load gets its first answers.
        Thread bridge = new Thread(() -> run(args), "bridge");
        bridge.setDaemon(true);
        bridge.start();
        commands.serve(words -> {
            throw new IllegalArgumentException(words[0]);
        });
        System.exit(0);
    }

    private static void run(String[] args) {
        try {
            BridgeApplication.main(args);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
