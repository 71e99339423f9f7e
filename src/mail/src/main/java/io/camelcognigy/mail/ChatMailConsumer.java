package io.camelcognigy.mail;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.mail.ChatMailConfiguration.InDoubt;
import io.camelcognigy.observe.Tracing;
import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.Reachability;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TraceSpan.Step;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Reads a mailbox: each mail is one InOut exchange, and what the exchange ends with is mailed to the mail's author. A mail
 * is flagged as answered only once the SMTP server has its answer. No thread waits for the bot.
 *
 * <p>At a graceful stop no mail is taken any more, and those under way come to their end, their answers sent and flagged;
 * answers, and what was said unasked, that the SMTP server does not take are not waited for.
 */
public class ChatMailConsumer extends DefaultConsumer implements MailRoad, DeadLetterRoad, ShutdownAware, Suspendable {

    private static final int SENDERS = 8;
    private static final long STOP_MILLIS = 5_000;

    private final ChatMailEndpoint endpoint;
    private final ChatMailConfiguration options;
    private ExecutorService workers;
    private ExecutorService senders;
    private ScheduledExecutorService timer;
    private Thread loopThread;
    private volatile MailboxLoop loop;
    private AnswerWriter writer;
    private Answers answers;
    private UnaskedMails unasked;
    private SharedMailbox shared;
    private volatile RoadState state;
    private MailHealthCheck health;
    private FatalErrorHandler fatal;
    private Tracing tracing = Tracing.OFF;

    ChatMailConsumer(ChatMailEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        MailRoadParts parts = new MailRoadParts(endpoint);
        fatal = FatalErrorHandler.of(endpoint.getCamelContext());
        tracing = Tracing.of(endpoint.getCamelContext());
        workers = threads("Mail");
        senders = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, name("MailSender"), SENDERS);
        timer = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, name("MailTimer"));
        state = parts.state();
        writer = parts.writer();
        answers = parts.answers(state, senders, timer);
        unasked = parts.unasked(state, answers, this::store, workers);
        // First: sessions that are opened again from the register may have something to say.
        endpoint.getComponent().open(options.getRoad(), unasked);
        shared = parts.shared();
        state.watch(shared::trouble);
        loop = parts.loop(state, shared, workers, timer, Reachability.of(getRoute()), fatal, this::start);
        health = parts.health(state);
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.register(health);
        }
        endpoint.getComponent().add(state);
        answers.start();
        loopThread = endpoint.getCamelContext().getExecutorServiceManager().newThread(name("Mailbox"), loop);
        loopThread.setDaemon(true);
        loopThread.start();
    }

    private ExecutorService threads(String name) {
        return endpoint.getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, name(name));
    }

    private String name(String what) {
        return what + "-" + options.getRoad();
    }

    @Override
    protected void doSuspend() {
        loop.suspend();
        if (endpoint.getCamelContext().isStopping()) {
            unasked.stopKeeping();
        }
    }

    @Override
    protected void doResume() {
        loop.resume();
    }

    @Override
    protected void doStop() throws Exception {
        if (loop != null) {
            loop.stop();
            loopThread.join(STOP_MILLIS);
            loop = null;
        }
        if (shared != null) {
            shared.close();
        }
        if (state != null) {
            endpoint.getComponent().remove(state);
        }
        if (unasked != null) {
            endpoint.getComponent().close(options.getRoad(), unasked);
            unasked.close();
        }
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null && health != null) {
            registry.unregister(health);
        }
        for (ExecutorService service : new ExecutorService[] {timer, senders, workers}) {
            if (service != null) {
                endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(service);
            }
        }
        if (answers != null) {
            answers.close();
        }
        super.doStop();
    }

    /** Being suspended is enough for the others to come to their end. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return state == null || state.imap.isDown()
                ? 0
                : Math.max(0, state.underWay.get() - state.answersKept.get() - shared.waiting());
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare: it was suspended before.
    }

    @Override
    public String road() {
        return options.getRoad();
    }

    /** Of a road that has never started, too. */
    @Override
    public Optional<DeadLetterStore> deadLetters() {
        try {
            return Optional.of(new MailRoadParts(endpoint).deadLetters());
        } catch (GeneralSecurityException | IOException e) {
            throw new RuntimeCamelException(e);
        }
    }

    @Override
    public boolean connected() {
        return state != null && state.connected();
    }

    @Override
    public String lastError() {
        return state == null ? null : state.lastError();
    }

    @Override
    public int taken() {
        return state == null ? 0 : state.taken();
    }

    @Override
    public int waiting() {
        return state == null ? 0 : state.waiting();
    }

    /** Null before the first start. */
    @Override
    public MailSnapshot snapshot() {
        return state == null ? null : state.snapshot();
    }

    private void start(MailTurn turn) {
        shared.whenOurs(turn.sessionKey(), () -> onWorker(turn, () -> ask(turn)));
    }

    /** A step of the route may block, and a callback comes on a thread that must not. */
    private void onWorker(MailTurn turn, Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            end(turn, Verdict.again(FailureKind.NOT_SENT, "the road stops"));
        }
    }

    private void ask(MailTurn turn) {
        AtomicBoolean ended = new AtomicBoolean();
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            Map<String, Object> input = turn.mail().input();
            exchange.getMessage().setBody(input);
            exchange.getMessage().setHeader(CognigyConstants.SESSION_KEY, turn.sessionKey());
            exchange.setProperty(
                    CognigyConstants.STREAM, endpoint.getConfiguration().getStream());
            exchange.setProperty(CognigyConstants.SESSION_OWNER, shared.owner());
            exchange.setProperty(
                    CognigyConstants.REPLY_ADDRESS,
                    ReplyAddress.of(turn.mail(), turn.sessionKey()).remembered(options.getRoad()));
            TraceSpan received = tracing.received(options.getRoad(), exchange);
            getAsyncProcessor().process(exchange, doneSync -> {
                if (ended.compareAndSet(false, true)) {
                    onWorker(turn, () -> routed(turn, exchange, input, received));
                }
            });
        } catch (RuntimeException | Error e) {
            if (ended.compareAndSet(false, true)) {
                exchange.setException(e);
                routed(turn, exchange, null, TraceSpan.NONE);
            }
        }
    }

    private void routed(MailTurn turn, Exchange exchange, Map<String, Object> input, TraceSpan received) {
        try {
            Throwable failure = failure(exchange);
            if (failure != null) {
                received.end(failure);
                end(turn, verdict(failure));
                return;
            }
            // A route that says nothing ends with what it began with.
            MimeMessage answer = exchange.getMessage().getBody() == input
                    ? null
                    : writer.write(exchange, turn.mail(), turn.sessionKey());
            if (answer == null) {
                received.end(null);
                end(turn, Verdict.answered());
            } else if (!shared.holds(turn.uid())) {
                received.end(null);
                end(turn, Verdict.again(FailureKind.NOT_SENT, "another bridge may answer it"));
            } else {
                TraceSpan storing = received.begin(Step.STORING);
                answers.send(answer, undelivered -> {
                    storing.end(undelivered);
                    received.end(undelivered);
                    end(turn, delivered(undelivered));
                });
            }
        } catch (MessagingException | RuntimeException | Error e) {
            received.end(e);
            end(turn, Verdict.failed(FailureKind.NOT_DELIVERED, Reasons.of(e)));
            if (e instanceof VirtualMachineError error) {
                fatal.fatal("a turn of road " + options.getRoad(), error);
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        return exchange.isRollbackOnly() ? new RuntimeCamelException("the exchange was rolled back") : null;
    }

    private Verdict verdict(Throwable failure) {
        String reason = Reasons.of(failure);
        return switch (Outcomes.of(failure)) {
            case NOT_SENT -> Verdict.again(FailureKind.NOT_SENT, reason);
            case IN_DOUBT ->
                options.getInDoubt() == InDoubt.AGAIN
                        ? Verdict.again(FailureKind.IN_DOUBT, reason)
                        : Verdict.failed(FailureKind.IN_DOUBT, reason);
            case REJECTED, ANSWERED -> Verdict.failed(FailureKind.REJECTED, reason);
        };
    }

    private static Verdict delivered(Throwable undelivered) {
        return undelivered == null
                ? Verdict.answered()
                : Verdict.failed(FailureKind.NOT_DELIVERED, Reasons.of(undelivered));
    }

    private void store(DeadUnasked letter) {
        MailboxLoop running = loop;
        if (running == null) {
            letter.stored().accept(new IllegalStateException("the road does not run"));
        } else {
            running.store(letter);
        }
    }

    /** Its session is in the register before its source is told of it. */
    private void end(MailTurn turn, Verdict verdict) {
        shared.whenWritten(turn.sessionKey(), () -> {
            MailboxLoop running = loop;
            if (running != null) {
                running.ended(turn, verdict);
            }
        });
    }
}
