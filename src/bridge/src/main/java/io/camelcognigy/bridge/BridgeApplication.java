package io.camelcognigy.bridge;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The bridge: Kafka in, one turn of the right session, Kafka out. With {@code --chat} (or the profile {@code chat}) a
 * person can talk to the bot in the terminal, over the same topics.
 */
@SpringBootApplication
public class BridgeApplication {

    public static void main(String[] args) throws InterruptedException {
        run(application(args), args);
    }

    /**
     * The bridge, ready to run.
     *
     * @param servers bring along what has no address, for a demonstration or a test; run once the settings are known
     */
    @SafeVarargs
    public static SpringApplication application(
            String[] args, ApplicationContextInitializer<? extends ConfigurableApplicationContext>... servers) {
        SpringApplication application = new SpringApplication(BridgeApplication.class);
        application.addInitializers(new SettingsCheck(), new RoutesLocation());
        application.addInitializers(servers);
        if (List.of(args).contains("--chat")) {
            application.setAdditionalProfiles("chat");
        }
        return application;
    }

    /** Runs until it is told to stop or, with a conversation in the terminal, until that is over. */
    public static void run(SpringApplication application, String[] args) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
        ConfigurableApplicationContext context = application.run(args);
        context.getBeanProvider(Chat.class).ifAvailable(chat -> {
            int exitCode = chat.run();
            System.exit(SpringApplication.exit(context, () -> exitCode));
        });
        // Without a web server nothing else keeps the JVM alive. Camel's run controller and Spring's keep-alive would
        // do it even after a failed start.
        closed.await();
    }
}
