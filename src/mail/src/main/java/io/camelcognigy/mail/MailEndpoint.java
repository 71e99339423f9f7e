package io.camelcognigy.mail;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Chat by mail: each mail of a mailbox is one InOut exchange, whose reply is mailed to its author, in its thread. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = MailComponent.SCHEME,
        title = "Chat by mail",
        syntax = "chat-mail:folder",
        consumerOnly = true,
        category = {Category.CHAT, Category.MAIL})
public class MailEndpoint extends DefaultEndpoint {

    @UriPath(description = "The folder in which mails arrive, such as INBOX.")
    @Metadata(required = true)
    private final String folder;

    @UriParam
    private final MailConfiguration configuration;

    MailEndpoint(String uri, MailComponent component, String folder, MailConfiguration configuration) {
        super(uri, component);
        this.folder = folder;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "chat-mail: is for reading a mailbox; its answers go out by themselves");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MailConsumer consumer = new MailConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public MailComponent getComponent() {
        return (MailComponent) super.getComponent();
    }

    public String getFolder() {
        return folder;
    }

    public MailConfiguration getConfiguration() {
        return configuration;
    }
}
