package io.camelcognigy.proof;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@link Topics} as a road's client. */
final class KafkaRoadClient implements RoadClient {

    private final Topics topics;
    /** A producer that knows no broker lets its caller wait. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor();

    KafkaRoadClient(Topics topics) {
        this.topics = topics;
    }

    @Override
    public void send(Stamp stamp) {
        sender.execute(() -> topics.send(stamp, null, stamp.toString()));
    }

    @Override
    public List<Stamp> answered() {
        return topics.answers().stream().map(History.Answer::stamp).toList();
    }

    @Override
    public int deadLetters() {
        return topics.deadLetters().size();
    }

    @Override
    public void close() {
        sender.shutdownNow();
        topics.close();
    }
}
