package io.camelcognigy.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a {@link KeyedConsumption} becomes where an endpoint's option names it. The bean itself is no {@link
 * KafkaClientFactory}: Camel gives a lone bean of that type to the Kafka component, and so to every other endpoint.
 */
final class KeyedClientFactory extends DefaultKafkaClientFactory {

    private final KeyedConsumption consumption;

    KeyedClientFactory(KeyedConsumption consumption) {
        this.consumption = consumption;
    }

    static void addTo(TypeConverterRegistry converters) {
        converters.addTypeConverter(
                KafkaClientFactory.class,
                KeyedConsumption.class,
                new SimpleTypeConverter(
                        false, (type, exchange, value) -> new KeyedClientFactory((KeyedConsumption) value)));
    }

    KeyedConsumption consumption() {
        return consumption;
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties properties) {
        return consumption.newConsumer(properties);
    }
}
