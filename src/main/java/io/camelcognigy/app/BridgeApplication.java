package io.camelcognigy.app;

import io.camelcognigy.app.embedded.EmbeddedServers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
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
        CountDownLatch closed = new CountDownLatch(1);
        SpringApplication application = application(args);
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

    static SpringApplication application(String... args) {
        SpringApplication application = new SpringApplication(BridgeApplication.class);
        application.addInitializers(new SettingsCheck(), new RoutesLocation(), new EmbeddedServers());
        if (List.of(args).contains("--chat")) {
            application.setAdditionalProfiles("chat");
        }
        return application;
    }
}
