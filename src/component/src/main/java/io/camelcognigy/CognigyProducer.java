package io.camelcognigy;

import io.camelcognigy.CognigyConfiguration.SessionIdStrategyName;
import io.camelcognigy.InputMapper.Input;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.TurnCallback;
import io.camelcognigy.session.TurnException;
import io.camelcognigy.session.TurnRequest;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import io.camelcognigy.session.TurnResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;

/** Runs one turn per exchange. No thread waits for the bot: the exchange completes when the engine says so, once. */
public class CognigyProducer extends DefaultAsyncProducer {

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
    private List<String> replyHeaders = List.of();
    private Agent agent;

    CognigyProducer(CognigyEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        sessionKey = simple(options.getSessionKey());
        userId = simple(options.getUserId());
        passthroughIp = simple(options.getPassthroughIp());
        sessionIds = sessionIds();
        inputs = new InputMapper(options.getInputFormat(), options.isAllowReservedData());
        replyHeaders = Arrays.stream(options.getReplyHeaders().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        typingStatus(options.getTyping());
        AgentDefinition.positive("turnTimeout", options.getTurnTimeout());
        AgentDefinition.positive("turnSilence", options.getTurnSilence());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        agent = endpoint.getComponent().holdAgent(endpoint.getAgent());
    }

    @Override
    protected void doStop() throws Exception {
        if (agent != null) {
            agent = null;
            endpoint.getComponent().releaseAgent(endpoint.getAgent());
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            String key = sessionKey(exchange);
            String sessionId = sessionIds.apply(key);
            TypingStatus typing = typing(exchange.getMessage());
            if (exchange.getMessage().getHeader(CognigyConstants.CLOSE, false, Boolean.class)) {
                agent.closeSession(sessionId);
                replyNothing(exchange, sessionId);
            } else if (typing == null) {
                agent.submit(request(exchange, key, sessionId), new ExchangeCompletion(exchange, sessionId, callback));
                return false;
            } else {
                agent.typing(sessionId, typing);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private static void replyNothing(Exchange exchange, String sessionId) {
        if (ExchangeHelper.isOutCapable(exchange)) {
            exchange.getMessage().setBody(new CognigyReply(List.of()));
            exchange.getMessage().setHeader(CognigyConstants.SESSION_ID, sessionId);
        }
    }

    private TurnRequest request(Exchange exchange, String key, String sessionId) throws InvalidInputException {
        Message message = exchange.getMessage();
        Input input = inputs.map(message);
        boolean toCaller = ExchangeHelper.isOutCapable(exchange) && options.getCompletion() == Completion.TURN;
        return new TurnRequest(
                key,
                sessionId,
                firstOf(
                        evaluate(userId, exchange),
                        input.userId(),
                        message.getHeader(CognigyConstants.USER_ID, String.class),
                        sessionId),
                input.text(),
                data(exchange, input),
                resetFlow(message, input),
                options.getChannel(),
                firstOf(
                        evaluate(passthroughIp, exchange),
                        input.passthroughIp(),
                        message.getHeader(CognigyConstants.PASSTHROUGH_IP, String.class)),
                replyAddress(exchange),
                toCaller ? Outputs.TO_CALLER : Outputs.TO_CONSUMERS,
                options.getCompletion(),
                options.getTurnTimeout(),
                options.getTurnEnd(),
                options.getTurnSilence(),
                exchange.getProperty(CognigyConstants.SESSION_OWNER));
    }

    /** An input that is empty without a mark, or a mere reset, stays so. */
    private Map<String, Object> data(Exchange exchange, Input input) {
        boolean empty =
                input.data() == null && (input.text() == null || input.text().isBlank());
        return options.isMarkRedelivered() && !empty ? RedeliveryMark.addTo(input.data(), exchange) : input.data();
    }

    private String sessionKey(Exchange exchange) throws InvalidInputException {
        if (sessionKey != null) {
            String key = evaluate(sessionKey, exchange);
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
        for (String name : replyHeaders) {
            Object value = exchange.getMessage().getHeader(name);
            if (value != null) {
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
                getEndpoint().getCamelContext().resolveLanguage("simple").createExpression(text);
        expression.init(getEndpoint().getCamelContext());
        return expression;
    }

    /** The value as text; null if there is no expression or it gives nothing. */
    private static String evaluate(Expression expression, Exchange exchange) {
        String value = expression == null ? null : expression.evaluate(exchange, String.class);
        return value == null || value.isBlank() ? null : value;
    }

    private static String firstOf(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private TypingStatus typing(Message message) throws InvalidInputException {
        try {
            return typingStatus(message.getHeader(CognigyConstants.TYPING, options.getTyping(), String.class));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(FailureCode.INVALID_FIELD, e.getMessage());
        }
    }

    private static TypingStatus typingStatus(String value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "on" -> TypingStatus.ON;
            case "off" -> TypingStatus.OFF;
            default -> throw new IllegalArgumentException("typing must be on or off");
        };
    }

    /** Carries a turn's end to its exchange. */
    private record ExchangeCompletion(Exchange exchange, String sessionId, AsyncCallback callback)
            implements TurnCallback {

        @Override
        public void completed(TurnResult result) {
            if (ExchangeHelper.isOutCapable(exchange)) {
                Message message = exchange.getMessage();
                message.setBody(new CognigyReply(
                        result.outputs().stream().map(EventMessages::body).toList()));
                message.setHeader(CognigyConstants.SESSION_ID, sessionId);
                message.setHeader(CognigyConstants.TURN_ID, result.turnId());
                message.setHeader(CognigyConstants.FINAL_PING, result.finalPing());
            }
            callback.done(false);
        }

        @Override
        public void failed(TurnException failure) {
            exchange.setException(failure);
            callback.done(false);
        }
    }
}
