package io.camelcognigy.demo;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.servers.EmbeddedMail;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;

/** {@code routes/mail.yaml} in a Camel context of its own, as the bridge runs it. */
final class MailBridge implements AutoCloseable {

    /** An answer that the SMTP server has accepted. */
    record Sent(List<String> recipients, String inReplyTo) {}

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    /** @param settings properties of the bridge that differ from the defaults here */
    MailBridge(EmbeddedMail server, String endpointUrl, String address, Map<String, String> settings) throws Exception {
        this(server, endpointUrl, address, settings, Map.of());
    }

    /** @param beans what settings may refer to */
    MailBridge(
            EmbeddedMail server,
            String endpointUrl,
            String address,
            Map<String, String> settings,
            Map<String, Object> beans)
            throws Exception {
        beans.forEach(camel.getRegistry()::bind);
        Properties properties = new Properties();
        properties.put("mail.imap-url", server.imapUrl());
        properties.put("mail.smtp-url", server.smtpUrl());
        properties.put("mail.address", address);
        properties.put("mail.username", address);
        properties.put("mail.password", address);
        properties.put("mail.secret", "a+b&c%20d)e=f?g#h");
        properties.put("mail.answers-per-hour", "100");
        properties.put("mail.poll-interval", "50");
        properties.put("mail.failed-folder", "Failed");
        properties.put("mail.max-bytes", "100000");
        properties.put("mail.smtp-retries", "1");
        properties.put("mail.starttls", "false");
        properties.putAll(settings);
        camel.getPropertiesComponent().setInitialProperties(properties);
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpointUrl);
        camel.addComponent("cognigy", cognigy);
        cognigy.getConfiguration().setSessionIdleTimeout(Duration.ofSeconds(10));
        camel.getManagementStrategy().addEventNotifier(new SentMails());
        camel.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/mail.yaml"));
        camel.start();
    }

    List<Sent> sent() {
        return sent;
    }

    @Override
    public void close() {
        camel.stop();
    }

    private final class SentMails extends EventNotifierSupport {

        @Override
        public void notify(CamelEvent event) throws MessagingException {
            if (event instanceof CamelEvent.ExchangeSentEvent sending
                    && sending.getEndpoint() instanceof MailEndpoint
                    && sending.getExchange().getException() == null) {
                MimeMessage mail = sending.getExchange().getMessage().getBody(MimeMessage.class);
                List<String> recipients = Arrays.stream(mail.getAllRecipients())
                        .map(Address::toString)
                        .toList();
                sent.add(new Sent(recipients, mail.getHeader("In-Reply-To", ",")));
            }
        }
    }
}
