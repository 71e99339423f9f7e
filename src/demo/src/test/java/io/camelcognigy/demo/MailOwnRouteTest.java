package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.servers.EmbeddedMail;
import jakarta.mail.Flags.Flag;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** {@code chat-mail:} in a route of one's own: what the route ends with is the answer. */
class MailOwnRouteTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";

    private interface Check {
        void on(MailProbe probe) throws Exception;
    }

    private static void route(String steps, Check check) throws Exception {
        String route = """
                - route:
                    from:
                      uri: chat-mail:INBOX
                      parameters:
                        imapUrl: "{{imap}}"
                        smtpUrl: "{{smtp}}"
                        address: bot@localhost
                        password: bot@localhost
                        secret: some long random text
                        starttls: false
                        since: all
                        pollInterval: 50ms
                      steps:
                """ + steps.indent(8);
        try (EmbeddedMail server = EmbeddedMail.start(0, 0);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("imap", server.imapUrl());
            properties.put("smtp", server.smtpUrl());
            camel.getPropertiesComponent().setInitialProperties(properties);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("own.yaml", route));
            camel.start();
            MailProbe probe = new MailProbe(server);
            probe.send(ANNA, BOT, "From: " + ANNA, "Message-ID: <1@client.example>", "Subject: x", "", "hello");
            check.on(probe);
        }
    }

    private static String text(MailProbe.Stored mail) throws Exception {
        return ((MimeMultipart) mail.mail().getContent())
                .getBodyPart(0)
                .getContent()
                .toString();
    }

    @Test
    void aTextIsTheAnswer() throws Exception {
        route(
                "- setBody: {simple: {expression: \"You wrote: ${body[text]}\"}}",
                probe -> assertThat(text(probe.awaitMails(ANNA, 1).get(0))).isEqualTo("You wrote: hello"));
    }

    @Test
    void aRouteThatSaysNothingLeavesTheMailAnsweredWithoutAMail() throws Exception {
        route("- log: {message: heard}", probe -> {
            probe.awaitSeen(BOT);
            assertThat(probe.mails(BOT)).allMatch(mail -> mail.is(Flag.ANSWERED));
            assertThat(probe.mails(ANNA)).isEmpty();
        });
    }

    @Test
    void aStepThatDoesNotTakeTheMailFailsIt() throws Exception {
        route("- throwException: {exceptionType: java.lang.IllegalStateException, message: not for me}", probe -> {
            MailProbe.Stored failed = probe.awaitMails(BOT, "Failed", 1).get(0);
            assertThat(failed.flags().getUserFlags()).contains("$Cognigy-rejected");
            assertThat(failed.is(Flag.SEEN)).isFalse();
        });
    }
}
