package io.camelcognigy.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** One message on its way to its queue. Whoever waits for it is told once what became of it, whatever the client says later. */
final class Outgoing implements CompletionListener {

    private final Sender.Making making;
    private final long since;
    private final BiConsumer<Outgoing, Throwable> end;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param since when it was given to be sent, in nanoseconds
     * @param end told when it is over: with null if the broker has it
     */
    Outgoing(Sender.Making making, long since, BiConsumer<Outgoing, Throwable> end) {
        this.making = making;
        this.since = since;
        this.end = end;
    }

    long since() {
        return since;
    }

    Message made(Sender.Channel channel) throws JMSException {
        return making.with(channel.session());
    }

    /** @param failure null if the broker has it */
    void over(Throwable failure) {
        if (over.compareAndSet(false, true)) {
            end.accept(this, failure);
        }
    }

    @Override
    public void onCompletion(Message message) {
        over(null);
    }

    @Override
    public void onException(Message message, Exception failure) {
        over(failure);
    }
}
