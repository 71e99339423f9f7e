package io.camelcognigy;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Talk to a Cognigy.AI bot over a Socket.IO Endpoint: send inputs, and consume what the bot says. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = CognigyConstants.SCHEME,
        title = "Cognigy",
        syntax = "cognigy:agent",
        category = {Category.CHAT, Category.AI},
        headersClass = CognigyConstants.class)
public class CognigyEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    @UriPath(
            description = "A name of yours for one Cognigy Endpoint. Producers and consumers of one agent share its"
                    + " sessions.")
    @Metadata(required = true)
    private final String agent;

    @UriParam
    private final CognigyConfiguration configuration;

    CognigyEndpoint(String uri, CognigyComponent component, String agent, CognigyConfiguration configuration) {
        super(uri, component);
        this.agent = agent;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new CognigyProducer(this);
    }

    /** Every consumer of an agent gets all its events, or those that its replyMatch picks. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        CognigyConsumer consumer = new CognigyConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public CognigyComponent getComponent() {
        return (CognigyComponent) super.getComponent();
    }

    public String getAgent() {
        return agent;
    }

    public CognigyConfiguration getConfiguration() {
        return configuration;
    }
}
