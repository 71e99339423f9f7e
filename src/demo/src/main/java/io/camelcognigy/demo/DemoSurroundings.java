package io.camelcognigy.demo;

import io.camelcognigy.bridge.Surroundings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.env.Environment;

/** What the demonstration says of its servers, and how to try them. Their addresses hold no secrets. */
final class DemoSurroundings implements Surroundings {

    private final Environment environment;
    private final Set<String> embedded;

    /** @param embedded the settings whose servers were brought along */
    DemoSurroundings(Environment environment, Set<String> embedded) {
        this.environment = environment;
        this.embedded = embedded;
    }

    @Override
    public Optional<String> note(String setting) {
        if (!embedded.contains(setting)) {
            return Optional.empty();
        }
        String server = switch (setting) {
            case "operate.token" -> "token " + value(setting);
            case "kafka.brokers" -> "embedded, data in a temporary folder";
            case "jms.url" -> "embedded Artemis for JMS, AMQP and STOMP, messages in memory";
            case "cognigy.endpoint-url" -> "simulated, " + value(setting);
            default -> "embedded, gone at exit";
        };
        return Optional.of(server + "; " + setting + " takes yours");
    }

    @Override
    public List<String> tryIt() {
        List<String> lines = new ArrayList<>();
        if (embedded.contains("kafka.brokers")) {
            String kcat = "kcat -b " + value("kafka.brokers");
            lines.add("  Read the answers:  " + kcat + " -C -q -u -t " + value("kafka.output")
                    + " -o end -f '%k <- %s\\n'");
            lines.add("  Say something:     echo 'anna:hello' | " + kcat + " -P -t " + value("kafka.input") + " -K :");
            lines.add("  What went wrong:   " + kcat + " -C -q -u -t " + value("kafka.dead-letter")
                    + " -f '%k %h %s\\n'");
        }
        if (embedded.contains("jms.url")) {
            lines.add("  Ask over STOMP:    python3 docs/examples/stomp-ask.py --port "
                    + URI.create(value("jms.url")).getPort() + " hello");
        }
        if (embedded.contains("mail.imap-url")) {
            lines.add("  Write a mail:      swaks --server "
                    + URI.create(value("mail.smtp-url")).getAuthority() + " --from anna@localhost --to "
                    + value("mail.address") + " --body hello");
            lines.add("  Read the answer:   curl -s -u anna@localhost:anna@localhost '" + value("mail.imap-url")
                    + "/INBOX;MAILINDEX=1'");
        }
        return lines;
    }

    private String value(String setting) {
        return environment.getProperty(setting, "");
    }
}
