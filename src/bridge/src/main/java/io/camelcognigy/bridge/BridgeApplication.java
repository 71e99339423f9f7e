package io.camelcognigy.bridge;

import io.camelcognigy.bridge.operate.DeadLetterCommand;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The bridge: a message in from Kafka, JMS or mail, one turn of the right session, every answer out. It brings no server
 * along: what it needs must have an address. With {@code --chat} (or the profile {@code chat}) a
 * person can talk to the bot in the terminal, over the same topics.
 */
@SpringBootApplication
public class BridgeApplication {

    private static final int START_FAILED = 1;

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals(DeadLetterCommand.NAME)) {
            List<String> rest = List.of(args).subList(1, args.length);
            System.exit(new DeadLetterCommand(System.getenv(), System.out).run(rest));
        }
        run(application(args), args);
    }

    /**
     * The bridge, ready to run.
     *
     * @param servers bring along what has no address, for a demonstration or a test; run once the settings are known, and
     *     before those that are needed must be there
     */
    @SafeVarargs
    public static SpringApplication application(
            String[] args, ApplicationContextInitializer<? extends ConfigurableApplicationContext>... servers) {
        SpringApplication application = new SpringApplication(BridgeApplication.class);
        application.addInitializers(new KnownSettings(), new RoutesLocation());
        application.addInitializers(servers);
        application.addInitializers(new RequiredSettings(), new FileDescriptors());
        if (List.of(args).contains("--chat")) {
            application.setAdditionalProfiles("chat");
        }
        return application;
    }

    /** Runs it until it is stopped. Where it cannot start, it has said why, and the process ends with exit code 1. */
    public static void run(SpringApplication application, String... args) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
        ConfigurableApplicationContext context = started(application, args);
        context.getBeanProvider(Chat.class).ifAvailable(chat -> {
            int exitCode = chat.run();
            System.exit(SpringApplication.exit(context, () -> exitCode));
        });
        // Without a web server nothing else keeps the JVM alive. Camel's run controller and Spring's keep-alive would
        // do it even after a failed start.
        closed.await();
    }

    private static ConfigurableApplicationContext started(SpringApplication application, String... args) {
        try {
            return application.run(args);
        } catch (RuntimeException | Error e) {
            // Threads of half a start may still run.
            System.exit(START_FAILED);
            throw e;
        }
    }
}
