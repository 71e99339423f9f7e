package io.camelcognigy.mail;

import io.camelcognigy.mail.ChatMailConfiguration.Attachments;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.session.QuietLog;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Puts a road together from its options, and says which of them cannot be. */
final class MailRoadParts {

    private static final String FIRST_ROAD = "mail";
    private static final int REMEMBERED_SENDERS = 10_000;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration MIN_POLL_AGE = Duration.ofSeconds(30);

    private final ChatMailEndpoint endpoint;
    private final ChatMailConfiguration options;
    private final Clock clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final InternetAddress address;
    private final String plainAddress;
    private final MailServers servers;
    private final MailThreads threads;
    private final RateLimit limit;

    /** @throws IllegalArgumentException if an option is missing or wrong; the message names it */
    MailRoadParts(ChatMailEndpoint endpoint) throws GeneralSecurityException, IOException {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.clock = endpoint.getComponent().clock();
        this.address = address(options.getAddress());
        this.plainAddress = Sender.plain(address.getAddress()).orElseThrow(MailRoadParts::noAddress);
        if (options.getSecret() == null || options.getSecret().isBlank()) {
            throw new IllegalArgumentException("the option secret must not be empty");
        }
        positive("turns", options.getTurns());
        positive("maxBytes", options.getMaxBytes());
        String user =
                options.getUsername() == null || options.getUsername().isEmpty() ? plainAddress : options.getUsername();
        SSLContext tls = tls();
        this.servers = new MailServers(options, user, endpoint.tokens(tls), tls);
        // The sessions of another road are none of its business. The first road's are as they always were.
        String scope = options.getRoad().equals(FIRST_ROAD) ? "" : "\n" + options.getRoad();
        this.threads = new MailThreads(
                new ThreadTokens(
                        options.getSecret() + scope, plainAddress.substring(plainAddress.lastIndexOf('@') + 1)),
                scope);
        this.limit =
                new RateLimit(options.getAnswersPerHour(), options.getTotalAnswersPerHour(), REMEMBERED_SENDERS, clock);
    }

    DeadLetterReplay deadLetters() {
        return new DeadLetterReplay(servers, options.getFailedFolder(), endpoint.getFolder());
    }

    RoadState state() {
        return new RoadState(options.getRoad(), clock, nanoTime);
    }

    SharedMailbox shared() {
        return SharedMailbox.open(
                endpoint.getComponent().getRegister(),
                options.getRoad(),
                plainAddress + "/" + endpoint.getFolder(),
                endpoint.getCamelContext(),
                nanoTime);
    }

    AnswerWriter writer() {
        return new AnswerWriter(address, threads, clock);
    }

    Answers answers(RoadState state, ExecutorService senders, ScheduledExecutorService timer) {
        return new Answers(servers, state, options.getAnswerMaxAge(), senders, timer, nanoTime);
    }

    /** @param dead stores what goes to nobody */
    UnaskedMails unasked(RoadState state, Answers answers, Consumer<DeadUnasked> dead, ExecutorService workers) {
        return new UnaskedMails(
                state,
                writer(),
                answers,
                limit,
                dead,
                workers,
                endpoint.getCamelContext().getUuidGenerator()::generateExchangeUuid);
    }

    MailHealthCheck health(RoadState state) {
        Duration twice = options.getPollInterval().multipliedBy(2);
        return new MailHealthCheck(state, clock, twice.compareTo(MIN_POLL_AGE) > 0 ? twice : MIN_POLL_AGE);
    }

    MailboxLoop loop(
            RoadState state,
            SharedMailbox shared,
            ExecutorService workers,
            ScheduledExecutorService timer,
            BooleanSupplier reachable,
            FatalErrorHandler fatal,
            Consumer<MailTurn> bot) {
        MailReader reader = new MailReader(new AutomaticMail(plainAddress), new SenderCheck(options.getAuthServer()));
        Intake intake = new Intake(
                options,
                state,
                new TimedReader(reader::read, options.getMaxBytes(), options.getReadTimeout(), workers, nanoTime),
                threads,
                limit,
                new Claims(nanoTime),
                attachments(workers),
                new QuietLog(QUIET, nanoTime),
                shared,
                bot,
                DeadLetterListener.of(endpoint.getCamelContext()));
        NewMailWatch watch = new NewMailWatch(
                options.getRoad(),
                () -> IdleConnection.open(servers, endpoint.getFolder()),
                workers,
                timer,
                error -> fatal.fatal("the thread that hears of new mails of road " + options.getRoad(), error));
        Since.Rule since = Since.rule(options.getSince(), clock);
        return new MailboxLoop(
                () -> Mailbox.open(servers, endpoint.getFolder(), options.getFailedFolder(), since),
                intake,
                state,
                options.getPollInterval(),
                watch,
                reachable,
                error -> fatal.fatal("the mailbox thread of road " + options.getRoad(), error),
                nanoTime);
    }

    private AttachmentStore attachments(ExecutorService workers) {
        return options.getAttachments() == Attachments.OFF
                ? AttachmentStore.NONE
                : new AttachmentFolder(
                        options.getAttachmentsFolder(),
                        options.getAttachmentsUrl(),
                        options.getSecret(),
                        options.getReadTimeout(),
                        workers);
    }

    private SSLContext tls() throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = options.getSslContextParameters();
        if (parameters == null) {
            parameters = endpoint.getComponent().globalTls();
        }
        return parameters == null ? null : parameters.createSSLContext(endpoint.getCamelContext());
    }

    private static InternetAddress address(String value) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(value == null ? "" : value, true);
            if (addresses.length == 1) {
                return addresses[0];
            }
        } catch (AddressException e) {
            // Said below.
        }
        throw noAddress();
    }

    private static IllegalArgumentException noAddress() {
        return new IllegalArgumentException(
                "the option address must be one address, such as bot@example.com or Support <bot@example.com>");
    }

    private static void positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the option " + option + " must be at least 1");
        }
    }
}
