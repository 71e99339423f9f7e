package io.camelcognigy.bridge;

import io.camelcognigy.protocol.EndpointAddress;
import java.io.PrintStream;
import java.net.URI;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

/** Once all routes run, says what runs where and how to try it. */
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {

    private final ConfigurableEnvironment environment;
    private final CamelContext camel;
    private final PrintStream out;

    StartReport(ConfigurableEnvironment environment, CamelContext camel, PrintStream out) {
        this.environment = environment;
        this.camel = camel;
        this.out = out;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (environment.matchesProfiles("chat")) {
            return;
        }
        String brokers = environment.getProperty("kafka.brokers", "");
        out.printf("%ncamel-cognigy runs.%n%n");
        RouteFiles routes = new RouteFiles(environment);
        boolean kafka = routes.use("kafka:");
        boolean jms = routes.use("chat-jms:");
        boolean mail = routes.use(MailSettings.MAIL_URI);
        if (kafka) {
            line("Kafka", brokers, "kafka.brokers", "embedded, data in a temporary folder");
        }
        if (jms) {
            line("JMS", jmsServer(), "jms.url", "embedded Artemis for JMS, AMQP and STOMP, messages in memory");
        }
        line("Endpoint", endpoint(), "cognigy.endpoint-url", "simulated");
        if (mail) {
            mail();
        }
        out.printf(
                "  %-10s%s, from %s%n%n",
                "Routes",
                camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.joining(", ")),
                environment.getProperty(RoutesLocation.PROPERTY));
        if (kafka) {
            tryKafka(brokers);
        }
        if (jms && Embedded.isIn(environment, "jms.url")) {
            out.printf(
                    "  Ask over STOMP:    python3 docs/examples/stomp-ask.py --port %d hello%n",
                    URI.create(jmsServer()).getPort());
        }
        if (mail) {
            tryMail();
        }
        out.printf("  Stop:              Ctrl+C%n%n");
        out.flush();
    }

    private void tryKafka(String brokers) {
        out.printf("  Read the answers:  kcat -b %s -C -q -u -t chat.output -o end -f '%%k <- %%s\\n'%n", brokers);
        out.printf("  Say something:     echo 'anna:hello' | kcat -b %s -P -t chat.input -K :%n", brokers);
        out.printf("  What went wrong:   kcat -b %s -C -q -u -t chat.dead-letter -f '%%k %%h %%s\\n'%n", brokers);
    }

    private void line(String what, String address, String property, String embedded) {
        boolean ours = Embedded.isIn(environment, property);
        out.printf(
                "  %-10s%s  (%s)%n",
                what, address, ours ? embedded + "; " + property + " takes yours" : "as configured");
    }

    private void mail() {
        String servers = environment.getProperty("mail.imap-url") + ", " + environment.getProperty("mail.smtp-url");
        line("Mail", servers, "mail.imap-url", "embedded, gone at exit");
    }

    private void tryMail() {
        if (Embedded.isIn(environment, "mail.imap-url")) {
            String smtp = URI.create(environment.getProperty("mail.smtp-url")).getAuthority();
            out.printf(
                    "  Write a mail:      swaks --server %s --from anna@localhost --to %s --body hello%n",
                    smtp, environment.getProperty("mail.address"));
            out.printf(
                    "  Read the answer:   curl -s -u anna@localhost:anna@localhost '%s/INBOX;MAILINDEX=1'%n",
                    environment.getProperty("mail.imap-url"));
        }
    }

    /** Without what an address may end in: passwords of key stores, for one. */
    private String jmsServer() {
        return environment.getProperty("jms.url", "").split("[?;#]", 2)[0];
    }

    /** The Endpoint's server; of a real one never the token. */
    private String endpoint() {
        String url = environment.getProperty("cognigy.endpoint-url", "");
        if (Embedded.isIn(environment, "cognigy.endpoint-url")) {
            return url;
        }
        return url.isBlank() ? "-" : EndpointAddress.parse(url).server().toString();
    }
}
