package io.camelcognigy.proof;

import java.util.List;

/** {@link Topics} as a road's client. */
final class KafkaRoadClient implements RoadClient {

    private final Topics topics;

    KafkaRoadClient(Topics topics) {
        this.topics = topics;
    }

    @Override
    public void send(Stamp stamp) {
        topics.send(stamp, null, stamp.toString());
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
        topics.close();
    }
}
