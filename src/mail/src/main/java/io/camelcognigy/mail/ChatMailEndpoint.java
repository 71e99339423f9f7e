package io.camelcognigy.mail;

import javax.net.ssl.SSLContext;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Chat by mail: each mail of a mailbox is one InOut exchange, whose reply is mailed to its author, in its thread. A producer
 * mails what the bot says outside of a turn.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = ChatMailComponent.SCHEME,
        title = "Chat by mail",
        syntax = "chat-mail:folder",
        category = {Category.CHAT, Category.MAIL})
public class ChatMailEndpoint extends DefaultEndpoint {

    @UriPath(description = "The folder in which mails arrive, such as INBOX.")
    @Metadata(required = true)
    private final String folder;

    @UriParam
    private final ChatMailConfiguration configuration;

    private AccessTokens tokens;

    ChatMailEndpoint(String uri, ChatMailComponent component, String folder, ChatMailConfiguration configuration) {
        super(uri, component);
        this.folder = folder;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new ChatMailProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ChatMailConsumer consumer = new ChatMailConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The same as long as the endpoint lives: a refresh token that was replaced is not to be used again.
     *
     * @return null where there is a password
     */
    synchronized AccessTokens tokens(SSLContext tls) {
        if (tokens == null) {
            tokens = AccessTokens.of(configuration, tls, System::nanoTime);
        }
        return tokens;
    }

    @Override
    public ChatMailComponent getComponent() {
        return (ChatMailComponent) super.getComponent();
    }

    public String getFolder() {
        return folder;
    }

    public ChatMailConfiguration getConfiguration() {
        return configuration;
    }
}
