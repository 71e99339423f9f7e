package io.camelcognigy.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** The embedded Kafka is a broker like any other while it runs, and leaves nothing behind. */
class EmbeddedKafkaTest {

    @Test
    void itHasItsTopicsWhileItRunsAndLeavesNoFilesBehind() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(0, 3, List.of("one", "two"));
        try (kafka;
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            assertThat(kafka.folder()).isNotEmptyDirectory();
            assertThat(admin.describeTopics(List.of("one", "two"))
                            .allTopicNames()
                            .get()
                            .values())
                    .hasSize(2)
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        }
        assertThat(kafka.folder()).doesNotExist();
    }

    @Test
    void aTakenPortIsNamedTogetherWithWhatToDo() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(port, 1, List.of()))
                    .isInstanceOfSatisfying(ServerStartException.class, e -> {
                        assertThat(e).hasMessageContaining("127.0.0.1:" + port);
                        assertThat(e.action()).contains("kafka.brokers", "embedded.kafka.port");
                    });
        }
    }
}
