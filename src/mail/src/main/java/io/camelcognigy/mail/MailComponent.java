package io.camelcognigy.mail;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component {@code chat-mail:}, one endpoint for each mailbox. */
@Component(MailComponent.SCHEME)
public class MailComponent extends DefaultComponent implements SSLContextParametersAware {

    /** The component's scheme. */
    public static final String SCHEME = "chat-mail";

    private static final Logger LOG = LoggerFactory.getLogger(MailComponent.class);
    /** EX_SOFTWARE of sysexits.h. */
    private static final int EXIT = 70;

    @Metadata(description = "The defaults of all options, for all endpoints.")
    private MailConfiguration configuration = new MailConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Takes the Camel context's global TLS settings where an endpoint has none.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "advanced",
            description = "Gets an error after which the JVM cannot be trusted, such as an OutOfMemoryError. By default"
                    + " the process ends at once, with exit code 70.")
    private Consumer<Error> fatalErrorHandler = error -> Runtime.getRuntime().halt(EXIT);

    private final List<MailRoad> roads = new CopyOnWriteArrayList<>();
    private Clock clock = Clock.systemUTC();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("chat-mail: needs a folder, as in chat-mail:INBOX");
        }
        MailEndpoint endpoint = new MailEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The roads that run, as they are at this moment. */
    public List<MailRoad> roads() {
        return List.copyOf(roads);
    }

    void add(MailRoad road) {
        roads.add(road);
    }

    void remove(MailRoad road) {
        roads.remove(road);
    }

    void fatal(Error error) {
        try {
            LOG.error("A mail road met an error that the process does not survive", error);
        } finally {
            fatalErrorHandler.accept(error);
        }
    }

    SSLContextParameters globalTls() {
        return useGlobalSslContextParameters ? retrieveGlobalSslContextParameters() : null;
    }

    Clock clock() {
        return clock;
    }

    void setClock(Clock value) {
        clock = value;
    }

    public MailConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MailConfiguration configuration) {
        this.configuration = configuration;
    }

    public Consumer<Error> getFatalErrorHandler() {
        return fatalErrorHandler;
    }

    public void setFatalErrorHandler(Consumer<Error> fatalErrorHandler) {
        this.fatalErrorHandler = fatalErrorHandler;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
