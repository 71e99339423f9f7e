package io.camelcognigy;

import io.camelcognigy.CognigyConfiguration.SessionIdStrategyName;
import io.camelcognigy.InputMapper.Input;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TurnRequest;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Handling;
import io.camelcognigy.session.TurnRequest.Outputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.ExchangeHelper;

/** Makes a turn's request of an exchange, as the endpoint's options say. */
final class TurnRequests {

    /** Where a session key is looked for, in this order. Kafka's and JMS's names, as we depend on neither. */
    private static final List<String> KEY_HEADERS =
            List.of(CognigyConstants.SESSION_KEY, "CamelKafkaKey", "JMSXGroupID", "JMSCorrelationID");

    private final CognigyEndpoint endpoint;
    private final CognigyConfiguration options;
    private Expression sessionKey;
    private Expression userId;
    private Expression passthroughIp;
    private UnaryOperator<String> sessionIds;
    private InputMapper inputs;
    private Handling outputsToCaller;
    private Handling outputsToConsumers;
    private Set<String> replyHeaders = Set.of();

    TurnRequests(CognigyEndpoint endpoint) {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    /** @throws IllegalArgumentException naming the option that is wrong */
    void init() {
        sessionKey = simple(options.getSessionKey());
        userId = simple(options.getUserId());
        passthroughIp = simple(options.getPassthroughIp());
        sessionIds = sessionIds();
        inputs = new InputMapper(options);
        replyHeaders = names(options.getReplyHeaders());
        EngineSettings.positive("turnTimeout", options.getTurnTimeout());
        EngineSettings.positive("turnSilence", options.getTurnSilence());
        outputsToCaller = handling(Outputs.TO_CALLER);
        outputsToConsumers = handling(Outputs.TO_CONSUMERS);
    }

    private Handling handling(Outputs outputs) {
        return new Handling(
                outputs,
                options.getCompletion(),
                options.getTurnTimeout(),
                options.getTurnEnd(),
                options.getTurnSilence(),
                options.getStream(),
                options.getChoices());
    }

    String sessionId(String key) {
        return sessionIds.apply(key);
    }

    /** @param trace of the turn */
    TurnRequest request(Exchange exchange, String key, String sessionId, TraceSpan trace) throws InvalidInputException {
        Message message = exchange.getMessage();
        Input input = inputs.map(message);
        boolean toCaller = ExchangeHelper.isOutCapable(exchange) && options.getCompletion() == Completion.TURN;
        String user = firstOf(
                evaluate("userId", userId, exchange),
                input.userId(),
                message.getHeader(CognigyConstants.USER_ID, String.class),
                sessionId);
        String ip = firstOf(
                evaluate("passthroughIp", passthroughIp, exchange),
                input.passthroughIp(),
                message.getHeader(CognigyConstants.PASSTHROUGH_IP, String.class));
        return new TurnRequest(
                new TurnRequest.Ids(key, sessionId, user),
                new TurnRequest.Input(
                        input.text(),
                        data(exchange, input, trace),
                        resetFlow(message, input),
                        options.getChannel(),
                        ip),
                streamed(toCaller ? outputsToCaller : outputsToConsumers, exchange),
                replyAddress(exchange),
                exchange.getProperty(CognigyConstants.SESSION_OWNER));
    }

    String sessionKey(Exchange exchange) throws InvalidInputException {
        if (sessionKey != null || dynamic(exchange).containsKey("sessionKey")) {
            String key = evaluate("sessionKey", sessionKey, exchange);
            if (key != null) {
                return key;
            }
            throw new InvalidInputException(
                    FailureCode.NO_SESSION_KEY, "the option sessionKey gives no key for this exchange");
        }
        for (String header : KEY_HEADERS) {
            String key = exchange.getMessage().getHeader(header, String.class);
            if (key != null && !key.isBlank()) {
                return key;
            }
        }
        throw new InvalidInputException(
                FailureCode.NO_SESSION_KEY,
                "no session key: set the option sessionKey or one of the headers " + String.join(", ", KEY_HEADERS));
    }

    private static Handling streamed(Handling handling, Exchange exchange) {
        StreamMode mode = exchange.getProperty(CognigyConstants.STREAM, StreamMode.class);
        return mode == null ? handling : handling.with(mode);
    }

    /** An input that is empty without a mark, or a mere reset, stays so. */
    private Map<String, Object> data(Exchange exchange, Input input, TraceSpan turn) {
        boolean empty =
                input.data() == null && (input.text() == null || input.text().isBlank());
        TraceParent trace = options.isTraceToFlow() ? trace(exchange, turn) : null;
        return (options.isMarkRedelivered() || trace != null) && !empty
                ? RedeliveryMark.addTo(input.data(), exchange, options.isMarkRedelivered(), trace)
                : input.data();
    }

    /** That of the turn where it is traced; else that of the message, or that which a road remembers of the input. */
    private static TraceParent trace(Exchange exchange, TraceSpan turn) {
        Map<?, ?> ofRoad = exchange.getProperty(CognigyConstants.REPLY_ADDRESS, Map.of(), Map.class);
        return TraceParent.parse(turn.traceparent())
                .or(() -> TraceParent.parse(exchange.getMessage().getHeader(TraceParent.HEADER, String.class)))
                .or(() -> TraceParent.parse((String) ofRoad.get(TraceParent.HEADER)))
                .orElse(null);
    }

    private boolean resetFlow(Message message, Input input) {
        if (input.resetFlow() != null) {
            return input.resetFlow();
        }
        return message.getHeader(CognigyConstants.RESET_FLOW, options.isResetFlow(), Boolean.class);
    }

    private Map<String, Object> replyAddress(Exchange exchange) {
        Map<String, Object> address = new LinkedHashMap<>();
        Map<?, ?> ofRoad = exchange.getProperty(CognigyConstants.REPLY_ADDRESS, Map.class);
        if (ofRoad != null) {
            ofRoad.forEach((name, value) -> address.put((String) name, value));
        }
        HeaderFilterStrategy filter = endpoint.getHeaderFilterStrategy();
        for (String name : replyHeaders) {
            Object value = exchange.getMessage().getHeader(name);
            if (value != null && (filter == null || !filter.applyFilterToCamelHeaders(name, value, exchange))) {
                address.put(name, value);
            }
        }
        return address;
    }

    private UnaryOperator<String> sessionIds() {
        if (options.getSessionIdStrategy() == SessionIdStrategyName.RAW) {
            return SessionIdStrategy.raw();
        }
        if (options.getSessionIdSecret() == null || options.getSessionIdSecret().isBlank()) {
            throw new IllegalArgumentException("sessionIdStrategy=hashed needs sessionIdSecret");
        }
        return SessionIdStrategy.hashed(options.getSessionIdSecret());
    }

    private Expression simple(String text) {
        if (text == null) {
            return null;
        }
        Expression expression =
                endpoint.getCamelContext().resolveLanguage("simple").createExpression(text);
        expression.init(endpoint.getCamelContext());
        return expression;
    }

    /** The value as text, by toD's evaluation where there was one; null if there is no expression or it gives nothing. */
    private static String evaluate(String option, Expression expression, Exchange exchange) {
        Map<?, ?> evaluated = dynamic(exchange);
        String value = evaluated.containsKey(option)
                ? (String) evaluated.get(option)
                : expression == null ? null : expression.evaluate(exchange, String.class);
        return value == null || value.isBlank() ? null : value;
    }

    private static Map<?, ?> dynamic(Exchange exchange) {
        Map<?, ?> values = exchange.getProperty(CognigySendDynamicAware.VALUES, Map.class);
        return values == null ? Map.of() : values;
    }

    private static String firstOf(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    static Set<String> names(String list) {
        Set<String> names = new LinkedHashSet<>();
        if (list != null) {
            Arrays.stream(list.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(names::add);
        }
        return names;
    }
}
