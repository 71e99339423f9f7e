package io.camelcognigy.demo;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.mail.ChatMailComponent;
import io.camelcognigy.mail.ChatMailConfiguration.Attachments;
import io.camelcognigy.mail.MailSnapshot;
import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.Register;
import io.camelcognigy.servers.EmbeddedMail;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.jsse.SSLContextParameters;

/** {@code routes/mail.yaml} in a Camel context of its own, as the bridge runs it. */
final class MailBridge implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ChatMailComponent mail = new ChatMailComponent();

    /** @param settings properties of the bridge that differ from the defaults here */
    MailBridge(EmbeddedMail server, String endpointUrl, String address, Map<String, String> settings) throws Exception {
        this(server, endpointUrl, address, settings, null);
    }

    /** @param settings names and values in turns, of properties of the bridge that differ from the defaults here */
    MailBridge(EmbeddedMail server, String endpointUrl, String address, String... settings) throws Exception {
        this(server, endpointUrl, address, pairs(settings));
    }

    /** @param register of sessions and threads; null for none */
    MailBridge(EmbeddedMail server, String endpointUrl, Map<String, String> settings, Register register)
            throws Exception {
        this(server, endpointUrl, "bot@localhost", settings, null, register);
    }

    /** @param tls for both mail servers; null: the JVM's */
    MailBridge(
            EmbeddedMail server,
            String endpointUrl,
            String address,
            Map<String, String> settings,
            SSLContextParameters tls)
            throws Exception {
        this(server, endpointUrl, address, settings, tls, null);
    }

    private static Map<String, String> pairs(String... settings) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            pairs.put(settings[i], settings[i + 1]);
        }
        return pairs;
    }

    private MailBridge(
            EmbeddedMail server,
            String endpointUrl,
            String address,
            Map<String, String> settings,
            SSLContextParameters tls,
            Register register)
            throws Exception {
        Properties properties = new Properties();
        properties.put("mail.imap-url", server.imapUrl());
        properties.put("mail.smtp-url", server.smtpUrl());
        properties.put("mail.address", address);
        properties.put("mail.username", address);
        properties.put("mail.password", address);
        properties.put("mail.secret", "a+b&c%20d)e=f?g#h");
        properties.put("mail.turns", "50");
        properties.put("mail.since", "all");
        properties.put("mail.answers-per-hour", "100");
        properties.put("mail.poll-interval", "50");
        properties.put("mail.failed-folder", "Failed");
        properties.put("mail.max-bytes", "100000");
        properties.put("mail.answer-max-age", "1m");
        properties.put("mail.auth-server", "");
        properties.put("mail.starttls", "false");
        properties.put("chat.max-age", "1h");
        properties.putAll(settings);
        camel.getPropertiesComponent().setInitialProperties(properties);
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpointUrl);
        if (settings.containsKey("turn-timeout")) {
            cognigy.getConfiguration().setTurnTimeout(Duration.parse(settings.get("turn-timeout")));
        }
        cognigy.getConfiguration()
                .setSessionIdleTimeout(Duration.parse(settings.getOrDefault("session-idle-timeout", "PT10S")));
        camel.addComponent("cognigy", cognigy);
        mail.getConfiguration().setSslContextParameters(tls);
        if (settings.containsKey("attachments-folder")) {
            mail.getConfiguration().setAttachments(Attachments.FILE);
            mail.getConfiguration().setAttachmentsFolder(settings.get("attachments-folder"));
        }
        mail.setRegister(register);
        camel.addComponent("chat-mail", mail);
        camel.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/mail.yaml"));
        camel.start();
    }

    /** What the road has done so far. */
    MailSnapshot numbers() {
        return mail.roads().get(0).snapshot();
    }

    /** What has failed, and the way back. */
    DeadLetterStore deadLetters() {
        return ((DeadLetterRoad) camel.getRoute("mail-input").getConsumer())
                .deadLetters()
                .orElseThrow();
    }

    /** What the road's health check says: null for up, else the reason. */
    String trouble() {
        return HealthCheckHelper.invokeReadiness(camel).stream()
                .filter(result -> result.getCheck().getId().equals("road-mail"))
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result -> result.getMessage().orElse(""))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
