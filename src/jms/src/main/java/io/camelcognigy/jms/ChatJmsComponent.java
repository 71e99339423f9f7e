package io.camelcognigy.jms;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The component {@code chat-jms:}, the chat's road by an Artemis broker. */
@Component("chat-jms")
public class ChatJmsComponent extends DefaultComponent {

    @Metadata(
            defaultValue = "tcp://127.0.0.1:61616",
            description =
                    "Where Artemis listens, such as tcp://host:61616, or tcp://host:61617?sslEnabled=true with TLS.")
    private String url = "tcp://127.0.0.1:61616";

    @Metadata(label = "security", secret = true, description = "The user at the broker; none without.")
    private String user;

    @Metadata(label = "security", secret = true, description = "The user's password.")
    private String password;

    private final Link sending = new Link("chat-jms sends");
    private Sender sender;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("chat-jms: needs the name of a queue, as in chat-jms:chat.input");
        }
        ChatJmsEndpoint endpoint = new ChatJmsEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** All who send share one connection. Connects when it is first used. */
    synchronized Sender sender() {
        if (sender == null) {
            sender = new Sender(broker(), sending);
        }
        return sender;
    }

    /** What is wrong with that connection; null if nothing is. */
    String senderTrouble() {
        return sending.trouble();
    }

    Broker broker() {
        return new Broker(url, user, password);
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        super.doStop();
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
