package io.camelcognigy.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bridge in a process of its own, with one of the shipped roads. */
final class Bridge implements AutoCloseable {

    private final Child child;
    private volatile boolean mayEnd;

    private Bridge(Child child) {
        this.child = child;
    }

    /**
     * The bridge with the road from Kafka to Kafka. Returns at once; it works when it works.
     *
     * @param options Spring's, such as {@code --kafka.consumers=4}; they replace what is set here
     */
    static Bridge start(String child, int endpointPort, String brokers, String group, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--logging.config=classpath:proof/logback.xml",
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml",
                "--cognigy.endpoint-url=http://127.0.0.1:" + endpointPort + "/demo",
                "--kafka.brokers=" + brokers,
                "--kafka.group-id=" + group,
                "--kafka.input-format=auto",
                // So that a test need not wait until the broker misses a killed bridge.
                "--camel.component.kafka.session-timeout-ms=3000",
                "--camel.component.kafka.heartbeat-interval-ms=300",
                "--camel.component.kafka.reconnect-backoff-max-ms=500",
                "--kafka.turns=" + Rig.TURNS,
                "--camel.component.cognigy.connect-rate=1000",
                "--camel.component.cognigy.reconnect-max-delay=1s"));
        return start(child, arguments, options);
    }

    /** The bridge with the shipped road by mail. */
    static Bridge startMail(String child, String endpointUrl, DovecotAndPostfix server, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--logging.config=classpath:proof/logback.xml",
                "--operate.port=0",
                "--camel.main.routes-include-pattern=file:routes/mail.yaml",
                "--cognigy.endpoint-url=" + endpointUrl,
                "--mail.imap-url=" + server.imapUrl(),
                "--mail.smtp-url=" + server.smtpUrl(),
                "--mail.starttls=false",
                "--mail.address=" + PostOffice.BOT,
                "--mail.password=" + DovecotAndPostfix.PASSWORD,
                "--mail.secret=a secret of the bridge",
                "--camel.component.cognigy.connect-rate=1000"));
        return start(child, arguments, options);
    }

    private static Bridge start(String child, List<String> arguments, String... options) {
        // Spring would make one value of an option that comes twice.
        for (String option : options) {
            String name = option.substring(0, option.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(name));
            arguments.add(option);
        }
        return new Bridge(Child.start(child, BridgeMain.class, List.of("-Xmx256m"), arguments));
    }

    /** Whether it has ended without having been told to. */
    boolean diedByItself() {
        return !mayEnd && !child.alive();
    }

    /** What its heap holds after a collection, in MiB. */
    int heap() {
        return Integer.parseInt(child.command("heap"));
    }

    /** kill -9 */
    void kill() {
        mayEnd = true;
        child.kill();
    }

    /** SIGTERM */
    void terminate() {
        mayEnd = true;
        child.terminate();
    }

    void awaitExit(Duration atMost) {
        child.awaitExit(atMost);
    }

    void freeze() {
        child.freeze();
    }

    void thaw() {
        child.thaw();
    }

    @Override
    public void close() {
        mayEnd = true;
        child.close();
    }
}
