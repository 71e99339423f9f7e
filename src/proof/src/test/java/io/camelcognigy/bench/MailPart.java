package io.camelcognigy.bench;

import io.camelcognigy.bench.KafkaPart.Progress;
import io.camelcognigy.bench.RoadPart.Plan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The bridge by mail, beside {@link MailFloor}, on an embedded GreenMail. It is as it is shipped, but looks into its mailbox
 * more often, and without the limits of how much it answers in an hour.
 */
final class MailPart {

    /** In {@code bench.parts}. */
    static final String NAME = "mail";

    static final String FLOOR = "mail-floor";
    static final String BRIDGE = "bridge-mail";

    /** 50 turns are under way at most, as shipped. */
    static final Plan PLAN = new Plan(List.of(Load.saturated(50), new Load(50, 20)), 4, new Load(50, 20), 6);

    static final Duration POLL = Duration.ofMillis(100);
    private static final Path ROUTES = Path.of("routes", "mail.yaml");
    private static final Path UNLIMITED = Path.of("target", "bench", "mail.yaml");
    private static final String LIMIT = "        answersPerHour:";

    private final Options options;
    private final Plan plan;
    private final Map<String, Long> warmUps;
    private final RoadResults results;
    private final Progress progress;

    MailPart(Options options, Plan plan, Map<String, Long> warmUps, RoadResults results, Progress progress) {
        this.options = options;
        this.plan = plan;
        this.warmUps = warmUps;
        this.results = results;
        this.progress = progress;
    }

    static RoadResults results() {
        return new RoadResults(FLOOR, RoadPart.THINKING);
    }

    /** @param endpointUrl of a bot that answers at once */
    void run(String endpointUrl) throws IOException {
        unlimitedRoute();
        try (ChildProcess servers = ServersProcess.start()) {
            String imap = servers.command("imap");
            String smtp = servers.command("smtp");
            new RoadPart(options, plan, results, warmUps, progress)
                    .run(
                            endpointUrl,
                            List.of(bot -> floor(imap, smtp, bot), bot -> bridge(imap, smtp, bot)),
                            () -> tidy(servers));
            if (!servers.command("failed " + mailbox(BRIDGE)).equals("0")) {
                throw new IllegalStateException(BRIDGE + " put mails aside in its folder Failed");
            }
        }
    }

    /** Not the floor's: Jakarta Mail names mails by their place, which it loses when others take mails out. */
    private static void tidy(ChildProcess servers) throws IOException {
        servers.command("tidy " + mailbox(BRIDGE));
    }

    /** The shipped road, but for all senders together there is no limit, which only a route can say. */
    private static void unlimitedRoute() throws IOException {
        String shipped = Files.readString(ROUTES);
        if (!shipped.contains(LIMIT)) {
            throw new IllegalStateException(ROUTES + " has no line with" + LIMIT);
        }
        Files.createDirectories(UNLIMITED.getParent());
        Files.writeString(UNLIMITED, shipped.replace(LIMIT, "        totalAnswersPerHour: 0\n" + LIMIT));
    }

    private BridgeContestant floor(String imap, String smtp, String endpointUrl) throws IOException {
        int port = freePort();
        return contestant(
                FLOOR,
                smtp,
                port,
                () -> ChildProcess.start(
                        FLOOR,
                        RoadFloorProcess.class,
                        Jvm.options(),
                        NAME,
                        imap,
                        answersTo(port),
                        endpointUrl,
                        mailbox(FLOOR),
                        POLL.toString()));
    }

    private BridgeContestant bridge(String imap, String smtp, String endpointUrl) throws IOException {
        int port = freePort();
        return contestant(
                BRIDGE,
                smtp,
                port,
                () -> BridgeProcess.start(
                        BRIDGE,
                        Jvm.options(),
                        "--camel.main.routes-include-pattern=file:" + UNLIMITED,
                        "--camel.component.cognigy.connect-rate=1000",
                        "--cognigy.endpoint-url=" + endpointUrl,
                        "--mail.imap-url=" + imap,
                        "--mail.smtp-url=" + answersTo(port),
                        "--mail.starttls=false",
                        "--mail.address=" + mailbox(BRIDGE),
                        "--mail.password=" + mailbox(BRIDGE),
                        "--mail.secret=" + BRIDGE,
                        "--mail.since=all",
                        "--mail.poll-interval=" + POLL.toMillis() + "ms",
                        "--mail.answers-per-hour=1000000"));
    }

    private BridgeContestant contestant(String name, String smtp, int port, BridgeContestant.Starting bridge)
            throws IOException {
        return new BridgeContestant(
                name,
                plan.keys(),
                () -> ChildProcess.start(
                        "load-" + name,
                        ClientProcess.class,
                        Jvm.options(),
                        NAME,
                        smtp,
                        mailbox(name),
                        String.valueOf(port)),
                bridge);
    }

    private static String mailbox(String name) {
        return name + "@localhost";
    }

    private static String answersTo(int port) {
        return "smtp://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
