package io.camelcognigy;

import io.camelcognigy.observe.Tracing;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.EventSubscriber;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TurnCallback;
import io.camelcognigy.session.TurnException;
import io.camelcognigy.session.TurnFailures;
import io.camelcognigy.session.TurnRequest;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import io.camelcognigy.session.TurnResult;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Runs one turn per exchange. No thread waits for the bot: the exchange completes when the engine says so, once. */
public class CognigyProducer extends DefaultAsyncProducer {

    private final CognigyEndpoint endpoint;
    private final CognigyConfiguration options;
    private final TurnRequests requests;

    /** Those that this producer holds, by name; empty while it is stopped. */
    private volatile Map<String, Agent> agents = Map.of();

    private OutputsTo outputsTo;
    private Tracing tracing = Tracing.OFF;

    CognigyProducer(CognigyEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.requests = new TurnRequests(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        requests.init();
        tracing = Tracing.of(endpoint.getCamelContext());
        typingStatus(options.getTyping());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (options.getOutputsTo() != null) {
            outputsTo = new OutputsTo(endpoint, endpoint.getCamelContext().getEndpoint(options.getOutputsTo()));
            ServiceHelper.startService(outputsTo);
        }
        agents = endpoint.getComponent().registry().holdAll(endpoint);
    }

    @Override
    protected void doStop() throws Exception {
        Map<String, Agent> held = agents;
        agents = Map.of();
        held.keySet().forEach(endpoint.getComponent().registry()::release);
        // Turns may still be under way, see AgentRegistry: what it has begun, it ends.
        ServiceHelper.stopService(outputsTo);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Map<String, Agent> held = agents;
            Agent asked = asked(held, exchange.getMessage());
            String key = requests.sessionKey(exchange);
            String sessionId = requests.sessionId(key);
            Agent agent = inConversation(held, asked, sessionId);
            TypingStatus typing = typing(exchange.getMessage());
            if (exchange.getMessage().getHeader(CognigyConstants.CLOSE, false, Boolean.class)) {
                agent.closeSession(sessionId, "an input closed the session");
                replyNothing(exchange, sessionId);
            } else if (typing == null) {
                submit(agent, exchange, key, sessionId, callback);
                return false;
            } else {
                agent.typing(sessionId, typing);
                replyNothing(exchange, sessionId);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void submit(Agent agent, Exchange exchange, String key, String sessionId, AsyncCallback callback)
            throws TurnException {
        String name = agent.settings().name();
        TraceSpan trace = tracing.turn(name, exchange);
        TurnRequest request;
        try {
            request = requests.request(exchange, key, sessionId, trace);
            refuseWhatNobodyWouldHear(agent, request);
        } catch (TurnException | RuntimeException e) {
            trace.end(e);
            throw e;
        }
        agent.submit(request, new ExchangeCompletion(exchange, request, name, listener(agent), trace, callback));
    }

    private static void replyNothing(Exchange exchange, String sessionId) {
        if (ExchangeHelper.isOutCapable(exchange)) {
            exchange.getMessage().setBody(new CognigyReply(List.of()));
            exchange.getMessage().setHeader(CognigyConstants.SESSION_ID, sessionId);
        }
    }

    private EventSubscriber listener(Agent agent) {
        OutputsTo to = outputsTo;
        return to == null ? null : to.from(agent.settings().name());
    }

    /** The one that the message asks for, where it may ask, else the one of the URI. */
    private Agent asked(Map<String, Agent> held, Message message) throws TurnException {
        if (held.isEmpty()) {
            throw TurnFailures.agentStopped(false, endpoint.getAgent());
        }
        boolean mayAsk = options.getAllowedAgents() != null
                && !options.getAllowedAgents().isBlank();
        String name = mayAsk ? message.getHeader(CognigyConstants.AGENT, String.class) : null;
        Agent agent = held.get(name == null || name.isBlank() ? endpoint.getAgent() : name.strip());
        if (agent == null) {
            throw new InvalidInputException(
                    FailureCode.UNKNOWN_AGENT,
                    "the header " + CognigyConstants.AGENT
                            + " names none of the agents that the option allowedAgents lists");
        }
        return agent;
    }

    /** A conversation stays, while its session is open, with the agent that it began with. */
    private static Agent inConversation(Map<String, Agent> held, Agent asked, String sessionId) {
        if (held.size() == 1 || asked.hasSession(sessionId)) {
            return asked;
        }
        return held.values().stream()
                .filter(agent -> agent.hasSession(sessionId))
                .findFirst()
                .orElse(asked);
    }

    /** Before the bot is asked: an answer without a way would leave its input in doubt. */
    private static void refuseWhatNobodyWouldHear(Agent agent, TurnRequest request) throws TurnException {
        boolean mustBeHeard = request.handling().outputs() == Outputs.TO_CONSUMERS
                && request.handling().completion() == Completion.TURN;
        if (mustBeHeard && !agent.outputsAreTaken(request.replyAddress())) {
            throw TurnFailures.outputNotRouted(
                    false,
                    "no route consumes the outputs for this reply address: add one from cognigy:"
                            + agent.settings().name() + ", see to its replyMatch, or use InOut");
        }
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
    private record ExchangeCompletion(
            Exchange exchange,
            TurnRequest request,
            String agent,
            EventSubscriber listener,
            TraceSpan trace,
            AsyncCallback callback)
            implements TurnCallback {

        @Override
        public void completed(TurnResult result) {
            if (ExchangeHelper.isOutCapable(exchange)) {
                Message message = exchange.getMessage();
                message.setHeader(CognigyConstants.AGENT, agent);
                message.setHeader(CognigyConstants.SESSION_ID, request.ids().sessionId());
                message.setHeader(CognigyConstants.TURN_ID, result.turnId());
                if (request.handling().outputs() == Outputs.TO_CALLER) {
                    message.setBody(CognigyReply.ofOutputs(result.outputs()));
                    message.setHeader(CognigyConstants.FINAL_PING, result.finalPing());
                }
            }
            callback.done(false);
        }

        @Override
        public EventSubscriber outputsAsTheyCome() {
            return listener;
        }

        @Override
        public void failed(TurnException failure) {
            if (!failure.outputs().isEmpty()) {
                exchange.setProperty(CognigyConstants.OUTPUTS_SO_FAR, CognigyReply.ofOutputs(failure.outputs()));
            }
            exchange.setException(failure);
            // Where it never became a turn.
            trace.end(failure);
            callback.done(false);
        }
    }
}
