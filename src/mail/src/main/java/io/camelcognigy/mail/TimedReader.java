package io.camelcognigy.mail;

import io.camelcognigy.mail.MailReader.Reading;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Fetches a mail and makes sense of it, within a bounded time. One that takes longer is given up, so that no mail holds up
 * the others; what may still work on it has a thread of its own, which ends at the next look at the clock.
 */
final class TimedReader {

    /** Makes sense of a mail's bytes, as {@link MailReader} does. */
    interface Sense {
        Reading read(byte[] bytes, BooleanSupplier late) throws MailRejectedException;
    }

    /** Where the mail comes from. */
    interface Source {
        byte[] fetch(int maxBytes, BooleanSupplier late) throws MessagingException, MailRejectedException;
    }

    private final Sense reader;
    private final int maxBytes;
    private final Duration timeout;
    private final ExecutorService threads;
    private final LongSupplier nanoTime;

    TimedReader(Sense reader, int maxBytes, Duration timeout, ExecutorService threads, LongSupplier nanoTime) {
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /**
     * @throws MessagingException if the server does not hand it over
     * @throws MailRejectedException if it is beyond its bounds, broken, or too slow
     * @throws VirtualMachineError if the JVM is at its end; all other errors are the mail's
     */
    Reading read(Source source) throws MessagingException, MailRejectedException, InterruptedException {
        long end = nanoTime.getAsLong() + timeout.toNanos();
        BooleanSupplier late = () -> nanoTime.getAsLong() - end >= 0;
        byte[] bytes = source.fetch(maxBytes, late);
        Future<Reading> reading = threads.submit(() -> reader.read(bytes, late));
        try {
            return reading.get(Math.max(1, end - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new MailRejectedException("the mail takes longer than " + timeout.toSeconds() + " s to read");
        } catch (ExecutionException e) {
            throw rejected(e.getCause());
        }
    }

    private static MailRejectedException rejected(Throwable cause) {
        if (cause instanceof MailRejectedException rejected) {
            return rejected;
        }
        if (cause instanceof VirtualMachineError error && !(cause instanceof StackOverflowError)) {
            throw error;
        }
        return new MailRejectedException(
                "the mail cannot be read: " + cause.getClass().getName(), cause);
    }
}
