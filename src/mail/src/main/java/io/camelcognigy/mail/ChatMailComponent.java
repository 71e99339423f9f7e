package io.camelcognigy.mail;

import io.camelcognigy.road.Register;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The component {@code chat-mail:}, one endpoint for each mailbox. */
@Component(ChatMailComponent.SCHEME)
public class ChatMailComponent extends DefaultComponent implements SSLContextParametersAware {

    /** The component's scheme. */
    public static final String SCHEME = "chat-mail";

    @Metadata(description = "The defaults of all options, for all endpoints.")
    private ChatMailConfiguration configuration = new ChatMailConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Takes the Camel context's global TLS settings where an endpoint has none.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "advanced",
            autowired = true,
            description =
                    "Where it is written who has a session and who works on a thread, so that conversations outlive the"
                            + " process, and several share a mailbox: the one bean of that type, such as a JdbcRegister."
                            + " Without one, a session ends with the process, and a mailbox is for one.")
    private Register register;

    private final List<MailRoad> roads = new CopyOnWriteArrayList<>();
    private final Map<String, UnaskedMails> unasked = new ConcurrentHashMap<>();
    private Clock clock = Clock.systemUTC();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("chat-mail: needs a folder, as in chat-mail:INBOX");
        }
        ChatMailEndpoint endpoint = new ChatMailEndpoint(uri, this, remaining, configuration.copy());
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

    /** What the bot says unasked on the road of that name goes out there, while it runs. */
    void open(String road, UnaskedMails mails) {
        unasked.put(road, mails);
    }

    void close(String road, UnaskedMails mails) {
        unasked.remove(road, mails);
    }

    /** Null if no such road runs. */
    UnaskedMails unasked(String road) {
        return unasked.get(road);
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

    public Register getRegister() {
        return register;
    }

    public void setRegister(Register register) {
        this.register = register;
    }

    public ChatMailConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ChatMailConfiguration configuration) {
        this.configuration = configuration;
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
