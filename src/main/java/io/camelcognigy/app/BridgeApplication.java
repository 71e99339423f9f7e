package io.camelcognigy.app;

import io.camelcognigy.app.embedded.EmbeddedServers;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The bridge: Kafka in, one turn of the right session, Kafka out. With {@code --chat} (or the profile {@code chat}) a
 * person can talk to the bot in the terminal, over the same topics.
 */
@SpringBootApplication
public class BridgeApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(BridgeApplication.class);
        application.addInitializers(new RoutesLocation(), new EmbeddedServers());
        if (List.of(args).contains("--chat")) {
            application.setAdditionalProfiles("chat");
        }
        ConfigurableApplicationContext context = application.run(args);
        context.getBeanProvider(Chat.class).ifAvailable(chat -> {
            chat.run();
            System.exit(SpringApplication.exit(context));
        });
    }
}
